"""From a fetched page, or from a feed's own words, to an article with its mentions: extract, normalise, tag."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.model.article import Article, Page
from monitor.model.fetch import Fetched, FeedRequest, PageRequest
from monitor.model.parsed import Parsed
from monitor.model.tag import Mention
from monitor.stages.extract import extract
from monitor.stages.normalise import normalise
from monitor.stages.parse import parse
from monitor.stages.tag import tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An article as it was read, before anything is decided of it."""

    article: Article
    mentions: tuple[Mention, ...]


def read_page(request: PageRequest, fetched: Fetched, seen_at: datetime) -> Reading:
    """Return the article that a page holds, with its mentions; what the entry says fills the gaps.

    Raises ParseError where the page holds no article: a block page, something that is not HTML.
    """
    source = request.source
    page = extract(
        fetched.body,
        url=fetched.final_url,
        content_type=fetched.headers.get("content-type"),
        headers=fetched.headers,
        selectors=source.article,
        timezone=source.timezone,
        languages=source.languages,
        entry_title=request.entry.title,
        reference=seen_at,
    )
    return _tagged(request, page, final_url=fetched.final_url, seen_at=seen_at)


def read_entry(request: PageRequest, seen_at: datetime) -> Reading:
    """Return the article as far as the feed's own entry tells it: for pages that can't be had."""
    return _tagged(request, None, final_url=None, seen_at=seen_at)


def _tagged(request: PageRequest, page: Page | None, *, final_url: str | None, seen_at: datetime) -> Reading:
    article = normalise(
        request.entry, page, source=request.source, url=request.url, final_url=final_url, seen_at=seen_at
    )
    mentions = tag(article.title, article.body, summary=article.summary, language=article.language)
    return Reading(article=article, mentions=mentions)


def read_feed(request: FeedRequest, fetched: Fetched, seen_at: datetime) -> Parsed:
    """Return what a fetched feed holds; raises ParseError where it holds none."""
    return parse(
        fetched.body,
        url=fetched.final_url,
        content_type=fetched.headers.get("content-type"),
        kind=request.feed.kind,
        timezone=request.source.timezone,
        languages=request.source.languages,
        listing=request.feed.listing,
        reference=seen_at,
    )

"""What a worker does with what was fetched: a feed to its entries, a page to an article with its mentions.

The stages are imported where they are called: whoever only names these functions (the process that crawls) or only
reads feeds (most runs) does not wait for the extractor and the gazetteer.
"""

from __future__ import annotations

from datetime import datetime

from monitor.model.article import Article, Page
from monitor.model.copies import Signature
from monitor.model.fetch import FeedRequest, Fetched, PageRequest
from monitor.model.names import NO_NAMES, OwnNames
from monitor.model.parsed import Parsed
from monitor.model.tag import Kept, Mention, Tagged


def read_feed(request: FeedRequest, fetched: Fetched, seen_at: datetime) -> Parsed:
    """Return what a fetched feed holds; raises ParseError where it holds none."""
    from monitor.stages.parse import parse

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


def read_page(request: PageRequest, fetched: Fetched, seen_at: datetime, *, names: OwnNames = NO_NAMES) -> Tagged:
    """Return the article that a page holds, with its mentions; what the entry says fills the gaps.

    Raises ParseError where the page holds no article: a block page, something that is not HTML.
    """
    from monitor.stages.extract import extract

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
        by_file=request.reservation,
    )
    return _tagged(request, page, final_url=fetched.final_url, seen_at=seen_at, names=names)


def read_entry(request: PageRequest, seen_at: datetime, *, names: OwnNames = NO_NAMES) -> Tagged:
    """Return the article as far as the feed's own entry tells it: for pages that can't be had."""
    return _tagged(request, None, final_url=None, seen_at=seen_at, names=names)


def read_kept(article: Kept, *, names: OwnNames = NO_NAMES) -> tuple[Mention, ...]:
    """Return the mentions of an article that the archive has."""
    return _mentions(article, names)


def _mentions(article: Article | Kept, names: OwnNames) -> tuple[Mention, ...]:
    from monitor.gazetteer import with_names
    from monitor.stages.tag import tag

    return tag(
        article.title,
        article.body,
        summary=article.summary,
        language=article.language,
        on=article.sorted_at.date(),
        gazetteer=with_names(names),
    )


def sign(article: Article) -> tuple[Signature, str | None]:
    """Return the signature of an article that the archive has, and the agency that it credits."""
    from monitor.stages.copies.signature import signature
    from monitor.stages.credit import credit

    return signature(article.text), credit(article.text, article.authors)


def _tagged(
    request: PageRequest, page: Page | None, *, final_url: str | None, seen_at: datetime, names: OwnNames
) -> Tagged:
    from monitor.stages.copies.signature import signature
    from monitor.stages.normalise import normalise
    from monitor.stages.tag import tagger

    article = normalise(
        request.entry,
        page,
        source=request.source,
        url=request.url,
        final_url=final_url,
        seen_at=seen_at,
        reservation=request.reservation,
    )
    mentions = _mentions(article, names)
    return Tagged(article=article, mentions=mentions, tagger=tagger(names), signature=signature(article.text))

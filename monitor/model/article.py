"""What a feed says (Entry), what a page says (Page), what we believe (Article), what it said before (Revision)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

DatedBy = Literal["feed", "page", "url", "sighting"]
Kind = Literal["article", "liveblog", "gallery", "video", "audio"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a feed says of one article: plain text and http(s) links, but otherwise untrusted."""

    guid: str | None = None
    url: str | None = None  # absolute, as published; None where the feed gives no link
    title: str = ""
    summary: str = ""
    body: str = ""  # full text that some feeds carry, as plain text with a line a paragraph
    published_raw: str | None = None  # as the feed said it
    published: datetime | None = None
    updated: datetime | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    language: str | None = None
    image_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the HTML of an article says. `canonical_url` is what it claims; identity decides whether to believe it.

    `body` is plain text, a line a paragraph, without the title and the summary (standfirst). `provenance` names, for
    each field found, the rung that won: selector, json-ld, opengraph, meta, microdata, time, html, url, blocks/2 ...
    """

    url: str
    canonical_url: str | None = None
    title: str = ""
    summary: str = ""
    body: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    published_raw: str | None = None
    dated_by: str | None = None
    language: str | None = None
    image_url: str | None = None
    kind: Kind = "article"
    extractor: str = ""  # which method gave the body, with its version
    paywalled: bool = False
    reserved: str | None = None  # why the full text may not be kept: noarchive, tdm-meta, tdm-header
    quote: int | None = None  # characters of it that may be quoted at most; None: no limit
    provenance: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One publication at one canonical URL, as we believe it to be.

    `summary` is the standfirst, `body` the text without it. Title, summary and body together are what is hashed,
    tagged and counted. `keys` are all the url_keys it is known by, its own first.
    """

    url: str  # normalised: fetched and shown
    url_key: str  # lossy: compared only
    keys: tuple[str, ...]
    source: str
    title: str
    summary: str = ""
    body: str = ""
    authors: tuple[str, ...] = ()
    language: str | None = None
    image_url: str | None = None
    published_at: datetime | None = None  # None where nothing plausible is said
    published_raw: str | None = None
    dated_by: DatedBy = "sighting"
    sorted_at: datetime  # published_at where plausible, else seen_at
    seen_at: datetime
    kind: Kind = "article"
    paywalled: bool = False
    reserved: str | None = None
    quote: int | None = None  # characters of it that may be quoted at most; None: no limit
    backfill: bool = False  # no news when it was found: never announced
    words: int = 0
    content_hash: str
    extractor: str = "feed"
    agency: str | None = None  # the news agency that it credits: reuters

    @property
    def text(self) -> str:
        """The summary, a line break and the body; without a summary, the body."""
        return f"{self.summary}\n{self.body}" if self.summary else self.body


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What an article said before it was edited; numbers count from 1."""

    article_id: int
    number: int
    replaced_at: datetime
    title: str
    summary: str
    body: str

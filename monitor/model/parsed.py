"""What a document that a publisher sends turns out to hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from monitor.model.article import Entry

FeedFormat = Literal[
    "rss2", "rss1", "rss09x", "atom", "jsonfeed", "news-sitemap", "sitemap", "sitemapindex", "listing"
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapChild:
    """A sitemap that a sitemap index names."""

    url: str
    lastmod: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How often a publisher would like its feed to be asked for. Hours and days are those of UTC; Monday is 0."""

    ttl: timedelta | None = None  # RSS ttl
    period: timedelta | None = None  # RSS 1.0 module "syndication": updatePeriod divided by updateFrequency
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """The entries of a feed, sitemap or listing, in the order of the document; iterating gives the entries.

    `children` are an index's sitemaps, newest first. `found` counts the entries before a cap; `warnings` say what was
    wrong and mended, none of it a reason to reject.
    """

    format: FeedFormat
    title: str = ""
    language: str | None = None  # BCP 47 primary subtag, as the feed claims
    entries: tuple[Entry, ...] = ()
    children: tuple[SitemapChild, ...] = ()
    found: int = 0
    wishes: Wishes = Wishes()
    warnings: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

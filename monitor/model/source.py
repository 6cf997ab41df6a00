"""Who publishes, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from monitor.model.parsed import Wishes

SourceType = Literal["agency", "newspaper", "broadcaster", "magazine", "institution", "think-tank"]
FeedKind = Literal["rss", "sitemap", "listing", "auto"]
Rights = Literal["default", "licensed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSelectors:
    """CSS selectors for the fields of an article's page; None leaves a field to the generic extractor.

    With `valid_until` they are those of an earlier layout: for articles of that day and before.
    """

    title: str | None = None
    summary: str | None = None
    body: str | None = None
    authors: str | None = None
    published: str | None = None
    image: str | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingSelectors:
    """CSS selectors for a listing page: `link` finds the articles' links, the rest is sought in the link's card.

    `card` names the element around one article; without it the link itself is the card.
    """

    link: str
    card: str | None = None
    title: str | None = None
    summary: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publisher, as feeds.yaml describes it."""

    id: str
    name: str
    homepage: str
    country: str | None = None  # ISO 3166-1 alpha-2
    languages: tuple[str, ...] = ()  # BCP 47 primary subtags, the most usual first
    timezone: str = "UTC"  # of dates without one
    type: SourceType = "newspaper"
    tier: int = 2  # 1 of record, 2 default, 3 peripheral
    owner: str = ""  # sources of one owner are not independent confirmation
    rights: Rights = "default"
    rights_note: str = ""
    keep_text: timedelta | None = None  # None: the settings'
    article: tuple[ArticleSelectors, ...] = ()  # one a layout of its pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """An address at which a source publishes; `id` is 0 until the archive has given it one."""

    id: int = 0
    source: str
    url: str
    kind: FeedKind = "auto"
    every: timedelta = timedelta(minutes=30)
    listing: ListingSelectors | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """When a feed publishes: entries by hour of the day and by day of the week (UTC, Monday first), the old fading."""

    heard_at: datetime  # up to here
    exposure: float = 0.0  # days that were heard, fading as the entries do
    hours: tuple[float, ...] = (0.0,) * 24
    days: tuple[float, ...] = (0.0,) * 7


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What was learned by fetching a feed."""

    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    full_at: datetime | None = None  # last asked for without validators
    moved_to: str | None = None  # where permanent redirects lead
    moved_since: datetime | None = None
    next_check_at: datetime | None = None  # None: due now
    hold_until: datetime | None = None  # what a Retry-After asked for; --all does not override it
    checked_at: datetime | None = None
    succeeded_at: datetime | None = None
    newest_entry_at: datetime | None = None
    failures: int = 0  # in a row
    outcome: str | None = None  # of the last fetch
    error: str | None = None
    rhythm: Rhythm | None = None
    gone: bool = False  # 410: asked again only by `sources check`
    wishes: Wishes = field(default_factory=Wishes)  # of the last document, which a 304 does not repeat

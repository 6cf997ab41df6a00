"""What readers ask of the archive, and what they get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.model.article import Kind, Revision
from monitor.model.tag import Mention


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which articles are wanted: any of each tuple, all of the fields; newest first, or best first with `text`.

    Countries and organisations mean focus; with `any_mention`, any mention. `copies` lists duplicates too.
    """

    text: str = ""
    countries: tuple[str, ...] = ()  # AZ
    organisations: tuple[str, ...] = ()  # nato
    any_mention: bool = False
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: datetime | None = None  # by sorted_at
    until: datetime | None = None
    copies: bool = False
    limit: int | None = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An article in a list."""

    id: int
    sorted_at: datetime
    source: str
    source_name: str
    title: str
    url: str
    language: str | None
    summary: str
    countries: tuple[str, ...]  # focus
    organisations: tuple[str, ...]
    words: int
    copies: int = 0  # duplicates of it elsewhere
    backfill: bool = False  # no news when it was found: never announced
    quote: int | None = None  # characters of it that may be quoted at most; None: no limit
    snippet: str = ""  # around what was searched for, its matches between \x02 and \x03


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An article whole."""

    listed: Listed
    body: str
    authors: tuple[str, ...]
    published_at: datetime | None
    published_raw: str | None
    dated_by: str
    seen_at: datetime
    revised_at: datetime | None
    image_url: str | None
    kind: Kind
    paywalled: bool
    reserved: str | None
    extractor: str
    duplicate_of: int | None
    similarity: float | None
    mentions: tuple[Mention, ...] = ()
    revisions: tuple[Revision, ...] = ()
    copies: tuple[Listed, ...] = ()
    feeds: tuple[str, ...] = ()  # addresses of the feeds that carried it
    agency: str | None = None  # the news agency that it credits


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceListed:
    """A source with what the archive has of it."""

    id: str
    name: str
    homepage: str
    country: str | None
    type: str
    tier: int
    owner: str
    languages: tuple[str, ...]
    feeds: int
    articles: int
    newest_at: datetime | None
    retired: bool
    new: bool = False  # in feeds.yaml, and no collect has seen it yet


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHealth:
    """How a feed does. `state`: ok, new (never checked), failing, broken (3 failures), silent (7 days), gone, off."""

    id: int
    source: str
    source_name: str
    url: str
    kind: str
    state: str
    outcome: str | None  # of the last fetch
    error: str | None
    failures: int
    checked_at: datetime | None
    succeeded_at: datetime | None
    newest_entry_at: datetime | None
    next_check_at: datetime | None
    articles: int
    pages_pending: int
    pages_failed: int
    page_error: str | None  # the newest one
    page_outcomes: Mapping[str, int] = field(default_factory=dict)  # of the failed ones: blocked, not_found, ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What the archive holds; the tuples count articles that are no duplicates, the most first."""

    articles: int  # duplicates included
    duplicates: int
    revisions: int
    newest_at: datetime | None
    languages: tuple[tuple[str, int], ...]  # "" where none is known
    countries: tuple[tuple[str, int], ...]  # focus: AZ
    organisations: tuple[tuple[str, int], ...]  # focus: nato
    sources: tuple[tuple[str, int], ...]

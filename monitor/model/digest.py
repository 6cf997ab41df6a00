"""A press review: what is reported of which story, in which section, and what stands around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from monitor.model.watchlist import Reason, Watchlist

SectionKind = Literal["watchlist", "country", "organisation"]
FigureKind = Literal["articles", "stories", "sources", "languages"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An article as a digest speaks of it. `event` is the same for all articles of a story, and means nothing else.

    `key` (its url_key) is what is remembered of it; `quote` is the most characters that may be quoted, None: no limit.
    """

    id: int
    key: str
    event: int
    url: str
    title: str
    source: str
    source_name: str
    owner: str
    tier: int
    language: str | None
    at: datetime  # sorted_at
    dated: bool  # a time was said; otherwise `at` is when it was first seen
    seen_at: datetime
    excerpt: str = ""  # the standfirst, or the beginning of the text
    quote: int | None = None
    copy: bool = False  # of another article's text
    countries: tuple[str, ...] = ()  # focus
    organisations: tuple[str, ...] = ()
    hits: tuple[tuple[str, tuple[Reason, ...]], ...] = ()  # which watchlists it matches in this window, and why


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A headline that was changed after it was published."""

    report: Report
    before: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One story in a digest: the article that leads it, and who else tells it, one of each source.

    `first` published before the lead did; `told_at` is when an earlier digest spoke of it; `also_in` are the titles of
    the further sections it belongs to.
    """

    lead: Report
    excerpt: str
    others: tuple[Report, ...] = ()
    first: Report | None = None
    owners: int = 1  # who tell it in words of their own
    tags: tuple[str, ...] = ()  # slugs, countries first
    also_in: tuple[str, ...] = ()
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A section as the plan asks for it."""

    kind: SectionKind
    watchlist: Watchlist


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section: its own stories; `elsewhere` stand in an earlier section, `more` only gained copies since told."""

    asked: Asked
    items: tuple[Item, ...] = ()
    elsewhere: tuple[Item, ...] = ()
    more: tuple[Item, ...] = ()
    usual: float | None = None  # stories on a normal day

    @property
    def stories(self) -> int:
        """How many stories belong here, wherever they stand."""
        return len(self.items) + len(self.elsewhere)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number beside a normal day's, which is None until enough days were counted."""

    kind: FigureKind
    value: int
    usual: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A source that could not be read, and since when; None: never yet."""

    name: str
    since: datetime | None
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What the digest had to go by. `last_run` is when anything was last collected."""

    sources: int = 0  # that are on
    unread: tuple[Unread, ...] = ()
    last_run: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surge:
    """A tag that is written about much more than on a normal day."""

    tag: str
    articles: int
    usual: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is new against the days before."""

    pairs: tuple[tuple[str, str], ...] = ()  # tags that had not been in focus together for thirty days
    surges: tuple[Surge, ...] = ()
    edits: tuple[Edit, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.pairs or self.surges or self.edits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A press review of a window: from `since` (included) to `until` (not)."""

    name: str
    title: str
    language: str
    timezone: str
    since: datetime
    until: datetime
    dated: bool = False  # the window is of what is dated in it, not of what came in
    top: tuple[Item, ...] = ()
    sections: tuple[Section, ...] = ()
    figures: tuple[Figure, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)
    changes: Changes = field(default_factory=Changes)
    labels: tuple[tuple[str, str], ...] = ()  # slug -> name, of every tag that is spoken of

    @property
    def items(self) -> tuple[Item, ...]:
        """All stories, each once, in the order of the digest."""
        return (*self.top, *(item for section in self.sections for item in section.items))

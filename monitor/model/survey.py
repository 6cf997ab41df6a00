"""The archive seen from above: counts by day, tag and source, and the bare facts of many articles at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What facets are counted from: an article without its words."""

    id: int
    sorted_at: datetime
    source: str
    language: str | None
    story: int | None
    countries: tuple[str, ...]  # focus
    organisations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNamed:
    """A source by its name and owner, retired ones too."""

    id: str
    name: str
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """Articles of a day (UTC), without duplicates: those about something, and those that mention it at all."""

    day: date
    about: int
    mentioned: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TagCount:
    """A tag with the articles about it in some time, without duplicates; `newest` is the last day that had one."""

    slug: str
    label: str
    articles: int
    newest: date | None = None

    @property
    def code(self) -> str:
        """`AZ`, `nato`."""
        return self.slug.partition(":")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCount:
    """A source with its articles in some time: `articles` without duplicates, and the `copies` it printed."""

    id: str
    name: str
    country: str | None
    owner: str
    articles: int
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """One source's first article of a story."""

    story: int
    article: int
    source: str
    source_name: str
    owner: str
    language: str | None
    sorted_at: datetime
    duplicate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How well a source can be read: counts over its newest articles."""

    articles: int
    dated: tuple[tuple[str, int], ...]  # by which rung of the date ladder
    read: tuple[tuple[str, int], ...]  # by which extractor
    short: int  # under 60 words
    paywalled: int
    reserved: int
    revised: int
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """A feed that needs attention: its state, and what was wrong with the last fetch."""

    source: str
    source_name: str
    url: str
    state: str
    failures: int
    error: str
    newest_entry_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retitled:
    """A headline that was changed, and when the new one was found."""

    article: int
    source_name: str
    before: str
    after: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Copying:
    """Whose texts a source printed, and who printed its own: (source, its name, how many), the most first."""

    texts_of: tuple[tuple[str, str, int], ...]
    printed_by: tuple[tuple[str, str, int], ...]

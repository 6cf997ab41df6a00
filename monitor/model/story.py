"""Stories: articles on one event, as they are compared, as they are kept, and as they are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from monitor.model.reading import Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An article as clustering reads it for the first time. `tags` are the slugs it mentions with their salience.

    `pin` is the story where somebody put it by hand.
    """

    id: int
    at: datetime  # sorted_at
    key: str = ""  # url_key: of articles of one moment, the first is that with the least
    language: str | None = None
    title: str = ""
    text: str = ""  # summary and body
    slug: str = ""  # the words of its address
    tags: tuple[tuple[str, float], ...] = ()
    source: str = ""
    pin: int | None = None


class Kept(NamedTuple):
    """An article that clustering read before: what it read is kept in place of its text, and still true.

    A tuple, because a run begins with ten thousand of them and looks at few.
    """

    at: datetime  # as Told has it, and what follows
    key: str
    id: int
    language: str | None
    source: str
    pin: int | None
    terms: bytes  # what was read of it
    links: bytes  # how alike other articles were found


@dataclass(frozen=True, slots=True)
class Counted:
    """How often terms stand in articles, as it was counted once: over how many articles, and up to which moment.

    `counts` and `lengths` are packed: in how many articles each term is, and how long articles' terms are by that.
    """

    until: datetime
    articles: int
    counts: bytes
    lengths: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What clustering came to: the story of each article; ids below zero are stories still to be made.

    `merged` are stories that have no article left, each with the one that took most of its articles.
    """

    stories: tuple[tuple[int, int], ...]  # (article, story)
    merged: tuple[tuple[int, int], ...] = ()  # (story, into)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An article as its story's portrait needs it."""

    id: int
    at: datetime
    title: str
    language: str | None
    owner: str
    tier: int
    words: int
    duplicate: bool
    countries: tuple[str, ...]  # focus
    organisations: tuple[str, ...]
    salience: float  # of what it is most about


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """What is told of a story as a whole; the columns of the table of stories say what each is."""

    lead: int
    title: str
    first_seen_at: datetime
    last_seen_at: datetime
    articles: int
    sources: int
    independent: int
    tier: int
    weight: float
    standing: float
    languages: tuple[str, ...]
    countries: tuple[str, ...]
    organisations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryQuery:
    """Which stories are wanted: those with an article that meets all fields, any of each tuple; weightiest first.

    `since` is included, `until` is not; both are about the articles' times. Countries and organisations mean focus;
    with `any_mention`, any mention. `independent` is the least number of owners who tell it in words of their own.
    """

    since: datetime | None = None
    until: datetime | None = None
    countries: tuple[str, ...] = ()  # AZ
    organisations: tuple[str, ...] = ()  # nato
    any_mention: bool = False
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    independent: int = 1
    limit: int | None = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryListed:
    """A story in a list."""

    id: int
    title: str  # of its lead
    lead_id: int
    url: str  # of its lead
    source: str  # of its lead
    source_name: str
    language: str | None  # of its lead
    first_seen_at: datetime  # the time of its first article
    last_seen_at: datetime
    articles: int  # copies included
    sources: int  # owners
    independent: int  # owners who tell it in words of their own
    tier: int  # the best
    weight: float  # owners, tier and salience together
    languages: tuple[str, ...]  # the most usual first, as the next two
    countries: tuple[str, ...]  # focus
    organisations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryArticle:
    """An article in its story. `duplicate_of` is whose text it repeats; `pinned` says that it was put here by hand."""

    listed: Listed
    owner: str
    tier: int
    duplicate_of: int | None
    dated_by: str
    seen_at: datetime
    pinned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryShown:
    """A story whole. `asked` is the id it was asked for by, another than its own after a merger.

    `articles` are in the order of time, the first publisher first; `timeline` counts them by day (UTC).
    """

    listed: StoryListed
    asked: int
    articles: tuple[StoryArticle, ...]
    timeline: tuple[tuple[date, int], ...]
    merged: tuple[int, ...] = ()  # ids of stories that went into it

    @property
    def first(self) -> StoryArticle:
        """Who published first, as far as the articles' times tell."""
        return self.articles[0]

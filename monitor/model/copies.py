"""What two articles have in common, and what was decided of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Rule = Literal[
    "same passages", "too short", "too little shared", "another lead",
    "another fact", "other figures", "other names", "same outlet, other figures",
]  # fmt: skip
BOILERPLATE_FROM = 3  # articles of one outlet, none a copy of another, that begin or end with the same line
CANDIDATES = 8  # articles that one is compared with
FEWEST_SHARED = 2  # sampled shingles that make a candidate
LIKELY = 4  # times fewer shared shingles than the best candidate has, and another is none
MOST_SHELVED = 40  # articles of a day that one shingle finds: a turn of phrase finds more, and tells nothing
CONTRARY: frozenset[Rule] = frozenset(("another fact", "other figures", "other names", "same outlet, other figures"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece that two texts share: characters [start, end) of the one, [of_start, of_end) of the other.

    The text that offsets count in is the summary, a line break and the body; without a summary, the body.
    """

    start: int
    end: int
    of_start: int
    of_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A fact that two texts state differently in the same place; `kind` is number, name, month, weekday, ..."""

    kind: str
    here: str
    there: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How alike two texts are: from 0.5 on, copies. `rule` names what decided; passages are the longest, in order."""

    score: float
    rule: Rule
    passages: tuple[Passage, ...] = ()
    differences: tuple[Difference, ...] = ()

    @property
    def is_copy(self) -> bool:
        """Whether one is a copy of the other."""
        return self.score >= 0.5  # noqa: PLR2004 - the one threshold, to which every rule is scaled

    @property
    def is_contrary(self) -> bool:
        """Whether they tell different facts in the same words."""
        return self.rule in CONTRARY


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """By what a text is found among others: sampled shingles as 31-bit numbers, each with the line that it is of.

    `lines` are the fingerprints of the text's first and last lines, where an outlet's own boilerplate stands.
    """

    shingles: tuple[tuple[int, int], ...] = ()  # (line, hash); the line by its number
    lines: tuple[tuple[int, int], ...] = ()  # (line, hash)


UNSIGNED = Signature()


Certainty = Literal["certain", "likely", "unknown"]
Origin = Literal["credit", "nearest", "first"]  # how it is known whom an outlet copied


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """One publication of a text that several outlets print.

    `agency` is the news agency that it credits; `domain` and `kind` are those of its source's homepage and the source.
    """

    id: int
    title: str
    url: str
    source: str
    source_name: str
    domain: str
    owner: str
    agency: str | None
    published_at: datetime | None
    dated_by: str
    seen_at: datetime
    duplicate_of: int | None
    via: int | None = None  # the copy by which it was found
    score: float | None = None
    rule: str | None = None
    passages: tuple[Passage, ...] = ()
    texts: tuple[str, ...] = ()  # of the passages, in its words


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Whom an outlet has a text from: the printing `of`, or an agency none of whose own printings is known."""

    id: int
    of: int | None
    agency: str | None
    how: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Syndication:
    """Who had a text first, how sure that is, and who took it from whom; `why` says it in words."""

    first: int
    certainty: Certainty
    why: str
    taken: tuple[Taken, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptApart:
    """An article that shares much with another, and why it is no copy of it."""

    id: int
    title: str
    source: str
    score: float
    rule: str
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """What was decided by hand of two articles: `copy` (id repeats other) or `apart`."""

    id: int
    other: int
    ruling: Literal["copy", "apart"]
    ruled_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """A text with all who print it, the representative first, then in the order of time; and what is no copy of it."""

    asked: int
    printings: tuple[Printing, ...]
    syndication: Syndication
    apart: tuple[KeptApart, ...] = ()  # from the article that was asked for
    rulings: tuple[Ruled, ...] = ()

"""What two articles have in common, and what was decided of it."""

from __future__ import annotations

from dataclasses import dataclass
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
    """By what a text is found among others: sampled shingles as 48-bit numbers, each with the line that it is of.

    `lines` are the fingerprints of the text's first and last lines, where an outlet's own boilerplate stands.
    """

    shingles: tuple[tuple[int, int], ...] = ()  # (line, hash); the line by its number
    lines: tuple[tuple[int, int], ...] = ()  # (line, hash)


UNSIGNED = Signature()

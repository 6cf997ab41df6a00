"""Why an article is in its story: which other article of it is most like it, and what both say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.model.story import Told
from monitor.stages.clustering.likeness import Rarity, Vectors, likeness, probability, shared, vectors
from monitor.stages.clustering.terms import read, spelled

_TOLD = 8  # terms told of a pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """An article of a story with the other one that is most like it, how probably both are on one event, and why.

    `shared` are the terms that both have, the weightiest first; `like` is None in a story of one.
    """

    article: int
    like: int | None
    probability: float
    shared: tuple[str, ...]
    pinned: bool


def reasons(story: Sequence[Told], rare: Rarity) -> tuple[Reason, ...]:
    """Return for each article of a story why it is in it. They must come with their text."""
    vectors_of = {told.id: vectors(read(told), rare) for told in story}
    return tuple(_reason(told, story, vectors_of) for told in story)


def _reason(told: Told, story: Sequence[Told], vectors_of: Mapping[int, Vectors]) -> Reason:
    mine = vectors_of[told.id]
    best, other = max(
        ((likeness(mine, vectors_of[one.id]), one) for one in story if one.id != told.id),
        key=lambda pair: (pair[0], -pair[1].id),
        default=(0.0, None),
    )
    return Reason(
        article=told.id,
        like=other.id if other else None,
        probability=round(probability(best), 3),
        shared=_said(told, shared(mine, vectors_of[other.id])) if other else (),
        pinned=told.pin is not None,
    )


def _said(told: Told, terms: Mapping[int, float]) -> tuple[str, ...]:
    """Return the weightiest of these terms as an article says them, each word once."""
    words = spelled(told)
    heaviest = sorted(terms, key=lambda term: (-terms[term], term))
    return tuple({words[term].casefold(): words[term] for term in heaviest if term in words}.values())[:_TOLD]

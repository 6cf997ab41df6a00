"""Why an article is in its story: which other article of it is most like it, and what both say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.model.story import Told
from monitor.stages.clustering.likeness import Rarity, Vectors, cosine, likeness, probability, vectors, weighty
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
    best, other = max(
        ((_alike(told, one, vectors_of), one) for one in story if one.id != told.id),
        key=lambda pair: (pair[0], -pair[1].id),
        default=(0.0, None),
    )
    return Reason(
        article=told.id,
        like=other.id if other else None,
        probability=round(probability(best), 3),
        shared=_shared(told, other, vectors_of) if other else (),
        pinned=told.pin is not None,
    )


def _alike(one: Told, other: Told, vectors_of: Mapping[int, Vectors]) -> float:
    mine, theirs = vectors_of[one.id], vectors_of[other.id]
    stems, keys = cosine(mine.stems, theirs.stems), cosine(mine.keys, theirs.keys)
    return likeness(stems, keys, (one.language or "", other.language or ""))


def _shared(one: Told, other: Told, vectors_of: Mapping[int, Vectors]) -> tuple[str, ...]:
    mine, theirs = vectors_of[one.id], vectors_of[other.id]
    weights = weighty(mine.keys, theirs.keys) | weighty(mine.stems, theirs.stems)
    said = spelled(one)
    heaviest = sorted(weights, key=lambda term: (-weights[term], term))
    return tuple(dict.fromkeys(said[term] for term in heaviest if term in said))[:_TOLD]

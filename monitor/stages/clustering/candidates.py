"""Which articles come into question for one story with a new one, found in one pass over those that are open."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from monitor.stages.clustering.likeness import Rarity, Vectors
from monitor.stages.clustering.window import Window

_AFFORDED, _AFFORDED_KEYS = 1000, 600  # articles that stems, or keys, of a new one may bring up, with repetition
_COMPARED, _COMPARED_SHORT = 50, 120  # articles that are compared in full with a new one, and with a headline
_LEAST = 0.2  # of what an article's terms weigh, stems and keys, that another must have of the rare ones
_SHORT = 30  # stems of a headline


def candidates(window: Window, fresh: Mapping[int, Vectors], rare: Rarity) -> dict[int, tuple[int, ...]]:
    """Return for each fresh article, by its vectors, the articles of the window that share most of its rare terms.

    Its terms are looked for from the rarest on, until as many articles have come up as can be afforded; what that costs
    does not grow with what a usual word stands in. Formats come into question for nothing.
    """
    asked = {article: _asked(vectors, rare) for article, vectors in fresh.items()}
    having = _having(window, {term for terms in asked.values() for term, _ in terms}, fresh.keys())
    return {
        article: _most(article, terms, having, is_short(len(fresh[article].stems))) for article, terms in asked.items()
    }


def _asked(vectors: Vectors, rare: Rarity) -> list[tuple[int, float]]:
    """Return the terms that others are looked for by, each with the square of its weight."""
    rarest = (*_rarest(vectors.stems, rare, _AFFORDED), *_rarest(vectors.keys, rare, _AFFORDED_KEYS))
    return [(term, weight * weight) for term, weight in rarest]


def _having(window: Window, wanted: Iterable[int], asking: Collection[int]) -> dict[int, list[int]]:
    """Return the articles that have each of these terms, all of which those have who ask for them."""
    having: dict[int, list[int]] = {term: [] for term in wanted}
    for article in asking:
        for term in (*window[article].stems, *window[article].keys):
            if term in having:
                having[term].append(article)
    get = having.get  # gives no empty list any more: what is wanted is told by its truth alone
    for article, hashes in window.hashes():
        if article not in asking:
            for found in filter(None, map(get, hashes)):
                found.append(article)
    return having


def _most(
    article: int, asked: Sequence[tuple[int, float]], having: Mapping[int, Sequence[int]], short: bool
) -> tuple[int, ...]:
    """Return the other articles that have most of what is asked for."""
    most, least = (_COMPARED_SHORT, 0.0) if short else (_COMPARED, _LEAST)
    shared: dict[int, float] = defaultdict(float)
    rest = sum(weight for _, weight in asked)
    for term, weight in sorted(asked, key=lambda one: len(having[one[0]])):
        if rest >= least:
            for other in having[term]:
                shared[other] += weight
        else:  # who has only what most have can't have enough of it
            for other in having[term]:
                if other in shared:
                    shared[other] += weight
        rest -= weight
    shared.pop(article, None)
    found = [(-score, other) for other, score in shared.items() if score >= least]
    return tuple(other for _, other in heapq.nsmallest(most, found))


def is_short(stems: int) -> bool:
    """Say whether a text with so many stems is a headline: such ones share few words, and every one counts."""
    return stems < _SHORT


def _rarest(said: Mapping[int, float], rare: Rarity, afforded: int) -> list[tuple[int, float]]:
    """Return the rarest terms, until all articles that have them are as many as can be afforded."""
    count = rare.counts.get
    chosen = []
    for term, weight in sorted(said.items(), key=lambda one: (count(one[0], 1), -one[1], one[0])):
        afforded -= count(term, 1)
        if afforded < 0:
            break
        chosen.append((term, weight))
    return chosen

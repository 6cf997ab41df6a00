"""Which articles come into question for one story with a new one, found in one pass over those that are open."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence

from monitor.stages.clustering.likeness import Rarity, Vectors
from monitor.stages.clustering.terms import Terms

_AFFORDED, _AFFORDED_KEYS = 1000, 600  # articles that stems, or keys, of a new one may bring up, with repetition
_COMPARED, _COMPARED_SHORT = 50, 120  # articles that are compared in full with a new one, and with a headline
_LEAST = 0.2  # of what an article's terms weigh, stems and keys, that another must have of the rare ones
_SHORT = 30  # stems of a headline


def candidates(window: Sequence[Terms], fresh: Mapping[int, Vectors], rare: Rarity) -> dict[int, tuple[int, ...]]:
    """Return for each fresh article, by its vectors, the articles of the window that share most of its rare terms.

    Its terms are looked for from the rarest on, until as many articles have come up as can be afforded; what that costs
    does not grow with what a usual word stands in. Formats come into question for nothing.
    """
    wanted: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for article, vectors in fresh.items():
        for said, afforded in ((vectors.stems, _AFFORDED), (vectors.keys, _AFFORDED_KEYS)):
            for term, weight in _rarest(said, rare, afforded):
                wanted[term].append((article, weight * weight))
    terms_wanted = frozenset(wanted)
    shared: dict[int, dict[int, float]] = {article: defaultdict(float) for article in fresh}
    for terms in window:
        if terms.format:
            continue
        for term in (*terms_wanted.intersection(terms.stems), *terms_wanted.intersection(terms.keys)):
            for article, weight in wanted[term]:
                shared[article][terms.id] += weight
    for article, others in shared.items():
        others.pop(article, None)
    return {article: _most(others, is_short(len(fresh[article].stems))) for article, others in shared.items()}


def is_short(stems: int) -> bool:
    """Say whether a text with so many stems is a headline: such ones share few words, and every one counts."""
    return stems < _SHORT


def _most(others: Mapping[int, float], short: bool) -> tuple[int, ...]:
    most, least = (_COMPARED_SHORT, 0.0) if short else (_COMPARED, _LEAST)
    found = [(-score, other) for other, score in others.items() if score >= least]
    return tuple(other for _, other in heapq.nsmallest(most, found))


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

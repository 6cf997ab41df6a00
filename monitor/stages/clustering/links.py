"""How alike the articles of a window are: each with those that share its rare terms, found without trying all pairs."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

from monitor.stages.clustering.likeness import Rarity, Vectors, cosine, event, level, likeness, vectors, weighty
from monitor.stages.clustering.terms import WHO, Terms

_FADE = timedelta(days=4)  # apart, two articles are half as alike
_DAILY = timedelta(hours=12)  # and more between two issues of a format
_SAME = 0.6  # cosine of stems from which two articles with one title are one, published again
_LEAST = 0.05  # of a likeness that is kept
_AFFORDED, _AFFORDED_KEYS = 2500, 1500  # articles that may come up when stems, or keys, are looked up, with repetition
_COMPARED = 120  # articles that are compared in full, where not all terms could be looked up
_FEW = 300  # articles, below which nothing shows yet that a desk's own countries are in all its news
_DOUBT = 0.2  # of likeness: what is asked for more where there are none at all
_APART = -1.0  # the likeness of two issues of one format: they keep groups apart


class Links:
    """The likenesses within a window, worked out for an article when they are asked for."""

    def __init__(self, window: Sequence[Terms], rare: Rarity) -> None:
        self.terms = {terms.id: terms for terms in window}
        self._vectors: dict[int, Vectors] = {terms.id: vectors(terms, rare) for terms in window}
        self._stems: dict[int, list[tuple[int, float]]] = defaultdict(list)
        self._keys: dict[int, list[tuple[int, float]]] = defaultdict(list)
        self._forms: dict[tuple[str, int], list[int]] = defaultdict(list)
        self._found: dict[int, dict[int, float]] = {}
        self.doubt = _DOUBT * max(0.0, 1 - rare.articles / _FEW)
        for terms in window:
            if terms.format:
                continue
            said = self._vectors[terms.id]
            for stem, weight in said.stems.items():
                self._stems[stem].append((terms.id, weight))
            for key, weight in said.keys.items():
                self._keys[key].append((terms.id, weight))
            if terms.form and terms.source:
                self._forms[terms.source, terms.form].append(terms.id)

    def of(self, article: int) -> Mapping[int, float]:
        """Return the articles that are at all like this one, each with its likeness."""
        if article not in self._found:
            self._found[article] = self._alike(self.terms[article])
        return self._found[article]

    def stems(self, article: int) -> int:
        """Return how many stems an article has."""
        return len(self.terms[article].stems)

    def level(self, article: int) -> float:
        """Return the cosine that a likeness of 1 is in the article's language."""
        return level(self.terms[article].language)

    def _alike(self, terms: Terms) -> dict[int, float]:
        if terms.format:
            return {}
        found = {}
        shared = self._shared(terms.id)
        for other_id, (stems, keys, who) in shared.items():
            other = self.terms[other_id]
            said = keys if terms.language == other.language else event(keys, who)
            alike = likeness(stems, said, (terms.language, other.language))
            alike /= 1 + ((terms.at - other.at) / _FADE) ** 2
            if alike >= _LEAST:
                found[other_id] = alike
        for other_id in self._forms[terms.source, terms.form] if terms.form else ():
            if abs(self.terms[other_id].at - terms.at) >= _DAILY and shared.get(other_id, (0.0,))[0] < _SAME:
                found[other_id] = _APART
        return found

    def _shared(self, article: int) -> dict[int, tuple[float, float, float]]:
        """Return the cosines of stems, of keys, and of the keys that say who, with all that come into question.

        In a small window those are all that share a term. In a large one, terms are looked up from the rarest on until
        as many articles have come up as can be afforded, and those that share most of them are compared in full.
        """
        said = self._vectors[article]
        stems, some = _cosines(said.stems, self._stems, _AFFORDED)
        keys, more = _cosines(said.keys, self._keys, _AFFORDED_KEYS)
        near = (stems.keys() | keys.keys()) - {article}
        if not some and not more:
            who, _ = _cosines(
                {key: weight for key, weight in said.keys.items() if key & WHO}, self._keys, _AFFORDED_KEYS
            )
            return {one: (stems.get(one, 0.0), keys.get(one, 0.0), who.get(one, 0.0)) for one in near}
        most = heapq.nlargest(_COMPARED, ((stems.get(one, 0.0) + keys.get(one, 0.0), one) for one in near))
        return {one: self._compared(said, self._vectors[one]) for _, one in most}

    @staticmethod
    def _compared(one: Vectors, other: Vectors) -> tuple[float, float, float]:
        keys = weighty(one.keys, other.keys)
        return cosine(one.stems, other.stems), sum(keys.values()), sum(keys[key] for key in keys if key & WHO)


def _cosines(
    vector: Mapping[int, float], postings: Mapping[int, list[tuple[int, float]]], afforded: int
) -> tuple[dict[int, float], bool]:
    """Return the cosines with all that share one of the rarest terms, and whether others were left out."""
    found: dict[int, float] = defaultdict(float)
    for having, weight in sorted(((postings.get(term, []), weight) for term, weight in vector.items()), key=_rarest):
        afforded -= len(having)
        if afforded < 0:
            return found, True
        for other, theirs in having:
            found[other] += weight * theirs
    return found, False


def _rarest(posting: tuple[list[tuple[int, float]], float]) -> tuple[int, float]:
    return len(posting[0]), -posting[1]

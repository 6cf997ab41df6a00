"""How alike the articles of a window are: each with those that share its rare terms, found without trying all pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

from monitor.stages.clustering.likeness import Rarity, Vectors, event, level, likeness, vectors
from monitor.stages.clustering.terms import WHO, Terms

_FADE = timedelta(days=4)  # apart, two articles are half as alike
_DAILY = timedelta(hours=12)  # and more between two issues of a format
_SAME = 0.6  # cosine of stems from which two articles with one title are one, published again
_LEAST = 0.05  # of a likeness that is kept
_USUAL = 5  # one in so many articles: what more of them have says nothing, and is not looked up
_FEW = 400  # articles that may have a term at all events
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
        said = self._vectors[terms.id]
        most = max(_FEW, len(self.terms) // _USUAL)
        stems = _cosines(said.stems, self._stems, most)
        keys = _cosines(said.keys, self._keys, most)
        who = _cosines({key: weight for key, weight in said.keys.items() if key & WHO}, self._keys, most)
        found = {}
        for other_id in stems.keys() | keys.keys():
            if other_id == terms.id:
                continue
            other = self.terms[other_id]
            shared = keys.get(other_id, 0.0)
            if terms.language != other.language:
                shared = event(shared, who.get(other_id, 0.0))
            alike = likeness(stems.get(other_id, 0.0), shared, (terms.language, other.language))
            alike /= 1 + ((terms.at - other.at) / _FADE) ** 2
            if alike >= _LEAST:
                found[other_id] = alike
        for other_id in self._forms[terms.source, terms.form] if terms.form else ():
            if abs(self.terms[other_id].at - terms.at) >= _DAILY and stems.get(other_id, 0.0) < _SAME:
                found[other_id] = _APART
        return found


def _cosines(
    vector: Mapping[int, float], postings: Mapping[int, list[tuple[int, float]]], most: int
) -> dict[int, float]:
    found: dict[int, float] = defaultdict(float)
    for term, weight in vector.items():
        having = postings.get(term, ())
        if len(having) <= most:
            for other, theirs in having:
                found[other] += weight * theirs
    return found

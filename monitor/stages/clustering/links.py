"""How alike the articles of a window are: each new one with those that share its rare terms, and what was kept."""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import islice

from monitor.model.story import Kept, Told
from monitor.stages.clustering.candidates import candidates, is_short
from monitor.stages.clustering.likeness import Rarity, event, level
from monitor.stages.clustering.probe import Lengths, Probe, common_keys, common_stems, lengths, own_stems, probe
from monitor.stages.clustering.terms import WHO, Terms
from monitor.stages.clustering.window import Window

_FADE = timedelta(days=4)  # apart, two articles are half as alike
_DAILY = timedelta(hours=12)  # and more between two issues of a format
_SAME = 0.6  # cosine of stems from which two articles with one title are one, published again
_LEAST, _LEAST_SHORT = 0.5, 0.1  # of a likeness that counts, and between headlines
_FEW = 300  # articles, below which nothing shows yet that a desk's own countries are in all its news
_DOUBT = 0.2  # of likeness: what is asked for more where there are none at all
_APART = -1.0  # the likeness of two issues of one format: they keep groups apart
_AT_ONCE = 500  # new articles that the window is gone through for
_KEPT = struct.Struct("<Ih")  # the other article, and how alike both are in thousandths
_THOUSAND = 1000

Alike = Mapping[int, float]  # other articles, each with its likeness


class Links:
    """The likenesses within a window: of what is fresh, worked out; between the others, as `kept` says.

    `lengths` are those of articles' terms that were worked out before, by the same rarity, and then also now.
    """

    def __init__(
        self,
        window: Iterable[Told | Kept | Terms] | Window,
        fresh: Iterable[int],
        rare: Rarity,
        kept: Mapping[int, Alike] | None = None,
        known: Mapping[int, Lengths] | None = None,
    ) -> None:
        self.window = window if isinstance(window, Window) else Window(window)
        self.fresh = frozenset(fresh) & self.window.keys()
        self.doubt = _DOUBT * max(0.0, 1 - rare.articles / _FEW)
        self.lengths = {article: both for article, both in (known or {}).items() if article not in self.fresh}
        self._found: defaultdict[int, dict[int, float]] = defaultdict(dict)
        stay = self.window.keys() - self.fresh
        for article, others in (kept or {}).items():
            if article in stay:
                for other, alike in others.items():
                    if other in stay:
                        self._found[article][other] = self._found[other][article] = alike
        ours = (self.window[article] for article in self.window if article in self.fresh)
        news = (terms for terms in ours if not terms.format)
        while some := list(islice(news, _AT_ONCE)):
            self._find(some, rare)

    def of(self, article: int) -> Alike:
        """Return the articles that are at all like this one, each with its likeness."""
        return self._found.get(article, {})

    def to_keep(self, article: int, kept: Alike) -> Alike:
        """Return what is to be kept of an article: all its links if it is fresh, else those with what is not."""
        if article in self.fresh:
            return self.of(article)
        return {other: alike for other, alike in kept.items() if other not in self.fresh}

    def stems(self, article: int) -> int:
        """Return how many stems an article has."""
        return len(self.window[article].stems)

    def level(self, article: int) -> float:
        """Return the cosine that a likeness of 1 is in the article's language."""
        return level(self.window[article].language)

    def _note(self, article: int, other: int, alike: float) -> None:
        self._found[article][other] = self._found[other][article] = alike

    def _length(self, article: int, rare: Rarity) -> Lengths:
        if article not in self.lengths:
            self.lengths[article] = lengths(self.window[article], rare)
        return self.lengths[article]

    def _find(self, some: Sequence[Terms], rare: Rarity) -> None:
        probes = {terms.id: probe(terms, rare) for terms in some}
        self.lengths |= {article: asked.lengths for article, asked in probes.items()}
        found = candidates(self.window, {article: asked.vectors for article, asked in probes.items()}, rare)
        forms = _forms(self.window, {(terms.source, terms.form) for terms in some if terms.form and terms.source})
        for terms in some:
            least = _LEAST_SHORT if is_short(len(terms.stems)) else _LEAST
            mine = probes[terms.id]
            for other_id in found[terms.id]:
                alike = _alike(terms, mine, self.window[other_id], self._length(other_id, rare))
                if alike >= least:
                    self._note(terms.id, other_id, round(alike, 3))
            for other_id in forms.get((terms.source, terms.form), ()):
                if other_id == terms.id or abs(self.window[other_id].at - terms.at) < _DAILY:
                    continue
                if common_stems(mine, self.window[other_id], self._length(other_id, rare)[0]) < _SAME:
                    self._note(terms.id, other_id, _APART)


def _alike(one: Terms, asked: Probe, other: Terms, long: Lengths) -> float:
    """Return how alike two articles are, less for the time between them."""
    keys = common_keys(asked, other, long[1])
    said = sum(keys.values())
    what = said - sum(weight for key, weight in keys.items() if key & WHO)
    told = own_stems(asked, other, long[0]) if one.language == other.language else 0.0
    return event(told, said, what, (one.language, other.language)) / (1 + ((one.at - other.at) / _FADE) ** 2)


def _forms(window: Window, wanted: set[tuple[str, int]]) -> dict[tuple[str, int], list[int]]:
    """Return the articles with one of these titles but for the date, by their outlet and the title."""
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    for article, form in window.forms():
        if form in wanted:
            found[form].append(article)
    return found


def packed_links(alike: Alike) -> bytes:
    """Return the links of an article as links_of reads them: six bytes each."""
    return b"".join(_KEPT.pack(other, round(value * _THOUSAND)) for other, value in sorted(alike.items()))


def links_of(kept: bytes) -> dict[int, float]:
    """Return the links that were kept."""
    return {other: value / _THOUSAND for other, value in _KEPT.iter_unpack(kept)}

"""The open window in memory: articles judged one after another, each against those before it, without an archive."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from monitor.model.article import Article
from monitor.model.copies import BOILERPLATE_FROM, CANDIDATES, FEWEST_SHARED, LIKELY, MOST_SHELVED, Signature
from monitor.model.verdict import Copy, Known, Near, Ruling
from monitor.stages.dedupe import BY_HAND, WINDOW, Compared, compared

_ROOM = WINDOW + timedelta(days=1)  # articles don't quite come in the order of their times


class Shelf:
    """What was judged of late; the same index, with the same limits, as the archive keeps in its tables."""

    def __init__(self) -> None:
        self._near: dict[int, Near] = {}  # in the order in which they came
        self._newest: datetime | None = None
        self._found: defaultdict[int, set[int]] = defaultdict(set)  # by shingle
        self._signed: dict[int, Signature] = {}
        self._lines: Counter[tuple[str, int]] = Counter()
        self._by_source: defaultdict[str, set[int]] = defaultdict(set)  # lines that are an outlet's own

    def judged(self, article: Article, sought: Signature, twins: Sequence[Known], ruling: Ruling) -> Compared:
        """Return whose copy an article is, and what it is kept apart from; `twins` have its very text."""
        if ruling.copy_of:
            return Compared(copy=Copy(of=ruling.copy_of, score=1.0, why=BY_HAND))
        near = self._candidates(sought, article.source)
        return compared(
            article,
            [one for one in twins if not {one.id, one.duplicate_of} & ruling.apart],
            [one for one in near if not {one.known.id, one.known.duplicate_of} & ruling.apart],
        )

    def add(self, article: Article, known: Known, sought: Signature) -> None:
        """Shelve an article once it is judged, and let go of what is too old to be copied."""
        self._newest = max(self._newest or article.sorted_at, article.sorted_at)
        while self._near and (oldest := next(iter(self._near.values()))).sorted_at < self._newest - _ROOM:
            self._drop(oldest.known.id)
        for _, shingle in self._kept(sought, article.source):
            if len(self._found[shingle]) < MOST_SHELVED:
                self._found[shingle].add(known.id)
        if known.duplicate_of is None:
            self._learn(article.source, sought)
        own = frozenset(self._by_source[article.source])
        self._near[known.id] = Near(known=known, text=article.text, sorted_at=article.sorted_at, boilerplate=own)
        self._signed[known.id] = sought

    def _learn(self, source: str, sought: Signature) -> None:
        for key in {key for _, key in sought.lines}:
            self._lines[source, key] += 1
            if self._lines[source, key] == BOILERPLATE_FROM:
                self._by_source[source].add(key)

    def _drop(self, number: int) -> None:
        del self._near[number]
        for _, shingle in self._signed.pop(number).shingles:
            self._found[shingle].discard(number)
            if not self._found[shingle]:
                del self._found[shingle]

    def _candidates(self, sought: Signature, source: str) -> list[Near]:
        """Return the articles that share most sampled shingles, each after its representative."""
        hits = Counter(number for _, shingle in self._kept(sought, source) for number in self._found.get(shingle, ()))
        least = max(FEWEST_SHARED, max(hits.values(), default=0) / LIKELY)
        found = [number for number, shared in hits.most_common(CANDIDATES) if shared >= least]
        led = (one for number in found for one in (self._near[number].known.duplicate_of, number))
        return [self._near[number] for number in dict.fromkeys(filter(None, led)) if number in self._near]

    def _kept(self, sought: Signature, source: str) -> Iterator[tuple[int, int]]:
        """Yield the shingles that are not of the outlet's own lines."""
        own = self._by_source[source]
        lines = {line for line, key in sought.lines if key in own}
        yield from (pair for pair in sought.shingles if pair[0] not in lines)

"""Groups of articles that tell of one event, the same for the same articles in whatever order they came."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from math import log, sqrt

from monitor.stages.clustering.terms import Terms

REACH = timedelta(days=3)  # between two articles that are compared
ALIKE = 0.30

Vector = dict[str, float]


def grouped(window: Sequence[Terms], fresh: Collection[int], pins: Mapping[int, int]) -> tuple[tuple[int, ...], ...]:
    """Return the groups that the fresh articles are in or might change, each in the order of the window.

    `window` are all articles near in time, in canonical order; articles with the same pin end up together, and those
    with different pins apart.
    """
    vectors = _vectors(window)
    near = _neighbours(window, vectors)
    touched = _reached(fresh, near)
    members = [terms.id for terms in window if terms.id in touched]
    return _agglomerate(members, near, pins)


def _vectors(window: Sequence[Terms]) -> dict[int, Vector]:
    """Return each article's stems weighed by how rare they are, of length one."""
    frequency = Counter(stem for terms in window for stem in terms.words)
    total = len(window)
    vectors = {}
    for terms in window:
        raw = {stem: weight * log((200 + total) / (4 + frequency[stem])) for stem, weight in terms.words.items()}
        length = sqrt(sum(weight * weight for weight in raw.values())) or 1.0
        vectors[terms.id] = {stem: weight / length for stem, weight in raw.items()}
    return vectors


def _neighbours(window: Sequence[Terms], vectors: Mapping[int, Vector]) -> dict[int, dict[int, float]]:
    """Return for each article those near in time that share words with it, and how alike they are."""
    near: dict[int, dict[int, float]] = {terms.id: {} for terms in window}
    postings: dict[str, list[tuple[Terms, float]]] = defaultdict(list)
    for terms in window:
        scores: dict[int, float] = defaultdict(float)
        for stem, weight in vectors[terms.id].items():
            for other, theirs in postings[stem]:
                if terms.at - other.at <= REACH:
                    scores[other.id] += weight * theirs
            postings[stem].append((terms, weight))
        for other_id, score in scores.items():
            if score >= ALIKE / 2:
                near[terms.id][other_id] = near[other_id][terms.id] = score
    return near


def _reached(fresh: Iterable[int], near: Mapping[int, Mapping[int, float]]) -> set[int]:
    """Return the fresh articles and all that are linked with them, step by step."""
    reached: set[int] = set()
    waiting = list(fresh)
    while waiting:
        one = waiting.pop()
        if one not in reached and one in near:
            reached.add(one)
            waiting += [other for other, score in near[one].items() if score >= ALIKE]
    return reached


def _agglomerate(
    members: Sequence[int], near: Mapping[int, Mapping[int, float]], pins: Mapping[int, int]
) -> tuple[tuple[int, ...], ...]:
    """Join the two most alike groups (average link) again and again, while they are alike enough."""
    merging = _Merging(members, near, pins)
    while (pair := merging.closest()) is not None:
        merging.join(*pair)
    order = {member: number for number, member in enumerate(members)}
    return tuple(tuple(sorted(group, key=order.__getitem__)) for group in merging.groups.values())


class _Merging:
    """Groups in the making, each under the number of its first article, with the sums of the links between them."""

    def __init__(
        self, members: Sequence[int], near: Mapping[int, Mapping[int, float]], pins: Mapping[int, int]
    ) -> None:
        self.groups: dict[int, list[int]] = {}
        self._pinned: dict[int, int] = {}  # group: pin
        homes = self._begin(members, pins)
        self._links: dict[int, dict[int, float]] = {home: defaultdict(float) for home in self.groups}
        for member in members:
            for other, score in near[member].items():
                if homes.get(other, homes[member]) != homes[member]:
                    self._links[homes[member]][homes[other]] += score

    def _begin(self, members: Sequence[int], pins: Mapping[int, int]) -> dict[int, int]:
        """Give each article a group of its own, those with the same pin one together; return the group of each."""
        first: dict[int, int] = {}
        homes = {}
        for number, member in enumerate(members):
            home = first.setdefault(pins[member], number) if member in pins else number
            if member in pins:
                self._pinned[home] = pins[member]
            self.groups.setdefault(home, []).append(member)
            homes[member] = home
        return homes

    def closest(self) -> tuple[int, int] | None:
        """Return the two groups that are most alike, if any are alike enough; the first ones where several are."""
        found = [
            (-total / (len(self.groups[home]) * len(self.groups[other])), home, other)
            for home, others in self._links.items()
            for other, total in others.items()
            if home < other and not (home in self._pinned and other in self._pinned)
        ]
        score, home, other = min(found, default=(0.0, 0, 0))
        return (home, other) if -score >= ALIKE else None

    def join(self, kept: int, gone: int) -> None:
        """Make one group of two."""
        self.groups[kept] += self.groups.pop(gone)
        if gone in self._pinned:
            self._pinned[kept] = self._pinned.pop(gone)
        for other, total in self._links.pop(gone).items():
            del self._links[other][gone]
            if other != kept:
                self._links[kept][other] += total
                self._links[other][kept] += total

"""Average-link clustering (Sokal and Michener 1958) on a sparse graph: the two most alike groups join, again and again.

Headlines share few words even where they tell of one event. So the shorter the texts are, the more a group's likeness
to another is measured against how alike its own articles are among themselves, up to the cosine of their centroids.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Protocol

JOIN = 1.27  # of average likeness, from which two groups are one
JOIN_SHORT = 0.95  # the same of headlines
_ENOUGH = 40  # articles of a group that another one must be like: of a larger one it is not compared with all
_SHORT, _LONG = 15, 50  # stems of a headline, and of an article that is compared as it is


class Likenesses(Protocol):
    """Who is like whom."""

    def of(self, article: int) -> Mapping[int, float]:
        """Return the articles that are at all like this one, each with its likeness."""

    def stems(self, article: int) -> int:
        """Return how many stems an article has."""

    def level(self, article: int) -> float:
        """Return the cosine that a likeness of 1 is in the article's language."""

    @property
    def doubt(self) -> float:
        """Return what two groups must be more alike to join, because little is known of which terms are usual."""


def _pairs(members: Sequence[int], links: Likenesses) -> dict[tuple[int, int], float]:
    """Return the likeness of each pair once, where either of the two knows of it: in a large window one may not."""
    inside = set(members)
    found: dict[tuple[int, int], float] = {}
    for member in members:
        for other, alike in links.of(member).items():
            if other in inside and other != member:
                found[min(member, other), max(member, other)] = alike
    return found


class Merging:
    """Groups in the making, each under the number of its first article, with the sums of the links between them."""

    def __init__(self, members: Sequence[int], links: Likenesses, pins: Mapping[int, int]) -> None:
        self._order = {member: number for number, member in enumerate(members)}
        self._groups: dict[int, list[int]] = {}
        self._pinned: set[int] = set()
        self._doubt = links.doubt
        homes = self._begin(members, pins)
        self._levels = {home: links.level(group[0]) for home, group in self._groups.items()}
        self._own: dict[int, float] = {home: float(len(group)) for home, group in self._groups.items()}
        self._stems = {home: float(sum(map(links.stems, group))) for home, group in self._groups.items()}
        self._links: dict[int, dict[int, float]] = {home: defaultdict(float) for home in self._groups}
        for (member, other), alike in _pairs(members, links).items():
            home, theirs = homes[member], homes[other]
            if home == theirs:
                self._own[home] += 2 * alike * links.level(member)
            else:
                self._links[home][theirs] += alike
                self._links[theirs][home] += alike

    def _begin(self, members: Sequence[int], pins: Mapping[int, int]) -> dict[int, int]:
        """Give each article a group of its own, those with the same pin one together; return the group of each."""
        first: dict[int, int] = {}
        homes = {}
        for number, member in enumerate(members):
            home = first.setdefault(pins[member], number) if member in pins else number
            if member in pins:
                self._pinned.add(home)
            self._groups.setdefault(home, []).append(member)
            homes[member] = home
        return homes

    def merged(self) -> tuple[tuple[int, ...], ...]:
        """Return the groups that are left when no two are alike enough, each in the order of the articles."""
        heap = [
            (-alike, home, other)
            for home, others in self._links.items()
            for other in others
            if home < other and (alike := self._alike(home, other)) > 0
        ]
        heapq.heapify(heap)
        while heap:
            alike, home, other = heapq.heappop(heap)
            if home in self._groups and other in self._groups and -alike == self._alike(home, other):
                self._join(home, other)
                for third in self._links[home]:
                    again = self._alike(home, third)
                    if again > 0:
                        heapq.heappush(heap, (-again, min(home, third), max(home, third)))
        return tuple(tuple(sorted(group, key=self._order.__getitem__)) for group in self._groups.values())

    def _alike(self, home: int, other: int) -> float:
        """Return how alike two groups are, less what they must be to join; 0 where they must not."""
        if home in self._pinned and other in self._pinned:
            return 0.0
        mine, theirs = len(self._groups[home]), len(self._groups[other])
        average = self._links[home][other] / (min(mine, theirs) * min(max(mine, theirs), _ENOUGH))
        short = self._short(home, other)
        if short and average > 0:
            cohesion = (
                self._own[home] / (mine * min(mine, _ENOUGH)) * self._own[other] / (theirs * min(theirs, _ENOUGH))
            )
            average /= max(cohesion, 1e-6) ** (short / 2)
        return average - (JOIN + short * (JOIN_SHORT - JOIN) + self._doubt)

    def _short(self, home: int, other: int) -> float:
        """Return how far the texts of two groups are headlines: 1 for headlines, 0 for articles."""
        articles = len(self._groups[home]) + len(self._groups[other])
        stems = (self._stems[home] + self._stems[other]) / articles
        return min(1.0, max(0.0, (_LONG - stems) / (_LONG - _SHORT)))

    def _join(self, kept: int, gone: int) -> None:
        self._groups[kept] += self._groups.pop(gone)
        self._own[kept] += self._own.pop(gone) + 2 * self._links[kept].pop(gone) * self._levels[kept]
        self._stems[kept] += self._stems.pop(gone)
        if gone in self._pinned:
            self._pinned.add(kept)
        for other, total in self._links.pop(gone).items():
            if other == kept:
                continue
            del self._links[other][gone]
            self._links[kept][other] += total
            self._links[other][kept] += total

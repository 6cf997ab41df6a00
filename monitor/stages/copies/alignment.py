"""Two texts laid side by side: the passages they share, and what stands in one where the other says something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from monitor.text.tokens import Tokens

_WIDEST_GAP = 12  # tokens between two shared passages that still answer each other
_MOST_PLACES = 16  # of one shingle: a text that says the same a thousand times must not cost a million steps
_BRIDGE = 2  # tokens
_SHORTEST = 2  # tokens that are left of a passage of which a longer one took the rest


@dataclass(frozen=True, slots=True)
class Run:
    """A shared passage: tokens [a, a + size) of the one text are tokens [b, b + size) of the other."""

    a: int
    b: int
    size: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Where the texts say something different between two shared passages: tokens [a, a_end) against [b, b_end)."""

    a: int
    a_end: int
    b: int
    b_end: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """What two texts share, in the order of the first; `covered` counts the tokens that they do."""

    runs: tuple[Run, ...]
    gaps: tuple[Gap, ...]
    covered: int

    def span(self, *, first: bool) -> list[int]:
        """Return the tokens of the first or the second text that stand in shared passages or shortly between two."""
        runs = sorted((run.a if first else run.b, run.size) for run in self.runs)
        spanned: list[int] = []
        end: int | None = None
        for start, size in runs:
            begin = end if end is not None and start - end <= _WIDEST_GAP else start
            spanned.extend(range(max(begin, end or 0), start + size))
            end = max(end or 0, start + size)
        return spanned


def align(a: Tokens, b: Tokens) -> Alignment:
    """Return the passages of three words and more that two texts share, and the short gaps between them.

    A passage of the one is laid to one place of the other, the longest first (greedy string tiling, Wise 1993): a turn
    of phrase that comes again and again is no second copy of itself.
    """
    return _laid(a, b, _tiles(_runs(a, b)))


def align_in_order(a: Tokens, b: Tokens) -> Alignment:
    """Return the passages of two words and more that two short texts share in the same order; quadratic in length."""
    blocks = SequenceMatcher(None, a.folded, b.folded, autojunk=False).get_matching_blocks()
    return _laid(a, b, [Run(*block) for block in blocks if block.size >= _SHORTEST])


def _bridged(a: Tokens, b: Tokens, runs: Sequence[Run]) -> list[Run]:
    """Return the passages with what goes on behind one other word, or stands before one: two words, or a line's last.

    Too short to be passages of their own, they hold a changed word between them and one.
    """
    more: list[Run] = []
    held_a = {at for run in runs for at in (run.a, run.a + run.size - 1)}
    for run in runs:
        i, j = run.a + run.size + 1, run.b + run.size + 1
        size = 0
        while size < _BRIDGE and i + size < len(a) and j + size < len(b) and a.folded[i + size] == b.folded[j + size]:
            size += 1
        if size == _BRIDGE or (size and a.ends_line(i + size - 1) and b.ends_line(j + size - 1)):
            more.append(Run(i, j, size))
        i, j, size = run.a - 2, run.b - 2, 0
        while size < _BRIDGE and i - size >= 0 and j - size >= 0 and a.folded[i - size] == b.folded[j - size]:
            size += 1
        if size == _BRIDGE or (size and i - size < 0 and j - size < 0):
            more.append(Run(i - size + 1, j - size + 1, size))
    kept = [run for run in more if run.a not in held_a and not any(_meet(run, other) for other in runs)]
    return sorted((*runs, *{run.a: run for run in kept}.values()), key=lambda run: run.a)


def _meet(one: Run, other: Run) -> bool:
    return (one.a < other.a + other.size and other.a < one.a + one.size) or (
        one.b < other.b + other.size and other.b < one.b + one.size
    )


def _ends(a: Tokens, b: Tokens, runs: Sequence[Run]) -> Iterator[Gap]:
    """Yield the one word by which both texts begin, or a line of both ends, where it is another."""
    if runs and runs[0].a == runs[0].b == 1:
        yield Gap(0, 1, 0, 1)
    for run in runs:
        i, j = run.a + run.size, run.b + run.size
        if i < len(a) and j < len(b) and a.ends_line(i) and b.ends_line(j) and a.folded[i] != b.folded[j]:
            yield Gap(i, i + 1, j, j + 1)


def _laid(a: Tokens, b: Tokens, tiles: Sequence[Run]) -> Alignment:
    runs = _bridged(a, b, tiles)
    gaps, extra = list(_ends(a, b, runs)), 0
    for before, after in pairwise(runs):
        gap = Gap(before.a + before.size, after.a, before.b + before.size, after.b)
        widest = min(_WIDEST_GAP, 2 * min(before.size, after.size))
        if 0 <= gap.a_end - gap.a <= widest and 0 <= gap.b_end - gap.b <= widest:
            gaps.append(gap)
            extra += len(set(a.folded[gap.a : gap.a_end]) & set(b.folded[gap.b : gap.b_end]))
    return Alignment(tuple(tiles), tuple(gaps), sum(run.size for run in tiles) + extra)


def _runs(a: Tokens, b: Tokens) -> list[Run]:
    """Return the shared passages in the order of `a`; where one stands in `b` more than once, the next place counts."""
    cut_a, cut_b, marks_a, marks_b = a.shingles, b.shingles, a.marks, b.marks
    both = {*marks_a}.intersection(marks_b)
    places: dict[tuple[str, ...], list[int]] = {}
    for at, mark in enumerate(marks_b):
        if mark in both:
            known = places.setdefault(cut_b[at], [])
            if len(known) < _MOST_PLACES:
                known.append(at)
    runs: list[Run] = []
    at, expected = 0, 0
    for start, mark in enumerate(marks_a):
        there = places.get(cut_a[start]) if start >= at and mark in both else None
        if not there:
            continue
        at = start
        b_start = b_at = next((place for place in there if place >= expected), there[0])
        while at + 1 < len(cut_a) and b_at + 1 < len(cut_b) and cut_a[at + 1] == cut_b[b_at + 1]:
            at, b_at = at + 1, b_at + 1
        size = at - start + len(cut_a[at])
        runs.append(Run(start, b_start, size))
        expected = b_start + size - 2
        at += 1
    return runs


def _tiles(runs: list[Run]) -> list[Run]:
    """Return the passages without what a longer one covers already, in either text; in the order of the first."""
    by_b = sorted(runs, key=lambda run: run.b)
    apart_a = all(one.a + one.size <= other.a for one, other in pairwise(runs))
    if apart_a and all(one.b + one.size <= other.b for one, other in pairwise(by_b)):
        return runs
    taken_a: set[int] = set()
    taken_b: set[int] = set()
    kept: list[Run] = []
    for run in sorted(runs, key=lambda run: -run.size):
        first, last = 0, run.size
        while first < last and (run.a + first in taken_a or run.b + first in taken_b):
            first += 1
        while last > first and (run.a + last - 1 in taken_a or run.b + last - 1 in taken_b):
            last -= 1
        inside = range(first, last)
        if not inside or any(run.a + at in taken_a or run.b + at in taken_b for at in inside):
            continue
        if last - first < run.size and last - first < _SHORTEST:
            continue
        taken_a.update(range(run.a + first, run.a + last))
        taken_b.update(range(run.b + first, run.b + last))
        kept.append(Run(run.a + first, run.b + first, last - first))
    return sorted(kept, key=lambda run: run.a)

"""At which cosine two articles are as likely as not on one event: `python -m benchmarks.levels --pairs FILE`.

Prints the levels for stages/clustering/likeness.py, learnt from all pairs, and what F1 to expect of pairs never seen:
levels learnt from four fifths of the pairs, or from half of them, are measured on the others, in many drawings. Few
pairs tell a level badly, so none is chosen for the F1 of these very pairs: within a language the level is the one where
F1 is best if each pair were a tenth more or less alike by chance, held a little to the other languages' mean; between
two languages, of which fewer pairs are at hand, the one at which their labels are likeliest.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

from benchmarks.stories import load, pair_figures, sides
from monitor.stages.clustering.likeness import level, likeness, probability

_GRID = tuple(math.exp(step / 50) for step in range(-150, -17))  # from .05 to .7
_BLUR = 0.1  # of the logarithm of a likeness
_DRAWINGS = 20
_SHARES = {"fifths": 5, "halves": 2}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles: their languages (`de-en`), how alike they are with a level of 1, and whether on one event."""

    languages: str
    alike: float
    label: bool

    @property
    def within(self) -> bool:
        """Whether both are in one language."""
        one, _, other = self.languages.partition("-")
        return one == other


def learn(pairs: Sequence[Pair]) -> dict[str, float]:
    """Return the level of each pair of languages."""
    by_languages: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_languages[pair.languages].append(pair)
    levels = {}
    gains: dict[str, list[float]] = {}
    for languages, some in by_languages.items():
        if some[0].within:
            gains[languages] = [len(some) * _blurred_f1(some, level) for level in _GRID]
        else:
            levels[languages] = max((_likelihood(some, level), level) for level in _GRID)[1]
    return levels | _held(gains, {languages: len(by_languages[languages]) for languages in gains})


def _held(gains: Mapping[str, Sequence[float]], pairs: Mapping[str, int]) -> dict[str, float]:
    """Return the best level of each language, less what it is away from the mean of all."""
    mean = math.log(0.2)
    levels: dict[str, float] = {}
    for _ in range(10):
        for languages, gain in gains.items():
            held = (value - (math.log(level) - mean) ** 2 for value, level in zip(gain, _GRID, strict=True))
            levels[languages] = max(zip(held, _GRID, strict=True))[1]
        mean = sum(pairs[languages] * math.log(level) for languages, level in levels.items()) / sum(pairs.values())
    return levels


def _blurred_f1(pairs: Sequence[Pair], level: float) -> float:
    said = [_above(pair.alike, level) for pair in pairs]
    right = sum(share for share, pair in zip(said, pairs, strict=True) if pair.label)
    return 2 * right / (sum(said) + sum(pair.label for pair in pairs) or 1)


@lru_cache(maxsize=1 << 18)
def _above(alike: float, level: float) -> float:
    """Return how surely a likeness that is blurred is above a level."""
    return 1 / (1 + math.pow(level / max(alike, 1e-3), 1 / _BLUR))


def _likelihood(pairs: Sequence[Pair], level: float) -> float:
    chances = ((probability(pair.alike / level), pair.label) for pair in pairs)
    return sum(math.log(max(1e-9, chance if label else 1 - chance)) for chance, label in chances)


def expected(pairs: Sequence[Pair], parts: int) -> dict[str, float]:
    """Return the F1 by language of pairs that nothing was learnt from, the mean of all drawings."""
    totals: dict[str, float] = defaultdict(float)
    for drawing in range(_DRAWINGS):
        found: list[tuple[Pair, float]] = []
        for learnt, unseen in _parted(pairs, parts, Random(drawing)):
            levels = learn(learnt)
            found += ((pair, probability(pair.alike / levels[pair.languages])) for pair in unseen)
        rows = [{"lang": pair.languages, "label": pair.label} for pair, _ in found]
        for name, figure in pair_figures(rows, [score for _, score in found]).items():
            totals[name] += figure / _DRAWINGS
    return dict(totals)


def _parted(pairs: Sequence[Pair], parts: int, dice: Random) -> Iterator[tuple[list[Pair], list[Pair]]]:
    """Give each part of the pairs with all others before it; each part has its share of every language and label."""
    kinds: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for number, pair in enumerate(pairs):
        kinds[pair.languages, pair.label].append(number)
    part = [0] * len(pairs)
    for numbers in kinds.values():
        dice.shuffle(numbers)
        first = dice.randrange(parts)
        for place, number in enumerate(numbers, first):
            part[number] = place % parts
    for one in range(parts):
        learnt = [pair for pair, its in zip(pairs, part, strict=True) if its != one]
        yield learnt, [pair for pair, its in zip(pairs, part, strict=True) if its == one]


def pairs_of(path: Path) -> list[Pair]:
    """Return the labelled pairs of a file as benchmarks.stories reads them."""
    rows = load(path)
    both = sides(rows)
    found = []
    for row, one, other in zip(rows, both[::2], both[1::2], strict=True):
        whole = likeness(one, other) * level(one.language, other.language)
        found.append(Pair(f"{one.language}-{other.language}", whole, bool(row["label"])))
    return found


def main() -> None:
    """Learn the levels, and say what to expect of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    pairs = pairs_of(options.pairs)
    levels = {languages: round(level, 3) for languages, level in learn(pairs).items()}
    figures = {name: expected(pairs, parts) for name, parts in _SHARES.items()}
    if options.json:
        print(json.dumps(figures))
        return
    print("levels: " + ", ".join(f"{languages} {level:.3g}" for languages, level in sorted(levels.items())))
    for name, unseen in figures.items():
        print(f"unseen, {name}: " + ", ".join(f"{figure} {value:.3f}" for figure, value in unseen.items()))


if __name__ == "__main__":
    main()

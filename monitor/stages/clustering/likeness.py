"""How alike two articles are: 1 is as alike as two reports of one event usually are, whatever their languages."""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import log, sqrt
from operator import mul

from monitor.stages.clustering.terms import USUAL, Terms

_EXPECTED = 1000  # articles that are taken to have been read before, in which a term was met _MET times
_MET, _MET_USUAL = 2, 5  # the same of countries, organisations and concepts, which are usual in news
_KEYS = 0.2  # what keys count beside stems, where two articles are in one language
_KEYS_OF_CASES = 0.4  # and where its nouns have cases, of which stems see only some: names and numbers see through them
_CASES = frozenset("be bs cs hr pl ru sk sl sr uk".split())
# The cosine at which two articles are more likely than not on one event. It differs with a language's grammar: endings
# make words differ, and stems of six letters hide that better in some. Measured; see docs/stories.md.
_LEVEL = {
    "en": 0.183, "de": 0.15, "es": 0.22, "ru": 0.3, "tr": 0.22, "pl": 0.088, "ar": 0.13, "fr": 0.26, "az": 0.22,
    "uk": 0.28,
}  # fmt: skip
_USUAL = 0.20  # of other languages
_ACROSS = 0.325  # of keys alone, between two languages
_WHAT = 4.0  # how many times what happened the whole may count, where stories are formed across languages
_SURE = 0.9  # and how much less that counts than in one language
_STEEP = 3.0  # how fast the probability changes about 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Rarity:
    """How many articles have a term, of how many: what makes a term count. Terms that one article has are left out.

    A term weighs as much as the logarithm of one in how many articles has it.
    """

    articles: int = 0
    counts: Mapping[int, int] = field(default_factory=dict)


def rarity(articles: Iterable[Terms]) -> Rarity:
    """Return how rare the terms of these articles are among them."""
    counts: Counter[int] = Counter()
    number = 0
    for number, terms in enumerate(articles, 1):  # noqa: B007  the number of articles is wanted
        counts.update(terms.stems)
        counts.update(terms.keys)
    return Rarity(articles=number, counts={term: count for term, count in counts.items() if count > 1})


_COUNT = struct.Struct("<IH")
_MOST = 0xFFFF  # of a count that is kept


def packed_rarity(rare: Rarity) -> bytes:
    """Return the counts as rarity_of reads them: six bytes a term."""
    return b"".join(_COUNT.pack(term, min(count, _MOST)) for term, count in sorted(rare.counts.items()))


def rarity_of(articles: int, counts: bytes) -> Rarity:
    """Return the rarity that was kept."""
    return Rarity(articles=articles, counts=dict(_COUNT.iter_unpack(counts)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Vectors:
    """The terms of an article with their weights, each of length one."""

    stems: Mapping[int, float]
    keys: Mapping[int, float]


def vectors(terms: Terms, rare: Rarity) -> Vectors:
    """Return an article's terms weighed by how rare they are."""
    stems = len(terms.stems)
    return Vectors(
        stems=_unit(terms.stems, terms.weights[:stems], rare), keys=_unit(terms.keys, terms.weights[stems:], rare)
    )


def _unit(said: Sequence[int], weights: bytes, rare: Rarity) -> dict[int, float]:
    weighed = list(map(mul, weights, worths(said, rare)))
    length = length_of(weighed)
    return {term: weight / length for term, weight in zip(said, weighed, strict=True)}


def worths(said: Sequence[int], rare: Rarity) -> list[float]:
    """Return how much each of these terms counts, by how rare it is."""
    most, count, logs = log(_EXPECTED + rare.articles), rare.counts.get, _logarithms(rare.articles)
    return [most - logs[count(term, 1) + (_MET_USUAL if term & USUAL else _MET)] for term in said]


def length_of(weighed: Sequence[float]) -> float:
    """Return the length of a vector, 1 of an empty one."""
    return sqrt(sum(map(mul, weighed, weighed))) or 1.0


@lru_cache(maxsize=4)
def _logarithms(articles: int) -> tuple[float, ...]:
    """Return the logarithms of all numbers that a count can come to, by the number."""
    return (0.0, *(log(number) for number in range(1, articles + _MET_USUAL + 2)))


def weighty(one: Mapping[int, float], other: Mapping[int, float]) -> dict[int, float]:
    """Return the terms of two vectors of length one that both have, with what each adds to their cosine."""
    return {term: one[term] * other[term] for term in one.keys() & other.keys()}


def cosine(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    """Return the cosine of two vectors of length one."""
    return sum([one[term] * other[term] for term in one.keys() & other.keys()])


def likeness(stems: float, keys: float, languages: tuple[str, str]) -> float:
    """Return how alike two articles are, from the cosines of their stems and of their keys."""
    one, other = languages
    if one == other:
        worth = _KEYS_OF_CASES if one in _CASES else _KEYS
        return (stems + worth * keys) / (1 + worth) / level(one)
    return keys / _ACROSS


def event(keys: float, who: float) -> float:
    """Return how much of the cosine of two articles' keys may count for one event across languages.

    `who` is what of it the countries and organisations make: two articles that name the same ones are not on one event
    for that, so that what happened must be told too.
    """
    return min(keys, _WHAT * (keys - who)) * _SURE


def level(language: str) -> float:
    """Return the cosine at which two articles in a language are as likely as not on one event."""
    return _LEVEL.get(language, _USUAL)


def probability(alike: float) -> float:
    """Return the probability that two articles are on one event: one half at a likeness of 1."""
    return alike**_STEEP / (1 + alike**_STEEP) if alike > 0 else 0.0

"""How alike two articles are: 1 is as alike as two reports of one event usually are, whatever their languages."""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from math import log, sqrt
from operator import mul

from monitor.stages.clustering.terms import FOLLOWED, HEAD, USUAL, WHO, Terms

_EXPECTED = 1000  # articles that are taken to have been read before, in which a term was met _MET times
_MET, _MET_USUAL = 2, 5  # the same of countries, organisations and concepts, which are usual in news
_KEYS = 0.1  # what keys count beside stems, where two articles are in one language: those that say what happened
_HEADLINES = 0.3  # and what it counts that each tells what the other's headline says
_SAME = 0.9  # of both articles, or of both headlines: from it on what they say in the same words is the report itself
# The cosine at which two articles are more likely than not on one event. It differs with a language's grammar: endings
# make words differ, and stems hide that better in some. Learnt by benchmarks/levels.py; see docs/stories.md.
_LEVEL = {
    "en": 0.159, "de": 0.165, "es": 0.194, "ru": 0.289, "tr": 0.21, "pl": 0.118, "ar": 0.159, "fr": 0.228, "az": 0.21,
    "uk": 0.289,
}  # fmt: skip
_USUAL = 0.19  # of other languages
_ACROSS = 0.353  # of keys alone, between two languages
_WHAT = 4.0  # how many times what happened the whole may count, where stories are formed across languages
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
    said = [terms.stems + terms.keys for terms in articles]
    return rarity_among(said, len(said))


def rarity_among(said: Iterable[Sequence[int]], articles: int) -> Rarity:
    """Return how rare terms are among so many articles, of which each said these."""
    counts = Counter(chain.from_iterable(said))
    return Rarity(articles=articles, counts={term: count for term, count in counts.items() if count > 1})


_COUNT = struct.Struct("<IH")
_MOST = 0xFFFF  # of a count that is kept


def packed_rarity(rare: Rarity) -> bytes:
    """Return the counts as rarity_of reads them: six bytes a term."""
    return b"".join(_COUNT.pack(term, min(count, _MOST)) for term, count in rare.counts.items())


def rarity_of(articles: int, counts: bytes) -> Rarity:
    """Return the rarity that was kept."""
    return Rarity(articles=articles, counts=dict(_COUNT.iter_unpack(counts)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Vectors:
    """The terms of an article with their weights, each of length one, and where its stems stand."""

    language: str
    source: str
    stems: Mapping[int, float]
    keys: Mapping[int, float]
    contexts: Mapping[int, int]
    headline: Mapping[int, float]  # the stems of the headline with their shares of it


def vectors(terms: Terms, rare: Rarity) -> Vectors:
    """Return an article's terms weighed by how rare they are."""
    stems, keys = _unit(terms.stems, terms.weights, rare), _unit(terms.keys, terms.weights[len(terms.stems) :], rare)
    return vectors_of(terms, stems, keys)


def vectors_of(terms: Terms, stems: Sequence[float], keys: Sequence[float]) -> Vectors:
    """Return an article's vectors, given what its stems and its keys weigh, each of length one."""
    weighed = dict(zip(terms.stems, stems, strict=True))
    head = [term for term, context in zip(terms.stems, terms.contexts, strict=True) if context & HEAD]
    whole = sum([weighed[term] for term in head]) or 1.0
    return Vectors(
        language=terms.language,
        source=terms.source,
        stems=weighed,
        keys=dict(zip(terms.keys, keys, strict=True)),
        contexts={term: context & FOLLOWED for term, context in zip(terms.stems, terms.contexts, strict=True)},
        headline={term: weighed[term] / whole for term in head},
    )


def _unit(said: Sequence[int], weights: bytes, rare: Rarity) -> list[float]:
    weighed = list(map(mul, weights, worths(said, rare)))
    length = length_of(weighed)
    return [weight / length for weight in weighed]


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


def shared(one: Vectors, other: Vectors) -> dict[int, float]:
    """Return the terms that tell why two articles are alike, with what each adds to the cosine of stems or keys."""
    keys = weighty(one.keys, other.keys)
    return keys | own_stems(one, other) if one.language == other.language else keys


def likeness(one: Vectors, other: Vectors) -> float:
    """Return how alike two articles are."""
    keys = weighty(one.keys, other.keys)
    if one.language != other.language:
        return sum(keys.values()) / level(one.language, other.language)
    stems = own_stems(one, other)
    heads = sum([one.headline.get(term, 0.0) + other.headline.get(term, 0.0) for term in stems]) / 2
    what = sum(weight for key, weight in keys.items() if not key & WHO)
    said = sum(stems.values()) + _KEYS * what + _HEADLINES * heads
    return said / (1 + _KEYS + _HEADLINES) / level(one.language)


def own_stems(one: Vectors, other: Vectors) -> dict[int, float]:
    """Return the stems that two articles have in words of their own, with what each adds to the cosine.

    What one outlet says twice in the same words it says of many events: a notice on cookies, the first line of all
    reports of the police. So of two from one outlet those stems are left out that stand before the same words. In two
    outlets it is what both took from one agency; and where it is nearly all of both articles, or stands under one
    headline, one repeats the other.
    """
    both = weighty(one.stems, other.stems)
    if one.source != other.source:
        return both
    repeated = [term for term in both if one.contexts[term] == other.contexts[term] and one.contexts[term]]
    articles = [sum(vector[term] ** 2 for term in repeated) for vector in (one.stems, other.stems)]
    headlines = [share(sum(term in both for term in head), len(head)) for head in (one.headline, other.headline)]
    if is_one_report(articles, headlines):
        return both
    return {term: both[term] for term in both.keys() - set(repeated)}


def is_one_report(articles: Sequence[float], headlines: Sequence[float]) -> bool:
    """Say whether two articles in the same words are one report, by the shares of both, and of both headlines."""
    return min(articles) >= _SAME or min(headlines) >= _SAME


def share(some: int, of: int) -> float:
    """Return what part some are of all; none of none."""
    return some / of if of else 0.0


def event(told: float, said: float, what: float, languages: tuple[str, str]) -> float:
    """Return how nearly two articles tell of one event, which is how alike they are where stories are formed.

    `told` is the cosine of their stems, those in the same words left out, `said` that of their keys, and `what` as much
    of it as is no country and no organisation. Headlines count no more than other words here: those of two events of
    one kind are alike. In two languages, to name the same countries and organisations is not enough either, so that
    what happened must be told too.
    """
    one, other = languages
    if one == other:
        return (told + _KEYS * what) / (1 + _KEYS) / level(one)
    return min(said, _WHAT * what) / level(one, other)


def level(language: str, other: str | None = None) -> float:
    """Return the cosine at which two articles in a language, or in two, are as likely as not on one event."""
    if other is not None and other != language:
        return _ACROSS
    return _LEVEL.get(language, _USUAL)


def probability(alike: float) -> float:
    """Return the probability that two articles are on one event: one half at a likeness of 1."""
    return alike**_STEEP / (1 + alike**_STEEP) if alike > 0 else 0.0

"""A new article as kept ones are compared with it: none of their terms is weighed but those that both have.

A cosine is what both have in common by the lengths of both. How rare a term is the new article's own terms say, and how
long another article is is known once it was worked out; to look up how rare each of its terms is takes longest.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from monitor.stages.clustering.likeness import Rarity, Vectors, is_one_report, length_of, share, vectors_of, worths
from monitor.stages.clustering.terms import FOLLOWED, HEAD, Terms

Lengths = tuple[float, float]  # of an article's stems and of its keys, weighed
_KEPT = struct.Struct("<Iff")  # an article and its lengths


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """An article's terms: weighed, and with what each adds to a cosine for each unit that it weighs in another."""

    vectors: Vectors
    stems: Mapping[int, float]
    keys: Mapping[int, float]
    lengths: Lengths


def probe(terms: Terms, rare: Rarity) -> Probe:
    """Return an article as others are compared with it."""
    stem_worths, key_worths = worths(terms.stems, rare), worths(terms.keys, rare)
    stems, length = _unit(terms.weights, stem_worths)
    keys, keys_length = _unit(terms.weights[len(terms.stems) :], key_worths)
    return Probe(
        vectors=vectors_of(terms, stems, keys),
        stems=dict(zip(terms.stems, map(mul, stems, stem_worths), strict=True)),
        keys=dict(zip(terms.keys, map(mul, keys, key_worths), strict=True)),
        lengths=(length, keys_length),
    )


def lengths(terms: Terms, rare: Rarity) -> Lengths:
    """Return how long an article's terms are, weighed by how rare they are."""
    return (
        length_of(list(map(mul, terms.weights, worths(terms.stems, rare)))),
        length_of(list(map(mul, terms.weights[len(terms.stems) :], worths(terms.keys, rare)))),
    )


def common_stems(mine: Probe, other: Terms, length: float) -> float:
    """Return the cosine of the stems of two articles, of which the other's are so long."""
    asked, weighed = mine.stems, zip(other.stems, other.weights[: len(other.stems)], strict=True)
    return sum([asked[term] * weight for term, weight in weighed if term in asked]) / length


def own_stems(mine: Probe, other: Terms, length: float) -> float:
    """Return the cosine of the stems of two articles, those left out that an outlet says in the same words."""
    if mine.vectors.source != other.source:
        return common_stems(mine, other, length)
    asked, weighed, contexts = mine.stems, mine.vectors.stems, mine.vectors.contexts
    headline, heads = mine.vectors.headline, (0, 0)
    said = repeated = ours = theirs = 0.0
    for term, weight, context in zip(other.stems, other.weights[: len(other.stems)], other.contexts, strict=True):
        if term in asked:
            said += asked[term] * weight
            heads = heads[0] + (term in headline), heads[1] + (context >= HEAD)
            if contexts[term] and contexts[term] == context & FOLLOWED:
                repeated += asked[term] * weight
                ours += weighed[term] ** 2
                theirs += (asked[term] / weighed[term] * weight / length) ** 2
    headlines = share(heads[0], len(headline)), share(heads[1], sum(context >= HEAD for context in other.contexts))
    return (said if is_one_report((ours, theirs), headlines) else said - repeated) / length


def common_keys(mine: Probe, other: Terms, length: float) -> dict[int, float]:
    """Return the keys that two articles have in common, with what each adds to their cosine."""
    asked, weighed = mine.keys, zip(other.keys, other.weights[len(other.stems) :], strict=True)
    return {term: asked[term] * weight / length for term, weight in weighed if term in asked}


def packed_lengths(known: Mapping[int, Lengths]) -> bytes:
    """Return the lengths of articles as lengths_of reads them: twelve bytes each."""
    return b"".join(_KEPT.pack(article, *both) for article, both in sorted(known.items()))


def lengths_of(kept: bytes) -> dict[int, Lengths]:
    """Return the lengths that were kept."""
    return {article: (stems, keys) for article, stems, keys in _KEPT.iter_unpack(kept)}


def _unit(weights: bytes, worth: Sequence[float]) -> tuple[list[float], float]:
    """Return the terms of a vector made as long as one, and how long it was."""
    weighed = list(map(mul, weights, worth))
    length = length_of(weighed)
    return [weight / length for weight in weighed], length

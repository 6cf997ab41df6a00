"""A new article compared with a kept one by what both have in common: the same as by all the terms of both."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.stages.clustering.likeness import Rarity, cosine, own_stems, vectors, weighty
from monitor.stages.clustering.probe import common_keys, common_stems, lengths, lengths_of, packed_lengths, probe
from monitor.stages.clustering.probe import own_stems as own
from monitor.stages.clustering.terms import HEAD, Terms

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HASHES = st.lists(st.integers(0, 60), max_size=30, unique=True)


@st.composite
def articles(draw: st.DrawFn) -> Terms:
    stems, keys = (tuple(draw(HASHES)) for _ in range(2))
    drawn = draw(st.binary(min_size=len(stems) + len(keys), max_size=len(stems) + len(keys)))
    weights = bytes(max(1, weight) for weight in drawn)
    contexts = bytes(
        draw(st.lists(st.sampled_from((0, 1, 2, HEAD, HEAD + 1)), min_size=len(stems), max_size=len(stems)))
    )
    source = draw(st.sampled_from(("gazette", "herald")))
    return Terms(
        id=1, at=NOON, language="en", source=source, stems=stems, keys=keys, weights=weights, contexts=contexts
    )


@given(articles(), articles(), st.dictionaries(st.integers(0, 60), st.integers(2, 90)))
def test_what_two_articles_have_in_common_is_the_same_as_by_all_their_terms(
    one: Terms, other: Terms, counts: dict[int, int]
) -> None:
    rare = Rarity(articles=100, counts=counts)
    mine, theirs, (stems, keys) = probe(one, rare), vectors(other, rare), lengths(other, rare)
    assert mine.vectors == vectors(one, rare)
    assert mine.lengths == lengths(one, rare)
    assert common_stems(mine, other, stems) == pytest.approx(cosine(mine.vectors.stems, theirs.stems), abs=1e-9)
    told = sum(own_stems(mine.vectors, theirs).values())
    assert own(mine, other, stems) == pytest.approx(told, abs=1e-9)
    assert common_keys(mine, other, keys) == pytest.approx(weighty(mine.vectors.keys, theirs.keys), abs=1e-9)


def test_lengths_are_kept_as_they_were_to_six_places() -> None:
    known = {7: (12.345678, 0.5), 2**32 - 1: (1.0, 1.0)}
    kept = packed_lengths(known)
    assert len(kept) == 24
    assert lengths_of(kept) == {article: pytest.approx(both, rel=1e-6) for article, both in known.items()}

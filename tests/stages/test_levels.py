"""How the cosine is learnt at which two articles are as likely as not on one event."""

from __future__ import annotations

from benchmarks.levels import Pair, expected, learn


def pairs(languages: str, times: int = 1) -> list[Pair]:
    """Pairs of which the labels are clear: above .24 on one event, below .16 not."""
    likenesses = (0.24, 0.27, 0.3, 0.4, 0.5, 0.16, 0.14, 0.1, 0.05, 0.0)
    return [Pair(languages, alike, alike > 0.2) for alike in likenesses] * times


def test_a_level_is_between_what_is_one_event_and_what_is_not() -> None:
    levels = learn([*pairs("en-en"), *pairs("de-en")])
    assert 0.16 < levels["en-en"] < 0.24
    assert 0.16 < levels["de-en"] < 0.26


def test_a_single_pair_on_the_wrong_side_hardly_moves_a_level() -> None:
    before = learn(pairs("en-en", times=5))["en-en"]
    after = learn([*pairs("en-en", times=5), Pair("en-en", 0.09, label=True)])["en-en"]
    assert abs(after - before) < 0.02


def test_a_language_of_few_pairs_is_held_to_the_others() -> None:
    few = [Pair("fr-fr", 0.6, label=True), Pair("fr-fr", 0.5, label=False)]
    assert learn([*pairs("en-en", times=8), *few])["fr-fr"] < 0.55


def test_what_to_expect_of_unseen_pairs_is_the_same_each_time() -> None:
    some = [*pairs("en-en", times=2), *pairs("ru-ru", times=2)]
    assert expected(some, 2) == expected(some, 2)
    assert expected(some, 2)["f1_en"] > 0.9

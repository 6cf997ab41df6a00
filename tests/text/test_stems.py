"""Which forms of a word are one, and which words stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.stems import stem

FORMS = [
    ("en", "elected elects electing"),
    ("en", "minister ministers"),
    ("de", "präsident präsidenten prasident"),
    ("de", "wahl wahlen"),
    ("fr", "accord accords l'accord"),
    ("es", "acuerdo acuerdos"),
    ("ru", "договор договора договором договорами"),
    ("ru", "встретился встретились"),
    ("uk", "вибори виборів виборами"),
    ("pl", "wybory wyborów wyborach"),
    ("tr", "bakan bakanlar bakanların"),
    ("tr", "bakü'de bakü'nün"),
    ("az", "müqavilə müqaviləsi müqavilənin"),
    ("hy", "բանակցություն բանակցությունների"),
    ("ka", "არჩევნები არჩევნების"),
    ("ar", "رئيس الرئيس والرئيس"),
]


@pytest.mark.parametrize(("language", "forms"), FORMS)
def test_forms_of_a_word_are_one(language: str, forms: str) -> None:
    assert len({stem(form, language) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "war warm"), ("ru", "мир мера"), ("de", "krieg krise"), ("tr", "ordu orman"), ("ar", "حرب حزب")],
)
def test_other_words_stay_apart(language: str, words: str) -> None:
    one, other = words.split()
    assert stem(one, language) != stem(other, language)


def test_the_turkish_capital_i_with_its_dot_is_an_i() -> None:
    assert stem("İstanbul".casefold(), "tr") == stem("istanbul", "tr")


@given(st.text(min_size=1, max_size=30), st.sampled_from(["en", "ru", "tr", "ar", "ka", "zh", ""]))
def test_any_word_has_a_stem_that_is_short(word: str, language: str) -> None:
    assert 0 < len(stem(word, language)) <= 7 or not word.strip("'")

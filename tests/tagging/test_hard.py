"""The hard half, in bulk: our own sentences in all languages, and short articles in the manner of today's press."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from monitor.stages.tag import tag
from tests.tagging.sentences import Sentence, sentences

MODERN = Path(__file__).with_name("modern.tsv")
THIRTEEN = "ru uk az tr hy ka ar fa de fr es zh en".split()


def f1(found: Iterable[tuple[Sentence, frozenset[str]]], kind: str) -> float:
    """The micro-F1 of the tags of one kind; optional ones are neither rewarded nor punished."""
    right = wrong = 0
    for sentence, tags in found:
        said = {slug for slug in tags - (sentence.optional - sentence.tags) if slug.startswith(kind)}
        true = {slug for slug in sentence.tags if slug.startswith(kind)}
        right += len(said & true)
        wrong += len(said ^ true)
    return 2 * right / (2 * right + wrong)


@pytest.fixture(scope="module")
def found() -> dict[str, list[tuple[Sentence, frozenset[str]]]]:
    """Each sentence with the tags it was given, by language and by kind."""
    grouped = defaultdict(list)
    for sentence in sentences():
        given = sentence, frozenset(one.tag.slug for one in tag("", sentence.text, language=sentence.language))
        for group in ("all", sentence.language, sentence.kind):
            grouped[group].append(given)
    return grouped


def test_countries_and_organisations_of_all_sentences(found: dict[str, list[tuple[Sentence, frozenset[str]]]]) -> None:
    assert len(found["all"]) > 600
    assert f1(found["all"], "country") >= 0.97
    assert f1(found["all"], "org") >= 0.98


@pytest.mark.parametrize("language", THIRTEEN)
def test_countries_in_each_language(found: dict[str, list[tuple[Sentence, frozenset[str]]]], language: str) -> None:
    assert f1(found[language], "country") >= 0.95


@pytest.mark.parametrize("language", THIRTEEN)
def test_organisations_in_each_language(found: dict[str, list[tuple[Sentence, frozenset[str]]]], language: str) -> None:
    assert f1(found[language], "org") >= 0.97


@pytest.mark.parametrize(
    "kind", ["leader", "ethnonym", "short", "metonym", "traditional", "inflection", "caps", "city"]
)
def test_countries_of_each_hard_kind(found: dict[str, list[tuple[Sentence, frozenset[str]]]], kind: str) -> None:
    assert f1(found[kind], "country") >= 0.95


def test_the_focus_of_short_articles_of_today() -> None:
    lines = [line.split("\t") for line in MODERN.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    right = tags = labels = 0
    for language, countries, organisations, optional, title, body in lines:
        focus = {one.tag.code for one in tag(title, body, language=language) if one.focus}
        wanted = {*countries.split(), *organisations.split()}
        right += wanted == focus - (set(optional.split()) - wanted)
        tags += len(focus)
        labels += len(wanted)
    assert right / len(lines) >= 0.92
    assert tags <= 1.1 * labels

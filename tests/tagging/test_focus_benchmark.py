"""benchmarks.focus: what is called right, and that its labels can be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.focus import Labels, labels, measure, texts
from monitor.gazetteer import tags

TALKS = (
    "Baku and NATO talk\nAzerbaijan's deputies met NATO's officials. NATO thanked Azerbaijan. Armenia was spoken of."
)


def known(must: str, may: str = "", bodies: str = "nato") -> Labels:
    return Labels(
        kind="foreign",
        must={"country": frozenset(must.split()), "organisation": frozenset(bodies.split())},
        may={"country": frozenset(may.split()), "organisation": frozenset()},
    )


@pytest.mark.parametrize(
    ("label", "right", "complete", "wrong"),
    [
        (known("AZ"), 1, 1, 0),
        (known("", may="AZ"), 1, 1, 0),
        (known("AZ AM"), 0, 0, 0),
        (known("AM"), 0, 0, 1),
        (known("AZ", bodies=""), 0, 1, 0),
    ],
)
def test_an_article_is_right_if_it_has_what_it_must_and_nothing_that_it_may_not(
    tmp_path: Path, label: Labels, right: int, complete: int, wrong: int
) -> None:
    corpus = tmp_path / "pairs.jsonl"
    corpus.write_text(json.dumps({"id": "x1", "lang": "en-en", "a": TALKS, "b": "Nothing."}) + "\n", encoding="utf-8")
    figures = measure(corpus, {"x1/a": label})["foreign"]
    assert (figures["articles"], figures["right"], figures["complete"], figures["wrong"]) == (1, right, complete, wrong)


def test_articles_of_both_forms_are_read(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    rows = [
        {"id": "p", "lang": ["de"], "title": "Titel", "body": "Text."},
        {"id": "x", "lang": "de-en", "a": "Kopf\nText.", "b": "One line without a headline."},
    ]
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert [(text.id, text.language, text.title, text.body) for text in texts(corpus)] == [
        ("p", "de", "Titel", "Text."),
        ("x/a", "de", "Kopf", "Text."),
        ("x/b", "en", "", "One line without a headline."),
    ]


def test_every_label_is_a_tag_that_can_be_found() -> None:
    codes = {tag.code for tag in tags()}
    for key, label in labels().items():
        for part in (label.must, label.may):
            assert part["country"] | part["organisation"] <= codes, key
            assert not part["country"] & part["organisation"]
        assert not label.must["country"] & label.may["country"], key

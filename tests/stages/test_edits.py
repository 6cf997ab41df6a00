"""What was changed between two texts of one article, and whether it matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.article import Revision
from monitor.model.edit import Habit
from monitor.stages.due import next_recheck
from monitor.stages.edits import edit

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TEXT = Revision(
    article_id=1,
    number=1,
    replaced_at=NOW,
    title="Ministers agree on 14 villages",
    summary="A third round of talks ended in Geneva.",
    body='The ministers met on Tuesday. "We agreed," Mr Aliyev said.\nTalks go on in March.',
)


def test_the_same_text_is_no_edit() -> None:
    found = edit(TEXT, TEXT)
    assert (found.kind, found.size, found.pieces) == ("typography", 0, ())


def test_quotation_marks_capitals_and_spaces_are_typography() -> None:
    found = edit(
        TEXT, replace(TEXT, body=TEXT.body.replace('"', "”").replace(" met ", "  MET "), title=TEXT.title.upper())
    )
    assert (found.kind, found.size, found.headline, found.is_substantive) == ("typography", 0, False, False)


@pytest.mark.parametrize(
    ("old", "new", "kind", "size"),
    [
        ("Talks go on in March.", "Talks go on in March. A treaty is being drafted.", "addition", 5),
        ("We agreed", "We nearly agreed", "addition", 1),
        ("met on", "gathered on", "wording", 2),
        ("on Tuesday", "on Wednesday", "facts", 2),
        ("Mr Aliyev", "Mr Mammadov", "facts", 2),
        ("The ministers", "Officials", "wording", 3),  # a sentence's first word is no name
        ("Mr Aliyev", "the president", "wording", 4),  # a name for a word says the same otherwise
    ],
)
def test_what_was_changed_says_what_kind_of_edit_it_is(old: str, new: str, kind: str, size: int) -> None:
    found = edit(TEXT, replace(TEXT, body=TEXT.body.replace(old, new)))
    assert (found.kind, found.size, found.headline) == (kind, size, False)
    assert found.pieces[0].field == "body"


def test_a_figure_in_the_headline_that_nobody_owns_up_to_is_stealth() -> None:
    found = edit(TEXT, replace(TEXT, title="Ministers agree on 19 villages"))
    assert (found.kind, found.headline, found.corrected, found.is_stealth) == ("facts", True, False, True)
    assert [(piece.before, piece.after) for piece in found.pieces] == [("14", "19")]


@pytest.mark.parametrize(
    "note",
    [
        "Correction: an earlier version said 14.",
        "Исправлено: в первой версии было 14.",
        "Düzəliş: əvvəlki variantda 14 idi.",
        "Düzeltme: önceki metinde 14 yazıyordu.",
        "Korrektur: In einer früheren Fassung hieß es 14.",
        "تصحيح: ذكرت نسخة سابقة 14",
        "更正：此前版本为14",
    ],
)
def test_a_correction_is_known_in_many_languages(note: str) -> None:
    found = edit(TEXT, replace(TEXT, title="Ministers agree on 19 villages", body=f"{TEXT.body}\n{note}"))
    assert found.corrected
    assert not found.is_stealth


def test_another_text_altogether_is_a_rewrite() -> None:
    assert (
        edit(TEXT, replace(TEXT, title="Quake", summary="", body="A village shook at dawn and nobody slept.")).kind
        == "rewrite"
    )


def test_a_text_too_long_to_be_compared_word_by_word_is_still_told_from_the_one_before() -> None:
    old = [f"word{number}" for number in range(30_000)]
    new = [f"other{number}" if 5 <= number < 29_995 else word for number, word in enumerate(old)]
    found = edit(replace(TEXT, body=" ".join(old)), replace(TEXT, body=" ".join(new)))
    assert (found.kind, len(found.pieces)) == ("rewrite", 1)
    assert found.pieces[0].before.startswith("word5 word6")


words = st.lists(st.sampled_from("alpha beta gamma delta 5 7 Baku".split()), max_size=30).map(" ".join)


@given(words, words)
def test_size_is_nothing_only_where_no_word_differs(old: str, new: str) -> None:
    found = edit(replace(TEXT, body=old), replace(TEXT, body=new))
    assert (found.size == 0) == (old.split() == new.split())
    back = edit(replace(TEXT, body=new), replace(TEXT, body=old))
    assert (found.size == 0) == (back.size == 0)


HOUR = timedelta(hours=1)


def looks(habit: Habit | None, key: str = "") -> list[timedelta]:
    """How long each re-check waits."""
    waits: list[timedelta] = []
    while (at := next_recheck(NOW, NOW, len(waits), NOW, habit=habit, key=key)) is not None:
        waits.append(at - NOW)
    return waits


def test_a_source_that_edits_soon_and_often_is_looked_at_soon_and_often() -> None:
    often = Habit(source="a", checked=100, edited=40, half_life=HOUR)
    assert looks(often) == [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR]
    seldom = Habit(source="b", checked=100, edited=4, half_life=3 * HOUR)
    assert looks(seldom) == [3 * HOUR, 6 * HOUR]
    assert looks(Habit(source="c", checked=5, edited=5, half_life=HOUR)) == looks(None), "too few to know"


def test_a_source_that_never_edits_costs_one_request_in_ten_articles() -> None:
    never = Habit(source="a", checked=500, edited=0)
    asked = sum(len(looks(never, key=f"https://a.example/{number}")) for number in range(1000))
    assert 60 < asked < 140

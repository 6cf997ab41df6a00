"""Edits in the archive: what was changed, who changes how, and typography without a revision of the words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from monitor.model.article import Article
from monitor.model.verdict import Revised, Seen
from monitor.stages.edits import edit
from monitor.store import Archive, Reading
from tests.store.nouns import AZ, HOUR, NOON, WIRE, add, article, known, mention


def edited(archive: Archive, before: Article, *, title: str, body: str = "", after: timedelta = HOUR) -> int:
    """The article as its page says it later."""
    now = replace(before, title=title, body=body, content_hash=f"{title}{body}", seen_at=before.seen_at + after)
    of = known(archive, before.url_key)
    was = archive.wording(of.id)
    found = edit(was, replace(was, title=title, body=body))
    return archive.apply(Revised(article=now, of=of), (mention(AZ),), run_id=1, tagger="t", edit=found)


def test_an_edit_is_listed_with_its_age_and_both_headlines(archive: Archive, reading: Reading) -> None:
    made = article("a", title="Quake kills 5")
    add(archive, made)
    edited(archive, made, title="Quake kills 7", after=2 * HOUR)
    edited(archive, made, title="Quake kills 7 people", body="Correction: it said 5.", after=3 * HOUR)
    second, first = reading.edits()
    assert (first.title_before, first.title, first.age) == ("Quake kills 5", "Quake kills 7", 2 * HOUR)
    assert (first.edit.kind, first.edit.is_stealth) == ("facts", True)
    assert (second.title_before, second.title, second.number) == ("Quake kills 7", "Quake kills 7 people", 2)
    assert second.edit.corrected
    assert reading.edits(corrections=True) == (second,)
    assert reading.edits(headlines=True, limit=1) == (second,)
    assert reading.edits(sources=("wire",)) == ()
    assert reading.edits(article_id=1, since=NOON + 4 * HOUR) == (second,)
    assert reading.edits(until=NOON) == ()


def test_new_typography_is_kept_and_leaves_the_rest_as_it_is(archive: Archive, reading: Reading) -> None:
    made = article("a", title="A 'deal'", body="Talks.")
    article_id = add(archive, made, mention(AZ))
    was = archive.wording(article_id)
    now = replace(made, title="A “deal”", seen_at=made.seen_at + HOUR)
    found = edit(was, replace(was, title=now.title))
    archive.apply(Seen(article=now, of=known(archive, made.url_key)), (), run_id=1, tagger="t", edit=found)
    shown = reading.show(article_id)
    assert shown.listed.title == "A “deal”"
    assert [revision.title for revision in shown.revisions] == ["A 'deal'"]
    assert shown.revised_at is None
    assert shown.mentions == (mention(AZ),)
    assert reading.edits() == ()
    assert [one.edit.kind for one in reading.edits(typography=True)] == ["typography"]
    assert archive.flaws() == ()


def test_habits_are_learnt_from_what_was_looked_at_again_once_a_day(archive: Archive) -> None:
    for number in range(4):
        made = article(str(number), title=f"T {number}")
        add(archive, made)
        archive.rechecked(number + 1, recheck_at=None)
        if number < 2:
            edited(archive, made, title=f"Now {number}", after=(number + 1) * HOUR)
    add(archive, article("w", source=WIRE.id))
    archive.learn_habits(NOON + 6 * HOUR)
    habit = archive.habits()["gazette-en"]
    assert (habit.checked, habit.edited, habit.half_life) == (4, 2, HOUR * 3 / 2)
    assert "wire" not in archive.habits(), "nothing of it was looked at again"
    archive.write("DELETE FROM articles")
    archive.learn_habits(NOON + 7 * HOUR)
    assert archive.habits()["gazette-en"].checked == 4, "learnt today already"
    archive.learn_habits(NOON + 40 * HOUR)
    assert archive.habits() == {}


def test_what_is_forgotten_takes_its_edits_along(archive: Archive) -> None:
    made = article("a", title="One")
    add(archive, made)
    edited(archive, made, title="Two")
    archive.write("DELETE FROM revisions")
    assert archive.value("SELECT count(*) FROM edits") == 0

"""The daily counts say what the articles say, whatever happens to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import sqlite_utils
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model.tag import Mention
from monitor.model.verdict import Copy, Duplicate, New, Revised, Seen
from monitor.store import Archive, open_archive
from monitor.store.counts import miscounted
from tests.store.nouns import AM, AZ, GAZETTE, NATO, NOON, WIRE, add, article, known, mention

TAGS = (AZ, AM, NATO)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["new", "copy", "revise", "revise to a copy", "see", "redate", "retag", "unlink", "delete"]),
        st.integers(0, 3),  # which article
        st.integers(0, 3),  # days ago
        st.lists(st.tuples(st.sampled_from(TAGS), st.booleans()), max_size=3, unique_by=lambda pair: pair[0].slug),
    ),
    max_size=25,
)


def rows(archive: Archive, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in archive.rows(sql)]


@pytest.mark.slow
@settings(max_examples=60)
@given(STEPS)
def test_the_counts_are_those_of_a_recount_whatever_happens(steps) -> None:
    with TemporaryDirectory() as folder, open_archive(Path(folder) / "press.db", now=NOON) as archive:
        archive.mirror((GAZETTE, WIRE), (), now=NOON)
        archive.start_run("collect", now=NOON, version="0.1.0", host="desk")
        with archive.transaction():
            for number, (what, which, days, pairs) in enumerate(steps):
                found = tuple(mention(tag, focus=focus) for tag, focus in pairs)
                step(archive, what, which, days, found, number)
        assert miscounted(archive) == ()
        noughts = "SELECT 1 FROM daily_tag_sources WHERE about < 0 OR mentioned < 0 OR copies < 0"
        assert archive.row(noughts) is None


def step(archive: Archive, what: str, which: int, days: int, found: tuple[Mention, ...], number: int) -> None:
    moment = NOON - timedelta(days=days)
    source = (GAZETTE, WIRE)[which % 2].id
    there = archive.known_by_keys((f"gazette.example/{which}",))
    others = [one for one in archive.known_by_keys([f"gazette.example/{n}" for n in range(4)]) if not one.duplicate_of]
    original = next((one for one in others if not there or one.id != there[0].id), None)
    made = article(str(which), source=source, language=("en", "ru", None)[days % 3], sorted_at=moment, body=str(number))
    made = replace(made, published_at=moment, dated_by="feed" if days else "sighting")
    copy = Copy(of=original, score=1.0, why="hash") if original else None
    if not there:
        verdict = Duplicate(article=made, copy=copy) if what == "copy" and copy else New(article=made)
        archive.apply(verdict, found, run_id=1, tagger="t")
        return
    (of,) = there
    match what:
        case "revise":
            archive.apply(Revised(article=made, of=of), found, run_id=1, tagger="t")
        case "revise to a copy":
            archive.apply(Revised(article=made, of=of, copy=copy), found, run_id=1, tagger="t")
        case "see":
            archive.apply(Seen(article=made, of=of), (), run_id=1, tagger="t")
        case "redate":
            for table, key in (("articles", "id"), ("mentions", "article_id")):
                text = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
                archive.write(f"UPDATE {table} SET sorted_at = ? WHERE {key} = ?", (text, of.id))
        case "retag":
            archive.write("UPDATE mentions SET focus = 1 - focus WHERE article_id = ?", (of.id,))
        case "unlink":
            archive.write("UPDATE articles SET duplicate_of = NULL WHERE id = ?", (of.id,))
        case "delete":
            archive.write("DELETE FROM articles WHERE id = ?", (of.id,))


def test_the_counts_tell_articles_from_copies_and_focus_from_mention(archive: Archive) -> None:
    add(archive, article("a"), mention(AZ), mention(NATO, focus=False))
    copy = Copy(of=known(archive, "gazette.example/a"), score=1.0, why="hash")
    copied = article("b", source="wire", language="en")
    archive.apply(Duplicate(article=copied, copy=copy), (mention(AZ),), run_id=1, tagger="t")
    assert rows(archive, "SELECT * FROM daily_tags ORDER BY tag") == [
        ("2026-11-23", "country:AZ", 1, 1, 1),
        ("2026-11-23", "org:nato", 0, 1, 0),
    ]
    assert rows(archive, "SELECT * FROM daily_sources ORDER BY source") == [
        ("gazette-en", "2026-11-23", "", 1, 0),
        ("wire", "2026-11-23", "en", 0, 1),
    ]


def test_an_original_that_goes_makes_its_copy_an_article_that_counts(archive: Archive) -> None:
    original = add(archive, article("a"), mention(AZ))
    copy = Copy(of=known(archive, "gazette.example/a"), score=1.0, why="hash")
    archive.apply(Duplicate(article=article("b", source="wire"), copy=copy), (mention(AZ),), run_id=1, tagger="t")
    archive.write("DELETE FROM articles WHERE id = ?", (original,))
    assert rows(archive, "SELECT source, about, copies FROM daily_tag_sources WHERE about") == [("wire", 1, 0)]
    assert archive.flaws() == ()


def test_counts_are_made_anew_where_a_tool_dropped_the_triggers(archive: Archive) -> None:
    add(archive, article("a"), mention(AZ))
    sqlite_utils.Database(archive.connection, execute_plugins=False).table("mentions").transform(column_order=["tag"])
    add(archive, article("b"), mention(AZ))
    assert miscounted(archive) == ("daily_tag_sources", "daily_tags")
    assert archive.flaws() != ()
    archive.close()
    with open_archive(archive.path, now=NOON) as mended:
        assert mended.flaws() == ()

"""Where copies are sought, why an article is one, and which lines are an outlet's own."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from monitor.model.article import Article
from monitor.model.copies import Signature
from monitor.model.verdict import Verdict
from monitor.stages.copies.signature import signature
from monitor.stages.dedupe import judge
from monitor.store import Archive, copies, open_reading
from monitor.workflows.cluster import cluster
from monitor.workflows.seating import seat_first
from tests.store.nouns import HOUR, NOON, WIRE, article

TALKS = (
    "The foreign ministers of both countries met in Geneva on Tuesday for a third round of border talks.\n"
    "They agreed on a list of 14 villages whose status will be settled by the end of March, Baku said.\n"
    "A joint commission of surveyors is to begin its work in the northern district as soon as the snow has melted.\n"
    "Neither side wished to comment on reports that a treaty had been drafted and would be signed within weeks."
)


def take_in(archive: Archive, made: Article) -> tuple[Verdict, int]:
    """Judge and keep an article as a collect does."""
    sought = signature(made.text)
    same, twins = archive.known_by_keys(made.keys), archive.known_by_hash(made.content_hash)
    verdict = judge(made, same=same, twins=twins, near=archive.near(sought, made), ruling=archive.ruling(same))
    return verdict, archive.apply(verdict, (), run_id=1, tagger="t", signature=sought)


def said(path: str, body: str, **more: Any) -> Article:
    return article(path, body=body, words=len(body.split()), **more)


def of(archive: Archive, article_id: int) -> int | None:
    found: int | None = archive.value("SELECT duplicate_of FROM articles WHERE id = ?", (article_id,))
    return found


def on_the_shelf(archive: Archive) -> set[tuple[int, int, int]]:
    """What copies are found by: hash, day and article."""
    both = "SELECT hash, article_id FROM shingles UNION ALL SELECT hash, article_id FROM fresh_shingles"
    rows = archive.rows(f"SELECT hash, day, article_id FROM ({both}) LEFT JOIN shelved USING (article_id)")
    found = {(row["hash"], row["day"], row["article_id"]) for row in rows}
    assert len(found) == len(rows), "none is there twice"
    assert None not in {day for _, day, _ in found}
    return found


def test_a_copy_is_linked_with_its_reason_and_its_passages(archive: Archive) -> None:
    _, first = take_in(archive, said("a", TALKS, source=WIRE.id, title="Ministers meet"))
    _, second = take_in(archive, said("b", "BAKU. " + TALKS.rpartition("\n")[0], title="Border talks go on"))
    assert of(archive, second) == first
    (row,) = archive.rows("SELECT * FROM copies")
    assert (row["article_id"], row["of_id"], row["rule"]) == (second, first, "same passages")
    assert row["score"] > 0.9
    assert '"start":' in row["passages"]


def test_another_figure_is_another_report_and_the_archive_says_so(archive: Archive) -> None:
    _, first = take_in(archive, said("a", TALKS, source=WIRE.id))
    _, second = take_in(archive, said("b", TALKS.replace("14 villages", "19 villages")))
    assert of(archive, second) is None
    (row,) = archive.rows("SELECT * FROM near_copies")
    assert (row["article_id"], row["of_id"], row["rule"]) == (second, first, "another fact")
    assert '"here":"19"' in row["differences"]


def test_a_copy_of_a_copy_is_a_copy_of_the_first(archive: Archive) -> None:
    _, first = take_in(archive, said("a", TALKS, source=WIRE.id, title="Ministers meet"))
    take_in(archive, said("b", "Our report. " + TALKS))
    _, third = take_in(archive, said("c", "Our report. " + TALKS, source=WIRE.id))
    assert of(archive, third) == first


def test_after_three_days_the_same_words_are_another_report(archive: Archive) -> None:
    take_in(archive, said("a", TALKS, source=WIRE.id))
    later = NOON + timedelta(hours=73)
    verdict, second = take_in(archive, said("b", "Again. " + TALKS, sorted_at=later, seen_at=later))
    assert of(archive, second) is None, verdict


def test_days_that_are_over_are_dropped_from_the_index(archive: Archive) -> None:
    take_in(archive, said("a", TALKS))
    assert len(on_the_shelf(archive)) > 5
    archive.close_window(NOON + timedelta(days=3))
    assert len(on_the_shelf(archive)) > 5
    archive.close_window(NOON + timedelta(days=4))
    assert on_the_shelf(archive) == set()
    assert archive.value("SELECT count(*) FROM edge_lines") == 0


def test_what_is_old_when_it_is_first_seen_is_not_indexed(archive: Archive) -> None:
    take_in(archive, said("a", TALKS, sorted_at=NOON - timedelta(days=30), seen_at=NOON + HOUR))
    assert on_the_shelf(archive) == set()


def test_what_came_in_earlier_runs_is_found_as_what_came_in_this_one(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "FRESH", 1)
    _, first = take_in(archive, said("a", TALKS, source=WIRE.id))
    before = on_the_shelf(archive)
    archive.close_window(NOON)
    assert archive.value("SELECT count(*) FROM fresh_shingles") == 0
    assert on_the_shelf(archive) == before
    _, second = take_in(archive, said("b", "BAKU. " + TALKS))
    assert of(archive, second) == first
    for _ in range(2):  # shelved again, it stands there once, before its shingles are put to the others and after that
        archive.reshelve(first, said("a", TALKS, source=WIRE.id), signature(TALKS))
        archive.reshelve(second, said("b", "BAKU. " + TALKS), signature("BAKU. " + TALKS), copied=True)
        assert {row for row in on_the_shelf(archive) if row[2] == first} == before
        archive.close_window(NOON)


def test_a_turn_of_phrase_finds_the_first_forty_of_a_day(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "FRESH", 1)
    phrase = Signature(shingles=((0, 7), (0, 8)))
    for number in range(50):
        archive.reshelve(number, said("a", TALKS), phrase)
        if number == 20:
            archive.close_window(NOON)
    assert {number for _, _, number in on_the_shelf(archive)} == set(range(40))


def test_an_outlets_own_lines_are_learnt_and_make_no_copies(archive: Archive) -> None:
    own = " ".join(f"This is line {word} of what we always print." for word in ("one", "two", "three", "four", "five"))
    for number in range(5):
        body = (
            f"Report number {number} tells of a thing in town {number}.\nAnd a bit more about {number}.\nx\ny\nz\n{own}"
        )
        verdict, article_id = take_in(archive, said(str(number), body, title=f"Report {number}"))
        assert of(archive, article_id) is None, verdict
    (row,) = archive.rows("SELECT * FROM boilerplate WHERE line LIKE 'This is line one%'")
    assert (row["source"], row["line"]) == ("gazette-en", own)
    hashes = [number for _, number in signature(own).shingles]
    found = {article_id for number, _, article_id in on_the_shelf(archive) if number in hashes}
    assert len(found) == 3, "once they are learnt, no article is found by them"


def test_writing_and_looking_up_go_by_index(archive: Archive) -> None:
    traced: list[str] = []
    archive.connection.set_trace_callback(traced.append)
    take_in(archive, said("a", TALKS, source=WIRE.id))
    take_in(archive, said("b", "More. " + TALKS))
    take_in(archive, said("b", "Even more. " + TALKS))
    archive.connection.set_trace_callback(None)
    statements = [sql for sql in traced if sql.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")]
    for statement in statements:
        if "articles_fts" in statement:
            continue
        for step in archive.rows(f"EXPLAIN QUERY PLAN {statement}"):
            allowed = (
                "SCAN json_each",
                "SCAN 1 CONSTANT ROW",
                "SCAN CONSTANT ROW",
                "SCAN d ",
                "SCAN h ",
                "SCAN found",
                "SCAN wanted",
                "SCAN led",
                "SCAN (subquery-",
                "SCAN value",
            )
            detail = step["detail"]
            assert not detail.startswith("SCAN") or detail.startswith(allowed), (detail, statement)


def seated(archive: Archive, *made: Article) -> list[int | None]:
    """Whose copies these articles are, when they came in this order and then whoever was first was seated."""
    ids = [take_in(archive, one)[1] for one in made]
    seat_first(archive, now=NOON)
    return [of(archive, number) for number in ids]


def test_who_published_a_text_first_represents_it_whoever_was_read_sooner(archive: Archive) -> None:
    later = said("a", TALKS, published_at=NOON - HOUR)
    first = said("b", "BAKU. " + TALKS, source=WIRE.id, published_at=NOON - 2 * HOUR)
    third = said("c", "Our report. " + TALKS, published_at=NOON)
    assert seated(archive, later, first, third) == [2, None, 2]
    rows = {row["article_id"]: row for row in archive.rows("SELECT * FROM copies")}
    assert {number: (row["of_id"], row["rule"]) for number, row in rows.items()} == {
        1: (2, "same passages"), 3: (2, "same passages")
    }  # fmt: skip
    (passage, *_) = json.loads(rows[1]["passages"])
    assert TALKS[passage["start"] : passage["end"]] == first.body[passage["of_start"] : passage["of_end"]]
    assert archive.flaws() == ()
    assert seat_first(archive, now=NOON) == 0, "once and for all"
    with open_reading(archive.path) as reading:
        circle = reading.circle(1)
    assert (circle.printings[0].id, circle.syndication.first) == (2, 2)


@pytest.mark.parametrize(
    "more",
    [
        {"published_at": NOON - 1.01 * HOUR},  # within two minutes, and clocks differ
        {"published_at": None},
        {"published_at": NOON - 2 * HOUR, "backfill": True},  # what is no news can't stand for what is
        {"published_at": NOON - 2 * HOUR, "body": TALKS.partition("\n")[0] * 2},  # nor a flash for a report
    ],
)
def test_where_that_is_not_certain_or_would_hide_something_the_first_read_stays(archive: Archive, more: Any) -> None:
    later = said("a", TALKS, published_at=NOON - HOUR)
    first = said("b", more.pop("body", "BAKU. " + TALKS), source=WIRE.id, **more)
    assert seated(archive, later, first)[0] is None


def test_once_a_story_was_made_of_a_text_or_somebody_ruled_nothing_changes(archive: Archive) -> None:
    later = said("a", TALKS, published_at=NOON - HOUR)
    first = said("b", "BAKU. " + TALKS, source=WIRE.id, published_at=NOON - 2 * HOUR)
    number = take_in(archive, later)[1]
    cluster(archive)
    assert seated(archive, first) == [number]
    other = TALKS.replace("Geneva", "Vienna").replace("14", "40")
    ruled = take_in(archive, said("c", other, published_at=NOON))[1]
    archive.rule_copy(
        take_in(archive, said("d", "BAKU. " + other, source=WIRE.id, published_at=NOON - HOUR))[1], ruled, now=NOON
    )
    assert seat_first(archive, now=NOON) == 0

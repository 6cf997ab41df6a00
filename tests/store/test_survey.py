"""What is counted over days says what the articles say; a search that looks around is bounded, and says so."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from monitor.model.reading import Query
from monitor.model.verdict import Copy, Duplicate
from monitor.store import Archive, Reading, finding, openings, survey
from tests.store.nouns import AM, AZ, NATO, NOON, add, article, file, known, mention

DAY = timedelta(days=1)
TODAY = NOON.date()


@pytest.fixture
def shelf(archive: Archive) -> Archive:
    """Today an article about AZ and a copy of it, yesterday one about AM and AZ, and nine days ago a mention."""
    add(archive, article("a", body="border talks"), mention(AZ), mention(NATO, focus=False))
    copy = Copy(of=known(archive, "gazette.example/a"), score=1.0, why="hash")
    copied = article("b", source="wire", language="ru")
    archive.apply(Duplicate(article=copied, copy=copy), (mention(AZ),), run_id=1, tagger="t")
    earlier = article("c", source="wire", language="en", sorted_at=NOON - DAY, body="border crossing")
    add(archive, earlier, mention(AZ), mention(AM))
    add(archive, article("d", source="wire", sorted_at=NOON - 9 * DAY), mention(AZ, focus=False))
    return archive


def test_articles_a_day_are_those_that_are_no_copies(shelf: Archive, reading: Reading) -> None:
    counted = [(count.day, count.about) for count in reading.days(TODAY - DAY, TODAY)]
    assert counted == [(TODAY - DAY, 1), (TODAY, 1)]
    source = [(count.about, count.mentioned) for count in reading.source_days("wire", TODAY - 30 * DAY, TODAY)]
    assert source == [(1, 1), (1, 1), (0, 1)]


def test_days_of_a_tag_tell_focus_from_mention(shelf: Archive, reading: Reading) -> None:
    counted = [
        (count.day, count.about, count.mentioned) for count in reading.tag_days(AZ.slug, date(2026, 1, 1), TODAY)
    ]
    assert counted == [(TODAY - 9 * DAY, 0, 1), (TODAY - DAY, 1, 1), (TODAY, 1, 1)]


def test_who_writes_about_a_tag_and_what_is_written_about(shelf: Archive, reading: Reading) -> None:
    sources = reading.tag_sources(AZ.slug, TODAY - DAY, TODAY)
    assert [(one.id, one.articles, one.copies) for one in sources] == [("gazette-en", 1, 0), ("wire", 1, 1)]
    assert [(one.slug, one.articles) for one in reading.tags_between(TODAY - DAY, TODAY)] == [
        (AZ.slug, 2),
        (AM.slug, 1),
    ]
    assert [(one.id, one.articles, one.copies) for one in reading.sources_between(TODAY, TODAY)] == [
        ("gazette-en", 1, 0),
        ("wire", 0, 1),
    ]


@pytest.mark.parametrize("often", [0, 5_000])
def test_what_is_first_named_together(
    shelf: Archive, reading: Reading, monkeypatch: pytest.MonkeyPatch, often: int
) -> None:
    monkeypatch.setattr(survey, "OFTEN", often)
    assert reading.first_days(AZ.slug, [AM.slug, NATO.slug], TODAY - 2 * DAY) == {AM.slug: TODAY - DAY}
    assert reading.first_days(AZ.slug, [AM.slug], TODAY) == {}


def test_copies_of_a_source(shelf: Archive, reading: Reading) -> None:
    assert reading.copying("wire").texts_of == (("gazette-en", "The Gazette", 1),)
    assert reading.copying("gazette-en").printed_by == (("wire", "Wire", 1),)
    assert reading.quality("wire").copies == 1


def test_a_search_gives_a_page_and_the_facts_of_all(shelf: Archive, reading: Reading) -> None:
    found = reading.find(Query(text="border", limit=1), best_first=True)
    assert len(found.ids) == 1
    assert {fact.source for fact in found.facts} == {"gazette-en", "wire"}
    assert not found.more
    following = reading.find(Query(text="border", limit=1), best_first=True, skip=1)
    assert set(found.ids + following.ids) == {fact.id for fact in found.facts}
    assert reading.find(Query(text="border", limit=1), best_first=True, skip=2).ids == ()
    newest = reading.find(Query(limit=5), best_first=False)
    assert [fact.sorted_at for fact in newest.facts] == sorted((fact.sorted_at for fact in newest.facts), reverse=True)


def test_only_the_newest_matches_are_looked_at_and_a_span_of_days_moves_the_window(
    archive: Archive, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "LOOKED_AT", 3)
    monkeypatch.setattr(finding, "MATCHES", 3)
    with archive.transaction():
        for number in range(9):
            add(archive, article(str(number), body="summit", sorted_at=NOON - (8 - number) * DAY))
    found = reading.find(Query(text="summit", limit=2), best_first=True)
    assert found.more
    assert {fact.sorted_at for fact in found.facts} == {NOON, NOON - DAY, NOON - 2 * DAY}
    old = Query(text="summit", limit=2, since=NOON - 8 * DAY, until=NOON - 6 * DAY)
    assert [fact.sorted_at for fact in reading.find(old, best_first=False).facts] == [NOON - 7 * DAY, NOON - 8 * DAY]
    assert not reading.find(old, best_first=False).more


@pytest.fixture
def crowded(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """An archive in which a word stands in more articles than are looked at for its sake."""
    monkeypatch.setattr(finding, "LOOKED_AT", 3)
    monkeypatch.setattr(finding, "MATCHES", 3)
    monkeypatch.setattr(finding, "REST", 3)
    with archive.transaction():
        add(archive, article("rare", body="summit", sorted_at=NOON - 90 * DAY, source="wire"), mention(AM))
        for number in range(9):
            add(archive, article(str(number), body="summit of nine", sorted_at=NOON - (8 - number) * DAY), mention(AZ))
    return archive


@pytest.mark.parametrize(
    "narrow",
    [
        {"countries": ("AM",)},
        {"sources": ("wire",)},
        {"until": NOON - 80 * DAY},
        {"since": NOON - 100 * DAY, "until": NOON - 80 * DAY},
    ],
)
def test_a_common_word_is_found_in_what_is_seldom_or_long_ago(
    crowded: Archive, reading: Reading, narrow: dict[str, Any]
) -> None:
    for best_first in (True, False):
        found = reading.find(Query(text="summit", limit=5, **narrow), best_first=best_first)
        assert [fact.source for fact in found.facts] == ["wire"]
        assert [fact.id for fact in found.facts] == list(found.ids)
        assert not found.more


def test_what_was_published_long_ago_and_collected_last_hides_nothing(crowded: Archive, reading: Reading) -> None:
    with crowded.transaction():
        for number in range(9):
            backfilled = article(f"b{number}", body="summit", sorted_at=NOON - (200 + number) * DAY)
            add(crowded, backfilled, mention(AZ))
    day = Query(text="summit", since=NOON - 8 * DAY, until=NOON - 7 * DAY, limit=5)
    assert [fact.sorted_at for fact in reading.find(day, best_first=True).facts] == [NOON - 8 * DAY]


def test_of_equally_good_articles_the_newest_stand_first(crowded: Archive, reading: Reading) -> None:
    found = reading.find(Query(text="nine", limit=2), best_first=True)
    assert found.ids == tuple(fact.id for fact in found.facts[:2])
    assert found.more


def test_a_prefix_of_very_much_is_sought_by_its_usual_words(
    shelf: Archive, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = reading.find(Query(text="bord*", limit=9), best_first=True)
    assert exact.ids
    assert exact.instead == {}
    monkeypatch.setattr(openings, "WIDEST", 0)
    monkeypatch.setattr(openings, "OFTEN", 1)
    usual = reading.find(Query(text="bord*", limit=9), best_first=True)
    assert usual.ids == exact.ids
    assert "border" in usual.instead["bord*"]
    assert reading.find(Query(text="-bord*", limit=9), best_first=False).ids == (
        reading.find(Query(text="-border", limit=9), best_first=False).ids
    )
    none = reading.find(Query(text="zzz*", limit=9), best_first=True)
    assert (none.ids, none.instead) == ((), {})


def test_a_prefix_is_shown_where_it_stands(shelf: Archive, reading: Reading) -> None:
    found = reading.find(Query(text="bord*", limit=9), best_first=True)
    shown = reading.snippets(found.match, found.ids)
    assert shown.keys() == set(found.ids)
    assert all("\x02" in snippet for snippet in shown.values())


@pytest.mark.parametrize("text", ["NEAR(", '"half', "-border", "AND", "*", "\x00", "title:x", "border -crossing"])
def test_nothing_that_is_typed_is_an_error(shelf: Archive, reading: Reading, text: str) -> None:
    found = reading.find(Query(text=text, limit=5), best_first=True)
    reading.snippets(found.match, found.ids)


def test_what_needs_attention_is_named_the_worst_first(archive: Archive, reading: Reading) -> None:
    file(archive, feed_id=1, checked_at=NOON, failures=3, outcome="not_found", error="404 Not Found")
    file(archive, feed_id=2, checked_at=NOON, succeeded_at=NOON, newest_entry_at=NOON - 8 * DAY)
    assert [(one.source, one.state, one.error) for one in reading.attention()] == [
        ("gazette-en", "broken", "404 Not Found"),
        ("wire", "silent", ""),
    ]
    for number in range(60):
        read = "selector" if number < 50 else "blocks/2"
        add(archive, article(str(number), source="wire", extractor=read, sorted_at=NOON + number * DAY / 100))
    assert ("wire", "drifted", "its selectors find nothing any more") in [
        (one.source, one.state, one.error) for one in reading.attention()
    ]

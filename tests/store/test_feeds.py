"""What the archive keeps of sources, feeds, their entries and the runs that read them."""

from __future__ import annotations

import sqlite3
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.article import Entry
from monitor.model.fetch import Outcome
from monitor.model.filing import EntryKnown
from monitor.model.parsed import Wishes
from monitor.model.run import Counts
from monitor.model.source import FeedState, Rhythm
from monitor.model.verdict import New
from monitor.store import Archive, Reading
from monitor.store.columns import counts_of, counts_text, entry_of, entry_text
from tests.store.nouns import (
    GAZETTE,
    GAZETTE_FEED,
    HOUR,
    NOON,
    WIRE,
    WIRE_FEED,
    add,
    article,
    entry,
    fetch,
    file,
    filed,
)


def test_the_archive_mirrors_feeds_yaml(archive: Archive, reading: Reading) -> None:
    gazette, wire = reading.sources()
    assert (gazette.id, gazette.name, gazette.type, gazette.tier, gazette.owner) == (
        "gazette-en", "The Gazette", "newspaper", 2, "g",
    )  # fmt: skip
    assert (gazette.languages, gazette.country, wire.country) == (("en",), None, "AZ")
    assert [row.url for row in archive.feed_rows()] == [GAZETTE_FEED.url, WIRE_FEED.url]
    assert archive.value("SELECT cadence FROM feeds WHERE id = 2") == 20
    assert archive.value("SELECT kind FROM feeds WHERE id = 2") == "sitemap"


def test_what_vanishes_from_feeds_yaml_is_retired_and_comes_back(archive: Archive, reading: Reading) -> None:
    add(archive, article())
    file(archive, filed(1), etag="e")
    archive.mirror((WIRE,), (WIRE_FEED,), now=NOON + HOUR)
    archive.mirror((WIRE,), (WIRE_FEED,), now=NOON + 2 * HOUR)
    assert [row.url for row in archive.feed_rows()] == [WIRE_FEED.url]
    assert [(one.id, one.retired, one.articles, one.feeds) for one in reading.sources()] == [
        ("gazette-en", True, 1, 0),
        ("wire", False, 0, 1),
    ]
    assert archive.value("SELECT retired_at FROM sources WHERE id = 'gazette-en'") == "2026-11-23T13:00:00Z"
    assert archive.pending(now=NOON) == ()
    archive.mirror((GAZETTE, WIRE), (GAZETTE_FEED, WIRE_FEED), now=NOON)
    assert [row.id for row in archive.feed_rows()] == [1, 2]
    assert archive.feed_rows()[0].state.etag == "e"
    assert not any(one.retired for one in reading.sources())
    assert len(archive.pending(now=NOON)) == 1


def test_a_feed_of_another_kind_or_source_keeps_what_was_learned(archive: Archive) -> None:
    file(archive, etag="e")
    archive.mirror((GAZETTE, WIRE), (replace(GAZETTE_FEED, source="wire", kind="auto"),), now=NOON)
    row = archive.row("SELECT * FROM feeds WHERE url = ?", (GAZETTE_FEED.url,))
    assert row is not None
    assert (row["source"], row["kind"], row["etag"]) == ("wire", "auto", "e")


def test_all_that_is_learned_of_a_feed_is_kept(archive: Archive) -> None:
    times = iter(NOON + number * HOUR for number in range(20))
    texts = iter(f"text {number}" for number in range(20))
    values: dict[str, Any] = {
        field.name: next(times) if "datetime" in str(field.type) else next(texts) for field in fields(FeedState)
    }
    wishes = Wishes(ttl=HOUR, period=2 * HOUR, skip_hours=(1, 2), skip_days=(6,))
    rhythm = Rhythm(heard_at=NOON, exposure=2.5, hours=(0.5, *(1.0,) * 23), days=(0.25,) * 7)
    state = FeedState(**values | {"failures": 2, "gone": True, "wishes": wishes, "rhythm": rhythm})
    archive.file_feed(1, state=state, fetch=fetch(), filed=(), now=NOON)
    row, other = archive.feed_rows()
    assert row.state == state
    assert row.checked_at == state.checked_at
    assert other.state == FeedState()


def test_a_feed_is_new_until_something_was_filed_under_it(archive: Archive) -> None:
    file(archive)
    assert [row.first_add for row in archive.feed_rows()] == [True, True]
    file(archive, filed(1, "backfill"))
    assert [row.first_add for row in archive.feed_rows()] == [False, True]


def test_conversations_are_kept_and_pruned(archive: Archive) -> None:
    said = {"ms": 120, "bytes": 9, "entries": 3, "new": 2}
    archive.file_feed(1, state=FeedState(), fetch=fetch(**said), filed=(), now=NOON)
    late = fetch(at=NOON + HOUR, outcome="dns", status=None, error="no such host")
    archive.file_feed(1, state=FeedState(), fetch=late, filed=(), now=NOON)
    first, second = archive.rows("SELECT * FROM fetches ORDER BY id")
    assert {name: first[name] for name in said} == said
    assert (first["at"], first["status"], first["outcome"], first["error"]) == ("2026-11-23T12:00:00Z", 200, "ok", None)
    assert (second["status"], second["outcome"], second["error"]) == (None, "dns", "no such host")
    assert archive.prune_fetches(NOON + HOUR) == 1
    assert archive.value("SELECT outcome FROM fetches") == "dns"


@pytest.mark.parametrize("outcome", get_args(Outcome))
def test_every_way_a_fetch_ends_has_its_word(archive: Archive, outcome: Outcome) -> None:
    archive.file_feed(1, state=FeedState(), fetch=fetch(outcome=outcome), filed=(), now=NOON)


def test_an_entry_to_fetch_waits_with_all_that_was_said(archive: Archive) -> None:
    said: dict[str, Any] = {
        "summary": "s", "body": "a\nb", "published_raw": "Monday", "published": NOON, "updated": NOON + HOUR,
        "authors": ("A desk",), "categories": ("World", "Дипломатия"), "language": "en", "image_url": "https://x/i.png",
    }  # fmt: skip
    file(archive, filed(1, **said))
    (waiting,) = archive.pending(now=NOON)
    assert waiting.entry == entry(1, **said)
    assert (waiting.feed_id, waiting.entry_key, waiting.tries, waiting.article_id) == (1, "key-1", 0, None)


def test_the_newest_are_fetched_first(archive: Archive) -> None:
    file(archive, filed(1, published=NOON - HOUR), filed(2, published=NOON - 5 * HOUR), filed(3), now=NOON - 3 * HOUR)
    file(archive, filed(4, published=NOON), feed_id=2)
    assert [waiting.entry_key for waiting in archive.pending(now=NOON)] == ["key-4", "key-1", "key-3", "key-2"]
    assert [waiting.entry_key for waiting in archive.pending([1], now=NOON)] == ["key-1", "key-3", "key-2"]
    assert [waiting.entry_key for waiting in archive.pending([1, 2], now=NOON, limit=2)] == ["key-4", "key-1"]
    assert archive.pending([], now=NOON) == ()


@pytest.mark.parametrize("disposition", ["backfill", "old", "unlinked"])
def test_a_skipped_entry_is_recorded_and_not_fetched(archive: Archive, disposition: str) -> None:
    file(archive, filed(1, disposition, summary="kept"))
    assert archive.pending(now=NOON) == ()
    known = archive.entries_known(1, [("key-1", None)])
    assert known == {"key-1": EntryKnown(entry_key="key-1", entry_hash="h1", skipped=disposition)}
    assert entry_of(archive.value("SELECT pending FROM entries")).summary == "kept"
    file(archive, filed(1, "fetch"))
    assert [waiting.entry_key for waiting in archive.pending(now=NOON)] == ["key-1"], "it can be asked for later"


def test_what_is_known_of_entries(archive: Archive) -> None:
    article_id = add(archive, article("3"))
    file(archive, filed(1), filed(2, "seen", article_id=article_id))
    keys = [(f"key-{number}", f"gazette.example/{number}") for number in (1, 2, 3, 4)]
    assert archive.entries_known(1, keys) == {
        "key-1": EntryKnown(entry_key="key-1", entry_hash="h1", pending=True),
        "key-2": EntryKnown(entry_key="key-2", entry_hash="h1", article_id=article_id),
        "key-3": EntryKnown(entry_key="key-3", article_id=article_id),
    }
    assert archive.entries_known(2, keys).keys() == {"key-3"}, "entries are of one feed, addresses of all"
    assert archive.entries_known(1, []) == {}


def test_ten_thousand_entries_at_once(archive: Archive) -> None:
    many = [filed(number, "backfill") for number in range(10_000)]
    file(archive, *many)
    known = archive.entries_known(1, [(one.entry_key, one.url_key) for one in many])
    assert len(known) == 10_000


def test_a_sighting_moves_only_the_last_time(archive: Archive) -> None:
    file(archive, filed(1), filed(2, "old"))
    article_id = add(archive, article("1"))
    archive.settle(1, "key-1", article_id, now=NOON)
    file(archive, filed(1, "seen"), filed(2, "seen"), now=NOON + HOUR)
    first, second = archive.rows("SELECT * FROM entries ORDER BY entry_key")
    assert (first["seen_at"], first["last_at"]) == ("2026-11-23T12:00:00Z", "2026-11-23T13:00:00Z")
    assert first["article_id"] == article_id
    assert second["skipped"] == "old"
    assert second["pending"] is not None


def test_a_settled_entry_is_pending_no_more(archive: Archive, reading: Reading) -> None:
    file(archive, filed(1))
    file(archive, filed(7, "seen"), feed_id=2)
    article_id = add(archive, article("1"))
    archive.settle(1, "key-1", article_id, now=NOON)
    archive.settle(2, "key-7", article_id, now=NOON)
    assert archive.pending(now=NOON) == ()
    assert archive.entries_known(1, [("key-1", None)])["key-1"].article_id == article_id
    assert reading.show(article_id).feeds == (GAZETTE_FEED.url, WIRE_FEED.url)
    assert [one.articles for one in reading.health()] == [1, 1]


def test_a_page_that_failed_is_tried_again_later(archive: Archive, reading: Reading) -> None:
    file(archive, filed(1), filed(2))
    archive.page_failed(1, "key-1", outcome="timeout", error="30 s", retry_at=NOON + HOUR, now=NOON)
    assert [waiting.entry_key for waiting in archive.pending(now=NOON)] == ["key-2"]
    assert [waiting.tries for waiting in archive.pending(now=NOON + HOUR) if waiting.entry_key == "key-1"] == [1]
    file(archive, filed(1), now=NOON)
    assert [waiting.entry_key for waiting in archive.pending(now=NOON)] == ["key-2"], "said again, it still rests"
    health = next(one for one in reading.health() if one.id == 1)
    assert (health.pages_pending, health.pages_failed, health.page_error) == (2, 1, "30 s")
    file(archive, filed(1, entry_hash="h2"), now=NOON)
    assert sorted(waiting.tries for waiting in archive.pending(now=NOON)) == [0, 0], "what changed is tried anew"


def test_an_entry_given_up_keeps_what_was_said(archive: Archive, reading: Reading) -> None:
    file(archive, filed(1, title="Only a title"))
    archive.give_up(1, "key-1", outcome="private_address", error="10.0.0.1 is private", now=NOON)
    assert archive.pending(now=NOON + 99 * HOUR) == ()
    assert archive.entries_known(1, [("key-1", None)])["key-1"].skipped == "failed"
    assert entry_of(archive.value("SELECT pending FROM entries")).title == "Only a title"
    health = next(one for one in reading.health() if one.id == 1)
    assert (health.pages_pending, health.pages_failed, health.page_error) == (0, 1, "10.0.0.1 is private")


def test_the_entrys_own_words_leave_the_pages_error_in_health(archive: Archive, reading: Reading) -> None:
    file(archive, filed(1), filed(2))
    archive.settle(1, "key-1", add(archive, article("1")), now=NOON, outcome="not_found", error="404")
    archive.settle(1, "key-2", add(archive, article("2")), now=NOON)
    health = next(one for one in reading.health() if one.id == 1)
    assert (health.pages_failed, health.page_error, health.page_outcomes) == (1, "404", {"not_found": 1})


def test_pages_are_looked_at_again_when_due(archive: Archive) -> None:
    file(archive, filed(1, guid="g"), filed(2))
    made = article("1", summary="s", authors=("A desk",), published_raw="Monday", language="en")
    first = archive.apply(
        New(article=made), (), run_id=1, tagger="t", page_etag="e", page_last_modified="m", recheck_at=NOON + HOUR
    )
    second = add(archive, article("2"))
    archive.settle(1, "key-1", first, now=NOON)
    archive.settle(1, "key-2", second, now=NOON)
    file(archive, filed(1, "seen", article_id=first), feed_id=2)
    assert archive.rechecks(now=NOON) == ()
    (due,) = archive.rechecks(now=NOON + HOUR)
    assert (due.feed_id, due.entry_key, due.article_id, due.url) == (1, "key-1", first, "https://gazette.example/1")
    assert (due.etag, due.last_modified, due.checks) == ("e", "m", 0)
    assert due.entry == Entry(
        guid="g", url="https://gazette.example/1", title="Title 1", summary="s", published_raw="Monday", published=NOON,
        authors=("A desk",), language="en",
    )  # fmt: skip
    assert [one.feed_id for one in archive.rechecks([2], now=NOON + HOUR)] == [2]
    assert archive.rechecks([], now=NOON + HOUR) == ()
    archive.rechecked(first, recheck_at=NOON + 5 * HOUR, etag="e2")
    assert archive.rechecks(now=NOON + HOUR) == ()
    (again,) = archive.rechecks(now=NOON + 5 * HOUR)
    assert (again.checks, again.etag, again.last_modified) == (1, "e2", None)


def recheckable(archive: Archive, **said: Any) -> int:
    """An article of entry 1 of the Gazette's feed, whose page is due to be looked at again."""
    file(archive, filed(1))
    made = New(article=article("1", **said))
    article_id = archive.apply(made, (), run_id=1, tagger="t", recheck_at=NOON)
    archive.settle(1, "key-1", article_id, now=NOON)
    assert len(archive.rechecks(now=NOON)) == 1
    return article_id


def test_a_feed_that_is_switched_off_is_not_looked_at_again(archive: Archive) -> None:
    recheckable(archive)
    archive.mirror((WIRE,), (WIRE_FEED,), now=NOON)
    assert archive.rechecks(now=NOON) == ()


def test_a_page_that_is_to_be_fetched_anyway_is_not_looked_at_again(archive: Archive) -> None:
    article_id = recheckable(archive)
    file(archive, filed(1, entry_hash="h2"))
    assert archive.rechecks(now=NOON) == ()
    (waiting,) = archive.pending(now=NOON)
    assert waiting.article_id == article_id, "it is known which article changed"


@pytest.mark.parametrize("dated_by", ["page", "url", "sighting"])
def test_only_the_feeds_own_time_is_handed_back_as_the_feeds(archive: Archive, dated_by: str) -> None:
    recheckable(archive, dated_by=dated_by, published_raw="Monday")
    (due,) = archive.rechecks(now=NOON)
    assert (due.entry.published, due.entry.published_raw) == (None, None)


def test_an_entry_given_up_that_is_wanted_again_starts_anew(archive: Archive) -> None:
    file(archive, filed(1))
    archive.give_up(1, "key-1", outcome="timeout", error="30 s", now=NOON)
    file(archive, filed(1))
    assert [waiting.tries for waiting in archive.pending(now=NOON)] == [0]


def test_a_feed_is_filed_whole_or_not_at_all(archive: Archive) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        file(archive, filed(1), filed(2, "seen", article_id=404), etag="new")
    assert archive.pending(now=NOON) == ()
    assert archive.feed_rows()[0].state == FeedState()
    assert archive.value("SELECT count(*) FROM fetches") == 0


def test_runs_are_recorded(archive: Archive, reading: Reading) -> None:
    counts = Counts(feeds=3, new=2, pending=1)
    archive.finish_run(1, outcome="partial", counts=counts, error="2 feeds failed", now=NOON + HOUR)
    archive.start_run("collect", now=NOON + HOUR, version="0.1.0", host="desk")
    archive.start_run("digest", now=NOON + HOUR, version="0.1.0", host="desk")
    assert archive.close_stale_runs(NOON + 2 * HOUR) == 1, "a digest has a lock of its own"
    digest, stale, run = reading.runs()
    assert (run.verb, run.started_at, run.finished_at) == ("collect", NOON, NOON + HOUR)
    assert (run.outcome, run.counts, run.error) == ("partial", counts, "2 feeds failed")
    assert (stale.outcome, stale.finished_at) == ("interrupted", NOON + 2 * HOUR)
    assert (digest.verb, digest.finished_at) == ("digest", None)
    assert [one.id for one in reading.runs(limit=1)] == [digest.id]
    assert archive.close_stale_runs(NOON, verb="digest") == 1


times = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)).map(  # noqa: DTZ001 - bounds
    lambda moment: moment.replace(microsecond=0)
)
text = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
entries = st.builds(
    Entry,
    guid=st.none() | text.filter(bool),
    url=st.none() | text.filter(bool),
    title=text,
    summary=text,
    body=text,
    published_raw=st.none() | text.filter(bool),
    published=st.none() | times,
    updated=st.none() | times,
    authors=st.lists(text).map(tuple),
    categories=st.lists(text).map(tuple),
    language=st.none() | text.filter(bool),
    image_url=st.none() | text.filter(bool),
)


@given(entries)
def test_entries_come_back_as_they_were(said: Entry) -> None:
    assert entry_of(entry_text(said)) == said


@given(st.text(st.sampled_from("\0\\u0a"), max_size=12))
def test_nul_is_replaced_and_nothing_else(said: str) -> None:
    assert entry_of(entry_text(Entry(title=said))).title == said.replace("\0", "?")


@pytest.mark.parametrize(
    "stored",
    ["{}", '{"v":0,"title":null,"authors":"x","published":"yesterday"}', '{"v":99,"mood":"calm","updated":7,"url":[]}'],
)
def test_entries_of_other_versions_are_read_as_far_as_they_go(stored: str) -> None:
    assert entry_of(stored) == Entry()


def test_counts_of_other_versions_are_read_as_far_as_they_go() -> None:
    assert counts_of('{"new": 4, "digested": 2, "seen": null}') == Counts(new=4)
    assert counts_of(counts_text(Counts(new=4, seen=1))) == Counts(new=4, seen=1)


def test_every_state_of_health(archive: Archive, reading: Reading) -> None:
    week = timedelta(days=7)
    states: list[tuple[str, dict[str, Any]]] = [
        ("new", {}),
        ("ok", {"checked_at": NOON, "succeeded_at": NOON, "newest_entry_at": NOON - week}),
        ("ok", {"checked_at": NOON, "succeeded_at": NOON}),
        ("silent", {"checked_at": NOON, "succeeded_at": NOON, "newest_entry_at": NOON - week - HOUR}),
        ("failing", {"checked_at": NOON, "failures": 1, "newest_entry_at": NOON - 2 * week, "outcome": "dns"}),
        ("failing", {"checked_at": NOON, "failures": 2}),
        ("broken", {"checked_at": NOON, "failures": 3, "error": "no such host"}),
        ("gone", {"checked_at": NOON, "failures": 3, "gone": True, "outcome": "gone"}),
    ]
    for expected, state in states:
        file(archive, **state)
        health = {one.id: one for one in reading.health()}
        assert health[1].state == expected
        assert health[1].outcome == state.get("outcome")
        assert health[1].error == state.get("error")
    assert [one.id for one in reading.health()] == [1, 2], "those that need attention first"
    archive.mirror((GAZETTE, WIRE), (), now=NOON)
    assert [one.state for one in reading.health()] == ["gone", "off"]


def test_article_selectors_that_find_nothing_any_more_are_drifted_and_not_quiet(
    archive: Archive, reading: Reading
) -> None:
    def read_by(extractor: str, numbers: range) -> str:
        for number in numbers:
            add(archive, article(str(number), extractor=extractor, sorted_at=NOON + number * HOUR))
        file(archive, checked_at=NOON, succeeded_at=NOON)
        return next(one.state for one in reading.health() if one.id == 1)

    assert read_by("blocks/1", range(10)) == "ok", "it has no selectors"
    assert read_by("selector", range(10, 20)) == "ok"
    assert read_by("blocks/1", range(20, 27)) == "ok", "a few of another layout"
    assert read_by("blocks/1", range(27, 28)) == "drifted"
    told = next(one for one in reading.health() if one.id == 1)
    assert "markup has changed" in (told.error or "")
    assert read_by("selector", range(28, 29)) == "ok"

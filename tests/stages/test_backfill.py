"""What is no news although it is new to us: the past of a source, and archives that are brought out again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.model.article import Entry
from monitor.model.filing import FeedRow, Filed
from monitor.model.source import FeedState
from monitor.stages.backfill import judged, marked
from tests.store.nouns import article

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def row(**said: Any) -> FeedRow:
    usual: dict[str, Any] = {"id": 1, "url": "u", "first_add": False, "added_at": NOW - timedelta(days=90)}
    return FeedRow(**{**usual, "state": FeedState(succeeded_at=NOW - HOUR), **said})


def filed(number: int, hours: float | None, **said: Any) -> Filed:
    published = None if hours is None else NOW - timedelta(hours=hours, seconds=number)
    entry = Entry(url=f"https://example.org/{number}", title=f"T{number}", published=said.pop("published", published))
    usual: dict[str, Any] = {"entry_key": str(number), "entry_hash": "h", "url_key": "k", "disposition": "fetch"}
    return Filed(entry=entry, **usual | said)


def stale(entries: list[Filed], at: FeedRow) -> list[int]:
    return [int(one.entry_key) for one in marked(entries, at, now=NOW) if one.backfill]


def test_r20_what_a_source_published_before_it_was_added_is_no_news():
    first = row(first_add=True, added_at=NOW, state=FeedState())
    assert stale([filed(1, 0.5), filed(2, 30), filed(3, None)], first) == [1, 2, 3]


def test_r20_what_came_between_adding_a_source_and_first_reaching_it_is_news():
    first = row(first_add=True, added_at=NOW - 3 * HOUR, state=FeedState())
    assert stale([filed(1, 1), filed(2, 4)], first) == [2]


def test_r20_a_second_feed_of_a_known_source_brings_only_what_came_since_the_source_was_heard():
    second = row(first_add=True, heard_at=NOW - HOUR, state=FeedState())
    assert stale([filed(1, 0.5), filed(2, 2), filed(3, None)], second) == [2, 3]


def test_a_few_late_entries_are_news_but_what_is_a_month_old_is_not():
    assert stale([filed(1, 0.1), filed(2, 50), filed(3, 24 * 40)], row()) == [3]


def test_r20_an_archive_that_is_brought_out_again_is_no_news():
    again = [filed(number, 24 * (2 + number)) for number in range(1, 25)]
    assert stale([filed(30, 0.2), *again], row()) == list(range(1, 25))


def test_r20_nor_is_one_that_bears_the_minute_of_its_import():
    stamp = NOW - timedelta(minutes=7)
    assert len(stale([filed(number, None, published=stamp) for number in range(40)], row())) == 40


def test_a_feed_that_gives_days_only_may_bring_many_of_one_day():
    midnight = NOW.replace(hour=0)
    assert stale([filed(number, None, published=midnight) for number in range(40)], row()) == []


def test_r20_nor_is_an_undated_feed_of_which_nothing_is_known_any_more():
    entries = [filed(number, None) for number in range(30)]
    assert len(stale(entries, row())) == 30
    assert stale(entries, row(state=FeedState(succeeded_at=NOW - timedelta(days=9)))) == []  # we were away
    assert stale([*entries, filed(31, None, disposition="seen", article_id=1)], row()) == []


def test_an_articles_own_date_says_so_too():
    made = article(published_at=NOW - 3 * HOUR, seen_at=NOW)
    assert judged(made, backfill=False, added_at=NOW - 2 * HOUR).backfill
    assert not judged(made, backfill=False, added_at=NOW - 4 * HOUR).backfill
    assert judged(made, backfill=True, added_at=None).backfill

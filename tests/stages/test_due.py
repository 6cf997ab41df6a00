"""When feeds are asked, and what is learned from how they answered."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import Outcome
from monitor.model.article import Entry
from monitor.model.fetch import Fetched, Hold
from monitor.model.filing import FeedRow
from monitor.model.parsed import Parsed, Wishes
from monitor.model.settings import Settings
from monitor.model.source import Feed, FeedState
from monitor.stages.due import after, due, hold, in_full, next_recheck

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # a Monday
URL = "https://news.example.org/rss"
FEED = Feed(source="example", url=URL, every=timedelta(minutes=30))
SETTINGS = Settings()
HASTY = Settings(every_min=timedelta(seconds=1))
ITEMS = Parsed(format="rss2", entries=(Entry(title="Talks", published=NOW - timedelta(hours=1)),))


def row(url: str = URL, **state: Any) -> FeedRow:
    return FeedRow(id=abs(hash(url)), url=url, state=FeedState(**state), first_add=False)


def fields(state: FeedState) -> dict[str, Any]:
    return {name: getattr(state, name) for name in state.__slots__}


def answer(status: int = 200, outcome: Outcome = "ok", **headers: str) -> Fetched:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Fetched(url=URL, final_url=URL, outcome=outcome, status=status, headers=named, body=b"<rss/>")


def learn(
    state: FeedState,
    fetched: Fetched,
    parsed: Parsed | None = ITEMS,
    *,
    outcome: Outcome | None = None,
    now: datetime = NOW,
    feed: Feed = FEED,
    error: str = "",
) -> FeedState:
    ended = outcome or fetched.outcome
    read = parsed if ended == "ok" else None
    return after(state, fetched, read, feed=feed, outcome=ended, now=now, settings=SETTINGS, error=error)


def wait(state: FeedState) -> timedelta:
    assert state.next_check_at is not None
    return state.next_check_at - NOW


# Which are due


def test_feeds_never_asked_come_first_then_the_longest_overdue() -> None:
    rows = [
        row("https://a.example/", next_check_at=NOW - timedelta(minutes=1)),
        row("https://b.example/"),
        row("https://c.example/", next_check_at=NOW - timedelta(hours=1)),
        row("https://d.example/", next_check_at=NOW + timedelta(seconds=1)),
        row("https://e.example/", next_check_at=NOW),
    ]
    assert [found.url[8] for found in due(rows, now=NOW)] == ["b", "c", "a", "e"]
    assert len(due(rows, now=NOW, force=True)) == 5


def test_nothing_overrides_a_hold_or_a_410() -> None:
    held = row("https://a.example/", hold_until=NOW + timedelta(minutes=5), next_check_at=NOW - timedelta(hours=1))
    gone = row("https://b.example/", gone=True)
    assert due([held, gone], now=NOW, force=True) == ()
    assert due([held], now=NOW + timedelta(minutes=5)) == (held,)


def test_f21_a_place_at_rest_is_asked_for_none_of_its_feeds() -> None:
    beside, elsewhere = row("https://NEWS.example/b"), row("https://other.example/b")
    moved_there = row("https://old.example/", moved_to="https://news.example/c", moved_since=NOW - timedelta(days=9))
    assert due([beside, elsewhere, moved_there], now=NOW, force=True, resting={"news.example"}) == (elsewhere,)
    assert len(due([beside, elsewhere, moved_there], now=NOW)) == 3


def test_f21_who_says_it_is_meant_by_host_and_port() -> None:
    said = replace(answer(429, "rate_limited", retry_after="60"), final_url="https://News.example:8443/b?c")
    assert hold(said, now=NOW) == Hold(place="news.example:8443", until=NOW + timedelta(minutes=1), url=said.final_url)
    assert hold(answer(200, retry_after="60"), now=NOW) is None


def test_f21_a_feed_that_was_left_alone_with_its_host_has_not_failed() -> None:
    state = FeedState(failures=0, next_check_at=NOW, checked_at=NOW - timedelta(hours=1))
    spared = replace(answer(429, "rate_limited", retry_after="60"), status=None, requests=0)
    after_it = learn(state, spared, error="left alone")
    assert after_it == replace(state, outcome="rate_limited", error="left alone")


@pytest.mark.parametrize(
    "state",
    [
        {"next_check_at": NOW + timedelta(days=33)},
        {"next_check_at": NOW + timedelta(days=20), "checked_at": NOW + timedelta(days=20)},
        {"hold_until": NOW + timedelta(days=400)},
    ],
)
def test_r06_what_a_wrong_clock_put_off_is_healed(state: dict[str, Any]) -> None:
    assert due([row(**state)], now=NOW)


def test_a_wish_of_a_month_is_no_wrong_clock() -> None:
    assert due([row(next_check_at=NOW + timedelta(days=31), checked_at=NOW)], now=NOW) == ()


# Validators


def test_f02_f03_f04_validators_are_kept_byte_for_byte() -> None:
    said: dict[str, Any] = {"etag": 'W/"a  b"', "last_modified": "Mon,  23 Nov 2026 9:00:00 gmt"}
    state = learn(FeedState(), answer(**said))
    assert (state.etag, state.last_modified) == (said["etag"], said["last_modified"])


def test_f05_a_new_etag_replaces_the_old_one_also_over_the_same_body() -> None:
    state = learn(FeedState(), answer(etag='"1"'))
    assert learn(state, answer(etag='"2"')).etag == '"2"'


def test_f06_a_304_with_new_validators_renews_them_and_one_without_keeps_them() -> None:
    state = learn(FeedState(), answer(etag='"1"', last_modified="then"))
    state = learn(state, answer(304, "not_modified", etag='"2"'))
    assert (state.etag, state.last_modified) == ('"2"', "then")
    assert learn(state, answer(304, "not_modified")).etag == '"2"'


def test_f07_a_200_without_validators_clears_them() -> None:
    state = learn(FeedState(etag='"1"', last_modified="then"), answer())
    assert (state.etag, state.last_modified) == (None, None)


@pytest.mark.parametrize("outcome", ["parse_error", "html", "empty", "too_large", "cpu"])
def test_f08_validators_of_what_could_not_be_read_are_not_kept(outcome: Outcome) -> None:
    before = FeedState(etag='"1"', last_modified="then", body_hash="old", succeeded_at=NOW - timedelta(days=1))
    state = learn(before, answer(etag='"2"'), outcome=outcome, error="an XML document, which is no feed")
    assert (state.etag, state.last_modified, state.body_hash) == ('"1"', "then", "old")
    assert state.succeeded_at == before.succeeded_at
    assert (state.outcome, state.error) == (outcome, "an XML document, which is no feed")


def test_f40_a_server_error_keeps_the_validators() -> None:
    state = learn(FeedState(etag='"1"'), answer(500, "http_error"))
    assert state.etag == '"1"'


def test_f11_after_a_week_of_304s_one_request_goes_without_validators() -> None:
    state = learn(FeedState(), answer(etag='"1"'))
    for day in range(1, 7):
        state = learn(state, answer(304, "not_modified", etag='"1"'), now=NOW + timedelta(days=day))
        assert not in_full(state, now=NOW + timedelta(days=day), settings=SETTINGS)
    assert state.etag == '"1"'
    assert in_full(state, now=NOW + timedelta(days=7), settings=SETTINGS)
    state = learn(state, answer(etag='"1"'), now=NOW + timedelta(days=7))
    assert not in_full(state, now=NOW + timedelta(days=8), settings=SETTINGS)


def test_f16_a_304_does_not_forget_what_the_feed_asked_for() -> None:
    asked = replace(ITEMS, wishes=Wishes(ttl=timedelta(hours=6)))
    state = learn(FeedState(), answer(etag='"1"'), asked)
    state = learn(state, answer(304, "not_modified"), now=NOW + timedelta(hours=6))
    assert wait(state) >= timedelta(hours=12)
    assert wait(learn(state, answer(), ITEMS)) < timedelta(hours=1)


def test_f14_nothing_is_put_off_for_more_than_31_days() -> None:
    for number in range(20):
        feed = replace(FEED, url=f"{URL}/{number}")
        assert wait(learn(FeedState(), answer(cache_control="max-age=99999999"), feed=feed)) <= timedelta(days=31)


def test_f12_a_304_is_healthy() -> None:
    state = learn(FeedState(failures=3, error="HTTP 500"), answer(304, "not_modified"))
    assert (state.failures, state.error, state.outcome, state.succeeded_at) == (0, None, "not_modified", NOW)


# Freshness


@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        ({}, 27, 31),
        ({"cache_control": "no-cache"}, 27, 31),
        ({"cache_control": "max-age=0, must-revalidate"}, 27, 31),
        ({"cache_control": "max-age=60"}, 27, 31),  # sooner than our own cadence
        ({"cache_control": "public, max-age=7200"}, 120, 121),
        ({"cache_control": 'max-age="7200"', "age": "3600"}, 60, 61),
        ({"cache_control": "s-maxage=7200"}, 27, 31),
        ({"cache_control": "max-age=9999999999"}, 31 * 1440, 31 * 1440 + 1),
        ({"cache_control": "max-age=-5"}, 27, 31),
        ({"expires": "Mon, 23 Nov 2026 12:00:00 GMT"}, 120, 121),
        ({"expires": "Mon, 23 Nov 2026 12:00:00 GMT", "age": "3600"}, 60, 61),
        # a server whose clock is a day behind, and one a year ahead
        ({"expires": "Sun, 22 Nov 2026 12:00:00 GMT", "date": "Sun, 22 Nov 2026 10:00:00 GMT"}, 120, 121),
        ({"expires": "Tue, 23 Nov 2027 12:00:00 GMT", "date": "Tue, 23 Nov 2027 10:00:00 GMT"}, 120, 121),
        ({"expires": "0"}, 27, 31),
        ({"expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, 27, 31),
        ({"cache_control": "max-age=7200", "expires": "0"}, 120, 121),
    ],
)
def test_f14_f15_freshness_is_a_not_before(headers: dict[str, Any], least: float, most: float) -> None:
    state = learn(FeedState(), answer(**headers))
    assert timedelta(minutes=least) <= wait(state) <= timedelta(minutes=most)


@pytest.mark.parametrize(
    ("wishes", "least", "most"),
    [
        (Wishes(ttl=timedelta(minutes=90)), 90, 91),
        (Wishes(ttl=timedelta(minutes=1)), 27, 31),
        (Wishes(ttl=timedelta(days=300)), 1440, 1441),  # news is asked for daily at least
        (Wishes(period=timedelta(hours=4)), 240, 241),
        (Wishes(skip_hours=(10, 11)), 120, 151),
        (Wishes(skip_days=(0,)), 14 * 60, 14 * 60 + 31),  # ... and not all at midnight
        (Wishes(skip_hours=tuple(range(24)), skip_days=tuple(range(7))), 0, 9 * 1440),  # there is always a next time
    ],
)
def test_f16_what_a_feed_asks_for_is_honoured(wishes: Wishes, least: float, most: float) -> None:
    state = learn(FeedState(), answer(), replace(ITEMS, wishes=wishes))
    assert timedelta(minutes=least) <= wait(state) <= timedelta(minutes=most)


def test_f24_polls_are_spread_and_off_the_round_minute() -> None:
    feeds = [replace(FEED, url=f"https://example.org/{number}") for number in range(100)]
    checks = [learn(FeedState(), answer(), feed=feed).next_check_at for feed in feeds]
    assert all(check is not None and check.second for check in checks)
    assert len(set(checks)) > 60
    assert checks == [learn(FeedState(), answer(), feed=feed).next_check_at for feed in feeds]  # no dice


def test_the_minimum_is_one_also_for_polls_that_are_spread() -> None:
    for number in range(50):
        feed = replace(FEED, url=f"https://example.org/{number}", every=SETTINGS.every_min)
        assert timedelta(minutes=10) <= wait(learn(FeedState(), answer(), feed=feed)) <= timedelta(minutes=14)
        hasty = replace(feed, every=timedelta(seconds=2))
        state = after(FeedState(), answer(), ITEMS, feed=hasty, outcome="ok", now=NOW, settings=HASTY)
        assert timedelta(seconds=1) <= wait(state) <= timedelta(seconds=4)


# Pressure


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("3600", timedelta(hours=1)),
        ("Mon, 23 Nov 2026 12:00:00 GMT", timedelta(hours=2)),
        ("315360000", timedelta(days=7)),
        ("9" * 30, None),
        ("-1", None),
        ("soon", None),
        ("Mon, 23 Nov 2020 12:00:00 GMT", None),
        ("0", None),
    ],
)
def test_f17_to_f20_retry_after_is_a_hold_within_reason(status: int, said: str, expected: Any) -> None:
    outcome: Outcome = "rate_limited" if status == 429 else "http_error"
    state = learn(FeedState(), answer(status, outcome, retry_after=said))
    assert state.hold_until == (NOW + expected if expected else None)
    assert wait(state) >= (expected or timedelta(hours=1))


def test_f18_a_retry_after_date_is_read_by_the_servers_clock() -> None:
    headers = {"retry_after": "Tue, 23 Nov 2027 12:00:00 GMT", "date": "Tue, 23 Nov 2027 11:00:00 GMT"}
    assert learn(FeedState(), answer(429, "rate_limited", **headers)).hold_until == NOW + timedelta(hours=1)


def test_a_hold_ends_with_the_next_answer() -> None:
    state = learn(FeedState(), answer(429, "rate_limited", retry_after="60"))
    assert learn(state, answer(), now=NOW + timedelta(hours=2)).hold_until is None


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(429, "rate_limited"), (503, "http_error"), (404, "not_found"), (500, "http_error"), (None, "timeout")],
)
def test_f22_failures_back_off_but_never_for_good(status: int, outcome: Outcome) -> None:
    state, waits = FeedState(), []
    for _ in range(20):
        state = learn(state, Fetched(url=URL, final_url=URL, outcome=outcome, status=status))
        waits.append(wait(state))
    assert all(later >= sooner * 0.9 for sooner, later in pairwise(waits))
    assert waits[3] > 3 * waits[0]
    assert waits[-1] <= SETTINGS.every_max * 1.1
    assert state.failures == 20
    assert not state.gone
    assert learn(state, answer()).failures == 0


def test_f22_pressure_is_answered_by_a_longer_wait_than_a_broken_line() -> None:
    assert wait(learn(FeedState(), answer(429, "rate_limited"))) >= timedelta(hours=1)
    assert wait(learn(FeedState(), answer(500, "http_error"))) < timedelta(hours=1)


def test_f29_a_410_ends_it_until_it_answers_again() -> None:
    state = learn(FeedState(etag='"1"'), answer(410, "gone"))
    assert state.gone
    assert due([row(**fields(state))], now=NOW + timedelta(days=99)) == ()
    assert not learn(state, answer()).gone


# What is learned besides


def test_the_newest_entry_is_remembered_but_none_of_the_future() -> None:
    entries = (
        Entry(published=NOW - timedelta(days=1)),
        Entry(published=NOW + timedelta(hours=5)),
        Entry(published=NOW - timedelta(hours=2)),
        Entry(),
    )
    state = learn(FeedState(), answer(), Parsed(format="atom", entries=entries))
    assert state.newest_entry_at == NOW - timedelta(hours=2)
    assert learn(state, answer(), Parsed(format="atom")).newest_entry_at == NOW - timedelta(hours=2)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            name: st.text(max_size=40) | st.from_regex(r"[\w ,=:;-]{0,40}", fullmatch=True)
            for name in ("cache_control", "expires", "age", "date", "retry_after", "etag")
        },
    ),
    st.sampled_from([(200, "ok"), (304, "not_modified"), (429, "rate_limited"), (404, "not_found"), (None, "timeout")]),
    st.integers(0, 500),
)
def test_whatever_a_server_says_there_is_a_next_time(headers: dict[str, str], ended: Any, failures: int) -> None:
    status, outcome = ended
    state = learn(FeedState(failures=failures), answer(status, outcome, **headers))
    assert timedelta() < wait(state) <= timedelta(days=33)
    assert due([row(**fields(state))], now=NOW + timedelta(days=33))


@pytest.mark.parametrize(
    ("age", "checks", "expected"),
    [
        (timedelta(0), 0, timedelta(hours=2)),
        (timedelta(hours=3), 1, timedelta(hours=6)),
        (None, 2, timedelta(hours=16)),
        (timedelta(0), 3, None),
        (timedelta(days=3), 0, None),
    ],
)
def test_a_page_is_looked_at_again_ever_less(age: timedelta | None, checks: int, expected: Any) -> None:
    published = NOW - age if age is not None else None
    assert next_recheck(NOW, published, checks, NOW) == (NOW + expected if expected else None)

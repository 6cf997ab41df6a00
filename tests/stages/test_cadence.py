"""F25: a feed is asked as often as it publishes, within bounds, and less in the hours in which it is silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.model.source import Rhythm
from monitor.stages.cadence import heard, interval
from monitor.store.columns import rhythm_of, rhythm_text

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
USUAL, SHORTEST, LONGEST = timedelta(minutes=30), timedelta(minutes=10), DAY


def wait(rhythm: Rhythm | None, *, now: datetime = NOW, usual: timedelta = USUAL) -> timedelta:
    return interval(rhythm, usual=usual, shortest=SHORTEST, longest=LONGEST, now=now)


def evenly(a_day: float, days: float = 10) -> list[datetime]:
    return [NOW - DAY * (number / a_day) for number in range(1, int(a_day * days))]


def test_f25_a_feed_of_which_nothing_is_known_is_asked_as_often_as_is_usual():
    assert wait(None) == USUAL
    assert abs(wait(heard(None, [], now=NOW)) - USUAL) < timedelta(minutes=1)


def test_f25_busy_feeds_are_asked_more_often_and_quiet_ones_less_within_the_bounds():
    waits = [wait(heard(None, evenly(a_day), now=NOW)) for a_day in (500, 100, 24, 5, 1, 0.3)]
    assert waits == sorted(waits)
    assert waits[0] == SHORTEST
    assert waits[1] < USUAL < waits[3]
    assert 3 * HOUR < waits[-1] < LONGEST


def test_f25_a_feed_that_falls_silent_is_asked_less_and_less_but_never_given_up():
    rhythm = heard(None, evenly(24), now=NOW)
    waits = []
    for days in (1, 5, 20, 60, 400):
        rhythm = heard(rhythm, [], now=NOW + days * DAY)
        waits.append(wait(rhythm, now=NOW + days * DAY))
    assert waits == sorted(waits)
    assert waits[-1] <= LONGEST


def test_f25_and_is_asked_more_often_again_when_it_wakes():
    rhythm = heard(None, evenly(1), now=NOW)
    before = wait(rhythm)
    after = heard(rhythm, [NOW + number * HOUR / 4 for number in range(1, 97)], now=NOW + DAY)
    assert wait(after, now=NOW + DAY) < before / 1.25


def test_f25_the_hours_and_days_of_an_outlet_are_learnt():
    mornings = [
        NOW.replace(hour=7, minute=minute) - days * DAY
        for days in range(1, 29)
        for minute in range(0, 60, 12)
        if (NOW - days * DAY).weekday() < 5
    ]
    rhythm = heard(None, mornings, now=NOW)
    at_seven, at_night = wait(rhythm, now=NOW.replace(hour=7)), wait(rhythm, now=NOW.replace(hour=18))
    saturday = wait(rhythm, now=NOW.replace(hour=7) + 5 * DAY)
    assert at_seven < USUAL < at_night
    assert at_seven < saturday


def test_f25_the_usual_cadence_of_a_feed_scales_its_own():
    rhythm = heard(None, evenly(20), now=NOW)
    assert wait(rhythm, usual=timedelta(minutes=20)) < wait(rhythm) < wait(rhythm, usual=HOUR)


def test_entries_of_one_minute_count_once_and_those_of_the_future_not_at_all():
    stamped = heard(None, [NOW - HOUR] * 300, now=NOW)
    assert sum(stamped.hours) == 1
    assert sum(heard(None, [NOW + HOUR, NOW - HOUR], now=NOW).hours) == 1
    again = heard(stamped, [NOW - HOUR], now=NOW + HOUR)
    assert 0.9 < sum(again.hours) < 1, "what was counted is not counted again, and fades"


def test_one_old_entry_at_the_end_of_a_feed_makes_it_no_quiet_one():
    pinned = heard(None, [datetime(2011, 1, 1, tzinfo=UTC), *evenly(24)], now=NOW)
    assert wait(pinned) == wait(heard(None, evenly(24), now=NOW))


FIRST, LAST = NOW.replace(year=2020, tzinfo=None), NOW.replace(year=2027, tzinfo=None)
moments = st.lists(st.datetimes(FIRST, LAST, timezones=st.just(UTC)), max_size=60)


@given(st.lists(moments, max_size=4), st.integers(0, 4000))
def test_whatever_a_feed_says_the_interval_keeps_its_bounds(documents: Sequence[list[datetime]], minutes: int):
    rhythm, now = None, NOW
    for document in documents:
        now += timedelta(minutes=minutes)
        rhythm = heard(rhythm, document, now=now)
    assert SHORTEST <= wait(rhythm, now=now) <= LONGEST
    kept = rhythm_of(rhythm_text(rhythm))
    assert abs(wait(kept, now=now) - wait(rhythm, now=now)) < timedelta(minutes=2)

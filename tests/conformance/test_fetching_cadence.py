"""F13 to F16 and F24: when a feed is asked again, by our minimum, by what its headers and by what its text ask for.

One desk: on Monday at ten, at once again, after forty-five minutes, after three hours and a half.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from tests.conformance.week import MONDAY, Week, answer, items
from tests.press_room import PressRoom

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SLACK = HOUR / 2  # within which a poll is spread


def dated(after: timedelta) -> str:
    return format_datetime(MONDAY + after, usegmt=True)


def hourly(period: str, frequency: int) -> str:
    return f"<sy:updatePeriod>{period}</sy:updatePeriod><sy:updateFrequency>{frequency}</sy:updateFrequency>"


ELEVEN_TO_THREE = "<skipHours>" + "".join(f"<hour>{hour}</hour>" for hour in range(10, 15)) + "</skipHours>"
HEADERS = {
    "f13": answer(items("one")),
    "max-age": answer(items("one"), cache_control="public, max-age=7200"),
    "ten-years": answer(items("one"), cache_control="max-age=315360000"),
    "five-seconds": answer(items("one"), cache_control="max-age=5"),
    "no-cache": answer(items("one"), cache_control="no-cache, no-store, must-revalidate"),
    "expires": answer(items("one"), expires=dated(3 * HOUR), date=dated(timedelta()), age="3600"),
    # this server's clock is two days slow, and it means in two hours
    "slow-clock": answer(items("one"), expires=dated(2 * HOUR - 2 * DAY), date=dated(-2 * DAY)),
    "expired": answer(items("one"), expires="0", date=dated(timedelta())),
}
WISHES = {
    "ttl": "<ttl>180</ttl>",
    "one-minute": "<ttl>1</ttl>",
    "a-year": "<ttl>525600</ttl>",
    "period": hourly("daily", 12),
    "skip-hours": ELEVEN_TO_THREE,
    "skip-days": "<skipDays><day>Monday</day><day>Tuesday</day></skipDays>",
}


pytestmark = pytest.mark.slow  # what decides is tested by itself in tests/stages/test_due.py


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Week]:
    with PressRoom() as room:
        week = Week(room, tmp_path_factory.mktemp("cadence"))
        for name, each in HEADERS.items():
            week.script(name, each)
        for name, channel in WISHES.items():
            week.script(name, answer(items("one", channel=channel)))
        week.script("quiet", answer(items("one", channel="<ttl>180</ttl>"), etag='"1"'), answer(status=304))
        week.collect("first")
        week.waits = {name: week.wait(name) for name in (*HEADERS, *WISHES)}
        week.collect("at once")
        week.collect("soon", after=45 * MINUTE)
        week.collect("later", after=3.5 * HOUR)
        yield week


def test_f13_two_runs_back_to_back_make_one_request(week: Week) -> None:
    assert len(week.runs["first"].requests) == len(HEADERS) + len(WISHES) + 1
    assert week.runs["at once"].requests == ()
    assert len(week.runs["soon"].of("/f13.xml")) == 1


def within(week: Week, name: str, least: timedelta, most: timedelta) -> None:
    assert least <= week.waits[name] <= most, (name, week.waits[name])


def test_f14_max_age_is_a_not_before_within_bounds(week: Week) -> None:
    within(week, "max-age", 2 * HOUR, 2 * HOUR + SLACK)
    within(week, "ten-years", 30 * DAY, 31 * DAY)
    within(week, "five-seconds", 10 * MINUTE, HOUR)
    within(week, "no-cache", 10 * MINUTE, HOUR)
    assert week.runs["soon"].of("/max-age.xml") == []
    assert len(week.runs["soon"].of("/no-cache.xml")) == 1
    assert len(week.runs["later"].of("/max-age.xml")) == 1


def test_f15_expires_counts_by_the_servers_own_clock_less_its_age(week: Week) -> None:
    within(week, "expires", 2 * HOUR, 2 * HOUR + SLACK)
    within(week, "slow-clock", 2 * HOUR, 2 * HOUR + SLACK)
    within(week, "expired", 10 * MINUTE, HOUR)


def test_f16_what_the_feed_asks_for_is_honoured_within_bounds(week: Week) -> None:
    within(week, "ttl", 3 * HOUR, 3 * HOUR + SLACK)
    within(week, "one-minute", 10 * MINUTE, HOUR)
    within(week, "a-year", DAY, DAY + SLACK)
    within(week, "period", 2 * HOUR, 2 * HOUR + SLACK)
    within(week, "skip-hours", 5 * HOUR, 6 * HOUR)
    within(week, "skip-days", timedelta(hours=38), timedelta(hours=39))
    assert week.runs["later"].of("/skip-hours.xml") == []


def test_f16_a_304_does_not_make_it_forgotten(week: Week) -> None:
    assert len(week.runs["later"].of("/quiet.xml")) == 1
    assert week.state("quiet")["outcome"] == "not_modified"
    assert week.wait("quiet", 3.5 * HOUR) >= 3 * HOUR


def test_f24_polls_are_spread_off_the_round_minute(week: Week) -> None:
    checks = [datetime.fromisoformat(at).astimezone(UTC) for (at,) in week.desk.rows("SELECT next_check_at FROM feeds")]
    assert all(at.second for at in checks if at != max(checks))
    assert len(set(checks)) > len(checks) - 3

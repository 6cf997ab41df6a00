"""A digest is due once on each of its days, in any time zone."""

from __future__ import annotations

import doctest
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from monitor.model.settings import DigestPlan
from monitor.stages import daily, hush
from monitor.stages.daily import due

ZONES = ("America/New_York", "Europe/Berlin", "Asia/Baku", "Australia/Lord_Howe", "America/Santiago", "UTC")


def plan(**said: Any) -> DigestPlan:
    return DigestPlan(**{"name": "d", "title": "d", "watchlists": (), **said})


def test_the_examples_hold() -> None:
    assert doctest.testmod(daily).failed == doctest.testmod(hush).failed == 0


@given(
    zone=st.sampled_from(ZONES),
    at=st.times(),
    start=st.integers(0, 366 * 86400).map(
        lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    ),
    steps=st.lists(st.integers(1, 5 * 3600), min_size=1, max_size=40),
)
def test_however_often_it_is_asked_each_day_has_one_moment(
    zone: str, at: Any, start: datetime, steps: list[int]
) -> None:
    one = plan(at=f"{at:%H:%M}")
    now, times = start, 0
    for step in steps:
        then, now = now, now + timedelta(seconds=step)
        times += len(due([one], since=then, now=now, timezone=zone))
    assert times == len(due([one], since=start, now=now, timezone=zone)) or now - start > timedelta(days=1)
    days = (now - start) / timedelta(days=1)
    assert days - 1.1 <= times <= days + 1.1


def test_only_its_own_days_count_and_the_earlier_comes_first() -> None:
    monday = datetime(2026, 11, 23, tzinfo=UTC)
    early, late = plan(name="z", at="06:00", days=("mon",)), plan(name="a", at="07:00", days=("mon", "tue"))
    asked = {"since": monday, "now": monday + timedelta(hours=8), "timezone": "UTC"}
    assert [one.name for one in due([late, early], **asked)] == ["z", "a"]  # type: ignore[arg-type]
    tuesday = {"since": monday + timedelta(days=1), "now": monday + timedelta(days=2), "timezone": "UTC"}
    assert [one.name for one in due([late, early], **tuesday)] == ["a"]  # type: ignore[arg-type]

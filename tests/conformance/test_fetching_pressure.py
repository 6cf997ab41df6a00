"""F17 to F23: what is done when a host says that it is too much, and so that it never has to.

One desk, a host of 127.0.0.x for each number: on Monday at ten, after ten minutes with --all, after two hours, and a
day later.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime

import pytest

from tests.conformance.week import MONDAY, Week, answer, items, moment
from tests.press_room import Piece, PressRoom

pytestmark = pytest.mark.slow

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FINE = answer(items("one"))


def dated(after: timedelta) -> str:
    return format_datetime(MONDAY + after, usegmt=True)


BUSY = {  # the first answer; afterwards all is well
    "f17": answer(status=429, retry_after="3600"),
    "f18": answer(status=429, retry_after=dated(HOUR - DAY), date=dated(-DAY)),  # its clock is a day slow
    "f19": answer(status=503, retry_after="3600"),
    "ten-years": answer(status=503, retry_after="315360000"),
    "negative": answer(status=503, retry_after="-20"),
    "soon": answer(status=503, retry_after="soon"),
}
STORM = {"busy": answer(status=429), "down": answer(status=503)}  # for ever, and no word of when


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Week]:
    with PressRoom() as room:
        week = Week(room, tmp_path_factory.mktemp("pressure"))
        for host, (name, first) in enumerate(BUSY.items(), 10):
            week.script(name, first, FINE, host=host)
        for host, (name, first) in enumerate(STORM.items(), 20):
            week.script(name, first, host=host)
        week.script("f21", answer(status=429, retry_after="3600"), FINE, host=30)
        week.script("beside", FINE, host=30)
        address = room.url("/paper/page.html", host=31)
        week.desk.source("paper", room.feed("/paper.xml", [Piece(path=address, title="A piece")], host="127.0.0.32"))
        room.status("/paper/page.html", 429, headers={"Retry-After": "3600"}, host="127.0.0.31")
        address = room.url("/shut/page.html", host=33)
        week.desk.source("shut", room.feed("/shut.xml", [Piece(path=address, title="A piece")], host="127.0.0.34"))
        room.status("/robots.txt", 503, headers={"Retry-After": "3600"}, host="127.0.0.33")
        week.collect("first")
        week.waits = {name: week.wait(name) for name in (*BUSY, *STORM)}
        week.collect("pressed", "--all", after=10 * MINUTE)
        week.waits |= {f"{name} again": week.wait(name, 10 * MINUTE) for name in STORM}
        week.collect("later", after=2 * HOUR)
        week.collect("next day", "--all", after=DAY)
        yield week


@pytest.mark.parametrize("name", ["f17", "f18", "f19"])
def test_f17_f18_f19_a_retry_after_is_honoured_over_runs_and_against_all(week: Week, name: str) -> None:
    path = f"/{name}.xml"
    asked = {run: len(week.runs[run].of(path)) for run in ("first", "pressed", "later")}
    assert asked == {"first": 1, "pressed": 0, "later": 1}
    assert week.waits[name] >= HOUR


def test_f20_an_absurd_retry_after_is_clamped_or_ignored(week: Week) -> None:
    held = week.desk.rows("SELECT julianday(until) - julianday(at) FROM holds WHERE url LIKE '%ten-years%'")
    assert held == [(7.0,)]
    assert week.runs["next day"].of("/ten-years.xml") == []
    for name in ("negative", "soon"):
        assert len(week.runs["pressed"].of(f"/{name}.xml")) == 1
        assert week.waits[name] < 3 * HOUR


def test_f21_it_holds_for_all_feeds_and_pages_of_the_host(week: Week) -> None:
    assert len(week.runs["first"].of("/f21.xml") + week.runs["first"].of("/beside.xml")) <= 2
    assert [each.path for each in week.runs["pressed"].requests if each.host == "127.0.0.30"] == []
    assert len(week.runs["later"].of("/beside.xml")) == 1
    assert len(week.runs["first"].of("/paper/page.html")) == 1
    assert [each.path for each in week.runs["pressed"].requests if each.host == "127.0.0.31"] == []
    assert len(week.runs["later"].of("/paper/page.html")) == 1


def test_f21_it_holds_also_where_robots_txt_says_it(week: Week) -> None:
    asked = {name: [each.path for each in run.requests if each.host == "127.0.0.33"] for name, run in week.runs.items()}
    assert asked["first"].count("/robots.txt") == 1
    assert "/shut/page.html" not in asked["first"]
    assert asked["pressed"] == []
    assert asked["later"].count("/robots.txt") == 1


def test_f21_or_for_the_feed_alone_where_the_settings_say_so(tmp_path) -> None:
    with PressRoom() as room:
        week = Week(room, tmp_path, settings={"retry_after": "feed", "per_host": 1})
        week.script("busy", answer(status=429, retry_after="3600"), FINE)
        week.script("beside", FINE)
        first = week.collect("first")
        assert sorted(each.path for each in first.requests) == ["/beside.xml", "/busy.xml"]
        again = week.collect("again", "--all", after=10 * MINUTE)
        assert [each.path for each in again.requests] == ["/beside.xml"]


def test_our_own_log_knows_of_no_retry_after_that_was_ignored(week: Week) -> None:
    said = week.desk.json("doctor", "--etiquette", **moment(DAY))
    assert {finding["name"]: finding["state"] for finding in said["findings"]}["retry-after"] == "ok"
    assert sum(feed["ignored"] for feed in said["feeds"]) == 0
    assert sum(feed["conversations"] for feed in said["feeds"]) > 20


def test_f22_without_a_time_the_wait_doubles_and_a_run_asks_twice_at_most(week: Week) -> None:
    for run in ("first", "pressed"):
        assert len(week.runs[run].of("/busy.xml")) == 1
        assert len(week.runs[run].of("/down.xml")) == 2
    for name in STORM:
        assert week.waits[name] >= 2 * 30 * MINUTE
        assert week.waits[f"{name} again"] >= 1.8 * week.waits[name]
        assert len({week.waits[f"{name}{which}"].seconds % 60 for which in ("", " again")} - {0}) > 0  # jitter


def test_f23_many_feeds_on_one_host_are_no_burst(tmp_path) -> None:
    with PressRoom() as room:
        week = Week(room, tmp_path, settings={"delay": "0.2s", "per_host": 1})
        for number in range(15):
            week.script(f"paper-{number}", FINE)
        run = week.collect("first")
        times = [each.at for each in run.requests]
        assert len(times) == 15
        assert len({each.connection for each in run.requests}) <= 2
        assert times[-1] - times[0] > 14 * 0.2 - 0.1
        assert min(later - sooner for sooner, later in itertools.pairwise(times)) > 0.05

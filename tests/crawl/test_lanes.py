"""Whose turn it is, by a clock that the test turns."""

from __future__ import annotations

import heapq
from collections.abc import Callable

from monitor.crawl.lanes import Lanes


class Clock:
    def __init__(self) -> None:
        self.now = 100.0
        self.alarms: list[tuple[float, int, Callable[[str], None], str]] = []

    def time(self) -> float:
        return self.now

    def call_later(self, delay: float, callback: Callable[[str], None], host: str, /) -> object:
        heapq.heappush(self.alarms, (self.now + delay, len(self.alarms), callback, host))
        return None

    def turn(self, seconds: float) -> None:
        until = self.now + seconds
        while self.alarms and self.alarms[0][0] <= until:
            self.now, _, callback, host = heapq.heappop(self.alarms)
            callback(host)
        self.now = until


class Desk:
    """Lanes with a log of what was released when."""

    def __init__(self, *, delay: float = 1.0, per_host: int = 1, total: int = 16, until: float = 1e9) -> None:
        self.clock = Clock()
        self.released: list[tuple[float, str]] = []
        self.lanes: Lanes[str] = Lanes(
            lambda asked: self.released.append((self.clock.now - 100, asked)), clock=self.clock, delay=delay,
            per_host=per_host, total=total, until=until,
        )  # fmt: skip

    def put(self, *asked: str, priority: float = 1.0) -> None:
        for each in asked:
            self.lanes.put(each.partition("/")[0], each, (priority,))

    def done(self, asked: str) -> None:
        self.lanes.done(asked.partition("/")[0])

    def names(self) -> list[str]:
        return [asked for _, asked in self.released]


def test_two_starts_at_a_host_lie_a_delay_apart() -> None:
    desk = Desk(delay=1.0)
    desk.put("a/1", "a/2", "a/3")
    assert desk.released == [(0, "a/1")]
    desk.clock.turn(0.2)
    desk.done("a/1")
    desk.clock.turn(0.7)
    assert desk.names() == ["a/1"]
    desk.clock.turn(0.2)
    desk.done("a/2")
    desk.clock.turn(5)
    assert desk.released == [(0, "a/1"), (1, "a/2"), (2, "a/3")]


def test_a_host_that_does_not_answer_holds_up_nobody_else() -> None:
    desk = Desk(delay=0, total=2)
    desk.put("slow/1", "slow/2", "slow/3", "slow/4", "quick/1", "quick/2")
    assert desk.names() == ["slow/1", "quick/1"]
    desk.done("quick/1")
    assert desk.names() == ["slow/1", "quick/1", "quick/2"]


def test_a_host_waiting_for_its_delay_takes_no_place() -> None:
    desk = Desk(delay=10, total=1)
    desk.put("a/1", "a/2", "b/1")
    desk.done("a/1")
    assert desk.names() == ["a/1", "b/1"]


def test_per_host_and_total_are_kept() -> None:
    desk = Desk(delay=0, per_host=2, total=3)
    desk.put("a/1", "a/2", "a/3", "b/1", "b/2", "c/1")
    assert desk.names() == ["a/1", "a/2", "b/1"]
    assert desk.lanes.active == 3


def test_the_lowest_priority_goes_first_in_a_lane_and_among_lanes() -> None:
    desk = Desk(delay=0, total=1)
    desk.put("a/first")
    desk.put("a/page", "b/page", priority=2.0)
    desk.put("a/feed", "b/feed", priority=1.0)
    for _ in range(4):
        desk.done(desk.names()[-1])
    assert [name.partition("/")[2] for name in desk.names()] == ["first", "feed", "feed", "page", "page"]


def test_a_slowed_host_waits_longer() -> None:
    desk = Desk(delay=0)
    desk.put("a/1", "a/2")
    desk.lanes.slow("a", 5)
    desk.done("a/1")
    desk.clock.turn(4.9)
    assert desk.names() == ["a/1"]
    desk.clock.turn(0.2)
    assert desk.names() == ["a/1", "a/2"]


def test_what_is_withdrawn_is_given_back_in_order_and_never_starts() -> None:
    desk = Desk(delay=0)
    desk.put("a/1", "a/3", "a/2", "a/4", "b/1")
    assert desk.lanes.withdraw("a", lambda asked: asked != "a/2") == ["a/3", "a/4"]
    desk.done("a/1")
    assert desk.names() == ["a/1", "b/1", "a/2"]
    assert desk.lanes.waiting == 0


def test_closed_lanes_start_nothing_and_count_what_they_give_up() -> None:
    desk = Desk()
    desk.put("a/1", "a/2", "a/3", "b/1")
    desk.lanes.close()
    desk.put("c/1")
    desk.done("a/1")
    desk.clock.turn(10)
    assert desk.names() == ["a/1", "b/1"]
    assert (desk.lanes.waiting, desk.lanes.unasked) == (0, 3)


def test_what_could_not_start_before_the_end_is_not_waited_for() -> None:
    desk = Desk(delay=10, until=105)
    desk.put("a/1", "a/2", "a/3")
    desk.done("a/1")
    assert (desk.lanes.waiting, desk.lanes.unasked) == (0, 2)


def test_nothing_starts_while_held() -> None:
    desk = Desk(delay=0)
    desk.lanes.hold(held=True)
    desk.put("a/1")
    assert desk.names() == []
    desk.lanes.hold(held=False)
    assert desk.names() == ["a/1"]


def test_a_pause_is_kept() -> None:
    desk = Desk(delay=0)
    desk.lanes.put("a", "a/1", (1.0,), pause=3)
    desk.clock.turn(2.9)
    assert desk.names() == []
    desk.clock.turn(0.2)
    assert desk.names() == ["a/1"]

"""Who is asked when: a lane a host, shared by its feeds and pages, so that a slow host holds up nobody but itself.

Scrapy's downloader counts a request that waits for its host's delay as one of those at work; one outlet with many
pages then takes all of CONCURRENT_REQUESTS. Here a request is handed to Scrapy only when its turn has come.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Generic, Protocol, TypeVar

Asked = TypeVar("Asked")


class Clock(Protocol):
    """What an asyncio loop offers."""

    def time(self) -> float:
        """Seconds, monotonic."""
        ...

    def call_later(self, delay: float, callback: Callable[[str], None], host: str, /) -> object:
        """Call back in `delay` seconds."""
        ...


@dataclass(slots=True, eq=False)
class _Lane(Generic[Asked]):
    waiting: list[tuple[tuple[float, ...], int, Asked]] = field(default_factory=list)  # a heap
    active: int = 0
    delay: float = 0.0
    next_at: float = 0.0
    queued: bool = False  # it stands among the ready lanes, or a timer will put it there


class Lanes(Generic[Asked]):
    """Requests waiting for their host; `release` is called with each when its turn has come.

    At most `per_host` of a host and `total` of all are at work at a time, `delay` seconds lie between two starts at one
    host. The lowest priority goes first, within a lane and among lanes that are ready.
    """

    def __init__(
        self, release: Callable[[Asked], None], *, clock: Clock, delay: float, per_host: int, total: int, until: float
    ) -> None:
        self._release = release
        self._clock = clock
        self._delay = delay
        self._per_host = per_host
        self._total = total
        self._until = until  # no request starts after it
        self._lanes: dict[str, _Lane[Asked]] = {}
        self._ready: list[tuple[tuple[float, ...], int, str]] = []  # a heap of lanes, by what is first in them
        self._order = count()
        self.closed = False
        self._held = False
        self.active = 0
        self.waiting = 0
        self.unasked = 0
        self.late = False  # some were given up because they could not have started in time

    def put(self, host: str, asked: Asked, priority: tuple[float, ...], *, pause: float = 0.0) -> None:
        """Queue a request, not to start within `pause` seconds; given up where nothing starts any more."""
        lane = self._lane(host)
        if self.closed:
            self.unasked += 1
            return
        if pause:
            lane.next_at = max(lane.next_at, self._clock.time() + pause)
        heapq.heappush(lane.waiting, (priority, next(self._order), asked))
        self.waiting += 1
        self._consider(host)
        self._pump()

    def done(self, host: str) -> None:
        """Say that a released request has left the wire."""
        self._lane(host).active -= 1
        self.active -= 1
        self._consider(host)
        self._pump()

    def slow(self, host: str, delay: float, *, at_once: bool = True) -> None:
        """Leave at least `delay` seconds between two starts at a host: from now on, or from the next start on."""
        lane = self._lane(host)
        lane.delay = max(lane.delay, delay)
        if at_once:
            lane.next_at = max(lane.next_at, self._clock.time() + delay)

    def withdraw(self, host: str, spared: Callable[[Asked], bool]) -> list[Asked]:
        """Take out what waits for a host and is `spared`; returns it."""
        lane = self._lane(host)
        out = [row for row in lane.waiting if spared(row[2])]
        if out:
            lane.waiting = [row for row in lane.waiting if not spared(row[2])]
            heapq.heapify(lane.waiting)
            self.waiting -= len(out)
        return [asked for *_, asked in sorted(out, key=lambda row: row[:2])]

    def close(self) -> None:
        """Start nothing more; what waits is given up."""
        self.closed = True
        for lane in self._lanes.values():
            self._give_up(lane)

    def _give_up(self, lane: _Lane[Asked]) -> None:
        self.unasked += len(lane.waiting)
        self.waiting -= len(lane.waiting)
        lane.waiting.clear()

    def hold(self, *, held: bool) -> None:
        """Start nothing while held: what has arrived is still being taken in."""
        self._held = held
        self._pump()

    def _lane(self, host: str) -> _Lane[Asked]:
        lane = self._lanes.get(host)
        if lane is None:
            lane = self._lanes[host] = _Lane(delay=self._delay)
        return lane

    def _consider(self, host: str) -> None:
        lane = self._lanes[host]
        if lane.queued or not lane.waiting or lane.active >= self._per_host:
            return
        if lane.next_at > self._until:  # the run will be over by then: don't wait for it
            self.late = True
            self._give_up(lane)
            return
        lane.queued = True
        wait = lane.next_at - self._clock.time()
        if wait <= 0:
            heapq.heappush(self._ready, (lane.waiting[0][0], next(self._order), host))
        else:
            self._clock.call_later(wait, self._ripe, host)

    def _ripe(self, host: str) -> None:
        self._lanes[host].queued = False
        self._consider(host)
        self._pump()

    def _pump(self) -> None:
        while self._ready and self.active < self._total and not self._held and not self.closed:
            _, _, host = heapq.heappop(self._ready)
            lane = self._lanes[host]
            lane.queued = False
            if not lane.waiting or lane.next_at > self._clock.time():  # withdrawn or slowed in the meantime
                self._consider(host)
                continue
            asked = heapq.heappop(lane.waiting)[2]
            self.waiting -= 1
            lane.active += 1
            self.active += 1
            lane.next_at = self._clock.time() + lane.delay
            self._consider(host)
            self._release(asked)

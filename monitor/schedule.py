"""The daemon: starts `monitor collect` at every tick and digests at their times, and takes them along when it stops.

Which feeds are due stands in the archive, so a tick is the same command that cron would call. A child of its own also
contains every leak and hang: it is killed at its deadline, with whatever it started.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from queue import SimpleQueue
from threading import Event
from types import FrameType
from typing import Self
from zoneinfo import ZoneInfo

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from monitor import clock
from monitor.config import load
from monitor.errors import ConfigError

STOPPING = (signal.SIGTERM, signal.SIGINT)
LOOK = 0.25  # seconds between two looks at a child
LOOK_AT_CLOCK = 30  # seconds between two looks at what is due by the clock
JITTER = timedelta(seconds=60)  # at most; polls off the round minute spread the load on publishers


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How often a child is started, how long it may run, and how long it has to leave when asked to."""

    every: timedelta
    deadline: timedelta
    grace: timedelta = timedelta(seconds=15)
    timezone: str = "UTC"


class LastGood:
    """A configuration that may be edited while we run: the file itself while it makes sense, else how it last did.

    The copy stands beside the file, because its relative paths count from there, and goes when it is not needed any
    more: use this as a context manager.
    """

    def __init__(self, path: Path, *, tell: Callable[[str], None]) -> None:
        self._path = path
        self._copy = path.with_name(f".{path.name}.last-good")
        self._tell = tell
        self._good = path.read_bytes()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._copy.unlink(missing_ok=True)

    def path(self) -> Path:
        """Return what to go by now; what is wrong with the file is told, a line each."""
        try:
            said = self._path.read_bytes()
            load(self._path)
        except ConfigError as error:
            return self._before(*map(str, error.problems))
        except OSError as error:
            return self._before(f"{self._path}: can't be read: {error.strerror}")
        self._good = said
        self.__exit__()
        return self._path

    def quiet_path(self) -> Path:
        """Return what to go by, as `path` last found it, without telling anything."""
        return self._copy if self._copy.exists() else self._path

    def _before(self, *problems: str) -> Path:
        for problem in problems:
            self._tell(problem)
        try:
            self._copy.touch(mode=0o600)  # there may be secrets in it
            self._copy.write_bytes(self._good)
        except OSError as error:
            self._tell(f"{self._copy} can't be written ({error.strerror}): nothing is collected until that is mended")
            return self._path
        self._tell(f"going on with what {self._path.name} said before, until it is mended")
        return self._copy


def keep_collecting(
    command: Callable[[], Sequence[str]],
    rhythm: Rhythm,
    *,
    tell: Callable[[str], None],
    timed: Callable[[], Sequence[tuple[str, Sequence[str]]]] | None = None,
) -> int:
    """Start what `command` gives, now and at every tick, until SIGTERM or SIGINT; return 143 or 130.

    `timed` is asked every half minute for what is due by the clock (name and command): each is started beside the
    collect, so that a slow one never delays it, one after the other. A tick is left out while the last child is
    still at work; ticks missed while the machine slept become one. How a child failed is told in a line, and the
    next tick comes all the same. To be called in the main thread.
    """
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # what there is to say is said here
    children = _Children(command, rhythm, tell)
    signals: SimpleQueue[int] = SimpleQueue()  # the one queue that a signal handler may use: its put is reentrant

    def note(number: int, _frame: FrameType | None) -> None:
        signals.put(number)

    before = {number: signal.signal(number, note) for number in STOPPING}
    scheduler = BackgroundScheduler(timezone=ZoneInfo(rhythm.timezone))
    job = scheduler.add_job(
        children.tick,
        IntervalTrigger(
            seconds=rhythm.every.total_seconds(),
            timezone=ZoneInfo(rhythm.timezone),  # a trigger does not look at its scheduler's
            jitter=int(min(JITTER, rhythm.every / 10).total_seconds()) or None,
        ),
        next_run_time=clock.now(),
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    children.next_at = lambda: f"the next one is at {job.next_run_time:%H:%M}" if job.next_run_time else ""
    others = _Children(command, rhythm, tell)
    if timed is not None:
        scheduler.add_job(
            others.each,
            IntervalTrigger(seconds=LOOK_AT_CLOCK, timezone=ZoneInfo(rhythm.timezone)),
            args=(timed,),
            next_run_time=clock.now(),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
    try:
        scheduler.start()
        number = signals.get()
        scheduler.pause()  # first, so that nothing starts while the child is being stopped
        children.stop()
        others.stop()
        scheduler.shutdown(wait=True)
    finally:
        for number_before, handler in before.items():
            signal.signal(number_before, handler)
    return 128 + number


class _Children:
    """Starts one child after the other, and watches it from the scheduler's thread."""

    def __init__(self, command: Callable[[], Sequence[str]], rhythm: Rhythm, tell: Callable[[str], None]) -> None:
        self._command = command
        self._rhythm = rhythm
        self._tell = tell
        self._stopping = Event()
        self.next_at: Callable[[], str] = str

    def stop(self) -> None:
        """Let the child at work be stopped, and no other start."""
        self._stopping.set()

    def tick(self) -> None:
        """Run one child to its end, its deadline, or until told to stop."""
        self._run("collect", self._command)

    def each(self, timed: Callable[[], Sequence[tuple[str, Sequence[str]]]]) -> None:
        """Run all that is due by the clock, one after the other."""
        for name, command in timed():
            self._run(name, lambda command=command: command)  # type: ignore[misc]

    def _run(self, name: str, command: Callable[[], Sequence[str]]) -> None:
        if self._stopping.is_set():
            return
        try:
            # a process group of its own: Ctrl-C reaches it through us, and its workers end with it
            child = subprocess.Popen(command(), stdin=subprocess.DEVNULL, process_group=0)  # noqa: S603
        except OSError as error:
            self._told(name, f"can't be started: {error}")
            return
        overdue = self._watch(child)
        if self._stopping.is_set():
            return
        if overdue:
            minutes = self._rhythm.deadline.total_seconds() / 60
            self._told(name, f"was stopped at its deadline, {minutes:g} min")
        elif child.returncode:
            self._told(name, f"ended with {child.returncode}")

    def _told(self, name: str, what: str) -> None:
        self._tell("; ".join(filter(None, (f"the {name} {what}", self.next_at()))))

    def _watch(self, child: subprocess.Popen[bytes]) -> bool:
        """Wait for the child, and stop it where it must be; return whether that was for its deadline."""
        ends = time.monotonic() + self._rhythm.deadline.total_seconds()
        while child.poll() is None:
            if self._stopping.wait(LOOK) or time.monotonic() >= ends:
                overdue = not self._stopping.is_set()
                _end(child, self._rhythm.grace)
                return overdue
        return False


def _end(child: subprocess.Popen[bytes], grace: timedelta) -> None:
    """End a child and all of its group: asked first, then killed."""
    with suppress(ProcessLookupError):
        child.terminate()
    with suppress(subprocess.TimeoutExpired):
        child.wait(grace.total_seconds())
    with suppress(ProcessLookupError):  # what it started and left behind goes too
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()

"""`monitor schedule`."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from monitor.cli.context import Invocation
from monitor.cli.params import every_option

if TYPE_CHECKING:
    from monitor.schedule import LastGood

MISSED = timedelta(hours=3)  # a digest that was due so long ago, and was not made, is still sent
AGAIN = timedelta(minutes=5)  # before one that failed is tried again
MARGIN = timedelta(minutes=2)  # a run ends itself at its deadline; this much later it is made to


@click.command(name="schedule")
@every_option
@click.pass_obj
def command(invocation: Invocation, every: timedelta | None) -> int:
    """Collect again and again, until told to stop.

    Starts `monitor collect` now and at every tick, as a process of its own; each feed has its own rhythm, and a
    tick asks only those that are due. Digests are sent at their times, once a day, beside the collect; one that was
    missed by up to three hours is sent when the machine wakes. Ctrl-C or SIGTERM stops it, and the collect at work
    with it: what was committed stays. Where feeds.yaml stops making sense, every tick says so and goes by what it
    said before, until it is mended.

    Example:
      monitor schedule
      monitor -q schedule --every 5m
    """
    from monitor.cli.itself import arguments, interpreter
    from monitor.config import load
    from monitor.schedule import LastGood, Rhythm, keep_collecting

    db = str(invocation.db_path)
    settings = load(invocation.config_path).settings
    rhythm = Rhythm(every=every or settings.every_min, deadline=settings.deadline + MARGIN, timezone=settings.timezone)

    def tell(message: str) -> None:
        print(f"monitor: {message}", file=sys.stderr, flush=True)

    if not invocation.quiet:
        tell(f"collecting every {rhythm.every.total_seconds() / 60:g} min; Ctrl-C stops")
    with LastGood(invocation.config_path, tell=tell) as good:

        def collect() -> list[str]:
            return [*interpreter(), *arguments(replace(invocation, config=str(good.path()), db=db), "collect")]

        return keep_collecting(collect, rhythm, tell=tell, timed=_Digests(invocation, good))


class _Digests:
    """Which digests are due by the clock and not made yet, as commands; one that failed is due again after a while."""

    def __init__(self, invocation: Invocation, good: LastGood) -> None:
        self._invocation = invocation
        self._good = good
        self._tried: dict[str, datetime] = {}

    def __call__(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return name and command of each; feeds.yaml is read anew, so that a changed time counts at once."""
        from monitor import clock
        from monitor.cli.itself import arguments, interpreter
        from monitor.config import load
        from monitor.errors import MonitorError

        path = self._good.quiet_path()
        now = clock.now()
        db = self._invocation.db_path
        try:
            config = load(path)
            if not any(plan.to for plan in config.digests):
                return []
            from monitor.workflows.send import still_due

            plans = still_due(config, db, now=now, missed=MISSED)
        except MonitorError:
            return []  # the collect tells of it at every tick
        plans = tuple(plan for plan in plans if now >= self._tried.get(plan.name, now - AGAIN) + AGAIN)
        self._tried |= {plan.name: now for plan in plans}
        child = replace(self._invocation, config=str(path), db=str(db))
        return [
            (f"digest {plan.name}", (*interpreter(), *arguments(child, "digest", plan.name, "--send", "--daily")))
            for plan in plans
        ]

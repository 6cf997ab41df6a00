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

MISSED = timedelta(hours=3)  # a digest that was due so long ago is still sent at the start
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
    from monitor import clock
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

        return keep_collecting(collect, rhythm, tell=tell, timed=_Digests(invocation, db, good, clock.now() - MISSED))


class _Digests:
    """Which digests are due by the clock since it was last looked at, as commands."""

    def __init__(self, invocation: Invocation, db: str, good: LastGood, since: datetime) -> None:
        self._invocation = invocation
        self._db = db
        self._good = good
        self._since = since

    def __call__(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return name and command of each; feeds.yaml is read anew, so that a changed time counts at once."""
        from monitor import clock
        from monitor.cli.itself import arguments, interpreter
        from monitor.config import load
        from monitor.errors import ConfigError
        from monitor.stages.daily import due

        path = self._good.quiet_path()
        try:
            config = load(path)
        except ConfigError:
            return []  # the collect tells of it at every tick
        now = clock.now()
        plans = due(config.digests, since=self._since, now=now, timezone=config.settings.timezone)
        self._since = now
        child = replace(self._invocation, config=str(path), db=self._db)
        return [
            (f"digest {plan.name}", (*interpreter(), *arguments(child, "digest", plan.name, "--send", "--daily")))
            for plan in plans
            if plan.to
        ]

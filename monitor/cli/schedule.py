"""`monitor schedule`."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import timedelta

import click

from monitor.cli.context import Invocation
from monitor.cli.params import every_option

MARGIN = timedelta(minutes=2)  # a run ends itself at its deadline; this much later it is made to


@click.command(name="schedule")
@every_option
@click.pass_obj
def command(invocation: Invocation, every: timedelta | None) -> int:
    """Collect again and again, until told to stop.

    Starts `monitor collect` now and at every tick, as a process of its own; each feed has its own rhythm, and a tick
    asks only those that are due. Ctrl-C or SIGTERM stops it, and the collect at work with it: what was committed
    stays. Where feeds.yaml stops making sense, every tick says so and goes by what it said before, until it is mended.

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

        return keep_collecting(collect, rhythm, tell=tell)

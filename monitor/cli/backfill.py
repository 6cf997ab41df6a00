"""`monitor backfill`: read a source's past, slowly."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from monitor.cli.context import Invocation
from monitor.cli.params import since as moment

if TYPE_CHECKING:
    from monitor.model.run import Counts
    from monitor.workflows.backfill import PastReport
    from monitor.workflows.collect.tally import Watch

SIGNALLED = 128


def _pause(text: str) -> timedelta:
    from monitor.config.values import Refused, duration

    try:
        return duration(text)
    except Refused as error:
        raise click.BadParameter(f"{text!r} is no length of time such as 3s") from error


@click.command(name="backfill")
@click.argument("source", metavar="SOURCE")
@click.option("--from", "since", type=moment, required=True, metavar="D", help="This day (2026-01-31) or so long ago.")
@click.option("--to", "until", type=moment, metavar="D", help="Up to this day, itself not included [default: now].")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="At most N pages in this call; the rest later.")
@click.option("--delay", type=_pause, default="3s", show_default=True, help="Between two requests.")
@click.option("--estimate", is_flag=True, help="Read the lists only, and say how long the pages would take.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def command(
    invocation: Invocation,
    *,
    source: str,
    since: datetime,
    until: datetime | None,
    limit: int | None,
    delay: timedelta,
    estimate: bool,
    as_json: bool,
) -> int:
    """Fetch what a source published in the past.

    Its sitemaps, the pages of its lists and of its feeds are read, then the pages that nobody has yet, one after the
    other. It may be stopped at any time: the same call goes on where it was. News is collected meanwhile, and nothing
    of the past is announced.

    Example:
      monitor backfill caliber-az-en --from 2026-01-01 --to 2026-04-01
      monitor backfill nato --from 90d --estimate
    """
    from monitor import clock
    from monitor.config import load
    from monitor.workflows.backfill import Past, backfill

    config = load(invocation.config_path)
    until = until or clock.now().replace(minute=0, second=0, microsecond=0)
    if since >= until:
        raise click.UsageError("--from must lie before --to")
    past = Past(source=source, since=since, until=until, limit=0 if estimate else limit, delay=delay)
    with _progress(quiet=invocation.quiet or as_json) as watch:
        report = backfill(config, invocation.db_path, past, watch=watch)
    if as_json:
        _print_json(report, delay)
    elif not invocation.quiet:
        click.echo("\n".join(_summary(report, delay)))
    return SIGNALLED + report.signal if report.signal is not None else 0


def _print_json(report: PastReport, delay: timedelta) -> None:
    from dataclasses import asdict

    from monitor.cli.lines import json_text

    counts = report.counts
    told = {
        "documents": report.documents,
        "documents_left": report.unread,
        "entries": counts.entries,
        "pages": counts.pages,
        "new": counts.new,
        "revised": counts.revised,
        "duplicates": counts.duplicates,
        "seen": counts.seen,
        "left": report.left,
        "estimate_seconds": round(report.left * delay.total_seconds()),
        "errors": [asdict(failure) for failure in report.failures],
        "seconds": round(report.seconds, 3),
    }
    print(json_text(told))


def _summary(report: PastReport, delay: timedelta) -> Iterator[str]:
    counts = report.counts
    done = counts.new + counts.revised + counts.duplicates + counts.seen
    yield f"{report.documents} lists read, {report.unread} still to read; {done} articles, {counts.new} of them new"
    if report.left:
        rest = timedelta(seconds=round(report.left * max(delay.total_seconds(), 0.1)))
        yield f"  {report.left} pages are left, about {rest}: the same call goes on"
    for failure in report.failures[:10]:
        yield f"    {failure.kind}: {failure.message} ({failure.feed})"
    if len(report.failures) > 10:  # noqa: PLR2004 - a screen
        yield f"    and {len(report.failures) - 10} more"


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Watch | None]:
    """A bar of lists and pages on a terminal, with the time that is left; nothing under cron."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.fields[lists]} lists"),
        BarColumn(bar_width=30),
        TextColumn("{task.fields[articles]} articles"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("backfill", total=None, lists="0", articles="0")

        def watch(counts: Counts) -> None:
            done = counts.new + counts.revised + counts.duplicates + counts.seen
            bar.update(
                task,
                total=counts.pages or None,
                completed=done,
                lists=f"{counts.checked}/{counts.feeds}",
                articles=f"{done}/{counts.pages}",
            )

        yield watch

"""`monitor collect`: fetch what is due, and say what came of it."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

import click

from monitor.cli.context import Invocation
from monitor.cli.params import since as moment

if TYPE_CHECKING:
    from monitor.model.run import Counts
    from monitor.model.settings import Config
    from monitor.workflows.collect import Report, Wanted
    from monitor.workflows.collect.tally import Watch

SIGNALLED = 128  # + the signal's number, as the shell counts
SHOWN = 20  # failures in the summary; all of them are in --json and in `monitor health`


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--all", "force", is_flag=True, help="Due or not; still conditional, and never against a Retry-After.")
@click.option("--since", type=moment, metavar="7d", help="Older entries are recorded, their pages not fetched.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="At most N article pages; the rest comes later.")
@click.option("--dry-run", is_flag=True, help="Say what would be fetched, and fetch nothing.")
@click.option("--strict", is_flag=True, help="Exit with 1 if any source failed, not only if all did.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@click.pass_obj
def command(
    invocation: Invocation,
    *,
    sources: tuple[str, ...],
    force: bool,
    since: datetime | None,
    limit: int | None,
    dry_run: bool,
    strict: bool,
    as_json: bool,
) -> int:
    """Fetch all due feeds, and the articles that are new.

    Example:
      monitor collect
      monitor collect caliber-az-en nato --all
      monitor collect --since 2d --limit 100
    """
    from monitor.config import contact_notice, load
    from monitor.workflows.collect import Wanted, collect

    config = load(invocation.config_path)
    wanted = Wanted(sources=sources, force=force, since=since, limit=limit)
    if dry_run:
        return _rehearse(invocation, config, wanted, as_json=as_json)
    notice = contact_notice(config)
    if notice and not invocation.quiet:
        click.echo(notice, err=True)
    with _progress(quiet=invocation.quiet or as_json) as watch:
        report = collect(config, invocation.db_path, wanted, watch=watch)
    code = _exit_code(report, strict=strict)
    if as_json:
        click.echo(json.dumps(_as_object(report), ensure_ascii=False))
    elif not invocation.quiet or code:
        click.echo("\n".join(_summary(report)), err=invocation.quiet)
    if report.signal is None:
        _follow(invocation, config)
    return code


def _follow(invocation: Invocation, config: Config) -> None:
    """Send what waits and tell alerts; what goes wrong there is told, and is no fault of the collect."""
    if not config.alerts and config.mail is None:
        return  # and what mail needs is not even loaded
    from monitor.workflows.after import after_collect

    for line in after_collect(config, invocation.db_path):
        click.echo(f"monitor: {line}", err=True)


def _exit_code(report: Report, *, strict: bool) -> int:
    if report.signal is not None:
        return SIGNALLED + report.signal
    return int(report.none_read or (strict and bool(report.failures)))


def _rehearse(invocation: Invocation, config: Config, wanted: Wanted, *, as_json: bool) -> int:
    from monitor.workflows.collect import rehearse

    feeds, pages = rehearse(config, invocation.db_path, wanted)
    if as_json:
        click.echo(json.dumps({"feeds": feeds, "pages": pages}, ensure_ascii=False))
    else:
        click.echo("\n".join((*feeds, *pages, f"{len(feeds)} feeds and {len(pages)} pages would be fetched")))
    return 0


def _as_object(report: Report) -> dict[str, object]:
    counts = asdict(report.counts)
    feeds = {name: counts.pop(name) for name in ("checked", "not_modified", "failed")}
    due = counts.pop("feeds")
    return {
        "run": report.run,
        "outcome": report.outcome,
        "feeds": {"due": due, **feeds},
        **counts,
        "errors": [asdict(failure) for failure in report.failures],
        "seconds": round(report.seconds, 3),
        "lag_seconds": round(report.lag, 3),
        "faults": report.faults,
    }


def _summary(report: Report) -> Iterator[str]:
    """The block at the end of a run: what came in, what could not be read, and where to look."""
    counts = report.counts
    stopped = {"deadline": ", stopped at its deadline", "signal": ", interrupted"}.get(report.ended, "")
    yield f"run {report.run}: {counts.new} new, {counts.revised} revised, {counts.duplicates} copies{stopped}"
    yield (
        f"  {counts.checked} of {counts.feeds} feeds asked, {counts.not_modified} unchanged, {counts.failed} failed; "
        f"{counts.entries} entries, {counts.pages} pages; {report.seconds:.1f} s"
    )
    if counts.pending:
        yield f"  {counts.pending} pages are left for the next run"
    kinds = Counter(failure.kind for failure in report.failures)
    if kinds:
        yield "  failed: " + ", ".join(f"{kind} {number}" for kind, number in kinds.most_common())
    if report.faults:
        yield f"  {report.faults} documents could not be taken in, by a fault of ours: -v says why"
    for failure in report.failures[:SHOWN]:
        yield f"    {failure.source}: {failure.kind}: {failure.message} ({failure.feed})"
    if len(report.failures) > SHOWN:
        yield f"    and {len(report.failures) - SHOWN} more: monitor health"


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Watch | None]:
    """A bar of feeds and articles on a terminal; nothing under cron."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        BarColumn(bar_width=30),
        TextColumn("{task.fields[feeds]} feeds, {task.fields[articles]} articles, {task.fields[rate]:.1f}/s"),
        TimeElapsedColumn(),
    )
    began = time.monotonic()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("collect", total=None, feeds="0", articles="0", rate=0.0)

        def watch(counts: Counts) -> None:
            done = counts.new + counts.revised + counts.duplicates + counts.seen
            bar.update(
                task,
                total=counts.feeds + counts.pages,
                completed=counts.checked + done,
                feeds=f"{counts.checked}/{counts.feeds}",
                articles=f"{done}/{counts.pages}",
                rate=done / max(time.monotonic() - began, 0.1),
            )

        yield watch

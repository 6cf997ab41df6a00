"""`monitor reprocess`: read the archive anew, and say what that changed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import click

from monitor.cli.context import Invocation
from monitor.cli.params import since as moment
from monitor.workflows.reprocess.stages import STAGES

if TYPE_CHECKING:
    from monitor.model.difference import Difference
    from monitor.workflows.reprocess.reprocess import Staged

SHOWN = 40  # changes of a stage, and articles that failed; all of them are in --json


@click.command()
@click.option("--stage", "stages", type=click.Choice(STAGES), multiple=True, help="Only this one; repeatable.")
@click.option("--since", type=moment, metavar="TIME", help="Articles from then on: 7d, 2026-11-20.")
@click.option("--all", "everything", is_flag=True, help="Also what is up to date already.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def command(
    invocation: Invocation, *, stages: tuple[str, ...], since: datetime | None, everything: bool, as_json: bool
) -> int:
    """Read the archive anew, after a change of the gazetteer or the program.

    What that changed is printed, and nothing is fetched. It may be stopped at any time: what is done stays done, and
    the next call goes on from there.
    Exits with 1 if an article could not be read anew; it stays as it was.

    Example:
      monitor reprocess
      monitor reprocess --stage tag --since 30d
    """
    from monitor.cli.lines import json_text
    from monitor.config import load
    from monitor.workflows.reprocess.reprocess import reprocess

    config = load(invocation.config_path)
    with _progress(quiet=invocation.quiet or as_json) as watch:
        found = reprocess(config, invocation.db_path, stages or STAGES, since=since, everything=everything, watch=watch)
    if as_json:
        print(json_text({"stages": found}, indent=2))
    elif not invocation.quiet:
        for difference in found:
            _print(difference)
    return int(any(difference.failed for difference in found))


def _print(difference: Difference) -> None:
    from monitor.cli.lines import printable
    from monitor.cli.tables import Column, print_table

    print(f"{difference.stage}: {difference.changed} of {difference.articles} articles changed")
    shown = difference.changes[:SHOWN]
    if shown:
        columns = (Column(title="What"), Column(title="Gained", right=True), Column(title="Lost", right=True))
        print_table(columns, [(one.what, one.gained, one.lost) for one in shown])
    if len(difference.changes) > SHOWN:
        print(f"and {len(difference.changes) - SHOWN} more: --json")
    for why in difference.failed[:SHOWN]:
        print(f"monitor: {printable(why)}", file=sys.stderr)
    if len(difference.failed) > SHOWN:
        print(f"monitor: and {len(difference.failed) - SHOWN} more that failed: --json", file=sys.stderr)


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Staged | None]:
    """A bar a stage on a terminal; nothing under cron."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(bar_width=30), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def watch(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield watch

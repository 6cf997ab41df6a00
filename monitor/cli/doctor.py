"""`monitor doctor`: whether all is well here, and how feeds were treated."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from monitor.cli.context import Invocation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model.checkup import Finding, Manners

STYLES = {"ok": "green", "warning": "yellow", "problem": "red"}


@click.command(name="doctor")
@click.option("--etiquette", "score", is_flag=True, help="How politely feeds were asked, by our own log of 30 days.")
@click.option("--network", is_flag=True, help="Also ask a few feeds whether they can be reached.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def command(invocation: Invocation, *, score: bool, network: bool, as_json: bool) -> int:
    """Tell whether all is well: configuration, archive, disk, clock, workers, runs.

    Each line is ok, a warning or a problem, with what to do about it. Nothing is repaired, and nobody is asked unless
    --network says so. Exits with 1 if there is a problem. With --etiquette: the feed reader score of our own log, feed
    by feed: conditional requests, spacing, Retry-After, redirects not learnt.

    Example:
      monitor doctor
      monitor doctor --etiquette --json
    """
    from monitor.cli.lines import json_text
    from monitor.workflows.doctor import etiquette, examine

    feeds: tuple[Manners, ...] = ()
    if score:
        findings, feeds = etiquette(invocation.config_path, invocation.db_path)
    else:
        findings = examine(invocation.config_path, invocation.db_path, network=network)
    if as_json:
        said = {"findings": findings, **({"feeds": [_plain(one) for one in feeds]} if score else {})}
        print(json_text(said, indent=2))
    else:
        if score and not invocation.quiet:
            _print_feeds(feeds)
        _print(findings, quiet=invocation.quiet)
    return int(any(finding.state == "problem" for finding in findings))


def _print(findings: Sequence[Finding], *, quiet: bool) -> None:
    from monitor.cli.tables import Cell, Column, print_table

    shown = [finding for finding in findings if not quiet or finding.state != "ok"]
    if not shown:
        return
    columns = (
        Column(title="State"),
        Column(title="What"),
        Column(title="How it is", wide=True),
        Column(title="What to do", wide=True),
    )
    print_table(
        columns,
        [
            (Cell(text=one.state, style=STYLES[one.state]), one.name, one.message, one.advice or "-")
            for one in shown
        ],
    )  # fmt: skip


def _print_feeds(feeds: Sequence[Manners]) -> None:
    from monitor.cli.tables import Cell, Column, print_table

    if not feeds:
        return
    numbers = ("Asked", "304", "Conditional", "Shortest", "Typical", "Hasty", "Ignored", "Unlearnt")
    columns = (
        Column(title="Source", style="cyan"),
        *(Column(title=title, right=True) for title in numbers),
        Column(title="Feed", wide=True),
    )
    print_table(
        columns,
        [
            (
                one.source, one.conversations, one.unchanged,
                "-" if one.conditional is None else f"{one.conditional:.0%}",
                _length(one.shortest), _length(one.typical), one.hasty, one.ignored, one.unlearnt,
                Cell(text=one.url, link=one.url),
            )
            for one in feeds
        ],
    )  # fmt: skip
    print()


def _length(span: timedelta | None) -> str:
    if span is None:
        return "-"
    minutes = round(span.total_seconds() / 60)
    return f"{minutes} min" if minutes < 180 else f"{minutes / 60:.1f} h"  # noqa: PLR2004 - three hours


def _plain(one: Manners) -> dict[str, object]:
    from dataclasses import asdict

    said = asdict(one)
    return {name: value.total_seconds() if isinstance(value, timedelta) else value for name, value in said.items()}

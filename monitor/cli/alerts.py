"""`monitor alerts`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from monitor.cli.context import Invocation

if TYPE_CHECKING:
    from monitor.model.alert import Alert
    from monitor.workflows.alert import Told


@click.command(name="alerts")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--send", is_flag=True, help="Tell them, by mail or hook, as feeds.yaml says.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def command(invocation: Invocation, names: tuple[str, ...], send: bool, as_json: bool) -> int:
    """Show or tell what watchlists found among the articles that just came in.

    Every collect does it with --send by itself. Each story is told once in each list, and backfill never; the first
    time, a list only takes note of what is there. Quiet hours, the number of messages an hour and bundles stand in
    feeds.yaml. Without --send nothing is told or kept. What could not be told is named, as in `monitor health`, and
    the exit code is 1.

    Example:
      monitor alerts
      monitor alerts --send
    """
    from monitor.cli.lines import json_text
    from monitor.cli.reader import nothing
    from monitor.config import load
    from monitor.workflows.alert import rehearse, tell

    config = load(invocation.config_path)
    if not config.alerts:
        nothing(invocation, "feeds.yaml has no `alerts:` yet: see docs/digests.md")
        return 0
    if send:
        told = tell(config, invocation.db_path, names)
        if as_json:
            print(json_text({"lists": told}, indent=2))
        _tell_how(told, quiet=invocation.quiet or as_json)
        return int(any(one.errors for one in told))
    found = rehearse(config, invocation.db_path, names)
    if as_json:
        print(json_text({"lists": [{"name": name, "alerts": alerts} for name, alerts in found.items()]}, indent=2))
    else:
        _print(found, invocation)
    return 0


def _tell_how(told: tuple[Told, ...], *, quiet: bool) -> None:
    for one in told:
        if not quiet:
            held = f", {one.held} stories held for later" if one.held else ""
            print(f"monitor: {one.name}: {one.found} new stories, {one.messages} messages{held}", file=sys.stderr)
        for error in one.errors:
            print(f"monitor: {error}", file=sys.stderr)


def _print(found: dict[str, tuple[Alert, ...]], invocation: Invocation) -> None:
    from monitor.cli.lines import printable, time_text
    from monitor.cli.reader import desk_zone, nothing

    zone = desk_zone(invocation)
    for name, alerts in found.items():
        if not alerts:
            nothing(invocation, f"{name}: nothing to tell")
        for alert in alerts:
            print(f"{name}  {time_text(alert.at, zone)}  {printable(alert.source)}  {printable(alert.title)}")

"""`monitor sources`."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from monitor.cli import add, capture, check
from monitor.cli.context import Invocation

if TYPE_CHECKING:
    from monitor.model.reading import SourceListed


@click.group(name="sources")
def command() -> None:
    """List the sources, and look after them.

    Example:
      monitor sources list
      monitor sources list --json
    """


@command.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def list_sources(invocation: Invocation, as_json: bool) -> None:
    """List all sources, with what the archive has of them.

    Those of feeds.yaml that no collect has seen yet are listed too, as new; those that are no longer there, as retired.

    Example:
      monitor sources list
      monitor sources list --json | jq -r '.sources[].id'
    """
    from monitor.cli.lines import json_text
    from monitor.cli.reader import configured
    from monitor.config import load
    from monitor.workflows.listed import listed

    only_configured = invocation.config_path.exists() and not invocation.db_path.exists()
    config = load(invocation.config_path) if only_configured else configured(invocation)
    found = listed(config, invocation.db_path)
    if as_json:
        print(json_text({"sources": found}, indent=2))
    else:
        _print_sources(found, invocation, ZoneInfo(config.settings.timezone if config else "UTC"))


def _print_sources(found: tuple[SourceListed, ...], invocation: Invocation, zone: tzinfo) -> None:
    from monitor.cli.lines import time_text
    from monitor.cli.reader import nothing
    from monitor.cli.tables import Cell, Column, print_table

    if not found:
        nothing(invocation, "feeds.yaml names no source yet: see `monitor sources add -h`")
        return
    columns = [
        Column(title="ID", style="cyan"),
        Column(title="Name", wide=True),
        Column(title="Country"),
        Column(title="Languages"),
        Column(title="Type"),
        Column(title="Tier", right=True),
        Column(title="Feeds", right=True),
        Column(title="Articles", right=True),
        Column(title="Newest", style="dim"),
    ]
    print_table(
        columns,
        [
            (
                source.id,
                Cell(text=f"{source.name}{_mark(source)}", link=source.homepage),
                source.country or "-",
                " ".join(source.languages) or "-",
                source.type,
                source.tier,
                source.feeds,
                source.articles,
                time_text(source.newest_at, zone) or "-",
            )
            for source in found
        ],
    )


def _mark(source: SourceListed) -> str:
    return " (retired)" if source.retired else " (new)" if source.new else ""


command.add_command(check.command)
command.add_command(capture.command)
command.add_command(add.add)
command.add_command(add.import_)
command.add_command(add.export)

"""`monitor sources check`: ask the feeds how they do, and keep nothing."""

from __future__ import annotations

import click

from monitor.cli.context import Invocation


@click.command(name="check")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def command(invocation: Invocation, *, ids: tuple[str, ...], as_json: bool) -> int:
    """Ask each feed of these sources (of all, without any) once, and tell how it does.

    Nothing is kept, but a feed that was given up for a 410 and answers well is asked again from then on.

    Exits with 1 if not one could be read.

    Example:
      monitor sources check caliber-az-en nato
    """
    from monitor.cli.lines import json_text, time_text
    from monitor.cli.reader import desk_zone
    from monitor.cli.tables import Cell, Column, print_table
    from monitor.config import load
    from monitor.workflows.check import READ, check

    found = check(load(invocation.config_path), ids, invocation.db_path)
    if as_json:
        print(json_text({"feeds": found}, indent=2))
    else:
        zone = desk_zone(invocation)
        columns = (
            Column(title="Source", style="cyan"),
            Column(title="State"),
            Column(title="Entries", right=True),
            Column(title="Newest"),
            Column(title="Address", wide=True),
            Column(title="Remark", wide=True),
        )
        print_table(
            columns,
            [
                (
                    one.source,
                    Cell(text=one.state, style="green" if one.state in READ else "red"),
                    one.entries,
                    time_text(one.newest, zone) or "-",
                    one.url,
                    one.message or "-",
                )
                for one in found
            ],
        )
    return int(bool(found) and not any(one.state in READ for one in found))

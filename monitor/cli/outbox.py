"""`monitor outbox`: what is to be sent, and what became of it."""

from __future__ import annotations

from datetime import timedelta

import click

from monitor.cli.context import Invocation

SHOWN = timedelta(days=14)


@click.command(name="outbox")
@click.option("--send", is_flag=True, help="Send what waits and may be tried again by now.")
@click.option("--drop", is_flag=True, help="Give up what waits: it is never sent.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def command(invocation: Invocation, send: bool, drop: bool, as_json: bool) -> int:
    """Show what is to be sent, and what became of it.

    These are the digests and alerts of the last two weeks, and older ones while something waits. Every collect
    sends what waits, too; --send is for the impatient. --drop is for what must not go out any more, such as what a
    restored backup believes to be waiting.

    Example:
      monitor outbox
      monitor outbox --send
    """
    from monitor import clock
    from monitor.cli.lines import json_text, time_text
    from monitor.cli.reader import desk_zone, nothing
    from monitor.cli.tables import Column, print_table
    from monitor.config import load
    from monitor.errors import MailDown
    from monitor.store.private import open_private, private_path
    from monitor.workflows.outbox import outbox, send_waiting

    if not private_path(invocation.db_path).exists():
        nothing(invocation, "nothing was ever sent: see `monitor digest -h`")
        return 0
    if send and drop:
        raise click.UsageError("--send and --drop exclude each other")
    down = ""
    if drop:
        with outbox(invocation.db_path) as private:
            nothing(invocation, f"{private.drop()} messages are not sent any more")
    if send:
        config = load(invocation.config_path)
        with outbox(invocation.db_path) as private:
            down = send_waiting(config, private).down
    with open_private(invocation.db_path, now=clock.now()) as private:
        found = private.standings(since=clock.now() - SHOWN)
    if as_json:
        print(json_text({"issues": found}, indent=2))
    else:
        zone = desk_zone(invocation)
        columns = (
            Column(title="Made"), Column(title="List", style="cyan"), Column(title="Sent", right=True),
            Column(title="Waiting", right=True), Column(title="Refused", right=True),
            Column(title="Failed", right=True), Column(title="Subject", wide=True), Column(title="Error", wide=True),
        )  # fmt: skip
        rows = [
            (
                time_text(one.made_at, zone), one.list, one.sent, one.waiting, one.refused, one.failed,
                one.subject or "-", one.error or "-",
            )
            for one in found
        ]  # fmt: skip
        print_table(columns, rows)
    if down:
        raise MailDown(down)
    return 0

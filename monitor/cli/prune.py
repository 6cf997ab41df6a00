"""`monitor prune`: let go of what is old."""

from __future__ import annotations

import click

from monitor.cli.context import Invocation


@click.command(name="prune")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def command(invocation: Invocation, *, as_json: bool) -> None:
    """Let go of texts and conversations that are old.

    Texts go after `keep_text` (a setting, and a source's own; 400 days), conversations with feeds after 30 days. What
    is known of an article stays: title, address, date, tags. Best run once a night, from cron.

    Example:
      monitor prune
    """
    from dataclasses import asdict

    from monitor.cli.lines import json_text
    from monitor.config import load
    from monitor.workflows.prune import prune

    pruned = prune(load(invocation.config_path), invocation.db_path)
    if as_json:
        print(json_text(asdict(pruned)))
    elif not invocation.quiet:
        click.echo(f"{pruned.texts} texts, {pruned.entries} entries and {pruned.fetches} conversations went")

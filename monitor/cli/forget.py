"""`monitor forget`: an article or a source out of the archive, for good."""

from __future__ import annotations

import sys

import click

from monitor.cli.context import Invocation


@click.command(name="forget")
@click.argument("what", metavar="URL|SOURCE")
@click.option("--yes", is_flag=True, help="Don't ask.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def command(invocation: Invocation, *, what: str, yes: bool, as_json: bool) -> None:
    """Remove an article or a source for good.

    An article is named by its address, a source by its id. Texts, earlier texts, links and tags go, from the full-text
    index too. A tombstone in forgotten.jsonl, beside the archive, keeps what was forgotten away, also where an older
    backup of the archive is restored.

    Example:
      monitor forget https://news.example.org/post/1
      monitor forget example-news
    """
    from monitor.cli.lines import json_text
    from monitor.workflows.forget import forget

    if not yes and "://" not in what and sys.stdin.isatty():
        click.confirm(f"Remove all that {what} ever published?", abort=True, err=True)
    forgotten = forget(invocation.db_path, what)
    if as_json:
        print(json_text({"articles": forgotten.articles, "copies": [str(path) for path in forgotten.copies]}))
        return
    if not invocation.quiet:
        click.echo(f"{forgotten.articles} articles went; {what} will not be kept again")
    for path in forgotten.copies:
        click.echo(f"monitor: {path} is an older copy, which still holds what it held: delete it", err=True)

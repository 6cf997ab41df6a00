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
    index too, and so do the digests and alerts that were kept of it; one that still waits is not sent any more. A
    tombstone in forgotten.jsonl, beside the archive, keeps what was forgotten away, also where an older backup is
    restored.

    Example:
      monitor forget https://news.example.org/post/1
      monitor forget example-news
    """
    from monitor.cli.lines import json_text
    from monitor.cli.reader import desk_language
    from monitor.cli.told import counted
    from monitor.workflows.forget import forget

    if not yes and "://" not in what and sys.stdin.isatty():
        click.confirm(f"Remove all that {what} ever published?", abort=True, err=True)
    forgotten = forget(invocation.db_path, what, language=desk_language(invocation))
    if as_json:
        copies = [str(path) for path in forgotten.copies]
        print(json_text({"articles": forgotten.articles, "messages": forgotten.messages, "copies": copies}))
        return
    if not invocation.quiet:
        click.echo(f"{counted(forgotten.articles, 'article')} went; {what} will not be kept again")
    if forgotten.messages:
        messages = "1 message is" if forgotten.messages == 1 else f"{forgotten.messages} messages are"
        click.echo(f"monitor: what spoke of it waits no longer: {messages} not sent; see `monitor outbox`", err=True)
    for path in forgotten.copies:
        click.echo(f"monitor: {path} is an older copy, which still holds what it held: delete it", err=True)

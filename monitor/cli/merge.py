"""`monitor merge`."""

from __future__ import annotations

import click

from monitor.cli.context import Invocation


@click.command(name="merge")
@click.argument("stories", metavar="STORY...", type=int, nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def command(invocation: Invocation, stories: tuple[int, ...], as_json: bool) -> None:
    """Make one story of several, by hand.

    The first one stays, the others redirect to it. Later runs leave the articles together, whatever the rules say.

    Example:
      monitor merge 7 12
    """
    from monitor.cli.lines import json_text
    from monitor.cli.reader import desk_language
    from monitor.workflows.pinning import merge

    into = merge(invocation.db_path, stories, language=desk_language(invocation))
    if as_json:
        print(json_text({"story": into}))
    else:
        print(f"story {into}: monitor story {into}")

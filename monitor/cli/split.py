"""`monitor split`."""

from __future__ import annotations

import click

from monitor.cli.context import Invocation


@click.command(name="split")
@click.argument("story", metavar="STORY", type=int)
@click.argument("articles", metavar="ARTICLE...", type=int, nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def command(invocation: Invocation, story: int, articles: tuple[int, ...], as_json: bool) -> None:
    """Take articles out of a story, by hand, into a story of their own.

    Their copies go with them. Later runs keep the two apart, whatever the rules say; `monitor merge` takes it back.

    Example:
      monitor split 7 31 34
    """
    from monitor.cli.lines import json_text
    from monitor.cli.reader import desk_language
    from monitor.workflows.pinning import split

    made = split(invocation.db_path, story, articles, language=desk_language(invocation))
    if as_json:
        print(json_text({"story": made}))
    else:
        print(f"story {made}: monitor story {made}")

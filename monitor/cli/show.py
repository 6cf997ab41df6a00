"""`monitor show`."""

from __future__ import annotations

import click

from monitor.cli.context import Invocation


@click.command(name="show")
@click.argument("article_id", metavar="ID", type=int)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def command(invocation: Invocation, article_id: int, as_json: bool) -> None:
    """Show an article whole, with its tags and their evidence.

    Also its earlier texts where it was edited, its copies in other outlets, and the feeds that carried it. The ID
    stands in front of each line of `latest` and `search`.

    Example:
      monitor show 12
      monitor show 12 --json | jq .mentions
    """
    from monitor.cli.lines import json_text
    from monitor.cli.reader import desk_zone, reading
    from monitor.cli.whole import flat, print_whole

    with reading(invocation) as archive:
        article = archive.show(article_id)
    if as_json:
        print(json_text(flat(article), indent=2))
    else:
        print_whole(article, zone=desk_zone(invocation))

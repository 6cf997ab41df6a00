"""`monitor stories`."""

from __future__ import annotations

from typing import Any

import click

from monitor.cli.context import Invocation
from monitor.cli.params import how_many, story_options


@click.command(name="stories")
@story_options
@click.option(
    "--independent",
    type=click.IntRange(min=1),
    default=1,
    metavar="N",
    help="Told by at least N owners in words of their own.",
)
@how_many
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def command(invocation: Invocation, /, limit: int, independent: int, as_json: bool, **wanted: Any) -> None:
    """List the stories of a time, the weightiest first.

    A story weighs by how many owners tell it in words of their own, by their tier and by how much it is about one
    thing; one that is a day older must weigh twice as much to stand as high. The options choose stories by their
    articles: one of them must be like that.

    Example:
      monitor stories --since 1d
      monitor stories --country AZ --independent 2
    """
    from monitor.cli.lines import json_text
    from monitor.cli.reader import desk_zone, nothing, reading, story_query
    from monitor.cli.told import print_stories

    with reading(invocation) as archive:
        stories = archive.stories(story_query(archive, limit=limit, independent=independent, **wanted))
    if as_json:
        print(json_text({"stories": stories}, indent=2))
    elif stories:
        print_stories(stories, zone=desk_zone(invocation))
    else:
        nothing(invocation, "no story is like that")

"""`monitor story`."""

from __future__ import annotations

import click

from monitor.cli.context import Invocation


@click.command(name="story")
@click.argument("story_id", metavar="ID", type=int)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def command(invocation: Invocation, story_id: int, as_json: bool) -> None:
    """Show a story whole: its articles in the order of time, who was first, who only copies.

    The ID stands in front of each line of `monitor stories`. A story that was merged into another is shown as that one.

    Example:
      monitor story 7
      monitor story 7 --json | jq '.articles[].title'
    """
    from monitor.cli.lines import json_text
    from monitor.cli.reader import desk_zone, reading
    from monitor.cli.told import flat_story, print_story

    with reading(invocation) as archive:
        story = archive.story(story_id)
    if as_json:
        print(json_text(flat_story(story), indent=2))
    else:
        print_story(story, zone=desk_zone(invocation))

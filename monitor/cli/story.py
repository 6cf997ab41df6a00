"""`monitor story`."""

from __future__ import annotations

import click

from monitor.cli.context import Invocation


@click.command(name="story")
@click.argument("story_id", metavar="ID", type=int)
@click.option("--why", is_flag=True, help="Of each article, why it is in the story; of a copy, why it is one.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def command(invocation: Invocation, story_id: int, *, why: bool, as_json: bool) -> None:
    """Show a story whole: its articles in the order of time, who was first, who only copies.

    The ID stands in front of each line of `monitor stories`. A story that was merged into another is shown as that one.

    Example:
      monitor story 7 --why
      monitor story 7 --json | jq '.articles[].title'
    """
    from monitor.cli.lines import json_text
    from monitor.cli.reader import desk_zone, reading
    from monitor.cli.told import flat_story, print_reasons, print_story
    from monitor.workflows.reasons import why_together

    with reading(invocation) as archive:
        story = archive.story(story_id)
        reasons = why_together(archive, story.listed.id) if why else ()
        copied = {article.duplicate_of for article in story.articles if why and article.duplicate_of is not None}
        printed = [one for lead in sorted(copied) for one in archive.circle(lead).printings if one.id != lead]
    if as_json:
        print(json_text(flat_story(story) | ({"why": reasons, "copies": printed} if why else {}), indent=2))
        return
    print_story(story, zone=desk_zone(invocation))
    if why:
        print_reasons(reasons, printed)

"""`monitor edits`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from monitor.cli.context import Invocation
from monitor.cli.params import how_many, since

if TYPE_CHECKING:
    from datetime import tzinfo

    from monitor.model.edit import EditListed, Habit

SHOWN = 3  # changed places of an edit


@click.command(name="edits")
@click.argument("article_id", metavar="[ID]", type=int, required=False)
@click.option("--since", "from_then", type=since, metavar="TIME", help="Found from then on: 7d, 12h, 2026-11-20.")
@click.option("--until", type=since, metavar="TIME", help="Found up to then.")
@click.option("--source", "sources", metavar="ID", multiple=True, help="By this source; repeatable.")
@click.option("--headlines", is_flag=True, help="Only of headlines; those that nobody owned up to are marked stealth.")
@click.option("--corrections", is_flag=True, help="Only those that the publisher says are corrections.")
@click.option("--typography", is_flag=True, help="Also new quotation marks, capitals and spaces.")
@click.option("--habits", is_flag=True, help="How each source edits: how often, and how soon.")
@how_many
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def command(
    invocation: Invocation,
    article_id: int | None,
    from_then: datetime | None,
    until: datetime | None,
    sources: tuple[str, ...],
    headlines: bool,
    corrections: bool,
    typography: bool,
    habits: bool,
    limit: int,
    as_json: bool,
) -> None:
    """List what publishers changed after they had published it.

    The newest first; with an ID, those of one article. Each edit is told as typography, addition, wording, facts (a
    figure or a name took the place of another) or rewrite.

    Example:
      monitor edits --since 2d --headlines
      monitor edits 12 --json | jq '.edits[].pieces'
      monitor edits --habits
    """
    from monitor.cli.lines import json_text
    from monitor.cli.params import known_sources
    from monitor.cli.reader import desk_zone, nothing, reading

    with reading(invocation) as archive:
        if article_id is not None:
            archive.show(article_id)  # raises where there is none
        wanted = known_sources(sources, (source.id for source in archive.sources())) if sources else ()
        learnt = archive.habits() if habits else {}
        found = archive.edits(
            since=from_then,
            until=until,
            sources=wanted,
            article_id=article_id,
            headlines=headlines,
            corrections=corrections,
            typography=typography,
            limit=limit,
        )
    if as_json:
        said = {"habits": [_habit(one) for one in learnt.values()]} if habits else {"edits": [_flat(e) for e in found]}
        print(json_text(said, indent=2))
    elif habits:
        if learnt:
            _print_habits(list(learnt.values()))
        else:
            nothing(invocation, "nothing is learnt yet: it takes a day of collecting")
    elif found:
        _print_edits(found, desk_zone(invocation))
    else:
        nothing(invocation, "no edits were found")


def _flat(one: EditListed) -> dict[str, object]:
    edit = one.edit
    return {
        "article_id": one.article_id,
        "revision": one.number,
        "source": one.source,
        "source_name": one.source_name,
        "url": one.url,
        "found_at": one.found_at,
        "age_minutes": round(one.age.total_seconds() / 60),
        "kind": edit.kind,
        "size": edit.size,
        "substantive": edit.is_substantive,
        "headline": edit.headline,
        "corrected": edit.corrected,
        "stealth": edit.is_stealth,
        "title_before": one.title_before,
        "title": one.title,
        "pieces": edit.pieces,
    }


def _habit(one: Habit) -> dict[str, object]:
    minutes = None if one.half_life is None else round(one.half_life.total_seconds() / 60)
    return {"source": one.source, "checked": one.checked, "edited": one.edited, "half_life_minutes": minutes}


def _print_edits(found: tuple[EditListed, ...], zone: tzinfo) -> None:
    from monitor.cli.lines import printable, time_text

    for one in found:
        edit = one.edit
        note = "correction" if edit.corrected else "stealth headline" if edit.is_stealth else edit.kind
        words = f"{edit.size} word{'s' * (edit.size != 1)}"
        print(
            f"{one.article_id}  {time_text(one.found_at, zone)}  {one.source}  {note}, {words}: {printable(one.title)}"
        )
        shown = [piece for piece in edit.pieces if piece.before or piece.after][:SHOWN]
        for piece in shown:
            if piece.before:
                print(f"    - {piece.field}: {printable(piece.before)}")
            if piece.after:
                print(f"    + {piece.field}: {printable(piece.after)}")
        if len(edit.pieces) > len(shown) > 0:
            print(f"    and in {len(edit.pieces) - len(shown)} more: monitor edits {one.article_id} --json")


def _print_habits(learnt: list[Habit]) -> None:
    from monitor.cli.tables import Column, print_table

    columns = [
        Column(title="Source"),
        Column(title="Checked", right=True),
        Column(title="Edited", right=True),
        Column(title="Half of it within", right=True),
    ]
    rows = []
    for one in sorted(learnt, key=lambda habit: (-habit.rate, habit.source)):
        minutes = 0 if one.half_life is None else int(one.half_life.total_seconds() // 60)
        rows.append(
            (one.source, one.checked, one.edited, f"{minutes // 60} h {minutes % 60:02} min" if minutes else "-")
        )
    print_table(columns, rows)

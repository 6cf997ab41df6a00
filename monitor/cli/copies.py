"""`monitor copies`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.context import Invocation

if TYPE_CHECKING:
    from datetime import tzinfo

    from monitor.model.copies import Circle, Printing

LONGEST_PASSAGE = 160  # characters shown


@click.command(name="copies")
@click.argument("article_id", metavar="ID", type=int)
@click.option("--copy-of", type=int, metavar="OTHER", help="Decide that ID repeats the text of OTHER.")
@click.option("--apart-from", type=int, metavar="OTHER", help="Decide that ID and OTHER are two reports.")
@click.option("--undo", type=int, metavar="OTHER", help="Take back what was decided of ID and OTHER.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def command(
    invocation: Invocation,
    article_id: int,
    copy_of: int | None,
    apart_from: int | None,
    undo: int | None,
    as_json: bool,
) -> None:
    """Show who prints a text, who had it first and why; correct it by hand.

    Whose copy the article is, by which rule, with the passages that they share. Also what shares much with it and is
    kept apart all the same, with the facts in which they differ. What is decided by hand holds in later runs and in
    `monitor reprocess`.

    Example:
      monitor copies 12
      monitor copies 12 --apart-from 9
      monitor copies 12 --copy-of 9
    """
    from monitor.cli.lines import json_text
    from monitor.cli.reader import desk_zone, reading

    if sum(one is not None for one in (copy_of, apart_from, undo)) > 1:
        raise click.UsageError("give one of --copy-of, --apart-from and --undo")
    if copy_of is not None or apart_from is not None or undo is not None:
        _decide(invocation, article_id, copy_of=copy_of, apart_from=apart_from, undo=undo)
    with reading(invocation) as archive:
        found = archive.circle(article_id)
    if as_json:
        print(json_text(found, indent=2))
    else:
        _print(found, desk_zone(invocation))


def _decide(
    invocation: Invocation, article_id: int, *, copy_of: int | None, apart_from: int | None, undo: int | None
) -> None:
    from monitor import clock
    from monitor.cli.reader import desk_language, nothing, reading
    from monitor.store import open_archive, run_lock
    from monitor.workflows.cluster import rejoin

    with reading(invocation):
        pass  # an archive that is not there is not made for this
    with run_lock(invocation.db_path), open_archive(invocation.db_path, now=clock.now()) as archive:
        if copy_of is not None:
            archive.rule_copy(article_id, copy_of, now=clock.now())
        elif apart_from is not None:
            archive.rule_apart(article_id, apart_from, now=clock.now())
        elif undo is not None and not archive.forget_ruling(article_id, undo):
            nothing(invocation, f"nothing was decided of {article_id} and {undo}")
        rejoin(archive, language=desk_language(invocation))


def _print(found: Circle, zone: tzinfo) -> None:
    from monitor.cli.lines import printable

    by_id = {one.id: one for one in found.printings}
    syndication = found.syndication
    first = by_id[syndication.first]
    if len(found.printings) > 1:
        print(f"First: {printable(first.source_name)} ({syndication.certainty}: {syndication.why})")
    for one in found.printings:
        _print_one(one, found, zone)
    for apart in found.apart:
        facts = "; ".join(f"{printable(one.here)} against {printable(one.there)}" for one in apart.differences)
        print(f"Kept apart from {apart.id}, {apart.source}: {printable(apart.title)}")
        print(f"    {apart.rule}{': ' * bool(facts)}{facts}")
    for ruled in found.rulings:
        said = "is a copy of" if ruled.ruling == "copy" else "is kept apart from"
        print(f"By hand: {ruled.id} {said} {ruled.other}")


def _print_one(one: Printing, found: Circle, zone: tzinfo) -> None:
    from monitor.cli.lines import printable, time_text
    from monitor.cli.told import copy_reason

    at = time_text(one.published_at, zone) if one.published_at else f"seen {time_text(one.seen_at, zone)}"
    mark = ">" if one.id == found.asked else " "
    credit = f", credits {one.agency}" if one.agency else ""
    print(f"{mark} {one.id}  {at}  {one.source}{credit}: {printable(one.title)}")
    if one.duplicate_of:
        print(f"    copy of {one.duplicate_of}: {copy_reason(one)}")
    taken = next((taken for taken in found.syndication.taken if taken.id == one.id), None)
    if taken and (taken.of or taken.agency):
        whom = taken.of or taken.agency
        how = {"credit": "it says so", "nearest": "the most alike", "first": "the first"}[taken.how]
        print(f"    taken from {whom} ({how})")
    if one.id == found.asked:
        for text in one.texts:
            shown = printable(text)
            print(f"    | {shown if len(shown) <= LONGEST_PASSAGE else shown[: LONGEST_PASSAGE - 1] + '…'}")

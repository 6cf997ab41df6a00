"""`monitor search`."""

from __future__ import annotations

from typing import Any

import click

from monitor.cli.context import Invocation
from monitor.cli.params import about_options, form_options, how_many


@click.command(name="search")
@click.argument("text", metavar="QUERY", nargs=-1, required=True)
@about_options
@how_many
@form_options
@click.pass_obj
def command(
    invocation: Invocation, /, text: tuple[str, ...], limit: int, as_json: bool, as_csv: bool, raw: bool, **wanted: Any
) -> None:
    """Find articles by words, best first.

    All words must be there, in any form of accents and capitals. A phrase stands in quotes. Of very many articles that
    match, the newest 2,000 are looked at.

    Example:
      monitor search corridor --country GE
      monitor search '"peace treaty" Yerevan' --since 30d
      monitor search nato --json
    """
    from monitor.cli.reader import checked, reading, show

    sought = " ".join(text)
    if not sought.strip():
        raise click.UsageError("there is nothing to search for: give a word, or use `monitor latest`")
    with reading(invocation) as archive:
        articles = archive.search(checked(archive, text=sought, limit=limit, **wanted))
    show(invocation, articles, as_json=as_json, as_csv=as_csv, raw=raw, without=f"no article matches {sought!r}")

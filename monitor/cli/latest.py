"""`monitor latest`."""

from __future__ import annotations

from typing import Any

import click

from monitor.cli.context import Invocation
from monitor.cli.params import about_options, form_options, how_many


@click.command(name="latest")
@about_options
@how_many
@form_options
@click.pass_obj
def command(invocation: Invocation, /, limit: int, as_json: bool, as_csv: bool, raw: bool, **wanted: Any) -> None:
    """List the newest articles.

    Country and organisation mean that the article is about them; with --any a mention is enough. Of several
    countries (organisations, sources ...) any will do, but there must be one of each kind that is given.

    Example:
      monitor latest
      monitor latest --country AZ --country AM --org nato --since 7d
      monitor latest --source caliber-az-en -n 50 --csv
    """
    from monitor.cli.reader import checked, reading, show

    with reading(invocation) as archive:
        articles = archive.latest(checked(archive, limit=limit, **wanted))
    show(invocation, articles, as_json=as_json, as_csv=as_csv, raw=raw, without="no article is like that")

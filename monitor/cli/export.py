"""`monitor export`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

import click

from monitor.cli.context import Invocation
from monitor.cli.params import about_options
from monitor.model.reading import Shown

COLUMNS = (
    "id", "sorted_at", "source", "source_name", "title", "url", "language", "summary", "body", "authors",
    "published_at", "published_raw", "dated_by", "seen_at", "revised_at", "words", "countries", "organisations",
    "mentions", "duplicate_of", "similarity", "copies", "kind", "paywalled", "extractor", "image_url",
)  # fmt: skip


@click.command(name="export")
@click.option("--format", "form", type=click.Choice(["csv", "json", "nl"]), default="csv", show_default=True)
@click.option("--text", default="", metavar="QUERY", help="That have these words.")
@about_options
@click.option("-n", "limit", type=click.IntRange(min=0), help="At most so many, the newest.")
@click.option("--raw", is_flag=True, help="CSV cells as they are, also those that a spreadsheet takes for formulas.")
@click.pass_obj
def command(invocation: Invocation, /, form: str, text: str, limit: int | None, raw: bool, **wanted: Any) -> None:
    """Write articles as CSV or JSON.

    Articles are written whole, the newest first. `json` is one object, `nl` one object a line. In CSV, cells that
    a spreadsheet would run as formulas get an apostrophe in front, unless --raw.

    Example:
      monitor export --country AZ --since 30d > azerbaijan.csv
      monitor export --format nl --org nato | jq -r .title
    """
    from monitor.cli.reader import checked, reading

    with reading(invocation) as archive:
        articles = archive.export(checked(archive, text=text, limit=limit, **wanted))
        if form == "csv":
            _write_csv(articles, raw=raw)
        else:
            _write_json(articles, one_a_line=form == "nl")


def _write_csv(articles: Iterable[Shown], *, raw: bool) -> None:
    from monitor.cli.lines import write_csv
    from monitor.cli.whole import flat

    def rows() -> Iterable[dict[str, Any]]:
        for article in articles:
            row = flat(article)
            yield row | {
                "mentions": [mention["tag"] for mention in row["mentions"]],
                "copies": [copy["url"] for copy in row["copies"]],
            }

    write_csv(sys.stdout, COLUMNS, rows(), raw=raw)


def _write_json(articles: Iterable[Shown], *, one_a_line: bool) -> None:
    """Write as the articles come, so that an archive of any size passes through."""
    from monitor.cli.lines import json_text
    from monitor.cli.whole import flat

    texts = (json_text(flat(article)) for article in articles)
    if one_a_line:
        for text in texts:
            print(text)
        return
    print('{"articles": [', end="")
    for number, text in enumerate(texts):
        print("," if number else "", text, sep="\n", end="")
    print("\n]}")

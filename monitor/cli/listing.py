"""Articles in a list: as a table, as JSON, as CSV."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, tzinfo

from monitor.cli.lines import json_text, time_text, write_csv
from monitor.cli.tables import Cell, Column, print_table
from monitor.model.reading import Listed

LISTED = (
    "id", "sorted_at", "source", "source_name", "title", "url", "language", "summary", "countries", "organisations",
    "words", "copies",
)  # fmt: skip
MARKS = str.maketrans("", "", "\x02\x03")


def print_listed(articles: Sequence[Listed], *, zone: tzinfo = UTC) -> None:
    """Print articles as a table, in their order: number, time, source, what they are about, title."""
    columns = [
        Column(title="ID", right=True, style="cyan"),
        Column(title="Time", style="dim"),
        Column(title="Source"),
        Column(title="About", style="green"),
        Column(title="Copies", right=True),
        Column(title="Title", wide=True),
    ]
    print_table(
        columns,
        [
            (
                article.id,
                time_text(article.sorted_at, zone),
                article.source,
                " ".join((*article.countries, *article.organisations)) or "-",
                article.copies or "-",
                Cell(text=_titled(article), link=article.url),
            )
            for article in articles
        ],
    )


def _titled(article: Listed) -> str:
    return f"{article.title} … {article.snippet}" if article.snippet and sys.stdout.isatty() else article.title


def print_json(articles: Sequence[Listed]) -> None:
    """Print one JSON object with the articles."""
    print(json_text({"articles": [_machine(article) for article in articles]}, indent=2))


def print_csv(articles: Sequence[Listed], *, raw: bool) -> None:
    """Print a CSV table of the articles."""
    write_csv(sys.stdout, LISTED, [_machine(article) for article in articles], raw=raw)


def _machine(article: Listed) -> dict[str, object]:
    return {**{name: getattr(article, name) for name in LISTED}, "snippet": article.snippet.translate(MARKS)}

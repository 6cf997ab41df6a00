"""Tables: with rich on a terminal, and plain aligned text, always in the same form, anywhere else."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.cli.lines import printable

if TYPE_CHECKING:
    from rich.text import Text

MATCH = ("\x02", "\x03")  # around what was searched for, in snippets
GAP = "  "


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table. On a terminal a `wide` one gives way when there is no room, the others do not."""

    title: str
    wide: bool = False
    right: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell with more than its text: a link to open, matches to light up. The text is untrusted, and made harmless."""

    text: str
    link: str = ""
    style: str = ""


Row = Sequence[str | int | Cell]


def print_table(columns: Sequence[Column], rows: Sequence[Row]) -> None:
    """Print rows under their columns' titles on stdout."""
    cells = [[cell if isinstance(cell, Cell) else Cell(text=str(cell)) for cell in row] for row in rows]
    if sys.stdout.isatty():
        _print_rich(columns, cells)
    else:
        _print_plain(columns, cells)


def _print_plain(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
    lines = [[column.title.upper() for column in columns], *([printable(cell.text) for cell in row] for row in rows)]
    widths = [max(width(line[number]) for line in lines) for number in range(len(columns))]
    for line in lines:
        padded = [
            f"{' ' * (room - width(text))}{text}" if column.right else f"{text}{' ' * (room - width(text))}"
            for column, text, room in zip(columns, line, widths, strict=True)
        ]
        print(GAP.join(padded).rstrip())


def _print_rich(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(
            column.title,
            justify="right" if column.right else "left",
            style=column.style,
            overflow="fold" if column.wide else "ellipsis",
            no_wrap=not column.wide,
        )
    for row in rows:
        table.add_row(*(lit(cell) for cell in row))
    Console(highlight=False, markup=False, emoji=False).print(table)


def lit(cell: Cell) -> Text:
    """Return a cell as rich's Text, whose content is never read as markup: its matches bold, its link clickable."""
    from rich.text import Text

    text = Text(style=cell.style)
    for number, part in enumerate(cell.text.split(MATCH[0])):
        match, found, rest = part.partition(MATCH[1])
        lights = number > 0 and bool(found)
        text.append(_spaced(match), style="bold" if lights else "")
        text.append(_spaced(rest))
    if cell.link.startswith(("http://", "https://")):
        text.stylize(f"link {printable(cell.link).replace(' ', '%20')}")
    return text


def _spaced(text: str) -> str:
    """Make a part of a text harmless and keep the spaces at its ends."""
    before, after = " " * text[:1].isspace(), " " * text[-1:].isspace()
    return f"{before}{printable(text)}{after}" if text.strip() else before


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes (UAX 11): Chinese letters two, combining marks none."""
    return sum(
        0
        if unicodedata.category(character) in {"Mn", "Me", "Cf"}
        else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in text
    )

"""How nouns are written on stdout: as text that can't harm a terminal, as JSON, as CSV."""

from __future__ import annotations

import csv
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any, TextIO

HIDDEN = {"Cc", "Cs", "Zl", "Zp"}  # categories that a terminal may obey, or that break a line
# what turns text around or hides in it; joiners stay, for Persian and Hindi are written with them
INVISIBLE = frozenset(
    "\u00ad\u200b\u200e\u200f\u061c\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for one


def printable(text: str) -> str:
    r"""Return the text on one line, without what a terminal would obey: escapes, controls, reversed writing.

    >>> printable("NATO\x1b[2J\u202e talks\nin Brussels")
    'NATO[2J talks in Brussels'
    """
    spaced = " ".join(text.split())
    return "".join(
        character
        for character in spaced
        if character not in INVISIBLE and unicodedata.category(character) not in HIDDEN
    )


def time_text(moment: datetime | None, zone: tzinfo = UTC) -> str:
    """Return a time as a reader wants it, `2026-11-23 14:05` in the desk's zone; nothing for None."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else ""


def plain(value: Any) -> Any:
    """Return a noun as JSON can say it: dataclasses as objects, tuples as arrays, times as `2026-11-23T10:00:00Z`."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value


def json_text(value: Any, *, indent: int | None = None) -> str:
    """Return one JSON text of nouns and plain values; on a single line unless indented."""
    return json.dumps(plain(value), ensure_ascii=False, indent=indent)


def write_csv(out: TextIO, columns: Sequence[str], rows: Iterable[Mapping[str, Any]], *, raw: bool) -> None:
    """Write rows as CSV (RFC 4180, with a header), lists joined by semicolons.

    Cells that a spreadsheet would take for a formula get an apostrophe in front (OWASP, CSV injection) unless `raw`.
    """
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(plain(row.get(column)), raw=raw) for column in columns])


def _cell(value: Any, *, raw: bool) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, list):
        value = "; ".join(str(part) for part in value)
    if isinstance(value, str) and not raw and value.startswith(FORMULA):
        return f"'{value}"
    return value

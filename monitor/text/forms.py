"""Nouns as machines take them: JSON, CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any, TextIO

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for one


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

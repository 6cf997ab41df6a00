"""The outlines of countries for the map: countries.tsv, which generate.py makes of world-atlas."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

WIDTH, HEIGHT = 2000, 862


@dataclass(frozen=True, slots=True)
class Outline:
    """A country as an SVG path in a picture of WIDTH by HEIGHT; `code` is empty where ISO 3166-1 has none."""

    code: str
    path: str


@cache
def outlines() -> tuple[Outline, ...]:
    """All countries that are drawn."""
    text = (files("monitor.browse") / "atlas" / "countries.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(Outline(code, path) for code, path in rows)

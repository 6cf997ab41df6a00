"""The news agencies whose reports other outlets print, from agencies.tsv."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A news agency: where it publishes, and the names by which texts credit it; `words` are those that mean more."""

    id: str
    domains: tuple[str, ...]
    names: tuple[str, ...]
    words: frozenset[str]


@cache
def agencies() -> tuple[Agency, ...]:
    """Return all agencies, in the order of the file."""
    text = (files("monitor.gazetteer") / "agencies.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(_agency(*row) for row in rows)


def _agency(name: str, domains: str, names: str) -> Agency:
    said = names.split("|")
    return Agency(
        id=name,
        domains=tuple(domains.split()),
        names=tuple(one.removeprefix("~") for one in said),
        words=frozenset(one[1:] for one in said if one.startswith("~")),
    )

"""Our own hard sentences, as labelled text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("sentences.tsv")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the tags that must be found; what is `optional` may be."""

    language: str
    kind: str
    tags: frozenset[str]
    optional: frozenset[str]
    text: str


def sentences() -> tuple[Sentence, ...]:
    lines = (line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return tuple(
        Sentence(language, kind, _slugs(f"{countries} {organisations}"), _slugs(optional), text)
        for language, kind, countries, organisations, optional, text in lines
    )


def _slugs(cell: str) -> frozenset[str]:
    return frozenset(f"country:{code}" if code.isupper() else f"org:{code}" for code in cell.split())

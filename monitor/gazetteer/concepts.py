"""What news is about, whatever the language: the concepts that words begin with, read from concepts.tsv."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Concepts:
    """Whole words and beginnings of words with the concept they mean, casefolded."""

    whole: Mapping[str, str]
    beginnings: Mapping[str, str]
    longest: int  # beginning

    def of(self, word: str) -> str | None:
        """Return the concept that a casefolded word means, by its longest known beginning; None for most words."""
        if word in self.whole:
            return self.whole[word]
        for length in range(min(len(word), self.longest), _SHORTEST - 1, -1):
            if word[:length] in self.beginnings:
                return self.beginnings[word[:length]]
        return None


@cache
def concepts() -> Concepts:
    """Return the concepts of the table that is shipped."""
    whole: dict[str, str] = {}
    beginnings: dict[str, str] = {}
    table = (files("monitor.gazetteer") / "concepts.tsv").read_text(encoding="utf-8")
    for line in table.splitlines():
        concept, _, words = line.partition("\t")
        if concept.startswith("#"):
            continue
        for word in words.casefold().split():
            if word.endswith("=") or len(word) < _SHORTEST:
                whole[word.removesuffix("=")] = concept
            else:
                beginnings[word] = concept
    return Concepts(whole, beginnings, max(map(len, beginnings)))

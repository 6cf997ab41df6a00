"""What is compared of an article: weighted word stems, names, numbers, and the countries and organisations it names."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from math import log

from monitor.model.story import Told

RECIPE = "terms/1"

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*")
_STEM = 6
_TITLE = 2.0  # what a word of the title counts
_NAME = 2.0  # what a capitalised word counts, inside a sentence
_READ = 4000  # characters of the text; the rest tells background
_MOST = 120  # stems kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """An article as it is compared. `words` are stems with their weight within it, `tags` slugs with their salience."""

    id: int
    at: datetime
    language: str
    words: dict[str, float]
    tags: dict[str, float]
    source: str = ""


def read(told: Told) -> Terms:
    """Return what is compared of an article."""
    weights: dict[str, float] = defaultdict(float)
    for stem, weight in _weighted(told.title, _TITLE):
        weights[stem] += weight
    for stem, weight in _weighted(told.text[:_READ], 1.0):
        weights[stem] += weight
    heaviest = sorted(weights.items(), key=lambda one: (-one[1], one[0]))[:_MOST]
    words = {stem: round(1 + log(weight), 2) for stem, weight in heaviest}
    return Terms(
        id=told.id, at=told.at, language=told.language or "", words=words, tags=dict(told.tags), source=told.source
    )


def terms_of(told: Told) -> Terms:
    """Return what is compared of an article that was read before; read it now where that was by other rules."""
    if told.terms is None or told.recipe != RECIPE:
        return read(told)
    said = json.loads(told.terms)
    return Terms(
        id=told.id, at=told.at, language=told.language or "", words=said["w"], tags=said["t"], source=told.source
    )


def terms_text(terms: Terms) -> str:
    """Return the terms as the JSON object that terms_of reads."""
    return json.dumps({"w": terms.words, "t": terms.tags}, ensure_ascii=False, separators=(",", ":"))


def _weighted(text: str, worth: float) -> Iterator[tuple[str, float]]:
    """Give the stems of a text; a capitalised word that does not begin a sentence is a name, and counts double."""
    end = -1
    for found in _WORD.finditer(text):
        word = found[0]
        between = text[end : found.start()] if end >= 0 else "."
        end = found.end()
        opens = any(mark in between for mark in '.!?:\n«“"')
        stem = word.casefold().replace("’", "'").removesuffix("'s")[:_STEM]
        yield stem, worth * (_NAME if word[0].isupper() and not opens else 1.0)

"""`begin*` at a bounded cost: where too much of the full-text index begins so, the usual words that do are sought.

FTS5 puts the places of all words of a prefix together before it gives the first, which for `a*` takes as long as the
archive is large. How much that is can be told beforehand: in the table `_idx` FTS5 keeps the first term of each page of
its index with the page's number (https://www.sqlite.org/fts5.html#fts5_data_structures).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from monitor.store.database import Database
from monitor.text.wording import Term, Wording, folded, wording

WIDEST = 400  # pages of the index, of 4 kB, that the words of a prefix may take
RECENT = 400  # of the newest articles, in which the usual words are found
OFTEN = 20  # times that the newest articles must have them: else a neighbour in the index is what takes its pages
USUAL = 20  # words that stand for a prefix


@dataclass(frozen=True, slots=True)
class Opened:
    """What is asked for, no prefix of it too wide; `instead` has the words that stand for those that were."""

    wording: Wording
    instead: Mapping[str, tuple[str, ...]]


def opened(reading: Database, text: str) -> Opened:
    """What the text asks for, as it can be sought at a bounded cost."""
    asked = wording(text)
    instead: dict[str, tuple[str, ...]] = {}
    wanted = tuple(tuple(_terms(reading, group, instead)) for group in asked.wanted)
    unwanted = tuple(_terms(reading, asked.unwanted, instead))
    return Opened(Wording(wanted=wanted, unwanted=unwanted), instead)


def _terms(reading: Database, terms: tuple[Term, ...], instead: dict[str, tuple[str, ...]]) -> Iterator[Term]:
    for term in terms:
        usual = _usual(reading, term.words[-1]) if _may_be_wide(reading, term) else ()
        if not usual:
            yield term
            continue
        instead[f"{term.said}*"] = usual
        for word in usual:
            yield replace(term, said=" ".join((*term.words[:-1], word)), words=(*term.words[:-1], word), begins=False)


def _may_be_wide(reading: Database, term: Term) -> bool:
    return term.begins and term.near is None and _pages(reading, term.words[-1]) > WIDEST


def _pages(reading: Database, prefix: str) -> int:
    """How many pages of the index hold the places of words that begin so, and perhaps of the word before them."""
    first = b"0" + prefix.encode("utf-8", "replace")  # "0": the terms' own index, not one of prefixes
    return reading.value(_PAGES, {"first": first, "beyond": first + b"\xff"}) or 0


def _usual(reading: Database, prefix: str) -> tuple[str, ...]:
    """The words that begin so, as the newest articles have them, the most usual first; none where they are seldom."""
    begins = re.compile(rf"(?<![^\W_]){re.escape(prefix)}[^\W_]*", re.IGNORECASE)
    counts: Counter[str] = Counter()
    for row in reading.rows(_TEXTS, (RECENT,)):
        for column in ("title", "summary", "body"):
            counts.update(map(str.lower, begins.findall(row[column])))
    if counts.total() < OFTEN:
        return ()
    words: Counter[str] = Counter()
    for word, number in counts.items():
        words[folded(word)] += number
    return tuple(word for word, _ in words.most_common(USUAL))


_PAGES = """
    WITH RECURSIVE segments (id) AS (
        SELECT min(segid) FROM articles_fts_idx
        UNION ALL SELECT (SELECT min(i.segid) FROM articles_fts_idx i WHERE i.segid > s.id) FROM segments s WHERE s.id
    )
    SELECT sum(
        coalesce((SELECT i.pgno >> 1 FROM articles_fts_idx i WHERE i.segid = s.id AND i.term > :beyond
                  ORDER BY i.term LIMIT 1),
                 (SELECT i.pgno >> 1 FROM articles_fts_idx i WHERE i.segid = s.id ORDER BY i.term DESC LIMIT 1) + 1)
        - coalesce((SELECT i.pgno >> 1 FROM articles_fts_idx i WHERE i.segid = s.id AND i.term <= :first
                    ORDER BY i.term DESC LIMIT 1), 1)
    ) FROM segments s WHERE s.id
"""
_TEXTS = "SELECT title, summary, body FROM articles ORDER BY id DESC LIMIT ?"

"""What a reader types, as an FTS5 query that never gives an error.

Words must all be there; "words in quotes" stand together; `a OR b`: either; -word or NOT word: not that; word*: any
that begins so. Everything is handed to FTS5 in its quotes, so that its own syntax (NEAR, column:, ^) is only words.
FTS5's query syntax: https://www.sqlite.org/fts5.html#full_text_query_syntax
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_TERM = re.compile(r'(?P<minus>-)?(?:"(?P<phrase>[^"]*)"?(?P<begins>\*)?|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Sought:
    """FTS5 expressions: what must be in an article, and what must not; each may be empty."""

    wanted: str = ""
    unwanted: str = ""

    @property
    def expression(self) -> str:
        """Both in one; "" where nothing is wanted, because FTS5 can't say only what it does not want."""
        if not self.wanted or not self.unwanted:
            return self.wanted
        return f"({self.wanted}) NOT ({self.unwanted})"


def sought(text: str) -> Sought:
    """What the text asks for.

    >>> sought('nato OR нато "South Caucasus" summit* -football').expression
    '(("nato" OR "нато") AND "South Caucasus" AND "summit" *) NOT ("football")'
    """
    wanted: list[list[str]] = []  # all of these, each any of those
    unwanted: list[str] = []
    either = negated = False
    for match in _TERM.finditer(_printable(text)):
        word = match["word"]
        if word in ("OR", "|"):
            either = bool(wanted)
        elif word in ("AND", "&"):
            either = negated = False
        elif word == "NOT":
            negated = True
        elif term := _term(match):
            if negated or match["minus"]:
                unwanted.append(term)
            elif either:
                wanted[-1].append(term)
            else:
                wanted.append([term])
            either = negated = False
    return Sought(" AND ".join(map(_any_of, wanted)), " OR ".join(unwanted))


def _printable(text: str) -> str:
    """FTS5 takes a NUL for the end, and other control characters for nothing."""
    return "".join(" " if unicodedata.category(char)[0] == "C" else char for char in text)


def _term(match: re.Match[str]) -> str:
    """A quoted FTS5 string, or "" where the words hold no letter or digit: FTS5 would find nothing by it."""
    said: str = match["phrase"] if match["phrase"] is not None else match["word"]
    begins = bool(match["begins"]) or (match["word"] is not None and said.endswith("*"))
    if not any(unicodedata.category(char)[0] in "LN" for char in said):
        return ""
    quoted = '"' + said.rstrip("*") + '"'
    return f"{quoted} *" if begins else quoted


def _any_of(terms: list[str]) -> str:
    return terms[0] if len(terms) == 1 else "(" + " OR ".join(terms) + ")"

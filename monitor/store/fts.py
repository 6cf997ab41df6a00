"""What a reader types, as an FTS5 query that never gives an error.

What it may say: monitor/text/wording.py. Every term is handed to FTS5 in its quotes, so that FTS5's own syntax (NEAR,
column:, ^) is only words. FTS5's query syntax: https://www.sqlite.org/fts5.html#full_text_query_syntax
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.text.wording import Term, Wording, wording


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
    >>> sought('"peace treaty"~5').expression
    'NEAR("peace" "treaty", 5)'
    """
    return expressed(wording(text))


def expressed(asked: Wording) -> Sought:
    """What is asked for, as FTS5 expressions."""
    return Sought(" AND ".join(map(any_of, asked.wanted)), " OR ".join(map(_quoted, asked.unwanted)))


def any_of(terms: Sequence[Term]) -> str:
    """The FTS5 expression that finds any of the terms."""
    return _quoted(terms[0]) if len(terms) == 1 else "(" + " OR ".join(map(_quoted, terms)) + ")"


def _quoted(term: Term) -> str:
    if term.near is not None and len(term.words) > 1:
        return f"NEAR({' '.join(f'{chr(34)}{word}{chr(34)}' for word in term.words)}, {term.near})"
    return f'"{term.said}" *' if term.begins else f'"{term.said}"'

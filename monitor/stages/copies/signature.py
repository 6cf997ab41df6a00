"""By what a text is found among the others of the last days: a sample of its shingles, dense in its lead.

One shingle in twenty-four is kept, and one in four of the lead, by its hash, so that two texts keep the same ones
(Broder's sketch "mod m", 1997). What is found so is only a candidate: the texts decide.
"""

from __future__ import annotations

from monitor.model.copies import Signature
from monitor.text.hashing import line_hash
from monitor.text.tokens import hashed, shingles, tokens

_LEAD_TOKENS = 44
_EVERY_OF_LEAD = 4
_EVERY = 24
_MOST = 64  # shingles: of a very long text, the first ones
_EDGE_LINES = (1, 2)  # from the top and from the end, where an outlet's own lines stand


def signature(text: str) -> Signature:
    """Return the signature of a text (summary, line break, body)."""
    cut = tokens(text)
    kept: dict[int, int] = {}
    line = 0
    for at, shingle in enumerate(shingles(cut)):
        number = hashed(shingle)
        if number % (_EVERY_OF_LEAD if at < _LEAD_TOKENS else _EVERY):
            continue
        while cut.line_ends[line] <= at:
            line += 1
        kept.setdefault(number, line)
        if len(kept) >= _MOST:
            break
    return Signature(shingles=tuple((line, number) for number, line in kept.items()), lines=edges(text))


def edges(text: str) -> tuple[tuple[int, int], ...]:
    """Return the first and last lines of a text, each by its number and its fingerprint."""
    lines = text.split("\n")
    top, end = _EDGE_LINES
    chosen = [*range(top), *range(len(lines) - end, len(lines))] if len(lines) > top + end else range(1, len(lines))
    return tuple((at, line_hash(lines[at])) for at in chosen if lines[at].strip())

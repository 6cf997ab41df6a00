"""How a text was reworded: word by word, what stayed, what went and what came."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal

Change = Literal["same", "gone", "new"]
LONGEST = 4_000  # words of a text that are compared
_PIECE = re.compile(r"\s+|\d+(?:[.,:]\d+)+|\w+|[^\w\s]")  # a figure is one piece: 1.2


def reworded(before: str, after: str) -> tuple[tuple[Change, str], ...]:
    """Return the pieces of both texts in order, those that stayed once; of very long texts the beginning.

    >>> reworded("Talks in Baku end", "Talks in Baku resume")
    (('same', 'Talks in Baku '), ('gone', 'end'), ('new', 'resume'))
    """
    old, new = (_PIECE.findall(text)[:LONGEST] for text in (before, after))
    pieces: list[tuple[Change, str]] = []
    for what, begin, end, start, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(("same", "".join(old[begin:end])))
            continue
        if begin < end:
            pieces.append(("gone", "".join(old[begin:end])))
        if start < stop:
            pieces.append(("new", "".join(new[start:stop])))
    return tuple(pieces)

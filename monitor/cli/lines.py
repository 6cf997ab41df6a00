"""How nouns are written on stdout: as text that can't harm a terminal; as JSON and CSV by text/forms.py."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, tzinfo

from monitor.text.forms import json_text, plain, write_csv

__all__ = ["json_text", "plain", "printable", "time_text", "write_csv"]

HIDDEN = {"Cc", "Cs", "Zl", "Zp"}  # categories that a terminal may obey, or that break a line
# what turns text around or hides in it; joiners stay, for Persian and Hindi are written with them
INVISIBLE = frozenset(
    "\u00ad\u200b\u200e\u200f\u061c\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def printable(text: str) -> str:
    r"""Return the text on one line, without what a terminal would obey: escapes, controls, reversed writing.

    >>> printable("NATO\x1b[2J\u202e talks\nin Brussels")
    'NATO[2J talks in Brussels'
    """
    spaced = " ".join(text.split())
    return "".join(
        character
        for character in spaced
        if character not in INVISIBLE and unicodedata.category(character) not in HIDDEN
    )


def time_text(moment: datetime | None, zone: tzinfo = UTC) -> str:
    """Return a time as a reader wants it, `2026-11-23 14:05` in the desk's zone; nothing for None."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else ""

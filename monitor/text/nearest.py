"""The names that somebody may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a phrase that names the nearest known names, or nothing where none is near.

    >>> nearest("caliber-en", ["caliber-az-en", "trend-en", "osce"])
    "; did you mean 'caliber-az-en'?"
    >>> nearest("zzz", ["osce"])
    ''
    """
    close = get_close_matches(name, sorted(known), n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(repr(one) for one in close)}?" if close else ""

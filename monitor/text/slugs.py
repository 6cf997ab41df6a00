"""What an address says of its article: /2026/11/23/nato-chief-in-baku.html."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

_ENDING = re.compile(r"\.\w{2,5}$")
_BREAK = re.compile(r"[-_+ ]+")
_WORD = re.compile(r"[^\W\d_]{3,}")
_FEWEST = 3  # words, below which a part of an address is a section and says nothing of the article


def slug_words(url: str) -> str:
    """Return the words of the part of an address that says what its article is about; nothing where none does.

    >>> slug_words("https://gazette.example/world/2026/nato-chief-in-baku-14.html")
    'nato chief in baku 14'
    >>> slug_words("https://gazette.example/world/europe/14123")
    ''
    """
    try:
        parts = unquote(urlsplit(url).path).split("/")
    except ValueError:
        return ""
    said = [_ENDING.sub("", part) for part in parts]
    telling = [part for part in said if len(_WORD.findall(part)) >= _FEWEST and _BREAK.search(part)]
    return " ".join(_BREAK.split(max(telling, key=len))) if telling else ""

"""Where mail leads to: http and https addresses and nothing else, and the reading room's pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from monitor.model.digest import Asked

# What may stand in an address as it is; all else is written as %XX, quotes and blanks first.
_SAFE = "!#$%&'()*+,/:;=?@[]~-._"


def safe(url: str) -> str:
    """Return an address that can stand in a mail; `#` for what is none of http and https.

    >>> safe("https://a.example/b?c=d&e"), safe("javascript:alert(1)"), safe('https://a.example/"><b')
    ('https://a.example/b?c=d&e', '#', 'https://a.example/%22%3E%3Cb')
    """
    if not url.lower().startswith(("http://", "https://")):
        return "#"
    return quote(url, safe=_SAFE)


def article(archive_url: str, article_id: int) -> str:
    """Return where an article stands in the reading room."""
    return f"{archive_url}article/{article_id}"


def section(archive_url: str, asked: Asked, until: datetime, zone: ZoneInfo) -> str:
    """Return where the reading room shows what a section is made from."""
    if asked.kind == "watchlist":
        day = until.astimezone(zone).date().isoformat()
        return f"{archive_url}?{urlencode({'watch': asked.watchlist.id, 'date': day})}"
    kind, _, code = asked.watchlist.id.partition(":")
    return f"{archive_url}{'country' if kind == 'country' else 'organisation'}/{quote(code)}"


def search(archive_url: str, asked: Mapping[str, str]) -> str:
    """Return the reading room's search for something."""
    return f"{archive_url}search?{urlencode(asked)}"

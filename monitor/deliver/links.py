"""Where mail leads to: http and https addresses and nothing else, and the reading room's pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from monitor.model.watchlist import Watchlist
from monitor.stages.narrow import searched

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


def section(archive_url: str, watchlist: Watchlist, since: datetime, until: datetime, zone: ZoneInfo) -> str:
    """Return where the reading room shows what a section is made from.

    That is the search for it in the section's window; what a search can't say is shown by its watchlist's page, a day
    at a time.
    """
    asked = searched(watchlist)
    if asked is None:
        day = until.astimezone(zone).date().isoformat()
        return f"{archive_url}?{urlencode({'watch': watchlist.id, 'date': day})}"
    return window(archive_url, since, until, zone, **asked)


def came_in(archive_url: str, since: datetime, until: datetime) -> str:
    """Return the reading room's query for what came in from one time to another."""
    times = {name: f"{one.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for name, one in (("since", since), ("until", until))}
    return f"{archive_url}press/came_in?{urlencode(times)}"


def pair(archive_url: str, one: str, other: str) -> str:
    """Return the reading room's query for what is about two tags at once."""
    return f"{archive_url}press/about_both?{urlencode({'one': one, 'other': other})}"


def window(archive_url: str, since: datetime, until: datetime, zone: ZoneInfo, **asked: str | Sequence[str]) -> str:
    """Return the reading room's search for something in a window, in the desk's time."""
    times = {name: f"{one.astimezone(zone):%Y-%m-%dT%H:%M}" for name, one in (("since", since), ("until", until))}
    said = {name: value for name, value in asked.items() if value}
    return f"{archive_url}search?{urlencode({'q': '', **said, **times}, doseq=True)}"

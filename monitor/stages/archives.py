"""Reading a publisher's past: which documents of its archive hold what a time wants, and where the next one is.

Sources: sitemaps.org/protocol.html (lastmod), RFC 5005 (archived and paged feeds), and the page numbers of WordPress
and of other lists.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit, urlunsplit

from monitor.model.article import Entry
from monitor.model.parsed import SitemapChild

MOST_PAGES = 1000  # of a list
_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_/.]?(0[1-9]|1[0-2])(?:[-_/.]?(0[1-9]|[12]\d|3[01]))?(?!\d)")
# In an article's address only a year and a month apart are a date: /post/2001.html is a number.
_DATED = re.compile(r"(?<![^/])((?:19|20)\d\d)[-/](0[1-9]|1[0-2])(?:[-/](0[1-9]|[12]\d|3[01]))?(?!\d)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_LINK = re.compile(r"<(?:[\w-]+:)?link\b[^>]{0,1000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>/]+)""")
_ANCHOR = re.compile(r"<a\b[^>]{0,1000}>", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?P<before>[?&/;](?:page|paged|p|pg|seite|sahife|səhifə|PAGEN_1)[=/])(?P<number>\d{1,4})(?=$|[&/#])",
    re.IGNORECASE,
)


def may_hold(child: SitemapChild, since: datetime, until: datetime) -> bool:
    """Tell whether a sitemap can hold entries of a time: by its lastmod, and by a month, day or year in its name."""
    if child.lastmod is not None and child.lastmod < since:
        return False
    period = _period(urlsplit(child.url).path.rpartition("/")[2] + "?" + urlsplit(child.url).query)
    return period is None or (period[0] < until and period[1] > since)


def wanted(entry: Entry, since: datetime, until: datetime) -> bool:
    """Tell whether an entry may be of a time: by its date, else by the day in its address; unknown ones may be."""
    if entry.published is not None:
        return since <= entry.published < until
    if entry.updated is not None and entry.updated < since:  # changed last before it, so published before it
        return False
    dated = _DATED.search(urlsplit(entry.url or "").path)
    period = _period(dated[0]) if dated else None
    if period is not None:
        return period[0] < until and period[1] > since
    return entry.updated is None or entry.updated < until


def oldest(entries: Sequence[Entry]) -> datetime | None:
    """Return when the oldest of the dated entries was published."""
    return min((entry.published for entry in entries if entry.published), default=None)


def next_page(document: str, url: str, number: int, *, listing: bool) -> str | None:
    """Return where the page after this one is: what it names (RFC 5005, rel=next), else by counting on.

    `number` is this page's. Of a list, only a link to the next number is followed; a feed is asked for with `paged`.
    """
    if number >= MOST_PAGES:
        return None
    for tag in _LINK.findall(document[:500_000]):
        said = _attributes(tag)
        if set(said.get("rel", "").lower().split()) & {"next", "prev-archive"} and said.get("href"):
            return _joined(url, said["href"])
    if listing:
        links = (
            _joined(url, said["href"]) for tag in _ANCHOR.findall(document) if (said := _attributes(tag)).get("href")
        )
        return next((link for link in links if link and _number_of(link) == number + 1 and _same_site(link, url)), None)
    return _numbered(url, number + 1)


def _numbered(url: str, number: int) -> str:
    parts = urlsplit(url)
    kept = [part for part in parts.query.split("&") if part and not part.startswith("paged=")]
    return urlunsplit(parts._replace(query="&".join([*kept, f"paged={number}"])))


def _number_of(url: str) -> int | None:
    found = _NUMBERED.search(url)
    return int(found["number"]) if found else None


def _period(text: str) -> tuple[datetime, datetime] | None:
    """Return the day, month or year that a name speaks of."""
    found = _MONTH.search(text)
    if found:
        year, month = int(found[1]), int(found[2])
        last = calendar.monthrange(year, month)[1]
        if found[3] and int(found[3]) <= last:
            day = datetime(year, month, int(found[3]), tzinfo=UTC)
            return day - timedelta(days=1), day + timedelta(days=2)  # whatever its time zone
        begin = datetime(year, month, 1, tzinfo=UTC)
        return begin - timedelta(days=1), begin + timedelta(days=last + 1)
    found = _YEAR.search(text)
    if not found:
        return None
    begin = datetime(int(found[1]), 1, 1, tzinfo=UTC)
    return begin - timedelta(days=1), begin + timedelta(days=367)


def _attributes(tag: str) -> dict[str, str]:
    return {name.lower(): value.strip("\"'").replace("&amp;", "&") for name, value in _ATTRIBUTE.findall(tag)}


def _joined(base: str, link: str) -> str | None:
    try:
        joined = urljoin(base, link.strip())
        scheme = urlsplit(joined).scheme
    except ValueError:
        return None
    return joined if scheme in {"http", "https"} else None


def _same_site(one: str, other: str) -> bool:
    return urlsplit(one).hostname == urlsplit(other).hostname

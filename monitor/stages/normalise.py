"""What we believe an article to be: what its feed says and what its page says, merged field by field.

The page wins for words, the feed for times; neither is believed where it can't be so.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from monitor.model.article import Article, DatedBy, Entry, Page
from monitor.model.rights import Reservation
from monitor.model.source import Source
from monitor.stages.aliases import keys_of
from monitor.stages.credit import credit
from monitor.text.hashing import content_hash
from monitor.text.language import detect
from monitor.text.plain import clip
from monitor.text.urls import is_home, registrable_domain
from monitor.text.urls import normalise as clean_url
from monitor.text.words import count, words

_OLDEST = datetime(1995, 1, 1, tzinfo=UTC)  # before it nobody published on the web
_EARLY = timedelta(hours=24)  # how far ahead of its sighting an article may be dated: embargoes, wrong time zones
_AHEAD = timedelta(hours=1)  # how far ahead it is still sorted by what it says: clocks differ
_SAME_DAY = timedelta(hours=36)
_LONGEST_TITLE = 500
_TITLE_OF_NONE = 120  # characters of the text that stand for a missing title
_FEWEST_LETTERS = 2  # of a title
_ENTRY_STAYS = frozenset({"noarchive"})  # what was said there of the page only: the feed's own words stay
_TRAILER = re.compile(r"^\s*[|–—·»:/-]\s*")
_CUT = re.compile(r"(?:…|\.\.\.)[\]\s)]*$")
_NORWEGIAN = frozenset({"nb", "nn"})


def normalise(
    entry: Entry,
    page: Page | None,
    *,
    source: Source,
    url: str,
    final_url: str | None = None,
    seen_at: datetime,
    reservation: Reservation | None = None,
) -> Article:
    """Return the article that an entry and its page (None where it could not be had) tell of.

    `url` is the address that was asked for, `final_url` the one that answered; a page that answered from the front
    page is not the article's and is not read. Publication times before 1995 or over a day after `seen_at` are kept
    as raw text only. Where the publisher keeps its text out of archives (noarchive) only the entry's words are kept;
    where it reserves mining (`reservation` is the word of its tdmrep.json, for an entry without a page), only title,
    address and time. A licensed source's text is kept all the same. Raises ValueError where `url` can't be an
    article's address.
    """
    address = clean_url(url)
    if page is not None and final_url is not None and is_home(final_url) and not is_home(address):
        page = None
    reserved = page.reserved if page else "tdm-file" if reservation and reservation.reserved else None
    licensed = source.rights == "licensed"
    bare = reserved is not None and not licensed and reserved not in _ENTRY_STAYS
    text = _text(entry, page, source, address, reserved=reserved is not None and not licensed, bare=bare)
    published = _published(entry, page, source, seen_at)
    keys = keys_of(address, final_url if page else None, page.canonical_url if page else None, source.homepage)
    said_by = tuple(dict.fromkeys(filter(None, (page and page.authors) or entry.authors)))
    authors = () if bare else said_by
    return Article(
        url=address,
        url_key=keys[0],
        keys=keys,
        source=source.id,
        title=text.title,
        summary=text.summary,
        body=text.body,
        authors=authors,
        language=_language(entry, page, source, text),
        image_url=None if bare else _link((page and page.image_url) or entry.image_url),
        published_at=published.at,
        published_raw=published.raw,
        dated_by=published.by,
        sorted_at=published.at if published.at and published.at <= seen_at + _AHEAD else seen_at,
        seen_at=seen_at,
        kind=page.kind if page else "article",
        paywalled=page is not None and page.paywalled,
        reserved=reserved,
        quote=page.quote if page else None,
        words=count(f"{text.title}\n{text.summary}\n{text.body}"),
        content_hash=content_hash(text.title, text.summary, text.body),
        extractor=text.extractor,
        agency=credit(f"{text.summary}\n{text.body}".strip(), authors),
    )


class _Text(NamedTuple):
    title: str
    summary: str
    body: str
    extractor: str


def _text(entry: Entry, page: Page | None, source: Source, address: str, *, reserved: bool, bare: bool) -> _Text:
    body, extractor = "" if reserved else entry.body, "feed"
    summary = "" if bare else entry.summary
    if page is not None and not reserved:
        if page.body and len(page.body) * 2 >= len(entry.body):  # else a wall, or a page that was not read
            body, extractor = page.body, page.extractor or "page"
        summary = page.summary or summary
    title = _title(entry, page, source)
    if not title:
        first = (summary or body).partition("\n")[0]
        title = clip(first, _TITLE_OF_NONE) or _title_of_address(address)
    if _repeats(summary, body) or words(summary) == words(title):
        summary = ""
    return _Text(clip(title, _LONGEST_TITLE), summary, body, extractor)


def _title(entry: Entry, page: Page | None, source: Source) -> str:
    """Return the page's title, unless it is none or only the entry's with the outlet's name behind it."""
    said, shown = entry.title.strip(), page.title.strip() if page else ""
    outlet = {*words(source.name), *words(registrable_domain(source.homepage))}
    if sum(map(str.isalpha, shown)) < _FEWEST_LETTERS or set(words(shown)) <= outlet:
        return said
    rest = shown.removeprefix(said)
    if said and rest and _TRAILER.match(rest) and set(words(rest)) <= outlet:
        return said
    return shown


def _title_of_address(address: str) -> str:
    """Return the words of an address: the last resort for an article that nobody gave a title."""
    last = unquote(address.partition("://")[2].partition("?")[0].rstrip("/").rpartition("/")[2])
    return re.sub(r"[-_+]+", " ", re.sub(r"\.\w{2,5}$", "", last)).strip() or address


def _repeats(summary: str, body: str) -> bool:
    """Say whether a summary is only the head of the body, as feeds cut it: also in the middle of a word."""
    head = words(summary)
    if _CUT.search(summary):
        head = head[:-1]
    return bool(head) and words(body[: 2 * len(summary)])[: len(head)] == head


class _Published(NamedTuple):
    at: datetime | None
    raw: str | None
    by: DatedBy


def _published(entry: Entry, page: Page | None, source: Source, seen_at: datetime) -> _Published:
    """Return the time that the feed gives, else the page, else none; each only where it is plausible."""
    said = _Published(_plausible(entry.published, seen_at), entry.published_raw, "feed")
    shown = _Published(None, None, "page")
    if page is not None:
        by: DatedBy = "url" if (page.dated_by or "").startswith("url") else "page"
        shown = _Published(_plausible(page.published, seen_at), page.published_raw, by)
    if said.at is None:
        none = _Published(None, said.raw or shown.raw, "sighting")
        return shown if shown.at else none
    if shown.at and _is_day_only(said.at, source.timezone) and abs(shown.at - said.at) < _SAME_DAY:
        return said if _is_day_only(shown.at, source.timezone) else shown
    return said


def _plausible(moment: datetime | None, seen_at: datetime) -> datetime | None:
    if moment is None:
        return None
    try:
        utc = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:  # the first or the last day that a calendar has
        return None
    return utc if _OLDEST <= utc <= seen_at + _EARLY else None


def _is_day_only(moment: datetime, timezone: str) -> bool:
    """Say whether a moment is midnight, in UTC or where the outlet is: a date without a time."""
    return time(0) in {moment.astimezone(UTC).time(), moment.astimezone(ZoneInfo(timezone)).time()}


def _primary(language: str | None) -> str | None:
    """Return the primary subtag of a language tag (BCP 47): `en-GB` is `en`."""
    tag = re.split(r"[-_]", (language or "").strip().lower(), maxsplit=1)[0]
    if tag not in _NORWEGIAN and tag.isascii() and tag.isalpha() and len(tag) in {2, 3}:
        return tag
    return "no" if tag in _NORWEGIAN else None


def _language(entry: Entry, page: Page | None, source: Source, text: _Text) -> str | None:
    """Return what the text itself shows, else what the page, the entry or the source claim."""
    expected = tuple(filter(None, map(_primary, source.languages)))
    claims = tuple(filter(None, (_primary(page.language) if page else None, _primary(entry.language))))
    found = detect(f"{text.title}\n{text.summary}\n{text.body}", (*expected, *claims))
    return found or next(iter((*claims, *expected)), None)


def _link(url: str | None) -> str | None:
    """Return an address that may be shown, or none."""
    try:
        return clean_url(url) if url else None
    except ValueError:
        return None

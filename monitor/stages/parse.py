"""Fetched bytes to entries, whatever the publisher calls them and however they are broken."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from monitor.errors import ParseError
from monitor.model.parsed import Parsed
from monitor.model.source import FeedKind, ListingSelectors
from monitor.stages.jsonfeed import read_json
from monitor.stages.listing import read_listing
from monitor.stages.rss import read_feed
from monitor.stages.said import MOST, Said
from monitor.stages.sitemap import read_addresses, read_sitemap
from monitor.stages.sniff import Sort, sort_of, unpacked
from monitor.text.encoding import decode
from monitor.text.wellformed import tree

_KINDS: dict[Sort, FeedKind] = {
    "json": "rss",
    "feed": "rss",
    "sitemap": "sitemap",
    "addresses": "sitemap",
    "html": "listing",
}


def parse(
    document: bytes,
    *,
    url: str,
    content_type: str | None = None,
    kind: FeedKind = "auto",
    timezone: str = "UTC",
    languages: tuple[str, ...] = (),
    listing: ListingSelectors | None = None,
    limit: int | None = None,
    reference: datetime | None = None,
) -> Parsed:
    """Return the entries of a feed, a sitemap or, with selectors, of an HTML listing; iterating gives them.

    `url` is where the document came from in the end, `content_type` the HTTP header. What the document is decides,
    not `kind`: a feed declared as one thing that turns out to be another is read, with a warning. `timezone` and
    `languages` are the source's, for its dates; `reference` is when it was fetched: "2 hours ago" is counted from it,
    and no date is plausible that is later. At most `limit` entries (10,000) are read. Raises ParseError and nothing
    else: empty, html (a page where a feed should be), too_large, parse_error.
    """
    document = unpacked(document)
    decoded = decode(document, content_type=content_type, languages=languages)
    sort, text = sort_of(decoded.text)
    if sort == "html":
        decoded = decode(document, content_type=content_type, languages=languages, html=True)
        text = decoded.text
    most = MOST if limit is None else max(0, min(limit, MOST))
    said = Said(base=url, timezone=timezone, languages=languages, reference=reference, limit=most)
    parsed = _read(sort, text, listing, said)
    warnings = [decoded.warning] if decoded.warning else []
    if kind not in ("auto", _KINDS[sort]):
        warnings.append(f"declared as {kind}, but it is {parsed.format}")
    return replace(parsed, warnings=(*warnings, *parsed.warnings))


def _read(sort: Sort, text: str, listing: ListingSelectors | None, said: Said) -> Parsed:
    if sort == "json":
        return read_json(text, said)
    if sort == "feed":
        return read_feed(tree(text), said)
    if sort == "sitemap":
        return read_sitemap(tree(text), said)
    if sort == "addresses":
        return read_addresses(text, said)
    if listing is None:
        raise ParseError("html", "a web page where a feed should be")
    return read_listing(text, listing, said)

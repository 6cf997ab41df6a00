"""Feeds as the tests of reading them write them, and what is read of them."""

from datetime import UTC, datetime
from typing import Any

from monitor.model.article import Entry
from monitor.model.parsed import Parsed
from monitor.stages.parse import parse

SEEN = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
URL = "https://news.example.org/feeds/rss.xml"
NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
)
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'


def rss(*items: str, channel: str = "") -> bytes:
    listed = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0" {NAMESPACES}><channel>{channel}{listed}</channel></rss>'.encode()


def atom(*entries: str, feed: str = "", attributes: str = "") -> bytes:
    listed = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}>{feed}{listed}</feed>'.encode()


def read(document: bytes | str, **context: Any) -> Parsed:
    raw = document if isinstance(document, bytes) else document.encode()
    return parse(raw, **{"url": URL, "reference": SEEN, **context})


def only(document: bytes | str, **context: Any) -> Entry:
    (entry,) = read(document, **context)
    return entry

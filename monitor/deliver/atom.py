"""A digest as an Atom feed (RFC 4287): an entry a story, which any reader of feeds can follow."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from lxml import etree

from monitor.deliver import links
from monitor.deliver.frames import frame_of
from monitor.deliver.message import header
from monitor.model.digest import Digest, Item
from monitor.stages.compose import headline

_ATOM = "http://www.w3.org/2005/Atom"


def atom(digest: Digest, archive_url: str) -> bytes:
    """Return the feed. Ids are made of the list and the articles' keys, so that a story keeps its own."""
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})  # type: ignore[dict-item]  # its stubs know no default namespace
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", digest.language)
    _text(feed, "id", f"urn:press-monitor:digest:{digest.name}")
    _text(feed, "title", digest.title)
    _text(feed, "updated", _time(digest.until))
    _link(feed, archive_url)
    _text(etree.SubElement(feed, f"{{{_ATOM}}}author"), "name", digest.title)
    for item in digest.items:
        _entry(feed, digest, item, archive_url)
    return etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _entry(feed: etree._Element, digest: Digest, item: Item, archive_url: str) -> None:
    frame, lead = frame_of(digest), item.lead
    entry = etree.SubElement(feed, f"{{{_ATOM}}}entry")
    number = hashlib.sha256(f"{digest.name}\n{lead.key}".encode()).hexdigest()[:32]
    _text(entry, "id", f"urn:press-monitor:{number}")
    _text(entry, "title", headline(lead))
    _text(entry, "published", _time(lead.at))
    _text(entry, "updated", _time(max(lead.seen_at, lead.at)))
    _link(entry, links.safe(lead.url))
    _link(entry, links.article(archive_url, lead.id), rel="via")
    _text(etree.SubElement(entry, f"{{{_ATOM}}}author"), "name", lead.source_name)
    for slug in item.tags:
        etree.SubElement(entry, f"{{{_ATOM}}}category", term=slug, label=frame.tag(slug))
    others = ", ".join(report.source_name for report in item.others)
    said = " ".join(filter(None, (item.excerpt, f"{frame.say('also_reported')} {others}." if others else "")))
    _text(entry, "summary", said)


def _text(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, f"{{{_ATOM}}}{name}").text = header(text)


def _link(parent: etree._Element, url: str, *, rel: str = "alternate") -> None:
    etree.SubElement(parent, f"{{{_ATOM}}}link", rel=rel, href=url)


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

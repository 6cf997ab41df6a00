"""An Atom feed of what was found (RFC 4287): escaped, and without anything that XML 1.0 forbids."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from monitor.text.links import link

NAMESPACE = "http://www.w3.org/2005/Atom"
# Characters outside of XML 1.0, 2.2.
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """One entry: `id` is an IRI that never changes, `via` the archive's own page of it, `categories` tags."""

    id: str
    title: str
    url: str
    updated: datetime
    summary: str = ""
    author: str = ""
    language: str | None = None
    categories: tuple[str, ...] = ()
    via: str = ""


def atom(*, id: str, title: str, updated: datetime, entries: Iterable[Announced], own: str = "") -> str:  # noqa: A002
    """Return the feed as a document; `own` is its own address. Links that are none are left out."""
    feed = ET.Element("feed", {"xmlns": NAMESPACE})
    _say(feed, "id", id)
    _say(feed, "title", title)
    _say(feed, "updated", _time(updated))
    if link(own):
        ET.SubElement(feed, "link", {"rel": "self", "href": _clean(own)})
    for said in entries:
        entry = ET.SubElement(feed, "entry", {"xml:lang": said.language} if said.language else {})
        _say(entry, "id", said.id)
        _say(entry, "title", said.title)
        _say(entry, "updated", _time(said.updated))
        author = ET.SubElement(entry, "author")
        _say(author, "name", said.author or "unknown")
        for rel, address in (("alternate", said.url), ("via", said.via)):
            if link(address):
                ET.SubElement(entry, "link", {"rel": rel, "href": _clean(address)})
        for term in said.categories:
            ET.SubElement(entry, "category", {"term": _clean(term)})
        if said.summary:
            _say(entry, "summary", said.summary)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode") + "\n"


def _say(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _clean(text)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"

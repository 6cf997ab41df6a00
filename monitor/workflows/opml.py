"""Lists of feeds as other programs write and read them: OPML 2.0."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

from monitor.config import values
from monitor.errors import InputError
from monitor.model.settings import Config
from monitor.model.source import Feed, Source
from monitor.text.domains import registrable_domain
from monitor.text.plain import plain
from monitor.workflows.add import Addition, already_read, apart
from monitor.workflows.discover import source_id

MOST = 5000
LARGEST = 16 * 1024 * 1024


def read(path: Path, config: Config) -> tuple[tuple[Addition, ...], tuple[tuple[str, str], ...]]:
    """Return the sources that a list holds and the configuration does not, and what was left out, with the reason.

    Feeds of one site (`htmlUrl`) become one source. Raises InputError where the file is no such list.
    """
    outlines = [outline for outline in _root(path).iter("outline", "{*}outline") if _link(outline)][:MOST]
    if not outlines:
        raise InputError(f'{path} names no feed: expected <outline ... xmlUrl="..."/>')
    skipped: list[tuple[str, str]] = []
    sites: dict[str, tuple[Source, list[Feed]]] = {}
    seen: set[str] = set()
    for outline in outlines:
        url = _link(outline)
        reason = _refusal(url) or ("it stands in the list twice" if url in seen else "")
        if reason:
            skipped.append((url, reason))
            continue
        seen.add(url)
        homepage = _attribute(outline, "htmlUrl")
        homepage = homepage if homepage and not _refusal(homepage) else ""
        name = plain(_attribute(outline, "title") or _attribute(outline, "text"))[:200] or urlsplit(url).netloc
        parts = urlsplit(url)
        made = Source(
            id=source_id(homepage or url),
            name=name,
            homepage=homepage or f"{parts.scheme}://{parts.netloc}/",
            owner=registrable_domain(homepage or url),
        )
        _, feeds = sites.setdefault(homepage or url, (made, []))
        feeds.append(Feed(source=made.id, url=url, kind="rss"))
    return _additions(sites.values(), config, skipped), tuple(skipped)


def write(config: Config, *, now: datetime) -> str:
    """Return the feeds of a configuration as OPML: those that feed readers read as such, the rest as links."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = "Sources of press-monitor"
    etree.SubElement(head, "dateCreated").text = f"{now:%a, %d %b %Y %H:%M:%S} GMT"
    body = etree.SubElement(root, "body")
    for source in config.sources:
        outline = etree.SubElement(body, "outline", text=_xml(source.name), title=_xml(source.name))
        for feed in (feed for feed in config.feeds if feed.source == source.id):
            about = {"text": _xml(source.name), "htmlUrl": source.homepage}
            if feed.kind in {"rss", "auto"}:
                etree.SubElement(outline, "outline", {"type": "rss", "xmlUrl": feed.url, **about})
            else:
                etree.SubElement(outline, "outline", {"type": "link", "url": feed.url, **about})
    text = etree.tostring(root, encoding="unicode", pretty_print=True)
    assert isinstance(text, str)
    return text


def _additions(
    sites: Iterable[tuple[Source, list[Feed]]], config: Config, skipped: list[tuple[str, str]]
) -> tuple[Addition, ...]:
    found: list[Addition] = []
    for source, feeds in sites:
        read_by = already_read(config, feeds)
        skipped += [(url, f"{name} reads it already") for url, name in read_by.items()]
        rest = [feed for feed in feeds if feed.url not in read_by]
        if rest:
            named = apart(config, source)
            config = replace(config, sources=(*config.sources, named))  # so that the next one gets another id
            found.append((named, tuple(replace(feed, source=named.id) for feed in rest)))
    return tuple(found)


def _root(path: Path) -> etree._Element:
    try:
        document = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} can't be read: {error.strerror}") from error
    if len(document) > LARGEST:
        raise InputError(f"{path} is larger than {LARGEST // 1024**2} MiB, which no list of feeds is")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(document, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"{path}:{error.lineno or 1}: not XML: {error.msg}; expected an OPML list") from error
    if etree.QName(root).localname.lower() != "opml":
        raise InputError(
            f"{path}:1: expected <opml>, the list that feed readers export; got <{etree.QName(root).localname}>"
        )
    return root


def _link(outline: etree._Element) -> str:
    return re.sub(r"^feed:(?://)?(?=https?:)", "", _attribute(outline, "xmlUrl"), flags=re.IGNORECASE)


def _attribute(outline: etree._Element, name: str) -> str:
    """Return an attribute, in whatever case it is written."""
    return next((str(value).strip() for key, value in outline.attrib.items() if str(key).lower() == name.lower()), "")


def _refusal(url: str) -> str:
    try:
        values.url(url)
    except values.Refused as error:
        return f"no address that can be asked for{f': {error}' if str(error) else ''}"
    return ""


def _xml(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)


def outlines(additions: Sequence[Addition]) -> Iterator[tuple[str, str, str]]:
    """Yield id, name and address of each feed that is to be added."""
    for source, feeds in additions:
        yield from ((source.id, source.name, feed.url) for feed in feeds)

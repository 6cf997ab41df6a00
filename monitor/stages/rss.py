"""RSS 0.9x to 2.0, RDF Site Summary and Atom, read by feedparser from a tree that was made well-formed before.

feedparser is shown only what is read here, in an order and a spelling that it does not stumble over. Without that it
takes a permalink from guids that are none, summaries from full texts, and minutes over elements that nobody asks for.
"""

from __future__ import annotations

import html
import io
import re
from itertools import islice
from typing import Any

import feedparser
from lxml import etree

from monitor.errors import ParseError
from monitor.model.article import Entry
from monitor.model.parsed import FeedFormat, Parsed
from monitor.stages import bulk
from monitor.stages.said import Said
from monitor.stages.wishes import wishes
from monitor.text.wellformed import Tree

_ENTRIES = frozenset(("item", "entry"))
_CHANNEL = _ENTRIES | frozenset(("channel", "title", "language", "author", "items"))
_WANTED = frozenset((
    "title", "link", "guid", "id", "description", "summary", "abstract", "content", "encoded", "body", "fullitem",
    "pubdate", "published", "issued", "updated", "modified", "date", "created", "author", "creator", "category",
    "subject", "enclosure", "thumbnail", "group", "origlink", "language",
))  # fmt: skip
_TEXTS = frozenset(("title", "description", "summary", "abstract", "content", "encoded", "body", "fullitem"))
_FULL = frozenset(("encoded", "content", "body", "fullitem"))
_FULL_TEXT = frozenset(("full-text", "fulltext", "full_text"))  # as search engines in Russia ask for
_ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
_PICTURES = frozenset(("content", "thumbnail", "group"))
_MANY = 1_000  # entries from which on feedparser takes too long
_MOST_PARTS = 80  # elements of one entry
_LONGEST = 400_000  # characters of one element
_MOST_PIECES = 20_000  # of text between tags
_STAND_INS = re.compile(r"\{[^}]*(?:purl\.org/dc/elements|search\.yahoo\.com/mrss|itunes)", re.IGNORECASE)
_MEDIA = "search.yahoo.com/mrss"
_UNDERSTOOD = re.compile(
    r"\{(?:https?://(?:purl\.org/(?:dc/|rss/1\.0/|atom/ns#)|www\.w3\.org/2005/Atom|my\.netscape\.com/rdf/|backend\.userland"
    r"\.com/|blogs\.law\.harvard\.edu/tech/rss|rssnamespace\.org/feedburner)|urn:undeclared:(?:dc|atom|content))",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\s*https?://", re.IGNORECASE)
_HEADERS = {"content-type": "application/xml; charset=utf-8"}
_IMAGE = re.compile(r"image/|.*\.(?:jpe?g|png|gif|webp|avif)(?:\?|$)", re.IGNORECASE)
_TEXTUAL = frozenset(("text/plain", "text/html", "application/xhtml+xml"))


def read_feed(tree: Tree, said: Said) -> Parsed:
    """Return the entries of a feed. Raises ParseError (parse_error) for what feedparser can't read."""
    root = tree.root
    format_ = _format(root)
    asked = wishes(root)
    found = _prepare(root, said.limit)
    if min(found, said.limit) > _MANY:
        feed, listed = bulk.feed(root), bulk.entries(root, _ENTRIES)
    else:
        feed, listed = _by_feedparser(root)
    language = said.language(_text(feed, "language"))
    authors = tuple(_names(feed)) if format_ == "atom" else ()
    entries = tuple(_entry(one, language, authors, said) for one in listed)
    lost = min(found, said.limit) - len(entries)
    warnings = [f"{lost:,} entries that feedparser does not see"] if lost > 0 else []
    return Parsed(
        format=format_,
        title=said.title(_text(feed, "title")),
        language=language,
        entries=entries,
        found=found,
        wishes=asked,
        warnings=(*tree.warnings, *warnings, *said.capped(found), *said.puzzled()),
    )


def _by_feedparser(root: etree._Element) -> tuple[Any, list[Any]]:
    """Return what feedparser says of a feed and of its entries, with links relative where they are."""
    try:
        result = feedparser.parse(
            io.BytesIO(etree.tostring(root, encoding="utf-8")),
            response_headers=_HEADERS,
            sanitize_html=False,  # all is made plain text here
            resolve_relative_uris=False,  # of links in that text, which go
        )
    except Exception as error:  # feedparser is twenty years of special cases, and what it is fed is hostile
        raise ParseError("parse_error", f"feedparser can't read it: {type(error).__name__}: {error}") from error
    return result["feed"], result["entries"]


def _format(root: etree._Element) -> FeedFormat:
    name = _local(root)
    if name == "feed":
        return "atom"
    if name == "rdf":
        return "rss1" if any("purl.org/rss/1.0/" in uri for uri in root.nsmap.values()) else "rss09x"
    return "rss09x" if (root.get("version") or "2.0").startswith("0.9") else "rss2"


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname.lower()


def _prepare(root: etree._Element, limit: int) -> int:
    """Leave in a tree only what is read of it, at most `limit` entries; return how many there were."""
    entries = []
    for element in list(root.iter(etree.Element)):
        name = _local(element)
        if name in _ENTRIES and not any(_local(above) in _ENTRIES for above in element.iterancestors()):
            entries.append(element)
    for parent in (root, *root.iterchildren("{*}channel")):
        for child in list(parent):
            if _local(child) not in _CHANNEL and all(child.find(f".//{{*}}{name}") is None for name in _ENTRIES):
                parent.remove(child)
    for surplus in entries[limit:]:
        above = surplus.getparent()
        if above is not None:
            above.remove(surplus)
    for entry in entries[:limit]:
        _prepare_entry(entry)
    return len(entries)


def _prepare_entry(entry: etree._Element) -> None:
    parts, full = 0, []
    own = {_local(part) for part in entry.iterchildren(etree.Element) if not _STAND_INS.search(str(part.tag))}
    for part in list(entry):
        name = _local(part)
        parts += 1
        if name in _FULL_TEXT:
            part.tag, name = _ENCODED, "encoded"
        elif name == "image":
            name = _as_enclosure(part)
        if parts > _MOST_PARTS or not _wanted(part, name, own):
            entry.remove(part)
            continue
        if _MEDIA in str(part.tag):
            _without_captions(part)
        _shorten(part)
        if name in ("guid", "id"):
            _without_false_link(part)
        elif name in _TEXTS:
            _as_html(part)
        if name in _FULL and _MEDIA not in str(part.tag):
            full.append(part)
    for part in full:  # behind the summary, or feedparser takes the full text for one
        entry.append(part)


def _without_captions(picture: etree._Element) -> None:
    """Leave of a picture, or a group of them, only pictures: its title and description are not the entry's."""
    for part in list(picture.iterdescendants(etree.Element)):
        above = part.getparent()
        if _local(part) not in _PICTURES and above is not None:
            above.remove(part)


def _wanted(part: etree._Element, name: str, own: set[str]) -> bool:
    """Tell whether a part of an entry is read; modules' titles and summaries only where it has none of its own."""
    tag = str(part.tag)
    if _STAND_INS.search(tag) and name in ("title", "description", "summary"):
        return name not in own and (name != "summary" or "description" not in own)
    if _MEDIA in tag:
        return name in _PICTURES
    return name in _WANTED and (tag[0] != "{" or bool(_UNDERSTOOD.match(tag)))


def _shorten(part: etree._Element) -> None:
    """Keep of an element that is far too long, or is made of far too many others, the beginning of its text."""
    size = 0
    for number, text in enumerate(part.itertext()):
        size += len(text)
        if size > _LONGEST or number > _MOST_PIECES:
            beginning = "".join(map(str, islice(part.itertext(), _MOST_PIECES)))[:_LONGEST]
            for child in list(part):
                part.remove(child)
            part.text = beginning
            return


def _as_html(part: etree._Element) -> None:
    """Say as escaped HTML what is declared as plain text, or written as elements (RFC 4287, 3.1.1)."""
    kind = (part.get("type") or "").lower()
    exact = kind in ("xhtml", "application/xhtml+xml")
    text = str(part.text or "")
    if kind in ("text", "text/plain") and not len(part):
        part.text = html.escape(text, quote=False)
    elif len(part):
        inner = "".join(etree.tostring(child, encoding="unicode") for child in part)
        for child in list(part):
            part.remove(child)
        part.text = (html.escape(text, quote=False) if exact else text) + inner
    elif not exact:
        return
    part.set("type", "html")


def _as_enclosure(image: etree._Element) -> str:
    """Turn an <image> of an entry, which is in no standard, into an enclosure."""
    said = image.get("href") or image.get("url") or ""
    link = next((str(text) for text in image.itertext() if _ADDRESS.match(str(text))), said)
    for child in list(image):
        image.remove(child)
    image.tag, image.text = "enclosure", None
    image.set("url", link.strip())
    image.set("type", "image/")
    return "enclosure"


def _without_false_link(guid: etree._Element) -> None:
    """Say of a guid that it is no address unless it looks like one; a number is no path below the feed's."""
    if _ADDRESS.match(str(guid.text or "")):
        return
    for name in list(guid.attrib):
        if str(name).lower() == "ispermalink":
            del guid.attrib[name]
    guid.set("isPermaLink", "false")


def _text(of: Any, key: str) -> str:
    """Return a text as feedparser found it; not by get(), which mixes up what was published and updated."""
    value = dict.get(of, key)
    return value if isinstance(value, str) else ""


def _dicts(of: Any, key: str) -> list[Any]:
    value = dict.get(of, key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _names(of: Any) -> list[str]:
    return [_text(author, "name") for author in _dicts(of, "authors")]


def _entry(one: Any, language: str | None, authors: tuple[str, ...], said: Said) -> Entry:
    content = max(
        (_text(part, "value") for part in _dicts(one, "content") if _text(part, "type") in _TEXTUAL),
        key=len,
        default="",
    )
    summary, body = said.words(summary=_summary(one), content=content)
    updated_raw, updated = said.date(_text(one, "updated"))
    published_raw, published = said.date(_text(one, "published") or _text(one, "created"))
    guid = _text(one, "id")
    return Entry(
        guid=said.guid(guid),
        url=_link(one, said),
        title=said.title(_text(one, "title")),
        summary=summary,
        body=body,
        published_raw=published_raw or updated_raw,
        published=published if published_raw else updated,
        updated=updated,
        authors=said.authors(_names(one) or authors),
        categories=said.categories(_text(tag, "label") or _text(tag, "term") for tag in _dicts(one, "tags")),
        language=_language(one, said) or language,
        image_url=_image(one, said),
    )


def _summary(one: Any) -> str:
    """Return the description, unless it is feedparser's copy of the full text."""
    summary = _text(one, "summary")
    return "" if any(summary == _text(part, "value") for part in _dicts(one, "content")) else summary


def _language(one: Any, said: Said) -> str | None:
    codes = [
        _text(one, "language"),
        *(_text(dict.get(one, key) or {}, "language") for key in ("title_detail", "summary_detail")),
    ]
    return next(filter(None, map(said.language, codes)), None)


def _link(one: Any, said: Said) -> str | None:
    """Return the address of the article: what feedburner saved, the alternate link, a guid that is one."""
    links = _dicts(one, "links")
    choices = [
        _text(one, "feedburner_origlink"),
        _text(one, "link"),
        *(_text(link, "href") for link in links if link.get("rel", "alternate") == "alternate"),
        *(_text(link, "href") for link in links if link.get("rel") == "related"),
    ]
    guid = _text(one, "id")
    if _ADDRESS.match(guid):
        choices.append(guid)
    return next(filter(None, map(said.url, choices)), None)


def _image(one: Any, said: Said) -> str | None:
    pictures = [
        *_dicts(one, "media_content"),
        *(link for link in _dicts(one, "links") if link.get("rel") == "enclosure"),
    ]
    choices = [
        _text(picture, "url") or _text(picture, "href")
        for picture in pictures
        if _text(picture, "medium") == "image"
        or _IMAGE.match(_text(picture, "type"))
        or (not _text(picture, "type") and _IMAGE.match(_text(picture, "url") or _text(picture, "href")))
    ]
    choices += [_text(picture, "url") for picture in _dicts(one, "media_thumbnail")]
    return next(filter(None, map(said.url, choices)), None)

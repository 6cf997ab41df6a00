"""What kind of document a publisher sent, whatever it called it."""

from __future__ import annotations

import re
import zlib
from typing import Literal

from lxml.html.defs import tags as HTML  # noqa: N812 - the names of its elements

from monitor.errors import ParseError
from monitor.text.wellformed import root_name

Sort = Literal["json", "feed", "sitemap", "addresses", "html"]

LARGEST = 16 * 1024 * 1024  # bytes of a document, decompressed
_GZIP = b"\x1f\x8b"
_AS_GZIP = 31  # zlib's window bits for gzip
_CHUNK = 1024 * 1024
_WRAPPINGS = 2  # a gzipped file that a server gzipped again
_FEEDS = {"rss", "feed", "rdf", "channel"}
_SITEMAPS = {"urlset", "sitemapindex"}
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_BURIED = re.compile(r"(?:<\?xml\s[^>]{0,300}\?>\s*)?<(?:rss|feed|rdf:RDF|urlset|sitemapindex)[\s>]", re.IGNORECASE)
_PROLOGUE = 100_000  # characters in which what a document is must show
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def unpacked(document: bytes, *, limit: int = LARGEST) -> bytes:
    """Return a document without its gzip wrapping, also of one that was cut off.

    Raises ParseError: too_large for more than `limit` bytes, counted while unpacking; parse_error where nothing can be
    unpacked.
    """
    for _ in range(_WRAPPINGS):
        if not document.startswith(_GZIP):
            break
        document = _gunzipped(document, limit)
    if len(document) > limit:
        raise ParseError("too_large", f"more than {limit:,} bytes")
    return document


def _gunzipped(document: bytes, limit: int) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while document.startswith(_GZIP):  # a gzip file may have several members
        unpacker = zlib.decompressobj(_AS_GZIP)
        try:
            while not unpacker.eof:
                piece = unpacker.decompress(document, _CHUNK)
                document = unpacker.unconsumed_tail
                pieces.append(piece)
                size += len(piece)
                if size > limit:
                    raise ParseError("too_large", f"more than {limit:,} bytes when unpacked")
                if not piece and not document:
                    break
        except zlib.error as error:
            if not size:
                raise ParseError("parse_error", f"a broken gzip file: {error}") from error
            break
        document = unpacker.unused_data
    return b"".join(pieces)


def sort_of(text: str) -> tuple[Sort, str]:
    """Return what a text is, and its part from where that begins.

    Raises ParseError: empty for blanks, parse_error for what holds no news (an OPML list, other XML, prose).
    """
    start = text.lstrip("\ufeff\x00 \t\r\n\x0b\x0c\xa0\u200b")
    if not start:
        raise ParseError("empty", "the document is empty")
    if start[0] in "{[":
        return "json", start
    root = root_name(start)
    if root in _FEEDS:
        return "feed", start
    if root in _SITEMAPS:
        return "sitemap", start
    if root == "opml":
        raise ParseError("parse_error", "an OPML list of feeds, not a feed: `monitor sources import` takes it")
    return _unlikely(start, root)


def _unlikely(text: str, root: str) -> tuple[Sort, str]:
    head = text[:_PROLOGUE]
    buried = _BURIED.search(head)
    if buried and not _PAGE.search(head[: buried.start()]):  # behind a server's warnings, or its page of settings
        start = text[buried.start() :]
        return ("sitemap" if root_name(start) in _SITEMAPS else "feed"), start
    if root in HTML or _PAGE.search(head):
        return "html", text
    if root:
        raise ParseError("parse_error", f"XML whose root is <{root[:40]}>, which is no feed")
    lines = head.split("\n", 5)[:5]
    if all(_ADDRESS.fullmatch(line.strip()) for line in lines if line.strip()):
        return "addresses", text
    raise ParseError("parse_error", "neither XML nor JSON")

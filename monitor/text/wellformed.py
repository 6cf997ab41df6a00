"""Well-formed XML out of what publishers send: bare ampersands, HTML entities, broken CDATA, files cut in the middle.

A document that is XML is left alone. The rest is mended in one pass over its text, without a DTD and with nothing
expanded but single characters and short literal entities, and always in time linear in its length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from monitor.errors import ParseError
from monitor.text.mending import ILLEGAL, Mender

_BLANK = " \t\r\n\x0b\x0c\ufeff\u200b\xa0"
_DECLARATION = re.compile(r"<\?xml\s[^>]{0,300}?\?>", re.IGNORECASE)
_START = re.compile(r"<\?xml\s|<(?:rss|feed|rdf:RDF|urlset|sitemapindex|opml)(?=[\s>])", re.IGNORECASE)
_PROLOGUE = 100_000  # characters in which a feed has to begin
_DOCTYPE = re.compile(r"<!DOCTYPE(?=[\s\[])[^\[>]{0,1000}", re.IGNORECASE)
_SPACE = re.compile(r"[\s\ufeff]*")
_ROOT = re.compile(r"<([A-Za-z_][\w.\-]*:)?([A-Za-z_][\w.\-]*)")
_SUBSET_END = re.compile(r"\]\s*>")
_ENTITY = re.compile(
    r"<!ENTITY\s+(%\s+)?([\w.:-]{1,100})\s+(?:\"([^\"]*)\"|'([^']*)'|(SYSTEM|PUBLIC)\b)", re.IGNORECASE
)
_REFERENCE = re.compile(r"[&%](?!#)(?!(?:amp|lt|gt|quot|apos);)\w")
_LONGEST_ENTITY = 300  # characters: a namespace or a phrase, never a payload


@dataclass(frozen=True, slots=True)
class Tree:
    """A document's root element, without comments and processing instructions, and what was mended to get it."""

    root: etree._Element
    warnings: tuple[str, ...] = ()


def tree(text: str) -> Tree:
    """Return a text as an XML tree, mending it where it is no XML.

    Neither file nor network is touched, and no entity of a DTD is expanded but short literal ones. Raises ParseError
    (parse_error) for entities made of entities (the billion laughs), and where nothing at all can be made of it.
    """
    warnings: list[str] = []
    text = _trimmed(text, warnings)
    text, entities = _without_dtd(text, warnings)
    root = _strict(text)
    if root is not None:
        return Tree(root, tuple(warnings))
    mender = Mender(text, entities)
    mended = mender.mended()
    warnings += ["not well-formed XML", *mender.warnings]
    root = _strict(mended)
    if root is None:
        root = _recovered(mended)
    if root is None:
        raise ParseError("parse_error", "neither XML nor anything that can be mended into it")
    return Tree(root, tuple(warnings))


def root_name(text: str) -> str:
    """Return the name of a document's first element in lower case without its prefix; of an HTML page "html".

    >>> root_name("<?xml version='1.0'?><!-- a feed --><rdf:RDF>"), root_name("<!doctype html>"), root_name("{}")
    ('rdf', 'html', '')
    """
    place = _behind_prologue(text)
    doctype = _DOCTYPE.match(text, place)
    if doctype:
        if doctype[0][9:].split()[:1] in (["html"], ["HTML"]):
            return "html"
        text, _ = _without_dtd(text, [])
        place = _behind_prologue(text)
    match = _ROOT.match(text, place)
    return match[2].lower() if match else ""


def _behind_prologue(text: str) -> int:
    """Return where a text's comments and processing instructions end and its DTD or first element begins."""
    place = 0
    while True:
        blank = _SPACE.match(text, place)
        place = blank.end() if blank else place
        for opening, closing in (("<!--", "-->"), ("<?", ">")):
            if text.startswith(opening, place):
                end = text.find(closing, place + len(opening))
                if end < 0:
                    return place
                place = end + len(closing)
                break
        else:
            return place


def _trimmed(text: str, warnings: list[str]) -> str:
    clean, removed = ILLEGAL.subn("", text)
    if removed:
        warnings.append(f"{removed} characters that XML forbids")
    clean = clean.lstrip(_BLANK)
    declaration = _DECLARATION.match(clean)
    if declaration:
        return clean[declaration.end() :].lstrip(_BLANK)
    if len(clean) != len(text) - removed:
        warnings.append("blanks before the XML declaration")
    start = _START.search(clean[:_PROLOGUE])
    if start and clean[: start.start()].strip() and not clean.startswith("<"):
        warnings.append("text before the beginning of the feed")
        clean = clean[start.start() :]
    return clean


def _without_dtd(text: str, warnings: list[str]) -> tuple[str, dict[str, str]]:
    """Return a text without its DTD, and the harmless entities that this declared."""
    match = _DOCTYPE.match(text, _behind_prologue(text))
    if match is None:
        return text, {}
    end = match.end()
    if text[end : end + 1] != "[":
        close = text.find(">", end)
        return text[: match.start()] + text[close + 1 if close >= 0 else end :], {}
    closing = _SUBSET_END.search(text, end)
    if closing is None:
        raise ParseError("parse_error", "a DTD that never ends")
    entities: dict[str, str] = {}
    for found in _ENTITY.finditer(text, end, closing.start()):
        parameter, name, double, single, external = found.groups()
        if parameter or external:
            warnings.append("a DTD with external entities, which are not read")
            continue
        value = double if double is not None else single
        if len(value) > _LONGEST_ENTITY or _REFERENCE.search(value):
            raise ParseError("parse_error", "a DTD with entities made of entities, or very long ones, is not read")
        entities.setdefault(name, value)
    return text[: match.start()] + text[closing.end() :], entities


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
        recover=recover,
    )


def _strict(text: str) -> etree._Element | None:
    try:
        return etree.fromstring(text.encode(), _parser(recover=False))
    except etree.XMLSyntaxError:
        return None


def _recovered(text: str) -> etree._Element | None:
    try:
        root: etree._Element | None = etree.fromstring(text.encode(), _parser(recover=True))
    except etree.XMLSyntaxError:
        return None
    return root

"""Bytes of a page to a tree: decoded, parsed once, and without what only costs time."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from monitor.text.encoding import decode

OPENING = re.compile(r"<(script|style|svg|template)\b", re.IGNORECASE)
CLOSING = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "svg", "template")}
LINKED_DATA = re.compile(r"""type\s*=\s*["']?\s*application/ld\+json""", re.IGNORECASE)
DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
LONGEST_OPENING = 1000  # characters of a script's opening tag that are searched for its type
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]+")
SAYS_UTF8 = re.compile(rb"<meta\s[^>]{0,200}?charset\s*=\s*[\"']?utf-?8\b", re.IGNORECASE)
HEAD = 2048  # bytes in which a page says its charset


@dataclass(frozen=True, slots=True)
class Markup:
    """A parsed page: its root element (None where there is no element at all), and its JSON-LD scripts, unread."""

    tree: etree._Element | None
    linked: tuple[str, ...]


def parse(html: bytes, *, content_type: str | None = None, languages: tuple[str, ...] = ()) -> Markup:
    """Return the page's tree, without scripts, styles and drawings, and the JSON-LD that was among them.

    Never raises on any bytes. What is nested deeper than libxml2's 2,048 levels is lost.
    """
    text, linked = without_scripts(text_of(html, content_type, languages))
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = etree.fromstring(CONTROLS.sub("", text).encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError):  # nothing in it, or no element
        tree = None
    return Markup(tree, linked)


def text_of(html: bytes, content_type: str | None, languages: tuple[str, ...]) -> str:
    """Return the page as text: at once where it says that it is UTF-8 and is, as nearly all do, else by the rules."""
    if SAYS_UTF8.search(html, 0, HEAD) and "charset" not in (content_type or "").lower().replace("charset=utf-8", ""):
        try:
            return html.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
    return decode(html, content_type=content_type, languages=languages, html=True).text


def without_scripts(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the markup without script, style, svg and template elements, and the contents of JSON-LD scripts.

    One pass in linear time: an element that is never closed is left to the parser.
    """
    text = DECLARATION.sub("", text, count=1)
    kept: list[str] = []
    linked: list[str] = []
    unclosed: set[str] = set()
    position = 0
    for match in OPENING.finditer(text):
        start, name = match.start(), match[1].lower()
        if start < position or name in unclosed:
            continue
        opened = text.find(">", match.end())
        if opened < 0:
            break
        if text[opened - 1] == "/" and name == "svg":
            continue
        closing = CLOSING[name].search(text, opened)
        end = text.find(">", closing.end()) + 1 if closing else 0
        if closing is None or not end:
            unclosed.add(name)
            continue
        if name == "script" and LINKED_DATA.search(text, match.end(), min(opened, match.end() + LONGEST_OPENING)):
            linked.append(text[opened + 1 : closing.start()])
        kept.append(text[position:start])
        position = end
    kept.append(text[position:])
    return "".join(kept), tuple(linked)

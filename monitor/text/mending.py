"""One pass over markup that is no XML, writing down what its author meant."""

from __future__ import annotations

import re
from html.entities import html5

from monitor.errors import ParseError

_NAME = r"[A-Za-z_][\w.\-]*(?::[A-Za-z_][\w.\-]*)?"
_OPEN = re.compile(rf"<({_NAME})((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*'|\"[^\">]{{0,2000}}\"|'[^'>]{{0,2000}}'|[\"'])*+)(>?)")
_CLOSE = re.compile(rf"</\s*({_NAME})[^<>]*>?")
_ATTRIBUTE = re.compile(rf"({_NAME})(?![\w.:\-])(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_REFERENCE = re.compile(r"&(#\d{1,9}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][\w.:\-]{0,99});")
_BARE = re.compile(rf"&(?!{_REFERENCE.pattern[1:]})")
_MARKUP = re.compile(r"<(?=[A-Za-z_/!?])")
_PAIR = re.compile(r"&#(5[56]\d{3});&#(5[67]\d{3});")  # a character written as the two halves of UTF-16
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, 2.2
_LAST = 0x110000
_XML_ENTITIES = {"amp", "lt", "gt", "quot", "apos"}
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_DEEPEST = 100  # elements in one another; feedparser's time grows with the square of it
_LONGEST_TEXT = 5_000_000  # characters between two tags
_MOST_EXPANDED = 1_000_000  # characters that a document's own entities may come to
# An entry never holds another one: the first was not closed.
_ENTRIES = frozenset(("item", "entry", "url", "sitemap"))
_WHERE = {"item": ("channel", "rdf:rdf", "rss"), "entry": ("feed",), "url": ("urlset",), "sitemap": ("sitemapindex",)}
# Of an entry, elements that hold text only: one that opens inside of another means that this was not closed.
_TEXTS = frozenset(
    ("title", "link", "guid", "pubdate", "dc:date", "dc:creator", "loc", "lastmod", "published", "updated")
)
_NEXT = _TEXTS | {"description", "content:encoded", "summary", "enclosure", "category", "author", "id", "content"}
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom", "a10": "http://www.w3.org/2005/Atom", "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/", "content": "http://purl.org/rss/1.0/modules/content/",
    "media": "http://search.yahoo.com/mrss/", "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0", "xhtml": "http://www.w3.org/1999/xhtml",
    "news": "http://www.google.com/schemas/sitemap-news/0.9", "image": "http://www.google.com/schemas/sitemap-image/1.1",
}  # fmt: skip


class Mender:
    """Markup to be mended; `warnings` say afterwards what was."""

    def __init__(self, text: str, entities: dict[str, str]) -> None:
        self.warnings: list[str] = []
        self._text = text
        self._entities = entities
        self._expanded = 0
        self._out: list[str] = []
        self._stack: list[str] = []  # names of open elements
        self._names: list[str] = []  # the same in lower case
        self._root: tuple[int, str] | None = None  # where its tag stands in the output, and what it says
        self._used: set[str] = set()
        self._declared = {"xml", "xmlns"}
        self._absent: set[str] = set()  # what is known not to come any more

    def mended(self) -> str:
        """Return the text as XML with one root, or an empty string where there is none."""
        text, place, size = self._text, 0, len(self._text)
        while place < size:
            found = _MARKUP.search(text, place)
            tag = found.start() if found else size
            if tag != place:
                self._say(text[place:tag])
            if tag == size:
                break
            place = self._markup(tag)
            if self._root and not self._stack:
                if text[place:].strip():
                    self._warn("more behind the end of the feed")
                break
        if self._stack:
            self._warn("cut off before its end")
            self._close_down_to(0)
        self._declare()
        return "".join(self._out)

    def _warn(self, words: str) -> None:
        if words not in self.warnings:
            self.warnings.append(words)

    def _find(self, mark: str, start: int) -> int:
        """Find a mark without ever looking twice for one that does not come."""
        if mark in self._absent:
            return -1
        place = self._text.find(mark, start)
        if place < 0:
            self._absent.add(mark)
        return place

    def _markup(self, tag: int) -> int:
        """Take in what begins with the "<" at a place, and return where it ends."""
        text = self._text
        if text.startswith(_CDATA, tag):
            return self._literal(tag + len(_CDATA))
        for opening, closing in (("<!--", "-->"), ("<?", "?>"), ("<!", ">")):
            if text.startswith(opening, tag) and not text.startswith("<! ", tag):
                return self._behind(closing, tag + len(opening)) or self._behind(">", tag) or len(text)
        if match := _CLOSE.match(text, tag):
            self._close(match[1])
            return match.end()
        if match := _OPEN.match(text, tag):
            if match[3] or match.end() < len(text):  # else it was cut off inside of a tag
                self._open(match[1], match[2])
            return match.end()
        self._say("<")
        return tag + 1

    def _behind(self, mark: str, start: int) -> int | None:
        place = self._find(mark, start)
        return None if place < 0 else place + len(mark)

    def _literal(self, start: int) -> int:
        """Take in a CDATA section, also one that was not closed or that swallowed what follows it."""
        text = self._text
        end = self._find(_CDATA_END, start)
        nested = text.find(_CDATA, start, end if end >= 0 else len(text)) if _CDATA not in self._absent else -1
        if end < 0 or nested >= 0:
            close = (
                text.find(f"</{self._stack[-1]}", start, nested if nested >= 0 else len(text)) if self._stack else -1
            )
            if close >= 0:
                self._warn("a CDATA section that is not closed")
                self._say_exactly(text[start:close])
                return close
        if end < 0:
            self._warn("a CDATA section that is not closed")
            self._say_exactly(text[start:])
            return len(text)
        self._say_exactly(text[start:end])
        return end + len(_CDATA_END)

    def _open(self, name: str, said: str) -> None:
        lower = name.lower()
        alone = said.rstrip().endswith("/")
        self._make_way(lower)
        if len(self._stack) >= _DEEPEST:
            self._warn(f"elements nested more than {_DEEPEST} deep")
            return
        tag = f"<{name}{self._attributes(said)}"
        if self._root is None:
            self._root = (len(self._out), tag)
        self._used.add(name.partition(":")[0] if ":" in name else "xml")
        self._out.append(f"{tag}/>" if alone else f"{tag}>")
        if not alone:
            self._stack.append(name)
            self._names.append(lower)

    def _make_way(self, name: str) -> None:
        """Close what was left open and can't be around an element of this name."""
        names = self._names
        if name in _ENTRIES:
            if name in names:
                self._close_down_to(names.index(name))
            places = [names.index(parent) + 1 for parent in _WHERE[name] if parent in names]
            if places:
                self._close_down_to(max(places))
        elif len(names) > 1 and names[-1] in _TEXTS and name in _NEXT:
            self._close_down_to(len(names) - 1)

    def _attributes(self, said: str) -> str:
        seen: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(said):
            name = match[1]
            value = next((part for part in match.groups()[1:] if part is not None), name)
            prefix, colon, local = name.partition(":")
            if prefix == "xmlns" and colon:
                if not value or local == "xmlns":
                    continue
                self._declared.add(local)
            elif colon:
                self._used.add(prefix)
            seen.setdefault(name, self._escaped(value).replace('"', "&quot;").replace("<", "&lt;"))
        return "".join(f' {name}="{value}"' for name, value in seen.items())

    def _close(self, name: str) -> None:
        lower = name.lower()
        if lower in self._names:
            self._close_down_to(len(self._names) - 1 - self._names[::-1].index(lower))

    def _close_down_to(self, place: int) -> None:
        while len(self._stack) > place:
            self._out.append(f"</{self._stack.pop()}>")
            self._names.pop()

    def _declare(self) -> None:
        """Declare on the root the prefixes that nobody did."""
        missing = sorted(self._used - self._declared)
        if missing and self._root:
            place, tag = self._root
            names = "".join(
                f' xmlns:{prefix}="{_NAMESPACES.get(prefix, "urn:undeclared:" + prefix)}"' for prefix in missing
            )
            self._out[place] = tag + names + self._out[place][len(tag) :]
            self._warn("namespaces that are not declared")

    def _say(self, text: str) -> None:
        if self._stack:
            self._out.append(self._escaped(text[:_LONGEST_TEXT]).replace("<", "&lt;").replace(">", "&gt;"))

    def _say_exactly(self, text: str) -> None:
        if self._stack:
            exact = text[:_LONGEST_TEXT].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            self._out.append(exact)

    def _escaped(self, text: str) -> str:
        if "&" not in text:
            return text
        return _REFERENCE.sub(self._reference, _BARE.sub("&amp;", _PAIR.sub(_joined, text)))

    def _reference(self, match: re.Match[str]) -> str:
        name = match[1]
        if name in _XML_ENTITIES:
            return match[0]
        if name.startswith("#"):
            return _numbered(name)
        if name in self._entities:
            value = self._entities[name]
            self._expanded += len(value)
            if self._expanded > _MOST_EXPANDED:
                raise ParseError("parse_error", "entities of its own that make it many times as long")
            return _REFERENCE.sub(lambda inner: _numbered(inner[1]), _BARE.sub("&amp;", value)).replace("<", "&lt;")
        character = html5.get(f"{name};")
        if character is None:
            return f"&amp;{name};"
        return character.replace("&", "&amp;").replace("<", "&lt;")


def _joined(match: re.Match[str]) -> str:
    high, low = int(match[1]), int(match[2])
    if 0xD800 <= high < 0xDC00 <= low < 0xE000:  # noqa: PLR2004 - the surrogates of UTF-16
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    return match[0]


def _numbered(name: str) -> str:
    """Return the character of a numeric reference, as HTML reads it; nothing for one that XML forbids."""
    if not name.startswith("#"):
        return f"&{name};" if name in _XML_ENTITIES else f"&amp;{name};"
    number = int("0" + name[1:].lower(), 16) if name[1] in "xX" else int(name[1:])
    if 0x80 <= number <= 0x9F:  # noqa: PLR2004 - windows-1252, written by its bytes
        return bytes([number]).decode("cp1252", "ignore")
    allowed = number < _LAST and ILLEGAL.match(chr(number)) is None
    return f"&#{number};" if allowed else ""

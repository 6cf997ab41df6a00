"""A page as a row of text blocks, each knowing where it stood: what every judgement on the body is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from lxml.etree import _Element as Element
from lxml.etree import iterwalk

# Elements whose boundaries end a run of text.
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
# Elements that never hold an article's text.
NEVER = frozenset((
    "applet", "area", "audio", "base", "button", "canvas", "datalist", "embed", "frame", "frameset", "head",
    "iframe", "input", "link", "map", "math", "meta", "noframes", "noscript", "object", "optgroup", "option",
    "param", "picture", "progress", "script", "select", "source", "style", "svg", "template", "textarea",
    "track", "video",
))  # fmt: skip
ASIDE = frozenset((
    "aside", "dialog", "figcaption", "figure", "footer", "form", "menu", "nav",
))  # fmt: skip
LONGEST_NAME = 500  # characters of classes that are looked at
INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")  # soft hyphens and the like
SWALLOWED = 3  # paragraphs
EDGE, END = r"(?:^|[\s_-])", r"(?:$|[\s_-])"
# What classes and ids call the things around an article: those that mean it, unless they hold nearly all of the page's
# text, and those that often mean something else, and are believed only where they hold little of it.
SURELY = re.compile(
    rf"comment(?!ary)|kommentar|disqus|footer|fuss?zeile|{EDGE}nav(?:{END}|bar|i)|{EDGE}menu|bread-?crumb|cookie|consent|gdpr|copyright"
    rf"|relat(?:ed|ion)|recirc|recommend|empfehl|newsletter|subscri|sign-?up|sign-?in|login|regist|promo|sponsor|advert"
    rf"|(?:^|\s)ads?(?:$|\s)|{EDGE}ad-?(?:slot|box|unit|container)|anzeige|reklam|werbung|outbrain|taboola|pop-?up|popover|modal"
    rf"|(?:paywall|piano|reg-?wall)[\w-]*(?:offer|box|banner|prompt|message|title|teaser)|{EDGE}(?:abo|offer)-?(?:box|teaser|hinweis)"
    rf"|complementary|caption|legende|bildunterschrift|content-?image|media-?(?:info|caption|text|subtitle)|image-?(?:desc|text|title)"
    rf"|fact-?box|fakta-?boks|faktaruta|info-?box|disclaimer|donat|support-?us|carousel|read-?(?:more|also|next)|see-?also|also-?read"
    rf"|most-?(?:read|pop|view)|popular|trending|meistgelesen|more-(?:from|on|stories|news|in)|next-?(?:article|story|post)"
    rf"|prev(?:ious)?-?(?:article|story|post)|up-?next|sr-only|visually-?hidden|screen-?reader|pagination|pager|linkbox|link-?list"
    rf"|{EDGE}author-?(?:bio|box|info|content|section|about|card)|about-?(?:the-?)?author|{EDGE}bio(?:graphy)?{END}|by-?line"
    rf"|{EDGE}tags{END}|{EDGE}tag-?(?:list|cloud)|(?:^|\s)tag(?:$|\s)|{EDGE}cards?{END}|whatsapp|telegram|app-?download|survey|poll{END}|quiz",
)
MAYBE = re.compile(
    rf"shar(?:e|ing)|social|banner|side-?bar|topics|keywords|author|autor|credit|foot-?note|toolbar|rating|overlay|(?<!overflow-)hidden"
    rf"|print-?only|no-?print|upsell|teaser|{EDGE}(?:post|entry|article|story)?-?meta(?:$|\s)|meta-?data|timestamp|{EDGE}date(?:{END}|line)"
    rf"|follow|facebook|twitter|correction|player|gallery|slideshow|slider|{EDGE}toc{END}|table-of-contents|widget|dossier|(?:^|\s)label(?:$|\s)"
    rf"|{EDGE}photo|wp-caption|dialog|explainer",
)
CAMEL = re.compile(r"([a-z])([A-Z])")
UNSEEN = re.compile(r"(?:display:\s*none|visibility:\s*hidden)", re.IGNORECASE)


class Naming(NamedTuple):
    """The word by which an element is named as something around an article, and whether that word surely means it."""

    word: str
    sure: bool


@dataclass(slots=True, eq=False)
class Block:
    """A run of text within one block element, `linked` characters of it in links.

    `around` holds the elements it stands in that are around articles by their name.
    """

    text: str
    tag: str
    element: Element
    linked: int
    around: tuple[tuple[Element, Naming], ...]
    kept: bool = field(default=True)

    @property
    def density(self) -> float:
        """Return the share of the text that is links."""
        return self.linked / len(self.text)

    @property
    def mostly_links(self) -> bool:
        """Tell whether more than half of the text is links."""
        return self.linked * 2 > len(self.text)


class Reader:
    """One walk over the tree in document order, without recursion: pages nest as deep as they like."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.pieces: list[str] = []
        self.linked = 0
        self.broken = False  # a line break was the last thing read
        self.holder: Element | None = None
        self.around: tuple[tuple[Element, Naming], ...] = ()
        self.links = 0
        self.outer: list[tuple[Element | None, tuple[tuple[Element, Naming], ...], int]] = []

    def read(self, root: Element) -> list[Block]:
        """Return the blocks of an element's text."""
        walk = iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                self.leave(element)
            elif element.tag in NEVER and not swallows(element):
                walk.skip_subtree()
                self.outer.append((self.holder, self.around, self.links))
            else:
                self.enter(element)
        return self.blocks

    def enter(self, element: Element) -> None:
        """Take in an element's beginning."""
        self.outer.append((self.holder, self.around, self.links))
        tag = element.tag
        if tag == "br":
            if self.broken:
                self.flush()
            self.broken = True
            self.pieces.append(" ")
            return
        if tag in BLOCKS or "-" in tag:  # custom elements are containers
            self.flush()
            self.holder = element
        elif tag == "a":
            self.links += 1
        if named := naming(element):
            self.around = (*self.around, (element, named))
        self.add(element.text)

    def leave(self, element: Element) -> None:
        """Take in an element's end and what follows it."""
        tag = element.tag
        if tag in BLOCKS or "-" in tag:
            self.flush()
        self.holder, self.around, self.links = self.outer.pop()
        if self.outer:
            self.add(element.tail)

    def add(self, text: str | None) -> None:
        """Take a run of text into the block that is being read."""
        if text:
            self.pieces.append(text)
            if self.links:
                self.linked += len(text)
            if self.broken and not text.isspace():
                self.broken = False

    def flush(self) -> None:
        """End the block that is being read."""
        if self.pieces:
            text = " ".join(INVISIBLE.sub("", "".join(self.pieces)).split())
            if text and self.holder is not None:
                tag = str(self.holder.tag)
                self.blocks.append(Block(text, tag, self.holder, min(self.linked, len(text)), self.around))
            self.pieces.clear()
        self.linked = 0
        self.broken = False


def swallows(element: Element) -> bool:
    """Tell whether a button holds the rest of the page: a forgotten end tag does that in libxml2, not in browsers."""
    return element.tag == "button" and sum(1 for _ in element.iter("p")) >= SWALLOWED


def naming(element: Element) -> Naming | None:
    """Return by what word an element is named as something around an article; None where it is not."""
    tag = str(element.tag)
    if tag in ASIDE:
        return Naming(tag, sure=True)
    said = element.attrib
    if not said and "-" not in tag:
        return None
    named = class_naming(
        said.get("class") or "", said.get("id") or "", said.get("role") or "", tag if "-" in tag else ""
    )
    if named or not said:
        return named
    style = said.get("style")
    if (style and UNSEEN.search(style)) or said.get("aria-hidden") == "true" or "hidden" in said:
        return Naming("unseen", sure=False)
    return None


@lru_cache(maxsize=20000)
def class_naming(*names: str) -> Naming | None:
    """Return by what word classes, ids and roles name something around an article; None where they do not."""
    spaced = CAMEL.sub(r"\1-\2", " ".join(names)[:LONGEST_NAME]).lower()
    if found := SURELY.search(spaced):
        return Naming(found[0].strip(" -_"), sure=True)
    if found := MAYBE.search(spaced):
        return Naming(found[0].strip(" -_"), sure=False)
    return None

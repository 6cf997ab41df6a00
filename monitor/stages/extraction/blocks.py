"""A page as a row of text blocks, each knowing where it stood: what every judgement on the body is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lxml.html import HtmlElement

# Elements whose boundaries end a run of text.
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main nav ol p pre section summary table tbody td tfoot th thead"
    " tr ul".split()
)
# Elements that never hold an article's text.
NEVER = frozenset(
    "applet area audio base button canvas datalist embed frame frameset head iframe input link map math meta"
    " noframes noscript object optgroup option param picture progress script select source style svg template textarea"
    " track video".split()
)
ASIDE = frozenset("aside dialog figcaption figure footer form menu nav".split())
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


@dataclass(slots=True)
class Block:
    """A run of text within one block element. `linked` counts its characters within links, `around` its surroundings."""

    text: str
    tag: str
    element: HtmlElement
    linked: int
    bold: bool
    around: tuple[HtmlElement, ...]
    kept: bool = field(default=True)

    @property
    def density(self) -> float:
        """Return the share of the text that is links."""
        return self.linked / len(self.text)


class Reader:
    """One walk over the tree in document order, without recursion: pages nest as deep as they like."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.pieces: list[str] = []
        self.linked = 0
        self.bold = 0

    def read(self, root: HtmlElement) -> list[Block]:
        """Return the blocks of an element's text."""
        stack: list[tuple[HtmlElement, Iterator[HtmlElement], HtmlElement, tuple[HtmlElement, ...], int, int]] = []
        holder, around, links, bolds = root, (), 0, 0
        self.add(root.text, links, bolds)
        children = iter(root)
        element = root
        while True:
            child = next(children, None)
            if child is None:
                if element.tag in BLOCKS or "-" in element.tag:
                    self.flush(holder, around)
                if not stack:
                    return self.blocks
                tail = element.tail
                element, children, holder, around, links, bolds = stack.pop()
                self.add(tail, links, bolds)
                continue
            tag = child.tag
            if tag in NEVER or not isinstance(tag, str):
                self.add(child.tail, links, bolds)
                continue
            if tag == "br":
                if self.pieces and self.pieces[-1] == "\n":
                    self.flush(holder, around)
                else:
                    self.pieces.append("\n")
                self.add(child.tail, links, bolds)
                continue
            stack.append((element, children, holder, around, links, bolds))
            element, children = child, iter(child)
            if tag in BLOCKS or "-" in tag:  # custom elements are containers
                self.flush(holder, around)
                holder = child
                if is_around(tag, child):
                    around = (*around, child)
            elif tag == "a":
                links += 1
            elif tag in ("b", "strong"):
                bolds += 1
            elif (child.get("class") or child.get("style")) and is_around(tag, child):
                around = (*around, child)
            self.add(child.text, links, bolds)

    def add(self, text: str | None, links: int, bolds: int) -> None:
        """Take a run of text into the block that is being read."""
        if text:
            self.pieces.append(text)
            if links:
                self.linked += len(text)
            if bolds:
                self.bold += len(text)

    def flush(self, holder: HtmlElement, around: tuple[HtmlElement, ...]) -> None:
        """End the block that is being read."""
        if self.pieces:
            text = " ".join("".join(self.pieces).split())
            if text:
                length = len(text)
                self.blocks.append(
                    Block(text, str(holder.tag), holder, min(self.linked, length), self.bold >= 0.9 * length, around)
                )
            self.pieces.clear()
        self.linked = self.bold = 0


def is_around(tag: str, element: HtmlElement) -> int:
    """Return whether an element stands around an article's text: 2 for surely, 1 for maybe, 0 for no."""
    if tag in ASIDE:
        return 2
    classes = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"
    if "-" in tag:
        classes = f"{tag} {classes}"
    named = around_class(classes) if len(classes) > 2 else 0  # noqa: PLR2004 - the spaces between nothing
    if named:
        return named
    style = (element.get("style") or "").replace(" ", "")
    unseen = "display:none" in style or "visibility:hidden" in style or element.get("hidden") is not None
    return int(unseen or element.get("aria-hidden") == "true")


@lru_cache(maxsize=20000)
def around_class(classes: str) -> int:
    """Return whether a class or id names something around an article: 2 for surely, 1 for maybe, 0 for no."""
    spaced = CAMEL.sub(r"\1-\2", classes).lower()
    return 2 if SURELY.search(spaced) else 1 if MAYBE.search(spaced) else 0

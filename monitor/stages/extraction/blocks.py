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
# What classes and ids call the things around an article. Each is ignored where it holds much of the page's text.
AROUND = re.compile(
    r"relat(?:ed|ion)|recirc|recommend|recomm|empfehl|newsletter|subscri|sign-?up|signin|login|regist|shar(?:e|ing)|social|"
    r"comment(?!ary)|kommentar|disqus|bread-?crumb|cookie|consent|gdpr|promo|sponsor|advert|anzeige|reklam|werbung|"
    r"(?:^|[\s_-])ads?(?:$|[\s_-]|box|slot|unit)|adsby|banner|side-?bar|(?:^|[\s_-])tags?(?:$|[\s_-]|s|list|cloud)|topics|keywords|"
    r"by-?line|author|autor|(?:^|[\s_-])bio(?:$|[\s_-])|caption|credit|copyright|legende|bildunterschrift|"
    r"footer|foot-?note|(?:^|[\s_-])nav(?:$|[\s_-]|bar|i)|menu|toolbar|rating|pop-?up|modal|overlay|outbrain|taboola|"
    r"most-?(?:read|pop|view)|popular|trending|meistgelesen|more-(?:from|on|stories|news|in)|read-?(?:more|also|next)|see-?also|also-?read|"
    r"next-?(?:article|story|post)|prev(?:ious)?-?(?:article|story|post)|up-?next|hidden|sr-only|visually|screen-?reader|"
    r"print-?only|no-?print|disclaimer|donat|support-?us|paywall|piano|regwall|upsell|teaser|linkbox|link-?list|pagination|pager|"
    r"meta(?:$|[\s_-]|data)|published|timestamp|(?:^|[\s_-])date(?:$|[\s_-]|line)|follow|whatsapp|telegram|facebook|twitter|app-download|"
    r"fact-?box|fakta-?boks|faktaruta|info-?box|(?:^|[\s_-])photo|wp-caption|image-?(?:desc|text|title)|complementary|dialog|popover|"
    r"(?:^|[\s_-])(?:post|article|product)?-?card(?:$|[\s_-])|"
    r"correction|player|gallery|slideshow|carousel|slider|swiper|survey|poll|quiz|toc(?:$|[\s_-])|table-of-contents|widget|dossier|label",
)
SPACE = re.compile(r"\s+")


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


def is_around(tag: str, element: HtmlElement) -> bool:
    """Tell whether an element is one of those that stand around an article's text."""
    if tag in ASIDE:
        return True
    classes = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"
    if "-" in tag:
        classes = f"{tag} {classes}"
    if len(classes) > 2 and around_class(classes):
        return True
    style = element.get("style")
    return bool(
        style and ("display:none" in style.replace(" ", "") or "visibility:hidden" in style.replace(" ", ""))
    ) or (element.get("aria-hidden") == "true" or element.get("hidden") is not None)


@lru_cache(maxsize=20000)
def around_class(classes: str) -> bool:
    """Tell whether a class or id names something around an article."""
    spaced = re.sub(r"([a-z])([A-Z])", r"\1-\2", classes).lower()
    return AROUND.search(spaced) is not None

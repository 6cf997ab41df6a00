"""The article's text: which part of the page holds it, and which lines of that part belong to it.

Every block of prose speaks for the elements around it, every block of links or labels against them; the element with
the best balance, the deepest of equals, holds the article (after the idea of Readability, and of maximum subsequence
segmentation, Pasternack and Roth 2009). What classes call the surroundings of an article is left out of the count,
unless it holds much of the page's prose: then the class means something else there.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping

from lxml.etree import _Element as Element

from monitor.stages.extraction.blocks import Block, Reader
from monitor.stages.extraction.titles import loose

Sums = Mapping[Element, float]

LBL = 120
DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
SENTENCE = re.compile(r"[.!?…。！？।؟»”\"':)]\s*$")
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
LISTED = frozenset(("li", "td", "dd", "dt"))
PARAGRAPHS = frozenset(("p", "li", "blockquote", "td", "th", "dd", "dt", "pre"))
LEAVES = frozenset(("p", "td", "li", "blockquote"))  # too small to hold an article
MOST_SURELY, MOST_MAYBE, MOST_WORD = 0.75, 0.35, 0.6  # of the page's prose that what is named a surrounding may hold and still be one
LABEL = 25  # characters below which a block is no prose
LISTED_LEAST = 60
PENALTY, LINK_PENALTY = 10.0, 0.3  # of a block that is not prose, and of each of its characters that is a link
CARD = 400  # characters of prose that a teaser's card may have
TAGGED = 0.7  # of the text that stands in paragraphs: then what stands in none must look like a sentence
CAPTION = 100


def read(tree: Element, title: str) -> tuple[list[Block], list[Block]]:
    """Return all blocks of the page, and those that are the article's text."""
    body = tree.find("body")
    root = tree if body is None else body
    blocks = Reader().read(root)
    prose = summed(blocks, weight)
    surroundings = named_surroundings(blocks, prose, prose.get(root, 0.0))
    for block in blocks:
        block.kept = not any(element in surroundings for element, _ in block.around)
    holder = worthiest(blocks, root)
    inside = [
        block for block in blocks if block.kept and (block.element is holder or holder in block.element.iterancestors())
    ]
    return blocks, without_title(tidy(inside, holder, prose), title)


def of_selected(blocks: list[Block], title: str) -> list[Block]:
    """Return those of the blocks that a selector found that are the article's text: no links elsewhere, no title."""
    return without_title([block for block in blocks if not is_link(block)], title)


def weight(block: Block) -> float:
    """Return how much a block speaks for its surroundings being an article: the length of its unlinked prose."""
    length = len(block.text)
    scale = 1.0
    if X["cjk"] and DENSE.search(block.text):
        scale = 2.0
        length *= 2
    prose = length - block.linked * scale
    if block.tag in HEADINGS or block.tag == "th" or length < LABEL or prose < length / 2:
        return 0.0
    if block.tag in LISTED:
        return prose * 0.5 if length > LISTED_LEAST else 0.0
    if block.tag != "p" and not SENTENCE.search(block.text):
        return prose * 0.3
    return float(prose)


def worth(block: Block) -> float:
    """Return what a block counts for or against an element that holds it."""
    if not block.kept:
        return -PENALTY
    prose = weight(block)
    if prose:
        return prose
    if block.tag in HEADINGS and block.density < 0.5:  # noqa: PLR2004 - mostly links
        return 0.0
    return -PENALTY - LINK_PENALTY * block.linked


def summed(blocks: list[Block], measure: Callable[[Block], float]) -> Sums:
    """Return a measure of the blocks summed up for every element that holds some of them."""
    found: dict[Element, float] = defaultdict(float)
    for block in blocks:
        if amount := measure(block):
            found[block.element] += amount
            for ancestor in block.element.iterancestors():
                found[ancestor] += amount
    return found


def named_surroundings(blocks: list[Block], prose: Sums, whole: float) -> set[Element]:
    """Return the elements that are around the article by name and, together with their likes, hold little prose.

    Their likes look the same; for words that often mean something else, also those that only share the word.
    """
    named = {element: naming for block in blocks for element, naming in block.around}
    looks = {element: look_of(element) for element in named}
    shares: dict[object, float] = defaultdict(float)
    for element, naming in named.items():
        above = [ancestor for ancestor in element.iterancestors() if ancestor in named]
        for likes, key in ((looks, looks[element]), (named, naming)):
            if not any(likes[ancestor] == key for ancestor in above):
                shares[key] += prose.get(element, 0.0)
    return {
        element
        for element, naming in named.items()
        if shares[looks[element]] <= (MOST_SURELY if naming.sure else MOST_MAYBE) * whole
        and (naming.sure or shares[naming] <= MOST_WORD * whole)
    }


def look_of(element: Element) -> tuple[str, ...]:
    """Return what makes elements alike: tag and class, or id where there is no class."""
    return str(element.tag), element.get("class") or "", "" if element.get("class") else element.get("id") or ""


def worthiest(blocks: list[Block], root: Element) -> Element:
    """Return the element with the best balance of prose against what is none, the deepest of equals."""
    best, most = root, 0.0
    for element, sum_of in summed(blocks, worth).items():
        if element.tag in LEAVES:
            continue
        if sum_of > most or (sum_of == most and best in element.iterancestors()):
            best, most = element, sum_of
    return best


X = {"rep": True, "lab": True, "head": True, "cjk": True, "sem": True}


def tidy(blocks: list[Block], holder: Element, prose: Sums) -> list[Block]:
    """Return the blocks without links, teasers, labels and what is left of these."""
    cards = {card for block in blocks if (card := card_of(block, holder, prose)) is not None}
    total = sum(len(block.text) for block in blocks) or 1
    tagged = sum(len(block.text) for block in blocks if block.tag == "p") > TAGGED * total
    kept = [
        block
        for block in blocks
        if not is_link(block)
        and not is_label(block, tagged=tagged)
        and cards.isdisjoint((block.element, *(block.element.iterancestors() if cards else ())))
    ]
    if X["rep"]:
        times = Counter(block.text for block in blocks)
        kept = [block for block in kept if times[block.text] < 3 or block.tag in HEADINGS or block.tag in LISTED or len(block.text)<LABEL]
    if X["head"]:
        kept = without_idle_headings(blocks, kept)
    while kept and kept[-1].tag in HEADINGS:
        kept.pop()
    return kept


def without_idle_headings(blocks, kept):
    chosen = {id(block) for block in kept}
    out = []
    for index, block in enumerate(blocks):
        if id(block) not in chosen:
            continue
        if block.tag in HEADINGS and index + 1 < len(blocks) and id(blocks[index + 1]) not in chosen and is_link(blocks[index + 1]):
            continue
        out.append(block)
    return out


def card_of(block: Block, holder: Element, prose: Sums) -> Element | None:
    """Return the element around a teaser of another article, whose heading is a link; None for other blocks."""
    if block.tag not in HEADINGS or block.density <= 0.7:  # noqa: PLR2004 - mostly a link
        return None
    card = block.element
    while (
        card is not holder
        and (parent := card.getparent()) is not None
        and parent is not holder
        and prose.get(parent, 0.0) < CARD
    ):
        card = parent
    return card if card is not holder and prose.get(card, 0.0) < CARD else None


def is_link(block: Block) -> bool:
    """Tell whether a block is only there to lead elsewhere."""
    if X["lab"] and block.tag == "p" and block.density > 0.5 and len(block.text) < LBL and not SENTENCE.search(block.text):
        return True
    return block.density > (0.5 if block.tag == "li" else 0.8)


def is_label(block: Block, *, tagged: bool) -> bool:
    """Tell whether a block that stands in no paragraph is a label, a caption or the like."""
    if block.tag in HEADINGS or (block.tag in PARAGRAPHS and not (block.tag == "td" and holds_more(block.element))):
        return False
    length = len(block.text)
    return length < LABEL or (tagged and length < CAPTION and not SENTENCE.search(block.text))


def holds_more(element: Element) -> bool:
    """Tell whether a table's cell is part of a layout: whether it holds paragraphs or tables."""
    return element.find(".//p") is not None or element.find(".//table") is not None


def without_title(blocks: list[Block], title: str) -> list[Block]:
    """Return the blocks without those that repeat the title."""
    key = loose(title)
    return [block for block in blocks if block.tag != "h1" and loose(block.text) != key]

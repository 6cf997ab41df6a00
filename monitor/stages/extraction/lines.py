"""Which blocks are lines of the article: prose, headings and lists, not links, teasers, labels and appeals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise

from lxml.etree import _Element as Element

from monitor.stages.extraction.blocks import Block
from monitor.stages.extraction.titles import loose
from monitor.stages.extraction.wallwords import PAYWALL

SENTENCE = re.compile(r"[.!?…。！？।؟»”\"':)]\s*$")
DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # scripts in which a letter says as much as two
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
LISTED = frozenset(("li", "td", "dd", "dt"))
PARAGRAPHS = frozenset(("p", "li", "blockquote", "td", "th", "dd", "dt", "pre"))
LABEL = 25  # characters below which a block is no prose
LISTED_LEAST = 60
LINKED = 0.8  # of a block's characters, from which it only leads elsewhere
CARD = 400  # characters of prose that a teaser's card may have
TAGGED = 0.7  # of the text that stands in paragraphs: then what stands in none must look like a sentence
CAPTION = 100
POINTER = 120
OFTEN, OFTEN_HEADING = 3, 4  # times that only the site's own words are repeated
APPEAL_LONGEST, PAYWALL_LONGEST = 300, 200
# What a block says that is no part of the article, whatever its class.
APPEAL = re.compile(
    r"^(?:image|photo|foto|bild|picture|credit|photograph|kép|фото|şəkil|fotoğraf)s?(?:\s+(?:by|von|:))?\s*[:©/]"
    r"|\((?:image|photo|foto|bild|credit|фото)s?\s*[:©][^()]{0,80}\)$|bildrechte\b"
    r"|newsletter.{0,60}(?:anmelden|abonnieren|subscribe|sign up|inscri|iscriviti|suscr)"
    r"|(?:sign up|subscribe|register).{0,60}newsletter"
    r"|empfohlener redaktioneller inhalt|(?:externe[rn]?|external) (?:inhalt|content)"
    r"|dass mir .{0,40}inhalt.{0,20}angezeigt"
    r"|all rights reserved|alle rechte vorbehalten|tous droits réservés|все права защищены|bütün hüquqlar|tüm hakları"
    r"|^(?:follow|folgen sie|suivez|síguenos|seguici|подписывайтесь|bizi izləyin|bizi takip)"
    r".{0,80}(?:facebook|twitter|instagram|telegram|whatsapp|google|youtube|on x\b|linkedin)"
    r"|protected by recaptcha"
    r"|^(?:read|watch|listen|see|lire|lesen sie|leia|lee|leggi|lue|les|читайте|oxuyun)\s"
    r"(?:more|also|aussi|auch|também|también|anche|også|также|da)\b.{0,20}:"
    r"|réservée? aux abonnés|nur für abonnenten|this article is for subscribers",
    re.IGNORECASE,
)


def weight(block: Block) -> float:
    """Return how much a block speaks for its surroundings being an article: the length of its unlinked prose."""
    scale = 2 if DENSE.search(block.text) else 1
    length = len(block.text) * scale
    prose = length - block.linked * scale
    if block.tag in HEADINGS or block.tag == "th" or length < LABEL or prose < length / 2:
        return 0.0
    if block.tag in LISTED:
        return prose * 0.5 if length > LISTED_LEAST else 0.0
    if block.tag != "p" and not SENTENCE.search(block.text):
        return prose * 0.3
    return float(prose)


def tidy(blocks: list[Block], holder: Element, prose: Mapping[Element, float], title: str) -> list[Block]:
    """Return the blocks without links, teasers, labels, appeals and what is left of these, and without the title."""
    cards = {card for block in blocks if (card := card_of(block, holder, prose)) is not None}
    tagged = sum(len(block.text) for block in blocks if block.tag == "p") > TAGGED * sum(
        len(block.text) for block in blocks
    )
    times = Counter(block.text for block in blocks)
    kept = [
        block
        for block in blocks
        if not is_link(block)
        and not is_label(block, tagged=tagged)
        and not is_appeal(block)
        and not is_refrain(block, times[block.text])
        and cards.isdisjoint((block.element, *(block.element.iterancestors() if cards else ())))
    ]
    kept = without_title(without_idle_headings(blocks, kept), title)
    while kept and kept[-1].tag in HEADINGS:
        kept.pop()
    return kept


def of_selected(blocks: list[Block], title: str) -> list[Block]:
    """Return those of the blocks that a selector found that are the article's text: no links elsewhere, no title."""
    return without_title([block for block in blocks if not is_link(block)], title)


def card_of(block: Block, holder: Element, prose: Mapping[Element, float]) -> Element | None:
    """Return the element around a teaser of another article, whose heading is a link; None for other blocks."""
    if block.tag not in HEADINGS or not block.mostly_links:
        return None
    card = block.element
    while card is not holder:
        parent = card.getparent()
        if parent is None or parent is holder or prose.get(parent, 0.0) >= CARD:
            break
        card = parent
    return card if card is not holder and prose.get(card, 0.0) < CARD else None


def is_link(block: Block) -> bool:
    """Tell whether a block is only there to lead elsewhere."""
    if block.tag == "li":
        return block.mostly_links
    if block.tag == "p" and block.mostly_links and not SENTENCE.search(block.text):
        return block.density > LINKED or (len(block.text) < POINTER and not DENSE.search(block.text))
    return block.density > LINKED


def is_label(block: Block, *, tagged: bool) -> bool:
    """Tell whether a block that stands in no paragraph is a label, a caption or the like."""
    if block.tag in HEADINGS or (block.tag in PARAGRAPHS and not (block.tag == "td" and holds_more(block.element))):
        return False
    length = len(block.text)
    return length < LABEL or (tagged and length < CAPTION and not SENTENCE.search(block.text))


def is_appeal(block: Block) -> bool:
    """Tell whether a block asks the reader for something, or says who made a picture or owns the rights."""
    said = block.text
    if len(said) <= PAYWALL_LONGEST and PAYWALL.search(said):
        return True
    return len(said) <= APPEAL_LONGEST and APPEAL.search(said) is not None


def is_refrain(block: Block, times: int) -> bool:
    """Tell whether a block is repeated as only the site's own words are; cells and items of lists may be."""
    if block.tag in HEADINGS:
        return times >= OFTEN_HEADING
    return times >= OFTEN and block.tag not in LISTED and len(block.text) >= LABEL


def holds_more(element: Element) -> bool:
    """Tell whether a table's cell is part of a layout: whether it holds paragraphs or tables."""
    return element.find(".//p") is not None or element.find(".//table") is not None


def without_idle_headings(blocks: list[Block], kept: list[Block]) -> list[Block]:
    """Return the kept blocks without headings over links that were not kept."""
    chosen = {id(block) for block in kept}
    over_links = {
        id(block)
        for block, following in pairwise(blocks)
        if block.tag in HEADINGS and id(following) not in chosen and is_link(following)
    }
    return [block for block in kept if id(block) not in over_links]


def without_title(blocks: list[Block], title: str) -> list[Block]:
    """Return the blocks without those that repeat the title."""
    key = loose(title)
    return [block for block in blocks if block.tag != "h1" and loose(block.text) != key]

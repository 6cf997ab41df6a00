"""The standfirst: the sentence or two between the title and the text, kept apart from the body."""

from __future__ import annotations

import re
from collections import Counter

from monitor.stages.extraction.blocks import Block
from monitor.stages.extraction.facts import Facts, class_of
from monitor.stages.extraction.jsonld import text_of as value_of
from monitor.stages.extraction.titles import loose
from monitor.text.plain import plain

STANDFIRST = re.compile(
    r"stand-?first|(?:^|[\s_-])lead(?:$|[\s_-]|text|paragraph)|lede|(?:^|[\s_-])intro(?:$|[\s_-]|duction|text)|(?:^|[\s_-])de(?:k|ck)(?:$|[\s_-])|"
    r"sub-?(?:title|head(?:line|ing)?|line)|teaser-?text|excerpt|summary|abstract|chapo|entradilla|bajada|copete|sommario|occhiello|vorspann|"
    r"ingress|preamble|perex|(?:^|[\s_-])sapo(?:$|[\s_-])|(?:^|[\s_-])spot(?:$|[\s_-])|description|strapline|underrubrik|lidhja|lead_text",
)
LONGEST = 1500
SHORTEST = 25  # characters: less is a label
WINDOW = 25  # blocks between title and text that are looked at
FIRST = 3  # blocks of the body that may hold it
LITTLE = 500  # characters of body below which what is said for others stands in
SMALL = 3  # children of an element that may be the frame of a standfirst
ALIKE = 0.8


def split(facts: Facts, blocks: list[Block], body: list[Block], title: str) -> tuple[str, list[Block], str]:
    """Return the standfirst, the body without it, and the rung: `html` where the page shows it, else where it is said.

    What a page says of itself for others and does not show stands in only where there is hardly any text, and the text
    does not begin with it.
    """
    said = descriptions(facts)
    keys = [key for _, text in said if len(key := loose(text)) > SHORTEST]
    found = shown(blocks, body, keys, loose(title))
    if found:
        texts = " ".join(dict.fromkeys(block.text for block in found))
        return texts, [block for block in body if block not in found], "html"
    if sum(len(block.text) for block in body) > LITTLE:
        return "", body, ""
    start = loose(" ".join(block.text for block in body[:6]))
    for rung, text in said:
        key = loose(text)
        if len(key) > SHORTEST and key[:60] not in start and key != loose(title):
            return text[:LONGEST], body, rung
    return "", body, ""


def descriptions(facts: Facts) -> list[tuple[str, str]]:
    """Return (rung, text) for what the page says it is about."""
    given = (
        ("json-ld", value_of(facts.article.get("description"))),
        ("opengraph", facts.meta("og:description")),
        ("meta", facts.meta("description", "twitter:description", "dc:description")),
    )
    return [(rung, plain(text)) for rung, text in given if text]


def shown(blocks: list[Block], body: list[Block], keys: list[str], title: str) -> list[Block]:
    """Return the blocks that are the standfirst: by their class or by what the page says of itself."""
    if not body:
        return []
    first = next(index for index, block in enumerate(blocks) if block is body[0])
    usual = usual_look(body)
    found: list[Block] = []
    for block in [*between(blocks[:first], title), *body[:FIRST]]:
        if not SHORTEST <= len(block.text) <= LONGEST or block.density > 0.5 or loose(block.text) == title:  # noqa: PLR2004
            continue
        if block in body and (block.tag == "li" or look(block) == usual):
            continue
        if is_standfirst(block) or any(alike(loose(block.text), key) for key in keys):
            found.append(block)
    return found[:2]


def between(before: list[Block], title: str) -> list[Block]:
    """Return the blocks after the title's last showing, near the text."""
    window = before[-WINDOW:]
    for index in range(len(window) - 1, -1, -1):
        if window[index].tag == "h1" or loose(window[index].text) == title:
            return window[index + 1 :]
    return window[-FIRST:]


def look(block: Block) -> tuple[str, str, object]:
    """Return what makes two paragraphs look alike: tag, class and parent."""
    return block.tag, block.element.get("class") or "", block.element.getparent()


def usual_look(body: list[Block]) -> tuple[str, str, object]:
    """Return how most of the body's blocks look."""
    return Counter(look(block) for block in body[1:] or body).most_common(1)[0][0]


def is_standfirst(block: Block) -> bool:
    """Tell whether a block's class, or its parent's, says that it is the standfirst."""
    element = block.element
    if element.get("itemprop") in {"description", "alternativeHeadline"}:
        return True
    parent = element.getparent()
    return bool(
        STANDFIRST.search(class_of(element))
        or (parent is not None and len(parent) <= SMALL and STANDFIRST.search(class_of(parent)))
    )


def alike(one: str, other: str) -> bool:
    """Tell whether two texts in letters and digits are the same, or one is the other cut short."""
    shortest = min(len(one), len(other))
    return (
        shortest >= ALIKE * max(len(one), len(other)) and one[: int(shortest * ALIKE)] == other[: int(shortest * ALIKE)]
    )

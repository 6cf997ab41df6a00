"""What the selectors of feeds.yaml find: tried before everything else, and no error where they find nothing."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import cast

from lxml.cssselect import CSSSelector
from lxml.etree import _Element as Element

from monitor.stages.extraction.blocks import Block, Reader
from monitor.stages.extraction.facts import Facts, text_of

BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*url\(\s*['\"]?([^'\")]+)", re.IGNORECASE)
NAMES_MOST = 20


@lru_cache(maxsize=512)
def compiled(selector: str) -> CSSSelector:
    """Return a CSS selector ready to be applied (the configuration has checked it)."""
    return CSSSelector(selector, translator="html")


def elements(facts: Facts, selector: str | None) -> list[Element]:
    """Return the elements that a selector finds, without those inside others of them; none for no selector."""
    if not selector:
        return []
    found = cast("list[Element]", compiled(selector)(facts.tree))
    inside = set(found)
    return [element for element in found if not any(ancestor in inside for ancestor in element.iterancestors())]


def first_text(facts: Facts, selector: str | None) -> str:
    """Return the text of the first element found that has any."""
    return next((text for element in elements(facts, selector) if (text := text_of(element))), "")


def names(facts: Facts, selector: str | None) -> tuple[str, ...]:
    """Return the texts of the elements found."""
    return tuple(text for element in elements(facts, selector)[:NAMES_MOST] if (text := text_of(element)))


def moment(facts: Facts, selector: str | None) -> list[str]:
    """Return what the elements found may say of a date: for machines first, then in words."""
    found = elements(facts, selector)
    said = [element.get(name) for element in found for name in ("datetime", "content", "title")]
    return [words for words in (*said, *(text_of(element) for element in found)) if words]


def image(facts: Facts, selector: str | None) -> str:
    """Return the address that the first element found shows: as src, content, href or background image."""
    for element in elements(facts, selector):
        for part in element.iter():
            style = BACKGROUND.search(part.get("style") or "")
            link = part.get("data-src") or part.get("src") or part.get("content") or (style[1] if style else "")
            if link and not link.startswith("data:"):
                return str(link)
    return ""


def blocks(facts: Facts, selector: str | None) -> list[Block]:
    """Return the blocks of text in the elements found, without captions and the like around it."""
    found = [block for element in elements(facts, selector) for block in Reader().read(element)]
    return [block for block in found if not block.around] or found

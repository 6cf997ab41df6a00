"""What the selectors of feeds.yaml find: tried before everything else, and no error where they find nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import cast

from lxml.cssselect import CSSSelector
from lxml.etree import _Element as Element

from monitor.model.source import ArticleSelectors
from monitor.stages.extraction import pagedates
from monitor.stages.extraction.blocks import Block, Reader
from monitor.stages.extraction.facts import Facts, text_of
from monitor.stages.extraction.pagedates import Found

BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*url\(\s*['\"]?([^'\")]+)", re.IGNORECASE)
NAMES_MOST = 20
NONE = ArticleSelectors()


@lru_cache(maxsize=512)
def compiled(selector: str) -> CSSSelector:
    """Return a CSS selector ready to be applied (the configuration has checked it)."""
    return CSSSelector(selector, translator="html")


def fitting(
    facts: Facts, layouts: Sequence[ArticleSelectors], read: Callable[[Iterable[tuple[str, str]]], Found | None]
) -> ArticleSelectors:
    """Return the selectors of the layout that the page has, tried first: that of the article's day.

    An old page in the new layout, and one that is still in an old layout, are read with what finds something in them.
    """
    if len(layouts) < 2:  # noqa: PLR2004 - nothing to choose from
        return layouts[0] if layouts else NONE
    said = read(pagedates.candidates(facts))
    day = said[0].moment.date() if said else date.max
    # the layout that ended first after the day; then the others, the present one first
    ordered = sorted(layouts, key=lambda one: one.valid_until or date.max, reverse=True)
    of_the_day = [one for one in ordered if (one.valid_until or date.max) >= day][-1:]
    ordered = [*of_the_day, *(one for one in ordered if one not in of_the_day)]
    return next((one for one in ordered if fits(facts, one)), ordered[0])


def fits(facts: Facts, layout: ArticleSelectors) -> bool:
    """Tell whether a layout's selectors find the text, or anything where they name no place of the text."""
    chosen = [layout.body] if layout.body else [layout.title, layout.summary, layout.published, layout.authors]
    return any(elements(facts, selector) for selector in chosen)


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

"""Listings: HTML pages that name articles, read by CSS selectors of feeds.yaml."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from cssselect import SelectorError
from lxml import etree, html

from monitor.errors import ParseError
from monitor.model.article import Entry
from monitor.model.parsed import Parsed
from monitor.model.source import ListingSelectors
from monitor.stages.said import Said

_HIGHEST = 6  # elements above a link that may be its card
_HEADINGS = ("h1", "h2", "h3", "h4", "h5")
_DATED = (
    "descendant-or-self::*[self::time or contains(@class, 'date') or contains(@class, 'time')"
    " or @itemprop='datePublished']"
)
_LONGEST_DATE = 80  # characters
_LAZY = ("data-src", "data-original", "data-lazy-src", "src")
_BLOCKS = {"html", "body", "main"}


def read_listing(text: str, selectors: ListingSelectors, said: Said) -> Parsed:
    """Return the articles that a page lists, one an address, in the order of the page.

    `link` finds their links. Titles, dates and summaries are sought within the card: what `card` selects around a link,
    or the largest element around it that holds no other article's link. Raises ParseError: empty where the links'
    selector finds none, parse_error for selectors that are none and pages that can't be read.
    """
    page = _page(text)
    base = _base(page, said)
    links = _links(page, selectors, base, said)
    if not links:
        raise ParseError("empty", f"the page has no link that the selector {selectors.link!r} finds")
    cards = _cards(page, links, selectors)
    merged: dict[str, Entry] = {}
    for link, address in links:
        entry = _entry(link, address, cards[link], selectors, base, said)
        before = merged.get(address)
        merged[address] = _fuller(before, entry) if before else entry
    titled = [entry for entry in merged.values() if entry.title]
    kept = titled or list(merged.values())
    title = next((element.text_content() for element in page.iterdescendants("title")), "")
    return Parsed(
        format="listing",
        title=said.title(title),
        language=said.language(page.get("lang")),
        entries=tuple(kept[: said.limit]),
        found=len(kept),
        warnings=(*said.capped(len(kept)), *said.puzzled()),
    )


def _page(text: str) -> html.HtmlElement:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, huge_tree=False)
    try:
        page = html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ParseError("parse_error", f"a page that can't be read: {error}") from error
    return page


def _select(element: html.HtmlElement, selector: str) -> list[html.HtmlElement]:
    try:
        return list(element.cssselect(selector))
    except (SelectorError, etree.XPathError) as error:
        raise ParseError("parse_error", f"{selector!r} is no CSS selector: {error}") from error


def _base(page: html.HtmlElement, said: Said) -> str:
    """Return what the page's links are relative to."""
    declared = next((element.get("href") for element in page.iter("base") if element.get("href")), None)
    return said.url(declared) or said.base


def _links(
    page: html.HtmlElement, selectors: ListingSelectors, base: str, said: Said
) -> list[tuple[html.HtmlElement, str]]:
    """Return the elements that name an article, with its address; with `card`, only those within one."""
    cards = set(_select(page, selectors.card)) if selectors.card else {page}
    found: dict[html.HtmlElement, str] = {}
    for element in _select(page, selectors.link):
        anchor = _anchor(element)
        address = said.url(anchor.get("href"), base) if anchor is not None else None
        if anchor is not None and address and any(above in cards for above in _upwards(element)):
            found.setdefault(anchor, address.partition("#")[0])
    return list(found.items())


def _anchor(element: html.HtmlElement) -> html.HtmlElement | None:
    """Return the link that is selected, or the one within or around what is."""
    if element.get("href"):
        return element
    inside = next((link for link in element.iterdescendants("a") if link.get("href")), None)
    return (
        inside if inside is not None else next((link for link in element.iterancestors("a") if link.get("href")), None)
    )


def _cards(
    page: html.HtmlElement, links: list[tuple[html.HtmlElement, str]], selectors: ListingSelectors
) -> dict[html.HtmlElement, html.HtmlElement]:
    if selectors.card:
        chosen = set(_select(page, selectors.card))
        return {link: next((above for above in _upwards(link) if above in chosen), link) for link, _ in links}
    told: defaultdict[html.HtmlElement, set[str]] = defaultdict(set)
    for link, address in links:
        for above in _upwards(link):
            told[above].add(address)
    cards = {}
    for link, _ in links:
        card = link
        for above, _ in zip(_upwards(link), range(_HIGHEST), strict=False):
            if len(told[above]) > 1 or above.tag in _BLOCKS:
                break
            card = above
        cards[link] = card
    return cards


def _upwards(element: html.HtmlElement) -> Iterator[html.HtmlElement]:
    yield element
    yield from element.iterancestors()


def _entry(
    link: html.HtmlElement,
    address: str,
    card: html.HtmlElement,
    selectors: ListingSelectors,
    base: str,
    said: Said,
) -> Entry:
    published_raw, published = _date(card, selectors.published, said)
    summary = _words(_first(card, selectors.summary)) if selectors.summary else ""
    return Entry(
        url=address,
        title=said.title(said.as_markup(_title(link, card, selectors.title))),
        summary=said.words(summary=said.as_markup(summary), content="")[0],
        published_raw=published_raw,
        published=published,
        image_url=_image(card, base, said),
    )


def _first(card: html.HtmlElement, selector: str | None) -> html.HtmlElement | None:
    found = _select(card, selector) if selector else []
    return found[0] if found else None


def _words(element: html.HtmlElement | None) -> str:
    return " ".join(" ".join(element.itertext(etree.Element, with_tail=True)).split()) if element is not None else ""


def _title(link: html.HtmlElement, card: html.HtmlElement, selector: str | None) -> str:
    if selector:
        return _words(_first(card, selector)) or _words(_first(link, selector))
    for scope in (link, card):
        heading = next(scope.iterdescendants(*_HEADINGS), None)
        if heading is not None and _words(heading):
            return _words(heading)
    pictured = next((image.get("alt") for image in link.iterdescendants("img") if image.get("alt")), None)
    return _words(link) or link.get("title") or pictured or ""


def _date(card: html.HtmlElement, selector: str | None, said: Said) -> tuple[str | None, datetime | None]:
    """Return the date that the selector finds, else the first within the card that is marked as one and can be read."""
    if selector:
        element = _first(card, selector)
        return said.date(_dated(element)) if element is not None else (None, None)
    for element in card.xpath(_DATED):
        raw = _dated(element)
        if raw and len(raw) <= _LONGEST_DATE:
            found = said.date(raw)
            if found[1] is not None:
                return found
    return None, None


def _dated(element: html.HtmlElement) -> str:
    return element.get("datetime") or element.get("content") or _words(element)


def _image(card: html.HtmlElement, base: str, said: Said) -> str | None:
    for image in card.iterdescendants("img"):
        found = next(filter(None, (said.url(image.get(name), base) for name in _LAZY)), None)
        if found:
            return found
    return None


def _fuller(before: Entry, entry: Entry) -> Entry:
    """Return what two links to one article say of it together: a picture's, and a headline's."""
    return Entry(
        url=before.url,
        title=max(before.title, entry.title, key=len),
        summary=before.summary or entry.summary,
        published_raw=before.published_raw or entry.published_raw,
        published=before.published or entry.published,
        image_url=before.image_url or entry.image_url,
    )

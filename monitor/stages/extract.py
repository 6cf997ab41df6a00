"""What an article's page says: title, standfirst, body, authors, time, language and rights, each with where it stood.

The source's own selectors come first, then JSON-LD, OpenGraph and other meta elements, microdata, and what the reader
sees. The body is the part of the page that holds its prose, without what stands around it; see docs/extraction.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import chain

from monitor.errors import ParseError
from monitor.model.article import Page
from monitor.model.rights import Reservation
from monitor.model.source import ArticleSelectors
from monitor.stages.extraction import (
    authors,
    body,
    details,
    kinds,
    lines,
    pagedates,
    rights,
    selected,
    summaries,
    titles,
    told,
    walls,
)
from monitor.stages.extraction.facts import Facts, gather
from monitor.stages.rules import EXTRACTOR
from monitor.text.html import parse
from monitor.text.plain import plain

SELECTOR = "selector"
NOTHING: Mapping[str, str] = {}


def extract(
    html: bytes,
    *,
    url: str,
    content_type: str | None = None,
    headers: Mapping[str, str] = NOTHING,
    selectors: Sequence[ArticleSelectors] = (),
    timezone: str = "UTC",
    languages: tuple[str, ...] = (),
    entry_title: str = "",
    reference: datetime | None = None,
    by_file: Reservation | None = None,
) -> Page:
    """Return what a page says of its article.

    `selectors` are the source's, one a layout of its pages: those are used that fit the page and its date.
    `timezone` and `languages` are the source's, for dates that name none; `entry_title` is what the feed calls the
    article, `reference` the moment of the fetch, after which nothing is published, `by_file` what the origin's
    tdmrep.json says of this page. The body is returned also where
    `reserved` says that it may not be kept. Raises ParseError, whose outcome is `empty` for a page without any element,
    `blocked` for a wall against robots or for consent, `html` for an error page; nothing else on any bytes.
    """
    markup = parse(html, content_type=content_type, languages=languages)
    if markup.tree is None:
        raise ParseError("empty", f"{url}: an empty page")
    facts = gather(markup, url)
    dates = partial(pagedates.read, timezone=timezone, languages=languages, reference=reference)
    chosen = selected.fitting(facts, selectors, dates)
    found: dict[str, str] = {}
    title, found["title"] = read_title(facts, chosen, entry_title)
    summary, text, extractor = read_text(facts, chosen, title, found)
    walls.check(facts, text)
    kind, found["kind"] = kinds.kind(facts, f"{summary}\n{text}")
    paywalled = details.paywalled(facts)
    text, rung = told.completed(facts, kind, text, paywalled=paywalled)
    found["body"], extractor = rung or found["body"], rung or extractor
    names, found["authors"] = read_authors(facts, chosen)
    dated = dates(offered_dates(facts, chosen))
    language, found["language"] = details.language(facts)
    image, found["image_url"] = read_image(facts, chosen)
    canonical = details.canonical_url(facts)
    if dated:
        found["published"] = dated[1]
    return Page(
        url=url,
        canonical_url=canonical,
        title=title,
        summary=summary,
        body=text,
        authors=names,
        published=dated[0].moment if dated else None,
        published_raw=dated[2] if dated else None,
        dated_by=dated[1] if dated else None,
        language=language,
        image_url=image,
        kind=kind,
        extractor=extractor,
        paywalled=paywalled,
        reserved=rights.reserved(facts, headers, by_file),
        quote=rights.quote(facts, headers, summary or text),
        provenance=tuple((field, rung) for field, rung in sorted(found.items()) if rung),
    )


def read_title(facts: Facts, selectors: ArticleSelectors, entry_title: str) -> tuple[str, str]:
    """Return the title and the rung it came from."""
    if chosen := plain(selected.first_text(facts, selectors.title)):
        return chosen, SELECTOR
    return titles.read(facts, entry_title)


def read_text(facts: Facts, selectors: ArticleSelectors, title: str, found: dict[str, str]) -> tuple[str, str, str]:
    """Return the standfirst, the body (a line a paragraph) and the extractor's name; `found` takes their rungs."""
    chosen = selected.blocks(facts, selectors.body)
    whole, text = (chosen, lines.of_selected(chosen, title)) if chosen else body.read(facts.tree, title)
    found["body"] = (SELECTOR if chosen else EXTRACTOR) if text else ""
    if summary := plain(selected.first_text(facts, selectors.summary)):
        found["summary"] = SELECTOR
        text = [block for block in text if titles.loose(block.text) != titles.loose(summary)]
    else:
        summary, text, found["summary"] = summaries.split(facts, whole, text, title)
    return summary, "\n".join(block.text for block in text), found["body"]


def read_authors(facts: Facts, selectors: ArticleSelectors) -> tuple[tuple[str, ...], str]:
    """Return the authors and the rung they came from."""
    if chosen := tuple(authors.unique(authors.cleaned(selected.names(facts, selectors.authors)))):
        return chosen, SELECTOR
    return authors.read(facts)


def offered_dates(facts: Facts, selectors: ArticleSelectors) -> Iterable[tuple[str, str]]:
    """Return (rung, words) for each place the moment of publication may stand at, the most careful ones first."""
    given = [(SELECTOR, words) for words in selected.moment(facts, selectors.published)]
    return chain(given, pagedates.candidates(facts))


def read_image(facts: Facts, selectors: ArticleSelectors) -> tuple[str | None, str]:
    """Return the address of the image and the rung it came from."""
    link = selected.image(facts, selectors.image)
    if link and (chosen := facts.absolute(link)):
        return chosen, SELECTOR
    return details.image_url(facts)

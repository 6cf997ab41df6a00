"""When the page says the article was published: never when it was last modified."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from monitor.stages.extraction.facts import Facts, class_of, text_of
from monitor.stages.extraction.jsonld import text_of as value_of
from monitor.text.dates import Dated
from monitor.text.dates import read as read_date

METAS = (  # keys of names, see `facts.key_of`
    "article:published:time", "og:published:time", "datepublished", "og:article:published:time",
    "article:published", "article:date:original", "originalpublicationdate", "publication:date",
    "publicationdate", "publish:date", "published:at", "publishdate", "published:time", "published:date",
    "pubdate", "sailthru:date", "parsely:pub:date", "cxenseparse:recs:publishtime", "bt:pubdate",
    "dc:date:issued", "dcterms:issued", "dcterms:available", "dc:date", "dc:date:created", "dcterms:created",
    "dcterms:date", "datecreated", "rnews:datepublished", "og:pubdate", "timestamp", "date:created", "date",
    "release:date", "citation:publication:date", "citation:date", "article:publish:date",
)  # fmt: skip
MODIFIED = re.compile(r"modif|updat|aktualis|changed|dateline-update|last[-_]?edit")
PUBLISHED = re.compile(
    r"publi|pubdate|posted|post[-_]?(?:date|time|meta)|entry-date|article[-_]*(?:date|time)|dateline|news[-_]?date|created"
)
DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:date|time|datum|zeit|fecha|data|dato|tarih|tarix|vaxt)(?:$|[\s_-])|publi|pub[-_]?(?:date|time)|dateline"
    r"|date[-_]?time|(?:news|post|entry|article)[-_]?(?:date|time)|timestamp"
)
IN_URL = re.compile(r"/((?:19|20)\d\d)[/\-.]?(0[1-9]|1[0-2])[/\-.]?(0[1-9]|[12]\d|3[01])(?!\d)")
LABEL = re.compile(r"^[^\d:]{1,40}:\s*")  # "Published:" in any language
LONGEST = 120  # characters of a text that may be a date
FURTHEST = 30  # elements looked at for a date in words
Found = tuple[Dated, str, str]  # the moment, its rung, and the words it was read from
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=2)  # clocks and zones differ; an article dated later is not news but a mistake


def read(
    offered: Iterable[tuple[str, str]], *, timezone: str, languages: tuple[str, ...], reference: datetime | None
) -> Found | None:
    """Return the moment with its rung and the words it was read from; None where none of those offered is plausible.

    The first that names a moment wins; one that names only a day gives way to a later rung's moment on that day.
    """
    whole: Found | None = None
    for rung, raw in offered:
        dated = read_date(raw, timezone=timezone, languages=languages, reference=reference)
        if dated is None or not plausible(dated.moment, reference):
            continue
        if dated.precise:
            if whole is None or abs(dated.moment - whole[0].moment) < AHEAD:
                return dated, rung, raw
            return whole
        whole = whole or (dated, rung, raw)
    return whole


def candidates(facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield (rung, words) for each place a date of publication may stand at, the most careful ones first."""
    for key in ("datePublished", "dateCreated", "uploadDate"):
        if raw := value_of(facts.article.get(key)):
            yield "json-ld", raw
    for name in METAS:
        for raw in facts.metas.get(name, ()):
            yield ("opengraph" if name.startswith(("article:", "og:")) else "meta"), raw
    yield from marked(facts)
    if match := IN_URL.search(facts.url):
        yield "url", "-".join(match.groups())
    yield from worded(facts)


def marked(facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield dates that microdata and time elements give for machines, those that say `published` first."""
    for element in facts.tree.iter():
        if element.get("itemprop") in {"datePublished", "dateCreated"} and element.tag != "meta":
            yield "microdata", element.get("datetime") or element.get("content") or text_of(element)[:LONGEST]
    times = [element for element in list(facts.tree.iter("time"))[:200] if not MODIFIED.search(class_of(element))]
    times.sort(key=lambda element: not (element.get("pubdate") is not None or PUBLISHED.search(context_of(element))))
    for element in times[:10]:
        if raw := (element.get("datetime") or text_of(element))[:LONGEST]:
            yield "time", raw


def context_of(element: object) -> str:
    """Return the classes of an element and of its two nearest ancestors."""
    seen = []
    for _ in range(3):
        if element is None:
            break
        seen.append(class_of(element))  # type: ignore[arg-type]  # lxml's stubs know no Element.getparent
        element = element.getparent()  # type: ignore[attr-defined]  # the same
    return " ".join(seen)


def worded(facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield the short texts of elements whose class says that they hold a date."""
    looked = 0
    for element in facts.tree.iter("span", "div", "p", "li", "small", "em", "b", "td", "a"):
        if looked >= FURTHEST:
            return
        classes = class_of(element)
        if len(classes) > 1 and DATE_CLASS.search(classes) and not MODIFIED.search(classes) and len(element) < 6:  # noqa: PLR2004
            text = text_of(element)
            if any(c.isdigit() for c in text) and len(text) <= LONGEST:
                looked += 1
                yield "html", LABEL.sub("", text)


def plausible(moment: datetime, reference: datetime | None) -> bool:
    """Tell whether an article may be of that moment: since the web, and not in the future of `reference`."""
    return moment >= EARLIEST and (reference is None or moment <= reference + AHEAD)

"""How much of an article each tag is: its weight, and whether it is the focus.

A plain rule, which transfers: count the evidence, the title's and the first paragraph's more, and call focus what
reaches half of the most counted of its kind, unless it is a word in passing. Where a report was filed is focus too,
unless the place is a mere venue. Weights learnt on one agency's copy of 1987 fail on modern news.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.model.tag import Mention, Span, Tag, TagKind

TITLE = 3.0
SUMMARY = 1.5
LEAD = 1.5  # within the first characters of the body
BODY = 1.0
IMPLIED = 0.5  # a country by its institution
CITY = 0.7  # a country by one of its cities
CURRENCY = 0.25
DATELINE = 3.0
VENUE = 0.0
LEAD_REACH = 300
SHARE = 0.5  # of the top of its kind that makes a focus
PASSING: dict[TagKind, float] = {"country": 3.0, "organisation": 2.0}  # less is a word in passing
MOST_IN_TITLE = 2  # hits that count; a title that says a name thrice is no weightier


@dataclass(frozen=True, slots=True)
class Found:
    """One settled piece of evidence for one tag."""

    slug: str
    span: Span


def weight(found: Found) -> float:
    """Return what one piece of evidence counts."""
    span = found.span
    if span.rule == "dateline":
        return DATELINE
    if span.rule == "venue":
        return VENUE
    place = {"title": TITLE, "summary": SUMMARY}.get(span.field, LEAD if span.start < LEAD_REACH else BODY)
    return place * {"implied": IMPLIED, "city": CITY, "currency": CURRENCY}.get(span.rule, 1.0)


def mentions(evidence: Iterable[Found], tags: dict[str, Tag]) -> tuple[Mention, ...]:
    """Return a mention for each tag, the most salient first."""
    by_slug: dict[str, list[Found]] = {}
    for found in evidence:
        by_slug.setdefault(found.slug, []).append(found)
    scores = {slug: _score(found) for slug, found in by_slug.items() if slug in tags}
    top = {
        kind: max((s for slug, s in scores.items() if tags[slug].kind == kind), default=0.0)
        for kind in ("country", "organisation")
    }
    most = max(scores.values(), default=0.0)
    made = []
    for slug, score in scores.items():
        found = by_slug[slug]
        spans = tuple(piece.span for piece in found)
        made.append(
            Mention(
                tag=tags[slug],
                salience=round(score / most * (1 - 0.5**score), 4) if most else 0.0,
                hits=len(spans),
                in_title=any(span.field == "title" for span in spans),
                focus=_is_focus(found, score, tags[slug].kind, top[tags[slug].kind]),
                spans=spans,
            )
        )
    return tuple(sorted(made, key=lambda mention: (-mention.salience, mention.tag.slug)))


def _is_focus(found: list[Found], score: float, kind: TagKind, top: float) -> bool:
    said = score - sum(weight(piece) for piece in found if piece.span.rule == "dateline")
    filed = said < score
    if filed:
        return True
    foremost = (
        kind == "country" and score == top > 0
    )  # every article is about some country, not about some organisation
    return foremost or (score >= SHARE * top and said >= PASSING[kind])


def _score(found: list[Found]) -> float:
    titled = [weight(f) for f in found if f.span.field == "title"]
    return sum(sorted(titled, reverse=True)[:MOST_IN_TITLE]) + sum(weight(f) for f in found if f.span.field != "title")

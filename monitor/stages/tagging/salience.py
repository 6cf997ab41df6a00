"""How much of an article each tag is: its weight, and whether it is the focus.

A plain rule, which transfers: count the evidence, the title's and the first paragraph's more, and call focus what
reaches half of the most counted of its kind, unless it is a word in passing. A long text repeats its first country in
every paragraph and its second in some: beyond a point the first one's count raises the measure for the others less.
Where a report was filed is focus too, unless the place is a mere venue or the report is on others. Weights learnt on
one agency's copy of 1987 fail on modern news.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from monitor.gazetteer import Gazetteer
from monitor.model.tag import Mention, Span, Tag, TagKind

TITLE = 3.0
SUMMARY = 1.5
LEAD = 1.5  # within the first characters of the body
BODY = 1.0
IMPLIED = 0.5  # a country by its institution
CITY = 0.7  # a country by one of its cities; its capital speaks for it
CURRENCY = 0.25
DATELINE = 3.0
VENUE = 0.0
LEAD_REACH = 300
TITLED = 0.3  # of the top: enough for a country that the title names, and the text again
SHARE = 0.4  # of the top of its kind that makes a focus
KNEE = 10.0  # of the top: what it has beyond
BEYOND = 0.35  # is counted so much in the measure for the other countries
DENSE = 0.3  # a thousand characters of body after the first: with less, the foremost country is a word in passing too
DENSE_FROM = 1500
PASSING: dict[TagKind, float] = {"country": 3.0, "organisation": 2.0}  # less is a word in passing
ASIDE = 0.15  # of the foremost tag's score: an organisation with less is an aside
SETTING = 0.5  # of the foremost tag's score: a country with less is where an organisation met, and no focus
BUREAU = 0.34  # of the foremost organisation's score: a place with less is where its news was filed, and no focus
_DIRECT = frozenset({"name", "demonym", "capital", "city", "leader", "compound"})
OFTEN = 3  # sentences of the body: a country that so many name is a party to what happens,
FIRM = 0.25  # of the top, with that many sentences, and half as many as name the top
MOST_FOREMOST = 2  # countries that are all named in passing: more are a list
MOST_IN_TITLE = 2  # hits that count; a title that says a name thrice is no weightier


@dataclass(frozen=True, slots=True)
class Found:
    """One settled piece of evidence for one tag."""

    slug: str
    span: Span
    sentence: int = 0  # where in the field it stands
    place: bool = False  # a city in which something takes place, or was reported
    signed: bool = False  # by the agency whose bureau is there: a dateline


def weight(span: Span) -> float:
    """Return what one piece of evidence counts."""
    if span.rule == "dateline":
        return DATELINE
    if span.rule == "venue":
        return VENUE
    place = {"title": TITLE, "summary": SUMMARY}.get(span.field, LEAD if span.start < LEAD_REACH else BODY)
    return place * {"implied": IMPLIED, "city": CITY, "currency": CURRENCY}.get(span.rule, 1.0)


def mentions(evidence: Iterable[Found], tags: dict[str, Tag], known: Gazetteer, *, length: int) -> tuple[Mention, ...]:
    """Return a mention for each tag, the most salient first.

    `tags` are the gazetteer's by their slugs; `length` is that of the body, in characters.
    """
    by_slug: dict[str, list[Span]] = {}
    sentences: dict[str, set[int]] = {}
    named: set[str] = set()  # by more than the places in which something happened
    signed = False
    for found in evidence:
        signed |= found.signed
        if found.slug in tags:
            if not found.place and found.span.rule not in {"venue", "implied"}:
                named.add(found.slug)
            by_slug.setdefault(found.slug, []).append(found.span)
            if found.span.field == "body" and found.span.rule in _DIRECT:
                sentences.setdefault(found.slug, set()).add(found.sentence)
    scores = {slug: score(spans) for slug, spans in by_slug.items()}
    most = max(scores.values(), default=0.0)
    countries = {slug: score for slug, score in scores.items() if tags[slug].kind == "country"}
    bodies = {slug: score for slug, score in scores.items() if tags[slug].kind == "organisation"}
    least = DENSE * (length - DENSE_FROM) / 1000
    focus = _focus(countries, by_slug, most=most, least=least, signed=signed)
    focus |= _named_often(countries, sentences)
    foremost = max((score for slug, score in bodies.items() if slug not in known.implied), default=0.0)
    focus = {slug for slug in focus if not _is_aside(scores[slug], foremost, by_slug[slug], filed=slug not in named)}
    focus |= _heads(_central(bodies, most) - known.national, bodies, known.parents)
    made = [
        Mention(
            tag=tags[slug],
            salience=round(scores[slug] / most * (1 - 0.5 ** scores[slug]), 4) if most else 0.0,
            hits=len(spans),
            in_title=any(span.field == "title" for span in spans),
            focus=slug in focus,
            spans=tuple(spans),
            score=round(scores[slug], 2),
        )
        for slug, spans in by_slug.items()
    ]
    return tuple(sorted(made, key=lambda mention: (-mention.salience, mention.tag.slug)))


def score(spans: Iterable[Span]) -> float:
    """Return what the evidence for one tag counts together: a dateline once, a title twice at most."""
    spans = tuple(spans)
    titled = sorted((weight(span) for span in spans if span.field == "title"), reverse=True)
    filed = max((weight(span) for span in spans if span.rule == "dateline"), default=0.0)
    rest = sum(weight(span) for span in spans if span.field != "title" and span.rule != "dateline")
    return sum(titled[:MOST_IN_TITLE]) + filed + rest


def _focus(
    scores: dict[str, float], by_slug: dict[str, list[Span]], *, most: float, least: float, signed: bool
) -> set[str]:
    """Return the countries that an article is about: most are about some, if they name any.

    `most` is the score of the foremost tag, `least` what the length of the text asks of the foremost country, `signed`
    whether an agency's name stands in the dateline.
    """
    filed = {slug for slug in scores if any(span.rule == "dateline" for span in by_slug[slug])}
    desks = _mere_desks(scores, {slug: by_slug[slug] for slug in filed}, signed)
    scores, filed = {slug: score for slug, score in scores.items() if slug not in desks}, filed - desks
    top = max(scores.values(), default=0.0)
    foremost = {slug for slug, score in scores.items() if score == top > 0}
    if top < max(SETTING * most, least) or (top < PASSING["country"] and len(foremost) > MOST_FOREMOST):
        foremost = set()
    titled = {slug for slug in scores if _is_titled(by_slug[slug])}
    measure = min(top, KNEE) + BEYOND * max(0.0, top - KNEE)
    return (
        filed
        | foremost
        | {
            slug
            for slug, score in scores.items()
            if score >= max((TITLED if slug in titled else SHARE) * measure, PASSING["country"], least)
        }
    )


def _mere_desks(scores: Mapping[str, float], filed: Mapping[str, list[Span]], signed: bool) -> set[str]:
    """Return the countries where a report was filed and nothing else: others are what it is about.

    They are two, or one by far; where an agency's signature says that the place is its bureau's, one will do.
    """
    alone = {slug for slug, spans in filed.items() if all(span.rule in {"dateline", "venue"} for span in spans)}
    rest = sorted((score for slug, score in scores.items() if slug not in alone), reverse=True)
    first, second, *_ = (*rest, 0.0, 0.0)
    by_others = second >= PASSING["country"] or first >= (PASSING["country"] if signed else KNEE)
    return alone if by_others else set()


def _named_often(scores: dict[str, float], sentences: dict[str, set[int]]) -> set[str]:
    """Return the countries that sentence after sentence names: parties, though the title keeps silent about them."""
    top = max(scores.values(), default=0.0)
    most = max((len(sentences.get(slug, ())) for slug, score in scores.items() if score == top), default=0)
    return {
        slug
        for slug, score in scores.items()
        if len(sentences.get(slug, ())) >= max(OFTEN, most / 2) and score >= FIRM * top
    }


def _is_aside(score: float, foremost: float, spans: list[Span], *, filed: bool) -> bool:
    """Return whether a country is a side of what an organisation does, whose score is `foremost`.

    `filed` says that it is named by nothing but the places where something was reported or takes place.
    """
    if _is_titled(spans):
        return False
    if any(span.rule == "dateline" for span in spans):
        return filed and score <= BUREAU * foremost
    return score <= SETTING * foremost


def _is_titled(spans: Iterable[Span]) -> bool:
    """Return whether the title names, itself or by its people or cities, what the text names again."""
    fields = {span.field == "title" for span in spans if span.rule in _DIRECT}
    return fields == {True, False}


def _heads(central: set[str], scores: dict[str, float], parents: Mapping[str, str]) -> set[str]:
    """Return the organisations without those of which a part, or the whole, is named more: one of each family."""

    def family(slug: str) -> str:
        while slug in parents:
            slug = parents[slug]
        return slug

    return {
        slug
        for slug in central
        if all(
            (scores[slug], other in parents) >= (scores[other], slug in parents)
            for other in central
            if other != slug and family(other) == family(slug)
        )
    }


def _central(scores: dict[str, float], most: float) -> set[str]:
    """Return the organisations that an article is about: often none. `most` is the score of its foremost tag."""
    least = max(SHARE * max(scores.values(), default=0.0), PASSING["organisation"], ASIDE * most)
    return {slug for slug, score in scores.items() if score >= least}

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
from monitor.model.tag import Mention, Role, Span, Tag, TagKind

FOCUS: frozenset[Role] = frozenset({"foremost", "share", "title", "lead", "often", "dateline"})
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
SHARE = 0.45  # of the top of its kind that makes a focus
KNEE = 10.0  # of the top: what it has beyond
BEYOND = 0.35  # is counted so much in the measure for the other countries
DENSE = 0.3  # a thousand characters of body after the first: with less, the foremost country is a word in passing too
DENSE_FROM = 1500
PASSING: dict[TagKind, float] = {"country": 3.0, "organisation": 2.0}  # less is a word in passing,
OPENING = 1.5  # but not an organisation that the body opens with: `The Venice Commission said`
ASIDE = 0.15  # of the foremost tag's score: an organisation with less is an aside
SETTING = 0.5  # of the foremost tag's score: a country with less is where an organisation met, and no focus
BUREAU = 0.34  # of the foremost organisation's score: a place with less is where its news was filed, and no focus
_DIRECT = frozenset({"name", "demonym", "capital", "city", "leader", "compound", "metonym"})
_PLAIN = frozenset({"name", "demonym", "capital"})  # a far country as well as one's own; regions and leaders are home
_OWN = frozenset({"organisation", "acronym"})
OFTEN = 3  # sentences of the body: a country that so many name is a party to what happens,
FIRM = 0.25  # of the top, with that many sentences, and half as many as name the top
LED = 200  # characters of the body, or a sixth of it: who is named within them by name, and later again, has a part:
LED_PART = 6
LED_SHARE = 0.3  # of the top is enough for it
LED_LEAST = 2.5  # to be more than a word in passing
LATE = 500  # characters after which a country named by its plain name alone, and no more than twice,
FEW = 2.1  # that is with a score below this, is a word in passing though no other is named more
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Country:
    """A country that an article names, as far as focus asks about it."""

    score: float
    sentences: int  # of the body that name it directly
    filed: bool  # the report was filed there
    placed: bool  # named by nothing but the places where something was reported or takes place
    titled: bool  # the title names, itself or by its people or cities, what the text names again
    led: bool  # the first paragraph names it directly, and the article again
    late: bool  # named late, seldom, and as any country may be


def _country(score: float, spans: Iterable[Span], *, sentences: int, placed: bool, lead: float) -> _Country:
    """Return what focus asks about a country; `lead` is how many characters the first paragraph has."""
    filed = title = text = first = False
    late, direct = score < FEW, 0
    for span in spans:
        filed |= span.rule == "dateline"
        if span.rule in _DIRECT:
            direct += 1
            title |= span.field == "title"
            text |= span.field != "title"
            first |= span.field == "body" and span.start < lead
        late &= span.field == "body" and span.start >= LATE and span.rule in _PLAIN
    return _Country(
        score=score,
        sentences=sentences,
        filed=filed,
        placed=placed,
        titled=title and text,
        led=first and direct > 1,
        late=late,
    )


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
    lead = min(LED, length / LED_PART)
    scores = {slug: score(spans) for slug, spans in by_slug.items()}
    most = max(scores.values(), default=0.0)
    bodies = {slug: score for slug, score in scores.items() if tags[slug].kind == "organisation"}
    countries = {
        slug: _country(scores[slug], spans, sentences=len(sentences.get(slug, ())), placed=slug not in named, lead=lead)
        for slug, spans in by_slug.items()
        if tags[slug].kind == "country"
    }
    roles = _roles(countries, most=most, least=DENSE * (length - DENSE_FROM) / 1000, signed=signed)
    foremost = max((score for slug, score in bodies.items() if slug not in known.implied), default=0.0)
    asides = {slug for slug, role in roles.items() if role in FOCUS and _is_aside(countries[slug], foremost)}
    opening = {slug for slug in bodies if any(_opens(span, lead) for span in by_slug[slug])}
    roles |= _central(bodies, opening, most)
    for slug in asides:
        roles[slug] = "aside"
    for slug in known.national & bodies.keys():
        roles[slug] = "national"
    made = [
        Mention(
            tag=tags[slug],
            salience=round(scores[slug] / most * (1 - 0.5 ** scores[slug]), 4) if most else 0.0,
            hits=len(spans),
            in_title=any(span.field == "title" for span in spans),
            focus=roles[slug] in FOCUS,
            spans=tuple(spans),
            score=round(scores[slug], 2),
            role=roles[slug],
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


def _roles(countries: Mapping[str, _Country], *, most: float, least: float, signed: bool) -> dict[str, Role]:
    """Return for each country why the article is about it or not: most are about some, if they name any.

    `most` is the score of the foremost tag, `least` what the length of the text asks of the foremost country, `signed`
    whether an agency's name stands in the dateline.
    """
    desks = _mere_desks(countries, signed)
    often = _named_often(countries)
    asked = {slug: one for slug, one in countries.items() if slug not in desks and not one.late}
    top = max((country.score for country in asked.values()), default=0.0)
    foremost = {slug for slug, country in asked.items() if country.score == top > 0}
    if top < max(SETTING * most, least) or (top < PASSING["country"] and len(foremost) > MOST_FOREMOST):
        foremost = set()
    measure = min(top, KNEE) + BEYOND * max(0.0, top - KNEE)
    roles: dict[str, Role] = {}
    for slug, one in countries.items():
        if slug in foremost:
            roles[slug] = "foremost"
        elif slug in asked and one.score >= max(_asked(one, measure), least):
            plain = one.score >= max(SHARE * measure, PASSING["country"])
            roles[slug] = "share" if plain else "lead" if one.led else "title"
        elif slug in often:
            roles[slug] = "often"
        elif slug in asked:
            roles[slug] = "dateline" if one.filed else "passing" if one.score else "venue"
        else:
            roles[slug] = "bureau" if slug in desks else "late"
    return roles


def _asked(country: _Country, measure: float) -> float:
    """Return which score makes a country a focus beside the foremost one, of which `measure` is what counts."""
    share = min(SHARE, TITLED if country.titled else SHARE, LED_SHARE if country.led else SHARE)
    return max(share * measure, LED_LEAST if country.led else PASSING["country"])


def _mere_desks(countries: Mapping[str, _Country], signed: bool) -> set[str]:
    """Return the countries where a report was filed and nothing else: others are what it is about.

    They are two, or one by far; where an agency's signature says that the place is its bureau's, one will do.
    """
    alone = {slug for slug, country in countries.items() if country.filed and country.placed}
    rest = sorted((country.score for slug, country in countries.items() if slug not in alone), reverse=True)
    first, second, *_ = (*rest, 0.0, 0.0)
    by_others = second >= PASSING["country"] or first >= (PASSING["country"] if signed else KNEE)
    return alone if by_others else set()


def _named_often(countries: Mapping[str, _Country]) -> set[str]:
    """Return the countries that sentence after sentence names: parties, though the title keeps silent about them."""
    top = max((country.score for country in countries.values()), default=0.0)
    most = max((country.sentences for country in countries.values() if country.score == top), default=0)
    return {
        slug
        for slug, country in countries.items()
        if country.sentences >= max(OFTEN, most / 2) and country.score >= FIRM * top
    }


def _is_aside(country: _Country, foremost: float) -> bool:
    """Return whether a country is a side of what an organisation does, whose score is `foremost`."""
    if country.titled or country.led:
        return False
    if country.filed:
        return country.placed and country.score <= BUREAU * foremost
    return country.score <= SETTING * foremost


def _opens(span: Span, lead: float) -> bool:
    """Return whether the first paragraph names an organisation by a name of its own there."""
    return span.field == "body" and span.start < lead and span.rule in _OWN


def _central(scores: Mapping[str, float], opening: set[str], most: float) -> dict[str, Role]:
    """Return for each organisation why the article is about it or not: often about none.

    `opening` are those that its first paragraph names; `most` is the score of the article's foremost tag.
    """
    top = max(scores.values(), default=0.0)
    least = max(SHARE * top, PASSING["organisation"], ASIDE * most)
    opens = max(LED_SHARE * top, OPENING, ASIDE * most)
    roles: dict[str, Role] = {}
    for slug, score in scores.items():
        if score >= least:
            roles[slug] = "foremost" if score == top else "share"
        else:
            roles[slug] = "lead" if slug in opening and score >= opens else "passing"
    return roles

"""Finds the countries and organisations of an article, with the evidence for each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import cast

from monitor.gazetteer import Gazetteer, default, version
from monitor.model.names import NO_NAMES, OwnNames
from monitor.model.tag import Mention, Span, Tag, TextField
from monitor.stages.tagging.ambiguity import is_locative, settle
from monitor.stages.tagging.datelines import end_of_dateline
from monitor.stages.tagging.languages import active
from monitor.stages.tagging.matcher import Matcher
from monitor.stages.tagging.neighbours import Reading
from monitor.stages.tagging.offices import in_office
from monitor.stages.tagging.salience import Found, mentions

_BUREAUS = re.compile(r"\w/[^\W\d]")  # LONDON/DUBAI: where reporters sat, not where it happened
_SIGNED = re.compile(r"[(\[/]\s*[^\W\d][^()\[\]/\d]*[)\]/]")  # PARIS (AP), МОСКВА. /ТАСС/
_SENTENCE = re.compile(r"[.!?։:؟](?=[\s»”\"])|[。！？]|\n\s*\n")
RULES = "2026-11n"  # raised when the matcher or a rule changes; the gazetteer's own version follows its data


def tagger(own: OwnNames = NO_NAMES) -> str:
    """Return who finds the mentions: the rules, the shipped names and the desk's own, each with its version."""
    return f"gazetteer/{RULES}.{version(own)}"


@lru_cache(maxsize=4)
def _matcher(gazetteer: Gazetteer) -> Matcher:
    return Matcher(gazetteer)


def tag(
    title: str,
    body: str,
    *,
    summary: str = "",
    language: str | None = None,
    on: date | None = None,
    gazetteer: Gazetteer | None = None,
) -> tuple[Mention, ...]:
    """Return the countries and organisations of an article, the most salient first, each with its spans.

    `language` is what the source says (BCP 47); the text itself is looked at too. A dateline is parsed from the body's
    start. Who held two offices speaks for the one held `on` that day (today's, where it is not said). `gazetteer` is
    the default one with a desk's own names: `with_names(...)`.
    """
    known = gazetteer or default()
    matcher = _matcher(known)
    languages = active(f"{title}\n{summary}\n{body}", language)
    readings = tuple(
        Reading(name, text, tuple(in_office(hit, on) for hit in matcher.find(text, languages)))
        for name, text in (("title", title), ("summary", summary), ("body", body))
        if text
    )
    dateline = next((end_of_dateline(r.text, r.hits) for r in readings if r.field == "body"), 0)
    settled = settle(readings, dateline, languages)
    evidence = [found for reading in settled for found in _evidence(reading, dateline, known.implied)]
    return mentions(evidence, _tags(known), known, length=len(body))


@lru_cache(maxsize=4)
def _tags(gazetteer: Gazetteer) -> dict[str, Tag]:
    return {tag.slug: tag for tag in gazetteer.tags}


def _evidence(reading: Reading, dateline: int, implied: Mapping[str, str]) -> Iterator[Found]:
    """Yield what each hit is evidence of: its tags, and the countries that its organisations speak for."""
    if not reading.hits:
        return
    field = cast("TextField", reading.field)
    ends = [mark.end() for mark in _SENTENCE.finditer(reading.text)]
    bureaus = bool(_BUREAUS.search(reading.text, 0, dateline))
    signed = bool(_SIGNED.search(reading.text, 0, dateline))
    for hit in reading.hits:
        filed = reading.field == "body" and hit.end <= dateline and hit.rule != "venue" and not bureaus
        named = set(hit.tags)
        sentence = bisect_right(ends, hit.start)
        place = filed or is_locative(reading.text, hit)
        for alias in hit.aliases:
            rule = "dateline" if filed else alias.rule
            span = Span(field=field, start=hit.start, end=hit.end, text=hit.text, rule=rule, alias=alias.text)
            for slug in alias.tags:
                yield Found(slug, span, sentence, place=place, signed=filed and signed)
                if slug in implied and implied[slug] not in named:
                    speaks = Span(
                        field=field, start=hit.start, end=hit.end, text=hit.text, rule="implied", alias=alias.text
                    )
                    yield Found(implied[slug], speaks, sentence)

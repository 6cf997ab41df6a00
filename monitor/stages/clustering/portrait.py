"""What is told of a story as a whole: its lead, who tells it, what it is about, how much it weighs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from math import log2

from monitor.model.story import Member, Portrait

_TIER = {1: 1.5, 2: 1.0, 3: 0.6}
_COPY = 0.3  # what an owner counts who only repeats another's text
_MOST = 8  # countries, organisations or languages named
_SHORT = 60  # words; below them an article does not tell enough to stand for the others
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_DOUBLING = timedelta(days=1)  # a story must weigh twice as much to stand as high as one a day younger


def portrait(members: Sequence[Member], *, language: str = "") -> Portrait:
    """Return the portrait of a story with these articles, at least one; `language` is the one that the desk reads best.

    The weight counts owners, not feeds or articles: one who only repeats another's text counts little, a story told by
    a source of record more, and one that is about few things more than one that names many. The lead is an original
    with enough words: in the desk's language if there is one, of the best tier, in the story's most usual language,
    the first.
    """
    originals = [member for member in members if not member.duplicate] or list(members)
    owners = {member.owner for member in members}
    independent = {member.owner for member in originals}
    tier = min(member.tier for member in members)
    languages = _usual(member.language for member in originals if member.language)
    salience = sum(member.salience for member in originals) / len(originals)
    weight = (len(independent) + _COPY * len(owners - independent)) * _TIER.get(tier, 1.0) * (0.5 + salience)
    last = max(member.at for member in members)
    lead = min(originals, key=lambda one: _rank(one, language, languages))
    return Portrait(
        lead=lead.id,
        title=lead.title,
        first_seen_at=min(member.at for member in members),
        last_seen_at=last,
        articles=len(members),
        sources=len(owners),
        independent=len(independent),
        tier=tier,
        weight=round(weight, 4),
        standing=round(log2(weight) + (last - _EPOCH) / _DOUBLING, 4),
        languages=languages,
        countries=_usual(code for member in originals for code in member.countries),
        organisations=_usual(code for member in originals for code in member.organisations),
    )


def _rank(member: Member, desk: str, usual: tuple[str, ...]) -> tuple[bool, bool, int, int, datetime, int]:
    """What the lead is chosen by: what the desk can read before who is of record, as in the digests."""
    return (
        member.words < _SHORT,
        bool(desk) and member.language != desk,
        member.tier,
        next((place for place, language in enumerate(usual[:2]) if language == member.language), 2),
        member.at,
        member.id,
    )


def _usual(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values, the most usual first."""
    counted = Counter(values)
    return tuple(sorted(counted, key=lambda value: (-counted[value], value))[:_MOST])

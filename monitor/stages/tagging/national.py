"""Whose senate, whose parliament: a name that the institutions of several states bear goes to one of them.

The state is the one whose name stands beside it (`the Turkish parliament`, `le Sénat français`, `Сейм Литвы`), else the
one that the article speaks of most. Where it is a state whose institution is none of them, nothing is found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from monitor.gazetteer import Doubt, national_of
from monitor.stages.tagging.matcher import Hit
from monitor.stages.tagging.neighbours import Reading, doubts_of

_STATES = frozenset({"name", "demonym", "capital"})
_PARTS = frozenset({"region", "city", "town", "abbreviation"})
_NO_STATE = frozenset({"part"})  # the Texas Senate is no state's
_NEAR = 12  # characters between an institution and its state
_BEFORE = re.compile(r"(?:['’]s)?[\s«»„“”\"'(‐‑–-]{0,3}")
_OF = re.compile(
    r"\s(?:(?:of|in|de|du|des|del|der|von|di|da|в|во|у|في|در)\s(?:(?:the|la|las|los|les|El|el)\s)?(?:l['’])?|d['’])"
    r"|\s?\(\s?"
)
_GENITIVE = re.compile(r"\s")  # Сейм Литвы, Parlement turc, البرلمان التركي
_BARE = frozenset({"ru", "uk", "fr", "es", "it", "pt", "ar", "fa", "pl", "ro"})  # languages that write so
_BEHIND = frozenset({"fr", "es", "it", "pt", "ar", "fa"})  # and put their adjectives behind
_HALF = 2  # of the mentions of the foremost country


def beside(reading: Reading, hit: Hit, languages: frozenset[str]) -> frozenset[str]:
    """Return the country (its slug, several for a compound) that stands beside a name, none where no country does.

    Where a part of a state does, what is returned is no country's slug.
    """
    before = after = frozenset[str]()
    text = reading.text
    for other in reading.hits:
        if hit.start - _NEAR <= other.end <= hit.start and _BEFORE.fullmatch(text, other.end, hit.start):
            before = _state(other, languages)
        elif hit.end < other.start <= hit.end + _NEAR and (
            _OF.fullmatch(text, hit.end, other.start)
            or (languages & _BARE and _GENITIVE.fullmatch(text, hit.end, other.start))
        ):
            after = _state(other, languages)
    return (after or before) if languages & _BEHIND else (before or after)


def _state(hit: Hit, languages: frozenset[str]) -> frozenset[str]:
    """Return the countries of a hit that names a state; of a part of one, which has its own parliament, no country."""
    if hit.rule in _PARTS or any(doubt.policy == "part" for doubt in doubts_of(hit, languages)):
        return _NO_STATE
    if hit.rule not in _STATES:
        return frozenset()
    return frozenset(slug for slug in hit.tags if slug.startswith("country:"))


def of_country(slugs: Iterable[str], countries: frozenset[str]) -> str | None:
    """Return the organisation that speaks for one of the countries."""
    return next((slug for slug in slugs if national_of().get(slug) in countries), None)


def of_article(slugs: Iterable[str], doubt: Doubt, sure: Counter[str], says: Callable[[str], bool]) -> str | None:
    """Return the organisation whose country the article names most, or at least half as often as any other.

    `sure` counts the undoubted hits of tags; the words that a doubt gives to an organisation count as its country's.
    """
    named = Counter({slug: count for slug, count in sure.items() if slug.startswith("country:")})
    for slug, count in sure.items():
        if slug in national_of():
            named[national_of()[slug]] += count
    words = {f"org:{code}": sum(map(says, speaking)) for code, speaking in doubt.options}
    foremost = max(named.values(), default=0)
    evidence = {slug: named[national_of()[slug]] + words.get(slug, 0) for slug in slugs if slug in national_of()}
    best = max(evidence, key=lambda slug: evidence[slug], default=None)
    return best if best and evidence[best] and _HALF * evidence[best] >= foremost else None

"""Settles doubtful names by what stands around them, and by what else the article names.

Three passes: what a hit's neighbours say (a state after a town, a surname after Jordan, a street), then what the whole
article says (ambiguity.tsv), then venues (venues.tsv).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from monitor.gazetteer import Doubt, doubts, given_names, venues
from monitor.stages.tagging.matcher import Hit
from monitor.stages.tagging.words import fold, words

_PLACES = frozenset({"city", "name", "town"})
_NEW_WORLD = frozenset({"country:US", "country:CA", "country:AU"})
_NEXT_WORD = re.compile(r" ([^\W\d_][\w'’-]+)")
_LAST_WORD = re.compile(r"([^\W\d_][\w.'’-]*) $")
_SENTENCE_END = re.compile(r"(?:^|[.!?…:։؟。\n«“\"(—–])\s*$")
# Words in front or behind that make a street, a square, a club or a hotel of a city.
_STREET_BEHIND = re.compile(
    r"[ -](?:Street|St\b|Avenue|Ave\b|Boulevard|Lane|Square|Hotel|Stra(?:ß|ss)e|Platz|Allee|Caddesi|Sokağı|Bulvarı|Otel|küçəsi|prospekti|meydanı"
    r"|FC\b|United\b|Rangers\b|улиц|проспект|площад|шоссе|бульвар|вокзал|вулиц|փողոց|պողոտա|ქუჩ)|(?:路|大街|街道)",
)
_STREET_BEFORE = re.compile(
    r"(?:\b(?:rue|avenue|place|boulevard|calle|avenida|plaza|via|piazza|FC|AC|AS|Dynamo|Dinamo|Hotel|Hôtel|ул\.|улиц\w+|проспект\w*|гостиниц\w+"
    r"|отел\w+|ФК|«?Динамо»?|«?Спартак»?|вулиц\w+)(?: d[eu]s?(?: la)?)? |شارع |خیابان |فندق |هتل )$",
)
# What may follow the name of a country in capitals without making a person of it.
_TITLES = frozenset(
    "President Prime Premier Foreign Defence Defense Interior Finance Minister Ministry King Queen Prince Army Parliament Government "
    "National Central Bank Valley River Airlines Air Airways Times Post Street University Embassy Ambassador Council Supreme "
    "First Deputy Vice State Security Police Navy Republic Republican Democratic Federation Stock Exchange International "
    "January February March April May June July August September October November December Monday Tuesday Wednesday Thursday "
    "Friday Saturday Sunday Inc Corp Ltd Co City County And The In On At For Says".split()
)
# A currency says little of its country: `Swiss francs`. The dollar says nothing at all.
_CURRENCY = re.compile(
    r"[ -](?:dollars?|dlrs?|francs?|marks?|lira|lire|pesos?|rupees?|krona|kronor|kroner?|pounds?|yen|rials?|riyals?|roubles?|rubles?|dinars?|dirhams?"
    r"|yuan|won|guilders?|schillings?|escudos?|drachmas?|rand|baht|manats?|tenge|hryvnias?|zlotys?|forints?|lei|leva|lari|drams?|cents?"
    r"|рубл\w*|доллар\w*|лир\w*|манат\w*|тенге|драм\w*|лари|гривн\w*|франк\w*|юан\w*|Dollar|Franken|manat\w*|lira\w*|rubl\w*)\b",
    re.IGNORECASE,
)
_HONORIFICS = frozenset(
    {"Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Dr", "Dr.", "Sir", "Lord", "Senator", "Sen.", "Rep.", "Judge", "Coach"}
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A field of the article with its hits."""

    field: str
    text: str
    hits: tuple[Hit, ...]


def settle(readings: tuple[Reading, ...], dateline: int, languages: frozenset[str]) -> tuple[Reading, ...]:
    """Return the readings with doubtful hits dropped, kept, given to one tag, or marked as venues.

    `dateline` is where the body's dateline ends; `languages` are those that count in the article.
    """
    persons = frozenset(
        name for reading in readings if reading.field != "title" for name in _persons(reading, languages)
    )
    moved = frozenset(fold(hit.text) for reading in readings for hit in _moved(reading))
    near = tuple(
        replace(r, hits=tuple(_near(r, dateline if r.field == "body" else 0, persons, languages, moved)))
        for r in readings
    )
    article = _Article(near, languages, persons)
    return article.with_venues(article.settled())


@cache
def _doubts_of(text: str) -> tuple[Doubt, ...]:
    text = text.rstrip("*!")
    return tuple(doubt for doubt in _doubts_by_key().get(fold(text), ()) if doubt.text.isupper() == text.isupper())


@cache
def _doubts_by_key() -> dict[str, list[Doubt]]:
    found: dict[str, list[Doubt]] = {}
    for doubt in doubts():
        found.setdefault(fold(doubt.text.rstrip("*!")), []).append(doubt)
    return found


def _policies(hit: Hit, languages: frozenset[str]) -> Iterator[Doubt]:
    for alias in hit.aliases:
        for doubt in _doubts_of(alias.text):
            if not doubt.languages or (
                languages.intersection(doubt.languages) and _speaks(alias.languages, doubt.languages)
            ):
                yield doubt


def _speaks(alias: tuple[str, ...], doubt: tuple[str, ...]) -> bool:
    return not alias or bool(set(alias).intersection(doubt))


def _persons(reading: Reading, languages: frozenset[str]) -> Iterator[str]:
    """Yield the names of places that are parts of persons' names in a text: `Jordan` of Jordan Peterson."""
    starts = {hit.start for hit in reading.hits}
    for hit in reading.hits:
        if not hit.tags:  # a decoy: Michael Jordan, Paris Hilton
            yield from words(hit.text)
        policies = {doubt.policy for doubt in _policies(hit, languages)}
        if "given" in policies and _is_given(reading.text, hit, starts):
            yield hit.text
        if "surname" in policies and _is_surname(reading.text, hit):
            yield hit.text


def _is_given(text: str, hit: Hit, starts: set[int]) -> bool:
    following = _NEXT_WORD.match(text, hit.end)
    if following is None or following.start(1) in starts:
        return False
    word = following.group(1)
    return word[0].isupper() and not word.isupper() and word not in _TITLES and word.removesuffix("'s") not in _TITLES


def _is_surname(text: str, hit: Hit) -> bool:
    before = _LAST_WORD.search(text, max(0, hit.start - 30), hit.start)
    if before is None:
        return False
    word = before.group(1)
    initial = len(word) == len("J.") and word[0].isupper() and word[1] == "."
    return word in given_names() or word in _HONORIFICS or initial


def _moved(reading: Reading) -> Iterator[Hit]:
    """Yield the cities that a state behind them shows to lie in the new world: the Naples of `Naples, Fla`."""
    for hit, following in pairwise(reading.hits):
        if hit.rule in _PLACES and _is_state(reading.text, hit, following) and not set(hit.tags) & set(following.tags):
            yield hit


def _near(
    reading: Reading, dateline: int, persons: frozenset[str], languages: frozenset[str], moved: frozenset[str]
) -> Iterator[Hit]:
    """Yield the hits that their neighbours allow."""
    text, hits = reading.text, reading.hits
    for place, hit in enumerate(hits):
        following = hits[place + 1] if place + 1 < len(hits) else None
        if hit.rule == "abbreviation" and not text[: hit.start].endswith((", ", ",\n")):
            continue
        stated = following is not None and _is_state(text, hit, following)
        if hit.rule == "town" and not stated and hit.end > dateline:
            continue
        if hit.rule in _PLACES and moved and fold(hit.text) in moved:
            continue
        if hit.rule == "city" and (
            _STREET_BEHIND.match(text, hit.end) or _STREET_BEFORE.search(text, max(0, hit.start - 30), hit.start)
        ):
            continue
        if hit.tags and not _is_person(reading, hit, persons, languages):
            if _CURRENCY.match(text, hit.end):
                if "country:US" in hit.tags:
                    continue
                hit = _ruled(hit, "currency")
            yield hit


def _is_state(text: str, hit: Hit, following: Hit) -> bool:
    """Return whether a town is followed by the state it lies in: `Moscow, Idaho`."""
    between = text[hit.end : following.start]
    return (
        between in {", ", ",\n"}
        and following.rule in {"region", "abbreviation"}
        and bool(_NEW_WORLD.intersection(following.tags))
    )


def _is_person(reading: Reading, hit: Hit, persons: frozenset[str], languages: frozenset[str]) -> bool:
    policies = {doubt.policy for doubt in _policies(hit, languages)}
    if "surname" in policies and _is_surname(reading.text, hit):
        return True
    if "given" not in policies:
        return False
    if reading.field == "title":  # capitals in headlines say little: believe what the body showed
        return hit.text in persons and _NEXT_WORD.match(reading.text, hit.end) is not None
    return _is_given(reading.text, hit, {other.start for other in reading.hits})


class _Article:
    """What an article says as a whole, to settle what the neighbours of a hit could not."""

    def __init__(self, readings: tuple[Reading, ...], languages: frozenset[str], persons: frozenset[str]) -> None:
        self.readings = readings
        self.languages = languages
        self.persons = persons
        self.sure: Counter[str] = Counter()
        for reading in readings:
            for hit in reading.hits:
                if not any(self._bearing(reading, hit)):
                    self.sure.update(hit.tags)
        self._words: frozenset[str] | None = None

    def _bearing(self, reading: Reading, hit: Hit) -> Iterator[Doubt]:
        """Yield the doubts that bear on a hit where it stands."""
        for doubt in _policies(hit, self.languages):
            match doubt.policy:
                case "support" | "choose" | "unless":
                    bears = True
                case "given" | "surname":
                    bears = hit.text in self.persons
                case "inner":
                    bears = bool(_SENTENCE_END.search(reading.text, 0, hit.start))
            if bears:
                yield doubt

    def _says(self, phrase: str) -> bool:
        """Return whether the article has a word or phrase."""
        if self._words is None:
            self._words = frozenset(fold(word) for reading in self.readings for word in words(reading.text))
        parts = [fold(word) for word in words(phrase)]
        if not parts or not all(part in self._words for part in parts):
            return not parts and any(phrase in reading.text for reading in self.readings)
        if len(parts) == 1:
            return True
        spoken = re.compile(r"\W+".join(map(re.escape, words(phrase))), re.IGNORECASE)
        return any(spoken.search(reading.text) for reading in self.readings)

    def settled(self) -> tuple[Reading, ...]:
        """Return the readings with every doubt of ambiguity.tsv settled."""
        return tuple(
            replace(reading, hits=tuple(left for hit in reading.hits if (left := self._settle(reading, hit))))
            for reading in self.readings
        )

    def _settle(self, reading: Reading, hit: Hit) -> Hit | None:
        for doubt in self._bearing(reading, hit):
            if doubt.policy == "choose":
                return self._chosen(hit, doubt)
            if not self._holds(hit, doubt):
                return None
        return hit

    def _holds(self, hit: Hit, doubt: Doubt) -> bool:
        supported = any(self.sure[slug] for slug in hit.tags)
        if doubt.policy == "unless":
            return not any(map(self._says, doubt.words))
        if doubt.policy == "support":
            return supported or any(map(self._says, doubt.words))
        return supported  # a person's name, or the first word of a sentence

    def _chosen(self, hit: Hit, doubt: Doubt) -> Hit:
        def evidence(option: tuple[str, tuple[str, ...]]) -> int:
            code, speaking = option
            return 2 * (self.sure[f"country:{code}"] > 0 and code != "US") + sum(map(self._says, speaking))

        code = max(doubt.options, key=evidence)[0]
        return replace(hit, aliases=(replace(hit.aliases[0], tags=(f"country:{code}",)),))

    def with_venues(self, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
        """Return the readings with cities marked as venues where an organisation that sits there is named."""
        present = {slug for reading in readings for hit in reading.hits for slug in hit.tags if slug.startswith("org:")}
        if not present:
            return readings
        cities = {name for organisations, names in _seats() if organisations & present for name in names}
        return (
            tuple(replace(r, hits=tuple(_venue(hit, cities) for hit in r.hits)) for r in readings)
            if cities
            else readings
        )


@cache
def _seats() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    return tuple((venue.organisations, frozenset(map(fold, venue.cities))) for venue in venues())


def _venue(hit: Hit, cities: Iterable[str]) -> Hit:
    if hit.rule != "city" or not any(fold(alias.text.rstrip("*!")) in cities for alias in hit.aliases):
        return hit
    return _ruled(hit, "venue")


def _ruled(hit: Hit, rule: str) -> Hit:
    return replace(hit, aliases=tuple(replace(alias, rule=rule) for alias in hit.aliases))

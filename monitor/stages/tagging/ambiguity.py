"""Settles doubtful names by what else the article names.

After the neighbours of each hit (neighbours.py) the whole article is asked (ambiguity.tsv), and cities where a named
organisation sits are marked as venues (venues.tsv).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from monitor.gazetteer import Doubt, venues
from monitor.stages.tagging import national
from monitor.stages.tagging.chinese import simplified
from monitor.stages.tagging.matcher import Hit, spellings
from monitor.stages.tagging.neighbours import (
    Reading,
    doubts_of,
    has_forename,
    is_alone,
    moved_in,
    near,
    persons_in,
    ruled,
)
from monitor.stages.tagging.words import fold, words

_SENTENCE_END = re.compile(r"(?:^|[.!?…։؟。\n«“\"(—–])\s*$")
_APOSTROPHES = frozenset("'’")  # Turkish parts the endings of names by one: Mısır'dan is Egypt, not maize
_CITIES = frozenset({"capital", "city"})
_NATIONAL = frozenset({"national", "beside"})
_GUESTS = 2  # countries that meet in a third
_ANOTHER = Doubt(text="", languages=(), policy="bare")  # of a surname that somebody else in the article bears
_CALLED_ALONE = frozenset({"leader", "city"})  # what may be a surname of somebody named in full: Abbas, Coventry
_PART = 2  # times that a host is named by more than its cities, from which on it has a part in what happens
_MARKS = ".!?…։؟。\n"
# What says that something takes place in a city: before its name, as its ending, or parted from it by an apostrophe.
_IN = re.compile(r"(?:(?<!\w)(?:[Ii]n|à|en|в|во|у|في|در) |在)$")
_WITHIN = ("da", "de", "ta", "te", "də", "tə", "ում", "ში")
_APART = re.compile(r"['’][dt][aeə]\b")
_FILED = "!"  # behind a city of venues.tsv: a venue in a dateline alone
_REACH = 6  # characters in front of a hit in which a sentence may end


def settle(readings: tuple[Reading, ...], dateline: int, languages: frozenset[str]) -> tuple[Reading, ...]:
    """Return the readings with doubtful hits dropped, kept, given to one tag, or marked as venues.

    `dateline` is where the body's dateline ends; `languages` are those that count in the article.
    """
    named = {name for reading in readings if reading.field != "title" for name in persons_in(reading, languages)}
    persons = frozenset({*named, *map(fold, named)})  # a headline in capitals: JORDAN VOWS PROBE
    moved = frozenset(fold(hit.text) for reading in readings for hit in moved_in(reading))
    readings = tuple(
        r.having(near(r, dateline if r.field == "body" else 0, persons, languages, moved)) for r in readings
    )
    article = _Article(readings, languages, persons, dateline)
    return hosted(article.with_venues(article.settled()))


class _Article:
    """What an article says as a whole, to settle what the neighbours of a hit could not."""

    def __init__(
        self, readings: tuple[Reading, ...], languages: frozenset[str], persons: frozenset[str], dateline: int
    ) -> None:
        self.dateline = dateline
        self.readings = readings
        self.languages = languages
        self.persons = persons
        self.sure: Counter[str] = Counter()
        for reading in readings:
            for hit in reading.hits:
                if not any(self._bearing(reading, hit)):
                    self.sure.update(hit.tags)
        self._words: frozenset[str] | None = None
        self._said: dict[str, bool] = {}

    def _bearing(self, reading: Reading, hit: Hit) -> Iterator[Doubt]:
        """Yield the doubts that bear on a hit where it stands."""
        yield from (doubt for doubt in doubts_of(hit, self.languages) if self._bears(doubt, reading, hit))
        if hit.rule in _CALLED_ALONE and fold(hit.aliases[0].text.rstrip("*!")) in self.persons:
            yield _ANOTHER

    def _bears(self, doubt: Doubt, reading: Reading, hit: Hit) -> bool:
        """Return whether a doubt bears on a hit where it stands."""
        filed = reading.field == "body" and hit.end <= self.dateline  # LONDON, March 3 - is no person
        bears = False  # as `part`, which only national.py asks about
        match doubt.policy:
            case "given" | "surname" | "bare" if filed:
                pass
            case "support" | "choose" | "unless" | "national" | "beside":
                bears = True
            case "given":
                bears = hit.text in self.persons
            case "surname":
                bears = fold(hit.text) in self.persons
            case "bare":
                bears = fold(hit.text) in self.persons or (reading.field != "title" and has_forename(reading, hit))
            case "inner" | "opening":
                opens = bool(_SENTENCE_END.search(reading.text, max(0, hit.start - _REACH), hit.start))
                bears = opens and reading.text[hit.end : hit.end + 1] not in _APOSTROPHES
            case "alone" | "choose-alone":
                bears = is_alone(reading.text, hit)
        return bears

    def _says(self, phrase: str) -> bool:
        """Return whether the article has a word or phrase."""
        if phrase not in self._said:
            self._said[phrase] = self._find(phrase)
        return self._said[phrase]

    def _find(self, phrase: str) -> bool:
        if self._words is None:
            self._words = frozenset(word for reading in self.readings for word in _compared(reading.text))
        parts = [fold(word) for word in words(phrase)]
        if not parts or not all(part in self._words for part in parts):
            return not parts and any(simplified(phrase) in simplified(reading.text) for reading in self.readings)
        if len(parts) == 1:
            return True
        spoken = re.compile(r"\W+".join(map(re.escape, words(phrase))), re.IGNORECASE)
        return any(spoken.search(reading.text) for reading in self.readings)

    def settled(self) -> tuple[Reading, ...]:
        """Return the readings with every doubt of ambiguity.tsv settled."""
        return tuple(
            reading.having(left for hit in reading.hits if (left := self._settle(reading, hit)))
            for reading in self.readings
        )

    def _settle(self, reading: Reading, hit: Hit) -> Hit | None:
        bearing = tuple(self._bearing(reading, hit))
        if not bearing:
            return hit
        national_one = next((doubt for doubt in bearing if doubt.policy in _NATIONAL), None)
        if national_one:
            return self._owned(reading, hit, national_one)
        for doubt in bearing:
            if doubt.options:
                return self._chosen(hit, doubt)
        supports = [doubt for doubt in bearing if doubt.policy == "support" and doubt.languages]  # ru, uk: one will do
        if supports and not any(self._holds(hit, doubt) for doubt in supports):
            return None
        return hit if all(self._holds(hit, doubt) for doubt in bearing if doubt not in supports) else None

    def _holds(self, hit: Hit, doubt: Doubt) -> bool:
        supported = any(self.sure[slug] for slug in hit.tags)
        if doubt.policy in {"unless", "opening"}:
            return supported or not any(map(self._says, doubt.words))
        return supported or any(map(self._says, doubt.words))

    def _chosen(self, hit: Hit, doubt: Doubt) -> Hit:
        def evidence(option: tuple[str, tuple[str, ...]]) -> int:
            code, speaking = option
            return 2 * (self.sure[f"country:{code}"] > 0 and code != "US") + sum(map(self._says, speaking))

        code = max(doubt.options, key=evidence)[0]
        return replace(hit, aliases=(replace(hit.aliases[0], tags=(f"country:{code}",)),))

    def _owned(self, reading: Reading, hit: Hit, doubt: Doubt) -> Hit | None:
        """Return a hit given to one state's institution, None where it is nobody's that is known."""
        bodies = [slug for slug in hit.tags if slug.startswith("org:")]
        countries = national.beside(reading, hit, self.languages)
        home = tuple(alias for alias in hit.aliases if len(alias.tags) == 1 and alias.tags[0] in bodies)
        if countries:
            owner = national.of_country(bodies, countries)
        elif home and any(len(alias.tags) > 1 for alias in hit.aliases):
            # Milli Məclis is Azerbaijan's where no other state is named.
            kept = replace(hit, aliases=home)
            doubted = [one for one in self._bearing(reading, kept) if one.policy not in _NATIONAL]
            return kept if all(self._holds(kept, one) for one in doubted) else None
        else:
            owner = national.of_article(bodies, doubt, self.sure, self._says) if doubt.policy == "national" else None
        if owner:
            return replace(hit, aliases=(replace(hit.aliases[0], tags=(owner,)),))
        others = tuple(alias for alias in hit.aliases if not set(bodies).issuperset(alias.tags))
        return replace(hit, aliases=others) if others else None

    def with_venues(self, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
        """Return the readings with cities marked as venues where an organisation that sits there is named."""
        present = {slug for reading in readings for hit in reading.hits for slug in hit.tags if slug.startswith("org:")}
        if not present:
            return readings
        cities = {name for organisations, names in _seats() if organisations & present for name in names}
        seats = {name.rstrip(_FILED) for name in cities if name.endswith(_FILED)}
        return tuple(r.having(self._at_seats(r, cities, seats)) for r in readings) if cities else readings

    def _at_seats(self, reading: Reading, cities: set[str], seats: set[str]) -> Iterator[Hit]:
        """Yield the hits, cities as venues; those of `seats`, which name governments too, in a dateline alone."""
        filed = tuple(hit for hit in reading.hits if reading.field == "body" and hit.end <= self.dateline)
        there = {slug for hit in filed if _venue(hit, seats) is not hit for slug in hit.tags}
        for hit in reading.hits:
            yield ruled(hit, "venue") if hit in filed and there.intersection(hit.tags) else _venue(hit, cities)


def _compared(text: str) -> Iterable[str]:
    """Return the words of a text in all the spellings in which they are compared."""
    if text.isascii():  # each has one
        return words(text.lower())
    return (spelling for word in words(text) for spelling in spellings(word))


def hosted(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Return the readings with the city marked as a venue in which two others meet.

    `Aliyev and Putin mend ties in Dushanbe` is not about Tajikistan, unless the text speaks of it by more than its
    cities: the host has a part then, and who recalls an ambassador in Algiers is at odds with Algeria.
    """
    meeting = [hit for reading in readings for hit in _hosts(reading)]
    if not meeting:
        return readings
    said = Counter(slug for reading in readings for hit in reading.hits if not _is_city(hit) for slug in hit.tags)
    hosts = {
        fold(alias.text.rstrip("*!"))
        for hit in meeting
        if max((said[slug] for slug in hit.tags), default=0) < _PART
        for alias in hit.aliases
    }
    return tuple(r.having(_venue(hit, hosts) for hit in r.hits) for r in readings) if hosts else readings


def _hosts(reading: Reading) -> Iterator[Hit]:
    """Yield the cities in which something takes place between two other countries, named before in the sentence.

    In a title they may stand behind as well.
    """
    for hit in reading.hits:
        if is_locative(reading.text, hit):
            begin, end = 0, len(reading.text)
            if reading.field != "title":
                begin, end = max(reading.text.rfind(mark, 0, hit.start) for mark in _MARKS) + 1, hit.start
            named = [tag for one in reading.hits if begin <= one.start < end and one is not hit for tag in one.tags]
            guests = {tag for tag in named if tag.startswith("country:")}
            if len(guests) >= _GUESTS and not guests.intersection(hit.tags):
                yield hit


def is_locative(text: str, hit: Hit) -> bool:
    """Return whether something takes place in a city: `in Doha`, `в Дохе`, `Doha'da`, `დოჰაში`."""
    if not _is_city(hit):
        return False
    if _IN.search(text, max(0, hit.start - _REACH), hit.start):
        return True
    return any(
        hit.text.endswith(_WITHIN) and len(hit.text) > len(alias.text.rstrip("*!")) for alias in hit.aliases
    ) or bool(_APART.match(text, hit.end))


def _is_city(hit: Hit) -> bool:
    """Return whether a hit is a city and nothing more: Gaza and Singapore are lands as well."""
    return hit.rule in _CITIES and all(alias.rule in _CITIES for alias in hit.aliases)


@cache
def _seats() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    return tuple((venue.organisations, frozenset(map(fold, venue.cities))) for venue in venues())


def _venue(hit: Hit, cities: Iterable[str]) -> Hit:
    """Return a hit as a venue where it is one of the cities."""
    if not _is_city(hit) or not any(fold(alias.text.rstrip("*!")) in cities for alias in hit.aliases):
        return hit
    return ruled(hit, "venue")

"""Settles doubtful names by what stands beside them: a state, a surname, a street, a currency."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from monitor.gazetteer import Alias, Doubt, doubts
from monitor.stages.tagging.languages import ENGLISH
from monitor.stages.tagging.matcher import Hit
from monitor.stages.tagging.namesakes import is_called_after
from monitor.stages.tagging.persons import (
    LAST_WORD,
    OPENS,
    REACH,
    family,
    is_another,
    is_family,
    is_given_name,
    is_namesake,
    may_be_family,
)
from monitor.stages.tagging.words import fold, words

_PLACES = frozenset({"capital", "city", "name", "town"})
_NEW_WORLD = frozenset({"country:US", "country:CA", "country:AU"})
_HYPHENS = frozenset("-\u2010\u2011\u2013")
_NEXT_WORD = re.compile(r" ([^\W\d_][\w'’-]+)")
# Verbs of Arabic news behind which a name stands: قال السوداني.
_ARABIC_VERB = re.compile(
    r"(?<!\w)[وف]?(?:قال|أكد|أكّد|أعلن|أضاف|أوضح|بحث|شدد|دعا|التقى|استقبل|وصل|كشف|رفض|ترأس|ذكر|لفت|أشار|بين|نفى|طالب|وجه|افتتح"
    r"|تابع|صرح|هنأ|اجتمع|زار|غادر|جدد|حذر|اعتبر|رأى|تعهد|كان|يقول|يلتقي|يستقبل|يبحث|يؤكد|يعلن|يدعو|يشدد|يوجه|يفتتح|يترأس|يصل"
    r"|يزور|يطالب|يحذر|مع|إلى|من|عن|ل) $"
)
# What makes a firm of a town's name: Boston Consulting Group, Aberdeen Investments, Houston Oil.
_FIRM = re.compile(
    r" (?:Corp|Inc|Ltd|Plc|PLC|Consulting|Investments?|Holdings?|Financial|Chemical|Minerals|Petroleum|Oil|Industries"
    r"|Properties|Bancorp|Bancshares|Technologies|Systems|Partners|Instruments|Dynamics|Savings|Resources|Products|Steamship"
    r"|Breweries|Insurance|Realty|Pharmaceuticals?|Laboratories|Electronics|Energy)\b",
    re.IGNORECASE,
)
_CLITIC = re.compile(r"\b[A-ZÇĞİÖŞÜƏ]{4,}['’]$")  # an ending in capitals: SİVASSPOR'UN
# A currency says little of its country: `Swiss francs`. The dollar says nothing at all.
_CURRENCY = re.compile(
    r"[ -](?:dollars?|dlrs?|currency|francs?|marks?|lira|lire|pesos?|rupees?|krona|kronor|kroner?|pounds?|yen|rials?"
    r"|riyals?|roubles?|rubles?|dinars?|dirhams?|yuan|won|guilders?|schillings?|escudos?|drachmas?|rand|baht|manat\w*|tenge"
    r"|hryvnias?|zlotys?|forints?|lei|leva|lari|drams?|cents?|franken|lira\w*|rubl\w*"
    r"|рубл\w*|доллар\w*|лир\w*|манат\w*|тенге|драм\w*|лари|гривн\w*|франк\w*|юан\w*)\b|\s?\$",
    re.IGNORECASE,
)
# What may follow the name of a country in capitals without making a person of it.
_TITLE_WORDS = """
    President Prime Premier Foreign Defence Defense Interior Finance Minister Ministry King Queen Prince Army Parliament
    Government National Central Bank Valley River Airlines Air Airways Times Post Street University Embassy Ambassador
    Council Supreme First Deputy Vice State Security Police Navy Republic Republican Democratic Federation Stock
    Exchange International January February March April May June July August September October November December Monday
    Tuesday Wednesday Thursday Friday Saturday Sunday Inc Corp Ltd Co City County And The In On At For Says
"""
_TITLES = frozenset(_TITLE_WORDS.split())
_HONORIFICS = frozenset(
    {"Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Dr", "Dr.", "Sir", "Lord", "Senator", "Sen.", "Rep.", "Judge", "Coach"}
)
# Offices that stand before a surname in languages that write them with a capital.
_OFFICE_WORDS = """
    Präsident Präsidenten Präsidentin Premier Premierminister Ministerpräsident Ministerpräsidenten Regierungschef
    Regierungschefin Staatschef Staatschefs Außenminister Außenministers Außenministerin Verteidigungsminister Kanzler
    Bundeskanzler Altkanzler Oppositionsführer Oppositionsführerin Emir Scheich König Herr Frau Herrn Parteichef
    Armeechef Machthaber Chairman Chief General Marshal Sheikh Emir Sultan Opposition Leader Governor Secretary Speaker
    Chancellor President-elect Cumhurbaşkanı Başbakan Bakanı Bakan Lider Lideri Prezident Baş Nazir Президент Премьер
    Министр Генерал Прем'єр Міністр Presidente Ministro Primer Canciller Président Ministre Premier General Général
"""
_OFFICES = frozenset(_OFFICE_WORDS.split())


@dataclass(frozen=True, slots=True)
class Reading:
    """A field of the article with its hits."""

    field: str
    text: str
    hits: tuple[Hit, ...]

    def having(self, hits: Iterable[Hit]) -> Reading:
        """Return the field with other hits."""
        return Reading(self.field, self.text, tuple(hits))


@cache
def _by_text(text: str) -> tuple[Doubt, ...]:
    text = text.rstrip("*!")
    acronym = text.isupper()  # İİT is no IIT
    return tuple(
        doubt
        for doubt in _doubts_by_key().get(fold(text), ())
        if (doubt.text == text if acronym else not doubt.text.isupper())
    )


@cache
def _doubts_by_key() -> dict[str, list[Doubt]]:
    found: dict[str, list[Doubt]] = {}
    for doubt in doubts():
        found.setdefault(fold(doubt.text.rstrip("*!")), []).append(doubt)
    return found


def doubts_of(hit: Hit, languages: frozenset[str]) -> tuple[Doubt, ...]:
    """Return the doubts of ambiguity.tsv that bear on a hit in an article of these languages."""
    for alias in hit.aliases:
        if _by_text(alias.text):  # most have none, and to look further costs more
            return _doubts_of(hit.aliases, languages)
    return ()


@lru_cache(maxsize=8192)
def _doubts_of(aliases: tuple[Alias, ...], languages: frozenset[str]) -> tuple[Doubt, ...]:
    return tuple(
        doubt
        for alias in aliases
        if not alias.own
        for doubt in _by_text(alias.text)
        if not doubt.languages
        or (
            (said := languages.intersection(doubt.languages))
            and (_speaks(alias, doubt) or (ENGLISH not in languages and said != {"en"}))
        )
    )


def _speaks(alias: Alias, doubt: Doubt) -> bool:
    return not alias.languages or bool(set(alias.languages).intersection(doubt.languages))


def persons_in(reading: Reading, languages: frozenset[str]) -> Iterator[str]:
    """Yield the names of places that are parts of persons' names in a text: `Jordan` of Jordan Peterson."""
    starts = _starts(reading)
    for hit in reading.hits:
        if not hit.tags:  # a decoy: Michael Jordan, Paris Hilton
            yield from words(hit.text)
        elif may_be_family(hit) and is_family(reading.text, hit):
            yield family(hit)
        elif is_another(reading.text, hit, reading.hits):
            yield hit.aliases[0].text.rstrip("*!")
        elif hit.rule == "city" and is_namesake(reading.text, hit, reading.hits):
            yield hit.text  # Kirsty Coventry
        elif hit.rule == "leader" and " " in hit.text:  # Jordan Bardella is no kingdom, Kirsty Coventry no city
            yield from (hit.text.split()[0], hit.text.split()[-1])
        for doubt in doubts_of(hit, languages):
            if (
                (doubt.policy == "given" and _is_given(reading.text, hit, starts))
                or (doubt.policy == "surname" and _is_surname(reading.text, hit))
                or (doubt.policy == "bare" and has_forename(reading, hit))
            ):
                yield hit.text


def _starts(reading: Reading) -> set[int]:
    """Return where names begin but for leaders' surnames, before which a first name may stand: Jordan Bardella."""
    return {hit.start for hit in reading.hits if hit.rule != "leader" or not hit.text.isalpha()}


def _is_given(text: str, hit: Hit, starts: set[int]) -> bool:
    following = _NEXT_WORD.match(text, hit.end)
    if following is None or following.start(1) in starts:
        return False
    if hit.text.rstrip("s") in {alias.text for alias in hit.aliases} and hit.text not in {a.text for a in hit.aliases}:
        return False  # a German genitive: Chinas Exporte
    word = following.group(1)
    return word[0].isupper() and not word.isupper() and word not in _TITLES and word.removesuffix("'s") not in _TITLES


def _is_surname(text: str, hit: Hit) -> bool:
    before = LAST_WORD.search(text, max(0, hit.start - REACH), hit.start)
    if before is None:
        return False
    word = before.group(1)
    initial = len(word) == len("J.") and word[0].isupper() and word[1] == "."
    return is_given_name(word) or word in _HONORIFICS or initial


def is_alone(text: str, hit: Hit) -> bool:
    """Return whether an Arabic adjective has no noun before it: السوداني after a verb, or where a sentence begins."""
    before = max(0, hit.start - REACH)
    if not hit.text.endswith("ي"):  # feminine and plural forms are no surnames
        return False
    return bool(OPENS.search(text, before, hit.start) or _ARABIC_VERB.search(text, before, hit.start))


def has_forename(reading: Reading, hit: Hit) -> bool:
    """Return whether a word stands before a surname that can only be a first name: `Rami Abbas`."""
    before = LAST_WORD.search(reading.text, max(0, hit.start - REACH), hit.start)
    if before is None:
        return False
    word = before.group(1)
    if word.endswith(".") and len(word) > len("J."):
        return False
    if not word[0].isupper() or word.isupper() or word in _TITLES or word in _HONORIFICS or word in _OFFICES:
        return False
    if any(one.start <= before.start(1) < one.end for one in reading.hits):
        return False
    return is_given_name(word) or not OPENS.search(reading.text, max(0, before.start(1) - REACH), before.start(1))


def moved_in(reading: Reading) -> Iterator[Hit]:
    """Yield the cities that a state behind them shows to lie in the new world: the Naples of `Naples, Fla`."""
    for hit, following in pairwise(reading.hits):
        if hit.rule in _PLACES and _is_state(reading.text, hit, following) and not set(hit.tags) & set(following.tags):
            yield hit


def near(
    reading: Reading, dateline: int, persons: frozenset[str], languages: frozenset[str], moved: frozenset[str]
) -> Iterator[Hit]:
    """Yield the hits that their neighbours allow."""
    text, hits = reading.text, reading.hits
    starts = _starts(reading)
    for place, hit in enumerate(hits):
        following = hits[place + 1] if place + 1 < len(hits) else None
        stated = following is not None and _is_state(text, hit, following)
        if _is_part(text, hit) or (hit.rule == "town" and not stated and hit.end > dateline):
            continue
        if is_called_after(text, hit, languages, title=reading.field == "title"):
            continue
        if hit.rule in _PLACES and moved and fold(hit.text) in moved:
            continue
        if hit.tags and not _is_person(reading, hit, starts, persons, languages):
            if not _CURRENCY.match(text, hit.end):
                yield hit
            elif "country:US" not in hit.tags:
                yield ruled(hit, "currency")


def _is_part(text: str, hit: Hit) -> bool:
    """Return whether a hit is a part of something else: a ticker, a word that wants a neighbour."""
    match hit.rule:
        case "abbreviation":
            apart = not text.endswith((", ", ",\n"), 0, hit.start)
        case "prefix":
            apart = text[hit.end : hit.end + 1] not in _HYPHENS
        case "acronym":
            apart = bool(_CLITIC.search(text, max(0, hit.start - REACH), hit.start))
        case "city" | "region":
            apart = bool(_FIRM.match(text, hit.end))
        case _:
            apart = False
    return apart or (text.startswith(">", hit.end) and text.endswith("<", 0, hit.start))


def _is_state(text: str, hit: Hit, following: Hit) -> bool:
    """Return whether a town is followed by the state it lies in: `Moscow, Idaho`."""
    between = text[hit.end : following.start]
    return (
        between in {", ", ",\n"}
        and following.rule in {"region", "abbreviation"}
        and bool(_NEW_WORLD.intersection(following.tags))
    )


def _is_person(
    reading: Reading, hit: Hit, starts: set[int], persons: frozenset[str], languages: frozenset[str]
) -> bool:
    told = (reading.text, hit, reading.hits)
    if is_namesake(*told) or is_another(*told) or is_family(reading.text, hit):
        return True
    if may_be_family(hit) and family(hit) in persons:
        return True
    policies = {doubt.policy for doubt in doubts_of(hit, languages)}
    if "surname" in policies and _is_surname(reading.text, hit):
        return True
    if "given" not in policies:
        return False
    if reading.field == "title":  # capitals in headlines say little: believe what the body showed
        return hit.text in persons and _NEXT_WORD.match(reading.text, hit.end) is not None
    return _is_given(reading.text, hit, starts)


def ruled(hit: Hit, rule: str) -> Hit:
    """Return a hit with another rule as its evidence."""
    return replace(hit, aliases=tuple(replace(alias, rule=rule) for alias in hit.aliases))

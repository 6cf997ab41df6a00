"""Tells streets, houses, dishes and things from the countries, peoples and cities that they are called after."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from monitor.gazetteer import things
from monitor.stages.tagging.matcher import Hit
from monitor.stages.tagging.persons import REACH
from monitor.stages.tagging.words import is_shouted

_PEOPLE = "demonym"
_CITIES = frozenset({"capital", "city"})
_DOTS = frozenset("·‧•")
_CALLED = frozenset({"name", "capital", "city", "region", _PEOPLE})

# --- Behind a name -------------------------------------------------------------------------------------------------
# Of a city or a country; plurals are the streets that a city has: `Երևանի փողոցներում`, `Bakı küçələri`.
_BEHIND = re.compile(
    r"[ -](?:Street|St\b(?!\.? [A-Z])|Avenue|Ave\b|Boulevard|Blvd|Lane\b)"
    r"|(?: Şehitleri| Gazileri)? (?:Caddesi|Cad\.|Sokağı|Sokak\b|Sok\.|Bulvarı|Meydanı|Mahallesi|Mah\.|Çarşısı|Ormanı"
    r"|Hamamı|Pasajı|Parkı|Dağı|Apartmanı|Köprüsü)"
    r"| (?:küçəsi|prospekti|meydanı|dairəsi|şossesi|xiyabanı|kinoteatrı|restoranı)"
    r"| և [Ա-Ֆ]\w+ փողոցներ| (?:անվան )?(?:հրապարակ|փողոց|պողոտա|նրբանցք|խճուղի)(?!ներ)"
    r"| (?:სახელობის )?(?:ქუჩ|გამზირ|მოედან|ხეივან|შესახვევ|ბულვარ)(?!ებ)"
    r"|[东西南北中東]?(?:路(?![线線径徑透过過途上程])|大街|街(?=[一二三四五六七八九十\d]|$|[^\u4e00-\u9fff]|[东西南北]|一|上的)"
    r"|道(?=[\d一二三四五六七八九十]+[号號]))"
)
# Of a city alone; a country has roads and squares too.
_BEHIND_CITY = re.compile(
    r"[ -](?:(?:Road|Square)\b(?! [A-Z])|Hotel|Otel|FC\b|United\b|Rangers\b|Stra(?:ß|ss)e\b|Str\.|Platz\b"
    r"|Allee\b|Chaussee\b)"
    r"| (?:вокзал|проспект|бульвар|шоссе)|街道"
)
_BEHIND_COUNTRY = re.compile(r" (?:Road|Square|Terrace|Crescent)\b(?! [A-Z])")  # not in a headline: China Road Crash
# Of a people, with a capital: Französische Straße, Englischer Garten, Amerikan Hastanesi.
_BEHIND_PEOPLE = re.compile(
    r" (?:Straße\b|Str\.|Platz\b|Allee\b|Chaussee\b|Gasse\b|Ufer\b|Tor\b|Gartens?\b|Viertels?\b|Hof\b|Friedhof"
    r"|Hastanesi|Lisesi|Bahçesi|Mezarlığı|Koleji|Çarşısı|Pazarı|Kilisesi)"
)
_ONE_OF_MANY = re.compile(r"\b(?:eine[rmn]?|une|una|cada|uma|aucune|jeder) $")  # in einer Londoner Straße

# --- In front of a name --------------------------------------------------------------------------------------------
_BEFORE = {
    "fr": r"\b(?:(?<!\bune )rue|avenue|boulevard|quai(?: de la)?|square|faubourg|(?<!\b[ls]a )(?<!\bune )place)"
    r"(?: des?| du| d['’])? ?|\b[Pp]lace d['’]|\b[Mm]étro ",
    "es": r"\b(?:(?:(?<!\buna )calle|[Aa]venida|avda\.|(?<!\buna )[Pp]laza|[Pp]aseo|glorieta)(?: de| del| de la)?"
    r"|colonia|barrio|urbanización|metro|parque|estación) ",
    "it": r"\b(?:via|viale|piazza|corso|largo)(?: del| della| d['’])? ?",
    "pt": r"\b(?:rua|avenida|praça|largo)(?: de| do| da)? ",
    "ru": r"\b(?:ул\.|улиц[аеу]|улицей|проспект[ае]?|пл\.|просп\.|бульвар[ае]?) ",
    "uk": r"\b(?:вул\.|вулиц[яюі]|вулицею|проспект[аіу]?|пл\.|просп\.|бульвар[аіу]?) ",
    "ar": r"(?<!\w)[وبل]?(?:شارع|ميدان|حي|دوار|جسر|فندق|مطعم|مقهى) ",
    "fa": r"(?<!\w)(?:خیابان|میدان|سینما|بلوار|کوچه|محله|بزرگراه|هتل|رستوران|ایستگاه|پارک) ",
    "": r"\b(?:FC|AC|AS|Dynamo|Dinamo|Hotel|Hôtel|ФК|«?Динамо»?|«?Спартак»?) ",
}
_BEFORE_BY_LANGUAGE = {language: re.compile(f"(?:{pattern})$") for language, pattern in _BEFORE.items()}
# A house that bears a name in quotation marks: гостиница «Украина», кафе «Прага», Hotel „Moskau“.
_HOUSE = re.compile(
    r"\b(?:гостини\w+|готел\w+|отел\w+|ресторан\w*|кафе|кинотеатр\w*|кінотеатр\w*|магазин\w*|универмаг\w*|метро"
    r"|станци\w+|станці\w+|санатори\w+|лайнер\w*|теплоход\w*|торгов\w+ центр\w*|ТЦ|ТРЦ|БЦ|ЖК|[Hh]otel|café|restaurante?"
    r"|oteli|restoranı|mehmanxanası|հյուրանոց\w*|ռեստորան\w*|სასტუმრო\w*|რესტორან\w*) [«„“\"]$"
)
_CLOSES_SOON = re.compile(r"[^«»“”\"]{0,15}[»“”\"]")
_CLOSES = frozenset('»“”"')
_QUOTES, _QUOTED = frozenset("«„"), frozenset("»“")  # a house's name, where a city's stands alone between them
_IN_THE_MANNER = ("по-", "По-")  # котлеты по-киевски, говорит по-русски

# --- Adjectives with a capital, in Russian and Ukrainian -----------------------------------------------------------
_ADJECTIVE = re.compile(r"[\u0400-\u052f]+(?:[сзц]ь?к)(?:ая|ой|ую|ою|ое|ом|ий|ого|ому|им|ім|а|ій|ої|у|е|ые|их|і)$")
_LONG = re.compile("(?:[сзц]ь?к)(?:ая|ой|ую|ою|ое|ого|ому|ій|ої|ые|их)$")  # Киевской, but not Минска
_FEMININE = re.compile(r"(?:ая|ой|ую|а|ій|ої)$")
_NOUN_BEHIND = re.compile(
    r" (?:улиц|площад|площ[аіу]|шоссе|шосе\b|бульвар|вокзал|переул|провул|набережн|проспект|просп\.|рын[ко]|рин[ко]"
    r"|мост[аеу]?\b|міст\b|мосту\b|округ|район|вулиц|станци|станці|метро|квартал|кладбищ|цвинтар|парк[аеу]?\b|слобод|застав"
    r"|ворот|тракт|про(?:езд|їзд)|тупик|узв[іо]з|спуск|гостиниц|готел|ул\.|пл\.|пр-|ш\.|наб\.|пер\.|б-р)"
)
_NOUN_BEFORE = re.compile(
    r"\b(?:улиц\w*|вулиц\w*|ул\.|вул\.|площад\w+|площ[аіу]|пл\.|проспект\w*|просп\.|пр\.|пр-к?т\w*|шоссе|шосе"
    r"|бульвар\w*|набережн\w+|наб\.|переул\w+|провул\w+|пер\.|пров\.|станци\w+|станці\w+|метро|м\.|остановк\w+|зупин\w+"
    r"|рын\w+) ?[«\"„]?$"
)
_SISTER = re.compile(r"(?:\b(?:Мал|Больш|Стар|Нов|Верхн|Нижн|Велик|Ближн)\w+|\d-[яйе]\w*) $")  # Малая Грузинская
_AT = re.compile(
    r"(?:^|\W)(?:на|по|с|от|до|вдоль|з|від|вздовж|угол|углу|розі|пересечении|перетині|перекрёстке|перехресті) $",
    re.IGNORECASE,
)
# What follows where the adjective stands for the street itself: the end of a clause or a verb.
_ALONE = re.compile(
    r"\s*(?:$|[.,;:!?)—–]|(?:и|й|і|та|в|у|на|из-за|до|из)\b|не\b"
    r"|[^\W\d_]+(?:лся|лась|лось|лись|лися|лося|вся|л|ла|ло|ли|[еиуюая]т|[еиуюая]тся|[аіия]ть|[аіеия]ться|є|ено|ано|ято|ито|ены|ють)\b)"
)


def is_called_after(text: str, hit: Hit, languages: frozenset[str], *, title: bool) -> bool:
    """Return whether a hit is in the name of a street, a house, a thing or a foreigner: `rue de Rome`, `北京路`.

    What a city has of its own is none of it: `les rues du Caire`, `улицы Тегерана`. In a `title` capitals say little.
    """
    if hit.rule not in _CALLED:
        return False
    if hit.text[0] >= "\u3400" and _DOTS.intersection((text[hit.start - 1 : hit.start], text[hit.end : hit.end + 1])):
        return True  # a part of a foreigner's name: 杰克·伦敦, 约旦·皮克福德
    front = text[max(0, hit.start - 4) : hit.start]
    if front.endswith(_IN_THE_MANNER) and not front[:-3].isalpha():
        return True
    if hit.rule in _CITIES and text[hit.start - 1 : hit.start] in _QUOTES and text[hit.end : hit.end + 1] in _QUOTED:
        return True  # «Прага» на Арбате
    return _is_thing(text, hit, languages) or _is_street(text, hit, languages, title=title)


@cache
def _things(language: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """Return what stands behind a name, and what before it, where it is that of a thing."""
    nouns = {
        side: "|".join(re.escape(noun.rstrip("|")) + (r"(?!\w)" if noun.endswith("|") else "") for noun in cell)
        for spoken, side, cell in things()
        if spoken == language
    }
    gap = "" if language == "zh" else "[ -]"
    behind, before = nouns.get("behind"), nouns.get("before")
    return (
        re.compile(f"{gap}(?:{behind})") if behind else None,
        re.compile(rf"\b(?:{before})[ '’]$") if before else None,
    )


def _is_thing(text: str, hit: Hit, languages: frozenset[str]) -> bool:
    if hit.text[0] >= "\u3400" and hit.rule in _CITIES:
        return False  # 巴黎面包店 is a baker's there
    for behind, before in map(_things, languages):
        if behind and behind.match(text, hit.end):
            return True
        if before and before.search(text, max(0, hit.start - REACH), hit.start):
            return True
    return False


def _is_street(text: str, hit: Hit, languages: frozenset[str], *, title: bool) -> bool:
    if "\u0400" <= hit.text[0] <= "\u052f" and (_LONG if hit.rule != _PEOPLE else _ADJECTIVE).search(hit.text):
        return hit.text[0].isupper() and not is_shouted(text) and _is_adjective_of_street(text, hit)
    before = max(0, hit.start - REACH)
    if _CLOSES_SOON.match(text, hit.end) and _HOUSE.search(text, before, hit.start):
        return True
    if hit.rule == _PEOPLE:
        behind = hit.text[0].isupper() and bool(_BEHIND_PEOPLE.match(text, hit.end) or _BEHIND.match(text, hit.end))
    else:
        behind = bool(_BEHIND.match(text, hit.end))
        if not behind and hit.rule in _CITIES:
            behind = bool(_BEHIND_CITY.match(text, hit.end))
        elif not behind and not title:
            behind = bool(_BEHIND_COUNTRY.match(text, hit.end))
    if behind:
        return not _ONE_OF_MANY.search(text, before, hit.start)
    if hit.rule == _PEOPLE:
        return False
    return any(
        pattern.search(text, before, hit.start) and (language or not is_shouted(text))  # AS U.S., SEOUL END DRILL
        for language, pattern in _before(languages)
    )


@lru_cache(maxsize=256)
def _before(languages: frozenset[str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return what stands before the name of a street or a house, in these languages and in any."""
    return tuple(one for one in _BEFORE_BY_LANGUAGE.items() if not one[0] or one[0] in languages)


def _is_adjective_of_street(text: str, hit: Hit) -> bool:
    """Return whether a Slavic adjective with a capital names a street: на Малой Грузинской, вул. Варшавська."""
    before = max(0, hit.start - REACH)
    if _NOUN_BEHIND.match(text, hit.end) or _NOUN_BEFORE.search(text, before, hit.start):
        return True
    if _SISTER.search(text, before, hit.start):
        return True
    if not _FEMININE.search(hit.text):
        return False
    quoted = text[hit.end : hit.end + 1] in _CLOSES and text[hit.start - 1 : hit.start] in frozenset('«„“"')
    return quoted or bool(_AT.search(text, before, hit.start) and _ALONE.match(text, hit.end))

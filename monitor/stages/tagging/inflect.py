"""The endings that a name may take, language by language.

A name is cut into a stem and a pattern of endings; a word of the text is that name when it is the stem followed by an
ending of the pattern. The patterns are written over folded words (see words.fold), are deliberately wider than the
grammar, and cover case, number, possession, gender, clitics and the commonest derived adjectives. What they can't say,
such as the fleeting vowel of Kyiv, is written out in the gazetteer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Stem = tuple[str, "re.Pattern[str] | None"]  # None: nothing may follow

SHORT = 4  # letters: names as short as this (Mali, Peru, Чад) take the plain endings only
LONG = 7


def _endings(text: str) -> re.Pattern[str]:
    return re.compile(f"(?:{text})?")


def _one_of(text: str) -> re.Pattern[str]:
    return re.compile(f"(?:{text})")


# Russian and Ukrainian, by the ending of the dictionary form.
_SLAVIC_ADJECTIVE = (
    "ый|ий|ой|ій|ия|ию|ием|ии|ая|яя|ое|ее|ые|ие|ого|его|ому|ему|ым|им|ом|ем|ей|ую|юю|ою|ею|ых|их|ыми|ими|ього|ьому"
    "|ої|ім|е|є|і|ї|а|я|о|у|ю"
)
_SLAVIC_NOUN = (
    "а|у|ом|ем|ём|ым|е|ы|и|ов|ев|ей|ам|ами|ах|ям|ями|ях|я|ю|ь|ью|й|ой|ою|ею|о|і|ї|ові|єві|єю|ією|ію|ів|їв|ам|єм"
)
SLAVIC_ANY = _endings(f"{_SLAVIC_ADJECTIVE}|{_SLAVIC_NOUN}")
_ADJECTIVAL = _one_of(f"{_SLAVIC_ADJECTIVE}|{_SLAVIC_NOUN}")  # Банковая, Банковой; not банков
_INDECLINABLE = re.compile("(?:[аеиоуыэюя][ао]|[аеуэюя]е)$")  # Самоа, Токио; but международное
_SLAVIC = {
    "ия": (2, _one_of("ия|ии|ию|ией|иею|ий|иям|иями|иях")),
    "ія": (2, _one_of("ія|ії|ію|ією|ій|іям|іями|іях")),
    "ый": (2, _ADJECTIVAL),
    "ий": (2, _ADJECTIVAL),
    "ий ": (2, _ADJECTIVAL),
    "ой": (2, _ADJECTIVAL),
    "ая": (2, _ADJECTIVAL),
    "ое": (2, _ADJECTIVAL),
    "ые": (2, _ADJECTIVAL),
    "ие": (2, _ADJECTIVAL),
    "а": (1, _one_of("а|ы|и|е|у|ой|ою|ей|і|ам|ами|ах|ею|ої|ій|их|им|ими")),
    "я": (1, _one_of("я|и|е|ю|ей|ёй|ею|і|ї|єю")),
    "ь": (1, _one_of("ь|я|ю|ем|ём|е|и|ью|і|єм|ям|ями|ях|ей|ю")),
    "й": (1, _one_of("й|я|ю|ем|ём|єм|е|и|ї|єві|еві")),
    "ы": (1, _one_of("ы|ов|ам|ами|ах")),
    "и": (1, _one_of("и|ов|ів|ам|ами|ах|ям|ями|ях|й|ей")),
    "о": (1, _one_of("о|а|у|ом|е|і")),
}
# Names of bodies begin with soft adjectives as well: Всесвітня, Всесвітній.
_SLAVIC_BODIES = _SLAVIC | {
    "ій": (2, _one_of("ій|ього|ьому|ім|я|ьої|ю|ьою|є|і|іх|іми")),
    "я": (1, _one_of(f"{_SLAVIC['я'][1].pattern[3:-1]}|ьої|ій|ьою")),
}
_SLAVIC_E = _one_of("е|ого|ому|им|ім|я|ю|ем|єм|у")  # Східне, Запорожье; not the short ones: Кале, Мале
_SLAVIC_CONSONANT = _endings("а|у|ом|ем|ым|е|ы|и|ов|ам|ами|ах|і|ові|ським")

# Turkic: plural, possession, -li, case, -ki, copula; vowels by harmony, dotless i folded into i.
_TURKIC_CASE = "n?[iuü]n|y?[iuü]|n[iuü]|y?[aəe]|n[aəe]|n?[dt][aəe]n?|y?l[aəe]|[iuü]l[aəe]"
_TURKIC_KI = "(?:k[iü](?:l[aəe]r(?:[iuü]n|[aəe]|d[aəe]n?)?)?)?(?:d[iuü]r)?"
TURKIC = re.compile(rf"(?:l[aəe]r)?(?:s?[iuü])?(?:l[iuü](?:l[aəe]r)?)?(?:{_TURKIC_CASE})?{_TURKIC_KI}")
TURKIC_BODY = re.compile(rf"{TURKIC.pattern}|(?:s?[iuü])?n[cç][ae]")  # Bakanlığınca; but Almanca is a language
TURKIC_LI = re.compile(rf"(?:l[iuü](?:l[aəe]r)?(?:{_TURKIC_CASE})?)?")

# Armenian: plural, case, article; -ցի, -ական and -յան make people and adjectives.
_ARMENIAN_CASE = "(?:ի|ու|ից|ուց|ում|ով|ին|ուն|ան|անը|անից|ը|ն|ինը|երի)?(?:ն|ը|ս|դ)?"
ARMENIAN = re.compile(rf"յ?(?:ական|յան|ցի)?(?:ներ|եր)?{_ARMENIAN_CASE}")
ARMENIAN_U = _one_of("ու|ուն|ուց|ուս")
ARMENIAN_UTYUN = _endings("ուն|ունը|ունն|ան|անը|անն|ունից|ունում|ունով|անից|անում|ամբ")

# Georgian: the vowel of the nominative falls away before the case; postpositions and -ც (too) are written on.
_GEORGIAN_CASE = "(?:სა?|მა?|ში|ზე|თან|სთან|დან|თი?|თა|ად|დ|სთვის|თვის|სგან|სკენ|კენ|ვე)?(?:ა?ც|ცა)?"
GEORGIAN_I = re.compile(rf"(?:ებ)?(?:ი|ო|ა)?{_GEORGIAN_CASE}|(?:ებ)?ია")  # ირანელია: is an Iranian
GEORGIAN_A = re.compile(rf"(?:ა|ი|ებ[იაო]?)?{_GEORGIAN_CASE}")
GEORGIAN_NAME_A = re.compile(rf"(?:ა|ი(?=ს|დ|თ)|ებ[იაო]?){_GEORGIAN_CASE}")  # რიგა, რიგის, but not რიგი: a row
GEORGIAN_VOWEL = re.compile(_GEORGIAN_CASE)

# Arabic and Persian after folding: the relative adjective and its genders and numbers.
ARABIC_RELATIVE = _endings("ه|ين|ون|ات|ا|ان|تين|تان|يه|ي|يين|يون|يات")
PERSIAN = _endings("ي|ها|هاي|هايي|يها|يهاي|يان|اي|ان|يي|ايي|ايها")

_GERMAN_COMPOUND = (
    "s|krieg(?:e?s|e)?|konflikt(?:e?s|e)?|politik|reise|besuch|hilfen?|sanktionen|gipfels?|geschäft(?:s|e)?|strategie|krise"
    "|abkommens?|deals?|einsatz(?:es)?|beauftragte[rn]?|experten?|frage|mission|handels?"
)
GERMAN_NAME = _endings(f"er|ern|{_GERMAN_COMPOUND}")
GERMAN_PLAIN = _endings(f"es|{_GERMAN_COMPOUND}")  # of persons and institutions: a Feder is nothing of the Fed
GERMAN_ADJECTIVE = _endings("e|en|er|es|em|s|n|in|innen")
_GERMAN_ADJECTIVAL = re.compile("(.{3,})(?:e[nrs]?)")  # Internationale Organisation, Ärzte ohne Grenzen
GERMAN_DECLINED = _one_of("e|en|er|es|em|ern")
GERMAN_E = _one_of("e|en|in|innen")  # Schotte, Schotten; not Schotter
FRENCH_ADJECTIVE = _endings("s|e|es|ne|nes")
SPANISH_O = _endings("o|a|os|as")
SPANISH_OTHER = _endings("s|es|a|as")
PLURAL_S = _endings("s")
ITALIAN_ADJECTIVE = _endings("o|a|i|e|he|hi")
# Languages without patterns of their own: the commonest case endings and genitives, behind names of some length.
LOOSE = _endings(
    "s|n|t|a|e|u|i|y|o|ą|ę|em|om|em|ie|iem|ii|ią|owi|ovi|ova|ou|ům|ách|ami|ech|ach|in|en|ssa|sta|lla|lle|lta|le|il|is|as"
    "|nak|nek|ban|ben|ból|ből|val|vel|hoz|ra|re|t|ot|et|ul|ului|ei|es|ets|et|ja|je|ju|jom|m|ių|os|ui|oje|ijos|am|ā|ai|ijā|ijas"
)
LOOSE_ENDED = _one_of(f"{LOOSE.pattern[3:-2]}")
LOOSE_LANGUAGES = frozenset("pl cs sk sl hr bs sr sv nb da nl fi et hu lt lv ro sq is".split())
_LOOSE_FINAL = re.compile("[aeiouyąęěíýáéőöüóāē]$")
_LOOSE_LEAST = 4  # letters of a stem
ANY = re.compile(r"[^\W\d_]{0,5}")  # behind a stem that is written out for one of these languages
_ANY_LEAST = 4

KOREAN = _endings("은|는|이|가|을|를|의|에|에서|와|과|로|으로|도|만|까지|부터|에게|측|인|군|산|발|행|정부")


def _slavic(word: str, rule: str) -> Iterator[Stem]:
    if _INDECLINABLE.search(word) or (word[-1] == "и" and len(word) <= SHORT):  # Дели, Гори
        yield word, None
        return
    patterns = _SLAVIC_BODIES if rule == "organisation" else _SLAVIC
    for ending in (word[-2:], word[-1:]):
        if ending in patterns and len(word) > len(ending) + 1:
            cut, endings = patterns[ending]
            stem = word[:-cut]
            if ending == "ой" and rule in {"capital", "city"}:  # Ханой, Ханоя; not хана
                yield word[:-1], _SLAVIC["й"][1]
                return
            yield stem, endings
            if ending == "а" and stem[-1] in "кгх":  # Ukrainian: Прага, Празі
                yield stem[:-1] + {"к": "ц", "г": "з", "х": "с"}[stem[-1]], re.compile("і")
            return
    if word[-1] == "е" and len(word) > SHORT + 1:
        yield word[:-1], _SLAVIC_E
        return
    yield word, None if word[-1] in "еэиіуюёїє" else _SLAVIC_CONSONANT
    if word.endswith("рг"):  # Ukrainian: Гамбург, Гамбурзі
        yield f"{word[:-1]}з", re.compile("і")


def _turkish(word: str, rule: str) -> Iterator[Stem]:
    # Turkish parts the endings of proper names by an apostrophe, so only -li is written on to short ones: Kazanın is no
    # city but `of the accident`. States and capitals are met without it as well.
    if rule == "organisation":
        yield word, TURKIC_BODY
        if word[-1] == "k" and len(word) > SHORT:  # Birlik, Birliğin
            yield f"{word[:-1]}ğ", TURKIC_BODY
        return
    short = rule != "demonym" and len(word) <= (SHORT if rule in {"name", "capital"} else LONG)
    yield word, TURKIC_LI if short else TURKIC


def _azerbaijani(word: str, rule: str) -> Iterator[Stem]:
    yield word, TURKIC
    if rule == "organisation" and word[-1] == "k" and len(word) > SHORT:  # Agentlik, Agentliyin
        yield f"{word[:-1]}y", TURKIC


def _armenian(word: str, rule: str) -> Iterator[Stem]:
    del rule
    if word.endswith("ություն"):
        yield word[:-3], ARMENIAN_UTYUN
    if word.endswith("ուրդ"):  # խորհուրդ, խորհրդի
        yield f"{word[:-4]}րդ", ARMENIAN
    if word.endswith(("ագիր", "ումբ")):  # ծրագիր, ծրագրի; խումբ, խմբի
        yield f"{word[:-2]}ր" if word[-1] == "ր" else f"{word[:-4]}մբ", ARMENIAN
    if word.endswith("ի") and len(word) > SHORT:  # Զելենսկի, Զելենսկու
        yield word[:-1], ARMENIAN_U
    yield word, ARMENIAN


def _georgian(word: str, rule: str) -> Iterator[Stem]:
    del rule
    if word[-1] == "ი":
        yield word[:-1], GEORGIAN_I
    elif word[-1] in "აე":
        yield word[:-1], GEORGIAN_NAME_A if word[-1] == "ა" else re.compile(rf"(?:ე|ი){_GEORGIAN_CASE}")
    else:
        yield word, GEORGIAN_VOWEL


def _arabic(word: str, rule: str) -> Iterator[Stem]:
    yield word, ARABIC_RELATIVE if rule == "demonym" else None


def _persian(word: str, rule: str) -> Iterator[Stem]:
    endings = len(word) > len("رم") and rule in {"demonym", "name", "capital", "city"}  # Rome; رمان is a novel
    yield word, PERSIAN if endings else None


def _german(word: str, rule: str) -> Iterator[Stem]:
    if rule == "demonym" and word[-1] == "e":  # Chinese, Chinesin
        yield word[:-1], GERMAN_E
        return
    names = GERMAN_PLAIN if rule in {"organisation", "leader"} else GERMAN_NAME
    yield word, GERMAN_ADJECTIVE if rule == "demonym" else names


def _french(word: str, rule: str) -> Iterator[Stem]:
    yield word, FRENCH_ADJECTIVE if rule == "demonym" else None


def _spanish(word: str, rule: str) -> Iterator[Stem]:
    if rule != "demonym":
        yield word, None
    elif word[-1] == "o":
        yield word[:-1], _one_of("o|a|os|as")
    else:
        yield word, SPANISH_OTHER


def _english(word: str, rule: str) -> Iterator[Stem]:
    yield word, PLURAL_S if rule == "demonym" else None


def _korean(word: str, rule: str) -> Iterator[Stem]:
    del rule
    yield word, KOREAN


def _loose(word: str, rule: str) -> Iterator[Stem]:
    stem = word if rule == "leader" and word[-1] != "a" else _LOOSE_FINAL.sub("", word)  # Petro is no Petr, nor Petra
    if len(stem) < _LOOSE_LEAST:
        yield word, None
    else:
        yield stem, LOOSE if stem == word or word[-1] in "iy" else LOOSE_ENDED  # Chiny, Chin; but Samoa is no Samo


_BY_LANGUAGE: dict[str, Callable[[str, str], Iterator[Stem]]] = {
    "ru": _slavic,
    "uk": _slavic,
    "az": _azerbaijani,
    "tr": _turkish,
    "hy": _armenian,
    "ka": _georgian,
    "ar": _arabic,
    "fa": _persian,
    "de": _german,
    "fr": _french,
    "es": _spanish,
    "en": _english,
    "ko": _korean,
    **dict.fromkeys(LOOSE_LANGUAGES, _loose),
}
_STARRED = {
    "ru": SLAVIC_ANY,
    "uk": SLAVIC_ANY,
    "az": TURKIC,
    "tr": TURKIC,
    "hy": ARMENIAN,
    "ka": GEORGIAN_A,
    "ar": ARABIC_RELATIVE,
    "fa": PERSIAN,
    "de": GERMAN_ADJECTIVE,
    "fr": FRENCH_ADJECTIVE,
    "es": SPANISH_O,
    "it": ITALIAN_ADJECTIVE,
    "en": PLURAL_S,
    **dict.fromkeys((*LOOSE_LANGUAGES, "bg"), ANY),
}
INFLECTING = frozenset((*_BY_LANGUAGE, *_STARRED))


def stems(word: str, language: str, rule: str, *, starred: bool = False, last: bool = True) -> Iterator[Stem]:
    """Yield each (stem, endings) that a folded word of a name has in a language.

    `rule` is the alias's (demonyms take more endings); `starred` means the word is a bare stem; only the `last` word of
    a name is inflected in the languages where the others stay as they are.
    """
    if starred:
        endings = _STARRED.get(language)
        yield word, LOOSE if endings is ANY and len(word) < _ANY_LEAST else endings
        return
    if language == "de" and rule == "organisation" and not last and (begun := _GERMAN_ADJECTIVAL.fullmatch(word)):
        yield begun[1], GERMAN_DECLINED
        return
    inflected = _BY_LANGUAGE.get(language)
    if inflected is None or (not last and language not in {"ru", "uk", "de", "es", "fr", "ka"}):
        yield word, None
    else:
        yield from inflected(word, rule)


# Words of the text that carry a particle in front: Arabic wa-, fa-, bi-, li-, ka-, Hebrew ve-, ha-, be-, le-, mi-.
_ARABIC_FRONT = re.compile("[وف]?[بلك]?")
_HEBREW_FRONT = re.compile("[ובלמהשכ]{1,2}(?=.{3})")


def unprefixed(word: str) -> Iterator[str]:
    """Yield what remains of a folded word without the particles that may be written on to its front."""
    if "\u0600" <= word[0] <= "\u06ff":
        found = _ARABIC_FRONT.match(word)
        for cut in range(1, (found.end() if found else 0) + 1):
            rest = word[cut:]
            if len(rest) < (SHORT - 1 if word[cut - 1] in "بلك" else SHORT - 2):
                return
            yield rest
            if word[cut - 1] == "ل" and rest[0] == "ل":  # li-l-: the article loses its alif
                yield "ا" + rest
            if word[cut - 1] == "ل":
                yield "ال" + rest
    elif "\u0590" <= word[0] <= "\u05ff":
        found = _HEBREW_FRONT.match(word)
        for cut in range(1, (found.end() if found else 0) + 1):
            yield word[cut:]

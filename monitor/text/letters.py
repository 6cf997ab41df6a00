"""How much a text reads like a language: the letters that the encodings of our sources' languages were made for."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

# Letters beyond ASCII by how usual they are in a language: common, less common, rare, foreign but met.
_ALPHABETS = {
    "cyrillic": ("оеаинтсрвлк", "мдпуяыьгзбчй", "хжшюцщэфёіїє", "ґўъјљњћђџңғүұқөһәӊ"),
    "french": ("éèàê", "çôâîùû", "ëïœæ", "üö"),
    "german": ("üäö", "ß", "", "éè"),
    "iberian": ("áéíóñãç", "úâêõ", "ôàü", "òè"),
    "italian": ("èàòùé", "ì", "", "üö"),
    "nordic": ("åäöøæ", "", "éü", "èàá"),
    "icelandic": ("ðíáóþæöú", "éý", "", ""),
    "turkish": ("ışğüçö", "", "âîû", "éê"),
    "polish": ("ąęłśżó", "ćńź", "", "éöü"),
    "czech": ("áéíěščřžýů", "úňťďó", "ôľĺŕ", "öüä"),
    "hungarian": ("áéóöő", "íüúű", "", "ä"),
    "romanian": ("ăşţîâ", "", "", "éöü"),
    "croatian": ("čšž", "ćđ", "", "éü"),
    "lithuanian": ("ėšžįąū", "ųęč", "", "éü"),
    "latvian": ("āīēš", "ņūļžķģč", "ŗō", "éü"),
    "estonian": ("äõöü", "", "šž", "é"),
    "greek": ("αοειτνσςηυρπκάίόέή", "μλωγθδώύχφβξ", "ζψ", "ϊϋΐΰ"),
    "hebrew": ("יהולאתרמבשנ", "דעחפקםגסט", "צןזךכ", "ףץ"),
    "arabic": ("اليمونترب", "سعدفهقكحج", "شطصخزذءثضغىةئؤأإآ", "ظپچژگکھہےںٹڈڑ"),
}
_CENTRAL, _WEST, _BALTIC = ("polish", "czech", "hungarian", "romanian", "croatian"), (
    "french", "german", "iberian", "italian", "nordic", "icelandic",
), ("lithuanian", "latvian", "estonian")  # fmt: skip
_LANGUAGES = {
    "cp1251": ("cyrillic",), "koi8-u": ("cyrillic",), "koi8-r": ("cyrillic",), "iso8859-5": ("cyrillic",),
    "cp866": ("cyrillic",), "mac_cyrillic": ("cyrillic",), "cp1252": _WEST, "iso8859-15": _WEST, "mac-roman": _WEST,
    "cp1254": ("turkish",), "cp1250": _CENTRAL, "iso8859-2": _CENTRAL, "cp1257": _BALTIC, "iso8859-4": _BALTIC,
    "iso8859-13": _BALTIC, "cp1253": ("greek",), "iso8859-7": ("greek",), "cp1255": ("hebrew",),
    "iso8859-8": ("hebrew",), "cp1256": ("arabic",), "iso8859-6": ("arabic",),
}  # fmt: skip
_WORTH = (1.0, 0.6, 0.1, -0.3)
_SHOUTING = -0.15  # mostly capitals: KOI8-R and windows-1251 turn each other's letters so
_UNKNOWN = 0.2  # for an encoding whose letters are not known here, e.g. Thai: believed if nothing else fits
_STRANGE, _ODD, _FLAW = -0.5, -1.5, -1.0
# Among the most usual characters of newspapers; where two languages share one it says nothing, which does no harm.
_SIMPLIFIED = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后"
    "多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合"
    "还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只"
    "没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边"
    "流路级少图山统接知较将组见计"
)
_TRADITIONAL = (
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後"
    "多定行學法所民得經十三之進著等部度家電力里如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開它合"
    "還因由其些然前外天政四日那社義事平形相全表間樣與關各重新線內數正心反你明看原又麼利比或但質氣第向道命此變條只"
    "沒結解問意建月公無系軍很情者最立代想已通並提直題黨程展五果料象員革位入常文總次品式活設及管特件長求老頭基資邊"
    "流路級少圖山統接知較將組見計"
)
_KOREAN = (
    "이다의는에을가고하를한은로지사어도기서자정인대시아해리일들그나제수부전보과라상으있공장원만면국구여안중소성동"
    "주계스세조경위니비신관였민치했할성연미회유발방오무용모화생간합"
)
_JAPANESE = (
    "のにはをたがでてとしれさある・いるもするからなことなどまでくっりきらけそよみちせこうおえやあつわねめ一日本人"
    "国大年中月会社上事者政府的定同"
)
_USUAL = {
    "gb18030": _SIMPLIFIED, "big5hkscs": _TRADITIONAL, "cp949": _KOREAN, "cp932": _JAPANESE, "euc_jp": _JAPANESE,
}  # fmt: skip
_MARKS = frozenset("«»„“”‘’–—…№°•·€§©®\xa0\xad，。、；：「」『』（）？！《》〈〉～　")
_LOST = "\N{REPLACEMENT CHARACTER}"
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")


def plausibility(text: str, codec: str) -> float:
    """Return how much a text reads like a language written in `codec`, per character beyond ASCII: at best about 1.

    Usual letters count for it; symbols, letters of other languages, two scripts in a word and capitals inside of one
    count against it.
    """
    if codec not in _LANGUAGES and codec not in _USUAL:
        return _UNKNOWN
    if codec in _USUAL:
        return _ideographic(text, frozenset(_USUAL[codec]))
    beyond = len(_BEYOND_ASCII.findall(text))
    if not beyond:
        return 0.0
    shape = sum(_shape(word) for word in text.split())
    characters = Counter(_BEYOND_ASCII.findall(text))
    spelling = max(_spelling(characters, language) for language in _LANGUAGES[codec])
    capitals = sum(count for character, count in characters.items() if character.isupper())
    return (shape + spelling) / beyond + (_SHOUTING if capitals * 2 > beyond else 0.0)


def _spelling(characters: Counter[str], language: str) -> float:
    worth = _worth(language)
    return sum(
        count
        * (worth.get(character.lower()[:1], _STRANGE) if character.isalpha() else 0.5 if character in _MARKS else _ODD)
        for character, count in characters.items()
    )


@cache
def _worth(language: str) -> dict[str, float]:
    groups = _ALPHABETS[language]
    return {letter: worth for group, worth in zip(groups, _WORTH, strict=True) for letter in group}


def _shape(word: str) -> float:
    """Return how much counts against a word: capitals inside of it, two scripts, accented letters in a row."""
    total, run, before = 0.0, 0, ""
    for character in word:
        if not character.isalpha():
            before, run = "", 0
            continue
        latin = _latin(character)
        if before:
            total += _FLAW * (before.islower() and character.isupper()) + _FLAW * (_latin(before) != latin)
        run = run + 1 if character > "\x7f" and latin else 0
        if run > 1:  # two accented letters in a row are rare, three all but unknown
            total += 0.3 * _FLAW if run == 2 else _FLAW  # noqa: PLR2004
        before = character
    return total


@cache
def _latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")


def _ideographic(text: str, usual: frozenset[str]) -> float:
    total, beyond = 0.0, 0
    for character in text:
        if character <= "\x7f":
            continue
        beyond += 1
        if character in usual:
            total += 1.0
        elif character in _MARKS:
            total += 0.5
        elif "぀" <= character <= "ヿ" or "가" <= character <= "힣":
            total += 0.4
        elif "一" <= character <= "鿿":
            total += 0.2
        elif character == _LOST:
            total -= 10.0
        else:
            total += _STRANGE
    return total / beyond if beyond else 0.0

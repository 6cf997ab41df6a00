"""What is left of a word without its endings, so that its forms are one: `elected` and `elects`, город and городами.

Our own few endings for each language, the longest that a word has: one that is taken off a word must go from all its
forms, which matters more than that it be one in grammar. What is left is cut, so that longer endings go too, and German
compounds meet that begin alike. (Porter's Snowball told articles apart no better, and is larger.)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

_CUT = 6  # letters left at most
_CUTS = dict.fromkeys("de nl sv da no".split(), 5) | dict.fromkeys("ru uk be bg sr mk pl cs sk hr sl".split(), 7)
_LEFT = 3  # letters left at least
_LEFT_MORE = frozenset("en de nl sv da no tr az".split())  # where it is one more

_RUSSIAN = (
    "ями ами ого его ому ему ыми ими иях иям ией ях ах ям ам ом ем ов ев ей ой ий ый ая яя ое ее ие ые ых их ую юю ию "
    "ия ии а я о е и ы у ю ь й ться тся ются ется ать ять ить еть"
)
_CZECH = "ami emi ách ích ého ému ými ých ich ovi em ům ou á é í ý ě a e i o u y"
_SPANISH = "es os as is us a e i o s"
_TURKISH = (
    "larının lerinin larını lerini larına lerine larında lerinde lardan lerden ların lerin ları leri lara lere lar ler "
    "ının inin unun ünün ından inden undan ünden ında inde unda ünde sının sinin ısı isi usu üsü dan den tan ten da de "
    "ta te ya ye yı yi nın nin nun nün ın in un ün ı i u ü a e"
)
_ENDINGS = {
    "en": "ings ing ions ion ed es s ly",
    "de": "ern em en er es e s n",
    "nl": "en er e s",
    **dict.fromkeys(("es", "pt", "it", "ca", "ro"), _SPANISH),
    "fr": "es s e x aux",
    **dict.fromkeys(("ru", "be"), _RUSSIAN),
    "uk": (
        "ями ами ого ому ими ові еві ях ах ям ам ом ем ів їв ей ою ею ій ий ії ію ія ая яя ое ує их іх а я о е и і ї "
        "у ю ь й"
    ),
    "pl": "ami ach owi ego emu ymi imi ych ich iem iej ej ów om em ie ią ię ia iu ą ę a e i o u y",
    **dict.fromkeys(("cs", "sk", "hr", "sl"), _CZECH),
    "tr": _TURKISH,
    "az": _TURKISH + " larının lərinin ların lərin ları ləri lara lərə lar lər dən ndən nda ndə də sı yə ə",
    "hy": "ներից ներով ներում ների ները ներ ներն ում ից ով ին ի ը ն",
    "ka": "ებისთვის ებიდან ებით ებში ებზე ებმა ების ები ისთვის იდან ით ში ზე მა ის ად ს ი ა",
    "ar": "هما ها هم ات ان ين ون يه ية ه ة ي ا",
}
_BEGINNINGS = {"ar": "وال بال كال فال ولل لل ال و ب ل ف ك"}  # articles, and words that are written as one with the next
_REFLEXIVE = {"ru": "ся сь", "be": "ся сь"}  # which other endings stand before
_PLAIN = {
    **dict.fromkeys(("es", "pt", "it", "fr", "ca"), str.maketrans("áéíóúàèìòùâêîôûç", "aeiouaeiouaeiouc")),
    "de": str.maketrans("äöü", "aou"),
    "ar": str.maketrans("أإآى", "اااي"),
}
_DOTTED = "i̇"  # what casefold() makes of the Turkish İ
_ELISION = 2  # letters before an apostrophe that are another word: l'accord, d'Ivoire


@lru_cache(maxsize=1 << 15)
def stem(word: str, language: str) -> str:
    """Return what is left of a casefolded word of a language without its endings, at most seven letters.

    >>> {stem(word, "ru") for word in ("саммит", "саммита", "саммитами")}
    {'саммит'}
    >>> stem("elected", "en") == stem("elects", "en"), stem("l'accord", "fr"), stem("bakı'nın", "tr")
    (True, 'accord', 'bakı')
    """
    grammar = _grammar(language)
    if "'" in word:
        before, _, after = word.partition("'")
        word = after if len(before) <= _ELISION < len(after) else before or after
    if not word.isascii():
        word = word.replace(_DOTTED, "i").translate(grammar.plain)
    for length in range(min(grammar.longest_beginning, len(word) - grammar.left), 0, -1):
        if word[:length] in grammar.beginnings:
            word = word[length:]
            break
    for endings, longest in grammar.endings:
        for length in range(min(longest, len(word) - grammar.left), 0, -1):
            if word[-length:] in endings:
                word = word[:-length]
                break
    return word[: grammar.cut]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grammar:
    """What is taken off the words of a language, the longest that they have, so that some letters are left."""

    beginnings: frozenset[str]
    longest_beginning: int
    endings: tuple[tuple[frozenset[str], int], ...]  # in this order, each with the letters of the longest
    plain: Mapping[int, int]
    left: int
    cut: int


@cache
def _grammar(language: str) -> _Grammar:
    beginnings = frozenset(_BEGINNINGS.get(language, "").split())
    endings = (frozenset(table.get(language, "").split()) for table in (_REFLEXIVE, _ENDINGS))
    return _Grammar(
        beginnings=beginnings,
        longest_beginning=max(map(len, beginnings), default=0),
        endings=tuple((some, max(map(len, some))) for some in endings if some),
        plain=_PLAIN.get(language, {}),
        left=_LEFT + (language in _LEFT_MORE),
        cut=_CUTS.get(language, _CUT),
    )

"""Words of a text in any script: to count them, and to compare two texts beyond their typography."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# Scripts that put no blanks between words, and how many of their characters make a word on average.
_UNSPACED = {
    2: re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"),  # Han, kana
    5: re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"),  # Thai, Lao, Burmese, Khmer
}
_ANY_UNSPACED = re.compile("|".join(script.pattern for script in _UNSPACED.values()))
_NO_WORD = re.compile(r"(?<!\S)(?:[^\w\s]|_)+(?!\S)")
_INVISIBLE = re.compile(r"[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_LAST_BASIC = 0x10000


@cache
def classes() -> tuple[str, str]:
    """Return what a regular expression takes for a letter, marks included, and for a currency sign."""
    marks, money = [], []
    for character in map(chr, range(_LAST_BASIC)):
        category = unicodedata.category(character)
        if category[0] == "M":
            marks.append(character)  # vowel signs of Indic scripts and the like, which \w leaves out
        elif category == "Sc":
            money.append(re.escape(character))
    return rf"[\w{''.join(marks)}]", "".join(money)


@cache
def _tokens(*, unspaced: bool) -> re.Pattern[str]:
    """Match a word, a number with its minus, a Chinese or Japanese character, a currency or per cent sign."""
    letter, money = classes()
    han = _UNSPACED[2].pattern
    word = rf"(?:(?!{han}){letter})+|{han}" if unspaced else f"{letter}+"
    return re.compile(rf"(?:(?<![\w%])[-−–](?=\d))?(?:{word})|[%‰{money}]")


def words(text: str) -> list[str]:
    """Return the words of a text, folded so that only what a reader would call another word differs.

    Case, quotes, dashes, brackets, full stops, white space, ligatures and invisible characters make no difference;
    numbers, currency signs, per cent signs and the minus of a number do. Chinese and Japanese count by the character.

    >>> words("“NATO” – 1,500 troops…") == words('"Nato" - 1.500 TROOPS')
    True
    >>> words("$5") == words("€5")
    False
    """
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold()
    tokens = _tokens(unspaced=_UNSPACED[2].search(plain) is not None)
    return [f"-{word[1:]}" if word[0] in "−–" else word for word in tokens.findall(plain)]


def count(text: str) -> int:
    """Return how many words a text has; in scripts without blanks, an estimate from its characters.

    >>> count("NATO's chief — in Baku"), count("北约秘书长访问巴库")
    (4, 5)
    """
    estimate = 0
    if _ANY_UNSPACED.search(text):
        for characters_a_word, script in _UNSPACED.items():
            text, characters = script.subn(" ", text)
            estimate += -(-characters // characters_a_word)
    spaced = text.replace("—", " ").replace("–", " ").replace("/", " ")  # which stand between words without blanks
    return estimate + len(spaced.split()) - len(_NO_WORD.findall(spaced))

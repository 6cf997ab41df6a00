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
_BETWEEN_WORDS = re.compile(r"[\s\u2013-\u2015/]+")  # blanks, and dashes that stand without them
_INVISIBLE = re.compile(r"[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_LAST_BASIC = 0x10000


@cache
def _tokens() -> re.Pattern[str]:
    """Match a word, a Chinese or Japanese character, a currency or per cent sign, or the minus of a number."""
    marks, money = [], []
    for character in map(chr, range(_LAST_BASIC)):
        category = unicodedata.category(character)
        if category[0] == "M":
            marks.append(character)  # vowel signs of Indic scripts and the like, which \w leaves out
        elif category == "Sc":
            money.append(re.escape(character))
    han = _UNSPACED[2].pattern
    return re.compile(rf"{han}|(?:(?!{han})[\w{''.join(marks)}])+|[%‰{''.join(money)}]|(?<![\w%])[-−–](?=\d)")


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
    return ["-" if word in "−–" else word for word in _tokens().findall(plain)]


def count(text: str) -> int:
    """Return how many words a text has; in scripts without blanks, an estimate from its characters.

    >>> count("NATO's chief — in Baku"), count("北约秘书长访问巴库")
    (4, 5)
    """
    if not _ANY_UNSPACED.search(text):
        return sum(any(map(str.isalnum, word)) for word in _BETWEEN_WORDS.split(text))
    estimate = 0
    for characters_a_word, script in _UNSPACED.items():
        text, characters = script.subn(" ", text)
        estimate += -(-characters // characters_a_word)
    return estimate + sum(any(map(str.isalnum, word)) for word in _BETWEEN_WORDS.split(text))

"""What counts as a word, and when two spellings are the same word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Scripts written without spaces: Thai, Lao, Burmese, Khmer, kana, Han.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# Accents, Armenian emphasis, Hebrew points, Arabic vowels and joiners stand inside words and are not compared.
_DROPPED = (
    "\u00ad\u0300-\u036f\u055a-\u055c\u055e\u055f\u0591-\u05bd\u05bf-\u05c7"
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u200c\u200d"
)
_VOWEL_SIGNS = "\u0900-\u0963\u0966-\u0dff"  # of the scripts of India: compared
_MARKS = _DROPPED + _VOWEL_SIGNS
_LETTER = rf"[^\W_\u02bc{_UNSPACED}]"
# First what most words are, letters and no more; then U.S., whose dots are its own; last one letter.
WORD = re.compile(
    rf"{_LETTER}(?:{_LETTER}++(?:[{_MARKS}]++{_LETTER}*+)*+(?:\+\d*)?"
    rf"|(?<=[A-Za-z])\.(?:[A-Za-z]\.)+|(?:[{_MARKS}]++{_LETTER}*+)*+(?:\+\d*)?)"
)
UNSPACED = re.compile(rf"[{_UNSPACED}]+")
NUMBERED = re.compile(rf"\d{{0,2}}[{_UNSPACED}]+")  # 20国集团

# What may stand between two words of one name; a comma only where the name itself has one.
GAP = re.compile(r"[\s'’ʼ‘`.,&/«»\"“”„‐‑–—-]{0,3}")

SAMPLE = 400  # characters of a text that show whether it is set in capitals
SOON = 100  # that show at once that most are not
FEW = 7  # capitals that an acronym or two may have
_UNCOMPARED = re.compile(f"[{_DROPPED}]")
_SAME = str.maketrans(
    {
        "İ": "i", "I": "i", "ı": "i", "ё": "е", "Ё": "е", "ґ": "г", "Ґ": "г", "ß": "ss",
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ة": "ه", "ۀ": "ه", "ک": "ك",
        "ھ": "ه", "ہ": "ه", "ە": "ه",
        "և": "եվ",
    }
)  # fmt: skip


def fold(word: str) -> str:
    """Return the word as it is compared: without case, emphasis, vowel points, and with letters of one sound as one.

    >>> fold("İsveç"), fold("Артём"), fold("اکو") == fold("اكو")
    ('isveç', 'артем', True)
    """
    if word.isascii():
        return word.lower()
    composed = unicodedata.normalize("NFC", word.translate(_SAME))
    return unicodedata.normalize("NFC", _UNCOMPARED.sub("", unicodedata.normalize("NFC", composed.lower()))).replace(
        "եւ", "եվ"
    )


def plain(word: str) -> str:
    """Return a folded word without its accents, as headlines in capitals and foreign keyboards write it."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def words(text: str) -> Iterator[str]:
    """Yield the words of a name."""
    for match in WORD.finditer(text):
        yield match.group()


def is_shouted(text: str) -> bool:
    """Return whether a text is set in capitals, so that they say nothing about its words.

    >>> is_shouted("WHO WARNS US"), is_shouted("WHO warns US")
    (True, False)
    """
    sample = text[:SAMPLE]
    if sum(map(str.islower, sample[:SOON])) > len(sample) / 10:  # most texts are told by their first words
        return False
    capitals = sum(map(str.isupper, sample))
    return capitals > FEW and capitals > 9 * sum(map(str.islower, sample))

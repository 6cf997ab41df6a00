"""Which language a text is in, by its script, then by its commonest words and the letters of its alphabet."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from functools import cache, lru_cache

from monitor.text.tongues import ARABIC, COMMON, CYRILLIC, ENDINGS, HEADLINES, LETTERS, TELLING

_READ = 1_200  # characters; more make no difference
_FEWEST_LETTERS = 4
_LINE = 25  # letters in which a language shows the letters that are its own
_ENOUGH = 1.5  # evidence below which nothing is said
_DENSITY = 0.05  # and below so much for each word: a language that is not among these has some by chance
_AHEAD = 1.2  # how far the best must be ahead of the next
_EXPECTED = 1.35  # what a language that is expected counts more

# Where the letters of a script, or of the only language that writes it, begin and end.
_SCRIPTS = (
    (0x0041, 0x005A, "latin"), (0x0061, 0x007A, "latin"), (0x00C0, 0x024F, "latin"), (0x0370, 0x03FF, "el"),
    (0x0400, 0x052F, "cyrillic"), (0x0531, 0x0587, "hy"), (0x05D0, 0x05EA, "he"), (0x0620, 0x064A, "arabic"),
    (0x066E, 0x06D3, "arabic"), (0x06FA, 0x06FF, "arabic"), (0x0900, 0x097F, "hi"), (0x0980, 0x09FF, "bn"),
    (0x0B80, 0x0BFF, "ta"), (0x0C00, 0x0C7F, "te"), (0x0E00, 0x0E7F, "th"), (0x0E80, 0x0EFF, "lo"),
    (0x1000, 0x109F, "my"), (0x10A0, 0x10FF, "ka"), (0x1100, 0x11FF, "ko"), (0x1200, 0x137F, "am"),
    (0x1780, 0x17FF, "km"), (0x1C90, 0x1CBF, "ka"), (0x1E00, 0x1EFF, "latin"), (0x1F00, 0x1FFF, "el"),
    (0x3040, 0x30FF, "kana"), (0x3400, 0x9FFF, "han"), (0xAC00, 0xD7A3, "ko"),
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_MOST_OF_A_WORD = 5  # times that count
_MOST_OF_A_LETTER = 6
_ENDING = 0.4  # what it counts beside a whole word
_LETTER = 0.5
_KANA_SHARE = 0.05  # of Han and kana: Japanese is never written without
_SHARED_SCRIPTS = ("latin", "cyrillic", "arabic")


@cache
def _by_word() -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for language, common in COMMON.items():
        for word in {*common.split(), *HEADLINES.get(language, "").split()}:
            found[word].append(language)
    return {word: tuple(languages) for word, languages in found.items()}


@cache
def _by_ending() -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for language, endings in ENDINGS.items():
        for ending in set(endings.split()):
            found[ending].append(language)
    return {ending: tuple(languages) for ending, languages in found.items()}


@cache
def _by_letter() -> dict[str, frozenset[str]]:
    letters = set("".join(LETTERS.values()))
    return {letter: frozenset(name for name, own in LETTERS.items() if letter in own) for letter in letters}


@lru_cache(maxsize=4_096)
def _script_of(letter: str) -> str | None:
    place = bisect_right(_SCRIPTS, (ord(letter), sys.maxunicode, "")) - 1
    return _SCRIPTS[place][2] if place >= 0 and ord(letter) <= _SCRIPTS[place][1] else None


def _script(characters: Counter[str]) -> str | None:
    """Return the script, or the only language that writes it, of most letters."""
    counts: Counter[str] = Counter()
    for character, times in characters.items():
        if script := _script_of(character):
            counts[script] += times
    if counts["kana"] > _KANA_SHARE * (counts["kana"] + counts["han"]):
        counts["ja"] = counts.pop("kana") + counts.pop("han", 0)
    counts["zh"] = counts.pop("han", 0) * 2  # a character is worth more than a letter
    counts["ja"] *= 2
    ((name, most),) = counts.most_common(1)
    return name if most >= _FEWEST_LETTERS and most * 2 > counts.total() else None


def _family(language: str) -> str:
    return "cyrillic" if language in CYRILLIC else "arabic" if language in ARABIC else "latin"


def _weigh_words(text: str, scores: dict[str, float]) -> None:
    """Add what words and their endings say: more if few languages share them."""
    by_word, by_ending = _by_word(), _by_ending()
    for word, times in Counter(_WORD.findall(text)).items():
        found = [(by_word.get(word, ()), 1.0)]
        found += [(by_ending.get(word[-length:], ()), _ENDING) for length in range(2, min(6, len(word) - 1))]
        for languages, worth in found:
            for language in languages:
                if language in scores:  # not so for a word of another script, in brackets
                    scores[language] += worth * min(times, _MOST_OF_A_WORD) / len(languages)


def _weigh_letters(characters: Counter[str], scores: dict[str, float]) -> None:
    """Add what letters say: for the languages that have them, and against the others."""
    by_letter = _by_letter()
    for letter, times in characters.items():
        if languages := by_letter.get(letter, frozenset()) & scores.keys():
            weight = _LETTER * min(times, _MOST_OF_A_LETTER)
            for language in scores:
                scores[language] += weight / len(languages) if language in languages else -weight
    if sum(times for character, times in characters.items() if character.isalpha()) > _LINE:
        for language in scores.keys() & TELLING.keys():
            if not any(letter in characters for letter in TELLING[language]):
                scores[language] = 0.0


def detect(text: str, candidates: tuple[str, ...] = ()) -> str | None:
    """Return the language of a text as an ISO 639-1 code (`ckb` has none), or None where that is unsure.

    `candidates` are languages that are expected: they need less evidence against the others, but never win without.

    >>> detect("Генсек НАТО прибыл в Баку с рабочим визитом, сообщает агентство"), detect("NATO")
    ('ru', None)
    """
    read = text[:_READ].lower().replace("i\u0307", "i")
    characters = Counter(read)
    script = _script(characters)
    if script not in _SHARED_SCRIPTS:
        return script
    scores = {language: 0.0 for language in COMMON if _family(language) == script}
    _weigh_words(read, scores)
    _weigh_letters(characters, scores)
    for language in candidates:
        if language in scores:
            scores[language] *= _EXPECTED
    (best, most), (_, second) = Counter(scores).most_common(2)
    enough = max(_ENOUGH / (2 if best in candidates else 1), _DENSITY * len(set(read.split())))
    if most < enough or most < _AHEAD * second:
        return None
    if best == "hr" and "hr" not in candidates:  # in Latin letters, what the source says it is
        return next((language for language in candidates if language in {"sr", "bs"}), best)
    return best

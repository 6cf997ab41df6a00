"""Which language a text is in, by its script, then by its commonest words and the letters of its alphabet."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache

from monitor.text.tongues import ARABIC, COMMON, CYRILLIC, ENDINGS, HEADLINES, LETTERS, TELLING

_READ = 1_200  # characters; more make no difference
_FEWEST_LETTERS = 4
_LINE = 25  # letters in which a language shows the letters that are its own
_ENOUGH = 1.5  # evidence below which nothing is said
_DENSITY = 0.05  # and below so much for each word: a language that is not among these has some by chance
_AHEAD = 1.2  # how far the best must be ahead of the next
_EXPECTED = 1.35  # what a language that is expected counts more

_SCRIPTS = {
    name: re.compile(letters)
    for name, letters in {
        "latin": r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]",
        "cyrillic": r"[\u0400-\u052f]",
        "arabic": r"[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff]",
        "ka": r"[\u10a0-\u10ff\u1c90-\u1cbf]",
        "hy": r"[\u0531-\u0587]",
        "el": r"[\u0370-\u03ff\u1f00-\u1fff]",
        "he": r"[\u05d0-\u05ea]",
        "hi": r"[\u0900-\u097f]",
        "bn": r"[\u0980-\u09ff]",
        "ta": r"[\u0b80-\u0bff]",
        "te": r"[\u0c00-\u0c7f]",
        "am": r"[\u1200-\u137f]",
        "th": r"[\u0e00-\u0e7f]",
        "lo": r"[\u0e80-\u0eff]",
        "my": r"[\u1000-\u109f]",
        "km": r"[\u1780-\u17ff]",
        "ko": r"[\uac00-\ud7a3\u1100-\u11ff]",
        "kana": r"[\u3040-\u30ff]",
        "han": r"[\u3400-\u9fff]",
    }.items()
}
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


def _script(text: str) -> str | None:
    """Return the script, or the only language that writes it, of most letters."""
    counts = Counter({name: len(letters.findall(text)) for name, letters in _SCRIPTS.items()})
    if counts["kana"] > _KANA_SHARE * (counts["kana"] + counts["han"]):
        counts["ja"] = counts.pop("kana") + counts.pop("han")
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


def _weigh_letters(text: str, scores: dict[str, float]) -> None:
    """Add what letters say: for the languages that have them, and against the others."""
    by_letter = _by_letter()
    for letter, times in Counter(text).items():
        if languages := by_letter.get(letter, frozenset()) & scores.keys():
            weight = _LETTER * min(times, _MOST_OF_A_LETTER)
            for language in scores:
                scores[language] += weight / len(languages) if language in languages else -weight
    if sum(map(str.isalpha, text)) > _LINE:
        for language in scores.keys() & TELLING.keys():
            if not any(letter in text for letter in TELLING[language]):
                scores[language] = 0.0


def detect(text: str, candidates: tuple[str, ...] = ()) -> str | None:
    """Return the language of a text as an ISO 639-1 code (`ckb` has none), or None where that is unsure.

    `candidates` are languages that are expected: they need less evidence against the others, but never win without.

    >>> detect("Генсек НАТО прибыл в Баку с рабочим визитом, сообщает агентство"), detect("NATO")
    ('ru', None)
    """
    read = text[:_READ].lower().replace("i\u0307", "i")
    script = _script(read)
    if script not in _SHARED_SCRIPTS:
        return script
    scores = {language: 0.0 for language in COMMON if _family(language) == script}
    _weigh_words(read, scores)
    _weigh_letters(read, scores)
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

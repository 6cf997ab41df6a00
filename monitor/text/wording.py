"""What a reader types to find words, understood: for the full-text index and for matching a text by itself.

Words must all be there; "words in quotes" stand together; "words in quotes"~10 stand near each other, with at most ten
others between; `a OR b`: either; -word or NOT word: not that; word*: any that begins so. Accents, capitals and
punctuation make no difference, as in SQLite's tokenizer unicode61: https://www.sqlite.org/fts5.html#unicode61_tokenizer
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

FARTHEST = 100  # words between two that are near each other
_TERM = re.compile(r'(?P<minus>-)?(?:"(?P<phrase>[^"]*)"?(?P<begins>\*)?(?:~(?P<near>[0-9]{1,3}))?|(?P<word>[^\s"]+))')
_TOKEN = re.compile(r"[^\W_]+(?:[̀-ͯ]+[^\W_]*)*")
_RUN_ON = re.compile(r"[฀-๿຀-໿က-႟ក-៿぀-ヿ㐀-鿿豈-﫿]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word, or words that stand together, or (`near`) so many words apart; `begins`: the last word may go on."""

    said: str  # as typed, without its quotes
    words: tuple[str, ...]  # folded
    begins: bool = False
    near: int | None = None

    @property
    def runs_on(self) -> bool:
        """Whether it is of a script without blanks between words, where it is sought inside of them."""
        return bool(_RUN_ON.search(self.said))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """All of `wanted` must be there, of each at least one term; none of `unwanted`."""

    wanted: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text, folded, and where it stands."""

    word: str
    start: int
    end: int


@lru_cache(maxsize=512)
def wording(text: str) -> Wording:
    """Return what the text asks for; never raises.

    >>> asked = wording('nato OR нато "peace treaty"~5 summit* -football')
    >>> [[term.said for term in group] for group in asked.wanted], [term.said for term in asked.unwanted]
    ([['nato', 'нато'], ['peace treaty'], ['summit']], ['football'])
    """
    wanted: list[list[Term]] = []
    unwanted: list[Term] = []
    either = negated = False
    for match in _TERM.finditer(_printable(text)):
        word = match["word"]
        if word in ("OR", "|"):
            either = bool(wanted)
        elif word in ("AND", "&"):
            either = negated = False
        elif word == "NOT":
            negated = True
        elif term := _term(match):
            if negated or match["minus"]:
                unwanted.append(term)
            elif either:
                wanted[-1].append(term)
            else:
                wanted.append([term])
            either = negated = False
    return Wording(wanted=tuple(map(tuple, wanted)), unwanted=tuple(unwanted))


def mistaken(text: str) -> str:
    """Return what is wrong with a text that somebody wrote down to be looked for, or nothing.

    >>> mistaken('"peace treaty'), mistaken("peace OR")
    ('a quotation mark is not closed', 'OR stands between two words')
    >>> mistaken('"peace treaty"~far')
    '~ takes a number of words, as in "peace treaty"~10'
    """
    bare = re.sub(r'"[^"]*"', '""', text)
    if text.count('"') % 2:
        return "a quotation mark is not closed"
    if re.search(r'""\*?~(?![0-9]{1,2}(?:\s|$))', bare) and not re.search(rf'""~{FARTHEST}(?:\s|$)', bare):
        return '~ takes a number of words, as in "peace treaty"~10'
    words = bare.split()
    if words and (words[0] in ("OR", "|") or words[-1] in ("OR", "|")):
        return "OR stands between two words"
    asked = wording(text)
    return "" if asked.wanted or asked.unwanted else "there is no word in it"


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words of a text, folded as the full-text index folds them.

    >>> [token.word for token in tokens("Brüssel, 5-й ЭТАП")]
    ['brussel', '5', 'й', 'этап']
    """
    return tuple(Token(folded(match[0]), *match.span()) for match in _TOKEN.finditer(text))


@lru_cache(maxsize=16_384)
def folded(word: str) -> str:
    """Return a word without capitals, and without the accents of Latin letters.

    >>> folded("İLHAM"), folded("Straße"), folded("Ереван"), folded("Київ")
    ('ilham', 'straße', 'ереван', 'київ')
    """
    if word.isascii():
        return word.lower()
    kept: list[str] = []
    latin = False
    for letter in unicodedata.normalize("NFD", word.lower()):
        if unicodedata.combining(letter):
            if not latin:
                kept.append(letter)
        else:
            latin = letter.isascii()
            kept.append(letter)
    return unicodedata.normalize("NFC", "".join(kept))


def found(term: Term, text: str, words: Sequence[Token]) -> tuple[int, int] | None:
    """Return where a term stands in a text whose tokens are `words`: [start, end) of its first place; None: nowhere."""
    if term.runs_on:
        at = text.casefold().find(term.said.casefold())
        return (at, at + len(term.said)) if at >= 0 else None
    if term.near is not None and len(term.words) > 1:
        return _near(term, words)
    length = len(term.words)
    for at, token in enumerate(words):
        if token.word.startswith(term.words[0]) and _stand(term, words, at):
            return token.start, words[at + length - 1].end
    return None


def _stand(term: Term, words: Sequence[Token], at: int) -> bool:
    if at + len(term.words) > len(words):
        return False
    last = len(term.words) - 1
    return all(
        words[at + n].word.startswith(word) if term.begins and n == last else words[at + n].word == word
        for n, word in enumerate(term.words)
    )


def _near(term: Term, words: Sequence[Token]) -> tuple[int, int] | None:
    """The first stretch that has all the words, in any order, with at most `near` others inside of it."""
    wanted = set(term.words)
    room = (term.near or 0) + len(term.words)
    last: dict[str, int] = {}
    for at, token in enumerate(words):
        if token.word in wanted:
            last[token.word] = at
            first = min(last.values())
            if len(last) == len(wanted) and at - first < room:
                return words[first].start, token.end
    return None


def _term(match: re.Match[str]) -> Term | None:
    """A term, or None where it holds no letter or digit: the full-text index would find nothing by it."""
    said: str = match["phrase"] if match["phrase"] is not None else match["word"]
    begins = bool(match["begins"]) or (match["word"] is not None and said.endswith("*"))
    words = tuple(token.word for token in tokens(said))
    if not words:
        return None
    near = min(int(match["near"]), FARTHEST) if match["near"] else None
    return Term(said=said.rstrip("*"), words=words, begins=begins, near=near)


def _printable(text: str) -> str:
    """SQLite takes a NUL for the end, and other control characters for nothing."""
    return "".join(" " if unicodedata.category(char)[0] == "C" else char for char in text)


def every_term(asked: Wording) -> Iterator[Term]:
    """Yield all terms that are asked for, wanted or not."""
    for group in asked.wanted:
        yield from group
    yield from asked.unwanted

"""A text cut into what two texts are compared by: words, numbers whole, characters where a script has no blanks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from hashlib import blake2b
from itertools import accumulate, chain, islice

from monitor.text.words import classes

# How much of a word one token is: a shingle is three words long in any script.
_WORD, _IDEOGRAPH, _SYLLABLE = 30, 15, 6
_SHINGLE = 3 * _WORD
_HAN = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_THAI = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_UNSPACED = re.compile(f"[{_HAN}{_THAI}]")
_IDEOGRAPHIC = re.compile(f"[{_HAN}]")
_MASK = (1 << 31) - 1  # bits of a hash that are kept, four bytes in SQLite: of 10,000 texts one in 400 meets by chance
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,'’\u00a0\u202f]\d{3})+")
_DIGITS = str.maketrans(
    {chr(base + digit): str(digit) for base in (0x660, 0x6F0, 0x966, 0xFF10) for digit in range(10)}
)


@cache
def _pattern(*, unspaced: bool) -> re.Pattern[str]:
    some, money = classes()
    number = r"\d+(?:[.,:/'’]\d+)*(?!\w)|\d+"
    if unspaced:
        letter = f"(?:(?![{_HAN}{_THAI}]){some})"
        return re.compile(rf"{number}|[{_HAN}{_THAI}]|{letter}+|[%‰{money}]")
    return re.compile(rf"{number}|{some}+|[%‰{money}]")


@dataclass(frozen=True)
class Tokens:
    """The tokens of a text in their order: folded, as written, and where they stand in it.

    Most texts that are compared have nothing in common, and where their tokens stand is never asked.
    """

    text: str
    folded: tuple[str, ...]
    unspaced: bool
    line_ends: tuple[int, ...]  # of each line of the text, how many tokens it has up to there
    first: int = 0  # of all tokens of the text, the one that these begin with

    def __len__(self) -> int:
        return len(self.folded)

    @cached_property
    def _spans(self) -> tuple[tuple[int, ...], ...]:
        found = _pattern(unspaced=self.unspaced).finditer(self.text)
        spans = [match.span() for match in islice(found, self.first, self.first + len(self.folded))]
        return tuple(zip(*spans, strict=True)) or ((), ())

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The places in the text where the tokens begin."""
        return self._spans[0]

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """The places in the text where the tokens end."""
        return self._spans[1]

    @cached_property
    def shingles(self) -> list[tuple[str, ...]]:
        """Its shingles, one for each token that one begins with: a text is compared with several others."""
        return shingles(self)

    @cached_property
    def marks(self) -> list[int]:
        """The hashes of its shingles: a tuple is hashed anew whenever it is looked up."""
        return list(map(hash, self.shingles))

    def ends_line(self, at: int) -> bool:
        """Whether a token is the last of its line."""
        return at + 1 == len(self.folded) or self.first + at + 1 in self.line_ends

    def part(self, start: int, end: int) -> Tokens:
        """Return its tokens [start, end)."""
        return Tokens(self.text, self.folded[start:end], self.unspaced, self.line_ends, self.first + start)

    def written(self, at: int) -> str:
        """Return a token as the text has it."""
        return self.text[self.starts[at] : self.ends[at]]


def tokens(text: str) -> Tokens:
    """Return the tokens of a text; numbers are spelled in one way, so that `1,500` is `1.500` and not `1.5`.

    >>> tokens("NATO sent 1,500 troops").folded
    ('nato', 'sent', '1500', 'troops')
    >>> tokens("1.5 or 1,5 %").folded
    ('1.5', 'or', '1.5', '%')
    """
    unspaced = _UNSPACED.search(text) is not None
    pattern = _pattern(unspaced=unspaced)
    lines = [pattern.findall(line) for line in text.split("\n")]  # none goes on over the end of one
    return Tokens(text, tuple(map(_folded, chain.from_iterable(lines))), unspaced, tuple(accumulate(map(len, lines))))


@lru_cache(maxsize=1 << 16)
def _folded(token: str) -> str:
    if token[0].isdigit():
        return number(token)
    if not token.isascii():
        token = unicodedata.normalize("NFKC", token)
    return token.casefold()


def number(token: str) -> str:
    """Return a number in the one spelling: ASCII digits, no thousands' marks, a full stop before decimals.

    >>> number("25,288.12"), number("1.500.000"), number("3,5"), number("٣٥")
    ('25288.12', '1500000', '3.5', '35')
    """
    plain = token.translate(_DIGITS)
    grouped = _THOUSANDS.match(plain)
    if grouped:
        plain = re.sub(r"\D", "", grouped[0]) + plain[grouped.end() :]
    return plain.replace(",", ".")


def shingles(cut: Tokens) -> list[tuple[str, ...]]:
    """Return the overlapping runs of three words (six ideographs, fifteen Thai characters), one for each start.

    >>> shingles(tokens("a b c d"))
    [('a', 'b', 'c'), ('b', 'c', 'd')]
    """
    folded = cut.folded
    if not cut.unspaced:
        return list(zip(folded, folded[1:], folded[2:], strict=False))
    weights = [_weight(token) for token in folded]
    made, end, weight = [], 0, 0
    for start in range(len(folded)):
        while weight < _SHINGLE and end < len(folded):
            weight += weights[end]
            end += 1
        if weight < _SHINGLE:
            break
        made.append(folded[start:end])
        weight -= weights[start]
    return made


def _weight(token: str) -> int:
    if not _UNSPACED.match(token):
        return _WORD
    return _IDEOGRAPH if _IDEOGRAPHIC.match(token) else _SYLLABLE


def hashed(shingle: tuple[str, ...]) -> int:
    """Return 31 bits of a shingle's blake2b."""
    digest = blake2b(" ".join(shingle).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest) & _MASK

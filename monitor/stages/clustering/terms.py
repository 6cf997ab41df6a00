"""What is compared of an article: its word stems, and what it says in any language: names, numbers, concepts, tags.

Stems and keys are 32-bit hashes with a weight in one byte, which is four times smaller than text and quicker to
compare; two of a window's words meet in one hash once in thousands of articles. One more byte says where a stem stands:
whether in the headline, and before which words. So what two articles say in the same words one after the other, as a
notice on cookies or a police report's first line, can be told from what both say in their own.
"""

from __future__ import annotations

import re
import struct
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from math import log
from typing import NamedTuple
from zlib import crc32

from monitor.gazetteer import default
from monitor.gazetteer.concepts import concepts
from monitor.model.story import Kept, Told
from monitor.stages.clustering.formats import is_format, pattern
from monitor.text.skeleton import skeleton
from monitor.text.stems import stem
from monitor.text.tongues import COMMON

RECIPE = "terms/6"

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_FIRST_UNSPACED = "\u0e00"
_GROUPED = re.compile(r"[.,](?=\d{3}(?!\d))")
_READ = 800  # characters of the text: what happened stands there, and background after it
_READ_KEYS = 600  # the same for the keys
_TITLE = 200  # characters of a title at most
_HEADLINE = 80  # characters that make a headline; where there is no title, those of the text
_IN_TITLE = 2.0  # what a word of the title counts, of a text that has more than a title
_NUMBER = 0.5  # what a number counts among the keys
_SALIENT = 16.0  # what a tag counts that all of the article is about, beside one that is only there
_SHORTEST_NAME = 3
_MOST_STEMS, _MOST_KEYS = 76, 60
USUAL, WHO = 1, 2  # bits of a hash: concepts and tags are usual in news; tags and names of countries say only who
_NAMES = frozenset({"name", "demonym"})
# Bits of a stem's context: it stands in the headline; and what follows it, 0 where nothing does.
HEAD = 0x80
FOLLOWED = 0x7F
_FOLLOWING = 2  # stems after one by which its context is known again
_UNIT = 16  # of the weights: they are whole numbers of sixteenths, up to 255


class Terms(NamedTuple):
    """An article as it is compared: hashes of its stems and of its keys, and the weight of each in sixteenths.

    Weights are about 1 to 5, those of the stems first. `contexts` are of the stems (HEAD, FOLLOWED). `form` is the
    hash of its title without what changes from day to day; `format` says that it is one by its title. A tuple, because
    a run makes thousands.
    """

    id: int
    at: datetime
    language: str
    source: str
    stems: tuple[int, ...]
    keys: tuple[int, ...]
    weights: bytes
    contexts: bytes
    form: int = 0
    format: bool = False


def terms_of(kept: Kept) -> Terms:
    """Return what was kept of an article, taken apart."""
    said = kept.terms
    form, format_, stems, keys = _HEAD.unpack_from(said)
    end, count = _HEAD.size + 4 * (stems + keys), stems + keys
    hashes = _HASHES[count].unpack_from(said, _HEAD.size)
    return Terms(
        kept.id,
        kept.at,
        kept.language or "",
        kept.source,
        hashes[:stems],
        hashes[stems:],
        said[end : end + count],
        said[end + count :],
        form,
        bool(format_),
    )


def hashes_of(said: bytes) -> tuple[int, ...]:
    """Return the stems and keys of what was kept of an article."""
    return _HASHES[said[_STEMS] + said[_KEYS]].unpack_from(said, _HEAD.size)


def is_format_of(said: bytes) -> bool:
    """Say whether what was kept is of a format."""
    return bool(said[_FORMAT])


def form_of(said: bytes) -> int:
    """Return the form of what was kept of an article; 0 of a format."""
    return 0 if said[_FORMAT] else _HEAD.unpack_from(said)[0]


def read(told: Told) -> Terms:
    """Return what is compared of an article."""
    weights, contexts = _stems(told)
    stems, keys = _kept(weights, _MOST_STEMS), _kept(_keys(told), _MOST_KEYS)
    title = told.title[:_TITLE]
    form = pattern(title)
    return Terms(
        id=told.id,
        at=told.at,
        language=told.language or "",
        source=told.source,
        stems=tuple(stems),
        keys=tuple(keys),
        weights=bytes([weight for weight, _ in (*stems.values(), *keys.values())]),
        contexts=bytes([contexts.get(term, 0) for _, term in stems.values()]),
        form=_hash(f":{form}") if form else 0,
        format=is_format(title),
    )


def spelled(told: Told) -> dict[int, str]:
    """Return what the stems and keys of an article say, for people: its words, `AZ`, `ceasefire`."""
    said = f"{told.title[:_TITLE]}\n{told.text[:_READ]}\n{told.slug}"
    found: dict[int, str] = {}
    for word in _words(said, _common(told.language or "")):
        found.setdefault(_hash(_term(word, told.language or "")), word)
        for key, _ in _keys_of(word):
            found.setdefault(_hash(key), key[1:] if key[0] == "c" else word)
    return found | {_hash(f"t{slug}"): slug.rpartition(":")[2] for slug, _ in told.tags}


def _stems(told: Told) -> tuple[dict[str, float], dict[str, int]]:
    """Return the stems of an article, each with its language and how much of it they are, and where they stand."""
    weights: dict[str, float] = defaultdict(float)
    first: dict[str, int] = {}
    title, text, language = told.title[:_TITLE], told.text[:_READ], told.language or ""
    common = _common(language)
    term_of: dict[str, str] = {}
    order: list[str] = []
    for part, worth in ((title, _IN_TITLE if text else 1.0), (text, 1.0)):
        for word in _words(part, common):
            term = term_of.get(word) or term_of.setdefault(word, _term(word, language))
            first.setdefault(term, len(order))
            order.append(term)
            weights[term] += worth
    for word in _words(told.slug, common):
        weights.setdefault(_term(word, language), 1.0)
    head = {_term(word, language) for word in _words(f"{title}\n{text}"[:_HEADLINE], common)}
    return weights, {
        term: _followed(order[at + 1 : at + 1 + _FOLLOWING]) | (HEAD if term in head else 0)
        for term, at in first.items()
    }


def _followed(terms: Sequence[str]) -> int:
    """Return what tells these terms from others, from 1 on; 0 where the text ends."""
    return 1 + crc32(" ".join(terms).encode("utf-8", "surrogatepass")) % FOLLOWED if len(terms) == _FOLLOWING else 0


def _keys(told: Told) -> dict[str, float]:
    """Return the keys of an article with how much of it they are."""
    weights: dict[str, float] = defaultdict(float)
    said = Counter(_words(f"{told.title[:_TITLE]}\n{told.text[:_READ_KEYS]}", _common(told.language or "")))
    for word, times in said.items():
        for key, worth in _keys_of(word):
            weights[key] += times * worth
    for slug, salience in told.tags:
        weights[f"t{slug}"] = 1 + _SALIENT * salience
    return weights


def packed(terms: Terms) -> bytes:
    """Return the terms as terms_of reads them: six bytes a stem, five a key."""
    hashes = (*terms.stems, *terms.keys)
    head = _HEAD.pack(terms.form, terms.format, len(terms.stems), len(terms.keys))
    return head + _HASHES[len(hashes)].pack(*hashes) + terms.weights + terms.contexts


_HEAD = struct.Struct("<IBBB")  # form, whether it is a format, how many stems and how many keys
_FORMAT, _STEMS, _KEYS = 4, 5, 6  # where these stand
_HASHES = tuple(struct.Struct(f"<{count}I") for count in range(_MOST_STEMS + _MOST_KEYS + 1))


def _kept(weights: Mapping[str, float], most: int) -> dict[int, tuple[int, str]]:
    """Return the heaviest terms by their hashes, each with its weight, on a logarithmic scale, in sixteenths."""
    heaviest = sorted(weights.items(), key=lambda one: (-one[1], one[0]))[:most]
    return {_hash(term): (min(255, round((1 + log(max(worth, 0.5))) * _UNIT)), term) for term, worth in heaviest}


def _hash(term: str) -> int:
    """Return the hash of a term; its last two bits say of what kind it is."""
    said = crc32(term.encode("utf-8", "surrogatepass")) & ~3
    if term[0] == "t" or (term[0] == "n" and term[1:] in _countries()):
        return said | (WHO | USUAL if term[0] == "t" else WHO)
    return said | USUAL if term[0] == "c" else said


@cache
def _countries() -> frozenset[str]:
    """Return the skeletons of the words in the names of countries and their people."""
    named = (alias.text for alias in default().aliases if alias.rule in _NAMES and alias.tags)
    return frozenset(skeleton(word) for text in named for word in text.rstrip("*!").casefold().split())


def _words(text: str, common: frozenset[str]) -> Iterator[str]:
    """Give the words of a text, without the common ones; Chinese, Japanese and Thai by pairs of characters."""
    for word in _WORD.findall(text):
        if word[0] >= _FIRST_UNSPACED and _UNSPACED.match(word):
            yield from (word[at : at + 2] for at in range(max(1, len(word) - 1)))
        elif word.casefold() not in common:
            yield word


def _term(word: str, language: str) -> str:
    return f":{language}:{_number(word) if word[0].isdigit() else stem(_plain(word), language)}"


def _number(word: str) -> str:
    return _GROUPED.sub("", word).replace(",", ".")


def _plain(word: str) -> str:
    folded = word.casefold()
    return folded if word.isalpha() else folded.replace("’", "'").removesuffix("'s")


def _keys_of(word: str) -> tuple[tuple[str, float], ...]:
    """Return what a word says in any language, each with its worth."""
    if word[0].isdigit():
        number = _number(word)
        return ((f"#{number}", _NUMBER),) if len(number) > 1 else ()
    folded = _plain(word)
    # A name is known by its capital; where a script has none, any word may be one.
    is_name = not word[0].islower() and len(word) >= _SHORTEST_NAME
    concept = concepts().of(folded)
    if not is_name:
        return ((f"c{concept}", 1.0),) if concept else ()
    name = (f"n{skeleton(folded.partition(chr(39))[0])}", 1.0)
    return (name, (f"c{concept}", 1.0)) if concept else (name,)


@cache
def _common(language: str) -> frozenset[str]:
    """Return the words that every text in a language has."""
    return frozenset(COMMON.get(language, "").split())

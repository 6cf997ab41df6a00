"""What is compared of an article: its word stems, and what it says in any language: names, numbers, concepts, tags.

Stems and keys are 32-bit hashes with a weight in one byte, which is four times smaller than text and quicker to
compare; two of a window's words meet in one hash once in thousands of articles.
"""

from __future__ import annotations

import re
import struct
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from math import log
from zlib import crc32

from monitor.gazetteer import default
from monitor.gazetteer.concepts import concepts
from monitor.model.story import Told
from monitor.stages.clustering.formats import is_format, pattern
from monitor.text.skeleton import skeleton
from monitor.text.tongues import COMMON

RECIPE = "terms/3"

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_GROUPED = re.compile(r"[.,](?=\d{3}(?!\d))")
_READ = 800  # characters of the text: what happened stands there, and background after it
_READ_KEYS = 600  # the same for the keys
_TITLE = 200  # characters of a title at most
_STEM = 6
_IN_TITLE = 2.0  # what a word of the title counts, of a text that has more than a title
_NUMBER = 0.5  # what a number counts among the keys
_SALIENT = 10.0  # what a tag counts that all of the article is about, beside one that is only there
_SHORTEST_NAME = 3
_MOST_STEMS, _MOST_KEYS = 100, 60
USUAL, WHO = 1, 2  # bits of a hash: concepts and tags are usual in news; tags and names of countries say only who
_NAMES = frozenset({"name", "demonym"})
_UNIT = 16  # of the weights: they are whole numbers of sixteenths, up to 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """An article as it is compared: hashes of its stems and of its keys, and the weight of each in sixteenths.

    Weights are about 1 to 5, those of the stems first. `form` is the hash of its title without what changes from day to
    day; `format` says that it is one by its title.
    """

    id: int
    at: datetime
    language: str
    source: str
    stems: tuple[int, ...]
    keys: tuple[int, ...]
    weights: bytes
    form: int = 0
    format: bool = False


def terms_of(told: Told) -> Terms:
    """Return what is compared of an article: as it was kept, or read now where that is not, or by other rules."""
    if told.terms is None or told.recipe != RECIPE:
        return read(told)
    form, format_, stems, keys = _HEAD.unpack_from(told.terms)
    hashes = struct.unpack_from(f"<{stems + keys}I", told.terms, _HEAD.size)
    return Terms(
        id=told.id,
        at=told.at,
        language=told.language or "",
        source=told.source,
        stems=hashes[:stems],
        keys=hashes[stems:],
        weights=told.terms[_HEAD.size + 4 * len(hashes) :],
        form=form,
        format=bool(format_),
    )


def read(told: Told) -> Terms:
    """Return what is compared of an article."""
    stems, keys = (_kept(said, most) for said, most in zip(_said(told), (_MOST_STEMS, _MOST_KEYS), strict=True))
    title = told.title[:_TITLE]
    form = pattern(title)
    return Terms(
        id=told.id,
        at=told.at,
        language=told.language or "",
        source=told.source,
        stems=tuple(stems),
        keys=tuple(keys),
        weights=bytes((*stems.values(), *keys.values())),
        form=_hash(f":{form}") if form else 0,
        format=is_format(title),
    )


def spelled(told: Told) -> dict[int, str]:
    """Return what the stems and keys of an article say, for people: `corrid…`, `Aliev…`, `AZ`, `ceasefire`."""
    stems, keys = _said(told)
    words = {stem: stem.split(":", 2)[2] for stem in stems}
    words = {stem: f"{word}…" if len(word) == _STEM else word for stem, word in words.items()}
    signs = {key: f"{key[1:].capitalize()}…" if key[0] == "n" else key[1:].rpartition(":")[2] for key in keys}
    return {_hash(term): text for term, text in (words | signs).items()}


def _said(told: Told) -> tuple[dict[str, float], dict[str, float]]:
    """Return the stems of an article, each with its language, and its keys, with how much of it they are."""
    stems: dict[str, float] = defaultdict(float)
    keys: dict[str, float] = defaultdict(float)
    title, text = told.title[:_TITLE], told.text[:_READ]
    language = told.language or ""
    common = _common(language)
    for part, worth in ((title, _IN_TITLE if text else 1.0), (text, 1.0)):
        for word in _words(part, common):
            stems[f":{language}:{_stem(word)}"] += worth
    for word in _words(told.slug, common):
        stems.setdefault(f":{language}:{_stem(word)}", 1.0)
    for word in _words(f"{title}\n{text[:_READ_KEYS]}", common):
        _note_keys(word, keys)
    for slug, salience in told.tags:
        keys[f"t{slug}"] = 1 + _SALIENT * salience
    return stems, keys


def packed(terms: Terms) -> bytes:
    """Return the terms as terms_of reads them: five bytes a stem or key."""
    hashes = (*terms.stems, *terms.keys)
    head = _HEAD.pack(terms.form, terms.format, len(terms.stems), len(terms.keys))
    return head + struct.pack(f"<{len(hashes)}I", *hashes) + terms.weights


_HEAD = struct.Struct("<IBBB")


def _kept(weights: Mapping[str, float], most: int) -> dict[int, int]:
    """Return the heaviest terms by their hashes, the weight on a logarithmic scale, in sixteenths."""
    heaviest = sorted(weights.items(), key=lambda one: (-one[1], one[0]))[:most]
    return {_hash(term): min(255, round((1 + log(max(worth, 0.5))) * _UNIT)) for term, worth in heaviest}


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
        if _UNSPACED.match(word):
            yield from (word[at : at + 2] for at in range(max(1, len(word) - 1)))
        elif word.casefold() not in common:
            yield word


def _stem(word: str) -> str:
    if word[0].isdigit():
        return _number(word)
    return _plain(word)[:_STEM]


def _number(word: str) -> str:
    return _GROUPED.sub("", word).replace(",", ".")


def _plain(word: str) -> str:
    return word.casefold().replace("’", "'").removesuffix("'s")


def _note_keys(word: str, keys: dict[str, float]) -> None:
    """Add to the keys what a word says in any language."""
    if word[0].isdigit():
        number = _number(word)
        if len(number) > 1:
            keys[f"#{number}"] += _NUMBER
        return
    folded = _plain(word)
    if not word[0].islower() and len(word) >= _SHORTEST_NAME:  # also where a script has no capitals
        keys[f"n{skeleton(folded.partition(chr(39))[0])}"] += 1
    concept = concepts().of(folded)
    if concept:
        keys[f"c{concept}"] += 1


@cache
def _common(language: str) -> frozenset[str]:
    """Return the words that every text in a language has."""
    return frozenset(COMMON.get(language, "").split())

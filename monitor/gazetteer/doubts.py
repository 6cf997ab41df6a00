"""Names that are countries or organisations only under a condition."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Literal, cast, get_args

# support: counts when the tag has another, undoubted hit, or one of `words` stands in the text
# unless:  does not count when one of `words` stands in the text and the tag has no undoubted hit
# given, surname: may be part of a person's name
# bare:    a surname that others bear: behind a first name it counts only with support, as above
# inner:   as the first word of a sentence it counts only with support, as above
# opening: as the first word of a sentence it does not count when one of `words` does, as `unless`
# alone:   (Arabic) where no noun stands before the adjective, it is a surname and counts only with support
# choose:  belongs to whichever of `options` has the most evidence, the first where none has any
# choose-alone: the same, where no noun stands before the adjective
# national: of organisations that speak for countries: the one whose country stands beside it, else the one whose
#          country the article speaks of most; words may be given for each as with `choose`
# beside:  the same, but only where the country stands beside it
# part:    names a part of a state, whose parliament is not the state's
Policy = Literal[
    "support", "unless", "given", "surname", "bare", "inner", "opening", "alone", "choose", "choose-alone", "national",
    "beside", "part",
]  # fmt: skip
_CHOOSING = frozenset({"choose", "choose-alone", "national"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What must hold for an alias to count; `words` are single words or phrases of the text, in any case."""

    text: str
    languages: tuple[str, ...]
    policy: Policy
    words: tuple[str, ...] = ()
    options: tuple[tuple[str, tuple[str, ...]], ...] = ()  # choose: code and the words that speak for it


def _split(cell: str, separator: str = ",") -> tuple[str, ...]:
    return tuple(word for piece in cell.split(separator) if (word := piece.strip()))


def _option(cell: str) -> tuple[str, tuple[str, ...]]:
    code, _, evidence = cell.partition(":")
    return code.strip(), _split(evidence)


@cache
def doubts() -> tuple[Doubt, ...]:
    """Return the doubts of ambiguity.tsv: `aliases TAB languages TAB policy TAB words`.

    Raises ValueError for a line that can't be read.
    """
    found: list[Doubt] = []
    text = (files("monitor.gazetteer") / "ambiguity.tsv").read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        names, languages, policy, cell = [*line.split("\t"), ""][:4]
        if policy not in get_args(Policy):
            raise ValueError(f"ambiguity.tsv:{number}: unknown policy {policy!r}")
        doubt = Doubt(
            text="",
            languages=() if languages == "*" else tuple(languages.split(" ")),
            policy=cast("Policy", policy),
            words=_split(cell) if policy not in _CHOOSING else (),
            options=tuple(map(_option, _split(cell, "|"))) if policy in _CHOOSING else (),
        )
        found += [replace(doubt, text=name) for name in _split(names, ";")]
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """A city where organisations sit or meet: beside one of them it is a venue and not what the article is about."""

    country: str
    organisations: frozenset[str]
    cities: tuple[str, ...]


@cache
def venues() -> tuple[Venue, ...]:
    """Return the venues of venues.tsv: `code TAB organisations TAB cities`."""
    lines = (files("monitor.gazetteer") / "venues.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple(
        Venue(
            country=f"country:{code}",
            organisations=frozenset(f"org:{name}" for name in organisations.split()),
            cities=_split(cities, ";"),
        )
        for code, organisations, cities in rows
    )


@cache
def given_names() -> frozenset[str]:
    """Return the given names of given_names.txt."""
    lines = (files("monitor.gazetteer") / "given_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())


@cache
def things() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return what things.tsv has: language, `behind` or `before` a name, beginnings of nouns; `|` ends a word."""
    lines = (files("monitor.gazetteer") / "things.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple((language, side, _split(nouns, ";")) for language, side, nouns in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortened:
    """A country's one character in Chinese, what stands beside it, and the characters that make another word of it."""

    code: str
    character: str
    verbs: tuple[str, ...]
    nouns: tuple[str, ...]
    place: str  # in a pair: first, second, both or -
    not_behind: str  # these characters
    not_before: str


@cache
def shortened() -> tuple[Shortened, ...]:
    """Return the rows of short.tsv."""
    found: list[Shortened] = []
    usual: tuple[str, ...] = ()
    for line in (files("monitor.gazetteer") / "short.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        code, character, verbs, nouns, place, not_behind, not_before = [*line.split("\t"), "", "", "", "", ""][:7]
        if code == "nouns":
            usual = tuple(character.split())
            continue
        found.append(
            Shortened(
                code=code,
                character=character,
                verbs=tuple(dict.fromkeys(verbs.split())),
                nouns=usual if nouns == "all" else tuple(noun for noun in nouns.split() if noun != "-"),
                place=place,
                not_behind=not_behind,
                not_before=not_before,
            )
        )
    return tuple(found)

"""Reads the data files of the gazetteer."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from sys import intern

from monitor.gazetteer.aliases import Alias, Gazetteer
from monitor.gazetteer.doubts import shortened
from monitor.model.tag import Tag

_DATA = files("monitor.gazetteer")
_RULES = {"adj": "demonym"}
_NATIONAL = frozenset({"parliament", "government", "ministry"})  # types of organisations.csv
_ACRONYM = 8  # letters at most
_LATIN = tuple("en de fr es it pt nl pl cs sk sl hr bs sr sv nb da fi et hu lt lv ro sq is tr az".split())
# Columns of leaders.csv that several languages share.
_LEADER_COLUMNS = {
    "latin": _LATIN, "ru": ("ru", "bg", "be", "kk", "ky", "sr", "mk"), "uk": ("uk",), "az": ("az",), "tr": ("tr",),
    "hy": ("hy",), "ka": ("ka",), "ar": ("ar",), "fa": ("fa",), "zh": ("zh", "ja"),
}  # fmt: skip


@cache
def slug(code: str) -> str:
    """Return the tag of a code as the files write it: `AZ` is a country, `nato` an organisation."""
    return f"country:{code}" if code.isupper() else f"org:{code}"


@cache
def _slugs(codes: str) -> tuple[str, ...]:
    """Return the tags of `CN+US`: each tuple once, for tens of thousands of aliases share them.

    `@parliament` names the parliaments of all states that have one here.
    """
    if not codes.startswith("@"):
        return tuple(map(slug, codes.split("+")))
    rows = [row for row in _rows("organisations.csv") if row["type"] == codes[1:] and row["implied_country"]]
    only = Counter(row["implied_country"] for row in rows)
    return tuple(slug(row["id"]) for row in rows if only[row["implied_country"]] == 1)


@cache
def _languages(cell: str) -> tuple[str, ...]:
    return tuple(map(intern, cell.split(" ")))


def _lines(name: str) -> Iterator[list[str]]:
    for line in (_DATA / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def split(cell: str) -> list[str]:
    """Return the aliases of a cell; `;` stands between them."""
    return [part for piece in cell.split(";") if (part := piece.strip())]


def parse_aliases(lines: Iterable[str], language: str) -> Iterator[Alias]:
    """Yield the aliases of a file in the notation of aliases/: `code[+code] TAB kind TAB alias; alias`.

    `@parliament` for the code stands for all organisations of that type that are the only ones of their country.

    A dash for the code makes decoys, and with the kind `drop` takes a generated alias out. Raises ValueError with the
    line's number where a line has not three columns.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = line.rstrip("\n").split("\t")
        if len(columns) != 3:  # noqa: PLR2004 - the notation
            raise ValueError(f"line {number}: expected code, kind and aliases with a tab between, not {line!r}")
        code, kind, cell = columns
        tags = () if code == "-" else _slugs(code)
        rule = _RULES.get(kind, kind) if tags or kind == "drop" else "decoy"
        languages = _languages("en-only" if rule in {"abbreviation", "town"} else language) if language != "mul" else ()
        for text in split(cell):
            exact = rule == "organisation" and is_acronym(text)
            yield Alias(text=text, tags=tags, languages=languages, rule="acronym" if exact else rule)


def _generated(name: str, rule: str) -> Iterator[Alias]:
    for code, text, languages in _lines(name):
        yield Alias(text=text, tags=_slugs(code), languages=_languages(languages), rule=rule)


def _with_capitals(aliases: Iterable[Alias]) -> Iterator[Alias]:
    """Yield the aliases; of the cities those that governments sit in have a rule of their own."""
    capitals = {(slug(code), name) for code, cell in _lines("capitals.tsv") for name in split(cell)}
    for alias in aliases:
        seat = alias.rule == "city" and alias.tags and (alias.tags[0], alias.text.rstrip("*!")) in capitals
        yield replace(alias, rule="capital") if seat else alias


def _written() -> Iterator[Alias]:
    for path in sorted((_DATA / "aliases").iterdir(), key=lambda path: path.name):
        if path.name.endswith(".tsv"):
            yield from parse_aliases(path.read_text(encoding="utf-8").splitlines(), path.name.removesuffix(".tsv"))


def _unjoined(aliases: Iterable[Alias]) -> Iterator[Alias]:
    """Yield the aliases, and with a space those in which Persian joins words by a mark that many leave out."""
    for alias in aliases:
        yield alias
        if "\u200c" in alias.text:
            yield replace(alias, text=alias.text.replace("\u200c", " "))


def _decoys() -> Iterator[Alias]:
    for language, cell in _lines("decoys.tsv"):
        for text in split(cell):
            yield Alias(text=text, languages=_languages(language), rule="decoy")


def _rows(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader((_DATA / name).read_text(encoding="utf-8").splitlines())


def _organisations() -> Iterator[Alias]:
    for row in _rows("organisations.csv"):
        tags = _slugs(row["id"])
        for column, cell in row.items():
            if not cell or not (column in {"name_en", "acronym"} or column.startswith("aliases_")):
                continue
            language = column.removeprefix("aliases_") if column.startswith("aliases_") else "en"
            for text in [cell] if column == "name_en" else split(cell):
                rule = "acronym" if is_acronym(text) else "organisation"
                yield Alias(text=text, tags=tags, languages=_languages(language), rule=rule)


def _leaders() -> Iterator[Alias]:
    for row in _rows("leaders.csv"):
        tags = _slugs(row["tags"])
        for column, languages in _LEADER_COLUMNS.items():
            for text in split(row[column] or ""):
                yield Alias(
                    text=text, tags=tags, languages=languages, rule="leader", since=row["since"], until=row["until"]
                )


def _short() -> Iterator[Alias]:
    """Yield what Chinese calls countries by one character, beside a verb, a noun or another such character."""
    pairs: list[tuple[str, str, str]] = []
    for row in shortened():
        tags = _slugs(row.code)
        for text in (*(verb + row.character for verb in row.verbs), *(row.character + noun for noun in row.nouns)):
            yield Alias(text=text, tags=tags, languages=_languages("zh"), rule="short")
        pairs.append((tags[0], row.character, row.place))
    for first, one, place in pairs:
        for second, other, behind in pairs:
            if first != second and place in {"first", "both"} and behind in {"second", "both"}:
                yield Alias(text=one + other, tags=(first, second), languages=_languages("zh"), rule="compound")


def is_acronym(text: str) -> bool:
    """Return whether an alias is written in capitals, so that only capitals are it."""
    letters = [c for c in text if c.isalpha()]
    return 1 < len(text) <= _ACRONYM and bool(letters) and all(c.isupper() for c in letters)


@cache
def shipped_tags() -> tuple[Tag, ...]:
    """Return the countries and organisations that are shipped, with their labels, in slug order."""
    countries = [Tag(slug=slug(code), kind="country", label=label) for code, label in _lines("countries.tsv")]
    named = [Tag(slug=slug(row["id"]), kind="organisation", label=row["name_en"]) for row in _rows("organisations.csv")]
    return tuple(sorted(countries + named, key=lambda tag: tag.slug))


@cache
def disputed() -> dict[tuple[str, str], str]:
    """Return the notes on disputed regions, by the tag under which they are found and their names."""
    return {(slug(code), name): note for code, cell, note in _lines("disputed.tsv") for name in split(cell)}


@cache
def shipped_parents() -> dict[str, str]:
    """Return which organisation each shipped one is a part of, by slug."""
    return {slug(row["id"]): slug(row["parent"]) for row in _rows("organisations.csv") if row["parent"]}


@cache
def national_of() -> dict[str, str]:
    """Return which country each shipped organisation speaks for, by slug."""
    return {
        slug(row["id"]): slug(row["implied_country"]) for row in _rows("organisations.csv") if row["implied_country"]
    }


@cache
def acronyms() -> dict[str, str]:
    """Return, by its id, what an organisation is called for short, for those that have an acronym."""
    return {row["id"]: short[0] for row in _rows("organisations.csv") if (short := split(row["acronym"] or ""))}


def organisation_names(language: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Each organisation's id, its English name, and those in another language; none where the gazetteer has none."""
    for row in _rows("organisations.csv"):
        cell = "" if language == "en" else row.get(f"aliases_{language}") or ""
        yield row["id"], row["name_en"], tuple(split(cell))


def _unsaid(alias: Alias, said: Mapping[tuple[str, tuple[str, ...]], set[str]]) -> Alias | None:
    """Return a generated alias without the languages for which we say what it is: Gaza is more than a city."""
    taken = said.get((alias.text, alias.tags))
    if not taken or taken.isdisjoint(alias.languages):
        return alias
    left = tuple(language for language in alias.languages if language not in taken)
    return replace(alias, languages=left) if left else None


@cache
def default() -> Gazetteer:
    """Return the gazetteer that is shipped: read once, in some tenths of a second."""
    generated = Gazetteer(
        aliases=(
            *_generated("names.tsv", "name"),
            *_with_capitals(_generated("cities.tsv", "city")),
            *_with_capitals(_generated("places.tsv", "city")),
        ),
        tags=shipped_tags(),
    )
    written = tuple(_with_capitals(_unjoined(_written())))
    kept = generated.extended(alias for alias in written if alias.rule == "drop")
    said: dict[tuple[str, tuple[str, ...]], set[str]] = {}
    for alias in written:
        said.setdefault((alias.text.rstrip("*!"), alias.tags), set()).update(alias.languages)
    return Gazetteer(
        aliases=(
            *(left for alias in kept.aliases if alias.rule != "drop" and (left := _unsaid(alias, said))),
            *(alias for alias in written if alias.rule != "drop"),
            *_unjoined(_organisations()),
            *_leaders(),
            *_decoys(),
            *_short(),
        ),
        tags=generated.tags,
        implied=national_of(),
        national=frozenset(
            slug(row["id"]) for row in _rows("organisations.csv") if row["implied_country"] and row["type"] in _NATIONAL
        ),
    )


@cache
def leaders_of() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return, by tag, the leaders' names of several words, taken apart: `Recep Tayyip Erdoğan`."""
    found: dict[str, dict[tuple[str, ...], None]] = {}
    called = [(row["name"], _slugs(row["tags"])) for row in _rows("leaders.csv")]
    called += [(alias.text, alias.tags) for alias in default().aliases if alias.rule == "leader"]
    for name, slugs in called:
        if len(parts := tuple(name.rstrip("*!").split())) > 1:
            for one in slugs:
                found.setdefault(one, {})[parts] = None
    return {one: tuple(names) for one, names in found.items()}


@cache
def data_version() -> str:
    """Return what tells these data files from any others."""
    digest = hashlib.sha256()
    for folder in (_DATA, _DATA / "aliases"):
        for path in sorted(folder.iterdir(), key=lambda path: path.name):
            if path.name.endswith((".tsv", ".csv", ".txt")):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:6]

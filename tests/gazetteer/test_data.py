"""The data files hold together: every code is a tag, every line can be read."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from importlib.resources import files
from typing import get_args

import pytest

from monitor.gazetteer import Alias, default, doubts, given_names, parse_aliases, tags, venues
from monitor.gazetteer.doubts import Policy
from monitor.gazetteer.lookup import CONDITIONS
from monitor.gazetteer.reading import disputed, slug

DESK = ("AZ", "AM", "GE", "TR", "RU", "IR", "UA", "US", "GB", "FR", "DE", "CN", "IL", "PS", "KZ")
DATA = files("monitor.gazetteer")


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((DATA / name).read_text(encoding="utf-8").splitlines()))


def test_every_tag_has_a_label_and_stands_once() -> None:
    found = tags()
    assert len({tag.slug for tag in found}) == len(found)
    assert all(tag.label.strip() for tag in found)
    assert {tag.code for tag in found if tag.kind == "country"} >= {"AZ", "AM", "GE", "TR", "XK", "PS", "TW", "VA"}
    assert sum(tag.kind == "organisation" for tag in found) >= 400
    assert [tag.slug for tag in found] == sorted(tag.slug for tag in found)


def test_every_alias_leads_to_a_tag() -> None:
    known = {tag.slug for tag in tags()}
    lost = {(alias.text, slug) for alias in default().aliases for slug in alias.tags if slug not in known}
    assert lost == set()
    assert all(alias.text.strip("*! ") for alias in default().aliases)


def test_organisations_have_parents_and_countries_that_exist() -> None:
    organisations = rows("organisations.csv")
    ids = {row["id"] for row in organisations}
    countries = {tag.code for tag in tags() if tag.kind == "country"}
    assert len(ids) == len(organisations)
    assert {row["parent"] for row in organisations if row["parent"]} <= ids
    assert {row["implied_country"] for row in organisations if row["implied_country"]} <= countries


def test_disputed_regions_are_found_under_the_tag_that_their_note_is_about() -> None:
    found: dict[str, set[str]] = {}
    for alias in default().aliases:
        found.setdefault(alias.text.rstrip("*!"), set()).update(alias.tags)
    chosen = {(slug(code), doubt.text) for doubt in doubts() for code, _ in doubt.options}
    known = [(slug, name) for slug, name in disputed() if name in found]
    assert {name for slug, name in known if slug not in found[name] and (slug, name) not in chosen} == set()
    assert len({slug for slug, _ in known}) >= 14


def test_leaders_dates_can_be_read_and_run_forward() -> None:
    for row in rows("leaders.csv"):
        moments = [date.fromisoformat(f"{row[key]}-01") for key in ("since", "until") if row[key]]
        assert moments == sorted(moments), row["name"]
        assert row["latin"], row["name"]


def test_doubts_and_venues_speak_of_what_the_gazetteer_knows() -> None:
    slugs = {tag.slug for tag in tags()}
    assert {slug(code) for doubt in doubts() for code, _ in doubt.options} <= slugs
    assert {venue.country for venue in venues()} <= slugs
    assert all(doubt.words for doubt in doubts() if doubt.policy == "unless")
    assert "Michael" in given_names()


def test_no_acronym_is_supported_by_the_country_of_another() -> None:
    named: dict[str, set[str]] = {}
    for alias in default().aliases:
        countries = {default().implied.get(slug, slug) for slug in alias.tags}
        named.setdefault(alias.text.rstrip("*!").casefold(), set()).update(countries)
    rows: dict[tuple[str, ...], set[str]] = {}
    for doubt in doubts():
        if doubt.policy == "support" and doubt.text.isupper():
            rows.setdefault(doubt.words, set()).add(doubt.text)
    lent = {
        (text, word)
        for words, texts in rows.items()
        for text in texts
        for word in words
        if (whose := named.get(word, set())) and (own := named.get(text.casefold(), set())) and not whose & own
        if any(whose & named.get(other.casefold(), set()) for other in texts)
    }
    assert lent == set()


@pytest.mark.parametrize("language", ["ru", "uk", "az", "tr", "hy", "ka", "ar", "fa", "de", "fr", "es", "zh", "en"])
def test_the_thirteen_languages_name_every_country_of_the_desk(language: str) -> None:
    named = {slug for a in default().aliases if language in a.languages and a.rule == "name" for slug in a.tags}
    assert {f"country:{code}" for code in DESK} <= named


def test_no_alias_of_a_language_is_written_twice_for_one_tag_by_hand() -> None:
    for path in (DATA / "aliases").iterdir():
        found = list(parse_aliases(path.read_text(encoding="utf-8").splitlines(), path.name.removesuffix(".tsv")))
        twice = [key for key, count in Counter((a.text, a.tags, a.rule) for a in found).items() if count > 3]
        assert twice == [], path.name


def test_every_doubt_can_be_told_in_words() -> None:
    assert set(get_args(Policy)) == CONDITIONS.keys()


def test_notation() -> None:
    found = list(parse_aliases(["# a comment", "", "AZ\tadj\tазербайджанск*; азери", "-\tx\tMinsk agreements"], "ru"))
    assert found == [
        Alias(text="азербайджанск*", tags=("country:AZ",), languages=("ru",), rule="demonym"),
        Alias(text="азери", tags=("country:AZ",), languages=("ru",), rule="demonym"),
        Alias(text="Minsk agreements", tags=(), languages=("ru",), rule="decoy"),
    ]
    with pytest.raises(ValueError, match="line 2"):
        list(parse_aliases(["AZ\tname\tBaku", "AZ name Baku"], "en"))


def test_generated_files_say_so() -> None:
    for name in ("names.tsv", "cities.tsv", "countries.tsv"):
        assert "generate.py" in (DATA / name).read_text(encoding="utf-8").splitlines()[0]


def test_no_file_mixes_look_alike_letters() -> None:
    """A Latin letter inside a Cyrillic word would never match anything."""
    mixed = re.compile(r"[а-яё][a-z]|[a-z][а-яё]")
    written = [alias for alias in default().aliases if alias.rule != "city" and {"ru", "uk"} & set(alias.languages)]
    assert [alias.text for alias in written if mixed.search(alias.text.casefold())] == []

"""Packs: what is shipped loads, and feeds.yaml has the last word."""

from __future__ import annotations

import subprocess
import sys
import zoneinfo
from importlib import resources
from pathlib import Path

import pytest

from monitor.config import load, packs
from monitor.config.codes import COUNTRIES
from monitor.model.settings import Config
from monitor.packs import generate
from monitor.text.domains import registrable_domain
from tests.config.loading import loaded, problem, problems

ROOT = Path(__file__).parent.parent.parent
STOCK = {row["id"]: row for row in generate.rows()}


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return loaded(tmp_path_factory.mktemp("all"), f"include: [{', '.join(packs.names())}]")


@pytest.fixture(scope="module")
def desk() -> Config:
    return load(ROOT / "feeds.yaml")


def test_packs_and_feeds_yaml_are_what_the_stock_makes(capsys: pytest.CaptureFixture[str]) -> None:
    assert generate.main(["--check"]) == 0, capsys.readouterr().out


def test_each_source_of_the_stock_is_in_exactly_one_pack(everything: Config) -> None:
    ids = [source.id for source in everything.sources] + list(everything.disabled)
    assert sorted(ids) == sorted(STOCK)
    assert len(ids) == 268


def test_each_pack_loads_alone_and_says_what_it_holds(tmp_path: Path) -> None:
    assert set(packs.names()) == set(generate.PACKS)
    for name in packs.names():
        assert packs.about(name)
        assert loaded(tmp_path, f"include: {name}").sources


def test_what_is_on_is_attested_and_what_is_off_has_its_reason(everything: Config) -> None:
    for source in everything.sources:
        assert STOCK[source.id]["confidence"] != "low", source.id
        assert not STOCK[source.id]["off"], source.id
    assert all(STOCK[name]["off"] for name in everything.disabled)
    assert not [feed.url for feed in everything.feeds if "news.google.com" in feed.url]


def test_each_listing_that_is_on_says_where_its_links_are(everything: Config) -> None:
    assert all(feed.listing for feed in everything.feeds if feed.kind == "listing")


def test_each_sitemap_is_called_one(everything: Config) -> None:
    assert {feed.url for feed in everything.feeds if "sitemap" in feed.url} == {
        feed.url for feed in everything.feeds if feed.kind == "sitemap"
    }


def test_each_source_stands_in_a_time_zone_of_its_country(everything: Config) -> None:
    """By the zone table of the IANA database: a zone lists all countries that share it."""
    table = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    zones = {(row[0], row[2]) for row in rows}
    for source in everything.sources:
        assert (source.country, source.timezone) in zones, source.id
        zoneinfo.ZoneInfo(source.timezone)


def test_each_source_says_its_country_languages_and_owner(everything: Config) -> None:
    assert all(source.country and source.languages and source.owner for source in everything.sources)


def test_sources_of_one_domain_have_one_owner_except_where_a_domain_is_shared(everything: Config) -> None:
    shared = {"europa.eu", "gov.uk", "www.gov.uk"}
    owners: dict[str, set[str]] = {}
    for source in everything.sources:
        owners.setdefault(registrable_domain(source.homepage), set()).add(source.owner)
    assert {domain for domain, found in owners.items() if len(found) > 1} <= shared
    assert not {source.owner for source in everything.sources} & shared


def test_the_repository_s_desk_reads_about_forty_sources_caliber_first(desk: Config) -> None:
    assert 35 <= len(desk.sources) <= 50
    assert [source.id for source in desk.sources[:3]] == ["caliber-az-en", "caliber-az-ru", "caliber-az-az"]
    assert [source.languages[0] for source in desk.sources[:3]] == ["en", "ru", "az"]
    assert {feed.listing.card for feed in desk.feeds if feed.source.startswith("caliber-az") and feed.listing} == {
        ".float_block"
    }
    assert {"AZ", "AM", "GE", "TR", "RU", "UA", "BE"} <= {source.country for source in desk.sources}
    assert len({source.languages[0] for source in desk.sources}) >= 4


def test_the_desk_s_sources_are_those_of_the_packs(desk: Config, everything: Config) -> None:
    assert set(desk.sources) <= set(everything.sources)
    assert set(desk.feeds) <= set(everything.feeds)


def test_the_desk_loads_fast_for_it_needs_no_list_of_domains() -> None:
    script = "import sys; from pathlib import Path; from monitor.config import load; load(Path('feeds.yaml')); "
    script += "print('tldextract' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_the_desk_loads_without_an_environment_and_looks_for_what_it_was_made_for(desk: Config) -> None:
    assert "az-nato" in {watchlist.id for watchlist in desk.watchlists}
    assert [digest.name for digest in desk.digests] == ["caucasus"]
    assert desk.settings.contact is None


def test_a_source_in_feeds_yaml_is_laid_over_that_of_a_pack_key_by_key(tmp_path: Path) -> None:
    text = "include: [caucasus]\nsources:\n  - {id: haqqin, tier: 1}\n  - {id: trend-en, enabled: false}\n"
    config = loaded(tmp_path, text + "  - {id: arka, enabled: true, feeds: [{url: https://arka.am/rss}]}\n")
    by_id = {source.id: source for source in config.sources}
    assert (by_id["haqqin"].tier, by_id["haqqin"].name) == (1, "Haqqin.az")
    assert "trend-en" in config.disabled
    assert by_id["arka"].country == "AM"
    assert [feed.url for feed in config.feeds if feed.source == "arka"] == ["https://arka.am/rss"]


def test_sources_of_one_s_own_stand_before_those_of_packs(tmp_path: Path) -> None:
    text = "include: [caucasus]\nsources: [{id: own, name: Own, feeds: [{url: https://own.example/rss}]}]\n"
    assert loaded(tmp_path, text).sources[0].id == "own"


def test_a_pack_of_one_s_own_is_found_beside_feeds_yaml(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "ours.yaml").write_text(
        "about: Ours\nsources:\n  - {id: a, name: A, feeds: [{url: https://a.example/}]}\n"
    )
    assert loaded(tmp_path, "include: [more/ours.yaml]").sources[0].id == "a"


def test_what_is_wrong_in_a_pack_is_told_with_the_pack_s_own_lines(tmp_path: Path) -> None:
    pack = tmp_path / "ours.yaml"
    pack.write_text("sources:\n  - {id: a, name: A, tier: 9, feeds: [{url: https://a.example/}]}\nsettings: {}\n")
    found = problems(tmp_path, "include: [ours.yaml]\nsettigns: {}\n")
    assert [(Path(one.file).name, one.line, one.key) for one in found] == [
        ("feeds.yaml", 2, "settigns"),
        ("ours.yaml", 2, "sources[a].tier"),
        ("ours.yaml", 3, "settings"),
    ]
    pack.write_text("sources: [")
    assert "not YAML" in problem(tmp_path, "include: [ours.yaml]").message


def test_one_source_in_two_packs_is_told(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text("sources:\n  - {id: haqqin, name: A, feeds: [{url: https://a.example/}]}\n")
    found = problem(tmp_path, "include: [caucasus, ours.yaml]")
    assert found.message.startswith('the id "haqqin" is taken; first at ')
    assert "caucasus.yaml:" in found.message


def test_countries_are_those_of_the_standard() -> None:
    table = (resources.files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8")
    known = {line.split("\t")[0] for line in table.splitlines() if not line.startswith("#")}
    assert known | {"XK"} == COUNTRIES

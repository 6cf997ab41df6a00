"""`monitor watch` as its user calls it: the real program on a small archive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from monitor.config import load
from tests.desk import Desk
from tests.press_room import PressRoom
from tests.shelf import NOW, fill

FEEDS = """\
# The desk's file. It has a comment here ...
settings:
  timezone: Asia/Baku # ... and one here
sources:
- id: caspian-courier
  name: 'Caspian Courier'
  feeds: [{url: https://courier.example/feed.xml}]
watchlists:
- {id: az-nato, name: Azerbaijan and NATO, countries: [AZ], organisations: [nato]} # the seed of it all
- id: borders
  text: '"border commissions" OR corridor'
  not: {text: winter}
digests:
- name: morning
  watchlists: [az-nato]
  at: "07:00"
"""
FROZEN: dict[str, Any] = {"MONITOR_NOW": NOW.isoformat()}


@pytest.fixture
def shelf(tmp_path: Path, room: PressRoom) -> Desk:
    desk = Desk(room, tmp_path)
    desk.config.write_text(FEEDS, encoding="utf-8")
    fill(desk.db)
    return desk


def test_a_watchlist_shows_what_it_finds_and_why(shelf: Desk) -> None:
    shown = shelf.run("watch", "test", "az-nato", **FROZEN)
    assert shown.returncode == 0, shown.stderr
    assert "Azerbaijan and NATO: 1 article from" in shown.stdout
    assert "NATO assembly receives Milli Majlis deputies" in shown.stdout
    assert "organisation nato  focus, 2 times, in the title" in shown.stdout
    said = shelf.json("watch", "test", "borders", "--since", "30d", **FROZEN)
    assert [one["title"] for one in said["articles"]] == ["Border commissions agree"]
    assert said["articles"][0]["reasons"] == [
        {"kind": "text", "value": "border commissions", "evidence": "Border commissions agree"}
    ]


def test_it_says_where_too_few_sources_tell_a_story(shelf: Desk) -> None:
    shelf.config.write_text(FEEDS.replace("organisations: [nato]", "organisations: [nato], min_sources: 2"), "utf-8")
    shown = shelf.run("watch", "test", "az-nato", **FROZEN)
    assert "    min_sources  1 of 2 independent: not told yet" in shown.stdout
    [one] = shelf.json("watch", "test", "az-nato", **FROZEN)["articles"]
    assert (one["independent"], one["told"]) == (1, False)


def test_the_list_says_who_is_told(shelf: Desk) -> None:
    said = shelf.json("watch", "list")
    assert [(one["id"], one["told_in"]) for one in said["watchlists"]] == [("az-nato", ["morning"]), ("borders", [])]
    assert '"border commissions" OR corridor' in shelf.run("watch", "list").stdout


def test_a_name_that_is_not_there(shelf: Desk) -> None:
    failed = shelf.run("watch", "test", "az-nat")
    assert failed.returncode == 2
    assert "there is no watchlist `az-nat`; did you mean 'az-nato'?" in failed.stderr


def test_what_is_added_keeps_the_rest_of_the_file_as_it_was(shelf: Desk) -> None:
    shelf.config.chmod(0o640)
    done = shelf.run(
        "watch", "add", "norway", "--name", "Norway: oil & gas", "--country", "NO", "--text", '"Barents Sea"~5',
        "--digest", "morning", "--min-sources", "2",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    text = shelf.config.read_text(encoding="utf-8")
    for line in FEEDS.replace("watchlists: [az-nato]", "watchlists: [az-nato, norway]").splitlines():
        assert line in text.splitlines()
    config = load(shelf.config)
    added = config.watchlists[-1]
    assert (added.id, added.name, added.countries, added.text) == (
        "norway", "Norway: oil & gas", ("NO",), '"Barents Sea"~5',
    )  # fmt: skip
    assert added.min_sources == 2
    assert config.digests[0].watchlists == ("az-nato", "norway")
    assert shelf.config.stat().st_mode & 0o777 == 0o640


def test_what_would_not_load_is_not_written(shelf: Desk) -> None:
    for arguments, code, said in (
        (["az-nato", "--country", "AZ"], 65, "is taken in watchlists; --replace"),
        (["x", "--source", "caspian-curier"], 78, "did you mean 'caspian-courier'?"),
        (["x", "--text", '"open'], 78, "a quotation mark is not closed"),
        (["x"], 78, "at least one of countries"),
        (["x", "--country", "AZ", "--digest", "mornin"], 2, "did you mean 'morning'?"),
    ):
        failed = shelf.run("watch", "add", *arguments)
        assert failed.returncode == code, failed.stderr
        assert said in failed.stderr
    assert shelf.config.read_text(encoding="utf-8") == FEEDS


def test_the_yaml_can_be_had_without_writing(shelf: Desk) -> None:
    done = shelf.run("watch", "add", "x", "--country", "NO", "--not", "football", "--dry-run")
    assert done.stdout == '  - id: x\n    countries: ["NO"]\n    not:\n      text: football\n'
    assert shelf.config.read_text(encoding="utf-8") == FEEDS


def test_replaced_in_its_place(shelf: Desk) -> None:
    assert shelf.run("watch", "add", "az-nato", "--org", "osce", "--replace").returncode == 0
    assert [one.id for one in load(shelf.config).watchlists] == ["az-nato", "borders"]
    assert load(shelf.config).watchlists[0].organisations == ("osce",)

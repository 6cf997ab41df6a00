"""R08 to R12 and R32: feeds, hosts and networks that are down, slow, or far too much."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime, timedelta

import pytest

from tests.conformance.newsroom import FROZEN, NOW, piece, publish, titles
from tests.desk import WORDS, Desk
from tests.faults import armed
from tests.press_room import Piece

pytestmark = pytest.mark.slow

# R08, R09 - feeds that answer with something else, or not at all


def test_r08_what_is_no_feed_costs_neither_entries_nor_validators(desk: Desk) -> None:
    ways = {"html": "html", "empty": "empty", "half": "connect"}
    for number, way in enumerate(ways, 1):
        desk.source(way, publish(desk.room, piece(number), path=f"/{way}.xml", etag=f'"{way}"'))
    desk.collect()
    before = desk.rows("SELECT feed_id, entry_key, article_id, pending FROM entries")
    good = {way: desk.room._routes[None, f"/{way}.xml"] for way in ways}
    for way in ways:
        desk.room.misbehave(f"/{way}.xml", way)  # type: ignore[arg-type]
    desk.collect("--all", code=1)
    assert desk.rows("SELECT feed_id, entry_key, article_id, pending FROM entries") == before
    assert dict(desk.rows("SELECT source, etag FROM feeds")) == {way: f'"{way}"' for way in ways}
    assert {feed["source"]: feed["outcome"] for feed in desk.json("health")["feeds"]} == ways
    for way, route in good.items():
        desk.room.route(f"/{way}.xml", route)
    assert desk.collect("--all")["feeds"]["not_modified"] == 3


def test_r09_r21_hangs_of_every_kind_end_at_the_deadline_and_stop_no_other_feed(desk: Desk) -> None:
    desk.settings["timeout"] = "1s"
    for host, way in enumerate(("hang", "drip", "stall"), 2):
        desk.source(way, desk.room.misbehave(f"/{way}.xml", way, host=f"127.0.0.{host}"))  # type: ignore[arg-type]
    desk.source("good", publish(desk.room, piece(1)))
    report = desk.collect()
    assert report["new"] == 1
    kinds = {error["source"]: error["kind"] for error in report["errors"]}
    assert kinds == {"hang": "timeout", "drip": "timeout", "stall": "timeout"}


# R10, R32 - names


def test_r10_a_name_that_is_not_there_and_a_name_server_that_is_not_are_told_apart(desk: Desk) -> None:
    desk.source("good", publish(desk.room, piece(1)))
    desk.source("gone", "http://nowhere.invalid/rss.xml")
    said = []
    for code in ("EAI_NONAME", "EAI_AGAIN"):
        report = desk.collect("--all", **armed(MONITOR_FAULT_NAMES=code))
        said += [(error["source"], error["kind"], error["message"]) for error in report["errors"]]
    assert [each[:2] for each in said] == [("gone", "dns")] * 2
    assert "there is no such host" in said[0][2]
    assert "no answer at present" in said[1][2]
    assert desk.rows("SELECT failures FROM feeds WHERE source = 'gone'") == [(2,)]


def test_r32_f39_a_local_outage_is_held_against_nobody(desk: Desk) -> None:
    late = Piece(path="http://localhost:{port}/late.html", title="Late")
    late = Piece(path=late.path.format(port=desk.room.port), title="A late page", text=f"{WORDS}\nIt came late.")
    url = desk.room.url("/rss.xml", host="localhost")
    desk.room.feed("/rss.xml", [late], etag='"one"')
    desk.source("courier", url)
    desk.room.status("/late.html", 503)
    assert desk.collect()["pending"] == 1
    before = desk.rows("SELECT * FROM feeds"), desk.rows("SELECT entry_key, tries, pending FROM entries")
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    for _ in range(3):
        done = desk.run("collect", "--all", **armed(MONITOR_FAULT_NAMES="EAI_AGAIN", MONITOR_NOW=tomorrow))
        assert done.returncode == 69
        [line] = done.stderr.splitlines()
        assert "no network" in line
    assert (desk.rows("SELECT * FROM feeds"), desk.rows("SELECT entry_key, tries, pending FROM entries")) == before
    desk.room.page(Piece(path="/late.html", title=late.title, text=late.text))
    assert desk.collect(MONITOR_NOW=tomorrow)["new"] == 1
    assert desk.rows("SELECT extractor FROM articles") != [("feed",)]


def test_r32_a_name_that_is_gone_is_no_outage_where_others_answer(desk: Desk) -> None:
    late = piece(1)
    desk.source("good", publish(desk.room, late))
    desk.room.status(late.path, 503)
    assert desk.collect(**FROZEN)["pending"] == 1
    desk.room.page(late)
    desk.source("dead", "http://nowhere.invalid/rss.xml")
    desk.write()
    ten_minutes_later = (NOW + timedelta(minutes=10)).isoformat()
    report = desk.collect(code=1, MONITOR_NOW=ten_minutes_later, **armed(MONITOR_FAULT_NAMES="EAI_NONAME"))
    assert (report["new"], [error["kind"] for error in report["errors"]]) == (1, ["dns"])
    assert desk.rows("SELECT failures FROM feeds WHERE source = 'dead'") == [(1,)]


# R11, R12 - too much of it


def test_r11_a_storm_of_server_errors_is_met_with_patience(desk: Desk) -> None:
    for host in range(2, 22):
        desk.source(f"paper-{host}", desk.room.status("/rss.xml", 503, host=f"127.0.0.{host}"))
        desk.room.url(host=host)
    report = desk.collect(code=1)
    assert report["feeds"]["failed"] == 20
    assert len(desk.room.asked()) <= 40  # each once, and once more
    desk.room.forget()
    later = (datetime.now(UTC) + timedelta(minutes=20)).isoformat()
    assert desk.collect(MONITOR_NOW=later)["feeds"]["due"] == 0
    assert desk.room.asked() == ()


@pytest.mark.slow
def test_r12_of_ten_thousand_entries_none_is_lost_and_memory_is_bounded(desk: Desk) -> None:
    desk.settings["newest"] = 10_000
    desk.source("courier", desk.room.feed("/rss.xml", [piece(number) for number in range(10_000)], etag='"one"'))
    for number in range(10):
        desk.room.page(piece(number))
    desk.write()
    command = desk.command("collect", "--limit", "5", "-q")
    collecting = subprocess.Popen(command, env=desk.environment())
    _, status, used = os.wait4(collecting.pid, 0)
    collecting.returncode = os.waitstatus_to_exitcode(status)
    assert collecting.returncode == 0
    assert used.ru_maxrss < 600 * 1024  # KiB, of the largest of its processes
    assert desk.rows("SELECT count(*), count(pending), count(article_id) FROM entries") == [(10_000, 9_995, 5)]
    report = desk.collect("--all", "--limit", "5")
    assert (report["feeds"]["not_modified"], report["new"]) == (1, 5)
    assert sorted(titles(desk, "courier")) == [piece(number).title for number in range(10)]

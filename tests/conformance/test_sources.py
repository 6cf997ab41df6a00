"""Finding and keeping sources, over runs of the real program: cadence (F25), reservations (F37), backfill (R20)."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.desk import WORDS, Desk
from tests.press_room import Piece

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
TDM = "/.well-known/tdmrep.json"
MORE = "Observers from the OSCE followed the round, which was the fourth this year, and praised its tone."


def at(moment: datetime) -> dict[str, Any]:
    return {"MONITOR_NOW": moment.isoformat()}


def piece(number: int, *, hours: float = 1, folder: str = "news", **more: Any) -> Piece:
    return Piece(
        path=f"/{folder}/{number}.html",
        title=f"Azerbaijan and NATO hold round {number} of talks",
        text=f"{WORDS}\nIt was round {number} of the dialogue between Azerbaijan and NATO, officials added.\n{MORE}",
        summary=f"Round {number} was held.",
        published=NOW - timedelta(hours=hours, minutes=number),
        author="A. Reporter",
        **more,
    )


def publish(desk: Desk, path: str, *pieces: Piece) -> str:
    for one in pieces:
        desk.room.page(one)
    return desk.room.feed(path, pieces)


def test_f37_what_a_tdmrep_file_reserves_is_linked_and_not_kept(desk: Desk):
    reserved, free, licensed = piece(1, folder="reserved"), piece(2, folder="free"), piece(3, folder="reserved")
    desk.room.serve(
        TDM, json.dumps([{"location": "/reserved/", "tdm-reservation": 1}]), content_type="application/json"
    )
    desk.source("plain", publish(desk, "/a.xml", reserved, free))
    desk.source("licensed", publish(desk, "/b.xml", licensed), rights="licensed", rights_note="by contract")
    desk.collect(**at(NOW))

    (kept,) = desk.rows(
        "SELECT title, summary, body, authors, image_url, published_at FROM articles WHERE url LIKE '%/1.html'"
    )
    assert kept == (reserved.title, "", "", "[]", None, "2026-11-23T08:59:00Z")
    assert desk.rows("SELECT url, reserved FROM articles WHERE reserved IS NOT NULL AND body = ''") == [
        (desk.room.url("/reserved/1.html"), "tdm-file")
    ]
    assert desk.rows("SELECT count(*) FROM articles WHERE body <> ''") == [(2,)]
    assert desk.rows("SELECT reserved FROM articles WHERE source = 'licensed'") == [("tdm-file",)]
    assert desk.rows("SELECT count(*) FROM entries WHERE pending IS NOT NULL") == [(0,)]

    # One question an origin, before its pages are taken in, and none while the answer is fresh.
    assert desk.room.paths().count(TDM) == 1
    desk.room.forget()
    publish(desk, "/a.xml", reserved, free, piece(4, folder="reserved", hours=-1))
    desk.collect("--all", **at(NOW + timedelta(hours=2)))
    assert TDM not in desk.room.paths()
    assert desk.rows("SELECT count(*) FROM articles WHERE reserved = 'tdm-file'") == [(3,)]


def test_f37_the_page_overrules_the_file(desk: Desk):
    one, two = piece(1), piece(2)
    desk.room.serve(TDM, '[{"location": "/", "tdm-reservation": 1}]', content_type="application/json")
    url = publish(desk, "/a.xml", one, two)
    desk.room.page(two, headers={"tdm-reservation": "0", "X-Robots-Tag": "max-snippet:40"})
    desk.source("plain", url)
    desk.collect(**at(NOW))
    found = desk.rows("SELECT reserved, body <> '', quote FROM articles ORDER BY url")
    assert found == [("tdm-file", 0, None), (None, 1, 40)]
    shown = desk.json("show", str(desk.rows("SELECT id FROM articles WHERE reserved IS NULL")[0][0]))
    assert (shown["quote"], shown["backfill"]) == (40, True)


def test_f25_a_busy_feed_comes_due_before_a_quiet_one(desk: Desk):
    busy = [piece(number, hours=number / 8, folder="busy") for number in range(40)]
    quiet = [piece(number, hours=100 * number, folder="quiet") for number in range(1, 9)]
    desk.source("busy", publish(desk, "/busy.xml", *busy))
    desk.source("quiet", publish(desk, "/quiet.xml", *quiet))
    desk.collect("--limit", "0", **at(NOW))
    desk.room.forget()
    desk.collect("--limit", "0", **at(NOW + timedelta(minutes=31)))
    assert desk.room.paths() == ["/busy.xml"]
    assert desk.rows("SELECT next_check_at < '2026-11-23T18:00:00Z' FROM feeds WHERE source = 'quiet'") == [(1,)]


def test_r20_a_first_add_is_backfill_and_what_follows_is_news(desk: Desk):
    old = [piece(number, hours=number) for number in range(1, 6)]
    desk.source("courier", publish(desk, "/rss.xml", *old))
    desk.collect(**at(NOW))
    assert desk.rows("SELECT DISTINCT backfill FROM articles") == [(1,)]
    publish(desk, "/rss.xml", piece(9, hours=-1), *old)
    desk.collect("--all", **at(NOW + timedelta(hours=2)))
    assert desk.rows("SELECT url FROM articles WHERE NOT backfill") == [(desk.room.url("/news/9.html"),)]


def test_r20_an_archive_brought_out_again_under_new_addresses_is_backfill(desk: Desk):
    old = [piece(number, hours=24 * number) for number in range(1, 13)]
    desk.source("courier", publish(desk, "/rss.xml", piece(30, hours=0)))
    desk.collect(**at(NOW - timedelta(days=20)))
    desk.collect("--all", **at(NOW - timedelta(hours=1)))
    publish(desk, "/rss.xml", piece(31, hours=-1), *old)
    desk.collect("--all", **at(NOW + timedelta(hours=2)))
    assert desk.rows("SELECT count(*) FROM articles WHERE backfill AND url NOT LIKE '%/30.html'")[0][0] >= 10
    assert desk.rows("SELECT backfill FROM articles WHERE url LIKE '%/31.html'") == [(0,)]


def test_a_forgotten_article_does_not_come_back(desk: Desk):
    one, two = piece(1), piece(2)
    desk.source("courier", publish(desk, "/rss.xml", one, two))
    desk.collect(**at(NOW))
    gone = desk.json("forget", desk.room.url("/news/1.html?utm_source=mail"))
    assert gone["articles"] == 1
    desk.room.forget()
    publish(desk, "/rss.xml", piece(1, guid="another"), two, piece(3, hours=-1))
    desk.collect("--all", **at(NOW + timedelta(hours=2)))
    assert "/news/1.html" not in desk.room.paths()
    urls = desk.rows("SELECT url FROM articles ORDER BY url")
    assert urls == [(desk.room.url("/news/2.html"),), (desk.room.url("/news/3.html"),)]


def test_a_forgotten_source_is_not_collected_any_more(desk: Desk):
    desk.source("courier", publish(desk, "/rss.xml", piece(1)))
    desk.source("gazette", publish(desk, "/more.xml", piece(2)))
    desk.collect(**at(NOW))
    assert desk.json("forget", "courier", "--yes")["articles"] == 1
    desk.room.forget()
    done = desk.run("collect", "--all", **at(NOW + timedelta(hours=2)))
    assert done.returncode == 0
    assert "courier was forgotten" in done.stderr
    assert "/rss.xml" not in desk.room.paths()
    assert desk.rows("SELECT id FROM sources") == [("gazette",)]
    unknown = desk.run("forget", "courrier", "--yes")
    assert (unknown.returncode, unknown.stderr.count("\n")) == (2, 1)


def test_old_texts_are_pruned_after_the_time_that_their_source_sets(desk: Desk):
    desk.source("courier", publish(desk, "/a.xml", piece(1)))
    desk.source("gazette", publish(desk, "/b.xml", piece(2)), keep_text="2y")
    desk.source("record", publish(desk, "/c.xml", piece(3)), keep_text="forever")
    desk.collect(**at(NOW))
    assert desk.json("prune", **at(NOW + timedelta(days=399)))["texts"] == 0
    assert desk.json("prune", **at(NOW + timedelta(days=401)))["texts"] == 1
    assert desk.rows("SELECT source, body <> '' FROM articles ORDER BY source") == [
        ("courier", 0), ("gazette", 1), ("record", 1),
    ]  # fmt: skip
    assert desk.json("prune", **at(NOW + timedelta(days=9999)))["texts"] == 1

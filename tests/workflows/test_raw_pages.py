"""Raw pages from end to end: kept by a collect, read again by better rules, handed on as WARC."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from monitor.store.pages import Pages
from tests.desk import WORDS, Desk
from tests.press_room import Piece

pytestmark = pytest.mark.slow

NOW = datetime.now(UTC).replace(microsecond=0)
RESERVED = {"X-Robots-Tag": "noarchive"}


def published(desk: Desk, *, headers: dict[int, dict[str, str]] | None = None) -> None:
    pieces = [
        Piece(
            path=f"/news/{number}.html",
            title=f"Azerbaijan and NATO hold round {number} of talks",
            text=f"{WORDS}\nIt was round {number} of the dialogue between Azerbaijan and NATO, officials added.",
            published=NOW - timedelta(hours=number),
        )
        for number in (1, 2)
    ]
    for number, piece in enumerate(pieces, 1):
        desk.room.page(piece, headers={"Set-Cookie": "id=1", **(headers or {}).get(number, {})})
    desk.source("courier", desk.room.feed("/rss.xml", pieces), homepage=desk.room.url("/"))


def kept(desk: Desk) -> list[str]:
    with Pages.open(desk.db.with_name("pages.db"), read_only=True) as pages:
        return [page.body.decode() for page in pages.pages(pages.ids())]


def test_a_collect_keeps_raw_pages_but_none_that_is_reserved(desk: Desk) -> None:
    published(desk, headers={2: RESERVED})
    desk.collect()
    [html] = kept(desk)
    assert "round 1 of the dialogue" in html
    with Pages.open(desk.db.with_name("pages.db"), read_only=True) as pages:
        [page] = pages.pages(pages.ids())
        assert "set-cookie" not in page.headers
        assert page.entry.title == "Azerbaijan and NATO hold round 1 of talks"
    [source] = desk.json("pages", "list")["sources"]
    assert (source["source"], source["pages"]) == ("courier", 1)


def test_none_is_kept_where_none_is_wanted(desk: Desk) -> None:
    published(desk)
    desk.settings["pages"] = "0"
    desk.collect()
    assert not desk.db.with_name("pages.db").exists()
    done = desk.run("pages", "list")
    assert (done.returncode, "there are no raw pages" in done.stderr) == (65, True)


def test_better_rules_repair_the_past_without_a_revision(desk: Desk) -> None:
    published(desk)
    desk.collect()
    desk.sources[0]["article"] = {"title": "title", "body": "p:nth-of-type(2)"}
    desk.write()
    desk.room.forget()
    [read] = desk.json("reprocess", "--stage", "extract")["stages"]
    assert (read["articles"], read["changed"], read["failed"]) == (2, 2, [])
    assert {"what": "body", "gained": 0, "lost": 2} in read["changes"]
    assert desk.room.paths() == []
    bodies = [row[0] for row in desk.rows("SELECT body FROM articles ORDER BY id")]
    assert all(body.startswith("It was round") for body in bodies)
    assert desk.rows("SELECT count(*) FROM revisions") == [(0,)]
    assert desk.rows("SELECT count(revised_at) FROM articles") == [(0,)]
    assert desk.json("search", "dialogue")["articles"]
    assert desk.json("search", "joint statement")["articles"] == [], "the full-text index says what the texts say"
    [again] = desk.json("reprocess", "--stage", "extract")["stages"]
    assert (again["articles"], again["changed"]) == (0, 0)
    [everything] = desk.json("reprocess", "--stage", "extract", "--all")["stages"]
    assert (everything["articles"], everything["changed"]) == (2, 0)


def test_raw_pages_are_handed_on_as_warc(desk: Desk) -> None:
    published(desk)
    desk.collect()
    done = desk.run("pages", "export", "--warc", "week.warc.gz", "--since", "1d")
    assert (done.returncode, done.stdout) == (0, "2 pages\n"), done.stderr
    found: dict[str, Any] = {}
    with (desk.folder / "week.warc.gz").open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type == "response":
                found[record.rec_headers.get_header("WARC-Target-URI")] = record.content_stream().read()
    assert set(found) == {desk.room.url("/news/1.html"), desk.room.url("/news/2.html")}
    assert b"round 1 of the dialogue" in found[desk.room.url("/news/1.html")]
    again = desk.run("pages", "export", "--warc", "week.warc.gz")
    assert (again.returncode, "exists already" in again.stderr) == (73, True)


def test_warc_without_its_library_is_told_in_one_line(desk: Desk) -> None:
    published(desk)
    desk.collect()
    (desk.folder / "warcio.py").write_text("raise ImportError('not installed')", encoding="utf-8")
    done = desk.run(
        "pages", "export", "--warc", "week.warc.gz", PYTHONPATH=f"{desk.folder}:{desk.environment()['PYTHONPATH']}"
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "press-monitor[warc]" in done.stderr
    assert not (desk.folder / "week.warc.gz").exists()


def test_what_is_forgotten_or_let_go_leaves_no_raw_page(desk: Desk) -> None:
    published(desk)
    desk.collect()
    assert len(kept(desk)) == 2
    assert desk.run("forget", desk.room.url("/news/1.html"), "--yes").returncode == 0
    [html] = kept(desk)
    assert "round 2 of the dialogue" in html
    database = sqlite3.connect(desk.db)
    database.execute("UPDATE articles SET purged_at = '2026-01-01T00:00:00Z', body = ''")
    database.commit()
    database.close()
    assert desk.run("prune").returncode == 0
    assert kept(desk) == []

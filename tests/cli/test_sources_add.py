"""`monitor sources add | import | export`: a desk adds an outlet by its home page, or a list of them."""

from __future__ import annotations

import difflib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.config import load
from tests.desk import Desk
from tests.press_room import Piece, PressRoom

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
AT: dict[str, Any] = {"MONITOR_NOW": NOW.isoformat()}
COMMENTED = """\
# Our press.
settings: {contact: desk@press.invalid, private_networks: [127.0.0.0/8], delay: 0s, timeout: 5s}

sources:
  # The first one.
  - id: courier   # of record
    name: "Courier"
    feeds:
    - {url: 'http://127.0.0.1:9/rss', kind: rss}

# What we look for.
watchlists:
  - {id: az, countries: [AZ]}
"""
HEADLINES = [f"Delegations of the two countries meet for round {number} of their talks" for number in range(8)]


@pytest.fixture
def desk(tmp_path: Path, room: PressRoom) -> Desk:
    made = Desk(room, tmp_path)
    made.config.write_text(COMMENTED, encoding="utf-8")
    return made


@pytest.fixture
def room():
    with PressRoom() as opened:
        yield opened


def piece(number: int) -> Piece:
    return Piece(path=f"/news/{number}.html", title=HEADLINES[number], published=NOW - timedelta(hours=number))


def with_feed(desk: Desk) -> None:
    pieces = [piece(number) for number in range(3)]
    desk.room.feed("/feeds/all", pieces, etag='"v1"')
    desk.room.feed("/comments/feed", [piece(7)])
    desk.room.serve(
        "/",
        '<html lang="en"><title>The Gazette</title>'
        '<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">'
        '<link rel="alternate" type="application/rss+xml" href="/feeds/all">',
    )


def only_added(before: str, after: str) -> str:
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    assert not [line for line in lines if line.startswith("- ")], "what stood there stays as it was"
    return "\n".join(line[2:] for line in lines if line.startswith("+ "))


def test_f01_a_source_is_added_by_its_home_page_and_its_feed_fetched_once(desk: Desk):
    with_feed(desk)
    told = desk.json("sources", "add", desk.room.url("/"), "--id", "gazette", **AT)
    assert told["written"] is True
    assert [(feed["url"], feed["entries"], feed["found"]) for feed in told["feeds"]] == [
        (desk.room.url("/feeds/all"), 3, "link")
    ]
    assert "/favicon.ico" not in desk.room.paths()
    added = only_added(COMMENTED, desk.config.read_text(encoding="utf-8"))
    assert yaml.safe_load(added)[0]["name"] == "The Gazette"
    assert load(desk.config).sources[-1].languages == ("en",)
    # What the feed said is kept, with its validators: the first collect asks for its pages only.
    assert desk.rows("SELECT etag FROM feeds WHERE url LIKE '%/feeds/all'") == [('"v1"',)]
    assert desk.rows("SELECT count(*) FROM entries WHERE pending IS NOT NULL AND backfill") == [(3,)]
    for number in range(3):
        desk.room.page(piece(number))
    desk.room.forget()
    assert desk.collect("gazette", **AT)["new"] == 3
    assert "/feeds/all" not in desk.room.paths()
    again = desk.run("sources", "add", desk.room.url("/"))
    assert (again.returncode, again.stderr.count("\n")) == (65, 1)
    assert "is read already" in again.stderr


def test_a_site_without_a_feed_becomes_a_listing(desk: Desk):
    cards = "".join(f'<div class="card"><a href="/en/post/{n}">{words}</a></div>' for n, words in enumerate(HEADLINES))
    desk.room.serve("/en/", f"<title>Outlet</title><body><a href='/about'>About</a>{cards}")
    before = desk.config.read_text(encoding="utf-8")
    shown = desk.run("sources", "add", desk.room.url("/en/"), "--dry-run", **AT)
    assert shown.returncode == 0
    assert "kind: listing" in shown.stdout
    assert HEADLINES[0] in shown.stdout
    assert desk.config.read_text(encoding="utf-8") == before
    assert not desk.db.exists()


def test_where_nothing_is_found_that_is_said_in_few_words(desk: Desk):
    desk.room.serve("/", "<p>Under construction")
    done = desk.run("sources", "add", desk.room.url("/"), **AT)
    assert done.returncode == 1
    assert "nothing to collect was found" in done.stderr
    gone = desk.run("sources", "add", desk.room.url("/nowhere"), **AT)
    assert (gone.returncode, gone.stderr.count("\n")) == (1, 1)
    bad = desk.run("sources", "add", "ftp://outlet.example/")
    assert bad.returncode == 2
    assert "Traceback" not in done.stderr + gone.stderr + bad.stderr


OPML = """<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body><outline text="Caucasus">
<outline type="rss" text="Courier" xmlUrl="https://courier.example/a.xml" htmlUrl="https://courier.example/"/>
<outline type="rss" text="Courier, sport" xmlUrl="https://courier.example/b.xml" htmlUrl="https://courier.example/"/>
<outline TEXT="Post" XMLURL="feed:https://post.example/rss?lang=en"/>
<outline text="Bad" xmlUrl="javascript:alert(1)"/>
<outline text="Known" xmlUrl="http://127.0.0.1:9/rss"/>
</outline></body></opml>"""


def test_lists_of_feeds_come_in_and_go_out(desk: Desk, tmp_path: Path):
    (tmp_path / "mine.opml").write_text(OPML, encoding="utf-8")
    told = desk.json("sources", "import", str(tmp_path / "mine.opml"))
    assert [(source["id"], len(source["feeds"])) for source in told["sources"]] == [
        ("courier-example", 2),
        ("post-example", 1),
    ]
    assert [one["url"] for one in told["skipped"]] == ["javascript:alert(1)", "http://127.0.0.1:9/rss"]
    only_added(COMMENTED, desk.config.read_text(encoding="utf-8"))
    out = desk.run("sources", "export").stdout
    assert out.count("xmlUrl") == 4
    (tmp_path / "out.opml").write_text(out, encoding="utf-8")
    again = desk.json("sources", "import", str(tmp_path / "out.opml"))
    assert (again["sources"], again["written"]) == ([], False)
    (tmp_path / "bad.opml").write_text("<opml><body>", encoding="utf-8")
    bad = desk.run("sources", "import", str(tmp_path / "bad.opml"))
    assert (bad.returncode, bad.stderr.count("\n")) == (65, 1)

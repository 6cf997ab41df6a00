"""Nothing lost, nothing twice: the numbers R.. that span runs of the real `monitor collect`.

What one module promises by itself is tested beside it, under its number too: locks (R05), migrations (R29), the
full-text index (R27), the scheduler's children (R24, R25).
"""

from __future__ import annotations

import itertools
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.store import open_archive
from tests.desk import WORDS, Desk
from tests.faults import Fault, armed, fail, kill
from tests.press_room import Piece, PressRoom, Visit

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
FROZEN: dict[str, Any] = {"MONITOR_NOW": NOW.isoformat()}
STAMP = "2026-11-23T10:00:00Z"


def piece(number: int, *, text: str = "", **more: Any) -> Piece:
    return Piece(
        path=f"/news/{number}.html",
        title=f"Azerbaijan and NATO hold round {number} of talks",
        text=text or f"{WORDS}\nIt was round {number} of the dialogue between Azerbaijan and NATO, officials added.",
        published=NOW - timedelta(hours=number),
        **more,
    )


def publish(room: PressRoom, *pieces: Piece, path: str = "/rss.xml", **more: Any) -> str:
    for one in pieces:
        room.page(one)
    return room.feed(path, pieces, **more)


def holdings(desk: Desk) -> dict[str, list[tuple[Any, ...]]]:
    """What a reader has: articles with their texts, times and tags, and which feed carried them."""
    return {
        "articles": desk.rows(
            "SELECT url, source, title, summary, body, published_at, sorted_at, countries, organisations"
            " FROM articles ORDER BY url"
        ),
        "tags": desk.rows(
            "SELECT a.url, m.tag, m.sorted_at, m.salience, m.focus, m.spans"
            " FROM mentions m JOIN articles a ON a.id = m.article_id ORDER BY 1, 2"
        ),
        "entries": desk.rows(
            "SELECT e.feed_id, e.entry_key, a.url, e.pending FROM entries e LEFT JOIN articles a ON a.id = e.article_id"
            " ORDER BY 1, 2"
        ),
        "feeds": desk.rows("SELECT url, etag, failures, outcome FROM feeds ORDER BY url"),
    }


def flaws(desk: Desk) -> tuple[str, ...]:
    with open_archive(desk.db, now=NOW) as archive:
        return archive.flaws()


def titles(desk: Desk, source: str) -> list[str]:
    return [title for (title,) in desk.rows("SELECT title FROM articles WHERE source = ? ORDER BY id", source)]


# R01 - a death at any stage

STAGES: dict[str, Fault] = {
    "fetch": kill("monitor.crawl.flow:Flow.arrived", 2),
    "parse": kill("monitor.pool:Pool._submit", 1, "after"),
    "in the middle of a feed": kill("monitor.store.entries:entry_text", 3, "after"),
    "after a feed's commit": kill("monitor.workflows.collect.desk:Desk.file", 1, "after"),
    "extract": kill("monitor.pool:Pool._submit", 5, "after"),
    "in the middle of an article": kill("monitor.store.articles:_mention", 2),
    "before an article's commit": kill("monitor.store.archive:Archive.settle", 3),
    "after an article's commit": kill("monitor.workflows.collect.desk:Desk.store", 3, "after"),
    "at the very end": kill("monitor.store.archive:Archive.finish_run", 1),
}


class Edition:
    """A newsroom that stays as it is while desks read it, and what an undisturbed desk makes of it."""

    def __init__(self, room: PressRoom, folder: Path) -> None:
        self.room = room
        wire = f"{WORDS}\nThe statement was published by the foreign ministry of Georgia and runs to three pages."
        first = [piece(number) for number in range(1, 5)]
        second = [
            *(piece(number) for number in range(4, 8)),
            Piece(path="/wire", title="Talks go on", text=wire, published=NOW),
        ]
        self.feeds = (
            publish(room, *first, etag='"one"'),
            publish(room, *second, path="/atom.xml", form="atom", etag='"two"'),
        )
        self.holdings = holdings(self.read(self.desk(folder)))

    def desk(self, folder: Path) -> Desk:
        desk = Desk(self.room, folder)
        desk.source("courier", *self.feeds)
        return desk

    def read(self, desk: Desk) -> Desk:
        for arguments in ((), ("--all",)):
            desk.collect(*arguments, **FROZEN)
        return desk


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edition]:
    with PressRoom() as room:
        yield Edition(room, tmp_path_factory.mktemp("undisturbed"))


@pytest.mark.parametrize(
    "stage",
    [pytest.param(stage, marks=() if stage == "in the middle of an article" else pytest.mark.slow) for stage in STAGES],
)
def test_r01_killed_at_any_stage_the_next_runs_end_in_the_archive_of_an_undisturbed_one(
    edition: Edition, tmp_path: Path, stage: str
) -> None:
    desk = edition.desk(tmp_path)
    killed = desk.run("collect", **FROZEN, **armed(STAGES[stage]))
    assert killed.returncode == -signal.SIGKILL
    edition.read(desk)
    assert holdings(desk) == edition.holdings
    assert flaws(desk) == ()
    assert desk.rows("SELECT outcome FROM runs ORDER BY id") == [("interrupted",), ("ok",), ("ok",)]


# R02 - asked to stop


@pytest.mark.slow
def test_r02_sigterm_lets_what_is_in_flight_arrive_and_gives_the_lock_back(desk: Desk) -> None:
    desk.settings["per_host"] = 1
    running: list[subprocess.Popen[bytes]] = []
    first, second = piece(1), piece(2)

    async def stop_then_answer(visit: Visit) -> None:
        running[0].send_signal(signal.SIGTERM)
        await answer(visit)

    desk.source("courier", publish(desk.room, first, second))
    answer = desk.room._routes[None, first.path]
    desk.room.route(first.path, stop_then_answer)
    desk.write()
    running.append(subprocess.Popen(desk.command("collect", "-q"), env=desk.environment(), stderr=subprocess.PIPE))
    _, said = running[0].communicate(timeout=60)
    assert running[0].returncode == 143, said
    assert desk.rows("SELECT outcome FROM runs") == [("interrupted",)]
    assert titles(desk, "courier") == [first.title]
    desk.room.page(first)
    assert desk.collect()["new"] == 1


# R03 - a full disk


def test_r03_a_full_disk_ends_the_run_with_one_line_and_the_next_one_heals(desk: Desk) -> None:
    desk.settings["per_host"] = 1
    desk.source("courier", publish(desk.room, piece(1)))
    desk.collect()
    long = [piece(number, text="\n".join(f"{number} {line} {WORDS}" for line in range(150))) for number in range(2, 14)]
    publish(desk.room, *long)
    room_left = desk.db.stat().st_size + 150_000
    done = desk.run("collect", "--all", **armed(MONITOR_FAULT_FILE_SIZE=str(room_left)))
    assert done.returncode == 74
    [line] = done.stderr.splitlines()
    assert str(desk.db) in line
    assert "disk" in line
    kept = len(titles(desk, "courier"))
    assert 1 <= kept < 13
    [(outcome, error)] = desk.rows("SELECT outcome, error FROM runs WHERE id = 2")
    assert outcome in {"failed", None}  # None: not even that could be written
    assert error is None or "disk" in error
    assert flaws(desk) == ()
    assert desk.collect()["new"] == 13 - kept
    assert flaws(desk) == ()


def test_r03_a_disk_that_is_full_from_the_start_is_one_line_too(desk: Desk) -> None:
    desk.source("courier", publish(desk.room, piece(1)))
    done = desk.run("collect", **armed(MONITOR_FAULT_FILE_SIZE="10000"))
    assert (done.returncode, len(done.stderr.splitlines())) == (74, 1)
    assert desk.room.paths() == []
    assert desk.collect()["new"] == 1


# R04 - another writer


@pytest.fixture
def writer(desk: Desk) -> Iterator[sqlite3.Connection]:
    """Another program that has the archive open, to lock it when the feed is asked for."""
    desk.source("courier", publish(desk.room, piece(1)))
    desk.collect()
    connection = sqlite3.connect(desk.db, isolation_level=None, check_same_thread=False)
    publish(desk.room, piece(1), piece(2), piece(3), etag='"two"')
    answer = desk.room._routes[None, "/rss.xml"]

    async def lock_then_answer(visit: Visit) -> None:
        connection.execute("BEGIN IMMEDIATE")
        desk.room.route("/rss.xml", answer)
        await answer(visit)

    desk.room.route("/rss.xml", lock_then_answer)
    yield connection
    connection.close()


def test_r04_a_writer_that_is_done_in_a_moment_is_waited_for(desk: Desk, writer: sqlite3.Connection) -> None:
    release = threading.Timer(3, lambda: writer.execute("ROLLBACK"))
    release.start()
    assert desk.collect("--all")["new"] == 2
    release.join()


@pytest.mark.slow
def test_r04_a_writer_that_never_ends_is_told_of_and_nothing_is_half_there(
    desk: Desk, writer: sqlite3.Connection
) -> None:
    hurry = {"at": "monitor.workflows.collect.collect:open_archive", "do": "hurry"}
    before = holdings(desk)
    done = desk.run("collect", "--all", **armed(hurry))
    assert done.returncode == 75
    [line] = done.stderr.splitlines()
    assert "locked by another program" in line
    assert holdings(desk) == before
    writer.execute("ROLLBACK")
    assert desk.collect("--all")["new"] == 2


# R06 - clocks


def test_r06_what_a_clock_that_was_far_ahead_put_off_is_done_all_the_same(desk: Desk) -> None:
    late = piece(2)
    desk.source("courier", publish(desk.room, piece(1), late))
    desk.room.status(late.path, 503)
    report = desk.collect(MONITOR_NOW="2099-01-01T00:00:00Z")
    assert (report["new"], report["pending"]) == (1, 1)
    assert report["seconds"] >= 0
    publish(desk.room, late, piece(3))
    report = desk.collect(**FROZEN)
    assert (report["feeds"]["due"], report["new"], report["pending"]) == (1, 2, 0)
    [(at,)] = desk.rows("SELECT next_check_at FROM feeds")
    assert at < "2026-11-25"


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
    _, status, used = os.wait4(subprocess.Popen(command, env=desk.environment()).pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert used.ru_maxrss < 600 * 1024  # KiB, of the largest of its processes
    assert desk.rows("SELECT count(*), count(pending), count(article_id) FROM entries") == [(10_000, 9_995, 5)]
    report = desk.collect("--all", "--limit", "5")
    assert (report["feeds"]["not_modified"], report["new"]) == (1, 5)
    assert titles(desk, "courier") == [piece(number).title for number in range(10)]


# R07, R13 to R17, R21 - what feeds say


PAPER = "http://paper.test"  # stands for the press room's address
numbers = itertools.count()


def item(title: str, *more: str) -> str:
    """An entry whose page is not there, so that the article says what the entry does."""
    return f"<item><title>{title}</title><link>{PAPER}/gone/{next(numbers)}</link>{''.join(more)}</item>"


def rss(*items: str, declaration: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    return f'{declaration}<rss version="2.0"><channel><title>The Paper</title>{"".join(items)}</channel></rss>'


RUSSIAN = "Президент Азербайджана прибыл в Брюссель на переговоры с генеральным секретарём"
AZERBAIJANI = "Azərbaycan və Gürcüstan xarici işlər nazirləri Bakıda görüşüb, danışıqlar davam edəcək"
TURKISH = "Türkiye Dışişleri Bakanlığı görüşmelerin gelecek ay İstanbul'da süreceğini açıkladı"
LIES = {  # the title, the bytes' encoding, what the document says of it, what the header says
    "only-the-header": (RUSSIAN, "cp1251", "", "; charset=windows-1251"),
    "cp1251-as-utf-8": (RUSSIAN, "cp1251", ' encoding="utf-8"', ""),
    "utf-8-as-cp1251": (RUSSIAN, "utf-8", ' encoding="windows-1251"', ""),
    "utf-8-as-latin-1": (AZERBAIJANI, "utf-8", "", "; charset=iso-8859-1"),
    "undeclared-cp1254": (TURKISH, "cp1254", "", ""),
}
TANGLES = {
    "naked-ampersand": rss(item("AT&T & NATO sign"), item("Q&amp;A with the envoy")),
    "control": rss(item("Talks\x0b in\x08 Baku")),
    "blanks": "\ufeff\n\n  " + rss(item("Blanks before it")),
    "cdata": rss(item("<![CDATA[Broken & open]]"), item("<![CDATA[Whole & closed]]>")),
    "truncated": rss(item("Before the end"), item("At the end"))[:-45],
}


class Awkward:
    """A desk that has read everything that is awkward, in two runs."""

    def __init__(self, desk: Desk) -> None:
        self.desk, room = desk, desk.room
        room.robots("User-agent: *\nAllow: /\n")
        for name, (title, encoding, said, header) in LIES.items():
            summary = f"<description>{title}. {title}.</description>"
            body = rss(item(title, summary), declaration=f'<?xml version="1.0"{said}?>').encode(encoding)
            self.source(name, body, f"application/rss+xml{header}")
        for name, text in TANGLES.items():
            self.source(name, text.encode(), "application/rss+xml")
        dates = ("Fri, 01 Jan 2099 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "tomorrow", "")
        dated = (item(f"Dated {date or 'never'}", f"<pubDate>{date}</pubDate>") for date in dates)
        self.source("dates", rss(*dated).encode(), "application/rss+xml")
        same = "<guid isPermaLink='false'>same</guid>"
        self.source("same-guid", rss(*(item(f"Number {n}", same) for n in (30, 31, 32))).encode(), "text/xml")
        nothing = "<item><description>Somebody said something.</description></item><item/>"
        self.source("nothing", rss(nothing, item("The only whole one")).encode(), "text/xml")
        self.poison = room.feed("/poison.xml", [piece(50)])
        desk.source("poison", self.poison)
        desk.source("good", publish(room, piece(51), path="/good.xml"))
        self.poisoned = publish(room, piece(52), path="/poisoned-page.xml")
        desk.source("poisoned-page", self.poisoned)
        faults = armed(
            fail("monitor.stages.parse:parse", "/poison.xml"), fail("monitor.stages.extract:extract", "/news/52.html")
        )
        self.roaming("one", "en", "rss")
        self.first = desk.collect(**FROZEN, **faults)
        self.roaming("two", "fr", "mail")
        self.second = desk.collect("--all", **FROZEN, **faults)

    def source(self, name: str, body: bytes, content_type: str) -> None:
        body = body.replace(PAPER.encode(), self.desk.room.url("").encode())
        self.desk.source(name, self.desk.room.serve(f"/{name}.xml", body, content_type=content_type))

    def roaming(self, guid: str, locale: str, medium: str) -> None:
        """A feed whose GUIDs and links are others at every fetch."""
        room, story = self.desk.room, piece(53)
        room.page(story)
        link = f"{story.path}?utm_source={medium}&utm_medium={medium}&fbclid={guid}"
        url = room.feed("/roaming.xml", [Piece(path=link, title=story.title, guid=f"{guid}-{locale}")])
        if not any(source["id"] == "roaming" for source in self.desk.sources):
            self.desk.source("roaming", url)


@pytest.fixture(scope="module")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Awkward]:
    with PressRoom() as room:
        yield Awkward(Desk(room, tmp_path_factory.mktemp("awkward")))


@pytest.mark.parametrize("lie", LIES)
def test_r15_an_encoding_that_is_lied_about_comes_out_right(awkward: Awkward, lie: str) -> None:
    assert titles(awkward.desk, lie) == [LIES[lie][0]]
    assert awkward.desk.rows("SELECT summary LIKE ? FROM articles WHERE source = ?", f"{LIES[lie][0]}%", lie) == [(1,)]


@pytest.mark.parametrize(
    ("tangle", "told"),
    [
        ("naked-ampersand", ["AT&T & NATO sign", "Q&A with the envoy"]),
        ("control", ["Talks in Baku"]),
        ("blanks", ["Blanks before it"]),
        ("truncated", ["Before the end"]),
    ],
)
def test_r16_a_feed_that_is_not_well_formed_is_mended_and_its_titles_are_exact(
    awkward: Awkward, tangle: str, told: list[str]
) -> None:
    assert titles(awkward.desk, tangle)[: len(told)] == told


def test_r16_a_cdata_section_without_its_end_costs_no_other_entry(awkward: Awkward) -> None:
    assert "Whole & closed" in " ".join(titles(awkward.desk, "cdata"))


def test_r07_dates_that_can_not_be_are_kept_as_they_were_said_and_sorted_by_first_sight(awkward: Awkward) -> None:
    rows = awkward.desk.rows(
        "SELECT title, published_at, published_raw, dated_by, sorted_at FROM articles WHERE source = 'dates'"
    )
    assert {title: tuple(rest) for title, *rest in rows} == {
        "Dated Fri, 01 Jan 2099 00:00:00 GMT": (None, "Fri, 01 Jan 2099 00:00:00 GMT", "sighting", STAMP),
        "Dated Thu, 01 Jan 1970 00:00:00 GMT": (None, "Thu, 01 Jan 1970 00:00:00 GMT", "sighting", STAMP),
        "Dated tomorrow": (None, "tomorrow", "sighting", STAMP),
        "Dated never": (None, None, "sighting", STAMP),
    }


def test_r13_one_guid_for_all_entries_loses_none(awkward: Awkward) -> None:
    assert titles(awkward.desk, "same-guid") == ["Number 30", "Number 31", "Number 32"]


def test_r14_guids_and_links_that_change_at_every_fetch_are_one_article(awkward: Awkward) -> None:
    assert titles(awkward.desk, "roaming") == [piece(53).title]
    assert awkward.second["new"] == 0
    sightings = awkward.desk.rows(
        "SELECT count(*), count(DISTINCT article_id) FROM entries e JOIN feeds f ON f.id = e.feed_id"
        " WHERE f.source = 'roaming' AND article_id IS NOT NULL"
    )
    assert sightings == [(2, 1)]


def test_r17_entries_without_guid_link_or_title_do_not_fail_their_feed(awkward: Awkward) -> None:
    assert "The only whole one" in titles(awkward.desk, "nothing")
    assert "nothing" not in {error["source"] for error in awkward.first["errors"] if error["feed"].endswith(".xml")}


def test_r21_a_document_that_brings_out_a_mistake_of_ours_is_that_documents_failure_alone(awkward: Awkward) -> None:
    desk = awkward.desk
    assert titles(desk, "good") == [piece(51).title]
    errors = {(error["source"], error["feed"], error["kind"]) for error in awkward.first["errors"]}
    assert ("poison", awkward.poison, "parse_error") in errors
    assert ("poisoned-page", desk.room.url("/news/52.html"), "parse_error") in errors
    assert desk.rows("SELECT title, extractor FROM articles WHERE source = 'poisoned-page'") == [
        (piece(52).title, "feed")
    ]


# R18, R19 - feeds.yaml


def test_r18_an_edit_of_feeds_yaml_counts_from_the_next_run(desk: Desk) -> None:
    url = publish(desk.room, piece(1))
    desk.source("courier", url)
    desk.write()
    answer = desk.room._routes[None, "/rss.xml"]

    async def edit_then_answer(visit: Visit) -> None:
        desk.sources.clear()
        desk.source("other", publish(desk.room, piece(2), path="/other.xml"))
        desk.write()
        await answer(visit)

    desk.room.route("/rss.xml", edit_then_answer)
    assert desk.collect()["new"] == 1
    assert titles(desk, "courier") == [piece(1).title]
    desk.collect()
    assert titles(desk, "other") == [piece(2).title]
    assert desk.rows("SELECT id FROM sources WHERE retired_at IS NOT NULL") == [("courier",)]
    assert titles(desk, "courier") == [piece(1).title]


SCHEDULER = """
import sys
from datetime import timedelta
from pathlib import Path
from monitor.schedule import LastGood, Rhythm, keep_collecting
tell = lambda message: print(message, file=sys.stderr, flush=True)
config, db = map(Path, sys.argv[1:])
with LastGood(config, tell=tell) as good:
    command = lambda: [sys.executable, "-m", "monitor", "--config", good.path(), "--db", db, "-q", "collect", "--all"]
    rhythm = Rhythm(every=timedelta(seconds=1), deadline=timedelta(seconds=60))
    sys.exit(keep_collecting(command, rhythm, tell=tell))
"""


@pytest.mark.slow
def test_r19_a_scheduler_goes_on_with_the_last_good_feeds_yaml_and_says_so(desk: Desk) -> None:
    """The ticks are shorter here than the command allows; the rest is what it does."""
    desk.source("courier", publish(desk.room, piece(1)))
    desk.write()
    good = desk.config.read_text(encoding="utf-8")
    answer = desk.room._routes[None, "/rss.xml"]
    seen: list[str] = []

    async def edit_then_answer(visit: Visit) -> None:
        seen.append(",".join(sorted(path.name for path in desk.folder.glob("*feeds.yaml*"))))
        if visit.times == 1:
            desk.config.write_text("settings: {every: never}\nsuorces: []\n", encoding="utf-8")
        elif visit.times == 2:
            desk.config.write_text(good, encoding="utf-8")
        else:
            enough.set()
        await answer(visit)

    enough = threading.Event()
    desk.room.route("/rss.xml", edit_then_answer)
    command = [sys.executable, "-c", SCHEDULER, str(desk.config), str(desk.db)]
    daemon = subprocess.Popen(command, env=desk.environment(), stderr=subprocess.PIPE, text=True)
    try:
        assert enough.wait(60)
    finally:
        daemon.send_signal(signal.SIGTERM)
        _, said = daemon.communicate(timeout=60)
    assert daemon.returncode == 143
    assert seen[:3] == ["feeds.yaml", ".feeds.yaml.last-good,feeds.yaml", "feeds.yaml"]
    every, sources, going_on, *_ = said.splitlines()  # the rest is of the collect that was cut short with it
    assert f"{desk.config}:1: settings.every: expected" in every
    assert "suorces" in sources
    assert "going on with what feeds.yaml said before" in going_on

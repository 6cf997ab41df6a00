"""R01 to R06: what a death, a signal, a full disk, a locked archive, a second run or a wrong clock may not cost."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance.newsroom import FROZEN, NOW, flaws, holdings, piece, publish, titles
from tests.desk import WORDS, Desk
from tests.faults import Fault, armed, kill
from tests.press_room import Piece, PressRoom, Visit

pytestmark = pytest.mark.slow

# R01 - a death at any stage

STAGES: dict[str, Fault] = {
    "fetch": kill("monitor.crawl.flow:Flow.arrived", 2),
    "parse": kill("monitor.pool:Pool._submit", 1, "after"),
    "in the middle of a feed": kill("monitor.store.entries:entry_text", 3, "after"),
    "after a feed's commit": kill("monitor.workflows.collect.desk:Desk.file", 1, "after"),
    "extract": kill("monitor.pool:Pool._submit", 5, "after"),
    "in the middle of an article": kill("monitor.store.tagged:mention", 2),
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
    def release() -> None:
        while not writer.in_transaction:
            time.sleep(0.05)
        time.sleep(2)
        writer.execute("ROLLBACK")

    threading.Thread(target=release, daemon=True).start()
    assert desk.collect("--all")["new"] == 2


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


# R05 - two at once


def test_r05_the_second_of_two_runs_steps_aside_and_a_dead_one_leaves_no_lock(desk: Desk) -> None:
    desk.settings["timeout"] = "60s"
    desk.source("courier", desk.room.misbehave("/rss.xml", "hang"))
    desk.write()
    first = subprocess.Popen(desk.command("collect", "-q"), env=desk.environment())
    try:
        until = time.monotonic() + 60
        while not desk.room.asked():
            assert time.monotonic() < until
            time.sleep(0.05)
        second = desk.run("collect")
        assert second.returncode == 75
        [line] = second.stderr.splitlines()
        assert f"process {first.pid}" in line
        assert len(desk.room.asked()) == 1
    finally:
        first.kill()
        first.communicate()
    publish(desk.room, piece(1))
    assert desk.collect("--all")["new"] == 1


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

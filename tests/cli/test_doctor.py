"""doctor, status, migrate and backup, on archives that are well and on such as are not."""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.__main__ import run as monitor
from monitor.model.fetch import Hold
from monitor.store import open_archive
from monitor.store.private import open_private, private_path
from tests.shelf import NOW, fill
from tests.store.test_migrations import GOLDEN, from_golden

CONFIG = """
settings: {contact: desk@press.invalid}
sources:
  - {id: courier, name: Courier, homepage: "https://courier.example/", feeds: [{url: "https://courier.example/rss"}]}
"""
Call = Callable[..., str]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    fill(tmp_path / "db/press.db")
    (tmp_path / "feeds.yaml").write_text(CONFIG, encoding="utf-8")
    return tmp_path / "db/press.db"


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MONITOR_NOW", raising=False)

    def called(*arguments: str, code: int = 0) -> str:
        assert monitor(list(arguments)) == code
        told = capsys.readouterr()
        return told.out if code in {0, 1} else told.err

    return called


def findings(call: Call, *arguments: str, code: int = 0) -> dict[str, dict[str, Any]]:
    said = json.loads(call("doctor", *arguments, "--json", code=code))
    return {finding["name"]: finding for finding in said["findings"]}


def states(call: Call, *arguments: str, code: int = 0) -> dict[str, str]:
    return {name: finding["state"] for name, finding in findings(call, *arguments, code=code).items()}


def test_a_desk_that_is_well_has_no_problem(db: Path, call: Call) -> None:
    found = states(call)
    assert "problem" not in found.values()
    assert {name for name, state in found.items() if state == "ok"} >= {
        "configuration", "permissions", "disk", "sqlite", "workers", "archive", "integrity", "search",
    }  # fmt: skip
    assert found["feeds"] == "warning"  # one of the shelf's feeds is broken
    assert "monitor health --bad" in call("doctor")


def test_before_the_first_collect_it_says_what_to_do(tmp_path: Path, call: Call) -> None:
    (tmp_path / "feeds.yaml").write_text(CONFIG, encoding="utf-8")
    found = findings(call)
    assert found["archive"]["state"] == "warning"
    assert "monitor collect" in found["archive"]["advice"]
    assert not (tmp_path / "db").exists(), "it changes nothing"


def test_a_broken_configuration_is_a_problem_and_the_rest_is_looked_at_all_the_same(db: Path, call: Call) -> None:
    (db.parents[1] / "feeds.yaml").write_text("settings: {every: never}\nsuorces: []\n", encoding="utf-8")
    found = findings(call, code=1)
    assert found["configuration"]["state"] == "problem"
    assert "feeds.yaml:2" in found["configuration"]["message"] or "feeds.yaml:1" in found["configuration"]["message"]
    assert found["integrity"]["state"] == "ok"


def test_a_desk_that_nobody_can_write_to_is_warned(db: Path, call: Call) -> None:
    path = db.parents[1] / "feeds.yaml"
    path.write_text(CONFIG.replace("contact: desk@press.invalid", ""), encoding="utf-8")
    assert states(call)["contact"] == "warning"


def test_what_keeps_mail_from_its_readers_is_named(db: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not {"mail", "secrets", "links", "outbox"} & states(call).keys(), "nobody is told anything"
    path = db.parents[1] / "feeds.yaml"
    lists = 'watchlists: [{id: w, countries: [AZ]}]\ndigests: [{name: m, watchlists: [w], to: ["env:NOT_SET_HERE"]}]\n'
    path.write_text(f"{CONFIG}\n{lists}", encoding="utf-8")
    found = findings(call, code=1)
    assert (found["mail"]["state"], found["secrets"]["state"], found["links"]["state"]) == (
        "problem", "warning", "warning",
    )  # fmt: skip
    assert "env:NOT_SET_HERE" in found["secrets"]["message"]
    monkeypatch.setenv("NOT_SET_HERE", "a@readers.example")
    more = CONFIG.replace("{contact:", "{archive_url: 'https://room.example/', contact:")
    path.write_text(f"{more}\n{lists}mail: {{from: press@desk.example}}\n", encoding="utf-8")
    open_private(db, now=NOW).close()
    found = findings(call)
    assert not {"mail", "secrets", "links"} & found.keys()
    assert found["outbox"]["state"] == "ok"
    private_path(db).write_bytes(b"no database, but long enough to be taken for something else " * 90)
    assert findings(call, code=1)["outbox"]["state"] == "problem"


def test_a_full_text_index_that_does_not_match_is_found_and_mended(db: Path, call: Call) -> None:
    connection = sqlite3.connect(db)
    connection.execute("INSERT INTO articles_fts(articles_fts) VALUES ('delete-all')")
    connection.commit()
    connection.close()
    found = findings(call, code=1)
    assert (found["search"]["state"], found["integrity"]["state"]) == ("problem", "ok")
    assert "monitor migrate" in found["search"]["advice"]
    assert "made anew" in call("migrate")
    assert states(call)["search"] == "ok"
    assert json.loads(call("search", "corridor", "--json"))["articles"]


def test_hosts_that_asked_to_be_left_alone_are_named(db: Path, call: Call) -> None:
    with open_archive(db, now=NOW) as archive:
        soon = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
        archive.hold(Hold(place="busy.example:8080", until=soon, url="https://busy.example:8080/rss"), now=NOW)
    assert "busy.example:8080" in findings(call)["holds"]["message"]


def test_references_that_lead_nowhere_are_found(db: Path, call: Call) -> None:
    connection = sqlite3.connect(db)
    connection.execute("UPDATE articles SET source = 'nobody' WHERE id = 1")
    connection.commit()
    connection.close()
    found = findings(call, code=1)
    assert found["integrity"]["state"] == "problem"
    assert "sources" in found["integrity"]["message"]


def test_a_run_that_was_killed_and_a_clock_that_went_back_are_told(db: Path, call: Call) -> None:
    connection = sqlite3.connect(db)
    connection.execute("UPDATE runs SET finished_at = NULL, outcome = NULL, started_at = '2099-01-01T00:00:00Z'")
    connection.commit()
    connection.close()
    found = findings(call, code=1)
    assert (found["clock"]["state"], found["run"]["state"], found["collect"]["state"]) == (
        "problem", "warning", "warning",
    )  # fmt: skip


def test_what_is_no_archive_is_a_problem(db: Path, call: Call) -> None:
    db.write_bytes(b"no database at all" * 100)
    found = findings(call, code=1)
    assert (found["archive"]["state"], found["disk"]["state"]) == ("problem", "ok")


def test_the_etiquette_of_an_archive_is_told_feed_by_feed(db: Path, call: Call, monkeypatch: Any) -> None:
    monkeypatch.setenv("MONITOR_NOW", NOW.isoformat())
    said = json.loads(call("doctor", "--etiquette", "--json"))
    assert {finding["name"]: finding["state"] for finding in said["findings"]}["retry-after"] == "ok"
    assert len(said["feeds"]) == 4
    assert {feed["ignored"] for feed in said["feeds"]} == {0}
    assert "0 against a Retry-After" in call("doctor", "--etiquette")


def test_status_is_one_screen(db: Path, call: Call) -> None:
    said = json.loads(call("status", "--json"))
    assert (said["articles"], said["duplicates"], said["revisions"]) == (7, 1, 1)
    assert said["feeds"]["broken"] == 1
    assert said["at_work"] is None
    lock = os.open(f"{db}.lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(lock, fcntl.LOCK_EX)
    os.write(lock, b"4711\n")
    try:
        assert "process 4711" in call("status")
    finally:
        os.close(lock)


def test_migrate_brings_an_old_archive_here_and_keeps_a_copy(tmp_path: Path, call: Call) -> None:
    db = tmp_path / "db/press.db"
    from_golden(GOLDEN[0], db)
    assert findings(call, code=1)["archive"]["state"] == "problem"
    said = call("migrate")
    assert "migrated to" in said
    copies = list(db.parent.glob("press.*.db"))
    assert [path.name in said for path in copies] == [True]
    assert "already" in call("migrate")
    call("-q", "status")
    assert "no archive" in call("--db", "elsewhere.db", "migrate", code=65)


def test_backup_copies_an_archive_in_use_whole_or_not_at_all(db: Path, tmp_path: Path, call: Call) -> None:
    with open_archive(db, now=NOW) as archive, archive.transaction():
        archive.start_run("collect", now=NOW, version="1", host="h")  # not committed: not in the copy
        call("backup", str(tmp_path / "copy.db"))
        (tmp_path / "backups").mkdir()
        call("backup", str(tmp_path / "backups"))
    for copy in (tmp_path / "copy.db", *(tmp_path / "backups").iterdir()):
        assert len(json.loads(call("--db", str(copy), "latest", "--copies", "--json"))["articles"]) == 7
        assert len(json.loads(call("--db", str(copy), "health", "--json"))["runs"]) == 1
    assert "exists already" in call("backup", str(tmp_path / "copy.db"), code=73)
    assert "no archive" in call("--db", str(tmp_path / "none.db"), "backup", str(tmp_path / "x.db"), code=65)

"""What the archive does when the disk, the file or another program won't."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from monitor.errors import CantCreate, InputError, MonitorError, NotADatabase, StorageFailure
from monitor.store import Archive, open_archive, open_reading
from monitor.store.database import Database
from tests.store.nouns import NOON, add, article


def run(script: str, *arguments: Path | str) -> subprocess.Popen[str]:
    """A Python program of its own, in the checkout, with the archive's nouns at hand."""
    opening = "import os, resource, signal, sys\nfrom pathlib import Path\nfrom monitor.store import *\n"
    opening += "from tests.store.nouns import *\n"
    command = [sys.executable, "-c", opening + textwrap.dedent(script), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_new_archive_is_made_with_its_folder(path: Path) -> None:
    with open_archive(path, now=NOON) as archive:
        assert archive.value("PRAGMA journal_mode") == "wal"
        assert archive.value("PRAGMA foreign_keys") == 1
        assert archive.value("PRAGMA synchronous") == 1
        assert archive.flaws() == ()
    assert [file.name for file in path.parent.iterdir()] == ["press.db"], "no backup of nothing"
    with open_archive(path, now=NOON) as again:
        assert again.value("PRAGMA foreign_keys") == 1
        assert again.value("PRAGMA synchronous") == 1


@pytest.mark.parametrize("name", ["a b", "50% off?", "пресса", "#1"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    path = tmp_path / name / f"{name}.db"
    open_archive(path, now=NOON).close()
    assert path.is_file()
    open_reading(path).close()


@pytest.mark.parametrize("content", [b"<html>not found</html>" * 100, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "press.db"
    path.write_bytes(content)
    for opened in (lambda: open_archive(path, now=NOON), lambda: open_reading(path)):
        with pytest.raises(MonitorError) as caught:
            opened()
        assert caught.value.exit_code in (65, 74)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)
    assert path.read_bytes() == content


def test_text_is_not_a_database(tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_text("sources: []\n" * 100)
    with pytest.raises(NotADatabase):
        open_archive(path, now=NOON)


def test_somebody_elses_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE bookmarks (id INTEGER)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(NotADatabase, match="not press-monitor's"):
        open_archive(path, now=NOON)
    with pytest.raises(NotADatabase, match="not press-monitor's"):
        open_reading(path)
    assert path.read_bytes() == before


def test_an_empty_file_becomes_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "press.db"
    path.touch()
    with pytest.raises(InputError, match="monitor collect"):
        open_reading(path)
    open_archive(path, now=NOON).close()
    open_reading(path).close()


def test_without_an_archive_a_reader_is_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="run `monitor collect` first"):
        open_reading(tmp_path / "press.db")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_where_the_archive_should_be(tmp_path: Path) -> None:
    with pytest.raises(CantCreate):
        open_archive(tmp_path, now=NOON)
    with pytest.raises(CantCreate):
        open_reading(tmp_path)


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "db").touch()
    with pytest.raises(CantCreate, match="can't be made"):
        open_archive(tmp_path / "db" / "press.db", now=NOON)


def test_r30_a_read_only_folder(tmp_path: Path, unprivileged: None) -> None:
    with pytest.raises(CantCreate, match="can't be made"):
        open_archive(Path("/proc/nowhere/press.db"), now=NOON)
    with pytest.raises(CantCreate, match="must be writable"):
        open_archive(tmp_path / "press.db", now=NOON)


def test_r30_a_file_that_may_not_be_written(archive: Archive, request: pytest.FixtureRequest) -> None:
    archive.close()
    archive.path.chmod(0o444)
    request.getfixturevalue("unprivileged")
    with pytest.raises(CantCreate, match="must be writable"):
        open_archive(archive.path, now=NOON)
    with pytest.raises(CantCreate, match="must be writable"):
        open_reading(archive.path)


def test_a_reader_can_write_nothing(archive: Archive) -> None:
    with open_reading(archive.path) as reading, pytest.raises(CantCreate):
        reading.write("DELETE FROM runs")


def add_twice(archive: Archive) -> None:
    with archive.transaction():
        add(archive, article("b"))
        add(archive, article("b"))


def test_a_failed_step_leaves_the_rest_of_its_transaction_whole(archive: Archive) -> None:
    with archive.transaction():
        add(archive, article("a"))
        with pytest.raises(sqlite3.IntegrityError):
            add_twice(archive)
        add(archive, article("c"))
    assert [row["url_key"] for row in archive.rows("SELECT url_key FROM articles ORDER BY id")] == [
        "gazette.example/a",
        "gazette.example/c",
    ]


def test_an_interrupted_transaction_writes_nothing(archive: Archive) -> None:
    def interrupted() -> None:
        with archive.transaction():
            add(archive, article("a"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert archive.value("SELECT count(*) FROM articles") == 0


def test_nothing_is_written_after_sqlite_gave_a_transaction_up(archive: Archive) -> None:
    with archive.transaction():
        add(archive, article("a"))
        archive.connection.rollback()  # as SQLite does by itself when the disk is full
        with pytest.raises(StorageFailure, match="undone by an earlier failure"):
            add(archive, article("b"))
        archive.connection.execute("BEGIN")
    assert archive.value("SELECT count(*) FROM articles") == 0


def test_r01_kill_in_the_middle_of_a_transaction(path: Path) -> None:
    script = """
        archive = open_archive(Path(sys.argv[1]), now=NOON)
        archive.mirror((GAZETTE,), (GAZETTE_FEED,), now=NOON)
        archive.start_run("collect", now=NOON, version="1", host="h")
        file(archive, filed(1), filed(2), etag="first")
        with archive.transaction():
            archive.settle(1, "key-1", add(archive, article("1", body="word " * 200_000)), now=NOON)
        with archive.transaction():
            archive.settle(1, "key-2", add(archive, article("2", body="word " * 2_000_000)), now=NOON)
            os.kill(os.getpid(), signal.SIGKILL)
    """
    with run(script, path) as killed:
        killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    with open_archive(path, now=NOON) as archive:
        assert archive.flaws() == ()
        assert [row["url_key"] for row in archive.rows("SELECT url_key FROM articles")] == ["gazette.example/1"]
        assert [waiting.entry_key for waiting in archive.pending(now=NOON)] == ["key-2"]
        assert archive.feed_rows()[0].state.etag == "first"
        assert archive.close_stale_runs(NOON) == 1


def test_r03_a_full_disk(path: Path) -> None:
    script = """
        import json
        from monitor.errors import StorageFailure
        archive = open_archive(Path(sys.argv[1]), now=NOON)
        archive.mirror((GAZETTE,), (GAZETTE_FEED,), now=NOON)
        archive.start_run("collect", now=NOON, version="1", host="h")
        resource.setrlimit(resource.RLIMIT_FSIZE, (4_000_000, resource.RLIM_INFINITY))
        written = 0
        try:
            for number in range(1000):
                with archive.transaction():
                    file(archive, filed(number), etag=str(number))
                    archive.settle(1, f"key-{number}", add(archive, article(str(number), body="w " * 9000)), now=NOON)
                written += 1
        except StorageFailure as failure:
            print(json.dumps([written, str(failure)]))
    """
    with run(script, path) as full:
        out, _ = full.communicate()
    written, line = json.loads(out)
    assert full.returncode == 0
    assert 5 < written < 500
    assert str(path) in line
    assert "\n" not in line
    with open_archive(path, now=NOON) as archive:
        assert archive.flaws() == ()
        assert archive.value("SELECT count(*) FROM articles") == written
        assert archive.pending(now=NOON) == ()
        assert archive.feed_rows()[0].state.etag == str(written - 1)
        add(archive, article("healed", body="w " * 9000))


def test_a_backup_of_an_archive_in_use_is_a_whole_archive(archive: Archive, tmp_path: Path) -> None:
    article_id = add(archive, article())
    target = tmp_path / "backups" / "monday.db"
    with open_reading(archive.path):
        archive.backup(target)
    add(archive, article("later"))
    assert [file.name for file in target.parent.iterdir()] == ["monday.db"], "one self-contained file"
    with open_archive(target, now=NOON) as restored:
        assert restored.flaws() == ()
        assert [row["id"] for row in restored.rows("SELECT id FROM articles")] == [article_id]


def test_a_backup_that_was_interrupted_is_in_nobodys_way(archive: Archive, tmp_path: Path) -> None:
    target = tmp_path / "monday.db"
    target.with_name("monday.db.part").write_text("half a backup")
    archive.backup(target)
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["monday.db"]


def test_a_backup_never_overwrites(archive: Archive) -> None:
    for target in (archive.path, archive.path.with_name("monday.db")):
        target.touch()
        with pytest.raises(CantCreate, match="exists already"):
            archive.backup(target)
    assert archive.flaws() == ()


def test_a_backup_where_nothing_can_be_written(archive: Archive) -> None:
    with pytest.raises(CantCreate):
        archive.backup(Path("/proc/backup.db"))


def test_an_old_sqlite_is_told(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 34, 1))
    with pytest.raises(StorageFailure, match=r"3\.37 or newer is needed"):
        open_archive(path, now=NOON)


def test_mistakes_in_our_own_sql_are_not_dressed_up(archive: Archive) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        archive.rows("SELECT * FROM telegrams")


def test_a_damaged_file_is_told(archive: Archive) -> None:
    for number in range(50):
        add(archive, article(str(number), body="word " * 500))
    archive.write("PRAGMA wal_checkpoint(truncate)")
    archive.close()
    size = archive.path.stat().st_size
    with archive.path.open("r+b") as file_:
        file_.seek(4096 * 3)
        file_.write(os.urandom(size - 4096 * 6))
    with Database.open(archive.path) as damaged, pytest.raises(StorageFailure, match="damaged"):
        damaged.rows("SELECT body, title FROM articles")

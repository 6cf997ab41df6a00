"""An archive of any version opens in this one, whole, and the old one is kept."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path

import pytest

from monitor.errors import InputError, Locked, NewerSchema, StorageFailure
from monitor.model.reading import Query
from monitor.store import Archive, open_archive, open_reading
from monitor.store.database import Database
from monitor.store.migrations import applied, migrate, shipped
from tests.store.conftest import SHORT
from tests.store.golden import schema_text
from tests.store.nouns import NOON, add, article, known

SCHEMAS = Path(__file__).parent / "schemas"
GOLDEN = sorted(SCHEMAS.glob("*.sql"))

NEXT = {
    "9999_moods": """
        -- A table is rebuilt, and a column added.
        CREATE TABLE moods (article_id INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE, mood TEXT) STRICT;
        INSERT INTO moods SELECT id, 'calm' FROM articles;
        ALTER TABLE articles ADD COLUMN mood TEXT;
        """
}


def from_golden(golden: Path, path: Path) -> None:
    """A file as that version left it."""
    path.parent.mkdir(exist_ok=True)
    connection = sqlite3.connect(path)
    connection.executescript(golden.read_text(encoding="utf-8"))
    connection.close()


def test_a_large_archive_says_that_it_takes_long(
    path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from_golden(GOLDEN[0], path)
    with Database.open(path) as archive:
        monkeypatch.setattr("monitor.store.migrations.LARGE", 1)
        migrate(archive, now=NOON)
        assert len(caplog.messages) == 1
        assert "may take" in caplog.messages[0]
        migrate(archive, now=NOON)
        assert len(caplog.messages) == 1


def test_every_migration_has_its_golden_file() -> None:
    assert [golden.stem for golden in GOLDEN] == list(shipped())


def test_a_released_schema_is_never_edited(path: Path) -> None:
    open_archive(path, now=NOON).close()
    assert GOLDEN[-1].read_text(encoding="utf-8").startswith(schema_text(path)), (
        "the schema changed: write a new migration, then `python -m tests.store.golden`"
    )


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: golden.stem)
def test_r29_an_archive_of_every_version_opens(golden: Path, path: Path) -> None:
    from_golden(golden, path)
    with open_archive(path, now=NOON) as archive:
        assert applied(archive) == tuple(shipped())
        assert archive.flaws() == ()
        assert known(archive, "caliber.az/post/1").title == "NATO secretary general in Baku"
        assert [waiting.entry.title for waiting in archive.pending(now=NOON)] == ["Still to be fetched"]
        add(archive, article(source="caliber-az-en"))
    with open_reading(path) as reading:
        (one,) = reading.search(Query(text="baku", countries=("AZ",)))
        assert (one.source_name, one.organisations, one.copies) == ("Caliber.Az", ("nato",), 1)
        shown = reading.show(one.id)
        assert [revision.title for revision in shown.revisions] == ["NATO chief in Baku"]
        assert [mention.tag.slug for mention in shown.mentions] == ["country:AZ", "org:nato"]
        assert [run.counts.new for run in reading.runs()] == [2]


def backups(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir() if file.suffix == ".db" and file != path)


def later() -> Mapping[str, str]:
    return {**shipped(), **NEXT}


def test_a_migration_keeps_a_copy_of_the_old_archive(archive: Archive) -> None:
    add(archive, article())
    old = tuple(shipped())
    migrate(archive, now=NOON, known=later())
    assert applied(archive) == (*old, "9999_moods")
    assert archive.value("SELECT mood FROM moods") == "calm"
    assert archive.value("PRAGMA foreign_keys") == 1
    assert archive.flaws() == ()
    (name,) = backups(archive.path)
    assert name == f"press.{old[-1]}.20261123T120000Z.db"
    with open_archive(archive.path.with_name(name), now=NOON) as kept:
        assert applied(kept) == old
        assert known(kept, "gazette.example/a").title == "Title a"


def test_the_current_archive_is_not_copied(archive: Archive) -> None:
    migrate(archive, now=NOON)
    open_archive(archive.path, now=NOON).close()
    assert backups(archive.path) == []


@pytest.mark.parametrize("ending", ["INSERT INTO nowhere VALUES (1);", "INSERT INTO moods VALUES (404, 'lost');"])
def test_a_migration_that_fails_changes_nothing(archive: Archive, ending: str) -> None:
    add(archive, article())
    broken = {**shipped(), "9999_moods": NEXT["9999_moods"] + ending + "\n"}
    with pytest.raises((sqlite3.OperationalError, StorageFailure)):
        migrate(archive, now=NOON, known=broken)
    assert applied(archive) == tuple(shipped())
    assert archive.rows("SELECT 1 FROM sqlite_master WHERE name = 'moods'") == []
    assert archive.value("PRAGMA foreign_keys") == 1
    assert known(archive, "gazette.example/a").title == "Title a"
    migrate(archive, now=NOON, known=later())
    assert archive.value("SELECT mood FROM moods") == "calm"


def test_r29_killed_half_way_through_a_migration(archive: Archive) -> None:
    add(archive, article())
    script = """
        import os, signal, sys
        from pathlib import Path
        from monitor.store import open_archive
        from monitor.store.migrations import migrate, shipped
        from tests.store.nouns import NOON
        from tests.store.test_migrations import later

        archive = open_archive(Path(sys.argv[1]), now=NOON)
        archive.connection.create_function("die", 0, lambda: os.kill(os.getpid(), signal.SIGKILL))
        migrate(archive, now=NOON, known={**later(), "99999_end": "CREATE TABLE ends (id INTEGER);\\nSELECT die();"})
    """
    killed = subprocess.run([sys.executable, "-c", textwrap.dedent(script), archive.path], check=False)
    assert killed.returncode == -signal.SIGKILL
    with open_archive(archive.path, now=NOON) as survivor:
        assert applied(survivor) == tuple(shipped())
        assert survivor.flaws() == ()
        migrate(survivor, now=NOON, known=later())
        assert survivor.value("SELECT mood FROM moods") == "calm"


def test_r29_killed_while_the_first_archive_is_made(path: Path) -> None:
    path.parent.mkdir()
    with Database.open(path) as half:
        half.write("PRAGMA journal_mode = wal")
    with open_archive(path, now=NOON) as archive:
        assert archive.flaws() == ()
    assert backups(path) == []


def test_two_that_migrate_at_once_do_it_once(archive: Archive) -> None:
    with open_archive(archive.path, now=NOON, busy=SHORT) as other:
        with archive.transaction(), pytest.raises(Locked):
            migrate(other, now=NOON, known=later())
        migrate(archive, now=NOON, known=later())
        migrate(other, now=NOON, known=later())
    assert archive.value("SELECT count(*) FROM _sqlite_migrations") == len(later())


def test_an_archive_of_a_later_version_is_refused_and_left_alone(archive: Archive) -> None:
    migrate(archive, now=NOON, known=later())
    archive.close()
    before = archive.path.read_bytes()
    for opened in (lambda: open_archive(archive.path, now=NOON), lambda: open_reading(archive.path)):
        with pytest.raises(NewerSchema, match=r"later press-monitor \(it has 9999_moods\)") as caught:
            opened()
        assert "\n" not in str(caught.value)
    assert archive.path.read_bytes() == before


def test_a_reader_of_an_earlier_archive_is_told_to_migrate(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.store.migrations.shipped", later)
    with pytest.raises(InputError, match="run `monitor migrate` first"):
        open_reading(archive.path)


def test_a_full_disk_before_a_migration_leaves_the_archive_alone(archive: Archive) -> None:
    add(archive, article(body="word " * 100_000))
    script = """
        import resource, sys
        from pathlib import Path
        from monitor.errors import StorageFailure
        from monitor.store import open_archive
        from monitor.store.migrations import migrate
        from tests.store.nouns import NOON
        from tests.store.test_migrations import later

        archive = open_archive(Path(sys.argv[1]), now=NOON)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
        try:
            migrate(archive, now=NOON, known=later())
        except StorageFailure as failure:
            print(failure)
    """
    command = [sys.executable, "-c", textwrap.dedent(script), str(archive.path)]
    full = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "is the disk full" in full.stdout
    assert applied(archive) == tuple(shipped())
    assert backups(archive.path) == []
    assert not list(archive.path.parent.glob("*.part"))
    assert archive.flaws() == ()

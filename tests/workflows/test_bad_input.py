"""Bad input to `monitor collect`: one clear line, the exit code that says what it is, and nothing lost.

Wrong configurations (78), unknown sources (2) and signals (130, 143) are in test_collect; a full disk (74) among the
numbers of tests/conformance/test_reliability.py.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.desk import Desk
from tests.press_room import Piece


@pytest.fixture
def ready(desk: Desk) -> Desk:
    desk.source("courier", desk.room.feed("/rss.xml", [Piece(path="/a.html", title="Talks go on")]))
    return desk


def refused(desk: Desk, code: int, db: Path) -> str:
    """The one line that is said when nothing was done."""
    done = desk.run("collect", "--db", str(db))
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert desk.room.paths() == []
    [line] = done.stderr.splitlines()
    assert str(db) in line or str(db.parent) in line
    return line


@pytest.mark.parametrize("content", [b"<html>no database</html>\n" * 100, b"PK\x03\x04" + bytes(5000), b"Dear desk,\n"])
def test_a_file_that_is_no_database_is_65_and_stays_as_it_is(ready: Desk, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(content)
    assert "no SQLite database" in refused(ready, 65, path)
    assert path.read_bytes() == content


def test_the_database_of_another_program_is_65_and_stays_as_it_is(ready: Desk, tmp_path: Path) -> None:
    path = tmp_path / "books.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE books (title TEXT)")
    connection.close()
    before = path.read_bytes()
    refused(ready, 65, path)
    assert path.read_bytes() == before


def test_where_no_archive_can_be_made_is_73(ready: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused(ready, 73, Path("/proc/press.db"))  # a folder in which nobody can make anything, root included
    refused(ready, 73, tmp_path / "file" / "press.db")
    refused(ready, 73, tmp_path)  # a folder

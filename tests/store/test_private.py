"""What the private database remembers goes into backups with the archive, and forgets with it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest

from monitor.errors import CantCreate
from monitor.model.alert import Alert
from monitor.model.outbox import Issue
from monitor.store import Archive, back_up, open_archive
from monitor.store.database import copy
from monitor.store.private import Private, open_private, private_path
from monitor.store.tombstones import add_tombstones, of_key, of_source
from tests.store.nouns import NOON, add, article

LIST = "digest:morning"
READERS = {"one@readers.example": "<1@desk>", "two@readers.example": "<2@desk>"}
SAID = "Kefkenadas resigns"


@pytest.fixture
def private(archive: Archive) -> Iterator[Private]:
    with open_private(archive.path, now=NOON) as private:
        yield private


def issue(private: Private, url: str, *, source: str = "The Gazette", key: str = "k1") -> int:
    """File an issue that tells of one article, to two readers, one of whom has got it."""
    made = Issue(
        list=LIST, since=NOON - timedelta(days=1), until=NOON, made_at=NOON, key=key, subject=f"Review · {SAID}",
        language="en", plain=f"{SAID}\n{source}\n{url}\n", html=f'<a href="{url}">{SAID}</a> {source}',
    )  # fmt: skip
    messages: Mapping[str, str] = {address: f"{key}{message}" for address, message in READERS.items()}
    private.file(made, messages, keys=(url.partition("://")[2], "other.example/b"), next_at=NOON)
    first = next(one for one in private.letters(NOON) if one.message_id.startswith(key))
    private.settle(first, "sent", now=NOON)
    return first.issue_id


def alert(url: str, source: str = "The Gazette") -> Alert:
    return Alert(title=SAID, url=url, source=source, language="en", at=NOON, article_id=1)


def test_what_was_sent_and_what_waits_of_a_forgotten_article_goes(archive: Archive, private: Private) -> None:
    add(archive, article(title=SAID))
    add(archive, article("b", title="Another"))
    named = issue(private, "https://gazette.example/a")
    other = issue(private, "https://gazette.example/b", key="k2")
    found = (alert("https://gazette.example/a"), alert("https://gazette.example/b"))
    private.keep_found("alert:flash", found, keys=("gazette.example/a", "gazette.example/b"), article_id=2, now=NOON)
    add_tombstones(archive.path, [of_key("gazette.example/a")], now=NOON)

    gone = archive.carry_out(now=NOON)

    assert (gone.articles, gone.messages) == (1, 1)
    assert [letter.issue_id for letter in private.letters(NOON)] == [other]
    emptied, kept = private.issue(named), private.issue(other)
    assert (emptied.subject, emptied.plain, emptied.html) == ("", "", "")
    assert kept.html != ""
    assert private.last_until(LIST) == NOON, "its window stays"
    assert [one.url for one in private.waiting_alerts("alert:flash", NOON)] == ["https://gazette.example/b"]
    assert set(private.told(LIST, ("gazette.example/a", "gazette.example/b"))) == {"gazette.example/b"}
    assert next(one.error for one in private.undelivered(since=NOON)), "health tells of it"
    private.close()
    for file in private_path(archive.path).parent.glob("private.db*"):
        assert b"gazette.example/a" not in file.read_bytes()


def test_an_issue_that_nobody_has_got_was_never_made(archive: Archive, private: Private) -> None:
    """A mail of two alerts waits; one is of an article that is forgotten, so the other has to be told again."""
    add(archive, article())
    found = (alert("https://gazette.example/a"), alert("https://gazette.example/b"))
    private.keep_found("alert:flash", found, keys=(), article_id=2, now=NOON)
    bundle = private.waiting_alerts("alert:flash", NOON)
    made = Issue(
        list="alert:flash", since=NOON, until=NOON, made_at=NOON, key="k", subject=SAID, language="en", plain="",
        html='<a href="https://gazette.example/a">a</a> <a href="https://gazette.example/b">b</a>',
    )  # fmt: skip
    private.file(made, READERS, keys=(), next_at=NOON)
    private.mark(bundle, "sent", now=NOON)
    assert private.withdraw(("gazette.example/a",)) == 2
    assert private.letters(NOON) == ()
    assert [one.url for one in private.waiting_alerts("alert:flash", NOON)] == ["https://gazette.example/b"]


def test_a_forgotten_source_is_found_by_its_name_and_its_articles(archive: Archive, private: Private) -> None:
    add(archive, article())
    named = issue(private, "https://wire.example/x", source="The Gazette")
    linked = issue(private, "https://gazette.example/a", source="G.", key="k2")
    other = issue(private, "https://wire.example/y", source="The Gazetteer", key="k3")
    add_tombstones(archive.path, [of_source("gazette-en")], now=NOON)
    archive.carry_out(now=NOON)
    assert [private.issue(one).html == "" for one in (named, linked, other)] == [True, True, False]
    private.close()


def test_a_backup_of_archive_and_private_database_restores_who_was_told_what(
    archive: Archive, private: Private, tmp_path: Path
) -> None:
    add(archive, article())
    issue(private, "https://gazette.example/a")
    made = back_up(archive.path, tmp_path / "backups" / "monday.db")
    assert [path.name for path in made] == ["monday.db", "monday.private.db"]
    assert [path.stat().st_mode & 0o777 for path in made] == [archive.path.stat().st_mode & 0o777, 0o600]
    private.close()

    restored = tmp_path / "restored" / "press.db"
    restored.parent.mkdir()
    shutil.copy(made[0], restored)
    shutil.copy(made[1], private_path(restored))
    with open_archive(restored, now=NOON), open_private(restored, now=NOON) as again:
        assert again.last_until(LIST) == NOON
        assert again.told(LIST, ("gazette.example/a",)) == {"gazette.example/a": NOON}
        assert [letter.address for letter in again.letters(NOON)] == ["two@readers.example"]


def test_a_backup_is_of_one_moment_while_both_are_written(archive: Archive, tmp_path: Path) -> None:
    """Whatever a digest has told of is in the archive's copy: a writer files an article, then tells of it."""
    stop, started = Event(), Event()
    open_private(archive.path, now=NOON).close()

    def write() -> None:
        with open_archive(archive.path, now=NOON) as ours, open_private(archive.path, now=NOON) as told:
            number = 0
            while not stop.is_set():
                number += 1
                add(ours, article(f"n{number}", title=f"Number {number}"))
                told.keep_found("alert:flash", (), keys=(f"gazette.example/n{number}",), article_id=number, now=NOON)
                started.set()

    thread = Thread(target=write)
    thread.start()
    try:
        assert started.wait(30)
        copies = [back_up(archive.path, tmp_path / f"{number}.db") for number in range(5)]
    finally:
        stop.set()
        thread.join()
    for one, other in copies:
        with sqlite3.connect(one) as press, sqlite3.connect(other) as told:
            articles = press.execute("SELECT count(*) FROM articles").fetchone()[0]
            looked = told.execute("SELECT article_id FROM looked").fetchone()[0]
            assert articles - looked in (0, 1)
        press.close()
        told.close()


def test_a_backup_is_whole_or_not_at_all(archive: Archive, private: Private, tmp_path: Path) -> None:
    private.close()
    (tmp_path / "taken.private.db").write_text("somebody's")
    with pytest.raises(CantCreate, match=r"taken.private.db exists already"):
        back_up(archive.path, tmp_path / "taken.db")
    assert not (tmp_path / "taken.db").exists()
    assert (tmp_path / "taken.private.db").read_text() == "somebody's"


def test_a_copy_that_a_migration_leaves_of_the_private_database_is_its_owners_alone(archive: Archive) -> None:
    with open_private(archive.path, now=NOON) as private:
        target = archive.path.with_name("private.0001.db")
        copy(private, target)
    assert target.stat().st_mode & 0o777 == 0o600

"""The full-text index says what the articles say, whatever happened to them."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
import sqlite_utils
from datasette.app import Datasette

from monitor.model.reading import Query
from monitor.model.verdict import Revised
from monitor.store import Archive, open_archive, open_reading, segments
from tests.store.nouns import AZ, NOON, WIRE, add, article, known, mention

TRIGGERS = ["articles_ad", "articles_ai", "articles_au"]


def triggers(archive: Archive) -> list[str]:
    rows = archive.rows(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'articles_a?' ORDER BY name"
    )
    return [row["name"] for row in rows]


@pytest.mark.slow
def test_r27_the_index_after_ten_thousand_changes(archive: Archive) -> None:
    dice = random.Random(27)
    there: list[int] = []
    with archive.transaction():
        for number in range(10_000):
            action = dice.random()
            if not there or action < 0.4:
                there.append(add(archive, article(f"{number}", body=f"word{number} common")))
            elif action < 0.8:
                which = dice.choice(there)
                key = archive.value("SELECT url_key FROM articles WHERE id = ?", (which,))
                path = key.removeprefix("gazette.example/")
                verdict = Revised(article=article(path, body=f"word{number} edited"), of=known(archive, key))
                archive.apply(verdict, (), run_id=1, tagger="t")
            else:
                which = there.pop(dice.randrange(len(there)))
                archive.write("DELETE FROM articles WHERE id = ?", (which,))
    assert archive.flaws() == ()
    count = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?"
    assert archive.value(count, ("common OR edited",)) == len(there)
    body = archive.value("SELECT body FROM articles WHERE body LIKE '%edited' LIMIT 1")
    assert archive.value(count, (body.split()[0],)) == 1


def pieces(archive: Archive) -> int:
    """Of the full-text index; the upper bits of a page's number say of which piece it is."""
    count: int = archive.value("SELECT count(DISTINCT id >> 37) FROM articles_fts_data WHERE id > 10")
    return count


def test_pieces_of_the_index_are_put_together_when_that_is_asked_for_and_not_as_articles_come(archive: Archive) -> None:
    for number in range(20):
        add(archive, article(f"{number}", body=f"word{number} common"))
    assert pieces(archive) == 20
    assert archive.merge_segments() is False  # all is done
    assert pieces(archive) == 1
    assert archive.flaws() == ()
    count = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?"
    assert [archive.value(count, (asked,)) for asked in ("common", "word7", "word19")] == [20, 1, 1]
    assert archive.merge_segments() is False
    for number in range(20, 23):
        add(archive, article(f"{number}", body=f"word{number} common"))
    archive.merge_segments()
    assert pieces(archive) == 4  # so few stay as they are


def test_the_index_can_be_put_together_a_step_at_a_time(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "PAGES", 1)
    with archive.transaction():
        for number in range(40):
            add(archive, article(f"{number}", body=" ".join(f"word{number}x{at}" for at in range(400))))
    there = pieces(archive)
    assert archive.merge_segments(steps=3) is True
    assert archive.flaws() == ()
    while archive.merge_segments():
        assert archive.flaws() == ()
    assert pieces(archive) < there


def test_where_nobody_puts_pieces_together_they_are_few_all_the_same(archive: Archive) -> None:
    with archive.transaction():
        for number in range(200):
            add(archive, article(f"{number}", body=f"word{number} common"))
    assert pieces(archive) < 64 + 4
    assert archive.flaws() == ()


def test_what_is_undone_leaves_nothing_in_the_index(archive: Archive) -> None:
    add(archive, article("kept"))
    with suppress(ZeroDivisionError), archive.transaction():
        for number in range(100):
            add(archive, article(f"{number}", body="undone"))
        archive.merge_segments()
        raise ZeroDivisionError
    assert archive.flaws() == ()
    assert archive.value("SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'undone'") == 0


def test_a_rotten_index_is_noticed(archive: Archive) -> None:
    add(archive, article())
    archive.write("DROP TRIGGER articles_au")
    archive.write("UPDATE articles SET title = 'behind its back'")
    assert archive.flaws() == ("articles_fts: the full-text index does not match the articles",)


def test_r27_triggers_that_a_transform_dropped_are_back_on_opening(archive: Archive) -> None:
    add(archive, article(title="Talks in Baku"))
    archive.close()
    tool = sqlite_utils.Database(archive.path)
    tool["articles"].transform(types={"words": int})  # type: ignore[union-attr]  # it is a table
    tool.execute("UPDATE articles SET title = 'Talks in Yerevan'")
    tool.close()
    with open_archive(archive.path, now=NOON) as healed:
        assert triggers(healed) == TRIGGERS
        assert healed.flaws() == ()
        add(healed, article("b", title="Talks in Tbilisi"))
        assert healed.flaws() == ()
    with open_reading(archive.path) as reading:
        assert [one.id for one in reading.search(Query(text="Yerevan"))] == [1]
        assert [one.id for one in reading.search(Query(text="Tbilisi"))] == [2]


def test_r27_nothing_is_ever_replaced() -> None:
    import monitor.store

    for file in Path(monitor.store.__file__).parent.rglob("*.*"):
        if file.suffix in (".py", ".sql"):
            assert "OR REPLACE" not in file.read_text(encoding="utf-8").upper(), file.name


def test_what_is_not_text_leaves_the_index_alone(archive: Archive) -> None:
    article_id = add(archive, article())
    before = archive.value("SELECT max(id) FROM articles_fts_data")
    archive.rechecked(article_id, recheck_at=NOON)
    archive.write("UPDATE articles SET duplicate_of = NULL")
    assert archive.value("SELECT max(id) FROM articles_fts_data") == before


# R28: Datasette reads while a collect writes


async def ask(datasette: Datasette, paths: Sequence[str], done: threading.Event) -> tuple[int, list[tuple[str, int]]]:
    """How many pages were read until `done`, and those that were not answered with 200."""
    failures = []
    read = 0
    while not done.is_set() or read < 50:
        path = paths[read % len(paths)]
        response = await datasette.client.get(path)
        read += 1
        if response.status_code != 200:
            failures.append((path, response.status_code))
    newest = await datasette.client.get("/press/articles.json?_shape=array&_sort_desc=id&_size=1&_col=title")
    assert newest.json()[0]["title"] == "Title 299"
    return read, failures


def write_300(path: Path, done: threading.Event) -> None:
    with open_archive(path, now=NOON) as archive:
        for number in range(300):
            with archive.transaction():
                add(archive, article(str(number), source=WIRE.id, body="word " * 200), mention(AZ))
    done.set()


def test_r28_datasette_reads_beside_the_writer_and_sees_what_is_new(archive: Archive) -> None:
    done = threading.Event()
    writer = threading.Thread(target=write_300, args=(archive.path, done))
    datasette = Datasette([str(archive.path)])
    paths = (
        "/press/articles.json?_sort_desc=sorted_at&_shape=array&_nocol=body",
        "/press/articles.json?_search=title&_shape=array",
        "/press/latest.json?_shape=array",
        "/press/feed_health.json?_shape=array",
        "/press/mentions.json?tag=country:AZ&_shape=array",
    )
    writer.start()
    read, failures = asyncio.run(ask(datasette, paths, done))
    writer.join()
    assert read >= 50
    assert failures == []
    for database in datasette.databases.values():
        database.close()


@pytest.mark.parametrize("kind", ["table", "view"])
def test_datasette_finds_its_search(archive: Archive, kind: str) -> None:
    add(archive, article(title="Brüssels talks"))
    datasette = Datasette([str(archive.path)])
    path = {"table": "/press/articles.json?_search=brussels&_shape=array", "view": "/press/latest.json?_shape=array"}
    response = asyncio.run(datasette.client.get(path[kind]))
    assert [row["title"] for row in response.json()] == ["Brüssels talks"]
    for database in datasette.databases.values():
        database.close()

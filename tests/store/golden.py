"""The golden file of a schema version: `python -m tests.store.golden` writes that of the newest migration.

It is what an archive of that version holds, as SQL: its schema as SQLite keeps it, and a few rows of each table, so
that later versions can be tested on it. Once released it is never written again.
"""

from __future__ import annotations

import sqlite3
import tempfile
from datetime import timedelta
from pathlib import Path

from monitor.model.article import Entry
from monitor.model.fetch import Fetch
from monitor.model.filing import Disposition, Filed
from monitor.model.run import Counts
from monitor.model.source import Feed, FeedState, Source
from monitor.model.verdict import Copy, Duplicate, Revised
from monitor.store import Archive, open_archive
from monitor.store.migrations import shipped
from monitor.workflows.cluster import cluster
from tests.store.nouns import AZ, HOUR, NATO, NOON, add, article, known, mention

CALIBER = Source(
    id="caliber-az-en", name="Caliber.Az", homepage="https://caliber.az/en/", country="AZ", owner="caliber"
)
LISTING = Feed(source=CALIBER.id, url="https://caliber.az/en/", kind="listing", every=timedelta(minutes=20))


def schema_text(path: Path) -> str:
    """The schema of an archive, as SQL that makes it again."""
    connection = sqlite3.connect(path)
    try:
        found = [f"{sql};" for _, _, sql in _objects(connection)]
    finally:
        connection.close()
    rank = "INSERT INTO articles_fts(articles_fts, rank) VALUES ('rank', 'bm25(10.0, 3.0, 1.0)');"
    return "\n".join([*found, rank, ""])


def rows_text(path: Path) -> str:
    """The rows of an archive, as SQL; the time at which it was migrated is always the same."""
    connection = sqlite3.connect(path)
    try:
        tables = [name for kind, name, sql in _objects(connection) if kind == "table" and not _derived(name, sql)]
        return "\n".join([line for table in tables for line in _rows(connection, table)] + [""])
    finally:
        connection.close()


def _objects(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    query = """
        SELECT type, name, sql FROM sqlite_master
        WHERE sql IS NOT NULL AND name NOT LIKE 'articles_fts_%' AND name NOT LIKE 'sqlite_%'
        ORDER BY type <> 'table', sql LIKE 'CREATE VIRTUAL%', type = 'trigger', type, name
    """
    return connection.execute(query).fetchall()


def _derived(name: str, sql: str) -> bool:
    """Whether triggers fill the table, as rows are put in elsewhere."""
    return "VIRTUAL" in sql or name.startswith("daily_")


def _rows(connection: sqlite3.Connection, table: str) -> list[str]:
    columns = [row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]
    quoted = " || ', ' || ".join("'''2026-11-23'''" if name == "applied_at" else f'quote("{name}")' for name in columns)
    rows = connection.execute(f'SELECT {quoted} FROM "{table}" ORDER BY 1')
    return [f"INSERT INTO {table} VALUES ({values});" for (values,) in rows]


def fill(archive: Archive) -> None:
    """A few rows of each kind."""
    archive.mirror((CALIBER,), (LISTING,), now=NOON)
    run_id = archive.start_run("collect", now=NOON, version="0.1.0", host="desk")
    filings = (
        _filed("1", "NATO chief in Baku", "fetch"),
        _filed("2", "Still to be fetched", "fetch"),
        _filed("3", "Of last year", "backfill"),
    )
    fetched = Fetch(run_id=run_id, feed_id=1, at=NOON, outcome="ok", status=200, entries=3, new=3)
    state = FeedState(etag='"v1"', checked_at=NOON, succeeded_at=NOON, next_check_at=NOON + HOUR, outcome="ok")
    archive.file_feed(1, state=state, fetch=fetched, filed=filings, now=NOON)
    url = "https://caliber.az/post/1"
    said = article(url=url, source=CALIBER.id, title="NATO chief in Baku", language="en")
    archive.settle(1, "key-1", add(archive, said, mention(AZ)), now=NOON)
    edited = article(url=url, source=CALIBER.id, title="NATO secretary general in Baku", language="en")
    verdict = Revised(article=edited, of=known(archive, said.url_key))
    archive.apply(verdict, (mention(AZ, salience=0.9), mention(NATO)), run_id=run_id, tagger="test/2")
    copy = Copy(of=known(archive, said.url_key), score=1.0, why="hash")
    copied = article(url="https://caliber.az/ru/post/1", source=CALIBER.id, title=edited.title)
    archive.apply(Duplicate(article=copied, copy=copy), (), run_id=run_id, tagger="test/2")
    cluster(archive)
    archive.finish_run(run_id, outcome="ok", counts=Counts(new=2, revised=1), now=NOON + HOUR)


def _filed(number: str, title: str, disposition: Disposition) -> Filed:
    url = f"https://caliber.az/post/{number}"
    return Filed(
        entry=Entry(url=url, title=title),
        entry_key=f"key-{number}",
        entry_hash="h",
        url_key=f"caliber.az/post/{number}",
        disposition=disposition,
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "press.db"
        with open_archive(path, now=NOON) as archive:
            fill(archive)
        newest = list(shipped())[-1]
        target = Path(__file__).parent / "schemas" / f"{newest}.sql"
        target.write_text(schema_text(path) + "\n" + rows_text(path), encoding="utf-8")
        print(f"wrote {target}")


if __name__ == "__main__":
    main()

"""The reading of archives: which documents are read, and the pages that they led to."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from monitor.model.filing import Filed
from monitor.model.past import ArchiveDocument
from monitor.store.columns import moment_of, time_of, time_text
from monitor.store.database import Database
from monitor.store.entries import file_entries


def archive_feed(archive: Database, source: str, *, now: datetime) -> int:
    """The id of the feed under which a source's past is filed: never asked, and never due."""
    archive.write(_ADD_FEED, (source, f"backfill:{source}", time_text(now)))
    feed_id: int = archive.value("SELECT id FROM feeds WHERE url = ?", (f"backfill:{source}",))
    return feed_id


def archive_documents(archive: Database, source: str, since: datetime, until: datetime) -> tuple[ArchiveDocument, ...]:
    """The documents that are known for a source and a time, in the order in which they were found."""
    rows = archive.rows(_DOCUMENTS, (source, time_text(since), time_text(until)))
    return tuple(map(_document, rows))


def archive_until(archive: Database, source: str, since: datetime) -> datetime | None:
    """Up to when a source's past from a time on was last asked for; None where it never was."""
    return time_of(
        archive.value("SELECT max(until) FROM backfills WHERE source = ? AND since = ?", (source, time_text(since)))
    )


def file_archive(
    archive: Database,
    document: ArchiveDocument,
    *,
    feed_id: int,
    filed: Sequence[Filed] = (),
    found: Sequence[ArchiveDocument] = (),
    outcome: str,
    entries: int = 0,
    done: bool = True,
    now: datetime,
) -> None:
    """Take in a document of an archive, all or nothing: the pages that it led to, and the documents that follow.

    Not `done`: it could not be had, and is to be asked for again.
    """
    with archive.transaction():
        file_entries(archive, feed_id, filed, now=now)
        archive.write_all(_WANT, (_columns(one) for one in found))
        archive.write(_WANT, _columns(document))
        read_at = time_text(now) if done else None
        archive.write(_READ, (read_at, outcome, entries, len(filed), document.source, document.url))


def want_archive(archive: Database, documents: Sequence[ArchiveDocument]) -> None:
    """Note documents that are to be read; those that are known already stay as they are."""
    with archive.transaction():
        archive.write_all(_WANT, (_columns(one) for one in documents))


def restart_archive(archive: Database, source: str, since: datetime, until: datetime) -> None:
    """Forget the documents of a source that were noted for another time."""
    archive.write(
        "DELETE FROM backfills WHERE source = ? AND (since <> ? OR until <> ?)",
        (source, time_text(since), time_text(until)),
    )


def _columns(document: ArchiveDocument) -> dict[str, object]:
    return {
        "source": document.source,
        "url": document.url,
        "kind": document.kind,
        "since": time_text(document.since),
        "until": time_text(document.until),
        "number": document.number,
    }


def _document(row: sqlite3.Row) -> ArchiveDocument:
    return ArchiveDocument(
        source=row["source"],
        url=row["url"],
        kind=row["kind"],
        since=moment_of(row["since"]),
        until=moment_of(row["until"]),
        number=row["number"],
        tries=row["tries"],
        read=row["read_at"] is not None,
        entries=row["entries"],
        wanted=row["wanted"],
    )


_ADD_FEED = """
    INSERT INTO feeds (source, kind, url, enabled, added_at) VALUES (?, 'sitemap', ?, 0, ?) ON CONFLICT (url) DO NOTHING
"""
_DOCUMENTS = "SELECT * FROM backfills WHERE source = ? AND since = ? AND until = ? ORDER BY number, url"
_WANT = """
    INSERT INTO backfills (source, url, kind, since, until, number)
    VALUES (:source, :url, :kind, :since, :until, :number) ON CONFLICT DO NOTHING
"""
_READ = """
    UPDATE backfills SET read_at = ?, outcome = ?, entries = ?, wanted = ?, tries = tries + 1
    WHERE source = ? AND url = ?
"""

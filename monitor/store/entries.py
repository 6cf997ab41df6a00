"""Entries: which feed carried what, and what is still to be made an article of."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.model.article import Entry
from monitor.model.filing import EntryKnown, Filed, Pending, Recheck
from monitor.store.columns import entry_of, entry_text, list_of, list_text, pairs_text, time_of, time_text
from monitor.store.database import Database

LONGEST_REST = timedelta(days=7)  # of a page between two tries; where one seems longer, a clock was wrong


def entries_known(archive: Database, feed_id: int, keys: Sequence[tuple[str, str | None]]) -> dict[str, EntryKnown]:
    """What the archive has on a feed's entries, by entry_key; `keys` are (entry_key, url_key of its address or None).

    Entries that neither this feed nor any article's address makes known are left out.
    """
    rows = archive.rows(_KNOWN, {"feed": feed_id, "keys": pairs_text(keys)})
    return {
        row["entry_key"]: EntryKnown(
            entry_key=row["entry_key"],
            entry_hash=row["entry_hash"],
            article_id=row["article_id"],
            pending=bool(row["waits"]),
            skipped=row["skipped"],
        )
        for row in rows
    }


def file_entries(archive: Database, feed_id: int, filed: Sequence[Filed], *, now: datetime) -> None:
    """Write the sighting of each entry, and what is to become of it."""
    for one in filed:
        skipped = None if one.disposition == "fetch" else one.disposition
        columns = {
            "feed": feed_id,
            "key": one.entry_key,
            "hash": one.entry_hash,
            "article": one.article_id,
            "guid": one.entry.guid,
            "url": one.entry.url,
            "now": time_text(now),
        }
        if one.disposition == "seen":
            archive.write(_FILE_SEEN, columns)
        else:
            more = {"skipped": skipped, "said": entry_text(one.entry), "backfill": int(one.backfill)}
            archive.write(_FILE_SAID, columns | more)


def pending(
    archive: Database,
    feed_ids: Sequence[int] | None = None,
    *,
    now: datetime,
    limit: int | None = None,
    off: bool = False,
) -> tuple[Pending, ...]:
    """The entries of these feeds (None: of all) whose pages are to be fetched now, the newest first.

    Feeds that are off count only with `off`.
    """
    rows = archive.rows(_PENDING, {**_asked(feed_ids, now, limit), "off": int(off)})
    return tuple(
        Pending(
            feed_id=row["feed_id"],
            entry_key=row["entry_key"],
            entry=entry_of(row["pending"]),
            tries=row["tries"],
            article_id=row["article_id"],
            backfill=bool(row["backfill"]),
        )
        for row in rows
    )


def rechecks(
    archive: Database, feed_ids: Sequence[int] | None = None, *, now: datetime, limit: int | None = None
) -> tuple[Recheck, ...]:
    """The articles that these feeds (None: all) carried whose pages are to be looked at again, longest due first."""
    return tuple(_recheck(row) for row in archive.rows(_RECHECKS, _asked(feed_ids, now, limit)))


def settle(
    archive: Database,
    feed_id: int,
    entry_key: str,
    article_id: int,
    *,
    now: datetime,
    outcome: str = "ok",
    error: str | None = None,
) -> None:
    """An article was made of the entry: it is pending no more.

    `outcome` and `error` tell of its page's last try, where the entry's own words had to do.
    """
    columns = {"feed": feed_id, "key": entry_key, "article": article_id, "now": time_text(now)}
    archive.write(_SETTLE, columns | {"outcome": outcome, "error": error})


def page_failed(
    archive: Database, feed_id: int, entry_key: str, *, outcome: str, error: str, retry_at: datetime, now: datetime
) -> None:
    """The entry's page could not be had: it stays pending, with one try more, and rests until `retry_at`."""
    columns = {"feed": feed_id, "key": entry_key, "outcome": outcome, "error": error, "now": time_text(now)}
    archive.write(_PAGE_FAILED, columns | {"retry": time_text(retry_at)})


def drop_entry(archive: Database, feed_id: int, entry_key: str) -> None:
    """Forget that a feed carried an entry."""
    archive.write("DELETE FROM entries WHERE feed_id = ? AND entry_key = ?", (feed_id, entry_key))


def give_up(archive: Database, feed_id: int, entry_key: str, *, outcome: str, error: str, now: datetime) -> None:
    """No article can be made of the entry: it is pending no more; what the feed said of it is kept, as `failed`."""
    columns = {"feed": feed_id, "key": entry_key, "outcome": outcome, "error": error, "now": time_text(now)}
    archive.write(_GIVE_UP, columns)


def _asked(feed_ids: Sequence[int] | None, now: datetime, limit: int | None) -> dict[str, object]:
    return {
        "feeds": None if feed_ids is None else list_text(feed_ids),
        "now": time_text(now),
        "latest": time_text(now + LONGEST_REST),
        "limit": -1 if limit is None else max(0, limit),
    }


def _recheck(row: sqlite3.Row) -> Recheck:
    dated = time_of(row["published_at"]) if row["dated_by"] == "feed" else None
    entry = Entry(
        guid=row["guid"],
        url=row["entry_url"],
        title=row["title"],
        summary=row["summary"],
        published_raw=row["published_raw"] if dated else None,
        published=dated,
        authors=list_of(row["authors"]),
        language=row["language"],
        image_url=row["image_url"],
    )
    return Recheck(
        feed_id=row["feed_id"],
        entry_key=row["entry_key"],
        article_id=row["id"],
        url=row["url"],
        entry=entry,
        etag=row["page_etag"],
        last_modified=row["page_last_modified"],
        checks=row["checks"],
    )


_KNOWN = """
    SELECT asked.entry_key, e.entry_hash, coalesce(e.article_id, u.article_id) AS article_id,
           e.pending IS NOT NULL AND e.skipped IS NULL AS waits, e.skipped
    FROM (SELECT json_extract(value, '$[0]') AS entry_key, json_extract(value, '$[1]') AS url_key
          FROM json_each(:keys)) AS asked
    LEFT JOIN entries e ON e.feed_id = :feed AND e.entry_key = asked.entry_key
    LEFT JOIN article_urls u ON u.url_key = asked.url_key
    WHERE e.entry_key IS NOT NULL OR u.url_key IS NOT NULL
"""
_FILE_SEEN = """
    INSERT INTO entries (feed_id, entry_key, entry_hash, article_id, guid, url, seen_at, last_at)
    VALUES (:feed, :key, :hash, :article, :guid, :url, :now, :now)
    ON CONFLICT (feed_id, entry_key) DO UPDATE SET
        entry_hash = excluded.entry_hash, article_id = coalesce(excluded.article_id, article_id),
        guid = excluded.guid, url = excluded.url, last_at = excluded.last_at
"""
# Tries start anew only where there is something new to try: the feed says something else, or it had been skipped.
_FILE_SAID = """
    INSERT INTO entries (
        feed_id, entry_key, entry_hash, article_id, skipped, guid, url, seen_at, last_at, pending, backfill
    ) VALUES (:feed, :key, :hash, :article, :skipped, :guid, :url, :now, :now, :said, :backfill)
    ON CONFLICT (feed_id, entry_key) DO UPDATE SET
        tries = iif(entry_hash = excluded.entry_hash AND pending IS NOT NULL AND skipped IS NULL, tries, 0),
        retry_at = iif(entry_hash = excluded.entry_hash AND pending IS NOT NULL AND skipped IS NULL, retry_at, NULL),
        entry_hash = excluded.entry_hash, article_id = coalesce(excluded.article_id, article_id),
        skipped = excluded.skipped, guid = excluded.guid, url = excluded.url, last_at = excluded.last_at,
        pending = excluded.pending
"""
_PENDING = """
    SELECT e.feed_id, e.entry_key, e.pending, e.tries, e.article_id, e.backfill
    FROM feeds f JOIN entries e ON e.feed_id = f.id AND e.pending IS NOT NULL AND e.skipped IS NULL
    WHERE (f.enabled OR :off) AND (:feeds IS NULL OR f.id IN (SELECT value FROM json_each(:feeds)))
      AND (e.retry_at IS NULL OR e.retry_at <= :now OR e.retry_at > :latest)
    ORDER BY coalesce(json_extract(e.pending, '$.published'), e.seen_at) DESC, e.feed_id, e.entry_key
    LIMIT :limit
"""
# min() makes SQLite take the other columns of the same row: the first of the feeds that carried the article.
_RECHECKS = """
    SELECT a.id, a.url, a.title, a.summary, a.published_at, a.published_raw, a.dated_by, a.authors, a.language,
           a.image_url, a.page_etag, a.page_last_modified, a.checks,
           min(e.feed_id) AS feed_id, e.entry_key, e.guid, e.url AS entry_url
    FROM articles a INDEXED BY articles_to_recheck CROSS JOIN entries e ON e.article_id = a.id
    CROSS JOIN feeds f ON f.id = e.feed_id
    WHERE a.recheck_at <= :now AND f.enabled AND (:feeds IS NULL OR f.id IN (SELECT value FROM json_each(:feeds)))
      AND (e.pending IS NULL OR e.skipped IS NOT NULL)
    GROUP BY a.id ORDER BY a.recheck_at, a.id LIMIT :limit
"""
_SETTLE = """
    UPDATE entries SET article_id = :article, pending = NULL, skipped = NULL, retry_at = NULL, tries = tries + 1,
        tried_at = :now, outcome = :outcome, error = :error
    WHERE feed_id = :feed AND entry_key = :key
"""
_PAGE_FAILED = """
    UPDATE entries SET tries = tries + 1, tried_at = :now, retry_at = :retry, outcome = :outcome, error = :error
    WHERE feed_id = :feed AND entry_key = :key
"""
_GIVE_UP = """
    UPDATE entries SET tries = tries + 1, tried_at = :now, retry_at = NULL, outcome = :outcome, error = :error,
        skipped = 'failed'
    WHERE feed_id = :feed AND entry_key = :key
"""

"""What is let go: texts that are old, and what is to be forgotten wholly."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.store.columns import list_text, time_text
from monitor.store.copies import unshelve
from monitor.store.database import Database
from monitor.store.private import open_private, private_path
from monitor.store.tombstones import of_key, of_source, read_tombstones
from monitor.text.urls import url_key

BATCH = 200  # articles in one transaction: nobody waits long for the lock


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """How many articles went, and how many messages that spoke of them are not sent any more."""

    articles: int = 0
    messages: int = 0


def purge_texts(archive: Database, source: str, before: datetime, *, now: datetime) -> int:
    """How many articles of a source, first seen before a time, lost their text just now: a batch, so call again till 0.

    Title, address, time, tags and hash stay, also the sources' names for them; texts before edits go too.
    """
    with archive.transaction():
        rows = archive.rows(_OLD, (source, time_text(before), BATCH))
        ids = list_text(row["id"] for row in rows)
        archive.write("DELETE FROM revisions WHERE article_id IN (SELECT value FROM json_each(?))", (ids,))
        archive.write(_PURGE, (time_text(now), ids))
    return len(rows)


def with_text(archive: Database, ids: Sequence[int]) -> frozenset[int]:
    """Those of these articles that the archive has and whose text was not let go."""
    return frozenset(row["id"] for row in archive.rows(_WITH_TEXT, (list_text(ids),)))


def purge_said(archive: Database, source: str, before: datetime) -> int:
    """How many entries of a source that never became an article lost just now what their feed said of them."""
    return archive.write(_OLD_SAID, (source, time_text(before), BATCH))


def forget_source(archive: Database, source: str) -> None:
    """Take a source out that has no article any more, with its feeds and their entries and fetches."""
    archive.write("DELETE FROM sources WHERE id = ?", (source,))


def source_ids(archive: Database) -> tuple[str, ...]:
    """The ids of all sources, retired ones too."""
    return tuple(row["id"] for row in archive.rows("SELECT id FROM sources ORDER BY id"))


def known_of(archive: Database, key: str) -> tuple[int, ...]:
    """The ids of the articles that an address belongs to, by its url_key."""
    rows = archive.rows("SELECT article_id FROM article_urls WHERE url_key = ?", (key,))
    return tuple(row["article_id"] for row in rows)


def keys_of(archive: Database, ids: Sequence[int]) -> tuple[str, ...]:
    """All url_keys of these articles, and of the entries that led to them."""
    wanted = (list_text(ids),)
    keys = [row["url_key"] for row in archive.rows(_KEYS, wanted)]
    keys += [key for row in archive.rows(_ENTRY_URLS, wanted) if (key := _key(row["url"]))]
    return tuple(dict.fromkeys(keys))


def articles_of_source(archive: Database, source: str) -> tuple[int, ...]:
    """The ids of all articles of a source."""
    return tuple(row["id"] for row in archive.rows("SELECT id FROM articles WHERE source = ?", (source,)))


def forget_articles(archive: Database, ids: Sequence[int]) -> int:
    """How many articles went, with their texts, earlier texts, links, tags and all else that hangs on them."""
    gone = 0
    for start in range(0, len(ids), BATCH):
        with archive.transaction():
            batch = ids[start : start + BATCH]
            unshelve(archive, batch)  # it has no foreign keys
            doomed = (list_text(batch),)
            gone += archive.write("DELETE FROM articles WHERE id IN (SELECT value FROM json_each(?))", doomed)
    return gone


def forget_entries(archive: Database, tombstones: frozenset[str]) -> int:
    """How many entries went that never became an article and whose address, or source, is to be forgotten."""
    rows = archive.rows(_UNMADE)
    doomed = [
        (row["feed_id"], row["entry_key"])
        for row in rows
        if of_source(row["source"]) in tombstones or ((key := _key(row["url"])) and of_key(key) in tombstones)
    ]
    with archive.transaction():
        archive.write_all("DELETE FROM entries WHERE feed_id = ? AND entry_key = ?", doomed)
    return len(doomed)


def carry_out(archive: Database, *, now: datetime) -> Gone:
    """What had to go because of tombstones that were set after this file was made, if it was restored.

    The private database beside it forgets first, while the archive still knows whose addresses those are.
    """
    set_ = read_tombstones(archive.path)
    done = {row["tombstone"] for row in archive.rows("SELECT tombstone FROM forgotten")}
    new = frozenset(set_ - done)
    if not new:
        return Gone()
    archive.write("PRAGMA secure_delete = on")
    keys = archive.rows("SELECT url_key, article_id FROM article_urls")
    ids = {row["article_id"] for row in keys if of_key(row["url_key"]) in new}
    sources = {row["id"]: row["name"] for row in archive.rows("SELECT id, name FROM sources")}
    sources = {name: title for name, title in sources.items() if of_source(name) in new}
    for source in sources:
        ids.update(articles_of_source(archive, source))
    messages = _withdraw(archive, keys_of(archive, sorted(ids)), sources.values(), now=now)
    gone = forget_articles(archive, sorted(ids))
    forget_entries(archive, new)
    for source in sources:
        forget_source(archive, source)
    if gone:
        archive.write("INSERT INTO articles_fts(articles_fts) VALUES ('optimize')")  # what was deleted stays until then
    with archive.transaction():
        archive.write_all(
            "INSERT INTO forgotten (tombstone, at) VALUES (?, ?)", ((one, time_text(now)) for one in sorted(new))
        )
    return Gone(articles=gone, messages=messages)


def _withdraw(archive: Database, keys: Sequence[str], names: Collection[str], *, now: datetime) -> int:
    if not private_path(archive.path).exists():
        return 0
    with open_private(archive.path, now=now) as private:
        return private.withdraw(keys, names)


def wipe_log(archive: Database) -> None:
    """Empty the write-ahead log, which still holds what was deleted."""
    archive.rows("PRAGMA wal_checkpoint(truncate)")


def _key(url: str | None) -> str | None:
    try:
        return url_key(url) if url else None
    except ValueError:
        return None


_OLD = """
    SELECT id FROM articles
    WHERE source = ? AND seen_at < ? AND purged_at IS NULL AND (body <> '' OR summary <> '')
    ORDER BY sorted_at LIMIT ?
"""
_WITH_TEXT = "SELECT id FROM articles WHERE purged_at IS NULL AND id IN (SELECT value FROM json_each(?))"
_PURGE = """
    UPDATE articles SET body = '', summary = '', purged_at = ?, recheck_at = NULL
    WHERE id IN (SELECT value FROM json_each(?))
"""
_KEYS = "SELECT url_key FROM article_urls WHERE article_id IN (SELECT value FROM json_each(?))"
_ENTRY_URLS = "SELECT url FROM entries WHERE article_id IN (SELECT value FROM json_each(?))"
_UNMADE = """
    SELECT e.feed_id, e.entry_key, e.url, f.source FROM entries e JOIN feeds f ON f.id = e.feed_id
    WHERE e.article_id IS NULL
"""
_OLD_SAID = """
    UPDATE entries SET pending = NULL WHERE pending IS NOT NULL AND skipped IS NOT NULL AND (feed_id, entry_key) IN (
        SELECT e.feed_id, e.entry_key FROM entries e JOIN feeds f ON f.id = e.feed_id
        WHERE f.source = ? AND e.seen_at < ? AND e.pending IS NOT NULL AND e.skipped IS NOT NULL LIMIT ?
    )
"""

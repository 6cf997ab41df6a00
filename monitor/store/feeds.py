"""Sources and feeds: what feeds.yaml says of them, and what fetching taught."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.model.fetch import Fetch, Hold
from monitor.model.filing import FeedRow, Filed
from monitor.model.source import Feed, FeedState, Source
from monitor.store.columns import (
    list_text,
    moment_of,
    rhythm_of,
    rhythm_text,
    time_of,
    time_text,
    wishes_of,
    wishes_text,
)
from monitor.store.database import Database
from monitor.store.entries import file_entries


def mirror(archive: Database, sources: Sequence[Source], feeds: Sequence[Feed], *, now: datetime) -> None:
    """Make the tables say what feeds.yaml says; what vanished from it is retired, and nothing is deleted."""
    with archive.transaction():
        added = {"now": time_text(now)}
        archive.write_all(_MIRROR_SOURCE, (_source_columns(source) | added for source in sources))
        archive.write_all(_MIRROR_FEED, (_feed_columns(feed) | added for feed in feeds))
        archive.write(_RETIRE_SOURCES, (time_text(now), list_text(source.id for source in sources)))
        archive.write(_SWITCH_OFF_FEEDS, (list_text(feed.url for feed in feeds),))


def feed_rows(archive: Database) -> tuple[FeedRow, ...]:
    """The feeds that feeds.yaml has, with what was learned of them."""
    return tuple(_feed_row(row) for row in archive.rows(_FEEDS))


def file_feed(
    archive: Database, feed_id: int, *, state: FeedState, fetch: Fetch, filed: Sequence[Filed], now: datetime
) -> None:
    """Take in what a feed's answer said, all or nothing: the conversation, what was learned, and its entries.

    The validators are thus never newer than the entries. With `filed` empty it records a 304 or a failure.
    """
    with archive.transaction():
        archive.write(_ADD_FETCH, _fetch_columns(fetch))
        archive.write(_LEARN, _state_columns(state) | {"id": feed_id})
        file_entries(archive, feed_id, filed, now=now)


def hold(archive: Database, asked: Hold, *, now: datetime) -> None:
    """Note that a place asked to be left alone; the longer of two such wishes counts."""
    archive.write(_HOLD, (asked.place, time_text(asked.until), asked.url, time_text(now)))


def holds(archive: Database, *, now: datetime, longest: timedelta) -> dict[str, datetime]:
    """The places to be left alone now, and until when; beyond `longest` it is the work of a wrong clock."""
    rows = archive.rows(_HOLDS, (time_text(now), time_text(now + longest)))
    return {row["place"]: moment_of(row["until"]) for row in rows}


def revive(archive: Database, urls: Sequence[str], *, now: datetime) -> int:
    """How many of these feeds were given up (410) and are asked again from now on, because they answer."""
    return archive.write(_REVIVE, (time_text(now), list_text(urls)))


def prune_fetches(archive: Database, before: datetime) -> int:
    """How many conversations older than `before` were dropped."""
    return archive.write("DELETE FROM fetches WHERE at < ?", (time_text(before),))


def _source_columns(source: Source) -> dict[str, object]:
    return {
        "id": source.id,
        "name": source.name,
        "homepage": source.homepage,
        "country": source.country,
        "type": source.type,
        "languages": list_text(source.languages),
        "owner": source.owner,
        "tier": source.tier,
    }


def _feed_columns(feed: Feed) -> dict[str, object]:
    minutes = max(1, round(feed.every.total_seconds() / 60))
    return {"source": feed.source, "kind": feed.kind, "url": feed.url, "cadence": minutes}


def _fetch_columns(fetch: Fetch) -> dict[str, object]:
    return {
        "run_id": fetch.run_id,
        "feed_id": fetch.feed_id,
        "at": time_text(fetch.at),
        "status": fetch.status,
        "outcome": fetch.outcome,
        "bytes": fetch.bytes,
        "ms": fetch.ms,
        "entries": fetch.entries,
        "new": fetch.new,
        "requests": fetch.requests,
        "conditional": int(fetch.conditional),
        "moved_to": fetch.moved_to,
        "hold_until": time_text(fetch.hold_until),
        "error": fetch.error,
    }


def _state_columns(state: FeedState) -> dict[str, object]:
    return {
        "etag": state.etag,
        "last_modified": state.last_modified,
        "body_hash": state.body_hash,
        "full_at": time_text(state.full_at),
        "moved_to": state.moved_to,
        "moved_since": time_text(state.moved_since),
        "next_check_at": time_text(state.next_check_at),
        "hold_until": time_text(state.hold_until),
        "checked_at": time_text(state.checked_at),
        "succeeded_at": time_text(state.succeeded_at),
        "newest_entry_at": time_text(state.newest_entry_at),
        "failures": state.failures,
        "outcome": state.outcome,
        "error": state.error,
        "gone": int(state.gone),
        "wishes": wishes_text(state.wishes),
        "rhythm": rhythm_text(state.rhythm),
    }


def _feed_row(row: sqlite3.Row) -> FeedRow:
    state = FeedState(
        etag=row["etag"],
        last_modified=row["last_modified"],
        body_hash=row["body_hash"],
        full_at=time_of(row["full_at"]),
        moved_to=row["moved_to"],
        moved_since=time_of(row["moved_since"]),
        next_check_at=time_of(row["next_check_at"]),
        hold_until=time_of(row["hold_until"]),
        checked_at=time_of(row["checked_at"]),
        succeeded_at=time_of(row["succeeded_at"]),
        newest_entry_at=time_of(row["newest_entry_at"]),
        failures=row["failures"],
        outcome=row["outcome"],
        error=row["error"],
        gone=bool(row["gone"]),
        wishes=wishes_of(row["wishes"]),
        rhythm=rhythm_of(row["rhythm"]),
    )
    first_add = not row["ever_filed"]
    return FeedRow(
        id=row["id"],
        url=row["url"],
        state=state,
        first_add=first_add,
        checked_at=state.checked_at,
        added_at=time_of(row["source_added_at"]),
        heard_at=time_of(row["heard_at"]),
    )


_MIRROR_SOURCE = """
    INSERT INTO sources (id, name, homepage, country, type, languages, owner, tier, added_at)
    VALUES (:id, :name, :homepage, :country, :type, :languages, :owner, :tier, :now)
    ON CONFLICT (id) DO UPDATE SET
        name = excluded.name, homepage = excluded.homepage, country = excluded.country, type = excluded.type,
        languages = excluded.languages, owner = excluded.owner, tier = excluded.tier, retired_at = NULL
"""
_MIRROR_FEED = """
    INSERT INTO feeds (source, kind, url, cadence, added_at) VALUES (:source, :kind, :url, :cadence, :now)
    ON CONFLICT (url) DO UPDATE SET
        source = excluded.source, kind = excluded.kind, cadence = excluded.cadence, enabled = 1
"""
_RETIRE_SOURCES = """
    UPDATE sources SET retired_at = ? WHERE retired_at IS NULL AND id NOT IN (SELECT value FROM json_each(?))
"""
_SWITCH_OFF_FEEDS = "UPDATE feeds SET enabled = 0 WHERE enabled AND url NOT IN (SELECT value FROM json_each(?))"
_FEEDS = """
    SELECT f.*, EXISTS (SELECT 1 FROM entries e WHERE e.feed_id = f.id) AS ever_filed, s.added_at AS source_added_at,
           (SELECT max(o.succeeded_at) FROM feeds o WHERE o.source = f.source AND o.id <> f.id) AS heard_at
    FROM feeds f JOIN sources s ON s.id = f.source WHERE f.enabled ORDER BY f.id
"""
_ADD_FETCH = """
    INSERT INTO fetches (
        run_id, feed_id, at, status, outcome, bytes, ms, entries, new, requests, conditional, moved_to, hold_until,
        error
    ) VALUES (
        :run_id, :feed_id, :at, :status, :outcome, :bytes, :ms, :entries, :new, :requests, :conditional, :moved_to,
        :hold_until, :error
    )
"""
_LEARN = """
    UPDATE feeds SET
        etag = :etag, last_modified = :last_modified, body_hash = :body_hash, full_at = :full_at,
        moved_to = :moved_to, moved_since = :moved_since, next_check_at = :next_check_at, hold_until = :hold_until,
        checked_at = :checked_at, succeeded_at = :succeeded_at, newest_entry_at = :newest_entry_at,
        failures = :failures, outcome = :outcome, error = :error, gone = :gone, wishes = :wishes,
        rhythm = :rhythm
    WHERE id = :id
"""
_HOLD = """
    INSERT INTO holds (place, until, url, at) VALUES (?, ?, ?, ?)
    ON CONFLICT (place) DO UPDATE SET until = excluded.until, url = excluded.url, at = excluded.at
    WHERE excluded.until > until OR at > excluded.at
"""
_HOLDS = "SELECT place, until FROM holds WHERE until > ? AND until <= ?"
_REVIVE = """
    UPDATE feeds SET gone = 0, failures = 0, next_check_at = ? WHERE gone AND url IN (SELECT value FROM json_each(?))
"""

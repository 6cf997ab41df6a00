"""Alerts in the private database: how far each list has looked, what it found, and what became of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from monitor.model.alert import Alert
from monitor.store.columns import list_text, moment_of, time_text
from monitor.store.database import Database

HOUR = timedelta(hours=1)


def looked(private: Database, name: str) -> int | None:
    """The article up to which a list has looked; None where it never did."""
    found = private.value("SELECT article_id FROM looked WHERE list = ?", (name,))
    return None if found is None else int(found)


def keep_found(
    private: Database, name: str, found: Sequence[Alert], *, keys: Iterable[str], article_id: int, now: datetime
) -> None:
    """Commit what a list found, the keys of the articles it speaks for, and how far it has looked, together."""
    moment = time_text(now)
    with private.transaction():
        private.write_all(
            "INSERT INTO alerts (list, found_at, payload) VALUES (?, ?, ?)",
            [(name, moment, _payload(one)) for one in found],
        )
        private.write_all(
            "INSERT INTO told (list, key, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [(name, key, moment) for key in keys],
        )
        private.write(_LOOKED, (name, article_id, moment))


def waiting_alerts(private: Database, name: str, now: datetime) -> tuple[Alert, ...]:
    """What a list has to tell and may by now, the oldest first."""
    return tuple(map(_alert, private.rows(_WAITING, (name, time_text(now)))))


def messages_sent(private: Database, name: str, now: datetime) -> int:
    """How many messages a list has sent in the last hour."""
    sql = "SELECT count(DISTINCT message) FROM alerts WHERE list = ? AND sent_at > ?"
    return int(private.value(sql, (name, time_text(now - HOUR))))


def mark(
    private: Database,
    alerts: Sequence[Alert],
    state: str,
    *,
    now: datetime,
    error: str | None = None,
    next_at: datetime | None = None,
) -> None:
    """Commit what became of the alerts of one message."""
    tried = state in ("sending", "sent")
    parameters = {
        "ids": list_text([one.id for one in alerts]),
        "state": state,
        "sent_at": time_text(now) if tried else None,
        "message": min(one.id for one in alerts),
        "next_at": time_text(next_at),
        "error": error,
        "tries": int(state == "sending" and error is None),
    }
    private.write(_MARK, parameters)


def _payload(alert: Alert) -> str:
    said = {
        "title": alert.title, "url": alert.url, "source": alert.source, "language": alert.language,
        "at": time_text(alert.at), "article_id": alert.article_id, "excerpt": alert.excerpt,
        "watchlists": list(alert.watchlists), "tags": list(alert.tags),
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False)


def _alert(row: sqlite3.Row) -> Alert:
    said = json.loads(row["payload"])
    return Alert(
        id=row["id"],
        title=said["title"],
        url=said["url"],
        source=said["source"],
        language=said["language"],
        at=moment_of(said["at"]),
        article_id=said["article_id"],
        excerpt=said["excerpt"],
        watchlists=tuple(said["watchlists"]),
        tags=tuple(said["tags"]),
        tries=row["tries"],
    )


_LOOKED = """
    INSERT INTO looked (list, article_id, at) VALUES (?, ?, ?)
    ON CONFLICT (list) DO UPDATE SET article_id = excluded.article_id, at = excluded.at
"""
_WAITING = """
    SELECT * FROM alerts WHERE list = ? AND state = 'waiting' AND (next_at IS NULL OR next_at <= ?) ORDER BY id
"""
_MARK = """
    UPDATE alerts SET state = :state, sent_at = :sent_at, message = :message, next_at = :next_at, error = :error,
        tries = tries + :tries
    WHERE id IN (SELECT value FROM json_each(:ids))
"""

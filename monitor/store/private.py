"""db/private.db: windows, outbox, recipients and what was told to whom. A file of its own, that is never served.

A transaction over two attached WAL files is not atomic, so nothing here depends on the archive being written with it.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from monitor.model.outbox import Issue, Letter, Standing, Undelivered
from monitor.store import alerts, withdrawing
from monitor.store.columns import list_text, moment_of, time_of, time_text
from monitor.store.database import BUSY, Database, make_folder
from monitor.store.migrations import applied, migrate

SET = "private"
KEPT = timedelta(days=90)  # what was told, and issues that were sent


def private_path(archive: Path) -> Path:
    """Where the private database of an archive stands."""
    return archive.with_name("private.db")


class Private(Database):
    """The private database, open for one process at a time: hold its lock to send.

    Each method is one transaction; within `with private.transaction():` they are steps of that one.
    """

    # Alerts
    looked = alerts.looked
    keep_found = alerts.keep_found
    waiting_alerts = alerts.waiting_alerts
    messages_sent = alerts.messages_sent
    mark = alerts.mark
    # What is to be forgotten
    withdraw = withdrawing.withdraw

    # Issues

    def last_until(self, name: str) -> datetime | None:
        """Where the newest issue of a list ended."""
        return time_of(self.value("SELECT max(until) FROM issues WHERE list = ?", (name,)))

    def made_for(self, name: str, slot: str) -> bool:
        """Whether the issue of a day was made."""
        return bool(self.value("SELECT 1 FROM issues WHERE list = ? AND slot = ?", (name, slot)))

    def file(self, issue: Issue, addresses: Mapping[str, str], *, keys: Iterable[str], next_at: datetime) -> None:
        """Commit an issue, its messages (address -> Message-ID) and what it tells of, together, before any is sent."""
        told = [(issue.list, key, time_text(issue.made_at)) for key in keys]
        with self.transaction():
            row = self.row(
                _FILE_ISSUE,
                {
                    "list": issue.list, "since": time_text(issue.since), "until": time_text(issue.until),
                    "slot": issue.slot, "made_at": time_text(issue.made_at), "key": issue.key,
                    "subject": issue.subject, "language": issue.language, "plain": issue.plain, "html": issue.html,
                    "figures": json.dumps(dict(issue.figures)),
                },
            )  # fmt: skip
            assert row is not None
            sends = [(row["id"], address, message, time_text(next_at)) for address, message in addresses.items()]
            self.write_all("INSERT INTO sends (issue_id, address, message_id, next_at) VALUES (?, ?, ?, ?)", sends)
            self.write_all(_TELL, told)

    def figures(self, name: str, since: datetime) -> tuple[tuple[float, Mapping[str, float]], ...]:
        """What the issues of a list have counted since then: days covered, and numbers by name."""
        rows = self.rows(
            "SELECT since, until, figures FROM issues WHERE list = ? AND until >= ?", (name, time_text(since))
        )
        return tuple(
            (
                max(1.0, (moment_of(row["until"]) - moment_of(row["since"])) / timedelta(days=1)),
                json.loads(row["figures"]),
            )
            for row in rows
        )

    def told(self, name: str, keys: Iterable[str]) -> dict[str, datetime]:
        """Which of the articles with these keys a list has spoken of, and when."""
        return {row["key"]: moment_of(row["at"]) for row in self.rows(_TOLD, (list_text(sorted(keys)), name))}

    def told_since(self, name: str, since: datetime) -> frozenset[str]:
        """The keys of all articles that a list has spoken of since then."""
        rows = self.rows("SELECT key FROM told WHERE list = ? AND at >= ?", (name, time_text(since)))
        return frozenset(row["key"] for row in rows)

    # Recipients

    def subscribe(self, name: str, addresses: Sequence[str], *, now: datetime) -> tuple[str, ...]:
        """Make addresses recipients of a list; return those of them who have not unsubscribed, in their order."""
        with self.transaction():
            self.write_all(
                "INSERT INTO recipients (list, address, token, added_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                [(name, address, secrets.token_urlsafe(24), time_text(now)) for address in addresses],
            )
        gone = {
            row["address"]
            for row in self.rows(
                "SELECT address FROM recipients WHERE list = ? AND unsubscribed_at IS NOT NULL", (name,)
            )
        }
        return tuple(address for address in addresses if address not in gone)

    def unsubscribe(self, token: str, *, now: datetime) -> tuple[str, str] | None:
        """Unsubscribe the recipient of a token, from its one list; return list and address, None for no such token.

        What waits in the outbox for that recipient is not sent any more.
        """
        with self.transaction():
            row = self.row("SELECT list, address FROM recipients WHERE token = ?", (token,))
            if row is None:
                return None
            self.write(_UNSUBSCRIBE, (time_text(now), token))
            self.write(_DROP, ("unsubscribed", row["address"], row["list"]))
        return row["list"], row["address"]

    def resubscribe(self, name: str, address: str) -> bool:
        """Take an unsubscription back; False where there was none."""
        return bool(self.write(_RESUBSCRIBE, (name, address)))

    def token(self, name: str, address: str) -> str:
        """The token of a recipient."""
        return str(self.value("SELECT token FROM recipients WHERE list = ? AND address = ?", (name, address)))

    # Outbox

    def letters(self, now: datetime, *, name: str | None = None) -> tuple[Letter, ...]:
        """What waits to be sent and may be tried by now, the oldest issue first."""
        return tuple(map(_letter, self.rows(_LETTERS, {"now": time_text(now), "list": name})))

    def issue(self, issue_id: int) -> Issue:
        """An issue whole."""
        row = self.row("SELECT * FROM issues WHERE id = ?", (issue_id,))
        assert row is not None
        return _issue(row)

    def settle(
        self, letter: Letter, state: str, *, now: datetime, error: str | None = None, next_at: datetime | None = None
    ) -> None:
        """Commit what became of one message."""
        self.write(
            _SETTLE,
            {
                "state": state, "error": error, "next_at": time_text(next_at),
                "sent_at": time_text(now) if state == "sent" else None,
                "issue": letter.issue_id, "address": letter.address,
            },
        )  # fmt: skip

    def drop(self) -> int:
        """Give up all messages that wait; how many there were."""
        return self.write(
            "UPDATE sends SET state = 'failed', next_at = NULL, error = 'dropped' WHERE state = 'waiting'"
        )

    def standings(self, *, since: datetime) -> tuple[Standing, ...]:
        """How the issues made since then stand, the newest first; older ones only while something waits."""
        return tuple(
            Standing(
                id=row["id"],
                list=row["list"],
                since=moment_of(row["since"]),
                until=moment_of(row["until"]),
                made_at=moment_of(row["made_at"]),
                subject=row["subject"],
                waiting=row["waiting"],
                sent=row["sent"],
                refused=row["refused"],
                failed=row["failed"],
                next_at=time_of(row["next_at"]),
                error=row["error"],
            )
            for row in self.rows(_STANDINGS, (time_text(since),))
        )

    def undelivered(self, *, since: datetime) -> tuple[Undelivered, ...]:
        """What was refused for good or given up, and what waits after a failure."""
        rows = self.rows(_UNDELIVERED, {"since": time_text(since)})
        return tuple(
            Undelivered(
                list=row["list"], address=row["address"], state=row["state"], tries=row["tries"], error=row["error"]
            )
            for row in rows
        )

    def flaws(self) -> tuple[str, ...]:
        """All that is wrong with the file: pages, indexes, references."""
        found = [str(row[0]) for row in self.rows("PRAGMA integrity_check") if row[0] != "ok"]
        return (*found, *(f"{row['table']}: a row refers to nothing" for row in self.rows("PRAGMA foreign_key_check")))

    def prune(self, now: datetime) -> None:
        """Forget what is older than three months; what still waits stays."""
        before = time_text(now - KEPT)
        with self.transaction():
            self.write("DELETE FROM told WHERE at < ?", (before,))
            self.write(_PRUNE_ISSUES, (before,))
            self.write("DELETE FROM alerts WHERE found_at < ? AND state NOT IN ('waiting','sending')", (before,))


def open_private(archive: Path, *, now: datetime, busy: timedelta = BUSY) -> Private:
    """Open the private database beside an archive, made or migrated where needed; only its owner can read it.

    Raises what open_archive raises.
    """
    path = private_path(archive)
    make_folder(path)
    if not path.exists():
        _touch(path)
    private = Private.open(path, busy=busy)
    try:
        applied(private, SET)
        private.value("PRAGMA journal_mode = wal")
        private.write("PRAGMA synchronous = full")  # what was sent must be known after a power cut, too
        private.write("PRAGMA foreign_keys = on")
        migrate(private, now=now, of=SET)
    except BaseException:
        private.close()
        raise
    return private


def _touch(path: Path) -> None:
    from monitor.errors import CantCreate

    try:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise CantCreate(f"{path} can't be made ({error.strerror})") from error


def _letter(row: sqlite3.Row) -> Letter:
    return Letter(
        issue_id=row["issue_id"],
        list=row["list"],
        address=row["address"],
        message_id=row["message_id"],
        token=row["token"] or "",
        tries=row["tries"],
        made_at=moment_of(row["made_at"]),
    )


def _issue(row: sqlite3.Row) -> Issue:
    return Issue(
        id=row["id"],
        list=row["list"],
        since=moment_of(row["since"]),
        until=moment_of(row["until"]),
        slot=row["slot"],
        made_at=moment_of(row["made_at"]),
        key=row["key"],
        subject=row["subject"],
        language=row["language"],
        plain=row["plain"],
        html=row["html"],
        figures=tuple(json.loads(row["figures"]).items()),
    )


_FILE_ISSUE = """
    INSERT INTO issues (list, since, until, slot, made_at, key, subject, language, plain, html, figures)
    VALUES (:list, :since, :until, :slot, :made_at, :key, :subject, :language, :plain, :html, :figures) RETURNING id
"""
_TELL = "INSERT INTO told (list, key, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_TOLD = "SELECT t.key, t.at FROM json_each(?) k CROSS JOIN told t ON t.list = ?2 AND t.key = k.value"
_UNSUBSCRIBE = "UPDATE recipients SET unsubscribed_at = coalesce(unsubscribed_at, ?) WHERE token = ?"
_RESUBSCRIBE = """
    UPDATE recipients SET unsubscribed_at = NULL WHERE list = ? AND address = ? AND unsubscribed_at IS NOT NULL
"""
_DROP = """
    UPDATE sends SET state = 'failed', error = ? WHERE state = 'waiting' AND address = ?
    AND issue_id IN (SELECT id FROM issues WHERE list = ?)
"""
_LETTERS = """
    SELECT s.issue_id, i.list, s.address, s.message_id, r.token, s.tries, i.made_at
    FROM sends s JOIN issues i ON i.id = s.issue_id
    LEFT JOIN recipients r ON r.list = i.list AND r.address = s.address
    WHERE s.state = 'waiting' AND (s.next_at IS NULL OR s.next_at <= :now) AND (:list IS NULL OR i.list = :list)
    ORDER BY s.issue_id, s.address
"""
_SETTLE = """
    UPDATE sends SET state = :state, error = :error, next_at = :next_at, sent_at = :sent_at, tries = tries + 1
    WHERE issue_id = :issue AND address = :address AND state = 'waiting'
"""
_STANDINGS = """
    SELECT i.id, i.list, i.since, i.until, i.made_at, i.subject,
           count(*) FILTER (WHERE s.state = 'waiting') AS waiting, count(*) FILTER (WHERE s.state = 'sent') AS sent,
           count(*) FILTER (WHERE s.state = 'refused') AS refused, count(*) FILTER (WHERE s.state = 'failed') AS failed,
           min(s.next_at) FILTER (WHERE s.state = 'waiting') AS next_at, max(s.error) AS error
    FROM issues i LEFT JOIN sends s ON s.issue_id = i.id
    GROUP BY i.id HAVING i.made_at >= ? OR waiting ORDER BY i.id DESC
"""
_UNDELIVERED = """
    SELECT i.list, s.address, s.state, s.tries, s.error, i.made_at AS at FROM sends s JOIN issues i ON i.id = s.issue_id
    WHERE s.error IS NOT NULL AND s.error NOT IN ('unsubscribed','dropped')
      AND (s.state = 'waiting' OR (s.state IN ('refused','failed') AND i.made_at >= :since))
    UNION
    SELECT list, 'its hook', CASE state WHEN 'sending' THEN 'unknown' ELSE state END, tries,
           coalesce(error, 'nobody knows whether it arrived'), found_at
    FROM alerts
    WHERE (state = 'waiting' AND error IS NOT NULL) OR (state IN ('failed','sending') AND found_at >= :since)
    ORDER BY at DESC, list, address
"""
_PRUNE_ISSUES = """
    DELETE FROM issues WHERE made_at < ?
    AND NOT EXISTS (SELECT 1 FROM sends s WHERE s.issue_id = issues.id AND s.state = 'waiting')
"""

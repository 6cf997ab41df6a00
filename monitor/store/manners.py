"""The log of conversations, as our manners are judged by it."""

from __future__ import annotations

from datetime import datetime

from monitor.model.checkup import Conversation, Told
from monitor.store.columns import moment_of, time_of, time_text
from monitor.store.database import Database


def conversations(reading: Database, since: datetime) -> tuple[Conversation, ...]:
    """The conversations with feeds from a time on, in their order."""
    return tuple(
        Conversation(
            feed_id=row["feed_id"],
            source=row["source"],
            url=row["url"],
            at=moment_of(row["at"]),
            outcome=row["outcome"],
            requests=row["requests"],
            conditional=None if row["conditional"] is None else bool(row["conditional"]),
            moved_to=row["moved_to"],
            hold_until=time_of(row["hold_until"]),
        )
        for row in reading.rows(_CONVERSATIONS, (time_text(since),))
    )


def told(reading: Database) -> tuple[Told, ...]:
    """The places that asked to be left alone, each with the last time that it did."""
    rows = reading.rows("SELECT place, at, until FROM holds ORDER BY place")
    return tuple(Told(place=row["place"], at=moment_of(row["at"]), until=moment_of(row["until"])) for row in rows)


_CONVERSATIONS = """
    SELECT t.feed_id, f.source, f.url, t.at, t.outcome, t.requests, t.conditional, t.moved_to, t.hold_until
    FROM fetches t JOIN feeds f ON f.id = t.feed_id WHERE t.at >= ? ORDER BY t.at, t.id
"""

"""An article as judging knows it, and no more."""

from __future__ import annotations

import sqlite3

from monitor.model.verdict import Known
from monitor.store.columns import moment_of, time_of

KNOWN = "id, url, url_key, source, title, content_hash, words, published_at, seen_at, duplicate_of"  # its columns


def known_of(row: sqlite3.Row) -> Known:
    """The article that a row of those columns tells of."""
    return Known(
        id=row["id"],
        url=row["url"],
        url_key=row["url_key"],
        source=row["source"],
        title=row["title"],
        content_hash=row["content_hash"],
        words=row["words"],
        published_at=time_of(row["published_at"]),
        seen_at=moment_of(row["seen_at"]),
        duplicate_of=row["duplicate_of"],
    )

"""What the tests of reliability publish, and what they look for in an archive."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.store import open_archive
from tests.desk import WORDS, Desk
from tests.press_room import Piece, PressRoom

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
FROZEN: dict[str, Any] = {"MONITOR_NOW": NOW.isoformat()}
STAMP = "2026-11-23T10:00:00Z"


def piece(number: int, *, text: str = "", **more: Any) -> Piece:
    return Piece(
        path=f"/news/{number}.html",
        title=f"Azerbaijan and NATO hold round {number} of talks",
        text=text or f"{WORDS}\nIt was round {number} of the dialogue between Azerbaijan and NATO, officials added.",
        published=NOW - timedelta(hours=number),
        **more,
    )


def publish(room: PressRoom, *pieces: Piece, path: str = "/rss.xml", **more: Any) -> str:
    for one in pieces:
        room.page(one)
    return room.feed(path, pieces, **more)


def holdings(desk: Desk) -> dict[str, list[tuple[Any, ...]]]:
    """What a reader has: articles with their texts, times and tags, and which feed carried them."""
    return {
        "articles": desk.rows(
            "SELECT url, source, title, summary, body, published_at, sorted_at, countries, organisations"
            " FROM articles ORDER BY url"
        ),
        "tags": desk.rows(
            "SELECT a.url, m.tag, m.sorted_at, m.salience, m.focus, m.spans"
            " FROM mentions m JOIN articles a ON a.id = m.article_id ORDER BY 1, 2"
        ),
        "entries": desk.rows(
            "SELECT e.feed_id, e.entry_key, a.url, e.pending FROM entries e LEFT JOIN articles a ON a.id = e.article_id"
            " ORDER BY 1, 2"
        ),
        "feeds": desk.rows("SELECT url, etag, failures, outcome FROM feeds ORDER BY url"),
    }


def flaws(desk: Desk) -> tuple[str, ...]:
    with open_archive(desk.db, now=NOW) as archive:
        return archive.flaws()


def titles(desk: Desk, source: str) -> list[str]:
    return [title for (title,) in desk.rows("SELECT title FROM articles WHERE source = ? ORDER BY id", source)]

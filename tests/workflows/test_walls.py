"""A wall never becomes an article: the entry's words do, and health counts the wall under its class."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from tests.desk import WORDS, Desk
from tests.press_room import Piece
from tests.stages.walls import BLOCKED, ERRORS, SHELLS

NOW = datetime.now(UTC).replace(microsecond=0)
PAYWALLED = (
    "<html><head><title>Talks</title><meta property='og:title' content='Talks number 9'>"
    "<script type='application/ld+json'>{}</script></head><body><article><h1>Talks number 9</h1>"
    "<p class='lead'>The ministers of both countries met in the capital on Monday.</p>"
    "<p>To continue reading this article, subscribe now. Already a subscriber? Log in.</p></article></body></html>"
)


def test_walls_are_counted_and_never_stored(desk: Desk) -> None:
    walls = (*[BLOCKED[name] for name in ("cloudflare challenge", "ip, Azerbaijani", "consent, German")],
             ERRORS["Turkish"], SHELLS["react"])  # fmt: skip
    pieces = [
        Piece(
            path=f"/news/{number}.html",
            title=f"Talks number {number}",
            summary=f"Azerbaijan and NATO held round {number} of talks.",
            text=WORDS,
            published=NOW - timedelta(hours=number),
        )
        for number in range(1, len(walls) + 2)
    ]
    url = desk.room.feed("/rss.xml", pieces)
    for piece, html in zip(pieces, walls, strict=False):
        desk.room.serve(piece.path, html)
    linked = {"@type": "NewsArticle", "headline": "Talks number 9", "isAccessibleForFree": False}
    desk.room.serve(pieces[-1].path, PAYWALLED.format(json.dumps(linked)))
    desk.source("courier", url)
    desk.collect()
    stored = desk.rows("SELECT title, summary, body, extractor, paywalled FROM articles ORDER BY sorted_at DESC")
    assert [row[3] for row in stored[:-1]] == ["feed"] * len(walls)
    assert all("round" in row[1] and "JavaScript" not in row[2] and "cookie" not in row[2] for row in stored[:-1])
    assert stored[-1][2] == "The ministers of both countries met in the capital on Monday."
    assert stored[-1][4] == 1
    [feed] = desk.json("health")["feeds"]
    assert feed["page_outcomes"] == {"blocked": 3, "empty": 1, "html": 1}
    assert "3 blocked, 1 empty, 1 html" in desk.run("health").stdout.replace("\n", " ")

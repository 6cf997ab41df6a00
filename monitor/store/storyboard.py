"""Stories as readers see them: the weightiest of a time, and one whole with its articles."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from typing import Any

from monitor.errors import UnknownName
from monitor.model.reading import Listed
from monitor.model.story import StoryArticle, StoryListed, StoryQuery, StoryShown
from monitor.store.columns import list_of, list_text, moment_of, time_text
from monitor.store.database import Database

_BIGGEST_ID = 2**63 - 1


def stories(reading: Database, query: StoryQuery) -> tuple[StoryListed, ...]:
    """The wanted stories, the weightiest and newest first."""
    sql = "\n".join([_LISTED, "WHERE y.merged_into IS NULL", *_conditions(query), _WEIGHTIEST])
    return tuple(map(_listed, reading.rows(sql, _parameters(query))))


def weightiest(reading: Database, ids: Iterable[int], limit: int) -> tuple[StoryListed, ...]:
    """Of these stories as many as are wanted, the weightiest and newest first; merged ones are left out."""
    sql = "\n".join([_LISTED, *_AMONG, _WEIGHTIEST])
    return tuple(map(_listed, reading.rows(sql, {"ids": list_text(ids), "limit": limit})))


def story(reading: Database, story_id: int) -> StoryShown:
    """A story whole; an id that was merged into another gives that one. Raises UnknownName where there is none."""
    sql = "\n".join([_LISTED, *_ONE])
    row = reading.row(sql, (story_id,)) if 0 < story_id <= _BIGGEST_ID else None
    articles = tuple(map(_article, reading.rows(_ARTICLES, (row["id"],)))) if row else ()
    if row is None or not articles:
        raise UnknownName(f"there is no story {story_id}: `monitor stories` shows the ids")
    merged = reading.rows("SELECT id FROM stories WHERE merged_into = ? ORDER BY id", (row["id"],))
    days = Counter(article.listed.sorted_at.date() for article in articles)
    return StoryShown(
        listed=_listed(row),
        asked=story_id,
        articles=articles,
        timeline=tuple(sorted(days.items())),
        merged=tuple(gone["id"] for gone in merged),
    )


def _conditions(query: StoryQuery) -> list[str]:
    """What a story must meet, and what one of its articles must."""
    found = ["AND y.independent >= :independent"] if query.independent > 1 else []
    if query.since is not None:
        found.append("AND y.last_seen_at >= :since")
    if query.until is not None:
        found.append("AND y.first_seen_at < :until")
    of_article = [text for name, text in _OF_ARTICLE.items() if getattr(query, name)]
    for name in ("countries", "organisations"):
        if getattr(query, name):
            end = ")" if query.any_mention else "AND m.focus = 1)"
            of_article += [_HAS_TAG.replace(":tags", f":{name}"), end]
    if of_article:
        times = [text for name, text in _TIMES.items() if getattr(query, name) is not None]
        found += ["AND EXISTS (SELECT 1 FROM articles a WHERE a.story_id = y.id", *times, *of_article, ")"]
    return found


def _parameters(query: StoryQuery) -> dict[str, Any]:
    return {
        "since": time_text(query.since),
        "until": time_text(query.until),
        "independent": query.independent,
        "sources": list_text(query.sources),
        "languages": list_text(query.languages),
        "countries": list_text([f"country:{code}" for code in query.countries]),
        "organisations": list_text([f"org:{code}" for code in query.organisations]),
        "limit": -1 if query.limit is None else min(max(0, query.limit), 2**31),
    }


def _listed(row: sqlite3.Row) -> StoryListed:
    return StoryListed(
        id=row["id"],
        title=row["title"],
        lead_id=row["shown_id"],
        url=row["url"],
        source=row["source"],
        source_name=row["source_name"],
        language=row["language"],
        first_seen_at=moment_of(row["first_seen_at"]),
        last_seen_at=moment_of(row["last_seen_at"]),
        articles=row["articles"],
        sources=row["sources"],
        independent=row["independent"],
        tier=row["tier"],
        weight=row["weight"],
        languages=list_of(row["languages"]),
        countries=list_of(row["countries"]),
        organisations=list_of(row["organisations"]),
    )


def _article(row: sqlite3.Row) -> StoryArticle:
    return StoryArticle(
        listed=Listed(
            id=row["id"],
            sorted_at=moment_of(row["sorted_at"]),
            source=row["source"],
            source_name=row["source_name"],
            title=row["title"],
            url=row["url"],
            language=row["language"],
            summary=row["summary"],
            countries=list_of(row["countries"]),
            organisations=list_of(row["organisations"]),
            words=row["words"],
            copies=row["copies"],
        ),
        owner=row["owner"],
        tier=row["tier"],
        duplicate_of=row["duplicate_of"],
        dated_by=row["dated_by"],
        seen_at=moment_of(row["seen_at"]),
        pinned=bool(row["pinned"]),
    )


_LISTED = """
    SELECT y.*, l.id AS shown_id, l.url, l.source, l.language, s.name AS source_name
    FROM stories y CROSS JOIN articles l
    ON l.id = coalesce(y.lead_id, (SELECT a.id FROM articles a WHERE a.story_id = y.id ORDER BY a.sorted_at LIMIT 1))
    JOIN sources s ON s.id = l.source
"""
_ONE = ("WHERE y.id = (SELECT coalesce(merged_into, id) FROM stories WHERE id = ?)",)
_AMONG = ("WHERE y.merged_into IS NULL AND y.id IN (SELECT value FROM json_each(:ids))",)
_WEIGHTIEST = "ORDER BY y.standing DESC, y.id DESC LIMIT :limit"
_TIMES = {"since": "AND a.sorted_at >= :since", "until": "AND a.sorted_at < :until"}
_OF_ARTICLE = {
    "sources": "AND a.source IN (SELECT value FROM json_each(:sources))",
    "languages": "AND a.language IN (SELECT value FROM json_each(:languages))",
}
_HAS_TAG = """
    AND EXISTS (SELECT 1 FROM mentions m WHERE m.article_id = a.id AND m.tag IN (SELECT value FROM json_each(:tags))
"""
_ARTICLES = """
    SELECT a.id, a.sorted_at, a.source, s.name AS source_name, a.title, a.url, a.language, a.summary, a.countries,
           a.organisations, a.words, (SELECT count(*) FROM articles c WHERE c.duplicate_of = a.id) AS copies,
           s.owner, s.tier, a.duplicate_of, a.dated_by, a.seen_at, p.article_id IS NOT NULL AS pinned
    FROM articles a JOIN sources s ON s.id = a.source LEFT JOIN story_pins p ON p.article_id = a.id
    WHERE a.story_id = ? ORDER BY a.sorted_at, a.duplicate_of IS NOT NULL, a.id
"""

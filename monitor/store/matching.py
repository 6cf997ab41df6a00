"""What a watchlist may match, found by index: few articles of many, which stages/match.py then looks at.

Two windows: what came in between two moments (`seen`), which digests and alerts go by, and what is dated between them.
SQL is put together from the constant texts below alone; values go in as parameters.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from monitor.model.watchlist import Noted, Subject
from monitor.stages.narrow import Needs
from monitor.store.columns import list_text, time_text
from monitor.store.database import Database
from monitor.store.fts import any_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From `since` (included) to `until` (not), by when articles were first seen or by what they are dated."""

    since: datetime
    until: datetime
    by: Literal["seen", "dated"] = "seen"
    after: int = 0  # of articles seen, only those with a greater id


def candidates(
    reading: Database, needs: Needs, window: Window, *, copies: bool = False, backfill: bool = True
) -> tuple[int, ...]:
    """The ids, ascending, of all articles of a window that have what is needed; backfill is never announced."""
    parameters: dict[str, object] = {
        "since": time_text(window.since),
        "until": time_text(window.until),
        "after": window.after,
        "sources": list_text(needs.sources),
        "languages": list_text(needs.languages),
    }
    conditions = [] if copies else ["AND a.duplicate_of IS NULL"]
    conditions += ["AND a.id > :after"] if window.after else []
    conditions += [] if backfill else ["AND a.backfill = 0"]
    conditions += ["AND a.source IN (SELECT value FROM json_each(:sources))"] * bool(needs.sources)
    conditions += ["AND a.language IN (SELECT value FROM json_each(:languages))"] * bool(needs.languages)
    groups = sorted(needs.tags, key=lambda group: len(group.slugs))
    for number, group in enumerate(groups):
        parameters[f"tags{number}"] = list_text(sorted(group.slugs))
        parameters[f"focus{number}"] = int(group.focus)
        conditions.append(_TAGGED.replace(":tags", f":tags{number}").replace(":focus", f":focus{number}"))
    opening = _SEEN
    if window.by == "dated":
        opening = _BY_TAG if groups else _DATED
    sql = "\n".join((opening, *conditions))
    found = [row["id"] for row in reading.rows(sql, parameters)]
    return _worded(reading, needs, tuple(sorted(set(found))))


def _worded(reading: Database, needs: Needs, found: tuple[int, ...]) -> tuple[int, ...]:
    """Those that have the words: ids rise with time, so the full-text index is read between the first and the last."""
    if not found or not needs.words:
        return found
    match = " AND ".join(map(any_of, needs.words))
    rows = reading.rows(_WORDED, {"match": match, "first": found[0], "last": found[-1]})
    return tuple(sorted({row["id"] for row in rows}.intersection(found)))


def subjects(reading: Database, ids: Sequence[int], *, bodies: bool) -> dict[int, Subject]:
    """Articles as matching needs them, by id; without `bodies` their texts are left out."""
    wanted = (list_text(ids),)
    noted: dict[int, list[Noted]] = {}
    for row in reading.rows(_NOTED, wanted):
        noted.setdefault(row["article_id"], []).append(_noted(row))
    sql = _SUBJECTS if bodies else _HEADS
    return {
        row["id"]: Subject(
            title=row["title"],
            summary=row["summary"],
            body=row["body"],
            language=row["language"],
            source=row["source"],
            tier=row["tier"],
            mentions=tuple(noted.get(row["id"], ())),
        )
        for row in reading.rows(sql, wanted)
    }


def chunks(ids: Sequence[int], size: int = 500) -> Iterable[Sequence[int]]:
    """Ids in pieces, so that few texts are in memory at a time."""
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _noted(row: sqlite3.Row) -> Noted:
    return Noted(
        tag=row["tag"],
        label=row["label"],
        focus=bool(row["focus"]),
        in_title=bool(row["in_title"]),
        hits=row["hits"],
        salience=row["salience"],
        evidence=row["evidence"],
    )


_SEEN = "SELECT a.id FROM articles a INDEXED BY articles_by_seen WHERE a.seen_at >= :since AND a.seen_at < :until"
_DATED = "SELECT a.id FROM articles a INDEXED BY articles_by_time WHERE a.sorted_at >= :since AND a.sorted_at < :until"
_BY_TAG = """
    SELECT a.id FROM json_each(:tags0) t CROSS JOIN mentions m INDEXED BY mentions_by_tag
      ON m.tag = t.value AND m.sorted_at >= :since AND m.sorted_at < :until AND m.focus >= :focus0
    CROSS JOIN articles a ON a.id = m.article_id WHERE 1
"""
_TAGGED = """
    AND EXISTS (SELECT 1 FROM mentions o WHERE o.article_id = a.id
                AND o.tag IN (SELECT value FROM json_each(:tags)) AND o.focus >= :focus)
"""
_WORDED = """
    SELECT rowid AS id FROM articles_fts WHERE articles_fts MATCH :match AND rowid BETWEEN :first AND :last
"""
_HEADS = """
    SELECT a.id, a.title, a.summary, '' AS body, a.language, a.source, s.tier
    FROM json_each(?) w CROSS JOIN articles a ON a.id = w.value JOIN sources s ON s.id = a.source
"""
_SUBJECTS = _HEADS.replace("''", "a.body")
_NOTED = """
    SELECT m.article_id, m.tag, t.label, m.focus, m.in_title, m.hits, m.salience,
           coalesce(json_extract(m.spans, '$[0].text'), '') AS evidence
    FROM json_each(?) w CROSS JOIN mentions m ON m.article_id = w.value JOIN tags t ON t.slug = m.tag
    ORDER BY m.article_id, m.salience DESC, m.tag
"""

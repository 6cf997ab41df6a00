"""Edits: what was changed in articles that were read before, and how their sources edit."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime, timedelta
from statistics import median

from monitor.model.article import Revision
from monitor.model.edit import Edit, EditListed, Habit, Piece
from monitor.store.columns import list_text, moment_of, nouns_text, time_text
from monitor.store.database import Database

_LEARNT_FROM = timedelta(days=30)
_LEARN_EVERY = timedelta(days=1)


def wording(archive: Database, article_id: int) -> Revision:
    """The text that an article has now, as a revision that is still to come."""
    row = archive.row(_WORDING, (article_id,))
    assert row is not None
    return Revision(
        article_id=article_id,
        number=row["number"],
        replaced_at=moment_of(row["seen_at"]),
        title=row["title"],
        summary=row["summary"],
        body=row["body"],
    )


def note_edit(archive: Database, article_id: int, found: Edit, *, now: datetime) -> None:
    """Note how the last revision of an article became its present text; a part of a transaction."""
    archive.write(
        _ADD,
        {
            "id": article_id,
            "now": time_text(now),
            "kind": found.kind,
            "size": found.size,
            "headline": int(found.headline),
            "corrected": int(found.corrected),
            "pieces": nouns_text(found.pieces),
        },
    )


def habits(archive: Database) -> Mapping[str, Habit]:
    """How each source edits, as far as it was learnt."""
    return {
        row["source"]: Habit(
            source=row["source"],
            checked=row["checked"],
            edited=row["edited"],
            half_life=None if row["half_life"] is None else timedelta(seconds=row["half_life"]),
        )
        for row in archive.rows("SELECT source, checked, edited, half_life FROM edit_habits ORDER BY source")
    }


def learn_habits(archive: Database, now: datetime) -> None:
    """Learn from the last month how each source edits, once a day."""
    learnt_at = archive.value("SELECT max(learnt_at) FROM edit_habits")
    if learnt_at is not None and now - moment_of(learnt_at) < _LEARN_EVERY:
        return
    since = time_text(now - _LEARNT_FROM)
    ages: dict[str, list[int]] = {}
    for row in archive.rows(_AGES, (since,)):
        ages.setdefault(row["source"], []).append(row["age"])
    with archive.transaction():
        archive.write("DELETE FROM edit_habits")
        for row in archive.rows(_CHECKED, (since,)):
            found = ages.get(row["source"], [])
            half_life = int(median(found)) if found else None
            archive.write(_LEARN, (row["source"], row["checked"], row["edited"], half_life, time_text(now)))


def edits(
    archive: Database,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    sources: tuple[str, ...] = (),
    article_id: int | None = None,
    headlines: bool = False,
    corrections: bool = False,
    typography: bool = False,
    limit: int | None = 20,
) -> tuple[EditListed, ...]:
    """The edits found from `since` on and before `until`, the newest first; of typography alone only if wanted.

    `headlines` wants those of titles, `corrections` those that the publisher owns up to; with both, either.
    """
    rows = archive.rows(
        _EDITS,
        {
            "since": time_text(since) or "",
            "until": time_text(until) or "~",
            "sources": list_text(sources) if sources else None,
            "article": article_id,
            "headlines": int(headlines),
            "corrections": int(corrections),
            "typography": int(typography),
            "limit": -1 if limit is None else limit,
        },
    )
    return tuple(map(_listed, rows))


def _listed(row: sqlite3.Row) -> EditListed:
    return EditListed(
        article_id=row["article_id"],
        number=row["number"],
        source=row["source"],
        source_name=row["source_name"],
        url=row["url"],
        found_at=moment_of(row["found_at"]),
        age=timedelta(seconds=row["age"]),
        title_before=row["title_before"],
        title=row["title"],
        edit=Edit(
            kind=row["kind"],
            size=row["size"],
            headline=bool(row["headline"]),
            corrected=bool(row["corrected"]),
            pieces=tuple(Piece(**piece) for piece in json.loads(row["pieces"])),
        ),
    )


_WORDING = """
    SELECT title, summary, body, seen_at,
           (SELECT coalesce(max(number), 0) + 1 FROM revisions WHERE article_id = articles.id) AS number
    FROM articles WHERE id = ?
"""
_ADD = """
    INSERT INTO edits (article_id, number, found_at, age, kind, size, headline, corrected, pieces)
    SELECT r.article_id, r.number, :now, max(0, strftime('%s', :now) - strftime('%s', a.seen_at)), :kind, :size,
           :headline, :corrected, :pieces
    FROM articles a JOIN revisions r ON r.article_id = a.id WHERE a.id = :id ORDER BY r.number DESC LIMIT 1
"""
_AGES = """
    SELECT a.source, e.age FROM edits e JOIN articles a ON a.id = e.article_id
    WHERE e.found_at >= ? AND e.kind <> 'typography'
"""
_CHECKED = """
    SELECT source, count(*) AS checked, sum(EXISTS (
        SELECT 1 FROM edits WHERE article_id = articles.id AND kind <> 'typography')) AS edited
    FROM articles WHERE seen_at >= ? AND checks > 0 GROUP BY source
"""
_LEARN = "INSERT INTO edit_habits (source, checked, edited, half_life, learnt_at) VALUES (?, ?, ?, ?, ?)"
_EDITS = """
    SELECT e.*, a.source, s.name AS source_name, a.url, r.title AS title_before,
           coalesce((SELECT title FROM revisions WHERE article_id = e.article_id AND number = e.number + 1), a.title)
           AS title
    FROM edits e JOIN articles a ON a.id = e.article_id JOIN sources s ON s.id = a.source
    JOIN revisions r ON r.article_id = e.article_id AND r.number = e.number
    WHERE e.found_at >= :since AND e.found_at < :until
          AND (:sources IS NULL OR a.source IN (SELECT value FROM json_each(:sources)))
          AND (:article IS NULL OR e.article_id = :article)
          AND (:typography OR e.kind <> 'typography')
          AND (NOT (:headlines OR :corrections) OR (:headlines AND e.headline) OR (:corrections AND e.corrected))
    ORDER BY e.found_at DESC, e.article_id DESC, e.number DESC LIMIT :limit
"""

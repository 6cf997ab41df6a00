"""Which of those who print a text represents it, as long as nothing was told of it yet."""

from __future__ import annotations

import json
from datetime import datetime
from itertools import groupby

from monitor.model.copies import Passage, Printing
from monitor.store.circles import printing
from monitor.store.columns import nouns_text, time_text
from monitor.store.copies import follow
from monitor.store.database import Database


def unseated(archive: Database) -> tuple[tuple[Printing, ...], ...]:
    """Those who print a text whose representative no story has yet, the representative first; without their texts.

    Left out are texts of which something was decided by hand, and who may not stand for one: what is no news while
    the representative is, what is much shorter, and copies of which nobody noted why they are.
    """
    rows = archive.rows(_UNSEATED)
    return tuple(tuple(map(printing, circle)) for _, circle in groupby(rows, key=lambda row: row["lead"]))


def seat(archive: Database, article_id: int, lead_id: int, *, now: datetime) -> None:
    """Let a copy represent its text from now on: who did so is its copy, and the other copies follow."""
    (row,) = archive.rows("SELECT via_id, score, rule, passages FROM copies WHERE article_id = ?", (article_id,))
    found = () if row["via_id"] is not None else json.loads(row["passages"])  # what it shares with another is not kept
    turned = [
        Passage(start=one["of_start"], end=one["of_end"], of_start=one["start"], of_end=one["end"]) for one in found
    ]
    with archive.transaction():
        archive.write("UPDATE articles SET duplicate_of = NULL, similarity = NULL WHERE id = ?", (article_id,))
        archive.write("DELETE FROM copies WHERE article_id = ?", (article_id,))
        follow(archive, lead_id, article_id)
        archive.write("UPDATE copies SET via_id = NULL WHERE of_id = ? AND via_id = of_id", (article_id,))
        archive.write(
            "UPDATE articles SET duplicate_of = ?, similarity = ? WHERE id = ?", (article_id, row["score"], lead_id)
        )
        archive.write(_COPY, (lead_id, article_id, row["score"], row["rule"], nouns_text(turned), time_text(now)))


_UNSEATED = """
    SELECT lead.id AS lead, a.id, a.title, a.url, a.source, a.agency, a.published_at, a.dated_by, a.seen_at,
           a.duplicate_of, '' AS summary, '' AS body, s.name AS source_name, s.homepage, s.owner,
           c.via_id, c.score, c.rule, NULL AS passages
    FROM articles lead INDEXED BY articles_without_story
    CROSS JOIN articles a ON a.id = lead.id OR a.duplicate_of = lead.id
    JOIN sources s ON s.id = a.source LEFT JOIN copies c ON c.article_id = a.id
    WHERE lead.story_id IS NULL AND lead.duplicate_of IS NULL
      AND EXISTS (SELECT 1 FROM articles WHERE duplicate_of = lead.id)
      AND NOT EXISTS (SELECT 1 FROM copy_rulings r JOIN articles o ON o.id IN (r.article_id, r.of_id)
                      WHERE lead.id IN (o.id, o.duplicate_of))
      AND (a.id = lead.id OR c.article_id IS NOT NULL)
      AND a.backfill <= lead.backfill AND 3 * a.words >= 2 * lead.words
    ORDER BY lead.id, a.id <> lead.id, a.id
"""
_COPY = "INSERT INTO copies (article_id, of_id, score, rule, passages, judged_at) VALUES (?, ?, ?, ?, ?, ?)"

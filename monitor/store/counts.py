"""The daily counts: how many articles by day, tag, source and language. Triggers keep them as articles arrive."""

from __future__ import annotations

from monitor.store.database import Database


def recount(archive: Database) -> None:
    """Count all anew, in one transaction: for when the triggers were away."""
    with archive.transaction():
        for statement in _RECOUNT:
            archive.write(statement)


def miscounted(archive: Database) -> tuple[str, ...]:
    """The tables of counts that don't say what the articles say."""
    return tuple(table for table, differences in _MISCOUNTED.items() if archive.row(differences))


_RECOUNT = (
    "DELETE FROM daily_tag_sources",
    "DELETE FROM daily_tags",
    "DELETE FROM daily_sources",
    "INSERT INTO daily_tag_sources (tag, day, source, about, mentioned, copies) SELECT * FROM recounted_tags",
    """
    INSERT INTO daily_tags (day, tag, about, mentioned, copies)
    SELECT day, tag, sum(about), sum(mentioned), sum(copies) FROM daily_tag_sources GROUP BY day, tag
    """,
    "INSERT INTO daily_sources (source, day, language, articles, copies) SELECT * FROM recounted_sources",
)
# What one side has and the other has not. A row whose articles are all gone stays, with noughts.
_MISCOUNTED = {
    "daily_tag_sources": """
        SELECT tag, sum(sign) FROM (
            SELECT tag, day, source, about, mentioned, copies, 1 AS sign FROM recounted_tags
            UNION ALL SELECT tag, day, source, about, mentioned, copies, -1 FROM daily_tag_sources
            WHERE about OR mentioned OR copies
        ) GROUP BY tag, day, source, about, mentioned, copies HAVING sum(sign) LIMIT 1
    """,
    "daily_tags": """
        SELECT tag, sum(sign) FROM (
            SELECT tag, day, sum(about) AS about, sum(mentioned) AS mentioned, sum(copies) AS copies, 1 AS sign
            FROM recounted_tags GROUP BY tag, day
            UNION ALL SELECT tag, day, about, mentioned, copies, -1 FROM daily_tags WHERE about OR mentioned OR copies
        ) GROUP BY tag, day, about, mentioned, copies HAVING sum(sign) LIMIT 1
    """,
    "daily_sources": """
        SELECT source, sum(sign) FROM (
            SELECT source, day, language, articles, copies, 1 AS sign FROM recounted_sources
            UNION ALL SELECT source, day, language, articles, copies, -1 FROM daily_sources WHERE articles OR copies
        ) GROUP BY source, day, language, articles, copies HAVING sum(sign) LIMIT 1
    """,
}

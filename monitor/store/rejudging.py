"""Judging again which articles are copies: what they say, as they came, and what is written of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.model.article import Article
from monitor.model.copies import Signature
from monitor.model.verdict import Known
from monitor.stages.dedupe import Compared
from monitor.store.columns import list_of, list_text, moment_of, time_of, time_text
from monitor.store.copies import DAYS, explain, follow, leave, shelve
from monitor.store.database import Database
from monitor.store.known import known_of


def to_judge(archive: Database, since: datetime | None) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The ids of the articles of that time on, in the order in which they came; before them, those of the days before.

    The latter are only what the first ones are compared with. Who was let represent a text that came before stands
    before it.
    """
    begin = time_text(since) or ""
    before = time_text(since - timedelta(days=DAYS + 1)) if since else ""
    rows = archive.rows(
        "SELECT id, sorted_at >= ? AS wanted FROM articles WHERE sorted_at >= ?"
        " ORDER BY max(id, coalesce(duplicate_of, 0)), coalesce(duplicate_of, 0) > id, id",
        (begin, before),
    )
    wanted = tuple(row["id"] for row in rows if row["wanted"])
    return tuple(row["id"] for row in rows if not row["wanted"]), wanted


def to_compare(archive: Database, ids: Sequence[int]) -> tuple[tuple[Article, Known], ...]:
    """What these articles say and what they are to the archive, in their order."""
    rows = archive.rows(
        "SELECT a.* FROM json_each(?) asked CROSS JOIN articles a ON a.id = asked.value ORDER BY asked.key",
        (list_text(ids),),
    )
    return tuple((_article(row), known_of(row)) for row in rows)


def relink(
    archive: Database, article_id: int, was: int | None, found: Compared, *, agency: str | None, now: datetime
) -> bool:
    """Whether another article is what this one repeats than `was`; its reasons are written anew in any case."""
    of = found.copy.of.id if found.copy else None
    with archive.transaction():
        if found.copy is not None:
            follow(archive, article_id, found.copy.of.id)
        score = found.copy.score if found.copy else None
        archive.write(
            "UPDATE articles SET duplicate_of = ?, similarity = ?, agency = ? WHERE id = ?",
            (of, score, agency, article_id),
        )
        explain(archive, article_id, found.copy, found.apart, at=now)
        if was is not None and of is None:
            leave(archive, article_id)
    return of != was


def reshelve(archive: Database, article_id: int, article: Article, sought: Signature, *, copied: bool = False) -> None:
    """Put an article that was judged again on the shelf."""
    with archive.transaction():
        shelve(archive, article_id, article, sought, copied=copied)


def _article(row: sqlite3.Row) -> Article:
    """The article as far as comparing reads it."""
    return Article(
        url=row["url"],
        url_key=row["url_key"],
        keys=(row["url_key"],),
        source=row["source"],
        title=row["title"],
        summary=row["summary"],
        body=row["body"],
        authors=list_of(row["authors"]),
        language=row["language"],
        published_at=time_of(row["published_at"]),
        sorted_at=moment_of(row["sorted_at"]),
        seen_at=moment_of(row["seen_at"]),
        words=row["words"],
        content_hash=row["content_hash"],
        extractor=row["extractor"],
    )

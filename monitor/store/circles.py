"""A text with all who print it, for reading; and what somebody decides of it by hand."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime

from monitor.errors import InputError, UnknownName
from monitor.model.copies import Circle, Difference, KeptApart, Passage, Printing, Ruled
from monitor.stages.syndication import syndication
from monitor.store.columns import moment_of, time_of, time_text
from monitor.store.copies import follow, leave
from monitor.store.database import Database
from monitor.text.urls import registrable_domain


def circle(archive: Database, article_id: int) -> Circle:
    """An article with all who print its text, who was first, and what is kept apart from it.

    Raises UnknownName where there is no such article.
    """
    lead = _lead(archive, article_id)
    printings = tuple(map(printing, archive.rows(_PRINTINGS, {"lead": lead})))
    return Circle(
        asked=article_id,
        printings=printings,
        syndication=syndication(printings),
        apart=tuple(map(_kept_apart, archive.rows(_APART, {"id": article_id}))),
        rulings=tuple(map(_ruled, archive.rows(_RULED, {"lead": lead}))),
    )


def rule_copy(archive: Database, article_id: int, of_id: int, *, now: datetime) -> int:
    """Decide by hand that an article repeats another, and give the id of the representative.

    It holds when either is judged again. Raises UnknownName, and InputError where both are one or it is so already.
    """
    _lead(archive, article_id)
    lead = _lead(archive, of_id)
    if article_id == of_id:
        raise InputError(f"article {article_id} can't be a copy of itself")
    if lead == article_id:
        raise InputError(f"article {of_id} is a copy of {article_id} already: `monitor copies {article_id}` shows it")
    with archive.transaction():
        archive.write(_FORGET_RULING, {"a": article_id, "b": of_id})
        archive.write(_RULE, (article_id, of_id, "copy", time_text(now)))
        follow(archive, article_id, lead)
        archive.write("UPDATE articles SET duplicate_of = ?, similarity = 1.0 WHERE id = ?", (lead, article_id))
        archive.write("DELETE FROM copies WHERE article_id = ?", (article_id,))
        archive.write(_BY_HAND, (article_id, lead, time_text(now)))
        archive.write(_TOGETHER, {"id": article_id, "lead": lead})
    return lead


def rule_apart(archive: Database, article_id: int, of_id: int, *, now: datetime) -> bool:
    """Decide by hand that neither of two articles repeats the other; whether a link between them was cut.

    Raises UnknownName, and InputError where both are one.
    """
    lead, other = _lead(archive, article_id), _lead(archive, of_id)
    if article_id == of_id:
        raise InputError(f"article {article_id} can't be kept apart from itself")
    with archive.transaction():
        archive.write(_FORGET_RULING, {"a": article_id, "b": of_id})
        archive.write(_RULE, (article_id, of_id, "apart", time_text(now)))
        cut = of_id if other == article_id else article_id if lead == other else None
        if cut == article_id and lead != of_id:  # two copies of a third: the first one leaves
            archive.write(_RULE, (article_id, lead, "apart", time_text(now)))
        if cut is not None:
            archive.write("UPDATE articles SET duplicate_of = NULL, similarity = NULL WHERE id = ?", (cut,))
            archive.write("DELETE FROM copies WHERE article_id = ?", (cut,))
            leave(archive, cut)
    return cut is not None


def forget_ruling(archive: Database, article_id: int, of_id: int) -> bool:
    """Whether there was a ruling on two articles, which is now gone; what it did stays until they are judged again."""
    return bool(archive.write(_FORGET_RULING, {"a": article_id, "b": of_id}))


def _lead(archive: Database, article_id: int) -> int:
    """The article that represents a text."""
    row = archive.row("SELECT coalesce(duplicate_of, id) AS lead FROM articles WHERE id = ?", (article_id,))
    if row is None:
        raise UnknownName(f"there is no article {article_id}: `monitor latest` and `monitor search` show the ids")
    return int(row["lead"])


def printing(row: sqlite3.Row) -> Printing:
    """One publication of a text."""
    passages = tuple(Passage(**one) for one in json.loads(row["passages"] or "[]"))
    text = f"{row['summary']}\n{row['body']}" if row["summary"] else row["body"]
    return Printing(
        id=row["id"],
        title=row["title"],
        url=row["url"],
        source=row["source"],
        source_name=row["source_name"],
        domain=registrable_domain(row["homepage"]),
        owner=row["owner"],
        agency=row["agency"],
        published_at=time_of(row["published_at"]),
        dated_by=row["dated_by"],
        seen_at=moment_of(row["seen_at"]),
        duplicate_of=row["duplicate_of"],
        via=row["via_id"],
        score=row["score"],
        rule=row["rule"],
        passages=passages,
        texts=tuple(text[one.start : one.end] for one in passages),
    )


def _kept_apart(row: sqlite3.Row) -> KeptApart:
    differences = tuple(Difference(**one) for one in json.loads(row["differences"]))
    if row["turned"]:
        differences = tuple(Difference(kind=one.kind, here=one.there, there=one.here) for one in differences)
    return KeptApart(
        id=row["id"],
        title=row["title"],
        source=row["source"],
        score=row["score"],
        rule=row["rule"],
        differences=differences,
    )


def _ruled(row: sqlite3.Row) -> Ruled:
    return Ruled(id=row["article_id"], other=row["of_id"], ruling=row["ruling"], ruled_at=moment_of(row["ruled_at"]))


_PRINTINGS = """
    SELECT a.*, s.name AS source_name, s.homepage, s.owner, c.via_id, c.score, c.rule, c.passages
    FROM (SELECT :lead AS id UNION ALL SELECT id FROM articles WHERE duplicate_of = :lead) w
    JOIN articles a ON a.id = w.id JOIN sources s ON s.id = a.source LEFT JOIN copies c ON c.article_id = a.id
    ORDER BY a.id <> :lead, coalesce(a.published_at, a.seen_at), a.id
"""
_APART = """
    SELECT n.of_id AS id, a.title, a.source, n.score, n.rule, n.differences, 0 AS turned
    FROM near_copies n JOIN articles a ON a.id = n.of_id WHERE n.article_id = :id
    UNION ALL
    SELECT n.article_id, a.title, a.source, n.score, n.rule, n.differences, 1
    FROM near_copies n JOIN articles a ON a.id = n.article_id WHERE n.of_id = :id
    ORDER BY 4 DESC, 1
"""
_RULED = """
    WITH ours(id) AS (SELECT :lead UNION ALL SELECT id FROM articles WHERE duplicate_of = :lead)
    SELECT * FROM copy_rulings WHERE article_id IN (SELECT id FROM ours)
    UNION SELECT * FROM copy_rulings WHERE of_id IN (SELECT id FROM ours) ORDER BY ruled_at, article_id, of_id
"""
_FORGET_RULING = """
    DELETE FROM copy_rulings WHERE (article_id = :a AND of_id = :b) OR (article_id = :b AND of_id = :a)
"""
_RULE = """
    INSERT INTO copy_rulings (article_id, of_id, ruling, ruled_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (article_id, of_id) DO UPDATE SET ruling = excluded.ruling, ruled_at = excluded.ruled_at
"""
_BY_HAND = """
    INSERT INTO copies (article_id, of_id, score, rule, judged_at) VALUES (?, ?, 1.0, 'by hand', ?)
"""
_TOGETHER = "DELETE FROM near_copies WHERE (article_id = :id AND of_id = :lead) OR (article_id = :lead AND of_id = :id)"

"""Copies: where they are sought, why an article is one, and what was decided of it by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from monitor.model.article import Article
from monitor.model.copies import BOILERPLATE_FROM, CANDIDATES, FEWEST_SHARED, LIKELY, MOST_SHELVED, Signature
from monitor.model.verdict import Apart, Copy, Known, Near, Ruling
from monitor.store.columns import list_text, moment_of, nouns_text, time_text
from monitor.store.database import Database
from monitor.store.known import KNOWN, known_of

DAYS = 3  # on either side of an article's own, on which copies are sought
FRESH = 4000  # shingles of new articles, from which on they are put to the others when a run begins
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def day_of(moment: datetime) -> int:
    """The day of UTC, counted from 1970."""
    return (moment - _EPOCH) // timedelta(days=1)


def near(archive: Database, sought: Signature, article: Article) -> tuple[Near, ...]:
    """The articles of the open window that share most sampled shingles with one, each after its representative."""
    left_out = _boilerplate(sought, own_lines(archive, article.source))
    hashes = [number for line, number in sought.shingles if line not in left_out]
    day = day_of(article.sorted_at)
    days = day - DAYS, min(day + DAYS, day_of(article.seen_at) + 1)
    found = archive.rows(_CANDIDATES, (list_text(hashes), *days, FEWEST_SHARED, CANDIDATES)) if hashes else ()
    if not found:
        return ()
    likely = (row["article_id"] for row in found if row["shared"] * LIKELY >= found[0]["shared"])
    rows = archive.rows(_NEAR, (list_text(likely),))
    lines = {source: own_lines(archive, source) for source in {row["source"] for row in rows}}
    return tuple(
        Near(
            known=known_of(row),
            text=row["summary"] + "\n" + row["body"] if row["summary"] else row["body"],
            sorted_at=moment_of(row["sorted_at"]),
            boilerplate=lines[row["source"]],
        )
        for row in rows
    )


def own_lines(archive: Database, source: str) -> frozenset[int]:
    """The fingerprints of the lines that are an outlet's own."""
    return frozenset(row["hash"] for row in archive.rows(_OWN_LINES, (source,)))


def _boilerplate(sought: Signature, own: frozenset[int]) -> frozenset[int]:
    """The numbers of the lines of a text that are its outlet's own."""
    return frozenset(number for number, key in sought.lines if key in own) if own else frozenset()


def shelve(archive: Database, article_id: int, article: Article, sought: Signature, *, copied: bool) -> None:
    """Put an article on the shelf of the open window, in place of what stood there of it; a part of a transaction.

    What it begins and ends with counts towards the outlet's own lines, unless it is itself a copy.
    """
    own = own_lines(archive, article.source)
    left_out = _boilerplate(sought, own)
    day = day_of(article.sorted_at)
    hashes = [number for line, number in sought.shingles if line not in left_out]
    if hashes:
        archive.write(_SHELVE, (article_id, day))
        archive.write(_SHELVE_SHINGLES, (list_text(hashes), article_id, day, MOST_SHELVED))
    if copied:
        return
    text = article.text.split("\n")
    for number, key in {key: (number, key) for number, key in sought.lines if key not in own}.values():
        named = blake2b(f"{article.source} {key}".encode(), digest_size=6).digest()
        articles = archive.value(_COUNT_LINE, (int.from_bytes(named), day))
        if articles >= BOILERPLATE_FROM:
            archive.write(_LEARN_LINE, (article.source, key, text[number], time_text(article.seen_at)))


def close_window(archive: Database, now: datetime) -> None:
    """Drop the days in which copies are no longer sought, and put what came of late to the rest of the index."""
    oldest = day_of(now) - DAYS
    with archive.transaction():
        over = archive.rows("SELECT article_id FROM shelved WHERE day < ?", (oldest,))
        if over:  # once a day: all of the index is gone through
            unshelve(archive, (row["article_id"] for row in over))
        archive.write("DELETE FROM edge_lines WHERE day < ?", (oldest,))
        if archive.value("SELECT count(*) FROM fresh_shingles") >= FRESH:
            archive.write(_SETTLE)
            archive.write("DELETE FROM fresh_shingles")


def unshelve(archive: Database, ids: Iterable[int]) -> None:
    """Take articles off the shelf of the open window; a part of a transaction."""
    gone = (list_text(ids),)
    for statement in _UNSHELVE:
        archive.write(statement, gone)


def empty_window(archive: Database) -> None:
    """Take everything off the shelf of the open window."""
    with archive.transaction():
        for statement in _EMPTY:
            archive.write(statement)


def is_open(article: Article) -> bool:
    """Whether copies of an article may still come."""
    return article.sorted_at >= article.seen_at - timedelta(days=DAYS)


def explain(archive: Database, article_id: int, copy: Copy | None, apart: Iterable[Apart], *, at: datetime) -> None:
    """Note why an article is a copy, if it is one, and what it is kept apart from; a part of a transaction."""
    archive.write("DELETE FROM copies WHERE article_id = ?", (article_id,))
    archive.write("DELETE FROM near_copies WHERE article_id = ?", (article_id,))
    if copy is not None:
        via = copy.via.id if copy.via else None
        passages = nouns_text(copy.passages)
        archive.write(_COPY, (article_id, copy.of.id, via, copy.score, copy.why, passages, time_text(at)))
    archive.write_all(
        _APART, ((article_id, one.of.id, one.score, one.why, nouns_text(one.differences)) for one in apart)
    )


def follow(archive: Database, article_id: int, of_id: int) -> None:
    """Make the copies of an article that is now a copy itself copies of what it repeats: they are never chained."""
    archive.write("UPDATE articles SET duplicate_of = ? WHERE duplicate_of = ?", (of_id, article_id))
    archive.write("UPDATE copies SET via_id = coalesce(via_id, of_id), of_id = ? WHERE of_id = ?", (of_id, article_id))


def leave(archive: Database, article_id: int) -> None:
    """Take what is no copy any more out of its original's story, unless it is pinned there; a part of a transaction.

    Its own story is found with those of the next articles.
    """
    archive.write(
        "UPDATE stories SET lead_id = NULL WHERE id = (SELECT story_id FROM articles WHERE id = ?)", (article_id,)
    )
    archive.write(
        "UPDATE articles SET story_id = NULL WHERE id = ? AND id NOT IN (SELECT article_id FROM story_pins)",
        (article_id,),
    )


def ruling(archive: Database, known: Sequence[Known]) -> Ruling:
    """What was decided by hand of these articles, which are one."""
    ids = [one.id for one in known]
    rows = archive.rows(_RULINGS, {"ids": list_text(ids)}) if ids else ()
    wanted = next((row["other"] for row in rows if row["ruling"] == "copy" and row["is_copy"]), None)
    lead = archive.row(_LEAD, (wanted,)) if wanted else None
    return Ruling(
        apart=frozenset(row["other"] for row in rows if row["ruling"] == "apart"),
        copy_of=known_of(lead) if lead and lead["id"] not in ids else None,
    )


_CANDIDATES = """
    SELECT found.article_id, shared FROM (
        SELECT article_id, count(*) AS shared FROM (
            SELECT s.article_id FROM json_each(?1) h CROSS JOIN shingles s ON s.hash = h.value
            UNION ALL SELECT s.article_id FROM json_each(?1) h CROSS JOIN fresh_shingles s ON s.hash = h.value
        ) GROUP BY article_id HAVING shared >= ?4
    ) found CROSS JOIN shelved ON shelved.article_id = found.article_id
    WHERE day BETWEEN ?2 AND ?3 ORDER BY shared DESC, found.article_id LIMIT ?5
"""
_NEAR = f"""
    WITH found(id, rank) AS (SELECT value, key FROM json_each(?)),
         led(id, rank) AS (SELECT id, rank FROM found UNION ALL
                           SELECT a.duplicate_of, rank FROM found CROSS JOIN articles a ON a.id = found.id
                           WHERE a.duplicate_of IS NOT NULL)
    SELECT {KNOWN}, summary, body, sorted_at FROM (SELECT id AS number, min(rank) AS rank FROM led GROUP BY id) wanted
    CROSS JOIN articles ON id = number ORDER BY rank, id
"""  # noqa: S608 - columns of ours
_OWN_LINES = "SELECT hash FROM boilerplate WHERE source = ?"
_SHELVE = """
    INSERT INTO shelved (article_id, day) VALUES (?, ?) ON CONFLICT (article_id) DO UPDATE SET day = excluded.day
"""
_OF_THE_DAY = """
    SELECT count(*) FROM (SELECT 1 FROM {} s CROSS JOIN shelved ON shelved.article_id = s.article_id
                          WHERE s.hash = h.value AND day = ?3 LIMIT ?4)
"""
_SHELVE_SHINGLES = f"""
    INSERT INTO fresh_shingles (hash, article_id) SELECT h.value, ?2 FROM json_each(?1) h
    WHERE ({_OF_THE_DAY.format("shingles")}) + ({_OF_THE_DAY.format("fresh_shingles")}) < ?4
    AND NOT EXISTS (SELECT 1 FROM shingles WHERE hash = h.value AND article_id = ?2)
    ON CONFLICT DO NOTHING
"""  # noqa: S608 - tables of ours
_SETTLE = "INSERT INTO shingles (hash, article_id) SELECT hash, article_id FROM fresh_shingles ORDER BY 1, 2"
_UNSHELVE = (
    "DELETE FROM shingles WHERE article_id IN (SELECT value FROM json_each(?))",
    "DELETE FROM fresh_shingles WHERE article_id IN (SELECT value FROM json_each(?))",
    "DELETE FROM shelved WHERE article_id IN (SELECT value FROM json_each(?))",
)
_EMPTY = (
    "DELETE FROM shingles",
    "DELETE FROM fresh_shingles",
    "DELETE FROM shelved",
    "DELETE FROM edge_lines",
)
_COUNT_LINE = """
    INSERT INTO edge_lines (hash, day) VALUES (?, ?)
    ON CONFLICT (hash) DO UPDATE SET articles = articles + 1, day = max(day, excluded.day) RETURNING articles
"""
_LEARN_LINE = "INSERT INTO boilerplate (source, hash, line, learnt_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
_COPY = """
    INSERT INTO copies (article_id, of_id, via_id, score, rule, passages, judged_at) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_APART = """
    INSERT INTO near_copies (article_id, of_id, score, rule, differences) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
"""
_RULINGS = """
    SELECT of_id AS other, ruling, 1 AS is_copy FROM copy_rulings
    WHERE article_id IN (SELECT value FROM json_each(:ids))
    UNION ALL SELECT article_id, ruling, 0 FROM copy_rulings WHERE of_id IN (SELECT value FROM json_each(:ids))
"""
_LEAD = f"""
    SELECT {KNOWN} FROM articles WHERE id = (SELECT coalesce(duplicate_of, id) FROM articles WHERE id = ?)
"""  # noqa: S608 - columns of ours

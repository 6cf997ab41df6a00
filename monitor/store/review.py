"""What a digest reads of the archive: the articles of its stories, what is usual, what changed, what was not read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from monitor.model.digest import Coverage, Edit, Report, Surge, Unread
from monitor.model.watchlist import Reason
from monitor.store.columns import list_of, list_text, moment_of, time_of, time_text
from monitor.store.database import Database
from monitor.store.matching import Window

USUAL = timedelta(days=28)  # what a normal day is the mean of
MOST_OF_A_STORY = 60  # articles that are looked at
_QUOTED = 900  # characters of a text that an excerpt is cut from

Hits = Mapping[int, tuple[tuple[str, tuple[Reason, ...]], ...]]


def reports(reading: Database, hits: Hits) -> tuple[Report, ...]:
    """All articles of the stories that these articles (by id) tell, copies too; the articles themselves with hits."""
    ids = list_text(sorted(hits))
    rows = reading.rows(_EVENTS, {"ids": ids, "most": MOST_OF_A_STORY})
    events = {row["id"]: row["event"] for row in rows}
    found = reading.rows(_REPORTS, {"ids": list_text(sorted(events)), "quoted": _QUOTED})
    return tuple(_report(row, events[row["id"]], hits.get(row["id"], ())) for row in found)


def arrived(reading: Database, window: Window) -> int:
    """How many articles a window has, without copies."""
    sql = _ARRIVED if window.by == "seen" else _DATED
    return int(reading.value(sql, {"since": time_text(window.since), "until": time_text(window.until)}))


def usual_articles(reading: Database, until: datetime) -> float | None:
    """How many articles came in on a normal day before `until`; None while the archive knows less than a week."""
    row = reading.row(_USUAL, {"first": f"{until - USUAL:%Y-%m-%d}", "last": f"{until:%Y-%m-%d}"})
    return row["articles"] / row["days"] if row and row["days"] >= 7 else None  # noqa: PLR2004 - a week


def surges(reading: Database, tags: Sequence[str], since: datetime, until: datetime) -> tuple[Surge, ...]:
    """Those of the tags that were in focus of much more articles than usual, the strongest first."""
    days = max(1.0, (until - since) / timedelta(days=1))
    found = []
    for row in reading.rows(
        _SURGES,
        {
            "tags": list_text(tags),
            "since": time_text(since),
            "until": time_text(until),
            "first": f"{since - USUAL:%Y-%m-%d}",
            "last": f"{since:%Y-%m-%d}",
        },
    ):
        usual = row["before"] / max(row["known"], 1) * days  # of a young archive, the days that it knows
        if row["known"] >= 7 and row["now"] >= max(5.0, 2.5 * usual):  # noqa: PLR2004 - a week; fewer are chance
            found.append(Surge(tag=row["tag"], articles=row["now"], usual=usual))
    return tuple(sorted(found, key=lambda one: (one.usual - one.articles, one.tag)))


def new_pairs(
    reading: Database, pairs: Iterable[tuple[str, str]], since: datetime, *, back: timedelta
) -> tuple[tuple[str, str], ...]:
    """Those of the pairs of tags that no article had in focus together in the time before `since`.

    None of them where the archive does not reach back so far: then everything would be new.
    """
    first = time_text(since - back)
    oldest = reading.value("SELECT min(sorted_at) FROM articles")
    if oldest is None or first is None or oldest > first:
        return ()
    return tuple(
        pair
        for pair in pairs
        if reading.value(_PAIR, {"one": pair[0], "other": pair[1], "first": first, "since": time_text(since)}) is None
    )


def edits(reading: Database, keys: Iterable[str], since: datetime, until: datetime) -> tuple[Edit, ...]:
    """Headlines that were changed in a window, of the articles with these keys; the last change of each."""
    rows = reading.rows(_EDITS, {"keys": list_text(sorted(keys)), "since": time_text(since), "until": time_text(until)})
    found = {row["article_id"]: row for row in rows}
    shown = {
        row["id"]: _report(row, row["id"], ())
        for row in reading.rows(_REPORTS, {"ids": list_text(sorted(found)), "quoted": 0})
    }
    return tuple(
        Edit(report=shown[one], before=row["title"], at=moment_of(row["replaced_at"]))
        for one, row in found.items()
        if one in shown
    )


def coverage(reading: Database, since: datetime) -> Coverage:
    """Which sources could not be read at all since then."""
    rows = reading.rows(_COVERAGE, {"since": time_text(since)})
    return Coverage(
        sources=len(rows),
        unread=tuple(
            Unread(name=row["name"], since=time_of(row["succeeded_at"]), outcome=row["outcome"] or "")
            for row in rows
            if row["asked"] and not row["heard"]
        ),
        last_run=time_of(reading.value("SELECT max(finished_at) FROM runs WHERE verb = 'collect'")),
    )


def keys(reading: Database, ids: Iterable[int]) -> dict[int, str]:
    """The keys of articles, by id."""
    return {row["id"]: row["url_key"] for row in reading.rows(_KEYS, (list_text(sorted(ids)),))}


def newest_id(reading: Database) -> int:
    """The id of the article that came in last; 0 for none."""
    return int(reading.value("SELECT coalesce(max(id), 0) FROM articles"))


def _report(row: sqlite3.Row, event: int, hits: tuple[tuple[str, tuple[Reason, ...]], ...]) -> Report:
    return Report(
        id=row["id"],
        key=row["url_key"],
        event=event,
        url=row["url"],
        title=row["title"],
        source=row["source"],
        source_name=row["source_name"],
        owner=row["owner"],
        tier=row["tier"],
        language=row["language"],
        at=moment_of(row["sorted_at"]),
        dated=row["dated_by"] != "sighting",
        seen_at=moment_of(row["seen_at"]),
        excerpt=row["excerpt"],
        quote=row["quote"],
        copy=row["duplicate_of"] is not None,
        countries=list_of(row["countries"]),
        organisations=list_of(row["organisations"]),
        hits=hits,
    )


# The event of an article: its story, or without one the article whose text it has. Ids of stories are told apart from
# those of articles by their sign.
_EVENTS = """
    WITH wanted AS (SELECT value AS id FROM json_each(:ids)), found AS (
        SELECT DISTINCT coalesce(-o.story_id, -a.story_id, o.id, a.id) AS event
        FROM wanted w CROSS JOIN articles a ON a.id = w.id LEFT JOIN articles o ON o.id = a.duplicate_of
    ), ranked AS (
        SELECT f.event, a.id, row_number() OVER (
            PARTITION BY f.event ORDER BY a.id IN (SELECT id FROM wanted) DESC, a.sorted_at
        ) AS number
        FROM found f CROSS JOIN articles a INDEXED BY articles_by_story ON a.story_id = -f.event WHERE f.event < 0
    )
    SELECT event, id FROM ranked WHERE number <= :most
    UNION
    SELECT event, event FROM found WHERE event > 0
    UNION
    SELECT f.event, c.id FROM found f CROSS JOIN articles c INDEXED BY articles_duplicates ON c.duplicate_of = f.event
    WHERE f.event > 0
"""
_REPORTS = """
    SELECT a.id, a.url_key, a.url, a.title, a.source, s.name AS source_name, s.owner, s.tier, a.language, a.sorted_at,
           a.dated_by, a.seen_at, a.quote,
           CASE WHEN a.summary <> '' THEN a.summary ELSE substr(a.body, 1, :quoted) END AS excerpt,
           a.duplicate_of, a.countries, a.organisations
    FROM json_each(:ids) w CROSS JOIN articles a ON a.id = w.value JOIN sources s ON s.id = a.source ORDER BY a.id
"""
_ARRIVED = """
    SELECT count(*) FROM articles INDEXED BY articles_by_seen
    WHERE seen_at >= :since AND seen_at < :until AND duplicate_of IS NULL
"""
_DATED = """
    SELECT count(*) FROM articles INDEXED BY articles_by_time
    WHERE sorted_at >= :since AND sorted_at < :until AND duplicate_of IS NULL
"""
_USUAL = """
    SELECT sum(articles) AS articles, count(DISTINCT day) AS days FROM daily_sources WHERE day >= :first AND day < :last
"""
_SURGES = """
    SELECT t.value AS tag,
           (SELECT count(*) FROM mentions m INDEXED BY mentions_by_tag
            WHERE m.tag = t.value AND m.sorted_at >= :since AND m.sorted_at < :until AND m.focus = 1) AS now,
           (SELECT coalesce(sum(about), 0) FROM daily_tag_sources d
            WHERE d.tag = t.value AND d.day >= :first AND d.day < :last) AS before,
           (SELECT count(DISTINCT day) FROM daily_sources WHERE day >= :first AND day < :last) AS known
    FROM json_each(:tags) t
"""
_PAIR = """
    SELECT 1 FROM mentions m INDEXED BY mentions_by_tag
    WHERE m.tag = :one AND m.sorted_at >= :first AND m.sorted_at < :since AND m.focus = 1
      AND EXISTS (SELECT 1 FROM mentions o WHERE o.article_id = m.article_id AND o.tag = :other AND o.focus = 1) LIMIT 1
"""
_EDITS = """
    SELECT r.article_id, r.title, r.replaced_at
    FROM json_each(:keys) k CROSS JOIN article_urls u ON u.url_key = k.value
    CROSS JOIN revisions r ON r.article_id = u.article_id CROSS JOIN articles a ON a.id = r.article_id
    WHERE r.replaced_at >= :since AND r.replaced_at < :until AND r.title <> a.title ORDER BY r.article_id, r.number DESC
"""
_COVERAGE = """
    SELECT s.name, max(f.succeeded_at) AS succeeded_at, max(f.outcome) AS outcome,
           count(f.checked_at) AS asked, sum(f.succeeded_at >= :since OR f.failures = 0) AS heard
    FROM sources s JOIN feeds f ON f.source = s.id WHERE f.enabled GROUP BY s.id ORDER BY s.tier, s.name
"""
_KEYS = "SELECT a.id, a.url_key FROM json_each(?) w CROSS JOIN articles a ON a.id = w.value"

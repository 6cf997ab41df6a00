"""The archive from above: its sources, how their feeds do, what ran, and how much it holds."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable

from monitor.model.reading import FeedHealth, Holdings, SourceListed
from monitor.model.run import Run
from monitor.store.columns import counts_of, list_of, list_text, moment_of, time_of
from monitor.store.database import Database


def sources(reading: Database, ids: Iterable[str] | None = None) -> tuple[SourceListed, ...]:
    """All sources that the archive knows, or those of these ids; retired ones too, by id."""
    return tuple(
        SourceListed(
            id=row["id"],
            name=row["name"],
            homepage=row["homepage"],
            country=row["country"],
            type=row["type"],
            tier=row["tier"],
            owner=row["owner"],
            languages=list_of(row["languages"]),
            feeds=row["feeds"],
            articles=row["articles"],
            newest_at=time_of(row["newest_at"]),
            retired=row["retired_at"] is not None,
        )
        for row in reading.rows(_SOURCES, {"ids": None if ids is None else list_text(ids)})
    )


def _state(row: sqlite3.Row, drifted: Collection[str]) -> str:
    """The state that the view gives, or that the selectors of the feed, or of its source's articles, find nothing."""
    listing = row["kind"] == "listing" and row["outcome"] == "empty" and row["state"] in {"failing", "broken"}
    articles = row["source"] in drifted and row["state"] in {"ok", "silent"}
    return "drifted" if listing or articles else str(row["state"])


def _error(row: sqlite3.Row, drifted: Collection[str]) -> str | None:
    """What is wrong with a feed, in words."""
    if row["error"] is None and _state(row, drifted) == "drifted":
        return "the selector of the body finds no text any more on the newest pages: their markup has changed"
    error: str | None = row["error"]
    return error


def drifted_sources(reading: Database, source: str | None = None) -> frozenset[str]:
    """The sources, or this one if it is one, on whose newest pages the selector of the body finds nothing any more."""
    return frozenset(row["source"] for row in reading.rows(_DRIFTED, {"source": source}))


def health(reading: Database, source: str | None = None) -> tuple[FeedHealth, ...]:
    """How every feed does, or those of a source, those first that need attention.

    Its state is the first that holds of gone (410), off (not in feeds.yaml), new (never asked), drifted (the selectors
    of a listing, or of its source's newest articles, find nothing any more), broken (three failures in a row), failing
    (one or two), silent (at its last good answer, its newest entry was a week old), ok.
    """
    outcomes: dict[int, dict[str, int]] = {}
    for row in reading.rows(_PAGE_OUTCOMES):
        outcomes.setdefault(row["feed_id"], {})[row["outcome"]] = row["pages"]
    drifted = drifted_sources(reading, source)
    return tuple(
        FeedHealth(
            id=row["id"],
            source=row["source"],
            source_name=row["source_name"],
            url=row["url"],
            kind=row["kind"],
            state=_state(row, drifted),
            outcome=row["outcome"],
            error=_error(row, drifted),
            failures=row["failures"],
            checked_at=time_of(row["checked_at"]),
            succeeded_at=time_of(row["succeeded_at"]),
            newest_entry_at=time_of(row["newest_entry_at"]),
            next_check_at=time_of(row["next_check_at"]),
            articles=row["articles"],
            pages_pending=row["pages_pending"],
            pages_failed=row["pages_failed"],
            page_error=row["page_error"],
            page_outcomes=outcomes.get(row["id"], {}),
        )
        for row in reading.rows(_HEALTH, {"source": source})
    )


def runs(reading: Database, limit: int = 20) -> tuple[Run, ...]:
    """The last runs, the newest first."""
    rows = reading.rows("SELECT * FROM runs ORDER BY started_at DESC, id DESC LIMIT ?", (max(0, limit),))
    return tuple(map(_run, rows))


def holdings(reading: Database) -> Holdings:
    """How much the archive holds, and of what."""
    return Holdings(
        articles=reading.value("SELECT count(*) FROM articles"),
        duplicates=reading.value("SELECT count(*) FROM articles WHERE duplicate_of IS NOT NULL"),
        revisions=reading.value("SELECT count(*) FROM revisions"),
        newest_at=time_of(reading.value("SELECT max(sorted_at) FROM articles")),
        languages=_tally(reading, _BY_LANGUAGE, _COPIES_BY_LANGUAGE),
        countries=_tally(reading, _BY_TAG, _COPIES_BY_TAG, "country:"),
        organisations=_tally(reading, _BY_TAG, _COPIES_BY_TAG, "org:"),
        sources=_tally(reading, _BY_SOURCE, _COPIES_BY_SOURCE),
    )


def _run(row: sqlite3.Row) -> Run:
    return Run(
        id=row["id"],
        verb=row["verb"],
        started_at=moment_of(row["started_at"]),
        finished_at=time_of(row["finished_at"]),
        outcome=row["outcome"],
        counts=counts_of(row["counts"]),
        error=row["error"],
    )


def _tally(reading: Database, of_all: str, of_duplicates: str, kind: str = "") -> tuple[tuple[str, int], ...]:
    """Articles by name, without duplicates, the most first: all are counted by index, and duplicates taken off."""
    parameters = {"kind": kind}
    numbers = Counter({row["name"]: row["articles"] for row in reading.rows(of_all, parameters)})
    numbers.subtract({row["name"]: row["articles"] for row in reading.rows(of_duplicates, parameters)})
    found = ((name.removeprefix(kind), number) for name, number in numbers.items() if number > 0)
    return tuple(sorted(found, key=lambda one: (-one[1], one[0])))


_SOURCES = """
    SELECT s.*, (SELECT count(*) FROM feeds f WHERE f.source = s.id AND f.enabled) AS feeds,
           (SELECT coalesce(sum(d.articles + d.copies), 0) FROM daily_sources d WHERE d.source = s.id) AS articles,
           (SELECT max(a.sorted_at) FROM articles a WHERE a.source = s.id) AS newest_at
    FROM sources s WHERE :ids IS NULL OR s.id IN (SELECT value FROM json_each(:ids)) ORDER BY s.id
"""
# Of sources some of whose last sixty articles were read by a selector: those whose newest eight were not.
_DRIFTED = """
    SELECT s.id AS source FROM sources s
    WHERE s.retired_at IS NULL AND (:source IS NULL OR s.id = :source)
      AND 8 = (SELECT count(*) FROM (SELECT a.extractor FROM articles a WHERE a.source = s.id
                                     ORDER BY a.sorted_at DESC LIMIT 8) WHERE extractor LIKE 'blocks/%')
      AND EXISTS (SELECT 1 FROM (SELECT a.extractor FROM articles a WHERE a.source = s.id
                                 ORDER BY a.sorted_at DESC LIMIT 60) WHERE extractor = 'selector')
"""
_HEALTH = """
    SELECT * FROM feed_health WHERE (:source IS NULL OR source = :source) AND url NOT LIKE 'backfill:%'
    ORDER BY CASE state
        WHEN 'gone' THEN 0 WHEN 'broken' THEN 1 WHEN 'failing' THEN 2 WHEN 'silent' THEN 3 WHEN 'new' THEN 4
        WHEN 'ok' THEN 5 ELSE 6 END, source, id
"""
_PAGE_OUTCOMES = """
    SELECT feed_id, coalesce(outcome, 'parse_error') AS outcome, count(*) AS pages FROM entries
    WHERE error IS NOT NULL GROUP BY feed_id, outcome ORDER BY feed_id, pages DESC, outcome
"""
_BY_LANGUAGE = "SELECT coalesce(language, '') AS name, count(*) AS articles FROM articles GROUP BY language"
_COPIES_BY_LANGUAGE = """
    SELECT coalesce(language, '') AS name, count(*) AS articles FROM articles INDEXED BY articles_duplicates
    WHERE duplicate_of IS NOT NULL GROUP BY language
"""
_BY_SOURCE = "SELECT source AS name, count(*) AS articles FROM articles GROUP BY source"
_COPIES_BY_SOURCE = """
    SELECT source AS name, count(*) AS articles FROM articles INDEXED BY articles_duplicates
    WHERE duplicate_of IS NOT NULL GROUP BY source
"""
_BY_TAG = """
    SELECT tag AS name, count(*) AS articles FROM mentions WHERE focus AND tag GLOB :kind || '*' GROUP BY tag
"""
_COPIES_BY_TAG = """
    SELECT m.tag AS name, count(*) AS articles FROM articles a CROSS JOIN mentions m ON m.article_id = a.id
    WHERE a.duplicate_of IS NOT NULL AND m.focus AND m.tag GLOB :kind || '*' GROUP BY m.tag
"""

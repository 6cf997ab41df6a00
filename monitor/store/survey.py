"""The archive seen from above, for pages that count: each function reads a bounded number of rows.

Counts over days come from the daily counts; counts over a search come from the facts of its newest articles.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from monitor.model.reading import Query
from monitor.model.survey import (
    Attention,
    Copying,
    DayCount,
    Fact,
    Quality,
    Retitled,
    SourceCount,
    SourceNamed,
    TagCount,
    Teller,
)
from monitor.store.columns import list_of, list_text, moment_of, time_of
from monitor.store.database import Database
from monitor.store.overview import drifted_sources
from monitor.store.wanted import selection

OFTEN = 5_000  # articles about a tag: beyond, what it is told of with is looked for among the articles about the other
SHORT = 60  # words: less is hardly an article's text


def facts(reading: Database, query: Query) -> tuple[Fact, ...]:
    """The bare facts of the wanted articles, the newest first, at most as many as the query's limit."""
    chosen = selection(query)
    return facts_of(reading, [row["id"] for row in reading.rows(chosen.sql, chosen.parameters)])


def facts_of(reading: Database, articles: Iterable[int]) -> tuple[Fact, ...]:
    """The bare facts of these articles, in their order."""
    return tuple(map(_fact, reading.rows(_FACTS, (list_text(articles),))))


def labels(reading: Database, slugs: Iterable[str]) -> dict[str, str]:
    """The English names of tags, by slug; those that the archive does not know are left out."""
    rows = reading.rows(
        "SELECT slug, label FROM tags WHERE slug IN (SELECT value FROM json_each(?))", (list_text(slugs),)
    )
    return {row["slug"]: row["label"] for row in rows}


def sources_named(reading: Database) -> tuple[SourceNamed, ...]:
    """All sources by name and owner, in the order of their ids."""
    rows = reading.rows("SELECT id, name, owner FROM sources ORDER BY id")
    return tuple(SourceNamed(id=row["id"], name=row["name"], owner=row["owner"]) for row in rows)


def days(reading: Database, since: date, until: date) -> tuple[DayCount, ...]:
    """Articles a day, the first and the last day included; days without any are left out."""
    return _days(reading.rows(_DAYS, _span(since, until)))


def tag_days(reading: Database, tag: str, since: date, until: date) -> tuple[DayCount, ...]:
    """Articles a day about a tag, and those that mention it."""
    return _days(reading.rows(_TAG_DAYS, {"tag": tag, **_span(since, until)}))


def source_days(reading: Database, source: str, since: date, until: date) -> tuple[DayCount, ...]:
    """Articles a day of a source: `about` are its own texts, `mentioned` the copies among them too."""
    return _days(reading.rows(_SOURCE_DAYS, {"source": source, **_span(since, until)}))


def tags_between(reading: Database, since: date, until: date) -> tuple[TagCount, ...]:
    """What the articles of these days are about, the most frequent first."""
    return tuple(map(_tag_count, reading.rows(_TAGS, _span(since, until))))


def sources_between(reading: Database, since: date, until: date) -> tuple[SourceCount, ...]:
    """Who published how much in these days, the most first; sources without any are left out."""
    return tuple(map(_source_count, reading.rows(_SOURCES, _span(since, until))))


def tag_sources(reading: Database, tag: str, since: date, until: date) -> tuple[SourceCount, ...]:
    """Who published how much about a tag in these days, the most first."""
    return tuple(map(_source_count, reading.rows(_TAG_SOURCES, {"tag": tag, **_span(since, until)})))


def tellers(reading: Database, stories: Iterable[int]) -> dict[int, tuple[Teller, ...]]:
    """The first article of each source in each of these stories, in the order of time."""
    found: dict[int, dict[str, Teller]] = {}
    for row in reading.rows(_TELLERS, (list_text(stories),)):
        teller = Teller(
            story=row["story_id"],
            article=row["id"],
            source=row["source"],
            source_name=row["name"],
            owner=row["owner"],
            language=row["language"],
            sorted_at=moment_of(row["sorted_at"]),
            duplicate=row["duplicate_of"] is not None,
        )
        found.setdefault(teller.story, {}).setdefault(teller.source, teller)
    return {story: tuple(by_source.values()) for story, by_source in found.items()}


def first_days(reading: Database, tag: str, others: Iterable[str], since: date) -> Mapping[str, date]:
    """When each of these tags was first in focus together with `tag`, for those first seen so since that day.

    The articles about the rarer of the two are gone through, as far as it is known which that is.
    """
    often = reading.row(_OFTEN, {"tag": tag, "times": OFTEN}) is not None
    sql = _FIRST_TOGETHER.format(first="o", second="m") if often else _FIRST_TOGETHER.format(first="m", second="o")
    rows = reading.rows(sql, {"tag": tag, "others": list_text(others), "since": since.isoformat()})
    return {row["tag"]: date.fromisoformat(row["day"]) for row in rows}


def attention(reading: Database) -> tuple[Attention, ...]:
    """The feeds that need somebody's attention, the worst first."""
    drifted = drifted_sources(reading)
    return tuple(
        Attention(
            source=row["source"],
            source_name=row["source_name"],
            url=row["url"],
            state="drifted" if row["drifted"] else row["state"],
            failures=row["failures"],
            error=row["error"] or ("its selectors find nothing any more" if row["drifted"] else row["outcome"] or ""),
            newest_entry_at=time_of(row["newest_entry_at"]),
        )
        for row in reading.rows(_ATTENTION, (list_text(drifted),))
    )


def copying(reading: Database, source: str, newest: int = 1_000) -> Copying:
    """Whose texts the newest articles of a source are, and who printed them."""
    parameters = {"source": source, "limit": newest}
    pairs = (tuple((row["id"], row["name"], row["copies"]) for row in reading.rows(sql, parameters))
             for sql in (_TEXTS_OF, _PRINTED_BY))  # fmt: skip
    return Copying(texts_of=next(pairs), printed_by=next(pairs))


def retitled(reading: Database, articles: Iterable[int]) -> tuple[Retitled, ...]:
    """The changed headlines of these articles, in the order of time."""
    return tuple(
        Retitled(
            article=row["article_id"],
            source_name=row["name"],
            before=row["before"],
            after=row["after"],
            at=moment_of(row["replaced_at"]),
        )
        for row in reading.rows(_RETITLED, (list_text(articles),))
    )


def quality(reading: Database, source: str, newest: int = 500) -> Quality:
    """How well the newest articles of a source could be read."""
    rows = reading.rows(_QUALITY, {"source": source, "limit": newest})
    return Quality(
        articles=len(rows),
        dated=tuple(Counter(row["dated_by"] for row in rows).most_common()),
        read=tuple(Counter(row["extractor"] for row in rows).most_common()),
        short=sum(row["words"] < SHORT for row in rows),
        paywalled=sum(row["paywalled"] for row in rows),
        reserved=sum(row["reserved"] is not None for row in rows),
        revised=sum(row["revised_at"] is not None for row in rows),
        copies=sum(row["duplicate_of"] is not None for row in rows),
    )


def _fact(row: sqlite3.Row) -> Fact:
    return Fact(
        id=row["id"],
        sorted_at=moment_of(row["sorted_at"]),
        source=row["source"],
        language=row["language"],
        story=row["story_id"],
        countries=list_of(row["countries"]),
        organisations=list_of(row["organisations"]),
    )


def _span(since: date, until: date) -> dict[str, str]:
    return {"since": since.isoformat(), "until": until.isoformat()}


def _days(rows: list[sqlite3.Row]) -> tuple[DayCount, ...]:
    return tuple(
        DayCount(day=date.fromisoformat(row["day"]), about=row["about"], mentioned=row["mentioned"]) for row in rows
    )


def _tag_count(row: sqlite3.Row) -> TagCount:
    return TagCount(
        slug=row["tag"], label=row["label"], articles=row["articles"], newest=date.fromisoformat(row["newest"])
    )


def _source_count(row: sqlite3.Row) -> SourceCount:
    return SourceCount(
        id=row["id"],
        name=row["name"],
        country=row["country"],
        owner=row["owner"],
        articles=row["articles"],
        copies=row["copies"],
    )


_FACTS = """
    SELECT a.id, a.sorted_at, a.source, a.language, a.story_id, a.countries, a.organisations
    FROM json_each(?) w CROSS JOIN articles a ON a.id = w.value ORDER BY w.key
"""
# A look into each source's own days, and none into the rest of the archive.
_DAYS = """
    SELECT d.day, sum(d.articles) AS about, sum(d.articles) AS mentioned
    FROM sources s CROSS JOIN daily_sources d ON d.source = s.id AND d.day BETWEEN :since AND :until
    GROUP BY d.day HAVING sum(d.articles) > 0 ORDER BY d.day
"""
_TAG_DAYS = """
    SELECT day, sum(about) AS about, sum(mentioned) AS mentioned FROM daily_tag_sources
    WHERE tag = :tag AND day BETWEEN :since AND :until GROUP BY day HAVING sum(mentioned) > 0 ORDER BY day
"""
_SOURCE_DAYS = """
    SELECT day, sum(articles) AS about, sum(articles + copies) AS mentioned FROM daily_sources
    WHERE source = :source AND day BETWEEN :since AND :until GROUP BY day HAVING sum(articles + copies) > 0 ORDER BY day
"""
_TAGS = """
    SELECT d.tag, t.label, sum(d.about) AS articles, max(d.day) AS newest
    FROM daily_tags d JOIN tags t ON t.slug = d.tag WHERE d.day BETWEEN :since AND :until AND d.about > 0
    GROUP BY d.tag ORDER BY articles DESC, d.tag
"""
_SOURCES = """
    SELECT s.id, s.name, s.country, s.owner, sum(d.articles) AS articles, sum(d.copies) AS copies
    FROM sources s CROSS JOIN daily_sources d ON d.source = s.id AND d.day BETWEEN :since AND :until
    GROUP BY s.id HAVING sum(d.articles + d.copies) > 0 ORDER BY sum(d.articles) DESC, s.id
"""
_TAG_SOURCES = """
    SELECT s.id, s.name, s.country, s.owner, sum(d.about) AS articles, sum(d.copies) AS copies
    FROM daily_tag_sources d JOIN sources s ON s.id = d.source
    WHERE d.tag = :tag AND d.day BETWEEN :since AND :until
    GROUP BY s.id HAVING sum(d.about + d.copies) > 0 ORDER BY sum(d.about) DESC, s.id
"""
_TELLERS = """
    SELECT a.story_id, a.id, a.source, s.name, s.owner, a.language, a.sorted_at, a.duplicate_of
    FROM json_each(?) w CROSS JOIN articles a ON a.story_id = w.value JOIN sources s ON s.id = a.source
    ORDER BY w.key, a.sorted_at, a.id
"""
_OFTEN = "SELECT 1 FROM mentions WHERE tag = :tag AND focus = 1 LIMIT 1 OFFSET :times"
# All articles about the one are gone through, from the oldest to the first that is about the other too.
_FIRST_TOGETHER = """
    WITH others (tag) AS (SELECT value FROM json_each(:others))
    SELECT w.tag, (
        SELECT substr({first}.sorted_at, 1, 10)
        FROM mentions {first} CROSS JOIN mentions {second} ON {second}.article_id = {first}.article_id
        WHERE m.tag = :tag AND m.focus = 1 AND o.tag = w.tag AND o.focus = 1 ORDER BY {first}.sorted_at LIMIT 1
    ) AS day
    FROM others w WHERE day >= :since
"""
_TEXTS_OF = """
    SELECT s.id, s.name, count(*) AS copies
    FROM (SELECT duplicate_of FROM articles WHERE source = :source ORDER BY sorted_at DESC LIMIT :limit) c
    JOIN articles o ON o.id = c.duplicate_of JOIN sources s ON s.id = o.source
    GROUP BY s.id ORDER BY copies DESC, s.id LIMIT 12
"""
_PRINTED_BY = """
    SELECT s.id, s.name, count(*) AS copies
    FROM (SELECT id FROM articles WHERE source = :source ORDER BY sorted_at DESC LIMIT :limit) o
    CROSS JOIN articles c ON c.duplicate_of = o.id JOIN sources s ON s.id = c.source
    GROUP BY s.id ORDER BY copies DESC, s.id LIMIT 12
"""
_RETITLED = """
    SELECT r.article_id, s.name, r.title AS before, coalesce(n.title, a.title) AS after, r.replaced_at
    FROM json_each(?) w CROSS JOIN revisions r ON r.article_id = w.value JOIN articles a ON a.id = r.article_id
    JOIN sources s ON s.id = a.source
    LEFT JOIN revisions n ON n.article_id = r.article_id AND n.number = r.number + 1
    WHERE before <> after ORDER BY r.replaced_at, r.article_id
"""
# Only columns that cost nothing: the view counts entries for the others.
_ATTENTION = """
    SELECT source, source_name, url, state, failures, error, outcome, newest_entry_at,
           source IN (SELECT value FROM json_each(?)) AND state IN ('ok', 'silent')
           OR kind = 'listing' AND outcome = 'empty' AND state IN ('failing', 'broken') AS drifted
    FROM feed_health
    WHERE (state IN ('gone', 'broken', 'failing', 'silent') OR drifted) AND url NOT LIKE 'backfill:%'
    ORDER BY CASE state WHEN 'gone' THEN 0 WHEN 'broken' THEN 1 WHEN 'failing' THEN 2 ELSE 3 END, source, url
"""
_QUALITY = """
    SELECT dated_by, extractor, words, paywalled, reserved, revised_at, duplicate_of FROM articles
    WHERE source = :source ORDER BY sorted_at DESC LIMIT :limit
"""

"""The archive as readers see it: read-only, beside the writer, each call a few short looks and no long one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path

from monitor.errors import InputError, UnknownName
from monitor.model.article import Revision
from monitor.model.reading import Listed, Query, Shown
from monitor.model.tag import Mention, Tag
from monitor.store import (
    circles,
    edits,
    entries,
    feeds,
    finding,
    manners,
    matching,
    overview,
    stories,
    storyboard,
    survey,
)
from monitor.store.columns import list_of, list_text, moment_of, spans_of, time_of
from monitor.store.database import BUSY, Database
from monitor.store.migrations import require_current
from monitor.store.wanted import selection

_CHUNK = 200  # articles that an export loads at a time
_BIGGEST_ID = 2**63 - 1


class Reading(Database):
    """An archive opened for reading; every method gives what is committed when it is called."""

    sources = overview.sources
    health = overview.health
    runs = overview.runs
    holdings = overview.holdings
    told_of = stories.told_of
    kept_rarity = stories.kept_rarity
    stories = storyboard.stories
    story = storyboard.story
    weightiest = storyboard.weightiest
    # What the reading room counts
    find = finding.find
    snippets = finding.snippets
    facts = survey.facts
    facts_of = survey.facts_of
    labels = survey.labels
    sources_named = survey.sources_named
    days = survey.days
    tag_days = survey.tag_days
    source_days = survey.source_days
    tags_between = survey.tags_between
    sources_between = survey.sources_between
    tag_sources = survey.tag_sources
    tellers = survey.tellers
    first_days = survey.first_days
    quality = survey.quality
    retitled = survey.retitled
    copying = survey.copying
    attention = survey.attention
    # What watchlists may match
    candidates = matching.candidates
    subjects = matching.subjects
    # Copies and edits
    circle = circles.circle
    habits = edits.habits
    edits = edits.edits
    # What a collect would do
    feed_rows = feeds.feed_rows
    holds = feeds.holds
    conversations = manners.conversations
    told = manners.told
    pending = entries.pending
    rechecks = entries.rechecks

    def latest(self, query: Query) -> tuple[Listed, ...]:
        """The wanted articles, the newest first. `since` is included, `until` is not."""
        chosen = selection(query)
        return self._listed(self._ids(chosen.sql, chosen.parameters), chosen.match)

    def search(self, query: Query) -> tuple[Listed, ...]:
        """The wanted articles, those first that match `query.text` best; each with a snippet.

        Of those that match, the newest are looked at, as `find` says.
        """
        found = self.find(query, best_first=True)
        return self._listed(found.ids, found.match)

    def show(self, article_id: int) -> Shown:
        """An article whole; raises UnknownName where there is none."""
        shown = self._shown([article_id]) if 0 < article_id <= _BIGGEST_ID else ()
        if not shown:
            raise UnknownName(f"there is no article {article_id}: `monitor latest` and `monitor search` show the ids")
        return shown[0]

    def export(self, query: Query) -> Iterator[Shown]:
        """The wanted articles whole, the newest first, as many as there are in memory at a time as are shown.

        Which they are is settled at the start; an article deleted meanwhile is left out.
        """
        chosen = selection(query)
        ids = iter(self._ids(chosen.sql, chosen.parameters))
        while chunk := list(islice(ids, _CHUNK)):
            yield from self._shown(chunk)

    def listed(self, ids: Sequence[int]) -> tuple[Listed, ...]:
        """The articles with these ids, in their order; what is not there is left out."""
        return self._listed(ids)

    def _ids(self, sql: str, parameters: Mapping[str, object]) -> list[int]:
        return [row["id"] for row in self.rows(sql, parameters)]

    def _listed(self, ids: Sequence[int], match: str = "") -> tuple[Listed, ...]:
        wanted = list_text(ids)
        snippets = finding.snippets(self, match, ids)
        return tuple(_listed(row, snippets.get(row["id"], "")) for row in self.rows(_LISTED, (wanted,)))

    def _shown(self, ids: Sequence[int]) -> tuple[Shown, ...]:
        wanted = (list_text(ids),)
        mentions = _grouped(self.rows(_MENTIONS, wanted))
        revisions = _grouped(self.rows(_REVISIONS, wanted))
        feeds = _grouped(self.rows(_FEEDS, wanted))
        copies = _grouped(self.rows(_COPIES, wanted))
        return tuple(
            Shown(
                listed=_listed(row),
                body=row["body"],
                authors=list_of(row["authors"]),
                published_at=time_of(row["published_at"]),
                published_raw=row["published_raw"],
                dated_by=row["dated_by"],
                seen_at=moment_of(row["seen_at"]),
                revised_at=time_of(row["revised_at"]),
                image_url=row["image_url"],
                kind=row["kind"],
                paywalled=bool(row["paywalled"]),
                reserved=row["reserved"],
                extractor=row["extractor"],
                agency=row["agency"],
                duplicate_of=row["duplicate_of"],
                similarity=row["similarity"],
                mentions=tuple(map(_mention, mentions.get(row["id"], ()))),
                revisions=tuple(map(_revision, revisions.get(row["id"], ()))),
                copies=tuple(map(_listed, copies.get(row["id"], ()))),
                feeds=tuple(feed["url"] for feed in feeds.get(row["id"], ())),
            )
            for row in self.rows(_SHOWN, wanted)
        )


def open_reading(path: Path, *, busy: timedelta = BUSY) -> Reading:
    """Open the archive for reading; it may be written meanwhile.

    Raises InputError where there is none yet or it is still to be migrated, NotADatabase, NewerSchema, or CantCreate:
    SQLite keeps two files beside the archive also for a reader, who must be allowed to make them.
    """
    if not path.exists():
        raise InputError(f"there is no archive at {path}: run `monitor collect` first")
    reading = Reading.open(path, busy=busy, read_only=True)
    try:
        reading.write("PRAGMA query_only = on")
        require_current(reading)
    except BaseException:
        reading.close()
        raise
    return reading


def _listed(row: sqlite3.Row, snippet: str = "") -> Listed:
    return Listed(
        id=row["id"],
        sorted_at=moment_of(row["sorted_at"]),
        source=row["source"],
        source_name=row["source_name"],
        title=row["title"],
        url=row["url"],
        language=row["language"],
        summary=row["summary"],
        countries=list_of(row["countries"]),
        organisations=list_of(row["organisations"]),
        words=row["words"],
        copies=row["copies"],
        backfill=bool(row["backfill"]),
        quote=row["quote"],
        snippet=snippet,
    )


def _mention(row: sqlite3.Row) -> Mention:
    return Mention(
        tag=Tag(slug=row["tag"], kind=row["kind"], label=row["label"]),
        salience=row["salience"],
        hits=row["hits"],
        in_title=bool(row["in_title"]),
        focus=bool(row["focus"]),
        spans=spans_of(row["spans"]),
        score=row["score"],
    )


def _revision(row: sqlite3.Row) -> Revision:
    return Revision(
        article_id=row["article_id"],
        number=row["number"],
        replaced_at=moment_of(row["replaced_at"]),
        title=row["title"],
        summary=row["summary"],
        body=row["body"],
    )


def _grouped(rows: list[sqlite3.Row]) -> dict[int, list[sqlite3.Row]]:
    """Rows by the article they belong to, in their order."""
    groups: dict[int, list[sqlite3.Row]] = {}
    for row in rows:
        groups.setdefault(row["article_id"], []).append(row)
    return groups


_LISTED = """
    SELECT a.id, a.sorted_at, a.source, s.name AS source_name, a.title, a.url, a.language, a.summary, a.countries,
           a.organisations, a.words, (SELECT count(*) FROM articles c WHERE c.duplicate_of = a.id) AS copies,
           a.backfill, a.quote
    FROM json_each(?) w CROSS JOIN articles a ON a.id = w.value JOIN sources s ON s.id = a.source ORDER BY w.key
"""
_SHOWN = """
    SELECT a.*, s.name AS source_name, (SELECT count(*) FROM articles c WHERE c.duplicate_of = a.id) AS copies
    FROM json_each(?) w CROSS JOIN articles a ON a.id = w.value JOIN sources s ON s.id = a.source ORDER BY w.key
"""
_MENTIONS = """
    SELECT m.*, t.kind, t.label FROM mentions m JOIN tags t ON t.slug = m.tag
    WHERE m.article_id IN (SELECT value FROM json_each(?)) ORDER BY m.article_id, m.salience DESC, m.tag
"""
_REVISIONS = "SELECT * FROM revisions WHERE article_id IN (SELECT value FROM json_each(?)) ORDER BY article_id, number"
_FEEDS = """
    SELECT DISTINCT e.article_id, f.url FROM entries e JOIN feeds f ON f.id = e.feed_id
    WHERE e.article_id IN (SELECT value FROM json_each(?)) ORDER BY e.article_id, f.id
"""
_COPIES = """
    SELECT a.duplicate_of AS article_id, a.id, a.sorted_at, a.source, s.name AS source_name, a.title, a.url,
           a.language, a.summary, a.countries, a.organisations, a.words, 0 AS copies,
           a.backfill, a.quote
    FROM articles a JOIN sources s ON s.id = a.source
    WHERE a.duplicate_of IN (SELECT value FROM json_each(?)) ORDER BY a.duplicate_of, a.sorted_at, a.id
"""

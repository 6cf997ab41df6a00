"""Search for readers who look around: a page of results with what facets are counted from, at a bounded cost.

Of the articles that match, the newest are looked at and no more, whatever the archive holds: what is said of them is
true of as many as `Found.looked_at`. Words are sought among those that came last, which is told by their ids; a span
of days narrows the ids first, so that last year's articles are found as soon as today's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from monitor.model.reading import Query
from monitor.model.survey import Fact
from monitor.store.columns import list_text, time_text
from monitor.store.database import Database
from monitor.store.fts import sought
from monitor.store.survey import facts_of
from monitor.store.wanted import Ids, selection

LOOKED_AT = 2_000  # articles that facets are counted over
MATCHES = 10_000  # of the words alone, before country, source and the like are looked at
_SPAN = timedelta(days=100)  # days for which ids are looked up


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of a search. `facts` are those of all articles looked at; `more` says that there are further ones."""

    ids: tuple[int, ...]  # of this page, in order
    facts: tuple[Fact, ...]  # the newest first
    more: bool
    match: str  # the FTS5 expression that was looked for; "" where no words were


def find(reading: Database, query: Query, *, best_first: bool, skip: int = 0) -> Found:
    """The wanted articles from the one after `skip` on, as many as the query's limit, and the facts of all."""
    size = query.limit or 0
    words = sought(query.text)
    ids = _ids(reading, query, words.expression) if words.wanted else None
    everything = replace(query, limit=LOOKED_AT + 1)
    chosen = selection(everything, ids=ids)
    newest = [row["id"] for row in reading.rows(chosen.sql, chosen.parameters)]
    facts = facts_of(reading, newest[:LOOKED_AT])
    page = newest
    if best_first and words.wanted:
        best = selection(replace(query, limit=skip + size), best_first=True, ids=ids)
        page = [row["id"] for row in reading.rows(best.sql, best.parameters)]
    more = len(newest) > LOOKED_AT or bool(ids and ids.cut)
    return Found(ids=tuple(page[skip : skip + size]), facts=facts, more=more, match=words.expression)


def snippets(reading: Database, match: str, articles: Sequence[int]) -> dict[int, str]:
    r"""The passage of each article that an FTS5 expression is met by best, its matches between \x02 and \x03."""
    if not match or not articles:
        return {}
    rows = reading.rows(_SNIPPETS, {"match": match, "ids": list_text(articles)})
    return {row["id"]: row["snippet"] for row in rows}


def _ids(reading: Database, query: Query, match: str) -> Ids:
    """Among which ids the newest matches are."""
    lowest, highest = 0, 2**63 - 1
    if query.since is not None and query.until is not None and query.until - query.since <= _SPAN:
        span = {"since": time_text(query.since), "until": time_text(query.until)}
        row = reading.row(_IDS_OF_DAYS, span)
        lowest, highest = (row["lowest"], row["highest"]) if row and row["lowest"] is not None else (0, 0)
    narrowed = query.countries or query.organisations or query.sources or query.languages
    bounds = {"match": match, "lowest": lowest, "highest": highest, "skip": MATCHES if narrowed else LOOKED_AT}
    floor = reading.value(_FLOOR, bounds)
    return Ids(lowest=lowest if floor is None else floor, highest=highest, cut=floor is not None)


_IDS_OF_DAYS = """
    SELECT min(id) AS lowest, max(id) AS highest FROM articles INDEXED BY articles_by_time
    WHERE sorted_at >= :since AND sorted_at < :until
"""
_FLOOR = """
    SELECT rowid FROM articles_fts WHERE articles_fts MATCH :match AND rowid BETWEEN :lowest AND :highest
    ORDER BY rowid DESC LIMIT 1 OFFSET :skip
"""
_SNIPPETS = """
    SELECT rowid AS id, snippet(articles_fts, -1, char(2), char(3), '…', 24) AS snippet FROM articles_fts
    WHERE articles_fts MATCH :match AND rowid IN (SELECT value FROM json_each(:ids))
"""

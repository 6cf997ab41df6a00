"""Search for readers who look around: a page of results with what facets are counted from, at a bounded cost.

Of the articles that match, the newest are looked at and no more, whatever the archive holds: what is said of them is
true of as many as `Found.facts`. Words are sought from two sides. The newest articles that have them, told by their
ids, are held against the rest of what is asked for. Where that was not all of them, the newest articles that the rest
of it gives, told by their times, are held against the words. So a rare word is found in all of the archive, and so is
a common word in what is narrowed to a day or to a country that is seldom told of.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from monitor.model.reading import Query
from monitor.model.survey import Fact
from monitor.store.columns import list_text
from monitor.store.database import Database
from monitor.store.fts import Sought, expressed
from monitor.store.openings import opened
from monitor.store.survey import facts_of
from monitor.store.wanted import Selection, selection, selection_of

LOOKED_AT = 2_000  # articles that facets are counted over, and the best is found among
MATCHES = 10_000  # articles with the words that are held against the rest
REST = 5_000  # articles that the rest gives, that are held against the words
STREAMED = 1_000_000  # newest articles with the words that are held against what is narrowed to: 0.1 µs each
_BEGINS = '" *'  # in an FTS5 expression: a prefix


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of a search. `facts` are those of all articles looked at; `more` says that there are further ones."""

    ids: tuple[int, ...]  # of this page, in order
    facts: tuple[Fact, ...]  # the newest first
    more: bool
    match: str  # the FTS5 expression that was looked for; "" where no words were
    instead: Mapping[str, tuple[str, ...]]  # words that stood for what begins too many: monitor/store/openings.py


def find(reading: Database, query: Query, *, best_first: bool, skip: int = 0) -> Found:
    """The wanted articles from the one after `skip` on, as many as the query's limit, and the facts of all.

    Without a limit it is all that are looked at, MATCHES of them.
    """
    end = MATCHES if query.limit is None else skip + query.limit
    most = max(LOOKED_AT, end)
    asked = opened(reading, query.text)
    words = expressed(asked.wording)
    if words.wanted:
        ids, more = _with_words(reading, replace(query, limit=most + 1), words.expression)
    elif query.text.strip() and words == Sought():
        ids, more = [], False  # only punctuation: nothing is found, not everything
    else:
        ids, more = _ids(reading, selection(replace(query, limit=most + 1), words=words)), False
    looked_at = ids[:most]
    page = looked_at[skip:end]
    if best_first and words.wanted:
        page = _best(reading, words.expression, looked_at, end)[skip:]
    return Found(
        ids=tuple(page),
        facts=facts_of(reading, looked_at),
        more=more or len(ids) > most,
        match=words.expression,
        instead=asked.instead,
    )


def snippets(reading: Database, match: str, articles: Collection[int]) -> dict[int, str]:
    r"""The passage of each article that an FTS5 expression is met by best, its matches between \x02 and \x03."""
    if not match or not articles:
        return {}
    sql = _SNIPPETS + (_IN_ONE_GO if _BEGINS in match else _ONE_BY_ONE)
    rows = reading.rows(sql, {"match": match, **_among(articles)})
    return {row["id"]: row["snippet"] for row in rows}


def _with_words(reading: Database, query: Query, match: str) -> tuple[list[int], bool]:
    """Wanted articles with the words, the newest first, and whether there may be more that were not looked at."""
    most = query.limit or 0
    if not _narrowed(query):
        newest = _newest(reading, match, most)
        return _ids(reading, selection_of(query, newest)), len(newest) > most
    newest = _newest(reading, match, MATCHES)
    if len(newest) <= MATCHES:
        return _ids(reading, selection_of(query, newest)), False
    rest = _ids(reading, selection(replace(query, text="", limit=REST + 1), words=Sought()))
    there = set(_having(reading, match, rest))
    found = [article for article in rest if article in there][:most]
    if len(rest) > REST and len(found) < most:
        found = _ids(reading, selection_of(query, there.union(newest)))
    return found, len(rest) > REST


def _narrowed(query: Query) -> bool:
    """Whether more is asked for than words."""
    tags, places = (query.countries, query.organisations), (query.sources, query.languages)
    return any((*tags, *places, query.since, query.until))


def _newest(reading: Database, match: str, limit: int) -> list[int]:
    """The newest articles with the words by their ids, one more than the limit where there are more."""
    return _column(reading, _NEWEST, {"match": match, "limit": limit + 1})


def _having(reading: Database, match: str, articles: Sequence[int]) -> list[int]:
    """Those of these articles that have the words."""
    if not articles:
        return []
    return _column(reading, _HAVING, {"match": match, "streamed": STREAMED, **_among(articles)})


def _best(reading: Database, match: str, articles: Sequence[int], limit: int) -> list[int]:
    """Of these articles, those first that match best; of equally good ones the newest."""
    if not articles:
        return []
    return _column(reading, _BEST, {"match": match, "limit": limit, **_among(articles)})


def _among(articles: Collection[int]) -> dict[str, object]:
    return {"ids": list_text(articles), "lowest": min(articles), "highest": max(articles)}


def _ids(reading: Database, chosen: Selection) -> list[int]:
    return _column(reading, chosen.sql, chosen.parameters)


def _column(reading: Database, sql: str, parameters: Mapping[str, object]) -> list[int]:
    return [row["id"] for row in reading.rows(sql, parameters)]


_NEWEST = "SELECT rowid AS id FROM articles_fts WHERE articles_fts MATCH :match ORDER BY rowid DESC LIMIT :limit"
# FTS5 begins anew for each of a list of ids, which takes 0.1 ms; to read on from match to match takes a thousandth of
# it. So lists are looked up beside the index (+), and only the range that they span is handed to FTS5.
_HAVING = """
    SELECT id FROM (
        SELECT rowid AS id FROM articles_fts WHERE articles_fts MATCH :match AND rowid BETWEEN :lowest AND :highest
        ORDER BY rowid DESC LIMIT :streamed
    ) WHERE id IN (SELECT value FROM json_each(:ids))
"""
_IN_ONE_GO = "AND rowid BETWEEN :lowest AND :highest AND +rowid IN (SELECT value FROM json_each(:ids))"
_ONE_BY_ONE = "AND rowid IN (SELECT value FROM json_each(:ids))"
_BEST = f"""
    SELECT rowid AS id FROM articles_fts WHERE articles_fts MATCH :match {_IN_ONE_GO}
    ORDER BY +rank, rowid DESC LIMIT :limit
"""  # noqa: S608 - constant texts
_SNIPPETS = """
    SELECT rowid AS id, snippet(articles_fts, -1, char(2), char(3), '…', 24) AS snippet FROM articles_fts
    WHERE articles_fts MATCH :match
"""

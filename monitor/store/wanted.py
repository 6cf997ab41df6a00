"""A Query as SQL that reads only as many rows as it gives.

"The newest about X" is read in the order of an index and ends with the last row wanted. Where any of several values
will do, each has such a stream of its own, cut at the limit, and the streams are merged: the newest of all are among
the newest of each. SQL is put together from the constant texts below alone; what was asked for goes in as parameters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from monitor.model.reading import Query
from monitor.store.columns import list_text, time_text
from monitor.store.fts import Sought, sought

STREAMS = 20  # beyond so many values, nearly every article has one: then the index by time is read instead


@dataclass(slots=True)
class Selection:
    """A SELECT of article ids (`id`), in order, with its parameters; `match` is the FTS5 expression it searches by."""

    sql: str = ""
    parameters: dict[str, object] = field(default_factory=dict)
    match: str = ""


def selection(query: Query, *, words: Sought | None = None) -> Selection:
    """What gives the ids of the wanted articles, the newest first; `words` are those of the query's text if not given.

    With words, all that have them are read: monitor/store/finding.py looks among them at a bounded cost.
    """
    if words is None:
        words = sought(query.text)
        if query.text.strip() and words == Sought():
            return Selection("SELECT 0 AS id WHERE 0")  # only punctuation: nothing is found, not everything
    parameters = _parameters(query, words)
    if words.wanted:
        sql = "\n".join([_SEARCH, *_conditions(query, words), *_times(query, _TIMES), _NEWEST])
    elif stream := _narrowest(query):
        sql = _streams(query, words, stream, parameters)
    else:
        sql = "\n".join([_ALL, *_conditions(query, words), *_times(query, _TIMES), _NEWEST])
    return Selection(sql, parameters, words.expression)


def selection_of(query: Query, ids: Iterable[int]) -> Selection:
    """What gives those of these ids whose articles are wanted, whatever their words, the newest first."""
    sql = "\n".join([_GIVEN, *_conditions(query, Sought()), *_times(query, _TIMES), _NEWEST])
    return Selection(sql, _parameters(query, Sought()) | {"ids": list_text(ids)})


@dataclass(frozen=True, slots=True)
class _Stream:
    """A field of the query whose values have an index by time."""

    field: str
    values: tuple[str, ...]
    tagged: bool = False


def _narrowest(query: Query) -> _Stream | None:
    """The index that is likely to hold the fewest articles that are not wanted."""
    streams = (
        _Stream("organisations", _slugs("org", query.organisations), tagged=True),
        _Stream("countries", _slugs("country", query.countries), tagged=True),
        _Stream("sources", tuple(dict.fromkeys(query.sources))),
        _Stream("languages", tuple(dict.fromkeys(query.languages))),
    )
    return next((stream for stream in streams if 0 < len(stream.values) <= STREAMS), None)


def _streams(query: Query, words: Sought, stream: _Stream, parameters: dict[str, object]) -> str:
    """One SELECT for each value, in the order of its index, cut at the limit; several are merged."""
    conditions = _conditions(query, words, but=stream.field)
    if stream.tagged:
        conditions += [*_times(query, _TAGGED_TIMES), *([] if query.any_mention else ["AND m.focus = 1"])]
        conditions.append(_NEWEST_TAGGED)
    else:
        conditions += [*_times(query, _TIMES), _NEWEST]
    parts = []
    for number, value in enumerate(stream.values):
        parameters[f"stream{number}"] = value
        opening = _OPENINGS[stream.field].replace(":stream", f":stream{number}")
        parts.append("\n".join([_CUT, opening, *conditions, ")"]))
    if len(parts) == 1:
        return parts[0]
    return "\n".join([_MERGED, "\nUNION ALL\n".join(parts), _IN_ORDER])


def _slugs(kind: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{kind}:{code}" for code in codes))


def _parameters(query: Query, words: Sought) -> dict[str, object]:
    return {
        "match": words.expression,
        "unwanted": words.unwanted,
        "since": time_text(query.since),
        "until": time_text(query.until),
        "sources": list_text(query.sources),
        "languages": list_text(query.languages),
        "countries": list_text(_slugs("country", query.countries)),
        "organisations": list_text(_slugs("org", query.organisations)),
        "limit": -1 if query.limit is None else min(max(0, query.limit), 2**31),
    }


def _times(query: Query, texts: dict[str, str]) -> list[str]:
    return [text for name, text in texts.items() if getattr(query, name) is not None]


def _conditions(query: Query, words: Sought, *, but: str = "") -> list[str]:
    """What an article must meet besides its time, and besides the field `but`, which the stream answers for."""
    found = [] if query.copies else ["AND a.duplicate_of IS NULL"]
    found += [text for name, text in _VALUES.items() if name != but and getattr(query, name)]
    for name in ("countries", "organisations"):
        if name != but and getattr(query, name):
            found += [_HAS_TAG.replace(":tags", f":{name}"), ")" if query.any_mention else "AND o.focus = 1)"]
    if words.unwanted and not words.wanted:
        found.append(_WITHOUT)
    return found


_ALL = "SELECT a.id, a.sorted_at FROM articles a WHERE 1"
_SEARCH = """
    SELECT a.id, a.sorted_at FROM articles_fts CROSS JOIN articles a ON a.id = articles_fts.rowid
    WHERE articles_fts MATCH :match
"""
_GIVEN = "SELECT a.id, a.sorted_at FROM json_each(:ids) w CROSS JOIN articles a ON a.id = w.value WHERE 1"
_TAGGED = """
    SELECT m.article_id AS id, m.sorted_at FROM mentions m CROSS JOIN articles a ON a.id = m.article_id
    WHERE m.tag = :stream
"""
_OPENINGS = {
    "sources": "SELECT a.id, a.sorted_at FROM articles a WHERE a.source = :stream",
    "languages": "SELECT a.id, a.sorted_at FROM articles a WHERE a.language = :stream",
    "countries": _TAGGED,
    "organisations": _TAGGED,
}
_TIMES = {"since": "AND a.sorted_at >= :since", "until": "AND a.sorted_at < :until"}
_TAGGED_TIMES = {"since": "AND m.sorted_at >= :since", "until": "AND m.sorted_at < :until"}
_VALUES = {
    "sources": "AND a.source IN (SELECT value FROM json_each(:sources))",
    "languages": "AND a.language IN (SELECT value FROM json_each(:languages))",
}
_HAS_TAG = """
    AND EXISTS (SELECT 1 FROM mentions o WHERE o.article_id = a.id AND o.tag IN (SELECT value FROM json_each(:tags))
"""
_WITHOUT = "AND a.id NOT IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH :unwanted)"
_NEWEST = "ORDER BY a.sorted_at DESC, a.id DESC LIMIT :limit"
_NEWEST_TAGGED = "ORDER BY m.sorted_at DESC, m.article_id DESC LIMIT :limit"
_CUT = "SELECT id, sorted_at FROM ("
_MERGED = "SELECT id FROM ("
_IN_ORDER = ") GROUP BY id ORDER BY max(sorted_at) DESC, id DESC LIMIT :limit"

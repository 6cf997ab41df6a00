"""That readers and the writer go by an index, whatever they look for."""

from __future__ import annotations

import pytest

from monitor.model.reading import Query
from monitor.model.verdict import Copy, Duplicate, Revised, Seen
from monitor.store import Archive, Reading
from monitor.store.wanted import selection
from tests.store.nouns import (
    AZ,
    NOON,
    add,
    article,
    file,
    filed,
    known,
    mention,
)


def plan(reading: Reading, query: Query) -> str:
    chosen = selection(query)
    steps = reading.rows(f"EXPLAIN QUERY PLAN {chosen.sql}", chosen.parameters)
    return "\n".join(row["detail"] for row in steps)


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (Query(), "SCAN a USING INDEX articles_by_time"),
        (Query(since=NOON), "SEARCH a USING INDEX articles_by_time (sorted_at>?)"),
        (Query(sources=("wire",)), "SEARCH a USING INDEX articles_by_source (source=?)"),
        (Query(sources=("wire",), since=NOON), "articles_by_source (source=? AND sorted_at>?)"),
        (Query(languages=("en",)), "SEARCH a USING INDEX articles_by_language (language=?)"),
        (Query(countries=("AZ",)), "SEARCH m USING COVERING INDEX mentions_by_tag (tag=?)"),
        (Query(countries=("AZ",), any_mention=True), "SEARCH m USING COVERING INDEX mentions_by_tag (tag=?)"),
        (Query(countries=("AZ",), since=NOON), "mentions_by_tag (tag=? AND sorted_at>?)"),
        (Query(countries=("AZ",), organisations=("nato",)), "SEARCH m USING COVERING INDEX mentions_by_tag (tag=?)"),
    ],
)
def test_lists_are_read_in_the_order_of_an_index(reading: Reading, query: Query, index: str) -> None:
    steps = plan(reading, query)
    assert index in steps
    assert "TEMP B-TREE" not in steps, "nothing is sorted"


@pytest.mark.parametrize(
    "query", [Query(countries=("AZ", "AM")), Query(sources=("a", "b")), Query(languages=("a", "b"))]
)
def test_any_of_several_sorts_only_what_each_gives(reading: Reading, query: Query) -> None:
    steps = plan(reading, query)
    streams = steps.split("COMPOUND QUERY")[1].split("USE TEMP B-TREE FOR")[0]
    assert "TEMP B-TREE" not in streams
    assert steps.count("USING COVERING INDEX mentions_by_tag") + steps.count("USING INDEX articles_by") == 2
    assert "SCAN a" not in steps


def test_writing_searches_by_index_alone(archive: Archive) -> None:
    said: list[str] = []
    archive.connection.set_trace_callback(said.append)
    made = article("1", title="T")
    file(archive, filed(1), filed(2, "seen"), filed(3, "old"), filed(4))
    archive.entries_known(1, [("key-1", "gazette.example/1")])
    archive.settle(1, "key-1", add(archive, made, mention(AZ)), now=NOON)
    archive.page_failed(1, "key-2", outcome="dns", error="e", retry_at=NOON, now=NOON)
    archive.give_up(1, "key-2", outcome="dns", error="e", now=NOON)
    copy = Copy(of=known(archive, made.url_key), score=1, why="t")
    for verdict in (
        Duplicate(article=article("2", title="T"), copy=copy),
        Seen(article=article("1", title="T"), of=known(archive, made.url_key)),
        Revised(article=article("1", title="New"), of=known(archive, made.url_key), copy=None),
    ):
        archive.apply(verdict, (mention(AZ),), run_id=1, tagger="t", recheck_at=NOON)
    archive.known_by_hash(made.content_hash)
    archive.rechecks(now=NOON)
    archive.rechecked(1, recheck_at=None)
    archive.pending(now=NOON)
    archive.connection.set_trace_callback(None)
    ours = [text for text in said if "'articles_fts_" not in text]  # not FTS5's own
    statements = [text for text in ours if text.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE")]
    assert len(statements) > 30
    for statement in statements:
        for step in archive.rows(f"EXPLAIN QUERY PLAN {statement}"):
            detail = step["detail"]
            allowed = ("SCAN f", "SCAN json_each", "SCAN e USING INDEX entries_pending", "SCAN 1 CONSTANT ROW")
            assert not detail.startswith("SCAN") or detail.startswith(allowed), (detail, statement)

"""S37: SQL by parameters only. What feeds, pages and readers say is data, whatever it looks like."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import monitor.store
from monitor.model.fetch import Fetch, Hold
from monitor.model.filing import Filed
from monitor.model.reading import Query
from monitor.model.run import Counts
from monitor.model.source import FeedState
from monitor.model.tag import Mention, Span, Tag
from monitor.model.verdict import Copy, Duplicate, New, Revised, Seen
from monitor.store import Archive, open_archive, open_reading
from tests.store.nouns import GAZETTE, GAZETTE_FEED, HOUR, NOON, article, entry

HOSTILE = [
    "'; DROP TABLE articles; --",
    '" OR 1=1 --',
    "'); DELETE FROM runs; SELECT ('",
    "%_*?:name @x $y ?1",
    '["json", {"$": null}]',
    "\x00NUL in the middle\x00",
    "\u202eright to left\u2028\u2029",
    "lone \ud800 surrogate",
    "<script>alert(1)</script>",
    "ø" * 5000,
    "",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_s37_hostile_text_through_every_public_method(path: Path, text: str) -> None:
    with open_archive(path, now=NOON) as archive:
        article_id = write_everything(archive, text)
        read_everything(path, text, article_id)
        assert archive.flaws() == ()
        for table in ("sources", "feeds", "runs", "fetches", "articles", "entries", "revisions", "tags", "mentions"):
            assert archive.value(COUNT[table]) > 0, table


COUNT = {
    table: f"SELECT count(*) FROM {table}"
    for table in ("sources", "feeds", "runs", "fetches", "articles", "entries", "revisions", "tags", "mentions")
}


def write_everything(archive: Archive, text: str) -> int:
    source = replace(GAZETTE, id=text, name=text, homepage=text, country=text, languages=(text,), owner=text)
    archive.mirror((source,), (replace(GAZETTE_FEED, source=text, url=text),), now=NOON)
    run_id = archive.start_run(text, now=NOON, version=text, host=text)
    (row,) = archive.feed_rows()
    state = FeedState(etag=text, last_modified=text, body_hash=text, moved_to=text, outcome=text, error=text)
    fetch = Fetch(run_id=run_id, feed_id=row.id, at=NOON, outcome="ok", moved_to=text or None, error=text)
    archive.hold(Hold(place=text, until=NOON + HOUR, url=text), now=NOON)
    archive.revive([text], now=NOON)
    said = entry(1, guid=text, url=text, title=text, summary=text, body=text, authors=(text,), categories=(text,))
    filed = Filed(entry=said, entry_key=text, entry_hash=text, url_key=text, disposition="fetch")
    archive.file_feed(row.id, state=state, fetch=fetch, filed=(filed,), now=NOON)
    assert [waiting.entry_key for waiting in archive.pending(now=NOON)] == [clean(text)]
    assert [known.pending for known in archive.entries_known(row.id, [(text, text)]).values()] == [True]

    tag = Tag(slug=f"country:{text}", kind="country", label=text)
    archive.sync_tags((tag,))
    span = Span(field="title", start=0, end=1, text=text, rule=text)
    mentions = (Mention(tag=tag, salience=1, hits=1, in_title=True, focus=True, spans=(span,)),)
    made = article(
        url=text, url_key=text, source=text, title=text, summary=text, body=text, authors=(text,), language=text,
        image_url=text, published_raw=text, reserved=text, extractor=text, content_hash=text or "hash",
    )  # fmt: skip
    article_id = archive.apply(
        New(article=made), mentions, run_id=run_id, tagger=text, page_etag=text, page_last_modified=text,
        recheck_at=NOON,
    )  # fmt: skip
    archive.settle(row.id, text, article_id, now=NOON, outcome=text, error=text)
    (known,) = archive.known_by_keys((text,))
    assert archive.known_by_hash(text or "hash") == (known,)
    other = replace(made, url_key="other", keys=("other", text))
    archive.apply(Duplicate(article=other, copy=Copy(of=known, score=1, why=text)), (), run_id=run_id, tagger=text)
    archive.apply(Seen(article=made, of=known), (), run_id=run_id, tagger=text)
    archive.apply(Revised(article=made, of=known), mentions, run_id=run_id, tagger=text, recheck_at=NOON)
    assert [due.article_id for due in archive.rechecks(now=NOON)] == [article_id]
    archive.rechecked(article_id, recheck_at=NOON, etag=text, last_modified=text)
    archive.page_failed(row.id, text, outcome=text, error=text, retry_at=NOON, now=NOON)
    archive.give_up(row.id, text, outcome=text, error=text, now=NOON)
    archive.finish_run(run_id, outcome="failed", counts=Counts(), error=text, now=NOON)
    archive.close_stale_runs(NOON, verb=text)
    archive.prune_fetches(NOON - HOUR)
    return article_id


def read_everything(path: Path, text: str, article_id: int) -> None:
    with open_reading(path) as reading:
        everything = Query(copies=True)
        assert len(reading.latest(everything)) == 2
        assert reading.show(article_id).body == clean(text)
        assert reading.show(article_id).mentions[0].spans[0].text == clean(text)
        assert len(list(reading.export(everything))) == 2
        for query in (
            Query(text=text),
            Query(countries=(text,)),
            Query(organisations=(text,)),
            Query(sources=(text,)),
            Query(languages=(text,)),
            Query(text="nato", countries=(text, text + "x"), sources=(text,), languages=(text,), any_mention=True),
        ):
            reading.latest(query)
            reading.search(query)
        for query in (Query(countries=(text,)), Query(sources=(text,)), Query(languages=(text,))):
            assert [one.id for one in reading.latest(query)] == [article_id]
        assert reading.sources()[0].name == clean(text)
        assert reading.health()[0].error == clean(text)
        assert reading.runs()[0].error == clean(text)
        reading.holdings()


def clean(text: str) -> str:
    return text.replace("\ud800", "?").replace("\0", "?")


TAKES_SQL = ("execute", "executescript", "executemany", "rows", "row", "value", "write", "write_all")


def formatted_statements() -> Iterator[str]:
    """Where in the package a statement is put together on the spot."""
    for file in Path(monitor.store.__file__).parent.glob("*.py"):
        calls = (node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
        for call in calls:
            takes_sql = isinstance(call.func, ast.Attribute) and call.func.attr in TAKES_SQL
            if takes_sql and not isinstance(call.args[0], ast.Constant | ast.Name | ast.Attribute):
                yield f"{file.name}:{call.lineno}"


def test_s37_no_statement_is_put_together_on_the_spot() -> None:
    assert list(formatted_statements()) == []

"""Raw pages: given back byte by byte, small beside their likes, gone when they are to be."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.errors import NewerSchema, NotADatabase
from monitor.model.article import Entry
from monitor.model.raw import RawPage
from monitor.store.pages import Pages, pages_beside
from tests.store.nouns import NOON

DAY = timedelta(days=1)


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    with Pages.open(tmp_path / "pages.db") as opened:
        yield opened


def page(number: int = 1, body: bytes = b"<p>Talks</p>", **said: object) -> RawPage:
    made = RawPage(
        article_id=number,
        source="gazette-en",
        url=f"https://gazette.example/{number}",
        final_url=f"https://gazette.example/{number}",
        fetched_at=NOON,
        status=200,
        headers={"content-type": "text/html"},
        entry=Entry(title="Talks", url=f"https://gazette.example/{number}"),
        rules="r1",
        body=body,
    )
    return replace(made, **said)  # type: ignore[arg-type]


def alike(number: int) -> bytes:
    """A page in the outlet's layout: much that does not repeat within a page but does from page to page."""
    layout = random.Random(1).randbytes(30_000).hex()
    return f"<html>{layout}<p>Article number {number}</p></html>".encode()


@given(body=st.binary(max_size=3000), other=st.binary(max_size=3000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_a_page_comes_back_as_it_was(pages: Pages, body: bytes, other: bytes) -> None:
    kept = [page(1, body), page(2, other), page(1, other, status=203)]
    for one in kept:
        pages.keep(one)
    assert list(pages.pages((1, 2, 3))) == [kept[2], kept[1]]


def test_pages_of_one_source_are_small_beside_each_other(pages: Pages) -> None:
    for number in range(1, 6):
        pages.keep(page(number, alike(number)))
    [held] = pages.holdings()
    assert held.pages == 5
    assert held.kept < held.size / 5 * 0.7, "five pages take less than one alone"
    assert [one.body for one in pages.pages((1, 5))] == [alike(1), alike(5)]


def test_what_is_old_goes_and_dictionaries_with_it(pages: Pages) -> None:
    pages.keep(page(1, alike(1), fetched_at=NOON - 3 * DAY))
    pages.keep(page(2, alike(2), fetched_at=NOON))
    assert pages.prune(NOON - DAY) == 1
    assert [one.body for one in pages.pages((1, 2))] == [alike(2)], "it does not need what it was compressed with"
    assert pages.value("SELECT count(*) FROM dictionaries") == 0
    pages.prune(NOON + DAY)
    assert pages.holdings() == ()


def test_what_is_forgotten_leaves_nothing_behind(pages: Pages, tmp_path: Path) -> None:
    secret = b"a sentence that must be forgotten, whoever else looked like it"
    pages.keep(page(1, alike(1) + secret))
    pages.keep(page(2, alike(2) + secret[:30]))
    assert pages.forget((1,)) == 1
    assert [one.article_id for one in pages.pages((1, 2))] == [2]
    assert next(pages.pages((2,))).body == alike(2) + secret[:30]
    assert pages.value("SELECT count(*) FROM dictionaries") == 0
    assert pages.forget_source("gazette-en") == 1
    assert pages.ids() == ()
    assert tmp_path.joinpath("pages.db").exists()


def test_an_old_dictionary_is_followed_by_a_new_one(pages: Pages) -> None:
    pages.keep(page(1, alike(1), fetched_at=NOON - 20 * DAY))
    pages.keep(page(2, alike(2), fetched_at=NOON))
    pages.keep(page(3, alike(3), fetched_at=NOON + DAY))
    assert pages.rows("SELECT dictionary FROM pages ORDER BY article_id")[2][0] == 2


def test_what_was_read_by_other_rules_is_read_again(pages: Pages) -> None:
    pages.keep(page(1))
    pages.keep(page(2, rules="r2"))
    pages.keep(page(3, source="gone"))
    now = [("gazette-en", "r2")]
    assert pages.reread(now, since=None, everything=False) == (1,)
    assert pages.reread(now, since=None, everything=True) == (1, 2)
    assert pages.reread(now, since=NOON + DAY, everything=True) == ()
    pages.read_by((1,), "r2")
    assert pages.reread(now, since=None, everything=False) == ()


def test_the_first_entry_stays_when_a_page_is_looked_at_again(pages: Pages) -> None:
    pages.keep(page(1))
    pages.keep(page(1, b"new", entry=Entry(title="Less")), again=True)
    [kept] = pages.pages((1,))
    assert (kept.body, kept.entry.title) == (b"new", "Talks")


def test_somebody_elses_file_and_a_later_one_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE t (a)")
    connection.close()
    with pytest.raises(NotADatabase, match="move it away"):
        Pages.open(other)
    later = tmp_path / "later.db"
    Pages.open(later).close()
    with sqlite3.connect(later) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(NewerSchema):
        Pages.open(later)
    assert pages_beside(tmp_path / "press.db") == tmp_path / "pages.db"

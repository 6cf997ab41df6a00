"""A page that costs too much is given up in time, and the feed's own words stand in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.desk import WORDS, Desk
from tests.press_room import Piece

HOUR = timedelta(hours=1)
NOW = datetime.now(UTC).replace(microsecond=0)
COSTLY = "<p " + " ".join(f"a{number}=b" for number in range(120_000)) + ">text"  # libxml2 compares them all


@pytest.mark.slow
def test_the_entry_stands_in_for_a_page_that_costs_too_much(desk: Desk) -> None:
    pieces = [
        Piece(path=f"/{n}", title=f"Talks {n}", text=WORDS, summary=f"Round {n} of talks.", published=NOW - n * HOUR)
        for n in (1, 2)
    ]
    desk.source("courier", desk.room.feed("/rss.xml", pieces))
    desk.room.serve("/1", COSTLY)
    desk.room.page(pieces[1])
    desk.settings["cpu_seconds"] = 4
    report = desk.collect()
    assert report["new"] == 2
    stored = dict(desk.rows("SELECT title, extractor FROM articles"))
    assert stored["Talks 1"] == "feed"
    assert stored["Talks 2"] != "feed"
    assert desk.rows("SELECT summary FROM articles WHERE title = 'Talks 1'") == [("Round 1 of talks.",)]
    [feed] = desk.json("health")["feeds"]
    assert feed["page_outcomes"] == {"cpu": 1}

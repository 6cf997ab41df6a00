"""What a watchlist may match is found by index, and nothing that it matches is left out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.model.watchlist import Condition, Watchlist
from monitor.stages.match import match
from monitor.stages.narrow import needs
from monitor.store import open_reading
from monitor.store.matching import Window
from tests.shelf import NOW, fill

ALWAYS = timedelta(days=400)
ASKED: list[dict[str, Any]] = [
    {"countries": ("AZ",)},
    {"countries": ("AZ",), "organisations": ("nato",)},
    {"countries": ("AM",), "any_mention": True},
    {"text": '"border commissions" OR corridor'},
    {"text": "paragraph", "languages": ("ru",)},
    {"text": "summary -corrected", "sources": ("kura-wire",)},
    {"any": (Condition(organisations=("osce",)), Condition(text="winter"))},
    {"tiers": (1, 3)},
]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shelf") / "press.db"
    fill(path)
    return path


@pytest.mark.parametrize("by", ["seen", "dated"])
@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_candidates_are_few_and_hold_every_match(shelf: Path, asked: dict[str, Any], by: Any) -> None:
    watchlist = Watchlist(id="w", name="W", **asked)
    with open_reading(shelf) as reading:
        everything = [row["id"] for row in reading.rows("SELECT id FROM articles WHERE duplicate_of IS NULL")]
        ids = reading.candidates(needs(watchlist), Window(since=NOW - ALWAYS, until=NOW + ALWAYS, by=by))
        subjects = reading.subjects(everything, bodies=True)
    matched = {one for one in everything if match(watchlist, subjects[one]) is not None}
    assert matched
    assert matched <= set(ids)
    assert len(ids) < len(everything) or not (asked.keys() & {"countries", "sources", "text"})


def test_a_window_has_its_beginning_and_not_its_end(shelf: Path) -> None:
    asked = needs(Watchlist(id="w", name="W", countries=("AZ",)))
    with open_reading(shelf) as reading:
        seen = reading.value("SELECT seen_at FROM articles WHERE url LIKE '%caspian-courier%/1'")
        moment = NOW - timedelta(hours=3) + timedelta(minutes=10)
        assert seen == f"{moment:%Y-%m-%dT%H:%M:%SZ}"
        assert len(reading.candidates(asked, Window(since=moment, until=moment + timedelta(seconds=1)))) == 1
        assert reading.candidates(asked, Window(since=moment - timedelta(seconds=1), until=moment)) == ()


def test_copies_are_there_when_asked_for(shelf: Path) -> None:
    asked = needs(Watchlist(id="w", name="W", countries=("AM",)))
    window = Window(since=NOW - ALWAYS, until=NOW + ALWAYS)
    with open_reading(shelf) as reading:
        assert len(reading.candidates(asked, window, copies=True)) == len(reading.candidates(asked, window)) + 1


@pytest.mark.parametrize("by", ["seen", "dated"])
def test_no_table_is_read_whole(shelf: Path, by: Any) -> None:
    asked = needs(Watchlist(id="w", name="W", countries=("AZ",), organisations=("nato",), text="summary"))
    plans: list[str] = []
    with open_reading(shelf) as reading:
        reading.connection.set_trace_callback(plans.append)
        reading.candidates(asked, Window(since=NOW - ALWAYS, until=NOW, by=by))
        reading.connection.set_trace_callback(None)
        for sql in [plan for plan in plans if plan.lstrip().startswith("SELECT")]:
            steps = [row["detail"] for row in reading.rows("EXPLAIN QUERY PLAN " + sql)]
            whole = [
                step
                for step in steps
                if step.startswith("SCAN") and "VIRTUAL" not in step and "articles_fts" not in step
            ]
            assert not whole, steps

"""`monitor sources check`: every feed asked once, and its state named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.desk import Desk
from tests.press_room import Piece, PressRoom

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
AT: dict[str, Any] = {"MONITOR_NOW": NOW.isoformat()}


def piece(number: int, *, days: float = 0.1) -> Piece:
    return Piece(path=f"/news/{number}.html", title=f"Round {number}", published=NOW - timedelta(days=days))


@pytest.fixture
def unsigned() -> Iterator[PressRoom]:
    with PressRoom(tls=True) as opened:
        yield opened


def test_every_feed_is_asked_and_its_state_named(desk: Desk, unsigned: PressRoom):
    room = desk.room
    listing = {"url": room.url("/list"), "kind": "listing", "link": ".old-class a"}
    room.serve("/list", "<div class='new-class'><a href='/news/1.html'>Round one of the talks</a></div>")
    room.redirect("/from", "/ok", status=301)
    room.serve("/.well-known/tdmrep.json", '[{"location": "/", "tdm-reservation": 1}]', host="127.0.0.2")
    feeds: dict[str, Any] = {
        "ok": room.feed("/ok", [piece(1)]),
        "stale": room.feed("/stale", [piece(2, days=40)]),
        "empty": room.feed("/empty", []),
        "html": room.serve("/html", "<!doctype html><title>Home</title><p>Hello"),
        "blocked": room.status("/blocked", 403),
        "gone": room.status("/gone", 410),
        "not_found": room.url("/nowhere"),
        "tls": unsigned.url("/ok"),
        "moved": room.url("/from"),
        "drifted": listing,
        "reserved": room.feed("/reserved", [piece(3)], host="127.0.0.2"),
    }
    for state, feed in feeds.items():
        desk.source(state.replace("_", "-"), feed)
    desk.source("licensed", room.feed("/licensed", [piece(4)], host="127.0.0.2"), rights="licensed", rights_note="so")
    found = {one["source"].replace("-", "_"): one["state"] for one in desk.json("sources", "check", **AT)["feeds"]}
    licensed = found.pop("licensed")
    assert found == {state: state for state in feeds}
    assert licensed == "ok"
    assert room.paths().count("/.well-known/tdmrep.json") == 2, "once an origin"


def test_a_listing_whose_selectors_find_nothing_any_more_is_drifted_and_not_quiet(desk: Desk):
    desk.room.serve("/list", "<div class='card'><a href='/news/1.html'>Round one of the talks</a></div>")
    desk.room.page(piece(1))
    desk.source("courier", {"url": desk.room.url("/list"), "kind": "listing", "link": ".card a"})
    desk.collect(**AT)
    desk.room.serve("/list", "<div class='tile'><a href='/news/2.html'>Round two of the talks</a></div>")
    told = desk.run("collect", "--all", MONITOR_NOW=(NOW + timedelta(hours=1)).isoformat())
    assert "'.card a'" in told.stdout + told.stderr
    (feed,) = desk.json("health")["feeds"]
    assert (feed["state"], feed["outcome"]) == ("drifted", "empty")

"""When a feed that moved is believed, and when it is not."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from monitor.model.fetch import Fetched, Hop
from monitor.model.source import FeedState
from monitor.stages.due import address
from tests.stages.test_due import FEED, NOW, URL, answer, fields, learn, row

NEW = "https://example.org/new"


def moved(*statuses: int, to: str = NEW, asked: str = URL) -> Fetched:
    places = [asked, *(f"https://hop.example/{number}" for number in range(1, len(statuses)))]
    hops = tuple(Hop(status=status, url=place) for status, place in zip(statuses, places, strict=True))
    return replace(answer(), url=asked, final_url=to, hops=hops)


def test_f26_a_move_is_believed_after_seven_days_of_it() -> None:
    state = FeedState()
    for day in range(8):
        now = NOW + timedelta(days=day)
        assert address(row(**fields(state)), now=now) == (NEW if day >= 7 else URL)
        state = learn(state, moved(301), now=now)
    assert (state.moved_to, state.moved_since) == (NEW, NOW)
    assert address(row(**fields(state)), now=NOW + timedelta(days=7)) == NEW
    state = learn(state, replace(answer(), url=NEW, final_url=NEW), now=NOW + timedelta(days=8))
    assert address(row(**fields(state)), now=NOW + timedelta(days=8)) == NEW


def test_f26_https_on_the_same_host_is_believed_at_once() -> None:
    http = replace(FEED, url="http://news.example.org/rss")
    state = learn(FeedState(), moved(301, to=URL, asked=http.url), feed=http)
    assert address(row(http.url, **fields(state)), now=NOW) == URL
    ported = learn(FeedState(), moved(301, to="https://news.example.org:8443/rss", asked=http.url), feed=http)
    assert address(row(http.url, **fields(ported)), now=NOW) == "https://news.example.org:8443/rss"
    elsewhere = learn(FeedState(), moved(301, to="https://other.example.org/rss", asked=http.url), feed=http)
    assert address(row(http.url, **fields(elsewhere)), now=NOW) == http.url


def test_f26_a_move_that_changes_its_mind_starts_again() -> None:
    state = learn(FeedState(), moved(308))
    state = learn(state, moved(308, to="https://example.org/third"), now=NOW + timedelta(days=6))
    assert state.moved_since == NOW + timedelta(days=6)
    state = learn(state, answer(), now=NOW + timedelta(days=6, hours=1))
    assert (state.moved_to, state.moved_since) == (None, None)


def test_f26_only_what_can_be_read_is_a_move() -> None:
    state = learn(FeedState(), moved(301), outcome="html")
    assert state.moved_to is None


def test_f26_an_address_that_fails_gives_way_to_the_old_one() -> None:
    state = FeedState(moved_to=NEW, moved_since=NOW - timedelta(days=30))
    for _ in range(3):
        assert address(row(**fields(state)), now=NOW) == NEW
        state = learn(state, replace(answer(404, "not_found"), url=NEW))
    assert address(row(**fields(state)), now=NOW) == URL


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [((302,), None), ((303,), None), ((307,), None), ((302, 301), None), ((301, 302), "https://hop.example/1")],
)
def test_f27_only_the_permanent_beginning_of_a_chain_counts(statuses: tuple[int, ...], expected: Any) -> None:
    assert learn(FeedState(), moved(*statuses)).moved_to == expected

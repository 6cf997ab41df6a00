"""Every way a conversation can end, in one run against a paper that misbehaves on a host each; nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from monitor.model.fetch import Hop
from tests.crawl.scene import Outcome, Scene, run
from tests.press_room import PressRoom
from tests.press_room.mischief import FEED, MISBEHAVIOURS, Misbehaviour

# what the reader calls each misbehaviour, and how many requests it makes
ENDS: dict[Misbehaviour, tuple[str, str, int]] = {
    "hang": ("timeout", "no whole answer within 3 seconds", 1),
    "drip": ("timeout", "no whole answer within 3 seconds", 1),
    "stall": ("timeout", "no whole answer within 3 seconds", 1),
    "drop": ("connect", "hung up without an answer", 2),
    "half": ("connect", "broke off in the middle of the body", 2),
    "half_chunked": ("connect", "broke off in the middle of the body", 2),
    "garbage": ("connect", "the answer is not HTTP", 2),
    "bad_header": ("ok", "", 1),
    "endless_header": ("too_large", "the headers come to more than", 1),
    "redirect_loop": ("http_error", "redirects in a loop", 2),
    "endless_redirect": ("http_error", "more than 10 redirects", 11),
    "no_location": ("http_error", "does not say where to", 1),
    "to_file": ("private_address", "only http and https are fetched, not file", 1),
    "to_private": ("private_address", "169.254.169.254 is not a public address", 1),
    "rotating_etag": ("ok", "", 1),
    "304_forever": ("http_error", "304 Not Modified, although", 1),
    "gzip_bomb": ("too_large", "larger than 1,000,000 bytes when decompressed", 1),
    "not_gzip": ("http_error", "not the gzip stream", 1),
    "unknown_encoding": ("http_error", "an encoding that was not asked for: compress", 1),
    "huge": ("too_large", "larger than 1,000,000 bytes", 1),
    "endless": ("too_large", "larger than 1,000,000 bytes", 1),
    "html": ("ok", "", 1),
    "empty": ("ok", "", 1),
    "cookies": ("ok", "", 1),
    "bot_wall": ("blocked", "bot wall", 1),
    "flaky": ("ok", "", 2),
}
STATUSES = {
    204: "ok", 400: "http_error", 401: "blocked", 403: "blocked", 404: "not_found", 410: "gone", 418: "http_error",
    429: "rate_limited", 451: "blocked", 500: "http_error", 501: "http_error", 503: "http_error",
}  # fmt: skip


@dataclass
class Round:
    """One run over all of it."""

    outcome: Outcome
    room: PressRoom
    urls: dict[str, str]


@pytest.fixture(scope="module")
def seen() -> Iterator[Round]:
    with PressRoom() as room:
        urls: dict[str, str] = {}
        for number, how in enumerate(MISBEHAVIOURS):
            room.misbehave(f"/{how}", how)
            urls[how] = room.url(f"/{how}", host=10 + number)
        for number, status in enumerate(STATUSES):
            room.status(f"/{status}", status)
            urls[str(status)] = room.url(f"/{status}", host=100 + number)
        room.status("/later", 503, headers={"Retry-After": "120"})
        room.serve("/ok", "fine", headers={"X-Two": "one", "x-two": "two", "Content-Language": "az"})
        for number, status in enumerate((301, 302, 303, 307, 308)):
            room.redirect(
                f"/{status}", "/ok" if status == 308 else f"/{[301, 302, 303, 307, 308][number + 1]}", status=status
            )
        urls |= {
            "later": room.url("/later", host=200), "ok": room.url("/ok"), "chain": room.url("/301", host=201),
            "six": room.url("/ok", host="::1"), "name": room.url("/ok", host="localhost"),
            "refused": "http://127.0.0.1:1/", "nowhere": "http://nowhere.invalid/",
            "label": "http://" + "a" * 70 + ".example/",
        }  # fmt: skip
        yield Round(run(Scene(feeds=tuple({"url": url} for url in urls.values()), timeout=3)), room, urls)


def test_every_conversation_is_told_once(seen: Round) -> None:
    assert sorted(each.url for each in seen.outcome.fetched) == sorted(seen.urls.values())
    assert seen.outcome.report.ended == "finished"
    assert seen.outcome.report.unasked == seen.outcome.report.errors == 0


def test_nothing_is_said_to_the_user_behind_ingests_back(seen: Round) -> None:
    assert seen.outcome.stderr == ""


@pytest.mark.parametrize("how", ENDS)
def test_a_misbehaviour_has_its_class(seen: Round, how: Misbehaviour) -> None:
    outcome, words, asked = ENDS[how]
    fetched = seen.outcome.of(seen.urls[how])
    assert (fetched.outcome, words in fetched.error) == (outcome, True), fetched.error
    assert "\n" not in fetched.error
    assert len([each for each in seen.room.asked() if each.path.partition("?")[0] == f"/{how}"]) == asked


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_has_its_class(seen: Round, status: int) -> None:
    fetched = seen.outcome.of(seen.urls[str(status)])
    assert (fetched.outcome, fetched.status, fetched.body) == (STATUSES[status], status, b"")


def test_f22_a_server_error_is_asked_about_twice_at_most(seen: Round) -> None:
    assert len(seen.room.asked("/500")) == len(seen.room.asked("/503")) == 2
    assert len(seen.room.asked("/501")) == len(seen.room.asked("/429")) == len(seen.room.asked("/404")) == 1


def test_f19_a_server_that_names_a_time_is_not_asked_again(seen: Round) -> None:
    assert len(seen.room.asked("/later")) == 1
    assert seen.outcome.of(seen.urls["later"]).headers["retry-after"] == "120"


def test_r10_a_name_that_is_not_there_is_told_as_such(seen: Round) -> None:
    assert seen.outcome.of(seen.urls["nowhere"]).outcome == "dns"
    assert seen.outcome.of(seen.urls["label"]).outcome == "dns"
    assert "nowhere.invalid" in seen.outcome.of(seen.urls["nowhere"]).error


def test_a_closed_port_is_a_failed_connection(seen: Round) -> None:
    assert seen.outcome.of(seen.urls["refused"]).outcome == "connect"


def test_names_and_ipv6_addresses_are_fetched(seen: Round) -> None:
    assert [seen.outcome.of(seen.urls[each]).body for each in ("ok", "name", "six")] == [b"fine"] * 3


def test_headers_come_under_lower_case_names_repeated_ones_joined(seen: Round) -> None:
    headers = seen.outcome.of(seen.urls["ok"]).headers
    assert headers["x-two"] == "one, two"
    assert headers["content-language"] == "az"


def test_f26_every_hop_of_a_redirect_is_told_in_order(seen: Round) -> None:
    fetched = seen.outcome.of(seen.urls["chain"])
    base = seen.room.url("", host=201)
    assert fetched.outcome == "ok"
    assert fetched.final_url == f"{base}/ok"
    assert fetched.hops == tuple(Hop(status=status, url=f"{base}/{status}") for status in (301, 302, 303, 307, 308))


def test_a_bad_header_line_costs_only_itself(seen: Round) -> None:
    fetched = seen.outcome.of(seen.urls["bad_header"])
    assert fetched.body == FEED
    assert fetched.headers["content-type"] == "application/rss+xml"


def test_f31_cookies_stay_away(seen: Round) -> None:
    assert not any("cookie" in each.headers for each in seen.room.asked())


def test_r09_s14_a_document_ends_with_its_deadline(seen: Round) -> None:
    for how in ("hang", "drip", "stall"):
        assert seen.outcome.of(seen.urls[how]).ms >= 3000

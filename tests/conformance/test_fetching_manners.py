"""F31 to F39: what is said in a request and what is never asked for.

One desk reads a paper that sets cookies and redirects, and a host for each kind of robots.txt and of reservation.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from monitor import __version__
from tests.conformance.week import MONDAY, Week, answer, items
from tests.desk import WORDS
from tests.faults import armed
from tests.press_room import Piece, PressRoom

pytestmark = pytest.mark.slow

DAY = timedelta(days=1)
ROBOTS = {  # a host each: what its robots.txt says, with which status
    41: ("User-agent: *\nDisallow: /news/\n", 200),
    42: ("down", 503),
    43: ("not here", 404),
    44: ("not for you", 403),
    45: ("User-agent: *\nCrawl-delay: 1\n", 200),
}
RESERVED = {
    "header": {"TDM-Reservation": "1"},
    "noarchive": {"X-Robots-Tag": "noarchive"},
    "licensed": {"TDM-Reservation": "1"},
}


def piece(name: str, number: int = 1) -> Piece:
    return Piece(
        path=f"/news/{name}-{number}.html", title=f"Talks of {name} {number}", text=f"{WORDS}\n{name} {number}"
    )


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Week]:
    with PressRoom() as room:
        week = Week(room, tmp_path_factory.mktemp("manners"), settings={"per_host": 1})
        cookie: dict[str, Any] = {"set_cookie": "seen=1; Path=/"}
        week.script("start", answer(status=302, location=room.url("/there.xml", host=3), **cookie), query="?a=1")
        room.feed("/there.xml", [], headers={"Set-Cookie": "there=2; Path=/"}, host="127.0.0.3")
        week.script("again", answer(items("one"), **cookie))
        week.desk.source("six", room.feed("/six.xml", [], host="::1"))
        for host, (text, status) in ROBOTS.items():
            at, name = f"127.0.0.{host}", f"robots-{host}"
            room.robots(text, status=status, host=at)
            pieces = [piece(name, number) for number in range(1, 4 if host == 45 else 2)]
            for one in pieces:
                room.page(one, host=at)
            week.desk.source(name, room.feed(f"/news/{name}.xml", pieces, host=at))
        for name, headers in RESERVED.items():
            one = piece(name)
            room.page(one, headers=headers)
            rights = {"rights": "licensed", "rights_note": "by contract"} if name == "licensed" else {}
            week.desk.source(name, room.feed(f"/{name}.xml", [one]), **rights)
        week.desk.source("html", room.misbehave("/html.xml", "html"))
        week.desk.source("wall", room.misbehave("/wall.xml", "bot_wall"))
        week.script("forbidden", answer(status=403))
        week.collect("first")
        room.robots("", host="127.0.0.42")
        week.collect("next day", "--all", after=DAY)
        yield week


def test_f31_f36_no_cookie_is_returned_here_or_elsewhere(week: Week) -> None:
    assert len(week.runs["next day"].of("/again.xml")) == 1
    for run in week.runs.values():
        assert not any({"cookie", "authorization"} & set(each.headers) for each in run.requests)


def test_f32_no_referer_is_sent(week: Week) -> None:
    assert not any("referer" in each.headers for run in week.runs.values() for each in run.requests)


def test_f33_nothing_is_added_and_nothing_else_is_asked_for(week: Week) -> None:
    asked = {each.path for each in week.runs["first"].requests}
    feeds = {f"/{name}.xml" for name in ("there", "again", "six", *RESERVED, "html", "wall", "forbidden")} | {
        "/start.xml?a=1"
    }
    feeds |= {f"/news/robots-{host}.xml" for host in ROBOTS}
    pages = {piece(name).path for name in (*RESERVED, "robots-43", "robots-44")}
    pages |= {piece("robots-45", number).path for number in range(1, 4)}
    assert asked - {"/robots.txt", "/.well-known/tdmrep.json"} == feeds | pages
    assert all(each.method == "GET" for each in week.runs["first"].requests)


def test_f34_the_user_agent_names_itself_and_its_contact_over_redirects(week: Week) -> None:
    agents = {each.headers["user-agent"] for each in week.runs["first"].requests}
    assert agents == {f"press-monitor/{__version__} (+desk@press.invalid)"}
    assert len(week.runs["first"].of("/there.xml")) == 1


def test_f35_accept_lists_feeds_and_only_what_can_be_decoded(week: Week) -> None:
    [asked] = week.runs["first"].of("/again.xml")
    kinds = [part.strip() for part in asked.headers["accept"].split(",")]
    assert {kind.partition(";")[0] for kind in kinds} >= {
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
    }
    assert kinds[-1].startswith("*/*;q=")
    assert {part.strip() for part in asked.headers["accept-encoding"].split(",")} == {"gzip", "deflate", "br"}


def test_feeds_on_ipv6_are_read_like_all_others(week: Week) -> None:
    [asked] = week.runs["first"].of("/six.xml", host="::1")
    assert asked.headers["host"].startswith("[::1]:")
    assert week.state("six")["outcome"] == "ok"


def bodies(week: Week, source: str) -> list[tuple[str | None, bool]]:
    return week.desk.rows("SELECT reserved, body <> '' FROM articles WHERE source = ? ORDER BY url", source)


def test_f37_robots_txt_is_obeyed_for_pages_and_feeds_are_exempt(week: Week) -> None:
    for run in week.runs.values():
        assert run.of(piece("robots-41").path) == []
        assert len(run.of("/news/robots-41.xml")) == 1
    assert week.desk.rows("SELECT extractor FROM articles WHERE source = 'robots-41'") == [("feed",)]


def test_f37_a_robots_txt_that_fails_means_wait_and_one_that_is_not_there_means_welcome(week: Week) -> None:
    assert week.runs["first"].of(piece("robots-42").path) == []
    assert len(week.runs["next day"].of(piece("robots-42").path)) == 1
    assert bodies(week, "robots-42") == [(None, True)]
    for host in (43, 44):
        assert len(week.runs["first"].of(piece(f"robots-{host}").path)) == 1


def test_f37_a_crawl_delay_is_kept(week: Week) -> None:
    pages = {piece("robots-45", number).path for number in range(1, 4)}
    [robots] = [each.at for each in week.runs["first"].of("/robots.txt", host="127.0.0.45")]
    times = [robots, *(each.at for each in week.runs["first"].requests if each.path in pages)]
    assert len(times) == 4
    assert min(later - sooner for sooner, later in itertools.pairwise(times)) > 0.9


def test_f37_reserved_text_is_linked_and_not_kept_unless_licensed(week: Week) -> None:
    assert bodies(week, "header") == [("tdm-header", False)]
    assert bodies(week, "noarchive") == [("noarchive", False)]
    assert bodies(week, "licensed") == [("tdm-header", True)]
    assert week.desk.rows("SELECT title FROM articles WHERE source = 'header'") == [(piece("header").title,)]


def test_f38_a_web_page_is_html_and_a_bot_wall_is_blocked(week: Week) -> None:
    kinds = week.runs["first"].kinds()
    assert (kinds["html"], kinds["wall"], kinds["forbidden"]) == ("html", "blocked", "blocked")
    shown = {feed["source"]: feed["outcome"] for feed in week.desk.json("health")["feeds"]}
    assert (shown["html"], shown["wall"]) == ("html", "blocked")
    assert len(week.runs["first"].of("/wall.xml")) == 1


def test_f39_where_no_name_resolves_it_is_told_once_and_held_against_nobody(tmp_path) -> None:
    with PressRoom() as room:
        week = Week(room, tmp_path)
        for name in ("one", "two", "three"):
            week.desk.source(name, f"http://{name}.example/feed.xml")
        week.desk.write()
        for number in range(2):
            at = {"MONITOR_NOW": (MONDAY + number * DAY).isoformat()}
            done = week.desk.run("collect", **armed(MONITOR_FAULT_NAMES="EAI_AGAIN", **at))
            assert done.returncode == 69
            [line] = done.stderr.splitlines()
            assert "no network" in line
        assert week.desk.rows("SELECT failures, outcome, next_check_at FROM feeds") == [(0, None, None)] * 3

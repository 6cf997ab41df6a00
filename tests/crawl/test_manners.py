"""How the reader behaves towards publishers: what it says of itself, how often it asks, what it leaves alone."""

from __future__ import annotations

import itertools

import pytest

from monitor import __version__
from monitor.crawl.headers import accept_language, user_agent
from tests.crawl.scene import Scene, run
from tests.press_room import PressRoom


def test_f02_f03_f04_validators_are_sent_byte_for_byte_and_a_304_is_told() -> None:
    etag, moment = 'W/"ä-1:\x27,2"', "Mon, 23 Nov 2026 10:00:00 GMT"
    with PressRoom() as room:
        url = room.serve("/rss.xml", "news", headers={"Last-Modified": moment})
        room.redirect("/old", "/rss.xml", status=301)
        row = {"url": room.url("/old"), "last_modified": moment}
        assert run(Scene(feeds=(row,))).of(row["url"]).outcome == "not_modified"
        outcome = run(Scene(feeds=({"url": url, "etag": etag, "last_modified": moment},))).of(url)
        assert (outcome.outcome, outcome.status, outcome.body) == ("ok", 200, b"news")
        asked = room.asked("/rss.xml")[-1].headers
        assert (asked["if-none-match"], asked["if-modified-since"]) == (etag, moment)
        assert "if-none-match" not in room.asked("/rss.xml")[0].headers


def test_f31_to_f36_what_is_said_in_each_request() -> None:
    with PressRoom() as room:
        room.redirect("/moved", room.url("/feed", host=2))
        room.serve("/feed", "a feed", headers={"Set-Cookie": "a=b"})
        room.serve("/page", "a page")
        moved = room.url("/moved")
        outcome = run(
            Scene(
                feeds=({"url": moved, "languages": ["az", "ru"]},),
                follow={moved: [room.url("/page", host=2)]},
                contact="desk@paper.test",
            )
        )
        assert outcome.report.requests == len(room.asked()) == 4
        assert room.paths() == ["/moved", "/feed", "/robots.txt", "/page"]
        allowed = {"host", "user-agent", "accept", "accept-encoding", "accept-language"}
        for asked in room.asked():
            assert set(asked.headers) <= allowed
            assert asked.headers["user-agent"] == f"press-monitor/{__version__} (+desk@paper.test)"
            assert asked.headers["accept-encoding"] == "gzip, deflate, br"
            assert asked.headers["accept"].rpartition(", ")[2] == "*/*;q=0.1"
            assert asked.method == "GET"
        assert "application/rss+xml" in room.asked("/feed")[0].headers["accept"]
        assert room.asked("/feed")[0].headers["accept-language"] == "az, ru;q=0.9, *;q=0.3"


def test_f34_without_a_contact_the_product_speaks_for_itself() -> None:
    assert user_agent(None) == f"press-monitor/{__version__}"
    assert user_agent("a\r\nb (c)") == f"press-monitor/{__version__} (+ab c)"


@pytest.mark.parametrize(
    ("languages", "header"), [((), None), (("en",), "en, *;q=0.3"), (("ka", "en"), "ka, en;q=0.9, *;q=0.3")]
)
def test_the_sources_languages_are_asked_for(languages: tuple[str, ...], header: str | None) -> None:
    assert accept_language(languages) == header


def test_f23_requests_to_a_host_are_spaced_across_feeds_and_pages() -> None:
    with PressRoom() as room:
        feeds = [room.serve(f"/feed{number}", "a feed") for number in range(3)]
        pages = [room.serve(f"/page{number}", "a page") for number in range(2)]
        elsewhere = [room.url(f"/feed{number}", host=2) for number in range(2)]
        run(Scene(feeds=tuple({"url": url} for url in (*feeds, *elsewhere)), follow={feeds[0]: pages}, delay=0.2))
        assert len(room.asked()) == 8
        for host in ("127.0.0.1", "127.0.0.2"):
            times = [each.at for each in room.asked(host=host)]
            assert all(later - sooner > 0.1 for sooner, later in itertools.pairwise(times))
        assert len({each.connection for each in room.asked(host="127.0.0.1")}) == 1  # kept alive


def test_feeds_come_before_pages_and_new_pages_before_old_ones() -> None:
    with PressRoom() as room:
        room.robots("")
        pages = tuple({"url": room.serve(f"/{when}", "a page"), "published": when} for when in (100, 300, 200))
        run(Scene(pages=pages, feeds=({"url": room.serve("/feed", "a feed")},), delay=0.05))
        assert room.paths() == ["/feed", "/robots.txt", "/300", "/200", "/100"]


def test_f37_robots_is_obeyed_for_pages_and_feeds_are_exempt() -> None:
    with PressRoom() as room:
        room.robots("User-agent: *\nDisallow: /\nAllow: /open\n\nUser-agent: press-monitor\nDisallow: /private\n")
        feed = room.serve("/private/feed", "a feed")
        room.serve("/page", "a page")
        room.redirect("/way-in", "/private/page")
        urls = {name: room.url(f"/{name}") for name in ("page", "private/page", "way-in")}
        outcome = run(Scene(feeds=({"url": feed},), follow={feed: list(urls.values())}))
        ends = {name: outcome.of(url).outcome for name, url in urls.items()}
        assert ends == {"page": "ok", "private/page": "robots", "way-in": "robots"}
        assert outcome.of(feed).outcome == "ok"
        assert len(room.asked("/robots.txt")) == 1
        assert room.asked("/private/page") == ()
        assert "robots.txt of 127.0.0.1 does not allow it" in outcome.of(urls["private/page"]).error


def test_f37_a_robots_txt_that_can_not_be_read_means_wait_and_one_that_is_not_there_means_welcome() -> None:
    with PressRoom() as room:
        room.serve("/page", "a page")
        room.status("/robots.txt", 503, host="127.0.0.2")
        room.misbehave("/robots.txt", "hang", host="127.0.0.3")
        room.status("/robots.txt", 403, host="127.0.0.4")
        room.redirect("/robots.txt", "/rules", host="127.0.0.5")
        room.serve("/rules", "User-agent: *\nDisallow: /page", host="127.0.0.5")
        room.misbehave("/robots.txt", "html", host="127.0.0.6")
        pages = [room.url("/page", host=host) for host in range(1, 7)]
        outcome = run(Scene(pages=tuple({"url": url} for url in pages), timeout=0.5))
        assert [outcome.of(url).outcome for url in pages] == ["ok", "http_error", "timeout", "ok", "robots", "ok"]
        assert "could not be read (503" in outcome.of(pages[1]).error
        assert "wait" in outcome.of(pages[2]).error
        assert [len(room.asked("/page", host=f"127.0.0.{host}")) for host in range(1, 7)] == [1, 0, 0, 1, 0, 1]


def test_f37_crawl_delay_is_kept_and_one_beyond_the_run_leaves_the_rest_for_later() -> None:
    with PressRoom() as room:
        room.robots("User-agent: *\nCrawl-delay: 0.3\n", host="127.0.0.1")
        room.robots("User-agent: *\nCrawl-delay: 3600\n", host="127.0.0.2")
        pages = [room.serve(f"/{number}", "a page") for number in range(3)]
        pages += [room.url(f"/{number}", host=2) for number in range(3)]
        outcome = run(Scene(pages=tuple({"url": url} for url in pages)))
        times = [each.at for each in room.asked(host="127.0.0.1")]
        assert len(times) == 4
        assert all(later - sooner > 0.28 for sooner, later in itertools.pairwise(times))
        assert len(room.asked(host="127.0.0.2")) == 2  # robots.txt and one page
        assert outcome.report.unasked == 2
        assert outcome.report.seconds < 10


def test_robots_may_be_set_aside_by_the_desk() -> None:
    with PressRoom() as room:
        room.robots("User-agent: *\nDisallow: /")
        url = room.serve("/page", "a page")
        assert run(Scene(pages=({"url": url},), respect_robots=False)).of(url).outcome == "ok"
        assert room.paths() == ["/page"]


def test_f21_a_host_that_names_a_time_is_left_alone_by_all_its_feeds_and_pages() -> None:
    with PressRoom() as room:
        first = room.status("/1", 429, headers={"Retry-After": "600"})
        others = [room.serve(f"/{number}", "a feed") for number in (2, 3)]
        elsewhere = room.url("/2", host=2)
        pages = ({"url": room.serve("/page", "a page")},)
        outcome = run(Scene(feeds=tuple({"url": url} for url in (first, *others, elsewhere)), pages=pages, delay=0.05))
        assert [outcome.of(url).outcome for url in (first, *others, elsewhere)] == [*["rate_limited"] * 3, "ok"]
        said = outcome.of(others[0])
        assert (said.status, said.headers["retry-after"], "nothing more was asked" in said.error) == (None, "600", True)
        assert [each.path for each in room.asked(host="127.0.0.1")] == ["/1"]
        assert len(outcome.fetched) == 4
        assert outcome.report.unasked == 1


def test_f22_a_host_that_is_asked_too_much_is_spared_its_pages_but_not_its_feeds() -> None:
    with PressRoom() as room:
        feeds = [room.status("/1", 429), room.serve("/2", "a feed")]
        pages = [room.serve(f"/page{number}", "a page") for number in range(3)]
        outcome = run(Scene(feeds=tuple({"url": url} for url in feeds), follow={feeds[1]: pages}))
        assert [outcome.of(url).outcome for url in feeds] == ["rate_limited", "ok"]
        assert room.paths() == ["/1", "/2"]
        assert room.asked("/2")[0].at - room.asked("/1")[0].at > 0.9
        assert outcome.report.unasked == 3


def test_r11_a_host_that_never_answers_is_spared_its_pages_after_a_while() -> None:
    with PressRoom() as room:
        urls = [room.misbehave(f"/{number}", "hang") for number in range(8)]
        feed = room.misbehave("/feed", "hang")
        pages = tuple({"url": url} for url in urls)
        outcome = run(Scene(feeds=({"url": feed},), pages=pages, timeout=0.2, respect_robots=False))
        assert len(room.asked()) == 5
        assert {each.outcome for each in outcome.fetched} == {"timeout"}
        assert (len(outcome.fetched), outcome.report.unasked) == (5, 4)


def test_r21_feeds_that_fail_stop_no_other_feed_of_their_host() -> None:
    with PressRoom() as room:
        bad = [room.misbehave(f"/hang{number}", "hang") for number in range(7)]
        bad += [room.misbehave("/half", "half"), room.misbehave("/drop", "drop"), room.status("/500", 500)]
        good = room.serve("/feed", "a feed")
        feeds = tuple({"url": url} for url in (*bad, good))
        assert run(Scene(feeds=feeds, timeout=0.2)).of(good).outcome == "ok"


def test_one_slow_host_holds_nobody_up() -> None:
    with PressRoom() as room:
        slow = [room.misbehave(f"/slow{number}", "hang", host="127.0.0.2") for number in range(20)]
        quick = [room.serve(f"/{number}", "a feed") for number in range(10)]
        feeds = tuple({"url": url} for url in (*slow, *quick))
        outcome = run(Scene(feeds=feeds, timeout=3, deadline=1.5, concurrency=4))
        assert [outcome.of(url).outcome for url in quick] == ["ok"] * 10

"""What the gate stops on the wire: no request reaches the press room."""

from __future__ import annotations

from dataclasses import replace

from tests.crawl.scene import Scene, run
from tests.press_room import PressRoom


def test_s01_loopback_is_refused_however_it_is_spelled() -> None:
    with PressRoom() as room:
        room.url("/", host="::1")
        hosts = ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "0177.0.0.1", "[::ffff:127.0.0.1]", "0"]
        urls = [f"http://{host}:{room.port}/x" for host in hosts]
        outcome = run(Scene(feeds=tuple({"url": url} for url in urls), pages=({"url": f"{urls[0]}page"},), networks=()))
        assert {each.outcome for each in outcome.fetched} == {"private_address"}
        assert len(outcome.fetched) == len(urls) + 1
        assert room.asked() == ()


def test_s02_the_gate_stands_on_every_way() -> None:
    with PressRoom() as room:
        closed = room.url("/closed", host=2)
        room.redirect("/away", closed, status=301)
        room.redirect("/page", closed)
        room.redirect("/robots.txt", room.url("/robots.txt", host=2))
        feed = room.serve("/feed", "a feed")
        names = {"both.test": [["127.0.0.1", "127.0.0.2"]], "twice.test": [["127.0.0.1"]]}
        both, twice = (f"http://{name}:{room.port}/page" for name in names)
        feeds, pages = ({"url": room.url("/away")}, {"url": feed}), ({"url": both}, {"url": twice})
        follow = {feed: [room.url("/page"), closed]}
        outcome = run(Scene(feeds=feeds, pages=pages, follow=follow, names=names, networks=("127.0.0.1/32",)))
        ends = {each.url: each.outcome for each in outcome.fetched}
        assert ends.pop(feed) == "ok"
        assert ends.pop(twice) == "private_address"  # its /page leads to 127.0.0.2; it was looked up only once
        assert set(ends.values()) == {"private_address"}
        assert len(ends) == 4
        assert {each.host for each in room.asked()} == {"127.0.0.1"}


def test_names_in_other_alphabets_pass_the_same_gate() -> None:
    with PressRoom() as room:
        room.serve("/x", "fine")
        names = {"xn--e1afmkfd.test": [["127.0.0.1"]], "xn--80aswg.test": [["10.0.0.1"]]}
        good, bad = f"http://пример.test:{room.port}/x", "http://сайт.test/x"
        outcome = run(Scene(feeds=({"url": good}, {"url": bad}), names=names))
        assert (outcome.of(good).outcome, outcome.of(bad).outcome) == ("ok", "private_address")
        assert "10.0.0.1" in outcome.of(bad).error


def test_s04_the_address_that_was_checked_is_the_one_connected_to() -> None:
    with PressRoom() as room:
        room.serve("/x", "fine")
        room.url("/", host=2)
        url = f"http://rebind.test:{room.port}/x"
        outcome = run(Scene(feeds=({"url": url},), names={"rebind.test": [["127.0.0.1"], ["127.0.0.2"]]}))
        assert outcome.of(url).outcome == "ok"
        assert [each.host for each in room.asked()] == ["127.0.0.1"]


def test_s08_proxies_of_the_environment_are_ignored_and_the_settings_one_is_used() -> None:
    with PressRoom() as paper, PressRoom() as proxy:
        url = paper.serve("/x", "from the paper")
        proxy.serve("/x", "from the proxy", host="127.0.0.5")
        address = proxy.url("", host=5)
        environment = {"http_proxy": address, "https_proxy": address, "all_proxy": address}
        assert run(Scene(feeds=({"url": url},), environment=environment)).of(url).body == b"from the paper"
        assert proxy.asked() == ()
        with_user = address.replace("http://", "http://desk:s%20ecret@")
        outcome = run(
            Scene(feeds=({"url": url}, {"url": "http://10.0.0.1/"}), networks=("127.0.0.1/32",), proxy=with_user)
        )
        assert outcome.of(url).body == b"from the proxy"
        assert outcome.of("http://10.0.0.1/").outcome == "private_address"
        assert proxy.asked()[0].headers["proxy-authorization"] == "Basic ZGVzazpzIGVjcmV0"


def test_s36_a_certificate_that_nobody_vouches_for_is_refused() -> None:
    with PressRoom(tls=True) as room:
        room.serve("/x", "secret")
        urls = [room.url("/x", host="localhost"), room.url("/x"), room.url("/x", host=2)]
        scene = Scene(feeds=tuple({"url": url} for url in urls))
        assert {each.outcome for each in run(scene).fetched} == {"tls"}
        assert room.asked() == ()
        trusting = run(replace(scene, environment={"SSL_CERT_FILE": str(room.certificate)}))
        assert [trusting.of(url).outcome for url in urls] == ["ok", "ok", "tls"]  # it does not name 127.0.0.2

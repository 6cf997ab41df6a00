"""S01 to S08: where no request ever goes, whatever a feed, a page or the environment says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.week import Run, Week, answer, items
from tests.faults import armed
from tests.press_room import Piece, PressRoom

ONE = {"private_networks": ["127.0.0.1/32"]}  # the press room's own address, and no other
LINKS = {  # what a feed may link to, and must not be followed
    "backslash": "http://127.0.0.1:{port}\\@169.254.169.254/",
    "user": "http://desk:secret@127.0.0.1:{port}/user",
    "control": "http://127.0.0.1:{port}/a\x7fb",
    "file": "file:///etc/passwd",
    "data": "data:text/html,hello",
    "script": "java\nscript:alert(1)",
    "ftp": "ftp://127.0.0.1/x",
    "metadata": "http://169.254.169.254/latest/meta-data/",
    "decimal": "http://2130706434:{port}/decimal",  # 127.0.0.2
    "hex": "http://0x7f000002:{port}/hex",
    "octal": "http://0177.0.0.2:{port}/octal",
    "mapped": "http://[::ffff:127.0.0.2]:{port}/mapped",
    "six": "http://[::1]:{port}/six",
    "elsewhere": "http://127.0.0.2:{port}/elsewhere",
}


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Week, Run]]:
    """A desk that opened one address of this machine, and a feed for each way to another."""
    with PressRoom() as room, PressRoom() as proxy:
        room.url(host=2)
        room.url(host="::1")
        week = Week(room, tmp_path_factory.mktemp("closed"), settings=ONE)
        pieces = [Piece(path=to.format(port=room.port), title=f"By {name}") for name, to in LINKS.items()]
        week.desk.source("links", room.feed("/links.xml", pieces))
        away = room.url("/away", host=2)
        week.script("redirect", answer(status=301, location=away))
        week.script("to-file", answer(status=302, location="file:///etc/passwd"))
        room.redirect("/page", away)
        week.desk.source("page", room.feed("/page.xml", [Piece(path="/page", title="A page that leads away")]))
        child = f"<sitemapindex><sitemap><loc>{away}</loc></sitemap></sitemapindex>"
        week.desk.source(
            "sitemap", {"url": room.serve("/sitemap.xml", child, content_type="text/xml"), "kind": "sitemap"}
        )
        names = {"both.test": [["127.0.0.1", "127.0.0.2"]], "rebind.test": [["127.0.0.1"], ["127.0.0.2"]]}
        for name in names:
            path = f"/{name}.xml"
            room.serve(path, items("one"), content_type="text/xml")
            week.desk.source(name.partition(".")[0], f"http://{name}:{room.port}{path}")
        week.script("open", answer(items("one")))
        more: dict[str, Any] = {"http_proxy": proxy.url(), "all_proxy": proxy.url(), "https_proxy": proxy.url()}
        run = week.collect("first", **armed(MONITOR_FAULT_HOSTS=json.dumps(names), **more))
        week.noted["proxy"] = proxy.asked()
        yield week, run


def test_s01_no_spelling_of_an_address_opens_it(tmp_path: Path) -> None:
    with PressRoom() as room:
        room.url(host="::1")
        week = Week(room, tmp_path, settings={"private_networks": []})
        hosts = ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "0177.0.0.1", "[::ffff:127.0.0.1]", "0"]
        hosts += ["10.0.0.1", "169.254.169.254", "100.64.0.1", "[fd00::1]", "[64:ff9b::7f00:1]", "224.0.0.1"]
        for number, host in enumerate(hosts):
            week.desk.source(f"paper-{number}", f"http://{host}:{room.port}/{number}.xml")
        run = week.collect("first")
        assert run.code == 1
        assert set(run.kinds().values()) == {"private_address"}
        assert len(run.kinds()) == len(hosts)
        assert run.requests == ()


def test_s02_the_gate_stands_on_redirects_links_pages_and_sitemaps(closed: tuple[Week, Run]) -> None:
    run = closed[1]
    assert {each.host for each in run.requests} == {"127.0.0.1"}
    errors = {(error["source"], error["kind"]) for error in run.report["errors"]}
    assert {("redirect", "private_address"), ("page", "private_address"), ("sitemap", "private_address")} <= errors
    assert [each.path for each in run.requests if each.path == "/page"] == ["/page"]


def test_s02_s06_links_that_lead_elsewhere_are_never_followed(closed: tuple[Week, Run]) -> None:
    week, run = closed
    assert {each.path for each in run.requests} & {
        "/user",
        "/a%7Fb",
        "/decimal",
        "/hex",
        "/octal",
        "/mapped",
        "/six",
    } == set()
    kept = [url for (url,) in week.desk.rows("SELECT url FROM articles WHERE source = 'links'")]
    assert kept == []
    assert week.desk.rows("SELECT count(*) FROM entries WHERE article_id IS NULL AND guid LIKE '%/%'")[0][0] >= len(
        LINKS
    )


def test_s03_one_private_address_spoils_a_name(closed: tuple[Week, Run]) -> None:
    assert closed[1].kinds()["both"] == "private_address"
    assert closed[1].of("/both.test.xml") == []


def test_s04_what_was_checked_is_what_is_connected_to(closed: tuple[Week, Run]) -> None:
    [asked] = closed[1].of("/rebind.test.xml")
    assert asked.host == "127.0.0.1"


def test_s05_a_redirect_leads_over_http_or_nowhere(closed: tuple[Week, Run]) -> None:
    assert closed[1].kinds()["to-file"] == "private_address"
    secret = Path("/etc/passwd").read_text(encoding="utf-8").splitlines()[0]
    assert secret.encode() not in closed[0].desk.db.read_bytes()


@pytest.mark.parametrize(
    "url", ["ftp://news.example/rss", "file:///etc/passwd", "http://desk:secret@news.example/rss", "http://a\\b/rss"]
)
def test_s05_s06_such_addresses_are_refused_in_feeds_yaml_too(tmp_path: Path, url: str) -> None:
    with PressRoom() as room:
        week = Week(room, tmp_path)
        week.desk.source("paper", url)
        done = week.desk.run("collect")
        assert done.returncode == 78
        assert "secret" not in done.stderr


def test_s07_a_network_that_the_settings_name_is_open(closed: tuple[Week, Run]) -> None:
    week, run = closed
    assert len(run.of("/open.xml")) == 1
    assert week.titles("open") == ["one"]


def test_s08_proxies_of_the_environment_are_ignored(closed: tuple[Week, Run]) -> None:
    week, run = closed
    assert week.noted["proxy"] == ()
    assert run.requests

"""`monitor extract` and `monitor sources capture`: one page, from a file or asked for politely."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.desk import WORDS, Desk
from tests.press_room import Piece

WHEN = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=3)
ARTICLE = Piece(
    path="/news/1.html",
    title="Azerbaijan and NATO hold talks",
    text=f"{WORDS}\nIt was the first round of the dialogue between Azerbaijan and NATO, officials added.",
    published=WHEN,
)
FIELDS = {
    "url", "canonical_url", "title", "summary", "body", "authors", "published", "published_raw", "dated_by", "language",
    "image_url", "kind", "extractor", "paywalled", "reserved", "provenance",
}  # fmt: skip


def test_an_address_is_asked_as_a_collect_would_ask_it(desk: Desk):
    said = desk.json("extract", desk.room.page(ARTICLE))
    assert set(said) >= FIELDS
    assert said["title"] == ARTICLE.title
    assert said["body"].startswith("The two delegations met")
    assert said["published"] == WHEN.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert desk.room.paths() == ["/robots.txt", ARTICLE.path]
    assert "desk@press.invalid" in desk.room.asked(ARTICLE.path)[0].headers["user-agent"]
    assert not desk.db.exists()


def test_robots_and_the_gate_hold(desk: Desk):
    url = desk.room.page(ARTICLE)
    desk.room.robots("User-agent: *\nDisallow: /news/")
    done = desk.run("extract", url)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "robots" in done.stderr
    desk.settings["private_networks"] = []
    desk.write()
    assert "private_address" in desk.run("extract", url).stderr


@pytest.mark.parametrize("packed", [False, True])
def test_a_saved_page_needs_neither_a_configuration_nor_a_network(tmp_path: Path, desk: Desk, packed: bool):
    html = f"<title>Talks</title><h1>Talks</h1><p>{WORDS}</p><a href='/x'>x</a>".encode()
    saved = tmp_path / "saved.html"
    saved.write_bytes(gzip.compress(html) if packed else html)
    done = desk.run(
        "--config", str(tmp_path / "none.yaml"), "extract", str(saved), "--url", "https://a.example/x", "--json"
    )
    said = json.loads(done.stdout)
    assert (said["title"], said["url"], said["kind"]) == ("Talks", "https://a.example/x", "article")


def test_explain_tells_who_won_and_who_lost(desk: Desk):
    said = desk.json("extract", desk.room.page(ARTICLE), "--explain")
    title = said["explained"]["title"]
    assert title["value"] == ARTICLE.title
    assert {candidate["rung"] for candidate in title["candidates"]} >= {"html", "head"}
    assert set(said["explained"]) >= {"title", "summary", "body", "authors", "published", "language", "kind"}
    told = desk.run("extract", desk.room.page(ARTICLE), "--explain").stdout
    assert "the best balance of prose is in" in told


def test_the_selectors_of_the_source_are_used(desk: Desk, tmp_path: Path):
    saved = tmp_path / "saved.html"
    saved.write_text(f"<h1>Not this</h1><b class=t>But this</b><p>{WORDS}</p>", encoding="utf-8")
    desk.source("courier", "https://courier.example/rss", homepage="https://courier.example/", article={"title": ".t"})
    for options in (("--url", "https://www.courier.example/a"), ("--source", "courier")):
        said = desk.json("extract", str(saved), *options)
        assert (said["title"], said["provenance"]["title"]) == ("But this", "selector")
    assert desk.json("extract", str(saved))["title"] == "Not this"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["none.html"], 65, "there is no file"),
        (["."], 65, "is a folder"),
        (["empty.html"], 65, "an empty page"),
        (["wall.html"], 65, "wall"),
        (["broken.gz"], 65, "gzip"),
        (["wall.html", "--url", "gazette.example"], 2, "did you mean 'https://gazette.example'?"),
        (["http://a b/"], 2, "without blanks"),
        (["wall.html", "--source", "nobody"], 2, "no source 'nobody'"),
    ],
)
def test_what_is_no_article_is_told_in_one_line(desk: Desk, arguments: Any, code: int, said: str):
    (desk.folder / "empty.html").write_bytes(b"")
    (desk.folder / "broken.gz").write_bytes(b"\x1f\x8b nothing")
    (desk.folder / "wall.html").write_text("<title>Just a moment...</title><p>Checking your browser.</p>", "utf-8")
    done = desk.run("extract", *arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (code, "", 1)
    assert said in done.stderr


def test_capture_makes_a_golden_page(desk: Desk):
    desk.source("courier", desk.room.url("/rss"), homepage=desk.room.url("/"), article={"body": "article p"})
    url = desk.room.page(ARTICLE)
    done = desk.run("sources", "capture", url, "--out", "golden")
    assert done.returncode == 0, done.stderr
    assert "published:" in done.stdout
    folder = desk.folder / "golden" / "courier" / f"{WHEN:%Y-%m-%d}"
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    assert expected["given"]["url"] == url
    assert expected["given"]["selectors"] == [{"body": "article p"}]
    assert expected["expected"]["title"] == ARTICLE.title
    assert b"Azerbaijan" in gzip.decompress((folder / "page.html.gz").read_bytes())
    again = desk.run("sources", "capture", url, "--out", "golden")
    assert (again.returncode, "--force" in again.stderr) == (73, True)
    assert desk.run("sources", "capture", url, "--out", "golden", "--force").returncode == 0

"""What the reading room and its files promise: the numbers S18 to S23 and S28 to S31, one test each."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from lxml import html

from monitor.model.verdict import New
from monitor.stages.parse import parse
from monitor.store import open_archive
from monitor.text.links import link
from monitor.text.plain import paragraphs, plain
from tests.browse.hostile import LINKS, RUN, TITLES, fill_with_mischief
from tests.browse.rooms import Room, opened
from tests.shelf import NOW, article, keep, mentions

ATOM = "{http://www.w3.org/2005/Atom}"
DATE = NOW.date().isoformat()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, int]]:
    db = tmp_path_factory.mktemp("mischief") / "press.db"
    return db, fill_with_mischief(db)


@pytest.fixture(scope="module")
def room(archive: tuple[Path, Mapping[str, int]]) -> Iterator[Room]:
    with opened(archive[0]) as room:
        yield room


@pytest.fixture(scope="module")
def pages(room: Room, archive: tuple[Path, Mapping[str, int]]) -> dict[str, html.HtmlElement]:
    """Every kind of page, with all the mischief on it."""
    paths = [
        f"/?date={DATE}",
        "/search?source=kura-wire",
        "/search?q=script",
        "/country/GE",
        "/source/kura-wire",
        "/sources",
        "/press/articles?_size=100",
        "/press/latest",
        *(f"/article/{id_}" for word, id_ in archive[1].items() if word.startswith(("title", "link"))),
    ]
    return {path: html.fromstring(room.page(path)) for path in paths}


def written(tree: html.HtmlElement) -> set[str]:
    return {str(element.tag) for element in tree.iter() if isinstance(element.tag, str)}


def test_s18_titles_and_names_are_plain_text_everywhere(
    room: Room, archive: tuple[Path, Mapping[str, int]], pages: dict[str, html.HtmlElement]
) -> None:
    for path, tree in pages.items():
        assert not written(tree) & {"iframe", "base", "math", "object", "embed"}, path
        if not path.startswith("/press"):
            assert not written(tree) & {"script", "style", "img"}, path
        for element in tree.iter():
            assert not [name for name in element.attrib if name.lower().startswith("on")], path
        assert not [form for form in tree.iter("form") if "evil" in form.get("action", "")], path
    for number, title in enumerate(TITLES):
        tree = pages[f"/article/{archive[1][f'title{number}']}"]
        assert " ".join(tree.find(".//h1").text_content().split()) == " ".join(title.split())


def test_s19_links_are_http_https_or_mailto_only(pages: dict[str, html.HtmlElement]) -> None:
    for said in LINKS[:13]:
        assert link(said) == ""
    assert link("mailto:desk@press.example") == "mailto:desk@press.example"
    for path, tree in pages.items():
        for element in tree.iter("a"):
            href = element.get("href", "")
            assert re.match(r"(/(?!/)|\?|#|https?://[\w.-]+(:\d+)?/|$)", href), (path, href)
        for element in tree.iter("link", "use", "image"):
            assert "evil" not in element.get("href", ""), path


def test_s20_a_quote_in_a_link_cant_break_out_of_href(
    archive: tuple[Path, Mapping[str, int]], pages: dict[str, html.HtmlElement]
) -> None:
    for number in (13, 14, 15):
        tree = pages[f"/article/{archive[1][f'link{number}']}"]
        originals = [element for element in tree.iter("a") if "Original" in element.text_content()]
        for element in originals:
            assert element.get("href") == LINKS[number]
        assert not [
            element for element in tree.iter() if "onmouseover" in element.attrib or "onclick" in element.attrib
        ]


def test_s21_summaries_keep_their_words_and_nothing_else() -> None:
    summary = (
        "<p>Talks <b>resume</b></p><style>p{}</style><svg><text>drawn</text></svg><math><mi>x</mi></math>"
        '<form><input name=a>ask</form><iframe src="https://evil.example">framed</iframe>'
        '<img src="https://evil.example/pixel.gif" width=1 height=1 srcset="https://evil.example/2x 2x">'
        "<script>track()</script><p>in Baku.</p>"
    )
    assert paragraphs(summary) == "Talks resume\nin Baku."


def test_s22_the_browser_view_never_renders_raw_feed_html(
    archive: tuple[Path, Mapping[str, int]], pages: dict[str, html.HtmlElement]
) -> None:
    for number, title in enumerate(TITLES):
        text = pages[f"/article/{archive[1][f'title{number}']}"].find_class("text")[0]
        assert written(text) <= {"div", "p", "a"}
        assert " ".join(text.text_content().split()).count(" ".join(title.split())) >= 1


def test_s23_what_turns_or_hides_text_is_stripped_from_titles() -> None:
    feed = (
        "<rss version='2.0'><channel><title>A</title><item><title>NATO\u202e talks\u200b in &#x202D;Baku&#x7;</title>"
        "<link>https://a.example/1</link></item></channel></rss>"
    )
    (entry,) = parse(feed.encode(), url="https://a.example/rss").entries
    assert entry.title == "NATO talks in Baku"
    assert plain("a\u2066b\u2069\u061cc\x1b[2J") == "abc[2J"


def test_s28_cells_that_look_like_formulas_are_put_out_of_force_and_raw_for_machines(room: Room) -> None:
    status, headers, text = room.get("/search.csv?source=kura-wire")
    assert (status, headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    titles = [row["title"] for row in rows]
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert [title for title in titles if title.startswith("'=HYPERLINK")]
    raw = list(csv.DictReader(io.StringIO(room.page("/search.csv?source=kura-wire&raw=1"))))
    assert [row["title"] for row in raw if row["title"].startswith("=HYPERLINK")]
    assert len(rows) == len(json.loads(room.page("/search.json?source=kura-wire"))["articles"])


def test_s29_atom_is_well_formed_and_its_links_are_links(room: Room) -> None:
    feed = ET.fromstring(room.page("/search.atom?source=kura-wire"))
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) > 30
    assert {entry.findtext(f"{ATOM}title") for entry in entries} >= set(TITLES[:4])
    for entry in entries:
        for one in entry.findall(f"{ATOM}link"):
            assert one.get("href", "").startswith(("http://", "https://"))
        assert not (entry.findtext(f"{ATOM}id") or "").startswith("javascript")
    assert RUN not in " ".join(one.get("href", "") for one in feed.iter(f"{ATOM}link") if one.get("rel") == "via")


def test_s30_read_only_loopback_limited_and_nothing_given_away(
    room: Room, archive: tuple[Path, Mapping[str, int]]
) -> None:
    db = archive[0]
    private = sqlite3.connect(db.with_name("private.db"))
    private.execute("CREATE TABLE recipients (address TEXT)")
    private.execute("INSERT INTO recipients VALUES ('secret@press.example')")
    private.commit()
    private.close()
    assert room.address.startswith("http://127.0.0.1:")
    assert room.get("/press.db")[0] == 403
    for path in ("/private", "/private.db", "/private/recipients", "/-/databases.json", "/press/recipients"):
        assert "secret@" not in room.get(path)[2]
    assert "private" not in room.page("/-/databases.json")
    for sql in ("delete from articles", "attach 'private.db' as p", "pragma journal_mode=delete"):
        assert room.get(f"/press.json?sql={quote(sql)}")[0] == 400
    slow = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    assert "interrupted" in room.get(f"/press.json?sql={quote(slow)}")[2].lower()
    many = "with recursive n(i) as (select 1 union all select i + 1 from n limit 5000) select i from n"
    assert len(json.loads(room.page(f"/press.json?_shape=array&sql={quote(many)}"))) == 1000
    for path in ("/", "/search?q=x", "/press", "/press/articles", "/room/room.css", "/nowhere", "/search.csv"):
        headers = room.get(path)[1]
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in headers["X-Robots-Tag"]
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "script-src" not in policy or "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]
    assert room.get("/", Host="evil.example")[0] == 421


def test_s31_the_live_file_is_never_taken_for_immutable(room: Room, archive: tuple[Path, Mapping[str, int]]) -> None:
    (described,) = json.loads(room.page("/-/databases.json"))
    assert described["is_mutable"] is True
    with open_archive(archive[0], now=NOW) as writer:
        run = writer.start_run("collect", now=NOW, version="0.1.0", host="desk")
        keep(writer, run, New(article=article(999, "kura-wire", "Just committed", hours=0)), mentions(GE=1.0))
    assert "Just committed" in room.page("/search?q=committed")
    assert "Just committed" in room.page("/country/GE")

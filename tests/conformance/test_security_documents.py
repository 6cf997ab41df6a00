"""S09 to S17: what a document can't do to whoever reads it. One run over all of them, and a good feed beside."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance.week import Run, Week, answer, items
from tests.faults import armed, spin
from tests.press_room import Piece, PressRoom

SECRET = "the desk's own secret file"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 10}">' for n in range(10))
MANY = 10_020
LONG = "a" * 3_000


def rss(title: str, dtd: str = "") -> str:
    item = f"<item><title>{title}</title><guid>x</guid></item>"
    return f'<?xml version="1.0"?><!DOCTYPE rss [{dtd}]><rss version="2.0"><channel>{item}</channel></rss>'


def sitemap(title: str, dtd: str = "") -> str:
    news = 'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
    return f"<!DOCTYPE urlset [{dtd}]><urlset {news}><url><loc>http://127.0.0.1/</loc><n:news><n:title>{title}</n:title></n:news></url></urlset>"


POISON = {  # shapes that patterns and parsers of the wrong kind take hours over
    "nested": "<item>" + "<b>" * 200_000,
    "open-tags": "<" * 300_000,
    "ampersands": "<item><title>" + "&" * 300_000 + "</title></item>",
    "comment": "<!--" + "-" * 300_000,
    "blanks": "<item><title>" + " " * 300_000 + "x</title></item>",
    "attributes": "<item " + "a='b' " * 50_000 + "/>",
    "dates": "<item><guid>d</guid><pubDate>" + "1 Nov 2026 " * 20_000 + "</pubDate></item>",
    "cdata": "<item><title>" + "<![CDATA[" * 50_000 + "</title></item>",
}


pytestmark = pytest.mark.slow  # the reader by itself is tested in tests/stages/test_parse_malformed.py


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Week, Run]]:
    folder = tmp_path_factory.mktemp("documents")
    (folder / "secret.txt").write_text(SECRET, encoding="utf-8")
    secret = (folder / "secret.txt").as_uri()
    with PressRoom() as room:
        limits = {"max_bytes": "1MiB", "timeout": "3s", "cpu_seconds": 8, "concurrency": 32}
        week = Week(room, folder, settings=limits)
        external = f'<!ENTITY e SYSTEM "{secret}"><!ENTITY h SYSTEM "{room.url("/entity")}">'
        week.script("s09", answer(rss("See &e; &h;", external)))
        week.script("s10-laughs", answer(rss("&l9;", LAUGHS)))
        week.script("s10-quadratic", answer(rss("&q;" * 20_000, f'<!ENTITY q "{"q" * 20_000}">')))
        outside = f'<!DOCTYPE rss SYSTEM "{room.url("/outside.dtd")}">' + items("one").partition("?>")[2]
        week.script("s11", answer(outside))
        for name, text in (("entity", sitemap("&e;", external)), ("laughs", sitemap("&l9;", LAUGHS))):
            week.desk.source(f"s12-{name}", {"url": room.serve(f"/s12-{name}.xml", text), "kind": "sitemap"})
        bomb = gzip.compress(b"<urlset>" + b"<url><loc>http://127.0.0.1/a</loc></url>" * 600_000)
        week.desk.source(
            "s12-gzip", {"url": room.serve("/s12.xml.gz", bomb, content_type="application/gzip"), "kind": "sitemap"}
        )
        week.desk.source("s13-bomb", room.misbehave("/s13.xml", "gzip_bomb"))
        week.desk.source("s13-endless", room.misbehave("/endless.xml", "endless"))
        week.desk.source("s14", room.misbehave("/s14.xml", "drip", host="127.0.0.14"))
        week.script("s15", answer(items("never")))
        week.desk.source(
            "s16-many", room.serve("/many.xml", items(*(f"{n:05}" for n in range(MANY))), content_type="text/xml")
        )
        long = [
            Piece(path=f"/{LONG}", title=LONG, guid="long", summary=f"{LONG} " * 5),
            Piece(path="/404", title=LONG, summary=f"{LONG} " * 5),
        ]
        week.desk.source("s16-long", room.feed("/long.xml", long))
        for name, text in POISON.items():
            whole = (
                f'<?xml version="1.0"?><rss version="2.0"><channel><item><title>ok</title><guid>ok</guid></item>{text}'
            )
            week.script(f"s17-{name}", answer(whole))
        week.script("good", answer(items("one")))
        run = week.collect("first", **armed(spin("monitor.stages.parse:parse", "/s15.xml")))
        yield week, run


def kept(week: Week) -> bytes:
    return b"".join(path.read_bytes() for path in week.desk.db.parent.iterdir())


def test_s09_s11_no_external_entity_is_opened_fetched_or_shown(read: tuple[Week, Run]) -> None:
    week, run = read
    assert SECRET.encode() not in kept(week)
    assert {"/entity", "/outside.dtd"} & {each.path for each in run.requests} == set()


def test_s11_a_feed_that_names_a_dtd_elsewhere_is_read_all_the_same(read: tuple[Week, Run]) -> None:
    assert read[0].titles("s11") == ["one"]


def test_s10_s12_entity_bombs_are_errors_long_before_the_budget(read: tuple[Week, Run]) -> None:
    kinds = read[1].kinds()
    assert [kinds[name] for name in ("s10-laughs", "s10-quadratic", "s12-laughs")] == ["parse_error"] * 3


def test_s12_a_sitemap_is_capped_when_unpacked(read: tuple[Week, Run]) -> None:
    week, run = read
    [entries] = week.desk.rows(
        "SELECT count(*) FROM entries e JOIN feeds f ON f.id = e.feed_id WHERE f.source = 's12-gzip'"
    )
    assert (run.kinds()["s12-gzip"], entries[0]) == ("too_large", 0)


def test_s13_bytes_are_counted_as_they_are_decompressed(read: tuple[Week, Run]) -> None:
    kinds = read[1].kinds()
    assert (kinds["s13-bomb"], kinds["s13-endless"]) == ("too_large", "too_large")


def test_s14_a_document_that_drips_ends_at_its_deadline(read: tuple[Week, Run]) -> None:
    assert read[1].kinds()["s14"] == "timeout"
    [(ms,)] = read[0].desk.rows("SELECT ms FROM fetches t JOIN feeds f ON f.id = t.feed_id WHERE f.source = 's14'")
    assert ms >= 3000


def test_s15_a_document_over_its_cpu_budget_costs_no_other(read: tuple[Week, Run]) -> None:
    week, run = read
    assert run.kinds()["s15"] == "cpu"
    assert week.titles("good") == ["one"]
    shown = {feed["source"]: feed["outcome"] for feed in week.desk.json("health")["feeds"]}
    assert shown["s15"] == "cpu"


def test_s16_entries_addresses_titles_and_summaries_are_capped(read: tuple[Week, Run]) -> None:
    week, run = read
    assert len(week.titles("s16-many")) == 10_000
    assert not any(len(each.path) > 2048 for each in run.requests)
    [(title, summary, body)] = week.desk.rows(
        "SELECT length(title), length(summary), length(body) FROM articles WHERE source = 's16-long'"
    )
    assert 0 < title <= 500
    assert summary + body <= 200_000


@pytest.mark.parametrize("name", POISON)
def test_s17_nothing_takes_longer_than_its_length(read: tuple[Week, Run], name: str) -> None:
    assert read[1].kinds().get(f"s17-{name}", "ok") in {"ok", "parse_error"}, "not cpu"


def test_the_reader_of_all_this_is_well(read: tuple[Week, Run]) -> None:
    week, run = read
    assert (run.code, run.report["faults"]) == (0, 0)
    assert Path(week.desk.db).exists()
    assert run.said == ""

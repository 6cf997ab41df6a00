"""`monitor collect` from end to end: a press room on loopback, the real program, a real archive."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.desk import ROOT, WORDS, Desk
from tests.press_room import Piece

NOW = datetime.now(UTC).replace(microsecond=0)


def piece(number: int, *, text: str = "", **more: object) -> Piece:
    return Piece(
        path=f"/news/{number}.html",
        title=f"Azerbaijan and NATO hold round {number} of talks",
        text=text or f"{WORDS}\nIt was round {number} of the dialogue between Azerbaijan and NATO, officials added.",
        published=NOW - timedelta(hours=number),
        **more,  # type: ignore[arg-type]
    )


def publish(desk: Desk, *pieces: Piece, path: str = "/rss.xml", **more: object) -> str:
    for one in pieces:
        desk.room.page(one)
    return desk.room.feed(path, pieces, **more)  # type: ignore[arg-type]


def test_a_first_collect_stores_each_article_with_its_text_time_and_tags(desk: Desk):
    desk.source("courier", publish(desk, piece(1), piece(2)))
    report = desk.collect()
    assert report["new"] == 2
    assert report["feeds"] == {"due": 1, "checked": 1, "not_modified": 0, "failed": 0}
    [newest, _] = desk.json("latest")["articles"]
    assert newest["title"] == "Azerbaijan and NATO hold round 1 of talks"
    assert newest["countries"] == ["AZ"]
    assert newest["organisations"] == ["nato"]
    shown = desk.json("show", str(newest["id"]))
    assert "frank exchange on border security" in shown["body"]
    assert shown["published_at"] == (NOW - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert {span["text"] for mention in shown["mentions"] for span in mention["spans"]} >= {"Azerbaijan", "NATO"}


def test_the_second_collect_asks_for_no_page_and_finds_nothing_new(desk: Desk):
    desk.source("courier", publish(desk, piece(1), piece(2), etag='"one"'))
    desk.collect()
    desk.room.forget()
    report = desk.collect("--all")
    assert (report["new"], report["revised"], report["feeds"]["not_modified"]) == (0, 0, 1)
    assert desk.room.paths() == ["/rss.xml"]


def test_a_feed_that_is_not_due_is_not_asked(desk: Desk):
    desk.source("courier", publish(desk, piece(1)))
    desk.collect()
    desk.room.forget()
    assert desk.collect()["feeds"]["due"] == 0
    assert desk.room.paths() == []


def test_all_forms_of_feeds_are_read(desk: Desk):
    forms = ("rss", "atom", "json", "sitemap")
    for number, form in enumerate(forms, 1):
        kind = "sitemap" if form == "sitemap" else "rss"
        path = publish(desk, piece(number), path=f"/{form}", form=form)
        desk.source(f"paper-{form}", {"url": path, "kind": kind})
    report = desk.collect()
    assert report["new"] == 4
    assert report["errors"] == []


def test_a_listing_page_is_read_by_its_selectors(desk: Desk):
    for number in (1, 2):
        desk.room.page(piece(number))
    listing = "".join(f'<div class="card"><a class="go" href="/news/{n}.html">Round {n}</a></div>' for n in (1, 2))
    url = desk.room.serve("/front", f"<html><body><a href='/about'>About</a>{listing}</body></html>")
    desk.source("front", {"url": url, "kind": "listing", "link": ".card a.go"})
    assert desk.collect()["new"] == 2


def test_the_sitemaps_of_an_index_are_read(desk: Desk):
    child = publish(desk, piece(1), path="/news.xml", form="sitemap")
    index = f"<sitemapindex><sitemap><loc>{child}</loc></sitemap></sitemapindex>"
    desk.source("courier", {"url": desk.room.serve("/index.xml", index, content_type="text/xml"), "kind": "sitemap"})
    assert desk.collect()["new"] == 1
    desk.room.forget()
    assert desk.collect("--all")["new"] == 0
    assert desk.room.paths() == ["/index.xml", "/news.xml"]


def test_the_sitemaps_of_an_index_are_asked_only_for_what_changed(desk: Desk):
    children = [publish(desk, piece(n), path=f"/{n}.xml", form="sitemap", etag=f'"{n}"') for n in (1, 2)]
    index = "".join(f"<sitemap><loc>{child}</loc></sitemap>" for child in children)
    url = desk.room.serve(
        "/index.xml", f"<sitemapindex>{index}</sitemapindex>", content_type="text/xml", headers={"ETag": '"index"'}
    )
    desk.source("courier", {"url": url, "kind": "sitemap"})
    assert desk.collect()["new"] == 2
    desk.room.forget()
    assert desk.collect("--all")["new"] == 0
    assert {one.path: one.headers.get("if-none-match") for one in desk.room.asked()} == {
        "/index.xml": '"index"', "/1.xml": '"1"', "/2.xml": '"2"'
    }  # fmt: skip
    publish(desk, piece(3), path="/2.xml", form="sitemap", etag='"3"')
    assert desk.collect("--all")["new"] == 1, "the index did not change, but one of its sitemaps did"


def test_a_sitemap_that_could_not_be_read_is_asked_for_again_behind_an_unchanged_index(desk: Desk):
    child = publish(desk, piece(1), path="/news.xml", form="sitemap")
    index = f"<sitemapindex><sitemap><loc>{child}</loc></sitemap></sitemapindex>"
    url = desk.room.serve("/index.xml", index, content_type="text/xml", headers={"ETag": '"index"'})
    desk.source("courier", {"url": url, "kind": "sitemap"})
    desk.room.status("/news.xml", 410)
    assert desk.collect(code=0)["new"] == 0
    publish(desk, piece(1), path="/news.xml", form="sitemap")
    assert desk.collect("--all")["new"] == 1


def test_an_edited_page_becomes_a_revision_and_the_old_text_is_kept(desk: Desk):
    first = piece(1)
    desk.source("courier", publish(desk, first))
    desk.collect()
    second = piece(1, text=f"{WORDS}\nCorrection: the talks will go on in two months, not in one.", summary="Edited.")
    publish(desk, second)
    report = desk.collect("--all")
    assert (report["new"], report["revised"]) == (0, 1)
    [(old, new)] = desk.rows("SELECT r.body, a.body FROM revisions r JOIN articles a ON a.id = r.article_id")
    assert "It was round 1" in old
    assert "not in one" in new


def test_the_same_text_elsewhere_is_a_duplicate_of_the_first(desk: Desk):
    wire = f"{WORDS}\nThe statement was published by the foreign ministry in the evening and runs to three pages."
    first = Piece(path="/wire/1", title="Talks to go on", text=wire, published=NOW - timedelta(hours=2))
    desk.source("wire", publish(desk, first, path="/wire.xml"))
    desk.collect()
    copy = Piece(path="/copy/1", title="Talks to go on", text=wire, published=NOW - timedelta(hours=1))
    desk.source("copycat", publish(desk, copy, path="/copy.xml"))
    desk.write()
    report = desk.collect("--all")
    assert (report["new"], report["duplicates"]) == (0, 1)
    assert desk.rows("SELECT duplicate_of FROM articles WHERE source = 'copycat'") == [(1,)]
    assert [one["source"] for one in desk.json("latest")["articles"]] == ["wire"]


def test_who_published_first_represents_a_text_whoever_answers_first_in_a_run(desk: Desk):
    text = f"{WORDS}\nThe statement was published by the foreign ministry in the evening and runs to three pages."
    for hours, name in ((1, "copycat"), (2, "wire")):
        one = Piece(path=f"/{name}/1", title="Talks to go on", text=text, published=NOW - timedelta(hours=hours))
        desk.source(name, publish(desk, one, path=f"/{name}.xml"))
    desk.room.delay("/wire.xml", 1.5)
    report = desk.collect()
    assert (report["new"], report["duplicates"]) == (1, 1)
    rows = desk.rows("SELECT source, id, duplicate_of FROM articles ORDER BY id")
    assert rows == [("copycat", 1, 2), ("wire", 2, None)]
    [story] = desk.json("stories")["stories"]
    assert (story["source"], story["articles"]) == ("wire", 2)


def test_one_article_in_two_feeds_is_fetched_once(desk: Desk):
    one = piece(1)
    desk.source("courier", publish(desk, one, path="/a.xml"), publish(desk, one, path="/b.xml"))
    report = desk.collect()
    assert report["new"] == 1
    assert desk.room.paths().count("/news/1.html") == 1
    assert desk.rows("SELECT count(*) FROM entries WHERE article_id = 1") == [(2,)]


@pytest.mark.parametrize(
    ("path", "how", "kind"),
    [
        ("/slow.xml", "drip", "timeout"),
        ("/web.xml", "html", "html"),
        ("/void.xml", "empty", "empty"),
        ("/half.xml", "half", "connect"),
    ],
)
def test_a_feed_that_fails_never_stops_the_others_and_stands_in_health(desk: Desk, path: str, how: str, kind: str):
    desk.settings["timeout"] = "1s"
    desk.source("good", publish(desk, piece(1)))
    desk.source("bad", desk.room.misbehave(path, how))  # type: ignore[arg-type]
    report = desk.collect()
    assert report["new"] == 1
    assert [(error["source"], error["kind"]) for error in report["errors"]] == [("bad", kind)]
    health = {feed["source"]: feed["outcome"] for feed in desk.json("health")["feeds"]}
    assert health == {"good": "ok", "bad": kind}


def test_a_feed_that_is_no_feed_is_a_parse_error(desk: Desk):
    desk.source("good", publish(desk, piece(1)))
    desk.source("bad", desk.room.serve("/noise.xml", b"%PDF-1.7 \x00\x01\x02", content_type="application/rss+xml"))
    report = desk.collect()
    assert report["new"] == 1
    assert [(error["source"], error["kind"]) for error in report["errors"]] == [("bad", "parse_error")]


@pytest.mark.parametrize(("status", "kind"), [(404, "not_found"), (410, "gone"), (500, "http_error"), (403, "blocked")])
def test_a_feed_with_a_bad_status_is_recorded_under_its_class(desk: Desk, status: int, kind: str):
    desk.source("good", publish(desk, piece(1)))
    desk.source("bad", desk.room.status("/bad.xml", status))
    report = desk.collect()
    assert report["new"] == 1
    assert [error["kind"] for error in report["errors"]] == [kind]


def test_a_page_that_cannot_be_had_is_stored_from_its_entry(desk: Desk):
    gone = Piece(path="/gone.html", title="Armenia opens an embassy", summary="Armenia opens one in Riyadh.")
    desk.source("courier", desk.room.feed("/rss.xml", [gone]))
    assert desk.collect()["new"] == 1
    assert desk.rows("SELECT title, summary, extractor FROM articles") == [
        ("Armenia opens an embassy", "Armenia opens one in Riyadh.", "feed")
    ]


def test_a_page_that_fails_is_left_pending_and_comes_later(desk: Desk):
    late = piece(1)
    desk.source("courier", desk.room.feed("/rss.xml", [late]))
    desk.room.status(late.path, 500)
    report = desk.collect()
    assert (report["new"], report["pending"]) == (0, 1)
    desk.room.page(late)
    tomorrow = (NOW + timedelta(days=1)).isoformat()
    assert desk.collect(MONITOR_NOW=tomorrow)["new"] == 1


def test_the_first_add_takes_the_newest_pages_and_records_the_rest_as_backfill(desk: Desk):
    desk.settings["newest"] = 3
    desk.source("courier", publish(desk, *(piece(number) for number in range(1, 8))))
    assert desk.collect()["new"] == 3
    assert desk.rows("SELECT count(*) FROM entries WHERE skipped = 'backfill'") == [(4,)]
    assert desk.collect("--all")["new"] == 0


def test_what_a_limit_leaves_comes_with_the_next_run(desk: Desk):
    desk.source("courier", publish(desk, *(piece(number) for number in range(1, 6)), etag='"one"'))
    report = desk.collect("--limit", "2")
    assert (report["new"], report["pending"]) == (2, 3)
    assert desk.collect()["new"] == 3


def test_entries_older_than_since_are_recorded_and_not_fetched(desk: Desk):
    desk.source("courier", publish(desk, piece(1), piece(100)))
    assert desk.collect("--since", "2d")["new"] == 1
    assert desk.rows("SELECT skipped FROM entries WHERE skipped IS NOT NULL") == [("old",)]


def test_reserved_text_is_not_kept_unless_licensed(desk: Desk):
    one, two = piece(1), piece(2)
    desk.room.page(one, headers={"X-Robots-Tag": "noarchive"})
    desk.room.page(two, headers={"X-Robots-Tag": "noarchive"})
    desk.source("plain", desk.room.feed("/a.xml", [one]))
    desk.source("licensed", desk.room.feed("/b.xml", [two]), rights="licensed", rights_note="by contract")
    desk.collect()
    found = desk.rows("SELECT source, reserved, body <> '' FROM articles ORDER BY source")
    assert found == [("licensed", "noarchive", 1), ("plain", "noarchive", 0)]


def test_robots_txt_is_obeyed_for_pages(desk: Desk):
    desk.room.robots("User-agent: *\nDisallow: /news/\n")
    desk.source("courier", publish(desk, piece(1)))
    assert desk.collect()["new"] == 1
    assert "/news/1.html" not in desk.room.paths()
    assert desk.rows("SELECT extractor FROM articles") == [("feed",)]


def test_every_source_failed_is_exit_1_and_strict_makes_it_so_for_any(desk: Desk):
    desk.source("bad", desk.room.status("/bad.xml", 500))
    desk.collect(code=1)
    desk.source("good", publish(desk, piece(1)))
    desk.write()
    desk.collect("--all")
    desk.collect("--all", "--strict", code=1)


def test_an_unknown_source_names_the_nearest_and_is_exit_2(desk: Desk):
    desk.source("courier", publish(desk, piece(1)))
    done = desk.run("collect", "curier")
    assert done.returncode == 2
    assert "did you mean 'courier'?" in done.stderr
    assert desk.room.paths() == []


def test_a_bad_configuration_is_exit_78_and_nothing_is_fetched(desk: Desk):
    desk.source("courier", publish(desk, piece(1)), tier=7, langages=["en"])
    done = desk.run("collect")
    assert done.returncode == 78
    assert len(done.stderr.strip().splitlines()) == 2
    assert "languages" in done.stderr
    assert desk.room.paths() == []


def test_a_dry_run_says_what_is_due_and_writes_nothing(desk: Desk):
    url = publish(desk, piece(1))
    desk.source("courier", url)
    assert desk.json("collect", "--dry-run") == {"feeds": [url], "pages": []}
    assert desk.room.paths() == []
    assert not desk.db.exists()


def test_without_a_contact_it_works_and_says_so_in_one_line(desk: Desk):
    del desk.settings["contact"]
    desk.source("courier", publish(desk, piece(1)))
    done = desk.run("collect")
    assert done.returncode == 0
    [notice] = [line for line in done.stderr.splitlines() if "contact" in line]
    assert "monitor init" in notice or "feeds.yaml" in notice
    assert desk.run("-q", "collect").stderr == ""


def test_quiet_means_silent_on_success(desk: Desk):
    desk.source("courier", publish(desk, piece(1)))
    done = desk.run("collect", "-q")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_two_runs_at_once_do_not_happen(desk: Desk):
    desk.settings["timeout"] = "60s"
    desk.source("courier", desk.room.misbehave("/hang.xml", "hang"))
    desk.write()
    first = subprocess.Popen(desk.command("collect"), env=desk.environment(), stdout=-1, stderr=-1)
    try:
        _wait_for_request(desk)
        second = desk.run("collect")
        assert second.returncode == 75
        assert "another run" in second.stderr
    finally:
        first.kill()
        first.communicate()
    desk.room.status("/hang.xml", 404)
    assert desk.run("collect", "--all").returncode == 1  # the dead process left no lock behind


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), pytest.param(signal.SIGTERM, 143, marks=pytest.mark.slow)]
)
def test_a_signal_keeps_what_was_committed_and_leaves_the_rest_pending(desk: Desk, number: signal.Signals, code: int):
    desk.settings["timeout"] = "60s"
    stuck = piece(2)
    desk.source("courier", publish(desk, piece(1), stuck))
    desk.room.misbehave(stuck.path, "hang")
    desk.write()
    running = subprocess.Popen(
        desk.command("collect", "--json"), env=desk.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    _wait_for_request(desk, stuck.path)
    _wait_for_article(desk)
    running.send_signal(number)
    out, err = running.communicate(timeout=60)
    assert running.returncode == code, err
    assert b"Traceback" not in err
    assert json.loads(out)["outcome"] == "interrupted"
    assert desk.rows("SELECT outcome FROM runs") == [("interrupted",)]
    assert desk.rows("SELECT count(*) FROM articles") == [(1,)]
    desk.room.page(stuck)
    assert desk.collect()["new"] == 1


def test_scrapy_crawl_goes_the_same_way(desk: Desk):
    desk.source("courier", publish(desk, piece(1)))
    desk.write()
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "collect", "-a", "sources=courier"],
        cwd=ROOT,
        env=desk.environment(MONITOR_CONFIG=str(desk.config), MONITOR_DB=str(desk.db)),
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    assert desk.rows("SELECT count(*) FROM articles") == [(1,)]


def _wait_for_request(desk: Desk, path: str | None = None) -> None:
    _wait(lambda: bool(desk.room.asked(path)))


def _wait_for_article(desk: Desk) -> None:
    _wait(lambda: desk.rows("SELECT count(*) FROM articles") == [(1,)])


def _wait(until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not until():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.05)

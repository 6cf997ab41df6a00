"""The demo's press room: what it serves, over real HTTP, and what the real program makes of it."""

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from calendar import timegm
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import Message
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
import yaml

from monitor.demo.feeds import feed
from monitor.demo.pages import Edition
from monitor.demo.press import SHOWPIECE, Outlet, outlets
from monitor.demo.room import PressRoom
from monitor.demo.tour import configuration
from monitor.model.reading import Query
from monitor.model.story import StoryQuery
from monitor.store import open_reading

BEGAN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PRESS = {outlet.id: outlet for outlet in outlets()}


@pytest.fixture
def room() -> Iterator[PressRoom]:
    with PressRoom(tuple(PRESS.values()), began=BEGAN) as room:
        yield room


def get(url: str, **headers: str) -> tuple[int, Message, bytes]:
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def test_there_are_eight_outlets_and_forty_articles_in_six_languages() -> None:
    pieces = [piece for outlet in PRESS.values() for piece in outlet.pieces]
    assert len(PRESS) == 8
    assert len(pieces) >= 40
    assert {"en", "ru", "az", "tr", "fr", "hy"} == {piece.language for piece in pieces}
    assert all(piece.wording.title and piece.wording.summary for piece in pieces)
    assert all(len(" ".join(piece.wording.paragraphs).split()) >= 35 for piece in pieces)


def test_wire_copies_have_the_text_of_their_agency() -> None:
    texts = Counter(piece.wording.paragraphs for outlet in PRESS.values() for piece in outlet.pieces)
    assert sorted(texts.values(), reverse=True)[:4] == [3, 3, 2, 1]


def test_every_article_and_front_page_is_served(room: PressRoom) -> None:
    for outlet in PRESS.values():
        assert get(room.edition.home(outlet))[0] == 200
        for piece in outlet.printed(1):
            status, headers, body = get(room.edition.link(outlet, piece))
            assert status == 200
            assert headers["Content-Type"] == f"text/html; charset={outlet.charset}"
            text = body.decode(outlet.charset)
            assert all(part[:20].replace("'", "&#x27;") in text for part in piece.wording.paragraphs)


def test_what_has_not_changed_is_not_sent_again(room: PressRoom) -> None:
    url = f"{room.edition.home(PRESS['kura-wire'])}feed.atom"
    status, headers, _body = get(url)
    assert status == 200
    assert get(url, **{"If-None-Match": headers["ETag"]})[0] == 304
    room.turn_page()
    assert get(url, **{"If-None-Match": headers["ETag"]})[0] == 304


def test_the_next_edition_brings_an_edited_and_a_late_article_and_leaves_the_rest(room: PressRoom) -> None:
    before = room.documents
    room.turn_page()
    changed = {path.split("/")[-1] for path, document in room.documents.items() if before.get(path) != document}
    assert {"rss.xml", "gas-exports-europe-nine-months.html", "un-rights-council-landmines.html"} <= changed
    assert {path.split("/")[1] for path, document in room.documents.items() if before.get(path) != document} == {
        "caspian-courier"
    }
    outlet = PRESS["caspian-courier"]
    edited = next(piece for piece in outlet.pieces if piece.edited)
    assert b"Correction" in get(room.edition.link(outlet, edited))[2]


def read(outlet: Outlet, path: str) -> str:
    edition = Edition(address="http://127.0.0.1:1", began=BEGAN, number=1)
    return feed(edition, outlet, next(channel for channel in outlet.channels if channel.path == path))


@pytest.mark.parametrize(
    ("outlet", "path", "entries"),
    [
        ("kura-wire", "feed.atom", 6),
        ("caspian-courier", "rss.xml", 7),
        ("caspian-courier", "politics.rss", 2),
        ("kur-xeber", "rss", 5),
        ("revue-atlantique", "flux.xml", 4),
        ("north-sea-institute", "analysis.atom", 4),
    ],
)
def test_feeds_say_what_the_outlet_printed_with_its_time(outlet: str, path: str, entries: int) -> None:
    said = feedparser.parse(read(PRESS[outlet], path).encode())
    titles = {piece.wording.title for piece in PRESS[outlet].pieces}
    assert len(said.entries) == entries
    assert {entry.title for entry in said.entries} <= titles
    assert all(
        BEGAN - timedelta(days=3) < datetime.fromtimestamp(timegm(entry.published_parsed), UTC) <= BEGAN
        for entry in said.entries
    )


def test_the_careless_feed_is_malformed_and_the_good_ones_are_not() -> None:
    for outlet in PRESS.values():
        for channel in outlet.channels:
            if channel.form in {"rss", "atom"} and channel.flaw != "missing":
                said = feedparser.parse(read(outlet, channel.path).encode())
                assert bool(said.bozo) == bool(channel.flaw), (outlet.id, channel.path)
    assert not feedparser.parse(read(PRESS["yuzhny-vestnik"], "rss.php").encode()).entries


def test_the_news_sitemap_and_the_json_feed_are_well_formed() -> None:
    sitemap = ET.fromstring(read(PRESS["yuzhny-vestnik"], "news-sitemap.xml"))  # our own text
    assert len(sitemap) == 5
    said = json.loads(read(PRESS["bogaz-gunlugu"], "feed.json"))
    assert said["version"].startswith("https://jsonfeed.org/")
    assert len(said["items"]) == 5


def test_what_is_missing_is_missing(room: PressRoom) -> None:
    assert get(f"{room.edition.home(PRESS['north-sea-institute'])}podcast.rss")[0] == 404


def test_the_configuration_names_every_feed_once_and_opens_loopback_only() -> None:
    edition = Edition(address="http://127.0.0.1:1", began=BEGAN, number=1)
    said = yaml.safe_load(configuration(edition, tuple(PRESS.values())))
    assert said["settings"]["private_networks"] == ["127.0.0.0/8"]
    urls = [feed["url"] for source in said["sources"] for feed in source["feeds"]]
    assert len(urls) == len(set(urls)) == 11
    assert Counter(feed["kind"] for source in said["sources"] for feed in source["feeds"]) == {
        "rss": 9,
        "sitemap": 1,
        "listing": 1,
    }


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("demo")
    told = subprocess.run(
        [sys.executable, "-m", "monitor", "demo", "--dir", str(folder), "--json"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
        timeout=110,
    )
    assert told.returncode == 0, told.stderr
    said: dict[str, Any] = json.loads(told.stdout)
    return folder, said


def test_every_command_that_the_demo_proposes_does_what_it_says(toured: tuple[Path, dict[str, Any]]) -> None:
    """As it is printed, in a shell, from the folder in which the demo was called."""
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    said = {}
    for line in toured[1]["next"]:
        if line.endswith(" browse"):
            continue
        done = subprocess.run(
            line, shell=True, capture_output=True, text=True, check=False, env=environment, timeout=60
        )
        assert (done.returncode, done.stderr) == (0, ""), line
        said[line.partition(" --db press.db ")[2].split()[0]] = done.stdout
    assert Path(said["digest"].strip()).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert "From Baku to Brussels" in said["watch"]
    assert "From Baku to Brussels" in said["latest"]
    assert "From Baku to Brussels" in said["show"]
    assert len(said["search"].splitlines()) > 2
    [browse] = [line for line in toured[1]["next"] if line.endswith(" browse")]
    with subprocess.Popen(
        f"exec {browse}", shell=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as room:
        assert room.stdout is not None
        status, _, page = get(room.stdout.readline().strip())
        room.send_signal(signal.SIGINT)
        room.communicate(timeout=30)
    assert (status, room.returncode) == (200, 130)
    assert "border commissions agree on the next stretch" in page.decode()


def test_the_demo_collects_all_finds_copies_and_the_edit_and_names_what_failed(
    toured: tuple[Path, dict[str, Any]],
) -> None:
    _folder, said = toured
    assert said["holdings"]["articles"] == 43
    assert said["first"]["new"] + said["first"]["duplicates"] == 42
    assert said["first"]["duplicates"] >= 4
    assert {(error["source"], error["kind"]) for error in said["first"]["errors"]} == {
        ("north-sea-institute", "not_found"),
        ("yuzhny-vestnik", "parse_error"),
    }
    assert (said["second"]["new"], said["second"]["revised"], said["second"]["duplicates"]) == (1, 1, 0)
    assert said["second"]["feeds"]["not_modified"] == 8
    assert {language for language, _number in said["holdings"]["languages"]} == {"en", "ru", "az", "tr", "fr", "hy"}


def test_what_the_demo_collected_is_what_the_outlets_wrote(toured: tuple[Path, dict[str, Any]]) -> None:
    with open_reading(toured[0] / "press.db") as archive:
        whole = list(archive.export(Query(copies=True, limit=None)))
    articles = {(article.listed.source, article.listed.url.split("/")[-1]): article for article in whole}
    written = {(outlet.id, f"{piece.slug}.html"): piece for outlet in PRESS.values() for piece in outlet.pieces}
    assert set(articles) == set(written)
    for name, piece in written.items():
        article, text = articles[name], piece.reads(2)
        assert article.listed.title == text.title
        assert article.listed.language == piece.language
        assert article.body.split() == " ".join(text.paragraphs).split(), name
        assert article.published_at is not None


def test_the_showpiece_is_about_azerbaijan_and_nato_and_says_why(toured: tuple[Path, dict[str, Any]]) -> None:
    with open_reading(toured[0] / "press.db") as archive:
        article = next(article for article in archive.export(Query(limit=None)) if SHOWPIECE in article.listed.url)
    assert article.listed.countries == ("AZ",)
    assert "nato" in article.listed.organisations
    mentioned = {mention.tag.slug for mention in article.mentions}
    assert {"country:AM", "org:nato-pa", "org:milli-majlis"} <= mentioned
    assert all(mention.spans for mention in article.mentions)


def test_one_event_in_three_languages_is_one_story_and_others_stand_apart(toured: tuple[Path, dict[str, Any]]) -> None:
    with open_reading(toured[0] / "press.db") as archive:
        stories = [archive.story(listed.id) for listed in archive.stories(StoryQuery(limit=None))]
    told = {story.listed.id: {article.listed.url.split("/")[-1] for article in story.articles} for story in stories}
    (seed,) = (pieces for pieces in told.values() if f"{SHOWPIECE}.html" in pieces)
    assert seed == {
        "nato-parlament-assambleyasi-gorusler.html",
        "milli-majlis-delegation-nato-assembly.html",
        "baku-i-nato-parlamentskoe-izmerenie.html",
    }
    assert any({"defence-ministers-trilateral-kars.html", "ankara-baku-tiflis-savunma-bakanlari.html"} <= pieces
               for pieces in told.values())  # fmt: skip
    assert sum(map(len, told.values())) <= toured[1]["holdings"]["articles"]
    originals = {
        frozenset(article.listed.url.split("/")[-1] for article in story.articles if article.duplicate_of is None)
        for story in stories
    }
    assert sum(len(pieces) > 1 for pieces in originals) == 2, "and no two other events are one"


def test_the_demo_never_touches_what_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "press.db").write_bytes(b"somebody's archive")
    told = subprocess.run(
        [sys.executable, "-m", "monitor", "demo", "--dir", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
        timeout=60,
    )
    assert told.returncode == 73
    assert "choose another folder with --dir" in told.stderr
    assert (tmp_path / "press.db").read_bytes() == b"somebody's archive"


def test_the_digest_of_the_demo_tells_the_talks_in_brussels_as_a_press_officer_would(
    toured: tuple[Path, dict[str, Any]],
) -> None:
    folder, _ = toured
    command = [
        "--config",
        str(folder / "feeds.yaml"),
        "--db",
        str(folder / "press.db"),
        "digest",
        "caucasus",
        "--since",
        "3d",
    ]
    text, first = (
        subprocess.run(
            [sys.executable, "-m", "monitor", *said],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
        ).stdout
        for said in (command, command[:-2])
    )
    assert "From Baku to Brussels" in first, "a new desk sees the last day, although it is older than its sources"
    story = text[text.index("From Baku to Brussels") :].split("\n\n")[0]
    assert "Deputies of the Milli Majlis spent two days in Brussels" in story
    assert "[Azerbaijan]" in story
    assert "[NATO]" in story
    assert "[NATO PA]" in story
    assert "Also reported by" in story
    assert "(Russian)" in story
    assert "Azerbaijan and NATO" in story, "the section that it stands in"
    assert text.count("From Baku to Brussels") == 2, "once whole, once named in its section"
    assert "Caspian Courier changed a headline: “Azerbaijan's gas exports to Europe rise by 1.2 billion" in text

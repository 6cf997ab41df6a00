"""The reading room over a real archive, by real HTTP requests to the real program."""

import asyncio
import base64
import json
import signal
import socket
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml

from monitor.browse import press
from monitor.browse.desk import Desk
from monitor.browse.gate import Gate
from monitor.browse.room import datasette
from monitor.model.verdict import New
from monitor.store import open_archive
from tests.browse.rooms import Room, opened
from tests.shelf import HOSTILE, NOW, article, fill, keep, mentions

QUERIES = yaml.safe_load((files("monitor.browse") / "datasette.yaml").read_text("utf-8"))["databases"]["press"][
    "queries"
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, int]]:
    db = tmp_path_factory.mktemp("desk") / "press.db"
    return db, fill(db)


@pytest.fixture(scope="module")
def room(archive: tuple[Path, Mapping[str, int]]) -> Iterator[Room]:
    with opened(archive[0]) as room:
        yield room


def test_every_page_opens(room: Room, archive: tuple[Path, Mapping[str, int]]) -> None:
    for path in (
        "/",
        "/?date=2026-11-23",
        "/?date=2026-11-24",
        f"/article/{archive[1]['nato']}",
        f"/article/{archive[1]['copy']}",
        "/country/AZ",
        "/country/az",
        "/country/GA",  # no article of the archive names it
        "/organisation/nato",
        "/countries",
        "/organisations",
        "/source/kura-wire",
        "/sources",
        "/search",
        "/press",
        "/press/articles",
        f"/press/articles/{archive[1]['nato']}",
        "/press/latest",
        "/press/feed_health",
        "/press/sources",
        "/press/sources/kura-wire",
        "/press/mentions",
        "/press/tags",
        "/press/runs",
        "/-/databases",
        "/-/metadata",
    ):
        room.page(path)


def test_articles_are_faceted_by_country_and_organisation(room: Room) -> None:
    said = json.loads(
        room.page("/press/articles.json?_shape=objects&_facet_array=countries&_facet_array=organisations")
    )
    facets = {
        name: {row["value"]: row["count"] for row in facet["results"]} for name, facet in said["facet_results"].items()
    }
    assert facets["countries"]["AZ"] == 4
    assert facets["organisations"] == {"nato": 1, "osce": 1}
    narrowed = room.rows(
        "/press/articles.json?_shape=objects&countries__arraycontains=AZ&organisations__arraycontains=nato"
    )
    assert [row["title"] for row in narrowed] == ["NATO assembly receives Milli Majlis deputies"]


def test_full_text_search_on_the_table_page(room: Room) -> None:
    found = room.rows(f"/press/articles.json?_shape=objects&_search={quote('брюссель')}")
    assert [row["source"] for row in found] == ["yuzhny-vestnik"]


@pytest.mark.parametrize(
    "text", ["commissions", "NEAR(", '"half a phrase', "nato AND", "-nato", "*", "", "title:x ^y", "\x00", "a'b;--"]
)
def test_whatever_is_searched_for_the_answer_is_a_page(room: Room, text: str) -> None:
    room.page(f"/search?q={quote(text)}")
    room.page(f"/press/articles?_search={quote(text)}")


def test_the_search_has_an_address_of_its_own(room: Room) -> None:
    assert "Border commissions agree" in room.page("/search?q=commissions")
    assert "Nothing found" in room.page("/search?q=nothinglikethis")


@pytest.mark.parametrize(
    ("query", "parameters", "column", "values"),
    [
        ("search", "q=corridor", "title", ["The corridor in winter, [red]a review[/red]"]),
        ("latest_by_country", "country=am", "title", ["Border commissions agree"]),
        ("named_together", "code=AZ", "tag", ["country:AM", "org:nato", "org:osce"]),
        ("named_together", "code=nato", "tag", ["country:AZ"]),
        ("about_both", "one=country:AZ&other=country:AM", "title", ["Border commissions agree"]),
        ("new_pairs", "code=AZ&days=36500", "tag", ["org:nato", "country:AM", "org:osce"]),
        ("came_in", "since=2026-11-22T04:10:00Z&until=2026-11-23T08:10:00Z", "id", [1, 2, 3]),
        ("articles_a_day", "tag=org:nato", "source", ["caspian-courier", "quiet-quarterly"]),
        ("headline_changes", "", "id", []),
        ("silent_sources", "", "id", ["quiet-quarterly"]),
        ("copies_by_source", "", "printed_by", ["caspian-courier"]),
    ],
)
def test_canned_queries(room: Room, query: str, parameters: str, column: str, values: list[str]) -> None:
    rows = room.rows(f"/press/{query}.json?_shape=objects&{parameters}")
    found = [row[column] for row in rows]
    if query == "silent_sources":  # by the clock of today, others may be silent too
        assert set(values) <= set(found)
    else:
        assert found == values


def test_every_canned_query_runs_and_says_what_it_is_for(room: Room) -> None:
    for name, query in QUERIES.items():
        assert query["title"]
        assert query["description"]
        room.page(f"/press/{name}?q=x&country=AZ&code=AZ&one=AZ&other=GE")


def test_large_tables_are_not_counted_for_the_list_of_them(
    archive: tuple[Path, Mapping[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "COUNTED", 4)
    served = datasette(archive[0], desk=Desk(), gate=Gate())
    counted = asyncio.run(served.get_database("press").table_counts())
    assert counted["sources"] == 4
    assert counted["articles"] is None
    assert asyncio.run(served.client.get("/press")).status_code == 200


def test_s22_hostile_titles_are_text_and_links_are_http(room: Room, archive: tuple[Path, Mapping[str, int]]) -> None:
    for path in ("/press/articles", "/press/latest", "/search?q=alert", f"/press/articles/{archive[1]['hostile']}"):
        page = room.page(path)
        assert HOSTILE not in page
        assert "alert</script>" not in page
        assert "javascript:" not in page


def test_s30_the_room_is_read_only_gives_no_database_away_and_tells_publishers_nothing(room: Room) -> None:
    assert room.address.startswith("http://127.0.0.1:")
    status, headers, _text = room.get("/press.db")
    assert status == 403
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in headers["X-Robots-Tag"]
    status, _headers, text = room.get("/press.json?sql=" + quote("delete from articles"))
    assert status == 400
    assert "SELECT" in text
    assert room.rows("/press.json?_shape=objects&sql=select+1+as+one") == [{"one": 1}]


def test_s31_what_is_committed_while_the_room_is_open_is_seen_at_once(tmp_path: Path) -> None:
    db = tmp_path / "press.db"
    fill(db)
    with opened(db) as room:
        before = room.rows("/press/articles.json?_shape=objects")
        with open_archive(db, now=NOW) as archive:
            run = archive.start_run("collect", now=NOW, version="0.1.0", host="desk")
            keep(archive, run, New(article=article(99, "kura-wire", "Late news", hours=0)), mentions(GE=1.0))
        after = room.rows("/press/articles.json?_shape=objects")
        assert len(after) == len(before) + 1
        assert after[0]["title"] == "Late news"
        assert room.rows("/press/search.json?_shape=objects&q=late")[0]["title"] == "Late news"


def test_public_visitors_have_no_sql_of_their_own_and_bring_the_password(
    archive: tuple[Path, Mapping[str, int]], tmp_path: Path
) -> None:
    secret = tmp_path / "password"
    secret.write_text("grüße\n", "utf-8")
    with opened(archive[0], "--port", "0", "--public", "--password", f"file:{secret}") as room:
        status, headers, _text = room.get("/")
        assert (status, headers["WWW-Authenticate"].split()[0]) == (401, "Basic")
        assert room.get("/", Authorization="Basic " + base64.b64encode(b"x:wrong").decode())[0] == 401
        assert room.get("/", Authorization="Basic !")[0] == 401
        room.headers["Authorization"] = "Basic " + base64.b64encode("anybody:grüße".encode()).decode()
        assert room.get("/press.json?sql=select+1")[0] == 403
        assert room.get("/press/articles.json?_where=1")[0] == 403
        assert room.get("/-/databases.json")[0] == 404  # it says where on the disk the archive is
        room.page("/-/static/app.css")
        room.page("/")
        room.page("/search?q=commissions")
        room.page("/press/articles?_facet_array=countries&_search=commissions")
        room.page("/press/latest_by_country?country=AZ")


def test_a_proxy_must_say_whom_it_let_in(archive: tuple[Path, Mapping[str, int]]) -> None:
    with opened(archive[0], "--port", "0", "--public", "--behind", "X-Forwarded-User") as room:
        assert room.get("/")[0] == 403
        assert room.get("/", **{"X-Forwarded-User": " "})[0] == 403
        assert room.get("/", **{"X-Forwarded-User": "leyla", "Host": "press.example"})[0] == 200


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--public"], "needs one of two"),
        (["--public", "--password", "env:A", "--behind", "X-User"], "needs one of two"),
        (["--public", "--password", "secret"], "seen by everybody"),
        (["--public", "--password", "env:NOT_SET_ANYWHERE"], "NOT_SET_ANYWHERE"),
        (["--public", "--behind", "no header"], "no name of a header"),
        (["--password", "env:A"], "go with --public"),
    ],
)
def test_nobody_is_let_in_unasked(archive: tuple[Path, Mapping[str, int]], options: list[str], word: str) -> None:
    room = Room(archive[0], "--port", "0", *options)
    _out, told = room.process.communicate(timeout=30)
    assert room.process.returncode in {2, 78}
    assert word in told
    assert "Traceback" not in told


def test_ctrl_c_ends_it_without_a_word_and_sigterm_too(archive: tuple[Path, Mapping[str, int]]) -> None:
    room = Room(archive[0])
    room.page("/")
    code, told = room.end(signal.SIGINT)
    assert code == 130
    assert told == "monitor: the reading room is open at this address; Ctrl-C closes it\n"
    room = Room(archive[0])
    code, told = room.end(signal.SIGTERM)
    assert code == 143
    assert "Traceback" not in told


def test_a_request_that_fails_leaves_no_traceback(archive: tuple[Path, Mapping[str, int]]) -> None:
    with opened(archive[0]) as room:
        for _ in range(5):
            assert room.get("/press/articles?_searchmode=raw&_search=NEAR(")[0] == 400
        room.process.send_signal(signal.SIGINT)
        out, told = room.process.communicate(timeout=30)
    assert out == ""
    assert "Traceback" not in told


def test_a_taken_port_is_told_of_and_a_taken_default_is_stepped_around(
    archive: tuple[Path, Mapping[str, int]], tmp_path: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        room = Room(archive[0], "--port", str(port))
        _out, told = room.process.communicate(timeout=30)
        assert room.process.returncode == 73
        assert told == f"monitor: port {port} is taken by another program; choose another with --port\n"
    none = Room(tmp_path / "none.db")
    _out, told = none.process.communicate(timeout=30)
    assert none.process.returncode == 65
    assert "run `monitor collect` first" in told


def test_the_default_port_taken_means_any_free_one() -> None:
    from monitor.browse.room import open_port

    with open_port(0, or_any=False) as first:
        port = first.getsockname()[1]
        with open_port(port, or_any=True) as second:
            assert second.getsockname()[1] != port

"""What a desk's feeds.yaml makes of the reading room: its watchlists, its map, its time zone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from lxml import html

from monitor.browse.desk import Desk
from monitor.browse.pages.front import front_page
from monitor.model.verdict import New
from monitor.store import open_archive, open_reading
from tests.browse.rooms import Room, opened
from tests.browse.telling import tell
from tests.shelf import NOW, SOURCES, article, fill, keep, mentions

DATE = NOW.date().isoformat()
ARTICLES = "//dl[@class='numbers']/div[1]/dd"
SETTINGS = """
settings: {timezone: Asia/Baku, contact: press@example.org, map: off}
watchlists:
  - {id: az-nato, name: Azerbaijan and NATO, countries: [AZ], organisations: [nato]}
  - {id: bridge, name: The bridge, text: "bridge OR мост", countries: [GE]}
  - {id: not-the-bridge, name: Georgia without it, countries: [GE], not: {text: bridge OR мост}}
sources:
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, int]]:
    db = tmp_path_factory.mktemp("desk") / "press.db"
    said = {**fill(db), **tell(db)}
    sources = (
        f"  - {{id: {one.id}, name: {one.name}, homepage: '{one.homepage}', country: {one.country}, "
        f"type: {one.type}, languages: [{', '.join(one.languages)}], feeds: [{{url: '{one.homepage}feed.xml'}}]}}\n"
        for one in SOURCES
    )
    (db.parent / "feeds.yaml").write_text(SETTINGS + "".join(sources), "utf-8")
    return db, said


@pytest.fixture(scope="module")
def room(archive: tuple[Path, Mapping[str, int]]) -> Iterator[Room]:
    with opened(archive[0]) as room:
        yield room


def there(page: str, path: str) -> list[Any]:
    """What stands at a path in the tree of a page."""
    found: Any = html.document_fromstring(page).xpath(path)
    return list(found)


def stories(page: str) -> set[str]:
    """The stories that a page leads to."""
    return set(there(page, "//section//a[starts-with(@href, '/story/')]/@href"))


def test_a_watchlist_narrows_the_front_page_to_what_it_looks_for(
    room: Room, archive: tuple[Path, Mapping[str, int]]
) -> None:
    everything = stories(room.page(f"/?date={DATE}"))
    bridge = stories(room.page(f"/?date={DATE}&watch=bridge"))
    assert bridge == {f"/story/{archive[1]['story']}"}
    assert bridge < everything
    assert bridge.isdisjoint(stories(room.page(f"/?date={DATE}&watch=az-nato")))


def test_its_number_of_articles_leads_to_the_search_for_them(room: Room) -> None:
    (number,) = there(room.page(f"/?date={DATE}&watch=bridge"), f"{ARTICLES}/a")
    found = there(room.page(number.get("href")), "//ol[contains(@class, 'results')]/li")
    assert int(number.text) == len(found) == 4


def test_where_no_search_can_say_it_the_number_is_no_link(room: Room) -> None:
    page = room.page(f"/?date={DATE}&watch=not-the-bridge")
    assert there(page, f"{ARTICLES}/text()")
    assert not there(page, f"{ARTICLES}/a")


def test_a_watchlist_that_is_none_is_told_with_the_nearest(room: Room) -> None:
    status, _headers, text = room.get("/?watch=az-nat")
    assert status == 404
    assert "az-nato" in text


def test_without_the_map_the_bars_stay(room: Room) -> None:
    for path in (f"/?date={DATE}", "/countries"):
        page = room.page(path)
        assert "Natural Earth" not in page
        assert "Georgia" in page


def test_times_are_the_desks(room: Room, archive: tuple[Path, Mapping[str, int]]) -> None:
    assert "Mon 23 Nov, 11:00" in room.page(f"/article/{archive[1]['nato']}").replace(" 2026", "")


def test_who_had_a_text_first_is_not_called_a_copy(room: Room, archive: tuple[Path, Mapping[str, int]]) -> None:
    rows = {
        " ".join(row.text_content().split()): row
        for row in there(room.page(f"/story/{archive[1]['story']}"), "//tr[td]")
    }
    sooner = next(row for row in rows if "Quiet Quarterly" in row and "Road bridge" in row)
    later = next(row for row in rows if "Caspian Courier" in row and "Road bridge" in row)
    assert ", same text" in sooner
    assert ", copy" in later
    (card,) = there(room.page(f"/?date={DATE}&watch=bridge"), "//*[contains(@class, 'others')]")
    assert "Quiet Quarterly same text" in " ".join(card.text_content().split())


def test_what_is_usual_is_said_once_a_week_is_known(tmp_path: Path) -> None:
    path = tmp_path / "press.db"
    fill(path)

    def front() -> str:
        with open_reading(path) as reading:
            return " ".join(front_page(reading, Desk(zone=ZoneInfo("UTC")), NOW).split())

    assert "usual" not in front()
    with open_archive(path, now=NOW) as archive:
        for number in range(20):
            keep(
                archive,
                1,
                New(article=article(100 + number, "kura-wire", "A", hours=24 * (number % 10))),
                mentions(GE=1),
            )
        for number in range(7):
            keep(archive, 1, New(article=article(200 + number, "kura-wire", "B", hours=1)), mentions(GE=1))
    page = front()
    assert "More than usual" in page
    assert re.search(r"Georgia</a> <b>[0-9]+</b> <span[^>]*> ?usually 2\.", page)
    assert "articles, 2 on a usual day" in page

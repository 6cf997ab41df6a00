"""The reading room in a real browser, Debian's chromium driven by playwright; skipped where there is none."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.browse.hostile import RUN, fill_with_mischief
from tests.browse.rooms import Room, opened
from tests.browse.telling import tell
from tests.shelf import NOW

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make setup")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here: apt-get install chromium")

DATE = NOW.date().isoformat()
KINDS = {
    "front": f"/?date={DATE}",
    "article": "/article/{nato}",
    "copy": "/article/{copy}",
    "edited": "/article/{edited}",
    "story": "/story/{story}",
    "country": "/country/AZ",
    "organisation": "/organisation/nato",
    "countries": "/countries",
    "organisations": "/organisations",
    "source": "/source/kura-wire",
    "sources": "/sources",
    "search": "/search?q=commissions",
    "nothing": "/search?q=nothinglikethis",
    "trouble": "/article/999999",
}
TABLES = {
    "database": "/press",
    "table": "/press/articles",
    "filtered table": "/press/articles?_search=nato&source=caspian-courier&_facet=language",
    "view": "/press/feed_health",
    "wide cells": "/press/mentions",
    "row": "/press/articles/{nato}",
    "canned query": "/press/latest_by_country?country=AZ",
    "query": "/press?sql=select+id,+title+from+articles+where+title+<>+'x'",
    "query without rows": "/press?sql=select+1+where+0",
    "query that is wrong": "/press?sql=selct",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, int]]:
    db = tmp_path_factory.mktemp("desk") / "press.db"
    return db, {**fill_with_mischief(db), **tell(db)}


@pytest.fixture(scope="module")
def room(archive: tuple[Path, Mapping[str, int]]) -> Iterator[Room]:
    with opened(archive[0]) as room:
        yield room


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield launched
        launched.close()


class Visit:
    """A page in the browser, and all that went wrong on it."""

    def __init__(self, browser: Browser, room: Room, **options: Any) -> None:
        self.room = room
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.wrong: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("dialog", self._interrupted)
        self.page.on("request", lambda request: self.asked.append(request.url))

    def _said(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.wrong.append(message.text)

    def _interrupted(self, dialog: Any) -> None:
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def go(self, path: str) -> Page:
        self.page.goto(self.room.address + path)
        return self.page

    def strangers(self) -> list[str]:
        """Addresses of other hosts that were asked for anything."""
        own = urlsplit(self.room.address).netloc
        return [url for url in self.asked if urlsplit(url).netloc not in {own, ""}]


@pytest.fixture
def visit(browser: Browser, room: Room) -> Iterator[Visit]:
    made = Visit(browser, room)
    yield made
    made.context.close()


def paths(archive: tuple[Path, Mapping[str, int]]) -> dict[str, str]:
    return {kind: path.format(**archive[1]) for kind, path in (KINDS | TABLES).items()}


def test_every_page_loads_without_an_error_or_a_request_elsewhere(
    visit: Visit, archive: tuple[Path, Mapping[str, int]]
) -> None:
    for kind, path in paths(archive).items():
        page = visit.go(path)
        assert page.locator("h1").count() == 1, kind
        assert page.title().endswith("Press monitor")
        assert page.evaluate("document.fonts.size") == 0
    # the page that is not there, and the query that is none
    visit.wrong = [said for said in visit.wrong if "404" not in said and "400" not in said]
    assert visit.wrong == []
    assert visit.strangers() == []


def test_nothing_hostile_runs_or_leaves(visit: Visit, archive: tuple[Path, Mapping[str, int]]) -> None:
    lists = [f"/?date={DATE}", "/search?source=kura-wire", f"/search?q={RUN}", "/source/kura-wire", "/press/articles"]
    lists.append(f"/story/{archive[1]['story']}")
    for path in [
        *lists,
        *(f"/article/{id_}" for word, id_ in archive[1].items() if word.startswith(("title", "link"))),
    ]:
        page = visit.go(path)
        assert page.evaluate("window.hit") is None, path
        assert urlsplit(page.url).path == path.partition("?")[0], path
        leaving = page.eval_on_selector_all(
            "a[href]", "all => all.map(one => new URL(one.href.baseVal ?? one.href, location).protocol)"
        )
        assert set(leaving) <= {"http:", "https:", "mailto:"}, path
    assert visit.wrong == []
    assert visit.strangers() == []


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_axe_finds_nothing_serious_on_any_kind_of_page(
    browser: Browser, room: Room, archive: tuple[Path, Mapping[str, int]], scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    visit = Visit(browser, room, color_scheme=scheme)
    found = []
    for kind, path in paths(archive).items():
        results = axe.run(visit.go(path)).response["violations"]
        found += [
            (kind, one["id"], one["nodes"][0]["html"]) for one in results if one["impact"] in {"serious", "critical"}
        ]
    visit.context.close()
    assert found == []


def test_on_a_phone_nothing_is_wider_than_the_screen(
    browser: Browser, room: Room, archive: tuple[Path, Mapping[str, int]]
) -> None:
    visit = Visit(browser, room, viewport={"width": 375, "height": 800}, has_touch=True)
    for kind, path in paths(archive).items():
        page = visit.go(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, kind
        if kind in KINDS:
            assert page.locator("input[type=search]").first.is_visible()
    page = visit.go(f"/article/{archive[1]['nato']}")
    for mention in page.locator(".mention").all():
        mention.focus()  # why it counts is shown within the screen
        assert page.evaluate("document.documentElement.scrollWidth") <= 375
    visit.context.close()


@pytest.mark.parametrize("path", ["/search", "/press/articles"])
def test_dark_is_dark_and_light_is_light(browser: Browser, room: Room, path: str) -> None:
    shades = {}
    for scheme in ("light", "dark"):
        visit = Visit(browser, room, color_scheme=scheme)
        page = visit.go(path)
        shades[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
        visit.context.close()
    red = {scheme: int(shade.partition("(")[2].partition(",")[0]) for scheme, shade in shades.items()}
    assert red["dark"] < 60
    assert red["light"] > 200


def test_it_is_read_with_the_keyboard_alone(visit: Visit, archive: tuple[Path, Mapping[str, int]]) -> None:
    page = visit.go(f"/article/{archive[1]['nato']}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('mention')"):
            break
    why = page.evaluate("getComputedStyle(document.activeElement, '::after').content")
    assert "salience" in why
    assert page.evaluate("getComputedStyle(document.activeElement, '::after').visibility") == "visible"
    page.keyboard.press("Enter")
    page.wait_for_url("**/country/**")
    page.focus("#seek")
    page.keyboard.type("commissions")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=commissions**")
    assert "Border commissions agree" in page.inner_text("main")


def test_a_story_is_told_whole_and_walked_through_with_the_keyboard(
    visit: Visit, archive: tuple[Path, Mapping[str, int]]
) -> None:
    page = visit.go(f"/?date={DATE}")
    page.focus(f".story a[href='/story/{archive[1]['story']}']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/story/**")
    main = page.inner_text("main")
    for said in ("Мост через Куру у Вардзии рухнул", "Russian", "English", "First "):
        assert said in main
    assert re.search(r"\+\d+ (min|h|d)\b", main)
    heads = {one.lower() for one in page.locator("main h2").all_inner_texts()}
    assert {"first publisher", "all reports", "languages side by side", "how it went round", "who copied whom",
            "headline changes"} <= heads  # fmt: skip
    assert page.locator("svg.chart title").count() >= 1
    page.focus(f".reports a[href='/article/{archive[1]['edited']}']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/article/**")
    assert page.locator(".edit ins").first.is_visible()


def test_search_is_narrowed_by_facets_and_days_and_widened_again(visit: Visit) -> None:
    page = visit.go("/search")
    everything = page.locator(".results .row").count()
    page.click("aside .facet a:has-text('Armenia')")
    assert "country=AM" in page.url
    narrowed = page.locator(".results .row").count()
    assert 0 < narrowed < everything
    page.click(".chosen a")
    assert "country=AM" not in page.url
    assert page.locator(".results .row").count() == everything
    page.locator(".histogram a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "day=" in url or "since=" in url)
    assert page.locator(".results .row").count() >= 1


def test_it_is_whole_without_javascript(browser: Browser, room: Room, archive: tuple[Path, Mapping[str, int]]) -> None:
    visit = Visit(browser, room, java_script_enabled=False)
    page = visit.go(f"/?date={DATE}")
    page.fill("#seek", "NATO assembly")
    page.click(".seek button")
    assert page.locator("mark").first.inner_text().lower() in {"nato", "assembly"}
    page.click(".results h3 a")
    assert page.url.endswith(f"/article/{archive[1]['nato']}")
    page.click("summary:has-text('Why each tag')")
    assert page.locator(".why q").first.is_visible()
    visit.context.close()


def test_a_printed_article_is_its_text(visit: Visit, archive: tuple[Path, Mapping[str, int]]) -> None:
    page = visit.go(f"/article/{archive[1]['nato']}")
    page.emulate_media(media="print")
    assert page.locator(".text").is_visible()
    assert not page.locator(".seek").is_visible()
    assert not page.locator(".masthead nav").is_visible()

"""The mail in a real browser: axe-core finds nothing, and nothing is wider than a phone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from monitor.deliver.notice import notice
from monitor.deliver.render import render
from monitor.model.alert import Alert
from tests.deliver.reports import NOON, TITLES, digest, report

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine")
ROOM = "https://room.desk.example/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield opened
        opened.close()


def alert() -> str:
    told = Alert(
        id=1, title=TITLES["ar"], url="https://a.example/", source="Gulf Paper", language="ar", at=NOON, article_id=7,
        excerpt=TITLES["ar"], watchlists=("Azerbaijan and NATO",), tags=("country:AZ", "org:nato"),
    )  # fmt: skip
    return notice([told, told], title="flash", archive_url=ROOM, timezone="Asia/Baku", language="en")[2]


@pytest.mark.parametrize(("width", "scheme"), [(1000, "light"), (375, "light"), (375, "dark")])
@pytest.mark.parametrize("kind", ["digest", "alert"])
def test_the_mail_is_accessible_and_fits(browser: Any, kind: str, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(render(digest(30), ROOM).html if kind == "digest" else alert())
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    background = page.evaluate("getComputedStyle(document.querySelector('.sheet')).backgroundColor")
    assert (background == "rgb(255, 255, 255)") is (scheme == "light")
    assert asked == [], "nothing is loaded from anywhere"
    context.close()


def test_a_word_without_an_end_does_not_widen_the_page(browser: Any) -> None:
    page = browser.new_page(viewport={"width": 375, "height": 800})
    endless = [report(1, title=f"https://x.example/{'a' * 200}", excerpt="x" * 390), report(2, source_name="Y" * 80)]
    page.set_content(render(digest(reports=endless), ROOM).html)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.close()

"""Which entries and documents of an archive may be of a time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.model.article import Entry
from monitor.model.parsed import SitemapChild
from monitor.stages.archives import may_hold, next_page, wanted

SINCE, UNTIL = datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)
IN = datetime(2025, 6, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/post/2001.html", True),  # a number, and no year
        ("/post/199912.html", True),
        ("/2024/05/early", False),
        ("/2025/05/20/talks", True),
        ("/news/2026-09-01/late", False),
    ],
)
def test_an_address_tells_a_time_only_by_year_and_month(path: str, expected: bool) -> None:
    assert wanted(Entry(url=f"https://o.example{path}", updated=IN), SINCE, UNTIL) is expected


def test_a_sitemap_is_left_out_by_its_lastmod_or_its_name() -> None:
    assert may_hold(SitemapChild(url="https://o.example/s-2025-05.xml"), SINCE, UNTIL)
    assert not may_hold(SitemapChild(url="https://o.example/s-2024-05.xml"), SINCE, UNTIL)
    old = datetime(2024, 12, 31, tzinfo=UTC)
    assert not may_hold(SitemapChild(url="https://o.example/posts-1.xml", lastmod=old), SINCE, UNTIL)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("posts-2026.xml", True),
        ("posts-2023.xml", False),
        ("posts-2024.xml", True),  # in some time zone its last day is the first asked for
        ("posts.xml?year=2027", False),
        ("posts-20260630.xml", True),
        ("posts-20260705.xml", False),
        ("posts-17.xml", True),  # says nothing
    ],
)
def test_a_sitemap_tells_its_time_by_a_year_or_a_day_too(name: str, expected: bool) -> None:
    assert may_hold(SitemapChild(url=f"https://o.example/{name}"), SINCE, UNTIL) is expected


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ('<link rel="next" href="/feed?paged=3&amp;x=1"/>', "https://o.example/feed?paged=3&x=1"),
        ("<atom:link href='old.xml' rel='prev-archive'>", "https://o.example/old.xml"),
        ('<link rel="next" href="javascript:more()"/>', None),
        ('<link rel="next" href="http://[::1"/>', None),
        ('<link rel="self" href="/feed"/>', "https://o.example/feed?tag=a&paged=3"),  # counted on
    ],
)
def test_the_next_page_of_a_feed_is_the_one_it_names(document: str, expected: str | None) -> None:
    assert next_page(document, "https://o.example/feed?tag=a&paged=2", 2, listing=False) == expected


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ('<a href="?page=2">2</a><a href="?page=4">4</a>', None),
        ('<a href="?page=4">4</a><a href="?page=3">3</a>', "https://o.example/news?page=3"),
        ('<a href="https://other.example/news?page=3">3</a>', None),
        ('<a href="mailto:a@o.example?page=3">3</a>', None),
    ],
)
def test_the_next_page_of_a_list_is_the_link_to_the_next_number(document: str, expected: str | None) -> None:
    assert next_page(document, "https://o.example/news?page=2", 2, listing=True) == expected


def test_no_list_is_followed_for_ever() -> None:
    assert next_page('<link rel="next" href="/more"/>', "https://o.example/", 1000, listing=False) is None

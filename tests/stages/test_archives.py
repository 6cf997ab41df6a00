"""Which entries and documents of an archive may be of a time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.model.article import Entry
from monitor.model.parsed import SitemapChild
from monitor.stages.archives import may_hold, wanted

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

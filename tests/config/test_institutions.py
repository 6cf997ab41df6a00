"""Institutions and outlets without feeds: the shipped selectors on pages in their markup, and a spider for each."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from monitor.config import build, tree
from monitor.crawl.spiders import caliber_az, collect, institutions
from monitor.errors import ParseError
from monitor.model.settings import Config
from monitor.stages.parse import parse

PAGES = Path(__file__).parent.parent / "pages"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LISTINGS = sorted(path.parent for path in PAGES.glob("*/*/listing.json"))
SPIDERS = [
    spider
    for module in (caliber_az, institutions)
    for spider in vars(module).values()
    if isinstance(spider, type) and issubclass(spider, collect.Collect) and spider is not collect.Collect
]


@cache
def packs() -> Config:
    return build(tree.parse("settings: {}\ninclude: [caucasus, institutions]\n", label="x"), Path("/x.yaml"))


def read(folder: Path, document: bytes) -> Any:
    config, said = packs(), json.loads((folder / "listing.json").read_text(encoding="utf-8"))
    (source,) = (one for one in config.sources if one.id == folder.parent.name)
    (feed,) = (one for one in config.feeds if one.url == said["url"])
    assert feed.kind == "listing"
    return said, parse(
        document,
        url=feed.url,
        kind=feed.kind,
        listing=feed.listing,
        timezone=source.timezone,
        languages=source.languages,
        reference=NOW,
    )


@pytest.mark.parametrize("folder", LISTINGS, ids=lambda folder: folder.parent.name)
def test_what_a_listing_names(folder: Path) -> None:
    said, found = read(folder, (folder / "listing.html").read_bytes())
    rows = [[one.url, one.title, one.published and one.published.isoformat()] for one in found]
    assert rows == said["entries"]


@pytest.mark.parametrize("folder", LISTINGS, ids=lambda folder: folder.parent.name)
def test_a_listing_in_another_markup_is_an_error_and_not_silence(folder: Path) -> None:
    with pytest.raises(ParseError, match="no link that the selector"):
        read(folder, b"<!doctype html><title>News</title><div class='new'><a href='/x/1?a=b'>We have moved</a></div>")


@pytest.mark.parametrize(
    "name", sorted(folder.parent.parent.name for folder in PAGES.glob("*/2026-11-23/expected.json"))
)
def test_the_golden_pages_are_read_with_the_selectors_that_are_shipped(name: str) -> None:
    (source,) = (one for one in packs().sources if one.id == name)
    said = json.loads((PAGES / name / "2026-11-23" / "expected.json").read_text(encoding="utf-8"))["given"]
    shipped = [{key: value for key, value in asdict(one).items() if value} for one in source.article]
    assert said.get("selectors", []) == shipped


def test_every_site_spider_names_sources_that_are_shipped() -> None:
    known = {source.id for source in packs().sources}
    assert len({spider.name for spider in SPIDERS}) == len(SPIDERS) == 11
    assert {source for spider in SPIDERS for source in spider.sources} <= known

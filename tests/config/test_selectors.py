"""The selectors that are shipped find the articles on pages in the markup that their sources are known to use."""

from __future__ import annotations

import pytest
from lxml import html

from monitor.config import packs
from monitor.model.settings import Config
from tests.config.loading import loaded

NAVIGATION = """\
<nav><a href="/">Home</a> <a href="/about">About us</a> <a href="/en/news">News</a> <a href="/en/news?page=2">2</a>
<a href="/category/politics">Politics</a> <a href="?page=1">1</a> <a href="/eeas/press-material_en">Press</a></nav>
"""
# In each, the links to articles carry class="wanted".
MARKUP = {
    "caliber-az-en": """\
<div class="float_block">
  <a class="wanted" href="https://caliber.az/en/post/bridge-opens"><h2 class="float_block_title">A bridge opens</h2></a>
  <a href="https://caliber.az/category/world"><div class="float_block_category">World</div></a>
  <div class="float_block_time">23 November 2026 10:00</div>
</div>""",
    "nato": """\
<a class="wanted" href="/en/news-and-events/articles/news/2026/11/23/ministers-meet">Ministers meet</a>
<a href="/en/news-and-events/events">Events</a>""",
    "nato-pa": '<a class="wanted" href="/news/assembly-meets">The Assembly meets</a>',
    "eeas": """\
<div class="card">
  <h3 class="card-title"><a class="wanted" href="/eeas/statement_en">A statement</a></h3> <a href="/topics">Topics</a>
  <div class="card-footer">23.11.2026</div>
</div>""",
    "osce": """\
<a class="wanted" href="/chairpersonship/612345">A visit</a> <a class="wanted" href="/node/51513">A report</a>
<a href="/odihr/elections">Elections</a> <a href="/news?page=3">3</a> <a href="https://elsewhere.example/1">Elsewhere</a>""",
    "osce-pa": """\
<a class="wanted" href="/en/news-a-media/press-releases/2026/a-visit">A visit</a>
<a href="/en/news-a-media/photos">Photos</a>""",
    "coe": '<a class="wanted" href="/en/web/portal/-/a-visit">A visit</a>',
    "pace": '<a class="wanted" href="/en/news/9876/a-visit">A visit</a>',
    "mfa-az": """\
<a class="section_newsIn_item wanted" href="/en/news/no123">
  <div class="section_newsIn_item_content--header"><span>No 123</span><span>23 November 2026</span></div>
</a>""",
    "mfa-am": """\
<div class="news-list"><ul><li>
  <div class="date italic">23 November, 2026</div><a class="wanted" href="/en/press/1">A visit</a>
  <p class="description">It took place.</p>
</li></ul></div>""",
    "primeminister-am": """\
<ul class="search__list"><li><a class="wanted" href="/en/press-release/item/2026/11/23/visit/">
  <span class="search__date">23.11.2026</span>
  <span class="search__text-wrapper"><strong>A visit</strong><p>It took place.</p></span>
</a></li></ul>""",
}
DATES = {
    "caliber-az-en": "23 November 2026 10:00",
    "eeas": "23.11.2026",
    "mfa-az": "23 November 2026",
    "mfa-am": "23 November, 2026",
    "primeminister-am": "23.11.2026",
}


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return loaded(tmp_path_factory.mktemp("all"), f"include: [{', '.join(packs.names())}]")


def page(name: str) -> html.HtmlElement:
    return html.document_fromstring(f"<html><body>{NAVIGATION}{MARKUP[name]}</body></html>")


@pytest.mark.parametrize("name", MARKUP)
def test_links_to_articles_are_found_and_nothing_else(everything: Config, name: str) -> None:
    wanted = [link.get("href") for link in page(name).cssselect("a.wanted")]
    listings = [feed.listing for feed in everything.feeds if feed.source == name and feed.listing]
    assert listings
    for listing in listings:
        assert [link.get("href") for link in page(name).cssselect(listing.link)] == wanted


@pytest.mark.parametrize("name", DATES)
def test_dates_are_found_in_the_card(everything: Config, name: str) -> None:
    listing = next(feed.listing for feed in everything.feeds if feed.source == name)
    assert listing is not None
    assert listing.published is not None
    [card] = page(name).cssselect(listing.card or listing.link)
    [date] = card.cssselect(listing.published)
    assert date.text == DATES[name]


def test_each_listing_that_is_on_has_its_page_here(everything: Config) -> None:
    same = {"caliber-az-ru": "caliber-az-en", "caliber-az-az": "caliber-az-en"}
    listings = {same.get(feed.source, feed.source) for feed in everything.feeds if feed.listing}
    assert listings - set(MARKUP) == {"carnegie"}

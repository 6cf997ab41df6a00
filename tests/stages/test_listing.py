"""Pages that list articles are read by the selectors of feeds.yaml."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import ParseError
from monitor.model.article import Entry
from monitor.model.parsed import Parsed
from monitor.model.source import ListingSelectors
from monitor.stages.parse import parse

SEEN = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
# The markup of Caliber.Az as it is known to be: cards of one class, dates in Russian in every language.
CALIBER = """<!DOCTYPE html>
<html lang="en"><head><title>Caliber.Az - latest</title><base href="/en/"></head><body>
<div class="menu"><a href="/en/about">About</a></div>
<div class="float_block">
  <a href="/en/post/delegation-visits-brussels" class="float_block_image"><img src="/media/1.jpg"></a>
  <div class="float_block_info"><span class="float_block_category">Politics</span>
  <a href="/en/post/delegation-visits-brussels"><div class="float_block_title">Delegation visits Brussels &amp; meets
     its hosts</div></a>
  <div class="float_block_time">25 Июня 2026 17:24</div></div></div>
<div class="float_block"><a href="https://caliber.az/en/post/pipeline-deal-signed?utm_source=main#top">
  <div class="float_block_title">Pipeline deal signed</div>
  <div class="float_block_time">24 Июня 2026 09:05</div></a></div>
<div class="float_block"><a href="/en/category/economy">Economy</a></div>
</body></html>"""
SELECTORS = ListingSelectors(
    link=".float_block a[href*='/post/']", title=".float_block_title", published=".float_block_time"
)
BAKU = {"url": "https://caliber.az/en/", "timezone": "Asia/Baku", "languages": ("en",)}


def read(page: str, selectors: ListingSelectors | None, **context: Any) -> Parsed:
    where = {"url": "https://news.example.org/en/", "reference": SEEN, "kind": "listing", **context}
    return parse(page.encode(), listing=selectors, **where)


@pytest.mark.parametrize(
    "selectors",
    [
        SELECTORS,
        ListingSelectors(link="a[href*='/post/']", card=".float_block", title=".float_block_title"),
        ListingSelectors(link=".float_block a[href*='/post/']", title=".float_block_title"),
    ],
)
def test_a_listing_of_cards(selectors: ListingSelectors) -> None:
    parsed = read(CALIBER, selectors, **BAKU)
    assert parsed.format == "listing"
    assert parsed.title == "Caliber.Az - latest"
    assert list(parsed) == [
        Entry(
            url="https://caliber.az/en/post/delegation-visits-brussels",
            title="Delegation visits Brussels & meets its hosts",
            published_raw="25 Июня 2026 17:24",
            published=datetime(2026, 6, 25, 13, 24, tzinfo=UTC),
            image_url="https://caliber.az/media/1.jpg",
        ),
        Entry(
            url="https://caliber.az/en/post/pipeline-deal-signed?utm_source=main",
            title="Pipeline deal signed",
            published_raw="24 Июня 2026 09:05",
            published=datetime(2026, 6, 24, 5, 5, tzinfo=UTC),
        ),
    ]


def test_without_selectors_for_them_titles_and_dates_are_found_in_the_card() -> None:
    page = """<ul>
      <li><h3><a href="/1">Talks &lt;b&gt; resumed</a></h3>
        <time datetime="2026-11-23T10:00:00Z">two hours ago</time></li>
      <li><a href="/2" title="An election"><img src="x.gif"></a><span class="news-date">22.11.2026</span></li>
      <li><a href="/3"><img src="y.gif" alt="A summit"></a></li>
      <li><a href="/4">A treaty</a><p class="date">soon</p></li></ul>"""
    found = [(entry.url, entry.title, entry.published) for entry in read(page, ListingSelectors(link="li a"))]
    assert found == [
        ("https://news.example.org/1", "Talks <b> resumed", datetime(2026, 11, 23, 10, 0, tzinfo=UTC)),
        ("https://news.example.org/2", "An election", datetime(2026, 11, 22, tzinfo=UTC)),
        ("https://news.example.org/3", "A summit", None),
        ("https://news.example.org/4", "A treaty", None),
    ]


def test_a_card_never_takes_the_date_of_its_neighbour() -> None:
    page = """<div><a href="/1">First</a></div>
      <div><a href="/2">Second</a><time>2026-11-22T08:00:00Z</time></div>"""
    assert [entry.published for entry in read(page, ListingSelectors(link="a"))] == [
        None,
        datetime(2026, 11, 22, 8, 0, tzinfo=UTC),
    ]


def test_summaries_are_plain_text() -> None:
    page = """<article><a href='/1'>Talks</a><p class='lead'>They <i>met</i> &amp; left.</p></article>
      <article><a href='/2'>T</a>"""
    first, second = read(page, ListingSelectors(link="a", card="article", summary=".lead"))
    assert (first.summary, second.summary) == ("They met & left.", "")


def test_selectors_may_name_what_is_in_a_link_or_around_one() -> None:
    page = """<div class='card'><a href='/1'><h2>Inside</h2></a></div>
      <div class='card'><h2><a href='/2'>Around</a></h2></div>"""
    found = read(page, ListingSelectors(link=".card h2"))
    assert [(entry.url, entry.title) for entry in found] == [
        ("https://news.example.org/1", "Inside"),
        ("https://news.example.org/2", "Around"),
    ]


def test_one_article_linked_twice_is_one_entry_with_its_headline() -> None:
    page = "<a href='/1'><img alt='photo'></a><a href='/1#comments'>3</a><a href='/1'>Talks resume in Baku</a>"
    (entry,) = read(page, ListingSelectors(link="a"))
    assert (entry.url, entry.title) == ("https://news.example.org/1", "Talks resume in Baku")


@pytest.mark.parametrize(
    "href", ["javascript:go(1)", "mailto:desk@example.org", "tel:1", "", "data:text/html,x", "file:///x"]
)
def test_links_that_lead_nowhere_are_no_articles(href: str) -> None:
    page = f"<a href='{href}'>Nowhere</a><a href='/1'>Talks</a>"
    assert [entry.title for entry in read(page, ListingSelectors(link="a"))] == ["Talks"]


def test_a_selector_that_finds_nothing_is_told_by_name() -> None:
    with pytest.raises(ParseError, match=r"\.gone a") as caught:
        read(CALIBER, ListingSelectors(link=".gone a"), **BAKU)
    assert caught.value.outcome == "empty"


@pytest.mark.parametrize("selector", ["a[", "", "::before", "a:contains(", "div >"])
def test_what_is_no_selector_is_told(selector: str) -> None:
    for selectors in (
        ListingSelectors(link=selector),
        ListingSelectors(link="a", card=selector or "["),
        ListingSelectors(link="a", card=".float_block", title=selector or "["),
    ):
        with pytest.raises(ParseError):
            read(CALIBER, selectors, **BAKU)


def test_without_selectors_a_page_is_a_page() -> None:
    with pytest.raises(ParseError) as caught:
        read(CALIBER, None, **BAKU)
    assert caught.value.outcome == "html"


def test_a_page_is_read_in_the_encoding_that_it_says_in_meta() -> None:
    page = '<html><head><meta charset="windows-1251"></head><body><a href="/1">Переговоры в Баку</a></body></html>'
    parsed = parse(page.encode("cp1251"), url="https://e.org/", kind="listing", listing=ListingSelectors(link="a"))
    assert parsed.entries[0].title == "Переговоры в Баку"


def test_a_feed_where_a_listing_was_is_read_as_what_it_is() -> None:
    document = "<rss version='2.0'><channel><item><title>Talks</title></item></channel></rss>"
    parsed = read(document, SELECTORS)
    assert parsed.format == "rss2"
    assert parsed.warnings == ("declared as listing, but it is rss2",)


@settings(max_examples=100)
@given(st.text(max_size=200), st.sampled_from(["a", "li a", ".card h2", "a[href]"]))
def test_any_page_is_entries_or_a_parse_error(text: str, selector: str) -> None:
    with suppress(ParseError):
        parsed = read(f"<!doctype html><a href='/1'>T</a>{text}", ListingSelectors(link=selector, card="div"))
        assert all(entry.url and entry.url.startswith("http") for entry in parsed)

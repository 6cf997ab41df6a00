"""Sitemaps give addresses, those for news also titles and times, and indexes their sitemaps, newest first."""

import gzip
from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.model.article import Entry
from monitor.model.parsed import Parsed, SitemapChild
from monitor.stages.parse import parse

SEEN = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)


def read(document: bytes | str, **context: Any) -> Parsed:
    raw = document if isinstance(document, bytes) else document.encode()
    return parse(raw, **{"url": "https://news.example.org/sitemap.xml", "reference": SEEN, **context})


def urlset(*urls: str, spaces: str = SPACES) -> str:
    return f"<?xml version='1.0'?><urlset {spaces}>{''.join(f'<url>{url}</url>' for url in urls)}</urlset>"


NEWS = (
    "<loc> https://news.example.org/a?x=1&amp;y=2 </loc><lastmod>2026-11-23T11:00:00Z</lastmod>"
    "<xhtml:link rel='alternate' hreflang='ru' href='https://news.example.org/ru/a'/>"
    "<news:news><news:publication><news:name>The News</news:name><news:language>az</news:language></news:publication>"
    "<news:publication_date>2026-11-23T14:05:00+04:00</news:publication_date>"
    "<news:title>Talks &amp;amp; tea</news:title><news:keywords>World, Europe</news:keywords></news:news>"
    "<image:image><image:loc>https://news.example.org/1.jpg</image:loc><image:title>A table</image:title></image:image>"
)


def test_a_news_sitemap_keeps_date_and_title() -> None:
    parsed = read(urlset(NEWS))
    assert parsed.format == "news-sitemap"
    assert list(parsed) == [
        Entry(
            url="https://news.example.org/a?x=1&y=2",
            title="Talks & tea",
            published_raw="2026-11-23T14:05:00+04:00",
            published=datetime(2026, 11, 23, 10, 5, tzinfo=UTC),
            updated=datetime(2026, 11, 23, 11, 0, tzinfo=UTC),
            categories=("World", "Europe"),
            language="az",
            image_url="https://news.example.org/1.jpg",
        )
    ]


@pytest.mark.parametrize(
    "spaces",
    [
        'xmlns="http://www.google.com/schemas/sitemap/0.84" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"',
        'xmlns:n="https://www.google.com/schemas/sitemap-news/0.9"',
    ],
)
def test_namespaces_may_vary(spaces: str) -> None:
    entry = "<loc>https://e.org/a</loc><n:news><n:title>Talks</n:title><n:publication_date>2026-11-23</n:publication_date></n:news>"
    (found,) = read(urlset(entry, spaces=spaces))
    assert (found.title, found.published) == ("Talks", datetime(2026, 11, 23, tzinfo=UTC))


def test_prefixes_without_a_declaration_are_understood() -> None:
    document = (
        "<urlset><url><loc>https://e.org/a</loc><news:news><news:title>Talks</news:title></news:news></url></urlset>"
    )
    parsed = read(document)
    assert (parsed.format, parsed.entries[0].title) == ("news-sitemap", "Talks")


def test_a_plain_sitemap_says_when_pages_were_updated_not_published() -> None:
    (entry,) = read(urlset("<loc>https://e.org/a</loc><lastmod>2026-11-23</lastmod><priority>1</priority>"))
    assert entry.published is None
    assert entry.updated == datetime(2026, 11, 23, tzinfo=UTC)
    assert entry.published_raw == "2026-11-23"


def test_dates_without_a_zone_are_the_sources() -> None:
    document = urlset(NEWS.replace("2026-11-23T14:05:00+04:00", "2026-11-23 14:05"))
    assert read(document, timezone="Asia/Baku").entries[0].published == datetime(2026, 11, 23, 10, 5, tzinfo=UTC)


@pytest.mark.parametrize("loc", ["", "<loc/>", "<loc>javascript:x()</loc>", "<loc>ftp://e.org/</loc>"])
def test_what_has_no_address_is_no_entry(loc: str) -> None:
    assert read(urlset(loc)).entries == ()


def test_an_index_names_its_sitemaps_newest_first() -> None:
    document = (
        f"<sitemapindex {SPACES}>"
        "<sitemap><loc>/old.xml</loc><lastmod>2025-01-01</lastmod></sitemap>"
        "<sitemap><loc>https://news.example.org/undated.xml</loc></sitemap>"
        "<sitemap><loc>https://news.example.org/new.xml.gz</loc><lastmod>2026-11-23T10:00:00+00:00</lastmod></sitemap>"
        "<sitemap><loc>https://news.example.org/new.xml.gz</loc></sitemap>"
        "<sitemap><loc>file:///etc/passwd</loc></sitemap>"
        "<sitemap>https://news.example.org/bare.xml</sitemap></sitemapindex>"
    )
    parsed = read(document)
    assert parsed.format == "sitemapindex"
    assert parsed.entries == ()
    assert parsed.children == (
        SitemapChild(url="https://news.example.org/new.xml.gz", lastmod=datetime(2026, 11, 23, 10, 0, tzinfo=UTC)),
        SitemapChild(url="https://news.example.org/old.xml", lastmod=datetime(2025, 1, 1, tzinfo=UTC)),
        SitemapChild(url="https://news.example.org/undated.xml"),
        SitemapChild(url="https://news.example.org/bare.xml"),
    )


def test_of_too_many_pages_the_newest_are_kept() -> None:
    days = [f"<loc>https://e.org/{day}</loc><lastmod>2026-11-{day:02}</lastmod>" for day in range(1, 21)]
    parsed = read(urlset(*days), limit=3)
    assert [entry.url for entry in parsed] == ["https://e.org/20", "https://e.org/19", "https://e.org/18"]
    assert parsed.warnings == ("17 of 20 entries are over the limit",)


def test_a_sitemap_may_be_a_list_of_addresses() -> None:
    parsed = read("https://e.org/a\r\nhttps://e.org/b\r\n\r\nhttps://e.org/a\n", kind="sitemap")
    assert parsed.format == "sitemap"
    assert [entry.url for entry in parsed] == ["https://e.org/a", "https://e.org/b"]


def test_sitemaps_come_gzipped() -> None:
    assert len(read(gzip.compress(urlset(NEWS).encode()), content_type="application/x-gzip")) == 1

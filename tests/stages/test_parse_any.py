"""JSON Feed, and whatever else comes as a feed: too much, packed, broken, or no feed at all."""

import gzip
import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import ParseError
from monitor.model.article import Entry
from tests.stages.documents import only, read, rss

JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "News",
    "language": "az-AZ",
    "home_page_url": "https://news.example.org/az/",
    "authors": [{"name": "Newsroom"}],
    "items": [
        {
            "id": "1",
            "url": "a.html",
            "title": "Talks & tea",
            "content_html": "<p>They met.</p><p>They left.</p>",
            "summary": "They met.",
            "date_published": "2026-11-23T14:05:00+04:00",
            "date_modified": "2026-11-23T15:05:00+04:00",
            "tags": ["World", 7],
            "image": "https://news.example.org/1.jpg",
        },
        {"id": 2, "content_text": "1 < 2", "external_url": "https://e.org/2", "author": {"name": "A guest"}},
        "not an entry",
        {},
    ],
}


def test_json_feed() -> None:
    parsed = read(json.dumps(JSON_FEED))
    assert (parsed.format, parsed.title, parsed.language, len(parsed)) == ("jsonfeed", "News", "az", 3)
    assert parsed.warnings == ("1 entries that are none",)
    first, second, third = parsed
    assert first == Entry(
        guid="1",
        url="https://news.example.org/az/a.html",
        title="Talks & tea",
        summary="They met.",
        body="They met.\nThey left.",
        published_raw="2026-11-23T14:05:00+04:00",
        published=datetime(2026, 11, 23, 10, 5, tzinfo=UTC),
        updated=datetime(2026, 11, 23, 11, 5, tzinfo=UTC),
        authors=("Newsroom",),
        categories=("World",),
        language="az",
        image_url="https://news.example.org/1.jpg",
    )
    assert (second.guid, second.url, second.body, second.authors) == ("2", "https://e.org/2", "1 < 2", ("A guest",))
    assert third == Entry(language="az", authors=("Newsroom",))


@pytest.mark.parametrize(
    "document",
    [
        '{"items": 3}',
        '{"version": "https://jsonfeed.org/version/1", "items": {}}',
        "[1, 2]",
        '{"a": [',
        "{}",
        "{" * 100_000,
    ],
)
def test_json_that_is_no_feed_is_told(document: bytes) -> None:
    with pytest.raises(ParseError) as caught:
        read(document)
    assert caught.value.outcome == "parse_error"


@pytest.mark.parametrize(
    ("document", "outcome"),
    [
        ("", "empty"),
        (" \n\t", "empty"),
        ("\ufeff", "empty"),
        ("<!doctype html><html><head><title>News</title></head></html>", "html"),
        ("<html><body>Just a moment...</body></html>", "html"),
        ('<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x.dtd"><html/>', "html"),
        ("<script>location='/'</script>", "html"),
        ("<opml version='1.0'><body><outline xmlUrl='https://e.org/rss'/></body></opml>", "parse_error"),
        ("<error><code>17</code></error>", "parse_error"),
        ("Service unavailable", "parse_error"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "parse_error"),
        (b"\x1f\x8b\x08broken", "parse_error"),
    ],
)
def test_r08_f38_what_is_no_feed_has_a_class_of_its_own(document: bytes | str, outcome: str) -> None:
    with pytest.raises(ParseError) as caught:
        read(document)
    assert caught.value.outcome == outcome


def test_a_list_of_feeds_says_what_to_do_with_it() -> None:
    with pytest.raises(ParseError, match="import"):
        read("<opml><body/></opml>")


def test_gzipped_feeds_are_unpacked_whole_cut_off_and_twice() -> None:
    document = rss(*(f"<title>Talks {number}</title>" for number in range(500)))
    assert len(read(gzip.compress(document))) == 500
    assert len(read(gzip.compress(gzip.compress(document)))) == 500
    assert len(read(gzip.compress(document[:9000]) + gzip.compress(document[9000:]))) == 500
    assert 0 < len(read(gzip.compress(document)[:-400])) <= 500


def test_s13_a_gzip_bomb_is_too_large() -> None:
    with pytest.raises(ParseError) as caught:
        read(gzip.compress(b"<rss>" + b" " * 20_000_000))
    assert caught.value.outcome == "too_large"


def test_s16_too_much_of_anything_is_capped() -> None:
    entry = only(
        rss(
            f"<title>{'Talks ' * 500}</title><description>{'word ' * 50_000}</description>"
            + "".join(f"<category>{number}</category>" for number in range(500))
        )
    )
    assert len(entry.title) <= 500
    assert entry.title.endswith("…")
    assert len(entry.summary) <= 5000
    assert len(entry.categories) <= 80


def test_s16_r12_a_limit_is_kept_and_told() -> None:
    parsed = read(rss(*(f"<title>{number}</title>" for number in range(30))), limit=10)
    assert [entry.title for entry in parsed] == [str(number) for number in range(10)]
    assert parsed.found == 30
    assert parsed.warnings == ("20 of 30 entries are over the limit",)


@settings(max_examples=150)
@given(
    st.binary(max_size=400)
    | st.binary(max_size=200).map(lambda tail: b"<rss><channel><item><title>" + tail)
    | st.binary(max_size=200).map(lambda tail: b"<feed xmlns='http://www.w3.org/2005/Atom'><entry>" + tail)
    | st.binary(max_size=200).map(lambda tail: b"<urlset><url><loc>" + tail)
    | st.binary(max_size=200).map(lambda tail: b'{"version":"https://jsonfeed.org/version/1","items":[' + tail)
    | st.binary(max_size=200).map(gzip.compress)
)
def test_any_bytes_are_entries_or_a_parse_error(document: bytes) -> None:
    with suppress(ParseError):
        parsed = read(document)
        assert all(entry.url is None or entry.url.startswith(("http://", "https://")) for entry in parsed)
        repr(parsed).encode()


KEYS = ("id", "url", "title", "content_html", "content_text", "date_published", "authors", "tags", "image", "name")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner),
    max_leaves=12,
)


@settings(max_examples=100)
@given(st.lists(JSON, max_size=4))
def test_any_json_is_entries(items: Any) -> None:
    assert len(read(json.dumps({"version": "https://jsonfeed.org/version/1", "items": items}))) <= len(items)


_MARKUP = st.lists(
    st.sampled_from(
        ["<", ">", "&", "]]>", "<![CDATA[", "<!--", "-->", "</item>", "<item>", "<title>", "</title>", "<link>"]
    )
    | st.sampled_from(
        ["<a href='", '"', "'", "&amp;", "&bogus;", "&#0;", "&#x110000;", "<br/>", "<?php", "?>", "</rss>"]
    )
    | st.text(max_size=5),
    max_size=25,
).map("".join)


@settings(max_examples=200)
@given(_MARKUP)
def test_any_markup_is_entries(markup: str) -> None:
    read(f"<rss><channel><item><title>Talks</title></item>{markup}")

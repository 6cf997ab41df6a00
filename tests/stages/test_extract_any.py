"""Reading whatever comes as an article's page: in any charset, empty, hostile, or no page at all."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import ParseError
from monitor.model.article import Page
from monitor.stages.extract import extract

URL = "https://gazette.example/world/2026/03/02/summit"


# --- charsets


RUSSIAN = "Министры договорились о транзите, сообщила пресс-служба ведомства в понедельник вечером."
TURKISH = "Bakanlar görüşmede doğal gaz hattının kapasitesini artırma kararı aldı, dedi sözcü İğdır'da."
CHINESE = "两国部长星期五在首都举行会谈,就过境运输协议和口岸开放时间交换了意见,双方同意简化海关手续。"


@pytest.mark.parametrize(
    ("text", "encoding", "declared", "content_type"),
    [
        (RUSSIAN, "windows-1251", "windows-1251", None),
        (RUSSIAN, "koi8-r", "", "text/html; charset=koi8-r"),
        (RUSSIAN, "windows-1251", "", None),
        (RUSSIAN, "utf-8", "windows-1251", "text/html; charset=windows-1251"),  # the letters say better
        (RUSSIAN, "utf-16", "", None),  # with a byte-order mark
        (RUSSIAN, "utf-8-sig", "iso-8859-1", "text/html; charset=iso-8859-1"),
        (TURKISH, "iso-8859-9", "iso-8859-9", None),
        (TURKISH, "windows-1254", "iso-8859-1", None),
        (CHINESE, "gb18030", "gb2312", None),
        (CHINESE, "big5hkscs", "", "text/html; charset=big5"),
    ],
)
def test_a_page_is_read_in_the_charset_that_it_is_in(
    text: str, encoding: str, declared: str, content_type: Any
) -> None:
    if encoding.startswith("big5"):
        text = "兩國部長星期五在首都舉行會談,就過境運輸協議和口岸開放時間交換了意見,雙方同意簡化海關手續。"
    meta = f"<meta charset='{declared}'>" if declared else ""
    html = f"<html><head>{meta}<title>{text[:20]}</title></head><body><p>{text}</p><p>{text[::-1]}</p></body></html>"
    languages = ("tr",) if text is TURKISH else ()
    page = extract(html.encode(encoding), url=URL, content_type=content_type, languages=languages)
    assert page.body.split("\n")[0] == text


# --- anything at all


@pytest.mark.parametrize("html", [b"", b"   ", b"\x00\x00", b"<!-- -->", b"<?xml version='1.0'?>"])
def test_an_empty_page_is_told_as_empty(html: Any) -> None:
    with pytest.raises(ParseError) as failure:
        extract(html, url=URL)
    assert failure.value.outcome == "empty"


@pytest.mark.parametrize(
    "html",
    [
        b"<div>" * 100_000,
        b"<script" * 100_000,
        b"<svg>" * 100_000,
        b"<script>" * 100_000 + b"</script>",
        b"<!--" * 100_000,
        b"<p>word " * 20_000,
        b"<a href='x'>" * 20_000 + b"</a>",
        b"<table><tr><td>" * 5_000,
        b"<meta name='date' content='1 of 2'>" * 5_000,
        b"<time>then</time>" * 5_000,
        b"<h1>a title</h1>" * 5_000,
        b"<div class='" + b"comment-" * 100_000 + b"'>x</div>",
        b"<title>" + b"a - " * 50_000 + b"</title>",
        b"<meta name=author content='" + b"by and " * 50_000 + b"'>",
    ],
    ids=range(14),
)
@pytest.mark.timeout(20)
def test_hostile_pages_end_soon_and_raise_nothing_else(html: Any) -> None:
    try:
        page = extract(b"<html><body>" + html, url=URL)
    except ParseError:
        return
    assert isinstance(page, Page)


PIECES = [
    "<p>", "</p>", "<div class='related'>", "</div>", "<h1>", "</h1>", "<article>", "</article>",
    "<br>", "<table><tr><td>", "<li>", "<a href='/x'>", "</a>", "<script type='application/ld+json'>",
    "</script>", "<title>", "<meta name='date' content='2026-13-45'>", "<button>", "<svg/>",
    "<time datetime='x'>", "<![CDATA[", "\x00", "&#xD800;", "&amp;lt;", "<html lang=xx>",
    "<link rel=canonical href='http://[::1'>", "<body>", "</html>", "<frameset>",
    '{"@type":"NewsArticle","headline":"x"}', "prose",
]  # fmt: skip
MARKUP = st.lists(st.sampled_from([*PIECES, "some words of prose, as they come. "]), max_size=40).map("".join)


@given(MARKUP)
def test_any_markup_gives_a_page_or_a_parse_error(markup: Any) -> None:
    try:
        page = extract(markup.encode("utf-8", "surrogatepass"), url=URL, timezone="Asia/Baku", languages=("az",))
    except ParseError:
        return
    assert all(line.strip() for line in page.body.split("\n")) or page.body == ""


@given(
    st.binary(max_size=400), st.sampled_from([None, "text/html", "text/html; charset=windows-1251", "x; charset=%%"])
)
def test_any_bytes_give_a_page_or_a_parse_error(html: Any, content_type: Any) -> None:
    with suppress(ParseError):
        assert isinstance(extract(html, url=URL, content_type=content_type), Page)

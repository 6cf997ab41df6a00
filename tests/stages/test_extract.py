"""Reading an article's page: what any page, however broken, can be relied on to give."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from monitor.errors import ParseError
from monitor.model.article import Page
from monitor.model.source import ArticleSelectors
from monitor.stages.extract import extract

URL = "https://gazette.example/world/2026/03/02/summit"
PROSE = (
    "<p>The ministers met in the capital on Monday and spoke for three hours about trade, transit and the border.</p>"
    "<p>A joint statement is expected in the evening, according to the foreign ministry's press service.</p>"
    "<p>The next round of talks will be held in Geneva at the beginning of the coming month, officials said.</p>"
)


def paragraphs(count: int) -> str:
    """Return so many paragraphs, each of them another."""
    return "".join(
        f"<p>In chapter {n} of the agreement the two sides undertake to consult each other on it.</p>"
        for n in range(count)
    )


def read(body: str, *, head: str = "", **given: object) -> Page:
    html = f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    return extract(html.encode(), **{"url": URL, **given})  # type: ignore[arg-type]  # the tests pass what extract takes


def linked(**article: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **article})}</script>'


def origin(page: Page, field: str) -> str | None:
    return dict(page.provenance).get(field)


# --- titles


def test_the_title_is_what_most_places_agree_on() -> None:
    head = "<title>Ministers meet - Gazette</title><meta property='og:title' content='Why the ministers met at last'>"
    page = read(f"<h1>Ministers meet</h1>{PROSE}", head=head + linked(headline="Ministers meet"))
    assert page.title == "Ministers meet"


def test_the_feeds_title_decides_between_those_the_page_offers() -> None:
    head = "<title>Ministers meet - Gazette</title><meta property='og:title' content='Why the ministers met at last'>"
    page = read(f"<h1>Ministers meet</h1>{PROSE}", head=head, entry_title="Why the ministers met at last")
    assert page.title == "Why the ministers met at last"
    assert origin(page, "title") == "opengraph"


def test_a_feeds_title_that_the_page_does_not_know_changes_nothing() -> None:
    page = read(f"<h1>Ministers meet</h1>{PROSE}", entry_title="Something else entirely, nowhere on the page")
    assert page.title == "Ministers meet"


def test_the_sites_name_is_cut_off_but_not_a_part_of_the_title() -> None:
    assert read(PROSE, head="<title>War and peace | The Gazette</title>").title == "War and peace"
    assert read(PROSE, head="<title>Talks end - what comes next</title>").title == "Talks end - what comes next"


def test_a_quotation_at_the_end_of_a_title_stays() -> None:
    assert (
        read(PROSE, head="<title>Minister: « nothing is decided »</title>").title == "Minister: « nothing is decided »"
    )


# --- body and summary


def test_a_standfirst_is_kept_apart_from_the_body() -> None:
    page = read(f"<h1>Ministers meet</h1><p class='lead'>Talks about the border have begun in the capital.</p>{PROSE}")
    assert page.summary == "Talks about the border have begun in the capital."
    assert not page.body.startswith("Talks")


def test_what_a_page_says_only_for_others_is_no_standfirst() -> None:
    head = "<meta property='og:description' content='Read all about the ministers, their talks and their plans.'>"
    assert read(f"<h1>Ministers meet</h1>{paragraphs(9)}", head=head).summary == ""


def test_what_a_page_says_for_others_stands_in_where_there_is_hardly_a_text() -> None:
    head = "<meta property='og:description' content='Read all about the ministers, their talks and their plans.'>"
    page = read("<h1>Ministers meet</h1><p>Watch the video of the session above.</p>", head=head)
    assert page.summary == "Read all about the ministers, their talks and their plans."


def test_the_title_is_not_repeated_in_the_body() -> None:
    page = read(f"<article><h1>Ministers meet</h1><h2>Ministers meet</h2>{PROSE}</article>")
    assert "Ministers meet" not in page.body


def test_comments_longer_than_the_article_are_not_the_article() -> None:
    comments = "".join(
        f"<p>Reader {n} thinks that all of this was to be expected since many years, and says so.</p>" for n in range(6)
    )
    page = read(f"<main><article>{PROSE}</article><div class='comments-list'>{comments}</div></main>")
    assert "Reader" not in page.body
    assert page.body.count("\n") == 2


def test_a_frame_called_like_a_sidebar_is_not_taken_for_one() -> None:
    page = read(f"<div class='with-sidebar widget'><div class='share-container'>{PROSE}</div></div>")
    assert page.body.count("\n") == 2


def test_paragraphs_made_of_line_breaks_are_paragraphs() -> None:
    page = read("<div>The ministers met and spoke for hours.<br>\n<br>They will meet again soon, officials said.</div>")
    assert page.body == "The ministers met and spoke for hours.\nThey will meet again soon, officials said."


def test_words_are_whole_whatever_is_hidden_in_them() -> None:
    page = read(
        f"<p>Die Verhand&shy;lungen werden in Genf fort\u200bgesetzt, teilte das Ministerium am Montag mit.</p>{PROSE}"
    )
    assert page.body.startswith("Die Verhandlungen werden in Genf fortgesetzt")


def test_a_button_that_was_never_closed_does_not_hide_the_page() -> None:
    page = read(f"<button><div></button><div><article>{PROSE}</article></div>")
    assert page.body.count("\n") == 2


def test_scripts_and_drawings_leave_no_words() -> None:
    page = read(f"<script>var a = '<p>not a word of this</p>';</script><svg><title>Icon</title></svg>{PROSE}")
    assert "not a word" not in page.body
    assert page.title == ""


# --- selectors


def test_selectors_come_before_everything_else() -> None:
    head = linked(headline="For machines", datePublished="2026-01-01T00:00:00Z", author="Wire Desk")
    page = read(
        f"<h1>For readers</h1><b class='t'>Chosen</b><i class='w'>2026-03-02 10:00</i>"
        f"<u class='a'>By Night Desk</u><div class='b'>{PROSE}</div>"
        "<em class='s'>A chosen standfirst.</em>",
        head=head,
        selectors=(ArticleSelectors(title=".t", published=".w", authors=".a", body=".b p", summary=".s"),),
        timezone="Asia/Baku",
    )
    assert (page.title, page.summary, page.authors) == ("Chosen", "A chosen standfirst.", ("Night Desk",))
    assert page.published == datetime(2026, 3, 2, 6, tzinfo=UTC)
    assert {origin(page, field) for field in ("title", "summary", "body", "authors", "published")} == {"selector"}


def test_a_chosen_standfirst_is_not_repeated_in_the_body() -> None:
    selectors = (ArticleSelectors(summary=".s"),)
    page = read(f"<h1>Talks</h1><article><p class='s'>A chosen standfirst.</p>{PROSE}</article>", selectors=selectors)
    assert page.summary == "A chosen standfirst."
    assert page.body.startswith("The ministers met")
    assert page.body.count("\n") == PROSE.count("<p>") - 1


def test_selectors_that_find_nothing_are_no_error() -> None:
    page = read(
        f"<h1>Ministers meet</h1>{PROSE}", selectors=(ArticleSelectors(title=".none", body=".none p", image=".none"),)
    )
    assert page.title == "Ministers meet"
    assert page.body.count("\n") == 2


@pytest.mark.parametrize(
    ("day", "classes", "expected"),
    [
        ("2026-08-01", "new", "New layout"),
        ("2026-05-01", "old", "Old layout"),
        ("2025-05-01", "oldest", "Oldest layout"),
        ("2026-08-01", "old", "Old layout"),  # an old page that was touched again
        ("2025-05-01", "new", "New layout"),  # an old article on a new page
    ],
)
def test_each_layout_of_a_page_is_read_by_its_own_selectors(day: str, classes: str, expected: str) -> None:
    layouts = (
        ArticleSelectors(title=".new-title", body=".new p"),
        ArticleSelectors(title=".old-title", body=".old p", valid_until=date(2026, 6, 30)),
        ArticleSelectors(title=".oldest-title", body=".oldest p", valid_until=date(2025, 12, 31)),
    )
    titles = "".join(f"<b class='{name}-title'>{name.title()} layout</b>" for name in ("new", "old", "oldest"))
    page = read(
        f"{titles}<div class='{classes}'>{PROSE}</div>",
        head=linked(datePublished=f"{day}T10:00:00Z"),
        selectors=layouts,
    )
    assert page.title == expected


# --- authors


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ({"name": "Foreign Desk"}, ("Foreign Desk",)),
        ([{"name": "Foreign Desk"}, {"name": "Gazette"}], ("Foreign Desk",)),
        ("By Foreign Desk and Night Desk", ("Foreign Desk", "Night Desk")),
        ("desk@gazette.example", ()),
        ("gazette.example", ()),
        ("https://www.facebook.com/gazette", ()),
        ({"name": "Gazette"}, ("Gazette",)),
        ([{"givenName": "Foreign", "familyName": "Desk"}], ("Foreign Desk",)),
        ({"name": None}, ()),
        ([[["Foreign Desk"]]], ("Foreign Desk",)),
    ],
)
def test_authors_are_neither_sites_nor_addresses(author: Any, expected: Any) -> None:
    head = "<meta property='og:site_name' content='Gazette'>" + linked(headline="Ministers meet", author=author)
    assert read(PROSE, head=head).authors == expected


# --- dates


def test_the_last_change_is_never_the_publication() -> None:
    head = (
        linked(headline="x", dateModified="2026-03-05T10:00:00Z")
        + "<meta property='article:modified_time' content='2026-03-05T10:00:00Z'>"
    )
    page = extract(f"<html><head>{head}</head><body>{PROSE}</body></html>".encode(), url="https://gazette.example/a")
    assert page.published is None


def test_a_day_in_the_address_is_better_than_nothing() -> None:
    page = read(PROSE)
    assert (page.published, page.dated_by) == (datetime(2026, 3, 2, tzinfo=UTC), "url")


def test_a_moment_on_the_page_is_better_than_a_day() -> None:
    page = read(f"<span class='date'>02.03.2026 18:30</span>{PROSE}", languages=("de",), timezone="Europe/Berlin")
    assert page.published == datetime(2026, 3, 2, 17, 30, tzinfo=UTC)


def test_a_date_in_the_future_is_passed_over() -> None:
    head = (
        linked(headline="x", datePublished="2036-03-02T10:00:00Z") + "<meta name='date' content='2026-03-02T10:00:00Z'>"
    )
    page = read(PROSE, head=head, reference=datetime(2026, 3, 3, tzinfo=UTC))
    assert page.published == datetime(2026, 3, 2, 10, tzinfo=UTC)


# --- JSON-LD


@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"NewsArticle","headline":"Ministers meet","datePublished":"2026-03-02T10:00Z",}',
        '<!-- {"@type":"NewsArticle","headline":"Ministers meet","datePublished":"2026-03-02T10:00Z"} -->',
        '//<![CDATA[\n{"@type":"NewsArticle","headline":"Ministers meet","datePublished":"2026-03-02T10:00Z"}\n//]]>',
        '{"@type":"NewsArticle","headline":"Ministers\n meet","datePublished":"2026-03-02T10:00Z"}',
        '[[{"@graph":[{"@type":["Article"],"headline":"Ministers meet","datePublished":"2026-03-02T10:00Z"}]}]]',
        '{"@type":"WebSite"}{"@type":"NewsArticle","headline":"Ministers meet","datePublished":"2026-03-02T10:00Z"}',
        '{"mainEntity":{"@type":"Article","headline":"Ministers meet","datePublished":"2026-03-02T10:00Z"}};',
    ],
)
def test_linked_data_is_read_as_it_is_really_written(script: Any) -> None:
    page = read(PROSE, head=f'<script type="application/ld+json">{script}</script>')
    assert page.title == "Ministers meet"
    assert page.published == datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "script", ["", "null", "[", "{" * 5000, '{"@type":' * 20000, '"x"', "[1,2]", '{"@type":5,"headline":[{}]}']
)
def test_linked_data_that_is_none_does_no_harm(script: Any) -> None:
    assert read(PROSE, head=f'<script type="application/ld+json">{script}</script>').body.count("\n") == 2


# --- rights, paywalls, walls


@pytest.mark.parametrize(
    ("head", "headers", "expected"),
    [
        ("", {}, None),
        ("<meta name='robots' content='index, NoArchive'>", {}, "noarchive"),
        ("<meta name='googlebot' content='noarchive'>", {}, "noarchive"),
        ("", {"X-Robots-Tag": "googlebot: noarchive, nofollow"}, "noarchive"),
        ("", {"x-robots-tag": "noai"}, "noai"),
        ("<meta name='tdm-reservation' content='1'>", {}, "tdm-meta"),
        ("", {"TDM-Reservation": "1"}, "tdm-header"),
        ("<meta name='tdm-reservation' content='0'>", {"tdm-reservation": "1"}, None),
        ("<meta name='tdm-reservation' content='yes'>", {"tdm-reservation": "1"}, "tdm-header"),
    ],
)
def test_reservations_are_read_and_the_body_is_still_returned(head: Any, headers: Any, expected: Any) -> None:
    page = read(PROSE, head=head, headers=headers)
    assert page.reserved == expected
    assert page.body


@pytest.mark.parametrize(
    ("free", "expected"),
    [(False, True), ("False", True), ("http://schema.org/False", True), (True, False), ("true", False)],
)
def test_a_paywall_is_what_the_page_calls_one(free: Any, expected: Any) -> None:
    assert read(PROSE, head=linked(headline="x", isAccessibleForFree=free)).paywalled is expected


@pytest.mark.parametrize(
    ("outcome", "html"),
    [
        (
            "blocked",
            "<title>Just a moment...</title><body><div id='challenge-form'>Checking your browser before.</div>",
        ),
        (
            "blocked",
            "<title>Attention Required! | Cloudflare</title><body><p>You have been blocked. Cloudflare Ray ID: 8a.</p>",
        ),
        (
            "blocked",
            "<title>gazette.example</title><body><h1>Access denied</h1><p>You have no permission to read it.</p>",
        ),
        ("blocked", "<title>News</title><body><p>Your IP address has been blocked because of too many requests.</p>"),
        ("blocked", "<title>Доступ ограничен</title><body><p>Ваш IP заблокирован.</p>"),
        ("blocked", "<title>Gazette</title><body><p>We and our partners use cookies. Accept all cookies to go on.</p>"),
        ("html", "<title>404 - page not found</title><body><p>Sorry, this page is gone.</p>"),
        ("html", "<title>Səhifə tapılmadı</title><body><p>Axtardığınız səhifə yoxdur.</p>"),
        ("html", "<title>502 Bad Gateway</title><body><center><h1>502 Bad Gateway</h1></center>"),
    ],
)
def test_what_stands_in_an_articles_place_is_no_article(outcome: Any, html: Any) -> None:
    with pytest.raises(ParseError) as failure:
        extract(f"<html>{html}</html>".encode(), url=URL)
    assert failure.value.outcome == outcome


@pytest.mark.parametrize(
    "title",
    [
        "Access denied: how a border closed overnight",
        "Captcha and cookies: how the web asks who you are",
        "404 days of war: a chronicle",
    ],
)
def test_an_article_about_walls_is_an_article(title: Any) -> None:
    page = read(
        f"<h1>{title}</h1>{paragraphs(30)}",
        head=f"<title>{title}</title>" + linked(headline=title, datePublished="2026-03-02"),
    )
    assert page.title == title


@pytest.mark.parametrize(
    "title",
    ["Forbidden city opens its gates", "404 days of war", "Not found: the missing archive", "Oops, he did it again"],
)
def test_a_brief_whose_title_begins_like_a_walls_is_an_article(title: str) -> None:
    assert read(f"<h1>{title}</h1>{PROSE}", head=f"<title>{title} | Gazette</title>").title == title


# --- links, language


def test_only_the_heads_canonical_link_counts_and_it_is_made_absolute() -> None:
    assert (
        read(PROSE, head="<link rel='canonical' href='/world/summit'>").canonical_url
        == "https://gazette.example/world/summit"
    )
    assert read(f"<p><link rel='canonical' href='https://evil.example/'></p>{PROSE}").canonical_url is None
    assert read(PROSE, head="<link rel='canonical' href='javascript:alert(1)'>").canonical_url is None


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<html lang='az-Latn-AZ'>", "az"),
        ("<html><meta property='og:locale' content='ru_RU'>", "ru"),
        ("<html><meta http-equiv='content-language' content='tr'>", "tr"),
        ("<html lang='{{ lang }}'>", None),
    ],
)
def test_the_language_is_the_one_declared(html: Any, expected: Any) -> None:
    assert extract(f"{html}<body>{PROSE}</body></html>".encode(), url=URL).language == expected

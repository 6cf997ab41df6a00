"""What is believed of an article: the page for words, the feed for times, and neither beyond belief."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.article import Article, Entry, Page
from monitor.model.source import Source
from monitor.stages.normalise import normalise

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
URL = "https://www.example.org/en/2026/talks-resume-in-baku-123"
SOURCE = Source(
    id="example", name="Example Times", homepage="https://example.org/", languages=("en",), timezone="Asia/Baku"
)
LICENSED = Source(id="agency", name="Agency", homepage="https://example.org/", rights="licensed")
ENTRY = Entry(
    guid="1",
    url=URL,
    title="Talks resume in Baku",
    summary="Ministers met for the first time in a year.",
    published=NOON - timedelta(hours=2),
    published_raw="Mon, 23 Nov 2026 10:00:00 GMT",
    authors=("Foreign desk",),
)
BODY = "The ministers of the two countries met on Monday.\nThey will meet again in May, the ministry said."
PAGE = Page(
    url=URL,
    title="Talks resume in Baku after a year",
    summary="Ministers of both countries met.",
    body=BODY,
    authors=("Newsroom", "Newsroom", ""),
    published=NOON - timedelta(hours=3),
    published_raw="2026-11-23T13:00:00+04:00",
    language="en-GB",
    extractor="test/1",
)


def normal(
    entry: Entry = ENTRY,
    page: Page | None = PAGE,
    *,
    source: Source = SOURCE,
    url: str = URL,
    final_url: str | None = None,
) -> Article:
    return normalise(entry, page, source=source, url=url, final_url=final_url, seen_at=NOON)


def paged(**what: Any) -> Page:
    return replace(PAGE, **what)


def said(**what: Any) -> Entry:
    return replace(ENTRY, **what)


def test_the_page_wins_for_words() -> None:
    article = normal()
    assert (article.title, article.summary, article.body) == (PAGE.title, PAGE.summary, BODY)
    assert (article.authors, article.extractor, article.language) == (("Newsroom",), "test/1", "en")
    assert article.words == 7 + 5 + 18
    assert article.url_key == "example.org/en/2026/talks-resume-in-baku-123"
    assert article.keys == (article.url_key,)


def test_without_a_page_the_entry_must_do() -> None:
    article = normal(said(body="Ministers met in Baku on Monday."), None)
    assert (article.title, article.summary) == (ENTRY.title, ENTRY.summary)
    assert (article.body, article.extractor) == ("Ministers met in Baku on Monday.", "feed")
    assert (article.authors, article.language) == (("Foreign desk",), "en")


def test_a_wall_does_not_replace_the_feeds_full_text() -> None:
    full = said(body=BODY * 3)
    assert normal(full, paged(body="Subscribe to read on.")).body == BODY * 3
    assert normal(full, paged(body="")).extractor == "feed"


@pytest.mark.parametrize(
    ("entry_title", "page_title", "title"),
    [
        ("Talks resume", "Talks resume in Baku", "Talks resume in Baku"),
        ("Talks resume", "", "Talks resume"),
        ("Talks resume", "Example Times", "Talks resume"),
        ("Talks resume", "example.org", "Talks resume"),
        ("Talks resume", "Talks resume | Example Times", "Talks resume"),
        ("Talks resume", "Talks resume - Example.org", "Talks resume"),
        ("Talks resume", "Talks resume - for a day", "Talks resume - for a day"),
        ("", "Talks resume", "Talks resume"),
        ("", "", "Ministers of both countries met."),
    ],
)
def test_a_title_is_a_title(entry_title: str, page_title: str, title: str) -> None:
    assert normal(said(title=entry_title), paged(title=page_title)).title == title


def test_what_nobody_gave_a_title_has_its_addresss_words() -> None:
    assert normal(Entry(), None).title == "talks resume in baku 123"
    assert normal(Entry(), None, url="https://example.org/caf%C3%A9_news.html").title == "café news"


def test_a_summary_that_is_only_the_head_of_the_body_is_none() -> None:
    for summary in (
        "The ministers of the two countries met on Monday.",
        "The ministers of the two countries met on Mon…",
        "The ministers of the two countries met [...]",
    ):
        assert normal(said(summary=summary), paged(summary="")).summary == ""
    assert normal(said(summary=ENTRY.title), None).summary == ""
    assert normal(ENTRY, paged(summary="")).summary == ENTRY.summary


def test_the_feed_wins_for_times() -> None:
    article = normal()
    assert (article.published_at, article.dated_by) == (NOON - timedelta(hours=2), "feed")
    assert article.published_raw == ENTRY.published_raw
    assert article.sorted_at == article.published_at


def test_then_the_page_then_the_sighting() -> None:
    undated = said(published=None, published_raw="yesterday-ish")
    article = normal(undated)
    assert (article.published_at, article.dated_by) == (PAGE.published, "page")
    assert normal(undated, paged(dated_by="url")).dated_by == "url"
    alone = normal(undated, None)
    assert (alone.published_at, alone.published_raw, alone.dated_by) == (None, "yesterday-ish", "sighting")
    assert alone.sorted_at == NOON


@pytest.mark.parametrize(
    "moment", [datetime(2099, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC), NOON + timedelta(days=2)]
)
def test_r07_what_can_not_be_is_kept_as_it_was_said_only(moment: datetime) -> None:
    article = normal(said(published=moment, published_raw="as said"), None)
    assert (article.published_at, article.published_raw, article.dated_by) == (None, "as said", "sighting")
    assert article.sorted_at == NOON


def test_r07_the_first_day_of_all_calendars_is_no_time() -> None:
    east = timezone(timedelta(hours=5))
    assert normal(said(published=datetime.min.replace(tzinfo=east)), None).published_at is None


def test_r07_tomorrow_is_kept_and_sorted_by_its_sighting() -> None:
    tomorrow = NOON + timedelta(hours=20)
    article = normal(said(published=tomorrow))
    assert (article.published_at, article.sorted_at) == (tomorrow, NOON)
    soon = NOON + timedelta(minutes=30)
    assert normal(said(published=soon)).sorted_at == soon


def test_a_date_without_a_time_takes_the_pages_time() -> None:
    midnight_in_baku = datetime(2026, 11, 22, 20, tzinfo=UTC)
    assert normal(said(published=midnight_in_baku)).published_at == PAGE.published
    assert normal(said(published=midnight_in_baku - timedelta(days=3))).dated_by == "feed"


def test_the_language_is_what_the_text_shows() -> None:
    russian = "Министры двух стран встретились в понедельник и заявили, что переговоры продолжатся."
    assert (
        normal(Entry(title="Встреча", summary=russian), paged(title="", summary="", body="", language="en")).language
        == "ru"
    )
    assert normal(Entry(title="12:30"), None).language == "en"
    assert normal(Entry(title="12:30", language="az-AZ"), None).language == "az"
    unknown = Source(id="x", name="X", homepage="https://example.org/")
    assert normal(Entry(title="12:30"), None, source=unknown).language is None
    assert normal(Entry(title="12:30", language="nb"), None).language == "no"


@pytest.mark.parametrize(
    ("final_url", "canonical", "keys"),
    [
        (URL + "?utm_source=rss", None, ()),
        ("https://example.org/en/post/talks-resume-123", None, ("example.org/en/post/talks-resume-123",)),
        (
            "https://example.org/en/2026/123",
            "https://example.org/en/a-123",
            ("example.org/en/2026/123", "example.org/en/a-123"),
        ),
        (None, "https://example.org/en/a-123", ("example.org/en/a-123",)),
        ("https://partner.example/a-123", None, ()),  # somebody else's
        (None, "https://evil.example/a-123", ()),
        (None, "https://example.org/", ()),  # a front page
        (None, "https://example.org/en/", ()),
        (None, "https://example.org/en/2026", ()),  # a section
        ("https://example.org/en/news", None, ()),
        (None, "https://example.org/ru/2026/talks-resume-in-baku-123", ()),  # another edition
        (None, "https://example.org/2026/talks-resume-in-baku-123", ()),
        ("https://example.org/en/404.html", None, ()),
        ("https://example.org/en/login?next=1234", None, ()),
        (None, "no address", ()),
        (None, "https://example.org:99999/a-123", ()),
        (None, "javascript:alert(1)", ()),
    ],
)
def test_aliases_are_believed_where_they_can_name_the_article(
    final_url: str | None, canonical: str | None, keys: tuple[str, ...]
) -> None:
    article = normal(page=paged(canonical_url=canonical), final_url=final_url)
    assert article.keys == ("example.org/en/2026/talks-resume-in-baku-123", *keys)
    assert article.url == URL


@pytest.mark.parametrize(
    ("url", "canonical", "known"),
    [
        ("https://example.org/a.php?id=5", "https://example.org/a.php", False),
        ("https://example.org/?p=12345", "https://example.org/talks-resume", True),
        ("https://example.org/talks-resume-in-baku?pk=9", "https://example.org/talks-resume-in-baku", True),
        ("https://example.org/a?locale=az", "https://example.org/a?locale=en", True),
        ("https://example.org/talks-123/comments", "https://example.org/talks-123", False),
        ("https://example.org/old", "https://example.org/new", True),
    ],
)
def test_parameters_are_disowned_only_by_an_address_that_names_an_article(
    url: str, canonical: str | None, known: bool
) -> None:
    assert len(normal(page=paged(canonical_url=canonical), url=url).keys) == 1 + known


def test_what_led_to_the_outlet_from_elsewhere_is_known_by_the_outlets_address() -> None:
    article = normal(url="https://short.example/x1", final_url="https://example.org/a-123")
    assert article.keys == ("short.example/x1", "example.org/a-123")


def test_a_page_that_answered_from_the_front_page_is_not_the_article() -> None:
    article = normal(page=paged(canonical_url="https://example.org/b-12345"), final_url="https://example.org/")
    assert (article.title, article.extractor, article.keys) == (ENTRY.title, "feed", (article.url_key,))


def test_f37_reserved_text_is_not_kept_unless_it_is_licensed() -> None:
    reserved = paged(reserved="noarchive")
    article = normal(said(body="All of it, from the feed."), reserved)
    assert (article.body, article.summary, article.reserved) == ("", ENTRY.summary, "noarchive")
    assert article.title == PAGE.title
    licensed = normal(page=reserved, source=LICENSED)
    assert (licensed.body, licensed.summary, licensed.reserved) == (BODY, PAGE.summary, "noarchive")


def test_only_web_addresses_of_pictures_are_kept() -> None:
    assert normal(page=paged(image_url="javascript:alert(1)")).image_url is None
    assert normal(page=paged(image_url="https://Example.org/a.jpg")).image_url == "https://example.org/a.jpg"


def test_an_address_that_can_not_be_one_is_refused() -> None:
    with pytest.raises(ValueError, match="http"):
        normal(url="ftp://example.org/a")


TEXTS = st.sampled_from(["", "Talks resume", "…", "x" * 700, "Example Times", BODY, "\n\n", "北约"])
NAIVE = NOON.replace(tzinfo=None)
TIMES = st.sampled_from([None, NOON, NAIVE, datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])


@given(
    st.builds(Entry, title=TEXTS, summary=TEXTS, body=TEXTS, published=TIMES),
    st.none()
    | st.builds(
        Page,
        url=st.just(URL),
        title=TEXTS,
        summary=TEXTS,
        body=TEXTS,
        published=TIMES,
        language=st.sampled_from([None, "", "en-", "x-klingon", "zh-Hant"]),
        canonical_url=st.sampled_from([None, "", "http://[", URL, "https://example.org/a-1?x=y"]),
    ),
    st.sampled_from([None, "", URL, "https://example.org/", "http://[::1/"]),
)
def test_whatever_is_said_becomes_an_article(entry: Entry, page: Page | None, final_url: str | None) -> None:
    article = normal(entry, page, final_url=final_url)
    assert article == normal(entry, page, final_url=final_url)
    assert article.title
    assert article.keys[0] == article.url_key
    assert len(set(article.keys)) == len(article.keys)
    assert article.sorted_at <= NOON + timedelta(hours=1)
    assert (article.published_at is None) == (article.dated_by == "sighting")

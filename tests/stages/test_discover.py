"""Home pages of all kinds, and the feeds that each names: every one right."""

from __future__ import annotations

import pytest

from monitor.stages.discover import guess_article, guess_listing, read_front, sitemaps_of
from monitor.stages.parse import parse

HOME = "https://outlet.example/en/"
RSS = 'type="application/rss+xml"'
HEADLINES = [
    "Delegations meet in the capital for a second round of talks",
    "Parliament votes on the budget after a night of debate",
    "Bridge over the river opens to traffic a year late",
    "Observers report a calm week along the line of contact",
    "Ministers sign an agreement on railways and customs",
    "Central bank leaves its rate where it was in autumn",
]


def page(head: str = "", body: str = "", lang: str = "en") -> bytes:
    return f'<!doctype html><html lang="{lang}"><head><title>Outlet</title>{head}</head><body>{body}</body></html>'.encode()  # noqa: E501


CASES = {
    "absolute": (page(f'<link rel="alternate" {RSS} href="https://outlet.example/rss">'), ["https://outlet.example/rss"]),
    "relative": (page(f'<link rel="alternate" {RSS} href="rss.xml">'), ["https://outlet.example/en/rss.xml"]),
    "root": (page(f'<link rel="alternate" {RSS} href="/rss.xml">'), ["https://outlet.example/rss.xml"]),
    "no scheme": (page(f'<link rel="alternate" {RSS} href="//feeds.example/o">'), ["https://feeds.example/o"]),
    "base": (page(f'<base href="https://cdn.example/x/"><link rel="alternate" {RSS} href="rss">'), ["https://cdn.example/x/rss"]),
    "base after": (page(f'<link rel="alternate" {RSS} href="rss"><base href="/ru/">'), ["https://outlet.example/ru/rss"]),
    "query": (page(f'<link rel="alternate" {RSS} href="?option=rss&amp;lang=en">'), ["https://outlet.example/en/?option=rss&lang=en"]),
    "upper case": (
        page('<LINK REL="ALTERNATE" TYPE="APPLICATION/RSS+XML" HREF="/Feed">'), ["https://outlet.example/Feed"],
    ),
    "several words in rel": (page(f'<link rel="home alternate" {RSS} href="/rss">'), ["https://outlet.example/rss"]),
    "type with charset": (
        page('<link rel="alternate" type="application/atom+xml; charset=utf-8" href="/atom">'), ["https://outlet.example/atom"],
    ),
    "comments last": (
        page(
            f'<link rel="alternate" {RSS} title="Outlet &raquo; Comments Feed" href="/comments/feed/">'
            f'<link rel="alternate" {RSS} title="Outlet &raquo; Feed" href="/feed/">'
        ),
        ["https://outlet.example/feed/", "https://outlet.example/comments/feed/"],
    ),
    "wp-json": (
        page(
            '<link rel="alternate" type="application/json" href="https://outlet.example/wp-json/wp/v2/pages/2">'
            f'<link rel="alternate" {RSS} href="/feed/">'
        ),
        ["https://outlet.example/feed/"],
    ),
    "oembed": (
        page('<link rel="alternate" type="application/json+oembed" href="/wp-json/oembed/1.0/embed?url=x">'), [],
    ),
    "json feed": (page('<link rel="alternate" type="application/feed+json" href="/feed.json">'), ["https://outlet.example/feed.json"]),
    "json that is one": (page('<link rel="alternate" type="application/json" href="/feed.json">'), ["https://outlet.example/feed.json"]),
    "without a type": (page('<link rel="alternate" href="/rss/news">'), ["https://outlet.example/rss/news"]),
    "translations": (
        page('<link rel="alternate" hreflang="ru" href="/ru/"><link rel="alternate" hreflang="az" href="/feed-az">'), [],  # noqa: E501
    ),
    "for phones": (page('<link rel="alternate" media="only screen" href="https://m.outlet.example/rss">'), []),
    "rel feed": (page('<link rel="feed" href="/news.php">'), ["https://outlet.example/news.php"]),
    "in the body": (page("", f'<div><link rel="alternate" {RSS} href="/rss"></div>'), ["https://outlet.example/rss"]),
    "twice": (page(f'<link rel="alternate" {RSS} href="/rss">' * 3), ["https://outlet.example/rss"]),
    "feed scheme": (page(f'<link rel="alternate" {RSS} href="feed:https://outlet.example/rss">'), ["https://outlet.example/rss"]),
    "fragment": (page(f'<link rel="alternate" {RSS} href="/rss#top">'), ["https://outlet.example/rss"]),
    "blanks": (page(f'<link rel="alternate" {RSS} href=" \n/rss ">'), ["https://outlet.example/rss"]),
    "anchors": (
        page("", '<a href="/about">About</a> <a href="/en/rss.xml"><img src="i.png"></a> <a href="/channel/1">RSS</a>'),
        ["https://outlet.example/en/rss.xml", "https://outlet.example/channel/1"],
    ),
    "an article about feeds": (page("", '<a href="/post/why-rss-matters">Why RSS still matters to all of us</a>'), []),
    "scripts": (page(f'<link rel="alternate" {RSS} href="javascript:alert(1)"><link rel="alternate" {RSS} href="data:,x">'), []),  # noqa: E501
    "stylesheets": (page('<link rel="alternate stylesheet" type="text/css" href="/feed.css">'), []),
    "none": (page("", "<p>Nothing to subscribe to.</p>"), []),
    "empty": (b"", []),
    "cyrillic": (
        '<html><head><meta charset="windows-1251"><link rel="alternate" type="application/rss+xml" title="Комментарии"'
        ' href="/k.xml"><link rel="alternate" type="application/rss+xml" title="Новости" href="/n.xml">'.encode("cp1251"),  # noqa: E501
        ["https://outlet.example/n.xml", "https://outlet.example/k.xml"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=CASES.keys())
def test_the_feeds_that_a_home_page_names(case: str):
    document, expected = CASES[case]
    assert [offer.url for offer in read_front(document, url=HOME).offers] == expected


def test_a_page_says_its_name_and_language():
    front = read_front(b'<html lang="az-AZ"><head><title>News of today - Outlet</title></head></html>', url=HOME)
    assert (front.name, front.language) == ("Outlet", "az")
    home = read_front(b"<title>Home | The Site</title>", url=HOME)
    assert home.name == "The Site"
    named = read_front(b'<meta property="og:site_name" content="The Outlet &amp; Co"><title>x</title>', url=HOME)
    assert named.name == "The Outlet & Co"


def test_a_robots_txt_names_sitemaps_those_of_news_first():
    robots = "User-agent: *\nSitemap: https://o.example/sitemap.xml\nsitemap:https://o.example/news-sitemap.xml # x\n"
    assert sitemaps_of(robots) == ("https://o.example/news-sitemap.xml", "https://o.example/sitemap.xml")


def front_page(link: str) -> bytes:
    cards = "".join(f"<div class='card'>{link.format(number, words)}</div>" for number, words in enumerate(HEADLINES))
    menu = "".join(f'<a href="/en/topic/{word}">{word}</a>' for word in ("politics", "economy", "sport", "culture"))
    return page("", f"<nav>{menu}<a href='/en/about'>Who we are and how to reach the newsroom</a></nav>{cards}")


@pytest.mark.parametrize(
    "link",
    [
        '<a href="/en/post/{}-talks">{}</a>',
        '<h3><a href="/en/2026/11/{}">{}</a></h3>',
        '<a href="/{}.html"><b>{}</b></a>',
    ],
)
def test_a_list_of_headlines_is_found_without_a_feed(link: str):
    document = front_page(link)
    selectors = guess_listing(document, url=HOME)
    assert selectors is not None
    found = parse(document, url=HOME, kind="listing", listing=selectors)
    assert [entry.title for entry in found] == HEADLINES


def test_a_page_without_headlines_is_no_list():
    assert guess_listing(page("", '<a href="/a">A</a><a href="/b">B</a>'), url=HOME) is None
    assert guess_listing(b"", url=HOME) is None


def test_selectors_of_an_article_are_guessed_from_where_its_paragraphs_stand():
    text = "".join(f"<p>{words}, and much more was said of it than fits a headline.</p>" for words in HEADLINES)
    document = page(
        "", f'<h1 class="post_title">Talks</h1><time datetime="2026-11-23">x</time><div class="post_body">{text}</div>'
    )
    guessed = guess_article(document)
    assert (guessed.title, guessed.body, guessed.published) == (".post_title", ".post_body p", "time[datetime]")

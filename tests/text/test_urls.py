"""Addresses: what is fetched stays what the publisher serves; what is compared never merges two articles."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.text.urls import normalise, url_key

ARTICLE = "https://example.org/en/2026/11/a-title"

SAME = [
    # how a reader came
    (f"{ARTICLE}?utm_source=rss&utm_medium=feed&UTM_Content=7", ARTICLE),
    (f"{ARTICLE}?fbclid=IwAR0&gclid=Cj0&yclid=1&_openstat=a", ARTICLE),
    (f"{ARTICLE}?at_medium=RSS&at_campaign=rss", ARTICLE),
    (f"{ARTICLE}?ns_mchannel=rss&ito=1490&CMP=share_btn_tw", ARTICLE),
    (f"{ARTICLE}?mc_cid=8a&mc_eid=9b&_hsenc=p2&mkt_tok=eyJ", ARTICLE),
    (f"{ARTICLE}#xtor=RSS-1", ARTICLE),
    (f"{ARTICLE}?ref=rss", ARTICLE),
    (f"{ARTICLE}?source=newsletter&cid=social", ARTICLE),
    (f"{ARTICLE}?sid=rss", ARTICLE),
    (f"{ARTICLE}?share=jetpack-whatsapp&nb=1", f"{ARTICLE}?nb=1"),
    (f"{ARTICLE}?id=5?utm_source=rss", f"{ARTICLE}?id=5"),
    (f"{ARTICLE}&utm_source=rss&utm_medium=feed", ARTICLE),
    (f"{ARTICLE}?mod=rss_whats_news_us&cid=twitter_breaking", ARTICLE),
    (f"{ARTICLE}?utm_referrer=https%3A%2F%2Fyandex.ru&nw=1700000000000", ARTICLE),
    (f"{ARTICLE}?replytocom=854347#respond", ARTICLE),
    ("https://example.org/a;jsessionid=2CFC.node1?id=5", "https://example.org/a?id=5"),
    # spelling
    ("http://example.org/a", "https://www.example.org/a/"),
    ("HTTP://EXAMPLE.ORG:80/a", "https://example.org:443/a"),
    ("https://example.org./a//b/./c/../d", "https://example.org/a/b/d"),
    ("https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2"),
    ("https://example.org/a?&amp;b=2&amp;amp;a=1&", "https://example.org/a?a=1&b=2"),
    ("https://example.org/a?q=x y", "https://example.org/a?q=x+y"),
    ("https://example.org/a?q=x%20y", "https://example.org/a?q=x+y"),
    ("https://example.org/%61%2cb%7e", "https://example.org/a,b~"),
    ("https://example.org/пример", "https://example.org/%d0%bf%d1%80%d0%b8%d0%bc%d0%b5%d1%80"),
    ("https://example.org/caf\u00e9", "https://example.org/cafe\u0301"),
    ("https://бүкіл.example.org/1", "https://xn--90asd1izt.example.org/1"),
    ("https://example.org/a/index.html", "https://example.org/a/"),
    ("https://example.org/index.php?id=5", "https://example.org/?id=5"),
    ("https://example.org/a?x=", "https://example.org/a"),
    ("https://example.org/a?b=&c&a=2", "https://example.org/a?a=2&b=&c="),
    ("https://example.org/?12345=", "https://example.org/?12345"),
    ("https://example.org/?p=5&#038;page=2", "https://example.org/?p=5&page=2"),
    ("https://example.org/a%20", "https://example.org/a"),
    # mistakes of feeds
    ("http://http://www.example.org/a", "http://www.example.org/a"),
    ("http:/www.example.org/a", "http://www.example.org/a"),
    ("//www.example.org/a", "http://www.example.org/a"),
    ("  <![CDATA[ https://example.org/a ]]>\n", "https://example.org/a"),
    ("https://example.org/a\r\n\t/b", "https://example.org/a/b"),
    ("https://example.org/a.html\\?id=5", "https://example.org/a.html?id=5"),
    # how it is shown
    ("https://m.example.org/a", "https://www.example.org/a"),
    ("https://mobile.example.co.uk/a", "https://example.co.uk/a"),
    ("https://en.m.example.org/wiki/NATO", "https://en.example.org/wiki/NATO"),
    ("https://amp.example.org/a", "https://example.org/a"),
    ("https://example.org/news/amp/a", "https://example.org/news/a"),
    ("https://example.org/news/a/amp/", "https://example.org/news/a"),
    ("https://example.org/news/a.amp.html", "https://example.org/news/a.html"),
    ("https://example.org/news/a?amp", "https://example.org/news/a"),
    ("https://example.org/news/a?outputType=amp&print=1", "https://example.org/news/a"),
    # carried by others
    ("https://www.google.com/url?rct=j&sa=t&url=https://example.org/a%3Fid%3D5&ct=ga", "https://example.org/a?id=5"),
    ("https://news.google.co.uk/news/url?sa=t&url=http%3A%2F%2Fexample.org%2Fa", "https://example.org/a"),
    ("https://www.google.com/amp/s/www.example.org/news/doc", "https://www.example.org/news/doc"),
    (
        "https://www-example-org.cdn.ampproject.org/v/s/www.example.org/a?id=5&amp_js_v=0.1",
        "https://example.org/a?id=5",
    ),
    ("https://lm.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa%3Ffbclid%3DIw&h=AT0", "https://example.org/a"),
    ("http://www.bing.com/news/apiclick.aspx?ref=FexRss&url=https%3a%2f%2fexample.org%2fa", "https://example.org/a"),
    ("https://www.bing.com/ck/a?u=a1aHR0cHM6Ly9leGFtcGxlLm9yZy9h&ntb=1", "https://example.org/a"),
    ("https://t.me/iv?url=https%3A%2F%2Fexample.org%2Fa&rhash=1", "https://example.org/a"),
    ("https://vk.com/away.php?to=https%3A%2F%2Fexample.org%2Fa", "https://example.org/a"),
    ("https://web.archive.org/web/20210430120000/https://example.org/a?id=5", "https://example.org/a?id=5"),
    ("https://archive.ph/o/vWkgm/https://www.example.org/a", "https://example.org/a"),
]

DIFFERENT = [
    ("https://example.org/article.php?sid=46487", "https://example.org/article.php?sid=46488"),
    ("https://example.org/article.php?sid=46487", "https://example.org/article.php"),
    ("https://example.org/a?cid=5", "https://example.org/a?cid=6"),
    ("https://example.org/a?ref=20261123", "https://example.org/a?ref=20261124"),
    ("https://example.org/a?source=feed12345", "https://example.org/a?source=feed12346"),
    ("https://example.org/?p=5", "https://example.org/?p=6"),
    ("https://example.org/?12345", "https://example.org/?12346"),
    ("https://example.org/?12345=", "https://example.org/?12346="),
    ("https://example.org/index.php?option=com_content&id=5", "https://example.org/index.php?option=com_content&id=6"),
    ("https://example.org/index.php?mod=news&id=5", "https://example.org/index.php?mod=video&id=5"),
    ("https://example.org/a?nw=1700000", "https://example.org/a?nw=1700001"),
    ("https://example.org/a?politics", "https://example.org/a?economy"),
    ("https://example.org/a?hl=en", "https://example.org/a?hl=ru"),
    ("https://example.org/a?page=2", "https://example.org/a?page=3"),
    ("https://example.org/News", "https://example.org/news"),
    ("https://example.org/a/1", "https://example.org/a/1/2"),
    ("https://example.org/a%2Fb", "https://example.org/a/b"),
    ("https://example.org/1.html", "https://example.org/1"),
    ("https://example.org/en/post/1", "https://example.org/ru/post/1"),
    ("https://example.org/post/1?lang=en", "https://example.org/post/1?lang=ru"),
    ("https://en.example.org/1", "https://ru.example.org/1"),
    ("https://news.example.org/1", "https://blog.example.org/1"),
    ("https://one.blogspot.com/1", "https://two.blogspot.com/1"),
    ("https://mk.example/1", "https://k.example/1"),
    ("https://m.org/1", "https://org/1"),
    ("https://www.gov.uk/1", "https://gov.uk/1"),
    ("https://example.org:8080/1", "https://example.org/1"),
    ("https://example.org/#!/news/1", "https://example.org/#!/news/2"),
    ("https://example.org/#/news/1", "https://example.org/#/news/2"),
    ("https://example.org/amplifiers/1", "https://example.org/lifiers/1"),
    ("https://example.org/a.ampere", "https://example.org/a.ere"),
    ("https://example.org/a?print=1234", "https://example.org/a?print=1235"),
    ("https://example.org/a?type=analysis", "https://example.org/a?type=news"),
    ("https://www.youtube.com/watch?v=aFCO6WidGVM", "https://www.youtube.com/watch?v=AFCO6WidGVM"),
    (
        "https://web.archive.org/web/20210430120000/https://a.org/1",
        "https://web.archive.org/web/20210430120000/https://a.org/2",
    ),
    ("https://www.google.com/url?q=https://example.org/1", "https://www.google.com/url?q=https://example.org/2"),
    ("https://www.google.com/search?q=1", "https://www.google.com/search?q=2"),
    ("https://news.google.com/rss/articles/CBMiAA?oc=5", "https://news.google.com/rss/articles/CBMiAB?oc=5"),
]

HOSTS = st.sampled_from(
    [
        "example.org",
        "www.example.org",
        "m.www.example.co.uk",
        "en.m.example.org",
        "www.google.com",
        "l.facebook.com",
        "web.archive.org",
        "a.cdn.ampproject.org",
        "localhost",
        "127.0.0.1",
        "[::1]",
        "xn--90asd1izt.example",
        "gov.uk",
    ]
)
PATHS = st.lists(
    st.sampled_from(
        [
            "a",
            "amp",
            "A%2Fb",
            "..",
            ".",
            "",
            "index.html",
            "doc.amp.html",
            "a.amp",
            "é",
            "%e0",
            "%",
            "a b",
            "url",
            "l.php",
            "web",
            "20210430120000",
            "https:",
            "http:",
            "example.org",
            "s",
            "c",
            "5",
            "a;jsessionid=1",
            "a&utm_source=x",
            "x%26utm_source=y",
            "&utm_source=",
            "@",
            ":",
            "~",
            "\\",
            "iv",
        ]
    ),
    max_size=7,
)
QUERIES = st.lists(
    st.sampled_from(
        [
            "id=5",
            "utm_source=a",
            "url=https://example.org/b",
            "q=http%3A%2F%2Fexample.org%2F",
            "u=",
            "x",
            "&",
            "a=b=c",
            "a=%26",
            "a=1?utm_source=2",
            "ref=rss",
            "é=é",
            "a=+",
            "a=%2B",
            "=1",
            "1=",
            "amp;a=1",
        ]
    ),
    max_size=5,
)


@st.composite
def addresses(draw: st.DrawFn) -> str:
    scheme = draw(st.sampled_from(["http://", "https://", "HTTPS://", "//", "http:/", "https//", "http://http://", ""]))
    query = "&".join(draw(QUERIES))
    fragment = draw(st.sampled_from(["", "#a", "#!/a b", "#/", "#/x?y#z"]))
    return scheme + draw(HOSTS) + "/" + "/".join(draw(PATHS)) + ("?" + query if query else "") + fragment


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_spellings_of_an_address_have_one_key(one: str, other: str) -> None:
    assert url_key(one) == url_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_articles_never_share_a_key(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)


def test_a_redirector_that_hides_no_address_is_an_address() -> None:
    assert url_key("https://www.bing.com/ck/a?u=a1%FF!") == "bing.com/ck/a?u=a1%FF!"
    assert url_key("https://www.google.com/url?q=talks") == "google.com/url?q=talks"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/a",
        "ftp://example.org/a",
        "tag:example.org,2026:1",
        "urn:uuid:1-2",
        "mailto:press@example.org",
        "http://",
        "a b",
    ],
)
def test_what_names_no_place_on_the_web_has_no_key(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        url_key(text)


def test_what_is_too_long_has_no_key() -> None:
    with pytest.raises(ValueError, match="8,192"):
        url_key("https://example.org/" + "a" * 8_192)


def test_a_key_reads_like_an_address() -> None:
    assert url_key("https://www.example.org/News/?b=2&a=1&utm_source=rss#top") == "example.org/News?a=1&b=2"


@given(addresses())
@example("https://www.google.com/amp/amp/s/example.org/amp")
@example("https://web.archive.org/web/20210430120000/https://web.archive.org/web/20210430120000/https://a.org")
@example("https//http/")
@settings(max_examples=300)
def test_a_key_is_its_own_key(address: str) -> None:
    try:
        key = url_key(address)
    except ValueError:
        return
    assert url_key(key) == key


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_any_text_has_a_key_or_is_refused(text: str) -> None:
    try:
        key = url_key(text)
    except ValueError:
        return
    assert url_key(key) == key


@given(addresses(), st.sampled_from([None, "https://example.org/en/feed.xml"]))
@settings(max_examples=300)
def test_a_normalised_address_is_stable_and_keeps_its_key(address: str, base: str | None) -> None:
    try:
        normal = normalise(address, base)
    except ValueError:
        return
    assert normalise(normal) == normal
    assert normal.startswith(("http://", "https://"))
    assert normal.isascii()
    if base is None:
        assert url_key(normal) == url_key(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        " ",
        "example.org/a",
        "/a",
        "ftp://example.org/a",
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "gopher://example.org/",
        "mailto:press@example.org",
        "https://user@example.org/",
        "https://user:secret@example.org/",
        "https://@example.org/",
        "https://example.org\\@evil.example/",
        "https://example.org/a\\b",
        "https://example.org/\x00",
        "https://example.org/a\nb",
        "https://exam\tple.org/",
        "https://example.org/\x7f",
        "https://",
        "https:///",
        "https://:80/",
        "https://example.org:0/",
        "https://example.org:99999/",
        "https://example.org:a/",
        "https://exa mple.org/",
        "https://ex%61mple.org/",
        "https://-.-/..\x1f",
        "https://[::1/",
        "https://[zz]/",
        "https://a..org/",
        f"https://{'a' * 64}é.org/",
        f"https://{'a.' * 200}org/",
        "https://example.org/" + "a" * 2_048,
        "https://example.org/" + "я" * 400,
    ],
)
def test_s05_s06_what_is_no_clean_web_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        normalise(address)


@pytest.mark.parametrize(
    ("address", "fetched"),
    [
        ("https://Example.org:443", "https://example.org/"),
        ("http://example.org:8080/A/?b=2&a=1#top", "http://example.org:8080/A/?b=2&a=1"),
        ("https://example.org/a//b/", "https://example.org/a//b/"),
        ("https://example.org/a?ref=rss&fbclid=1&id=5", "https://example.org/a?ref=rss&id=5"),
        ("https://example.org/a?utm_source=x", "https://example.org/a"),
        ("https://example.org/a%2fb c", "https://example.org/a%2Fb%20c"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/a/../b/.", "https://example.org/b/"),
        ("https://example.org/şəhər", "https://example.org/%C5%9F%C9%99h%C9%99r"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("\n https://example.org/a \n", "https://example.org/a"),
        ("https://example.org/#!/news/1", "https://example.org/#!/news/1"),
        ("https://m.example.org/amp/a", "https://m.example.org/amp/a"),
        ("https://www.google.com/url?q=https://example.org/a&sa=D", "https://example.org/a"),
        (
            "https://web.archive.org/web/2021/https://example.org/a",
            "https://web.archive.org/web/2021/https://example.org/a",
        ),
        ("http://[::1]:8000/a", "http://[::1]:8000/a"),
    ],
)
def test_what_is_fetched_is_what_the_publisher_serves(address: str, fetched: str) -> None:
    assert normalise(address) == fetched


@pytest.mark.parametrize(
    ("link", "absolute"),
    [
        ("/post/1", "https://example.org/post/1"),
        ("post/1", "https://example.org/en/post/1"),
        ("../post/1", "https://example.org/post/1"),
        ("//cdn.example.org/1", "https://cdn.example.org/1"),
        ("?id=5", "https://example.org/en/feed.xml?id=5"),
        ("http://other.example/1", "http://other.example/1"),
    ],
)
def test_links_are_read_from_where_they_stand(link: str, absolute: str) -> None:
    assert normalise(link, "https://example.org/en/feed.xml") == absolute


def test_a_link_out_of_a_page_is_no_way_around_the_rules() -> None:
    with pytest.raises(ValueError, match="http"):
        normalise("javascript:alert(1)", "https://example.org/")
    with pytest.raises(ValueError, match="user"):
        normalise("//user@example.org/", "https://example.org/")

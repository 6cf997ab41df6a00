"""Feeds of every kind become entries: plain text, good links, right times, and nothing that a feed made up."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.model.article import Entry
from monitor.model.parsed import Wishes
from tests.stages.documents import RDF, SEEN, atom, only, read, rss

# What each format says


def test_rss_2_with_everything() -> None:
    parsed = read(
        rss(
            "<title>Talks &amp; tea</title><link>https://news.example.org/a?id=1&amp;x=2</link>"
            "<guid isPermaLink='false'>news-1</guid>"
            "<description>&lt;p&gt;They &lt;b&gt;met&lt;/b&gt;.&lt;/p&gt;</description>"
            "<content:encoded><![CDATA[<p>They met.</p><p>They left.</p>]]></content:encoded>"
            "<pubDate>Mon, 23 Nov 2026 14:05:00 +0400</pubDate><dc:creator>Foreign desk</dc:creator>"
            "<category>World</category><category>Europe &amp; Asia</category>"
            "<enclosure url='/i/1.jpg' type='image/jpeg' length='1'/>",
            channel="<title>The &lt;i&gt;News&lt;/i&gt;</title><language>en-GB</language><ttl>60</ttl>",
        )
    )
    assert parsed.format == "rss2"
    assert (parsed.title, parsed.language) == ("The News", "en")
    assert len(parsed) == parsed.found == 1
    assert parsed.warnings == ()
    assert list(parsed) == [
        Entry(
            guid="news-1",
            url="https://news.example.org/a?id=1&x=2",
            title="Talks & tea",
            summary="They met.",
            body="They met.\nThey left.",
            published_raw="Mon, 23 Nov 2026 14:05:00 +0400",
            published=datetime(2026, 11, 23, 10, 5, tzinfo=UTC),
            authors=("Foreign desk",),
            categories=("World", "Europe & Asia"),
            language="en",
            image_url="https://news.example.org/i/1.jpg",
        )
    ]


def test_atom_with_everything() -> None:
    entry = only(
        atom(
            "<id>tag:example.org,2026:1</id><title type='html'>Talks &amp;amp; &lt;i&gt;tea&lt;/i&gt;</title>"
            "<link rel='enclosure' type='image/png' href='a.png'/><link rel='alternate' href='a.html'/>"
            "<summary>They met.</summary><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
            "<p>They met.</p><p>They left.</p></div></content><published>2026-11-23T14:05:00+04:00</published>"
            "<updated>2026-11-23T15:05:00+04:00</updated>"
            "<author><name>Foreign desk</name><email>d@e.org</email></author>"
            "<category term='w' label='World'/>",
            feed="<title>News</title>",
            attributes='xml:lang="az" xml:base="https://news.example.org/az/"',
        )
    )
    assert entry == Entry(
        guid="tag:example.org,2026:1",
        url="https://news.example.org/az/a.html",
        title="Talks & tea",
        summary="They met.",
        body="They met.\nThey left.",
        published_raw="2026-11-23T14:05:00+04:00",
        published=datetime(2026, 11, 23, 10, 5, tzinfo=UTC),
        updated=datetime(2026, 11, 23, 11, 5, tzinfo=UTC),
        authors=("Foreign desk",),
        categories=("World",),
        language="az",
        image_url="https://news.example.org/az/a.png",
    )


def test_rdf_site_summary() -> None:
    document = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://example.org/"><title>N</title></channel>'
        '<item rdf:about="https://example.org/1"><title>Talks</title><link>https://example.org/1</link>'
        "<dc:date>2026-11-23T14:05+04:00</dc:date><dc:subject>World</dc:subject></item></rdf:RDF>"
    )
    parsed = read(document)
    assert parsed.format == "rss1"
    assert parsed.entries[0].url == "https://example.org/1"
    assert parsed.entries[0].published == datetime(2026, 11, 23, 10, 5, tzinfo=UTC)
    assert parsed.entries[0].categories == ("World",)


@pytest.mark.parametrize(
    ("document", "name"),
    [
        ('<rss version="0.91"><channel><item><title>Talks</title></item></channel></rss>', "rss09x"),
        ('<rss version="0.92"><channel><item><title>Talks</title></item></channel></rss>', "rss09x"),
        ("<rss><channel><item><title>Talks</title></item></channel></rss>", "rss2"),
        ("<RSS VERSION='2.0'><Channel><Item><Title>Talks</Title></Item></Channel></RSS>", "rss2"),
        ("<rss><item><title>Talks</title></item></rss>", "rss2"),
        ("<channel><item><title>Talks</title></item></channel>", "rss2"),
        (
            f'<rdf:RDF {RDF} xmlns="http://my.netscape.com/rdf/simple/0.9/"><item><title>Talks</title></item></rdf:RDF>',
            "rss09x",
        ),
        ('<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>Talks</title></entry></feed>', "atom"),
        ('<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>Talks</a:title></a:entry></a:feed>', "atom"),
        ("<feed><entry><title>Talks</title></entry></feed>", "atom"),
    ],
)
def test_old_and_odd_formats(document: str, name: str) -> None:
    parsed = read(document)
    assert parsed.format == name
    assert [entry.title for entry in parsed] == ["Talks"]


def test_a_feed_without_entries_is_a_feed() -> None:
    assert read(rss()).entries == ()
    assert read(atom()).format == "atom"


# Text


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("AT&amp;T &amp; NATO", "AT&T & NATO"),
        ("AT&amp;amp;T &amp;amp; NATO", "AT&T & NATO"),  # HTML in RSS, as is usual
        ("<![CDATA[AT&T & NATO]]>", "AT&T & NATO"),
        ("<![CDATA[AT&amp;T & NATO]]>", "AT&T & NATO"),
        ("<![CDATA[<b>Talks</b> in Baku]]>", "Talks in Baku"),
        ("&lt;b&gt;Talks&lt;/b&gt; in Baku", "Talks in Baku"),
        ("<b>Talks</b> in Baku", "Talks in Baku"),
        ("5 &lt; 6", "5 < 6"),
        ("Bak&#305; v&amp;#601; &#304;stanbul", "Bakı və İstanbul"),
        ("  Talks \n in\tBaku ", "Talks in Baku"),
        ("&#8220;Talks&#8221; &amp;mdash; over", "“Talks” — over"),
        ("Tal\u202eks\u200b in\u00ad Baku", "Talks in Baku"),
        ("<![CDATA[]]>", ""),
        ("Über 100 000 €", "Über 100 000 €"),
    ],
)
def test_titles_are_exact_plain_text(markup: str, title: str) -> None:
    assert only(rss(f"<title>{markup}</title>")).title == title


@pytest.mark.parametrize(
    ("element", "title"),
    [
        ('<title type="text">1 &lt; 2 &amp;amp; &lt;b&gt;</title>', "1 < 2 &amp; <b>"),  # RFC 4287, 3.1.1.1
        ('<title type="html">1 &amp;lt; 2 &amp;amp; &lt;b&gt;3&lt;/b&gt;</title>', "1 < 2 & 3"),
        ('<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">1 &lt; 2 <b>3</b></div></title>', "1 < 2 3"),
        ("<title>Talks &amp;amp; tea</title>", "Talks & tea"),  # undeclared, and HTML all the same
    ],
)
def test_atom_titles_are_what_their_type_says(element: Any, title: str) -> None:
    assert only(atom(element)).title == title


def test_media_titles_and_descriptions_are_not_the_entrys() -> None:
    entry = only(
        rss(
            "<media:content url='https://e.org/1.jpg' medium='image'><media:title>A table</media:title></media:content>"
            "<media:description>Of a table</media:description><title>Talks</title><description>They met.</description>"
        )
    )
    assert (entry.title, entry.summary) == ("Talks", "They met.")
    assert entry.image_url == "https://e.org/1.jpg"


def test_where_an_entry_has_no_title_of_its_own_a_modules_stands_in() -> None:
    entry = only(rss("<media:title>Talks</media:title><media:description>They met.</media:description>"))
    assert (entry.title, entry.summary) == ("Talks", "They met.")
    assert only(rss("<dc:title>Talks</dc:title>")).title == "Talks"
    assert only(rss("<dc:title>No</dc:title><title>Talks</title><media:title>No</media:title>")).title == "Talks"


def test_scripts_and_forms_are_no_text() -> None:
    entry = only(
        rss("<description>&lt;script&gt;x()&lt;/script&gt;Met.&lt;img src='https://t.example/1'&gt;</description>")
    )
    assert entry.summary == "Met."


def test_a_full_text_before_its_summary_is_still_the_full_text() -> None:
    entry = only(
        rss("<content:encoded>&lt;p&gt;All of it.&lt;/p&gt;</content:encoded><description>Short.</description>")
    )
    assert (entry.summary, entry.body) == ("Short.", "All of it.")


def test_a_full_text_alone_is_no_summary() -> None:
    entry = only(rss("<content:encoded>&lt;p&gt;All of it.&lt;/p&gt;</content:encoded>"))
    assert (entry.summary, entry.body) == ("", "All of it.")


def test_a_description_that_is_a_whole_text_is_read_as_one() -> None:
    paragraphs = "".join(f"&lt;p&gt;Paragraph {number} {'of words ' * 40}.&lt;/p&gt;" for number in range(5))
    entry = only(rss(f"<description>&lt;p&gt;The lead.&lt;/p&gt;{paragraphs}</description>"))
    assert entry.summary == "The lead."
    assert entry.body.startswith("Paragraph 0")
    assert entry.body.count("\n") == 4


def test_the_full_text_that_search_engines_ask_for_is_read() -> None:
    text = "<yandex:full-text>Весь текст.</yandex:full-text>"
    document = f'<rss xmlns:yandex="http://news.yandex.ru"><channel><item>{text}</item></channel></rss>'
    assert only(document).body == "Весь текст."


# Links


@pytest.mark.parametrize(
    ("item", "link"),
    [
        ("<link>https://e.org/a</link>", "https://e.org/a"),
        ("<link> \n https://e.org/a?b=1&amp;c=2 \n</link>", "https://e.org/a?b=1&c=2"),
        ("<link>/a</link>", "https://news.example.org/a"),
        ("<link>a.html</link>", "https://news.example.org/feeds/a.html"),
        ("<link><![CDATA[https://e.org/a&b]]></link>", "https://e.org/a&b"),
        ("<guid>https://e.org/a</guid>", "https://e.org/a"),
        ("<guid isPermaLink='true'>https://e.org/a</guid>", "https://e.org/a"),
        ("<guid isPermaLink='false'>https://e.org/a</guid>", "https://e.org/a"),  # it is one, whatever it is called
        ("<guid>12345</guid>", None),
        ("<guid isPermaLink='true'>12345</guid>", None),
        ("<guid>urn:uuid:1</guid>", None),
        ("<atom:link href='https://e.org/a'/>", "https://e.org/a"),
        ("<atom:link rel='self' href='https://e.org/self'/><link>https://e.org/a</link>", "https://e.org/a"),
        ("<atom:link rel='self' href='https://e.org/self'/>", None),
        (
            "<link>https://feeds.example/~r/1</link><feedburner:origLink>https://e.org/a</feedburner:origLink>",
            "https://e.org/a",
        ),
        ("<link>javascript:alert(1)</link>", None),
        ("<link>java&#10;script:alert(1)</link>", None),
        ("<link>file:///etc/passwd</link>", None),
        ("<link>data:text/html,x</link>", None),
        ("<link>https://user:word@e.org/</link>", None),
        ("<link>https://e.org\\@evil.example/</link>", None),
        ("<link>https://" + "e" * 3000 + ".org/</link>", None),
        ("<link></link>", None),
        ("<link>javascript:alert(1)</link><guid>https://e.org/a</guid>", "https://e.org/a"),
    ],
)
def test_links_lead_over_http_or_nowhere(item: Any, link: str | None) -> None:
    assert only(rss(f"<title>Talks</title>{item}")).url == link


def test_r17_entries_without_guid_link_or_title_are_kept() -> None:
    parsed = read(rss("<description>They met.</description>", "<pubDate>2026-11-23</pubDate>", ""))
    assert len(parsed) == 3
    assert parsed.entries[2] == Entry()


def test_r13_entries_that_share_a_guid_are_all_kept() -> None:
    parsed = read(rss(*(f"<guid>same</guid><link>https://e.org/{number}</link>" for number in range(3))))
    assert [entry.url for entry in parsed] == ["https://e.org/0", "https://e.org/1", "https://e.org/2"]
    assert {entry.guid for entry in parsed} == {"same"}


def test_a_guid_is_as_the_feed_says_it() -> None:
    assert only(rss("<guid>12345</guid>")).guid == "12345"
    assert only(rss("<guid isPermaLink='false'> ?p=77 </guid>")).guid == "?p=77"


# Dates


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ("<pubDate>Mon, 23 Nov 2026 14:05:00 MSK</pubDate>", "2026-11-23 11:05"),
        ("<pubDate>23 noyabr 2026, 14:05</pubDate>", "2026-11-23 10:05"),
        ("<pubDate>1795442700</pubDate>", "2026-11-23 14:05"),
        ("<dc:date>2026-11-23T14:05:00</dc:date>", "2026-11-23 10:05"),
        ("<atom:updated>2026-11-23T14:05:00Z</atom:updated>", "2026-11-23 14:05"),
        ("<pubDate>2 saat əvvəl</pubDate>", "2026-11-23 10:00"),
        ("<pubDate>2099-01-01T00:00:00Z</pubDate>", None),
        ("<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>", None),
        ("<pubDate>sabah</pubDate>", None),
    ],
)
def test_r07_dates_are_read_by_the_sources_language_and_time_zone(element: Any, expected: Any) -> None:
    parsed = read(rss(element), timezone="Asia/Baku", languages=("az",))
    (entry,) = parsed
    assert entry.published == (datetime.fromisoformat(expected).replace(tzinfo=UTC) if expected else None)
    assert entry.published_raw
    assert any("dates that can't be" in warning for warning in parsed.warnings) is (expected is None)


def test_a_date_of_publication_goes_before_one_of_update() -> None:
    entry = only(rss("<dc:date>2026-11-23T12:00:00Z</dc:date><pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate>"))
    assert (entry.published, entry.updated) == (SEEN - timedelta(hours=2), SEEN)
    assert only(atom("<updated>2026-11-23T12:00:00Z</updated>")).published == SEEN


def test_what_a_feed_wishes() -> None:
    channel = (
        "<ttl>45</ttl><skipHours><hour>0</hour><hour>24</hour><hour>5</hour><hour>x</hour></skipHours>"
        "<skipDays><day>Sunday</day><day>Funday</day></skipDays>"
        "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"
    )
    expected = Wishes(ttl=timedelta(minutes=45), period=timedelta(hours=6), skip_hours=(0, 5), skip_days=(6,))
    assert read(rss(channel=channel)).wishes == expected
    assert read(rss(channel="<ttl>1.5</ttl><sy:updatePeriod>often</sy:updatePeriod>")).wishes == Wishes()


# Other formats


def test_a_feed_is_what_it_is_whatever_it_is_declared() -> None:
    parsed = read("<urlset><url><loc>https://e.org/a</loc></url></urlset>", kind="rss")
    assert parsed.format == "sitemap"
    assert parsed.warnings == ("declared as rss, but it is sitemap",)
    assert read(rss("<title>T</title>"), kind="sitemap").warnings == ("declared as sitemap, but it is rss2",)
    assert read(rss("<title>T</title>"), kind="rss").warnings == ()


def test_languages_of_entries_go_before_the_feeds() -> None:
    channel = "<language>ru</language>"
    assert only(rss("<title>T</title>", channel=channel)).language == "ru"
    assert only(rss("<title>T</title><dc:language>az</dc:language>", channel=channel)).language == "az"
    assert only(rss("<title>T</title>", channel="<language>english!</language>")).language is None

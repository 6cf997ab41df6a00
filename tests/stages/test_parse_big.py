"""Feeds too big for feedparser are read straight from their tree, to the very same entries."""

from datetime import UTC, datetime

import pytest

from monitor.model.parsed import Parsed
from monitor.stages.parse import parse

SEEN = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MANY = 1_001
NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:other="http://example.org/other#"'
)
ITEMS = [
    (
        "<title>Talks &amp;amp; tea</title><link>https://e.org/1?a=1&amp;b=2</link><guid isPermaLink='false'>n1</guid>"
        "<description>&lt;p&gt;They met.&lt;/p&gt;</description><pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate>"
        "<author>desk@example.org (Foreign desk)</author><category>World</category><category>Asia</category>"
    ),
    "<title>One</title><title>Two</title><link>/relative</link><guid>https://e.org/2</guid>",
    "<dc:title>Stands in</dc:title><dc:creator>A</dc:creator><dc:creator>B</dc:creator><dc:date>2026-11-23</dc:date>",
    (
        "<title>T</title><media:title>No</media:title><media:group>"
        "<media:content url='https://e.org/1.jpg' type='image/jpeg'>"
        "<media:description>No</media:description></media:content></media:group>"
    ),
    "<media:thumbnail url='https://e.org/t.jpg'/><enclosure url='https://e.org/a.mp3' type='audio/mpeg' length='1'/>",
    "<image><url>https://e.org/i.png</url><title>No</title></image><link>https://e.org/5</link>",
    "<content:encoded><![CDATA[<p>All of it.</p><p>And more.</p>]]></content:encoded><description>Short.</description>",
    "<content:encoded>Alone</content:encoded><itunes:summary>Aside</itunes:summary>",
    "<description>One</description><description>Two, which is longer</description>",
    "<title>With <b>marks</b> &amp; more</title><description>Text &lt;i&gt;a&lt;/i&gt; <em>b</em> c</description>",
    "<link>https://feeds.example/6</link><feedburner:origLink>https://e.org/6</feedburner:origLink>",
    "<atom:link href='https://e.org/7'/><atom:link rel='self' href='https://e.org/self'/><dc:language>az</dc:language>",
    "<atom:updated>2026-11-23T09:00:00Z</atom:updated><dcterms:created>2026-11-22</dcterms:created>",
    "<pubDate>2026-11-20</pubDate><pubDate>2026-11-21</pubDate><dc:subject>S</dc:subject><other:title>No</other:title>",
    "<guid>12345</guid><link>javascript:alert(1)</link>",
    "",
]
ENTRIES = [
    (
        "<id>tag:e.org,2026:1</id><title type='text'>1 &lt; 2 &amp;amp;</title><link href='a.html'/>"
        "<updated>2026-11-23T10:00:00Z</updated><author><name>Desk</name><uri>https://e.org/</uri></author>"
    ),
    (
        "<id>/2</id><title type='html'>&lt;b&gt;Bold&lt;/b&gt;</title>"
        "<link rel='alternate' type='text/html' href='/b'/>"
        "<link rel='enclosure' type='image/png' href='/i.png'/><published>2026-11-22T10:00:00Z</published>"
    ),
    (
        "<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>1 &lt; 2 <i>x</i></div></title>"
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>One.</p><p>Two.</p></div></content>"
    ),
    "<title xml:lang='ru'>Переговоры</title><summary type='text'>1 &lt; 2</summary><content>Plain text</content>",
    "<title>T</title><link rel='related' href='https://e.org/r'/><category term='w' label='W'/><category term='x'/>",
    "<title>T</title><content type='text/html' mode='escaped'>&lt;p&gt;x</content><issued>2026-11-22</issued>",
    "<title>T</title><link href='b.html' xml:base='https://other.example/dir/'/><summary/>",
]


def rss(items: list[str]) -> Parsed:
    listed = "".join(f"<item>{item}</item>" for item in items)
    channel = f"<channel><title>News &amp;amp; more</title><language>ru-RU</language>{listed}</channel>"
    return read(f"<rss version='2.0' {NAMESPACES}>{channel}</rss>")


def atom(entries: list[str]) -> Parsed:
    listed = "".join(f"<entry>{entry}</entry>" for entry in entries)
    feed = "<title>News</title><author><name>The newsroom</name></author>"
    return read(f"<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='az' xml:base='/az/'>{feed}{listed}</feed>")


def rdf(items: list[str]) -> Parsed:
    listed = "".join(f"<item rdf:about='https://e.org/{place}'>{item}</item>" for place, item in enumerate(items))
    spaces = 'xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    return read(f"<rdf:RDF {spaces} {NAMESPACES}><channel><title>N</title></channel>{listed}</rdf:RDF>")


def read(document: str) -> Parsed:
    return parse(document.encode(), url="https://news.example.org/feeds/all.xml", reference=SEEN, timezone="Asia/Baku")


@pytest.mark.parametrize(("feed", "entries"), [(rss, ITEMS), (atom, ENTRIES), (rdf, ITEMS)], ids=["rss", "atom", "rdf"])
def test_a_big_feed_says_what_a_small_one_says(feed, entries) -> None:
    few, many = feed(entries), feed(entries + ["<title>Filler</title>"] * MANY)
    for small, big in zip(few, many.entries[: len(entries)], strict=True):
        assert big == small
    assert (many.title, many.language, many.format) == (few.title, few.language, few.format)
    assert many.found == len(many) == len(entries) + MANY


def test_r12_ten_thousand_entries_are_all_there() -> None:
    parsed = rss([f"<title>Talks {number}</title><link>https://e.org/{number}</link>" for number in range(10_000)])
    assert [entry.url for entry in parsed] == [f"https://e.org/{number}" for number in range(10_000)]
    assert parsed.warnings == ()

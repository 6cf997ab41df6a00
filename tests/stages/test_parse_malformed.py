"""What publishers break, and what is recovered of it: R15, R16, S09 to S17."""

import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from monitor.errors import ParseError
from monitor.model.parsed import Parsed
from monitor.stages.parse import parse
from monitor.text.wellformed import root_name, tree

URL = "https://news.example.org/rss"


def read(document: bytes | str, **context: Any) -> Parsed:
    raw = document if isinstance(document, bytes) else document.encode()
    return parse(raw, **{"url": URL, **context})


def titles(document: bytes | str, **context: Any) -> list[str]:
    return [entry.title for entry in read(document, **context)]


# R15: encodings that lie, through the whole of parsing

RUSSIAN = "Переговоры в Брюсселе завершились"
AZERBAIJANI = "Brüsseldə danışıqlar başa çatıb, növbəti görüş Şuşada olacaq"
TURKISH = "Brüksel’deki görüşmeler sona erdi; sıradaki toplantı İzmir’de yapılacak"
CYRILLIC = RUSSIAN + " поздно вечером, сообщает пресс-служба министерства"


def feed(title: str, declared: str | None) -> str:
    said = f' encoding="{declared}"' if declared else ""
    return (
        f'<?xml version="1.0"{said}?>\n<rss version="2.0"><channel><item><title>{title}</title></item></channel></rss>'
    )


@pytest.mark.parametrize(
    ("title", "declared", "codec", "header"),
    [
        (CYRILLIC, "utf-8", "cp1251", "application/rss+xml"),  # windows-1251 declared utf-8
        (CYRILLIC, "windows-1251", "utf-8", "application/rss+xml"),  # the reverse
        (CYRILLIC, None, "cp1251", "text/xml; charset=windows-1251"),  # only the header knows
        (TURKISH, None, "cp1254", "text/xml"),  # nobody knows
        (TURKISH, "iso-8859-1", "cp1254", "text/xml; charset=utf-8"),  # everybody is wrong
        (AZERBAIJANI, "windows-1254", "utf-8", "text/xml; charset=windows-1251"),
        (CYRILLIC, "utf-8", "koi8-r", "text/xml"),
        (CYRILLIC, "utf-16", "utf-16", "application/xml"),
        (AZERBAIJANI, None, "utf-16-le", "application/xml; charset=utf-8"),
        (CYRILLIC, "koi8-r", "koi8-r", "text/xml; charset=koi8-r"),
    ],
)
def test_r15_words_come_out_right_whatever_is_said_of_them(title: str, declared: str, codec: str, header: str) -> None:
    assert titles(feed(title, declared).encode(codec), content_type=header) == [title]


# R16: markup that is broken


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        ("<title>AT&T & NATO</title>", "AT&T & NATO"),
        ("<title>AT&T &amp; NATO & R&D;</title>", "AT&T & NATO & R&D;"),
        ("<title>Q&A: a=1&b=2&copy=3</title>", "Q&A: a=1&b=2&copy=3"),
        ("<title>Caf&eacute; &mdash; &laquo;Talks&raquo;&nbsp;&hellip;</title>", "Café — «Talks» …"),
        ("<title>&bogus; &#99999999; Talks</title>", "&bogus; Talks"),
        ("<title>It&#146;s &#150; &#x93;over&#x94;</title>", "It’s – “over”"),
        ("<title>A face: &#55357;&#56832;</title>", "A face: 😀"),
        ("<title>Talks\x0b in\x00 Ba\x1fku\ufffe</title>", "Talks in Baku"),
        ("<title>1 < 2 & 3 > 2</title>", "1 < 2 & 3 > 2"),
        ("<title>I <3 Baku</title>", "I <3 Baku"),
        ("<title>a ]]> b</title>", "a ]]> b"),
        ("<title><![CDATA[Talks & tea</title><link>https://e.org/</link>", "Talks & tea"),
        ("<title><![CDATA[Talks & tea</title><description><![CDATA[They met.]]></description>", "Talks & tea"),
        ("<title><![CDATA[Talks ]]> & <![CDATA[tea]]></title>", "Talks & tea"),
        ("<title>Talks & tea<link>https://e.org/</link></title>", "Talks & tea"),
        ("<title>Talks<br> & <b>tea</title>", "Talks & tea"),
        ("<title>Talks & tea</Title>", "Talks & tea"),
        ("<title>Talks & tea</titel></item>", "Talks & tea"),
        ("<title lang=en class='a>Talks & tea</title>", "Talks & tea"),
        ("<title a='1' a='2'>Talks & tea</title>", "Talks & tea"),
        ("<itunes:subtitle>x</itunes:subtitle><title>Talks & tea</title>", "Talks & tea"),
        ("<dc:title>x</dc:title><title>Talks & tea</title>", "Talks & tea"),
        ("<!-- a -- comment --><title>Talks & tea</title>", "Talks & tea"),
        ("<?php echo 1 ?><title>Talks & tea</title>", "Talks & tea"),
        ("<!ELEMENT x><title>Talks & tea</title>", "Talks & tea"),
    ],
)
def test_r16_broken_markup_is_recovered_with_exact_titles(broken: str, expected: str) -> None:
    before, behind = "<item><title>First</title></item>", "<item><title>Last</title></item>"
    document = f'<rss version="2.0"><channel>{before}<item>{broken}</item>{behind}</channel></rss>'
    assert titles(document) == ["First", expected, "Last"]


@pytest.mark.parametrize(
    "before",
    [
        "\n\n  ",
        "\ufeff\n ",
        "\x00\x01",
        "<!-- saved from the old site -->\n",
        "<br />\n<b>Warning</b>: mysql_connect() in <b>/www/rss.php</b> on line <b>7</b><br />\n",
        "Notice: Undefined index in rss.php\n",
        "---\nlayout: null\n---\n",
    ],
)
def test_r16_what_stands_before_the_declaration_does_not_matter(before: str) -> None:
    assert titles(before + feed("Talks & tea", "utf-8")) == ["Talks & tea"]


@pytest.mark.parametrize("behind", ["\n<!-- 0.3 s -->", "<script>x()</script>", "garbage & more", "<rss>"])
def test_r16_nor_what_stands_behind_the_end(behind: str) -> None:
    assert titles(feed("Talks", "utf-8") + behind) == ["Talks"]


def test_r16_a_file_that_is_cut_off_gives_what_it_has() -> None:
    items = "".join(
        f"<item><title>Talks {number}</title><link>https://e.org/{number}</link></item>" for number in range(9)
    )
    document = f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'
    complete = [f"Talks {number}" for number in range(9)]
    for end in range(70, len(document), 7):
        found = titles(document[:end])
        whole = document[:end].count("</item>")
        assert found[:whole] == complete[:whole]
        assert len(found) - whole in (0, 1)
    assert "cut off before its end" in read(document[:300]).warnings


def test_an_item_that_is_not_closed_ends_where_the_next_begins() -> None:
    document = "<rss><channel><item><title>A & B</title><item><title>C</title><item><title>D</title></channel></rss>"
    assert titles(document) == ["A & B", "C", "D"]


def test_a_channel_element_that_is_not_closed_loses_no_entry() -> None:
    document = "<rss><channel><image><url>x<category text='T'><item><title>A & B</title></item></channel></rss>"
    assert titles(document) == ["A & B"]


def test_undeclared_prefixes_mean_what_they_always_mean() -> None:
    document = (
        "<rss><channel><item><dc:creator>Desk</dc:creator><content:encoded>All</content:encoded>"
        "<media:thumbnail url='https://e.org/1.jpg'/></item></channel></rss>"
    )
    (entry,) = read(document)
    assert (entry.authors, entry.body, entry.image_url) == (("Desk",), "All", "https://e.org/1.jpg")


def test_broken_sitemaps_are_recovered_too() -> None:
    document = "<urlset><url><loc>https://e.org/?a=1&b=2</loc><url><loc>https://e.org/2</loc>"
    assert [entry.url for entry in read(document)] == ["https://e.org/?a=1&b=2", "https://e.org/2"]


# S09 to S17: markup that is hostile

LAUGHS = "".join(f'<!ENTITY lol{number} "{f"&lol{number - 1};" * 10}">' for number in range(1, 10))
BOMBS = {
    "billion laughs": ('<!ENTITY lol0 "lol">' + LAUGHS, "&lol9;"),
    "quadratic": (f'<!ENTITY a "{"a" * 50_000}">', "&a;" * 50_000),
    "small and many": (f'<!ENTITY a "{"a" * 290}">', "&a;" * 500_000),
    "endless": ("<!ENTITY a '" + "x" * 100_000, None),
}


def bomb(name: str, root: str) -> str:
    declarations, text = BOMBS[name]
    opened = f"<!DOCTYPE {root} [{declarations}"
    return opened if text is None else f"{opened}]><{root}><channel><title>{text}</title></channel></{root}>"


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.parametrize("root", ["rss", "urlset"])
def test_s10_s12_bombs_are_feed_errors_at_once(name: str, root: str) -> None:
    began = time.process_time()
    with pytest.raises(ParseError) as caught:
        read(bomb(name, root))
    assert caught.value.outcome == "parse_error"
    assert time.process_time() - began < 2  # CPU seconds, which S10 is about


@pytest.mark.parametrize("root", [("rss", "channel", "item", "title"), ("urlset", "url", "loc")])
def test_s09_s11_external_entities_are_neither_opened_nor_shown(root: tuple[str, ...], tmp_path: Any) -> None:
    secret = tmp_path / "secret"
    secret.write_text("https://secret.example/")
    opened, closed = "".join(f"<{name}>" for name in root), "".join(f"</{name}>" for name in reversed(root))
    for declaration in (
        f'<!DOCTYPE x [<!ENTITY xxe SYSTEM "file://{secret}">]>',
        f'<!DOCTYPE x [<!ENTITY % xxe SYSTEM "file://{secret}">%xxe;]>',
        f'<!DOCTYPE x SYSTEM "file://{secret}">',
        '<!DOCTYPE x PUBLIC "-//X" "http://127.0.0.1:9/x.dtd">',
    ):
        parsed = read(f"{declaration}{opened}https://e.org/&xxe;{closed}")
        assert len(parsed) == 1
        assert "secret.example" not in repr(parsed)


def test_harmless_dtds_are_no_reason_to_reject() -> None:
    netscape = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    )
    assert titles(f"<?xml version='1.0'?>{netscape}<rss><channel><item><title>Talks</title></item></channel></rss>")
    literal = '<!DOCTYPE rss [<!ENTITY nbsp "&#160;"><!ENTITY paper "The &#8220;News&#8221;">]>'
    assert titles(f"{literal}<rss><channel><item><title>&paper;&nbsp;2</title></item></channel></rss>") == [
        "The “News” 2"
    ]


def test_a_page_in_an_entry_is_no_dtd_of_the_feed() -> None:
    text = "<description><![CDATA[<!DOCTYPE html [ <p>x]]></description>"
    document = f"<rss><channel><item><title>T</title>{text}</item></channel></rss>"
    assert titles(document) == ["T"]


POISON = {
    "nested": "<rss><channel><item><title>T</title><description>" + "<b>" * 100_000,
    "nested and closed": "<rss><channel><item><title>T</title>"
    + "<div>" * 100_000
    + "</div>" * 100_000
    + "</item></channel></rss>",
    "comment": "<rss><channel><!--" + "-x" * 1_000_000 + "--><item><title>T</title></item></channel></rss>",
    "comments": "<rss><channel><item><title>T</title>" + "<!--" * 200_000,
    "sections": "<rss><channel><item><title>T</title>" + "<![CDATA[" * 100_000,
    "ampersands": "<rss><channel><item><title>T</title><description>" + "&" * 1_000_000,
    "brackets": "<rss><channel><item><title>T</title><description>" + "<" * 1_000_000,
    "quotes": "<rss><channel><item><title>T</title><description>" + "<a b='\"" * 100_000,
    "attributes": "<rss><channel><item><title>T</title><a " + "b=c " * 200_000 + ">",
    "closings": "<rss><channel><item><title>T</title>" + "</x>" * 200_000,
    "blanks": "<rss><channel><item><title>T</title><pubDate>" + " " * 1_000_000 + "</pubDate><link>" + " " * 1_000_000,
    "title": "<rss><channel><item><title>T" + "\u200b<i> &amp;amp;" * 100_000,
    "processing": "<rss><channel><item><title>T</title>" + "<?" * 200_000,
    "prefixes": "<rss><channel><item><title>T</title>" + "".join(f"<p{number}:x/>" for number in range(20_000)),
    "letters": "<rss><channel><item><title>T</title><description>" + "\xe9" * 1_000_000,
}


@pytest.mark.parametrize("name", POISON)
def test_s15_s17_poison_costs_no_more_than_its_length(name: str) -> None:
    """In CPU seconds: what is quadratic takes minutes on these."""
    document = POISON[name].encode("latin-1" if name == "letters" else "utf-8")
    began = time.process_time()
    assert [title[:1] for title in titles(document)] == ["T"]
    assert time.process_time() - began < 5  # seconds that any file may take


def test_s12_no_tree_is_too_big_to_be_capped() -> None:
    urls = "".join(f"<url><loc>https://e.org/{number}</loc></url>" for number in range(12_000))
    parsed = read(f"<urlset>{urls}</urlset>")
    assert len(parsed) == 10_000
    assert parsed.found == 12_000


# The mending itself


@given(st.text(max_size=200))
@settings(max_examples=200)
def test_whatever_is_mended_is_xml(text: str) -> None:
    with suppress(ParseError):
        mended = tree(f"<rss>{text}")
        etree.fromstring(etree.tostring(mended.root))


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=80))
def test_text_that_nobody_escaped_stays_what_it_is(text: str) -> None:
    said = text.replace("<", "").replace("&", "").replace("\ufffe", "").replace("\uffff", "")
    mended = tree(f"<rss><title>{said} & more</title>").root.findtext("title")
    assert mended == f"{said} & more"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<rss>", "rss"),
        ("<?xml version='1.0'?><!-- <html> --><rdf:RDF>", "rdf"),
        ("<!DOCTYPE rss [<!ENTITY a 'b'>]>\n<rss>", "rss"),
        ("<!doctype html><p>", "html"),
        ("<!--", ""),
        ("no markup", ""),
    ],
)
def test_the_root_of_a_document_is_found_behind_its_prologue(text: str, expected: str) -> None:
    assert root_name(text) == expected

"""Titles are exact text, summaries plain paragraphs, and neither hides anything or takes long."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.plain import clip, paragraphs, plain

MARKUP = st.lists(
    st.sampled_from(
        [
            "<",
            ">",
            "&",
            ";",
            "<p>",
            "</p>",
            "<br/>",
            "<script>",
            "</script>",
            "<style>",
            "<form>",
            "</form",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "&amp;",
            "&#",
            "&#x202e;",
            "&lt;b&gt;",
            "\x00",
            "\u202e",
            "\u200d",
            "\ud800",
            " ",
            "\n",
            "NATO",
            "é",
            "e\u0301",
            "می\u200cخواهد",
            '<a href="',
            "'",
            '"',
            "<HWK.N>",
            "<x-y>",
            "=",
        ],
    ),
    max_size=25,
).map("".join)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("AT&amp;T &amp; NATO", "AT&T & NATO"),
        ("AT&T & NATO", "AT&T & NATO"),
        ("R&D; Q&A", "R&D; Q&A"),
        ("a < b > c", "a < b > c"),
        ("1<2 and 3>2", "1<2 and 3>2"),
        ("&amp;lt;b&amp;gt; &amp;amp;", "&lt;b&gt; &amp;"),
        ("&lt;b&gt;", "<b>"),
        ("&#8220;Talks&#x201D; &mdash; day&nbsp;2", "“Talks” — day 2"),
        ("&notanentity; &copy 2026", "&notanentity; &copy 2026"),
        ("<b>N</b>ATO <i>summit</i>", "NATO summit"),
        ("First line<br>second line", "First line second line"),
        ('<a href="https://example.org/?a=1&b=2" title="x > y">Baku</a>', "Baku"),
        ("Exchange listing <HWK.N> rises", "Exchange listing <HWK.N> rises"),
        ("Exchange listing <HWKB> rises", "Exchange listing <HWKB> rises"),
        ("<![CDATA[Talks & talks]]>", "Talks & talks"),
        ("Talks<script>track('<b>')</script> resume<style>p{}</style>", "Talks resume"),
        ("Talks <!-- hidden --> resume", "Talks resume"),
        ("Talks <![endif]--> <?xml version='1.0'?>resume", "Talks resume"),
        ("<o:p>Talks</o:p> <amp-img src=x>resume", "Talks resume"),
        ("  Talks\t\r\n resume\u2028today ", "Talks resume today"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("", ""),
    ],
)
def test_a_title_is_exact_text(said: str, text: str) -> None:
    assert plain(said) == text


@pytest.mark.parametrize(
    "hidden",
    [
        "\u202a",
        "\u202b",
        "\u202c",
        "\u202d",
        "\u202e",
        "\u2066",
        "\u2067",
        "\u2068",
        "\u2069",
        "\u200e",
        "\u200f",
        "\u061c",
        "\u200b",
        "\u200c",
        "\u200d",
        "\u2060",
        "\ufeff",
        "\xad",
        "\x00",
        "\x01",
        "\x07",
        "\x08",
        "\x1b",
        "\x7f",
        "\x9f",
        "\u2028\u200b",
        "&#x202e;",
        "&#8203;",
        "&#0;&#x200f;",
        "\ufffe",
        "\U000e0041",
    ],
)
def test_s23_what_can_not_be_seen_is_not_there(hidden: str) -> None:
    shown = plain(f"NA{hidden}TO").replace("\ufffd", "").replace(" ", "")
    assert shown == "NATO"


def test_joiners_stay_where_they_spell() -> None:
    assert plain("می\u200cخواهد") == "می\u200cخواهد"
    assert plain("👩\u200d👧 family") == "👩\u200d👧 family"
    assert plain("می\u200c\u200c\u200dخواهد") == "می\u200cخواهد"


def test_s18_no_tag_of_html_survives() -> None:
    attack = '<img src=x onerror=alert(1)>Talks<iframe src="//evil.example"></iframe><svg onload=alert(1)></svg>'
    assert plain(attack) == "Talks"
    assert paragraphs(attack) == "Talks"


@given(MARKUP)
def test_any_text_is_read(said: str) -> None:
    for text in (plain(said), paragraphs(said).replace("\n", " ")):
        assert text == text.strip()
        assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in text)
        assert "\u202e" not in text
        assert "  " not in text
        assert unicodedata.is_normalized("NFC", text)
        text.encode("utf-8")


@given(
    st.text(alphabet=st.characters(blacklist_categories=("C", "Z"), blacklist_characters="<&"), min_size=1, max_size=40)
)
def test_text_without_markup_stays_itself(text: str) -> None:
    shown = unicodedata.normalize("NFC", text)
    assert plain(text) in {shown, plain(shown)}


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("<p>One.</p>\n<p>Two <b>2</b>.</p>", "One.\nTwo 2."),
        ("One.<br><br/>Two.", "One.\nTwo."),
        ("<ul><li>One<li>Two</ul>", "One\nTwo"),
        ("<table><tr><td>GDP</td><td>5%</td></tr></table>", "GDP 5%"),
        ("<div>One<form><input name=q><button>Go</button></form>Two</div>", "OneTwo"),
        ("<p>One<img src='https://pixel.example/1x1.gif' width=1 height=1></p>", "One"),
        ("<P>One</P><SCRIPT>x</SCRIPT ><P>Two</P>", "One\nTwo"),
        ("One\nwrapped line.\n\n\nTwo.", "One wrapped line.\nTwo."),
        ("One <a href='https://example.org/a", "One"),
        ("One <form>two", "One two"),
        ("One <script>two", "One"),
        ("<p>5 &lt; 6 &amp;amp; 7</p>", "5 < 6 &amp; 7"),
        ("<figure><img src=a><figcaption>Baku</figcaption></figure><p>One</p>", "Baku\nOne"),
        ("   ", ""),
    ],
)
def test_a_summary_has_a_line_a_paragraph(fragment: str, text: str) -> None:
    assert paragraphs(fragment) == text


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a ",
        '<a "',
        "<a '\"",
        "<a =",
        "<!--",
        "&",
        "&#1",
        "<script>",
        "<form>",
        "</form",
        "<p>",
        " \n",
        "\u200d",
        "a\u200d",
        "<![CDATA[",
        "<a'x'",
        "]]>",
        "<svg><svg/>",
    ],
)
def test_s17_time_is_linear_in_what_is_read(piece: str) -> None:
    # Quadratic work on these would take minutes, and fail by the suite's time limit.
    long = piece * (100_000 // len(piece))
    plain(long)
    paragraphs(long)


@pytest.mark.parametrize(
    ("text", "limit", "clipped"),
    [
        ("Talks resumed", 13, "Talks resumed"),
        ("Talks resumed in Baku", 16, "Talks resumed…"),
        ("Talks resumed, in Baku", 15, "Talks resumed…"),
        ("Talks resumed in Baku", 14, "Talks resumed…"),
        ("北约秘书长访问巴库", 5, "北约秘书…"),
        ("Talks", 0, ""),
        ("Talks", 1, "…"),
    ],
)
def test_a_text_is_cut_after_a_word(text: str, limit: int, clipped: str) -> None:
    assert clip(text, limit) == clipped


@given(st.text(max_size=80), st.integers(min_value=0, max_value=90))
def test_a_cut_text_is_never_too_long(text: str, limit: int) -> None:
    assert len(clip(text, limit)) <= limit or clip(text, limit) == text
    assert len(clip(text, limit)) <= max(limit, 0)

"""R07, R13 to R17 and R21: whatever feeds say, in one desk that reads it all twice."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from tests.conformance.newsroom import FROZEN, STAMP, piece, publish, titles
from tests.desk import WORDS, Desk
from tests.faults import armed, fail
from tests.press_room import Piece, PressRoom

pytestmark = pytest.mark.slow

# R07, R13 to R17, R21 - what feeds say


PAPER = "http://paper.test"  # stands for the press room's address
numbers = itertools.count()


def item(title: str, *more: str) -> str:
    """An entry whose page is not there, so that the article says what the entry does."""
    return f"<item><title>{title}</title><link>{PAPER}/gone/{next(numbers)}</link>{''.join(more)}</item>"


def rss(*items: str, declaration: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    return f'{declaration}<rss version="2.0"><channel><title>The Paper</title>{"".join(items)}</channel></rss>'


RUSSIAN = "Президент Азербайджана прибыл в Брюссель на переговоры с генеральным секретарём"
AZERBAIJANI = "Azərbaycan və Gürcüstan xarici işlər nazirləri Bakıda görüşüb, danışıqlar davam edəcək"
TURKISH = "Türkiye Dışişleri Bakanlığı görüşmelerin gelecek ay İstanbul'da süreceğini açıkladı"
LIES = {  # the title, the bytes' encoding, what the document says of it, what the header says
    "only-the-header": (RUSSIAN, "cp1251", "", "; charset=windows-1251"),
    "cp1251-as-utf-8": (RUSSIAN, "cp1251", ' encoding="utf-8"', ""),
    "utf-8-as-cp1251": (RUSSIAN, "utf-8", ' encoding="windows-1251"', ""),
    "utf-8-as-latin-1": (AZERBAIJANI, "utf-8", "", "; charset=iso-8859-1"),
    "undeclared-cp1254": (TURKISH, "cp1254", "", ""),
}
TANGLES = {
    "naked-ampersand": rss(item("AT&T & NATO sign"), item("Q&amp;A with the envoy")),
    "control": rss(item("Talks\x0b in\x08 Baku")),
    "blanks": "\ufeff\n\n  " + rss(item("Blanks before it")),
    "cdata": rss(item("<![CDATA[Broken & open]]"), item("<![CDATA[Whole & closed]]>")),
    "truncated": rss(item("Before the end"), item("At the end"))[:-45],
}


class Awkward:
    """A desk that has read everything that is awkward, in two runs."""

    def __init__(self, desk: Desk) -> None:
        self.desk, room = desk, desk.room
        room.robots("User-agent: *\nAllow: /\n")
        for name, (title, encoding, said, header) in LIES.items():
            summary = f"<description>{title}. {title}.</description>"
            body = rss(item(title, summary), declaration=f'<?xml version="1.0"{said}?>').encode(encoding)
            self.source(name, body, f"application/rss+xml{header}")
        for name, text in TANGLES.items():
            self.source(name, text.encode(), "application/rss+xml")
        dates = ("Fri, 01 Jan 2099 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "tomorrow", "")
        dated = (item(f"Dated {date or 'never'}", f"<pubDate>{date}</pubDate>") for date in dates)
        self.source("dates", rss(*dated).encode(), "application/rss+xml")
        same = "<guid isPermaLink='false'>same</guid>"
        self.source("same-guid", rss(*(item(f"Number {n}", same) for n in (30, 31, 32))).encode(), "text/xml")
        nothing = "<item><description>Somebody said something.</description></item><item/>"
        self.source("nothing", rss(nothing, item("The only whole one")).encode(), "text/xml")
        self.poison = room.feed("/poison.xml", [piece(50)])
        desk.source("poison", self.poison)
        desk.source("good", publish(room, piece(51), path="/good.xml"))
        self.poisoned = publish(room, piece(52), path="/poisoned-page.xml")
        desk.source("poisoned-page", self.poisoned)
        faults = armed(
            fail("monitor.stages.parse:parse", "/poison.xml"), fail("monitor.stages.extract:extract", "/news/52.html")
        )
        self.roaming("one", "en", "rss")
        self.first = desk.collect(**FROZEN, **faults)
        self.roaming("two", "fr", "mail")
        self.second = desk.collect("--all", **FROZEN, **faults)

    def source(self, name: str, body: bytes, content_type: str) -> None:
        body = body.replace(PAPER.encode(), self.desk.room.url("").encode())
        self.desk.source(name, self.desk.room.serve(f"/{name}.xml", body, content_type=content_type))

    def roaming(self, guid: str, locale: str, medium: str) -> None:
        """A feed whose GUIDs and links are others at every fetch."""
        room, story = self.desk.room, piece(53)
        room.page(story)
        link = f"{story.path}?utm_source={medium}&utm_medium={medium}&fbclid={guid}"
        url = room.feed("/roaming.xml", [Piece(path=link, title=story.title, guid=f"{guid}-{locale}")])
        if not any(source["id"] == "roaming" for source in self.desk.sources):
            self.desk.source("roaming", url)


@pytest.fixture(scope="module")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Awkward]:
    with PressRoom() as room:
        yield Awkward(Desk(room, tmp_path_factory.mktemp("awkward")))


@pytest.mark.parametrize("lie", LIES)
def test_r15_an_encoding_that_is_lied_about_comes_out_right(awkward: Awkward, lie: str) -> None:
    assert titles(awkward.desk, lie) == [LIES[lie][0]]
    assert awkward.desk.rows("SELECT summary LIKE ? FROM articles WHERE source = ?", f"{LIES[lie][0]}%", lie) == [(1,)]


@pytest.mark.parametrize(
    ("tangle", "told"),
    [
        ("naked-ampersand", ["AT&T & NATO sign", "Q&A with the envoy"]),
        ("control", ["Talks in Baku"]),
        ("blanks", ["Blanks before it"]),
        ("truncated", ["Before the end"]),
    ],
)
def test_r16_a_feed_that_is_not_well_formed_is_mended_and_its_titles_are_exact(
    awkward: Awkward, tangle: str, told: list[str]
) -> None:
    assert titles(awkward.desk, tangle)[: len(told)] == told


def test_r16_a_cdata_section_without_its_end_costs_no_other_entry(awkward: Awkward) -> None:
    assert "Whole & closed" in " ".join(titles(awkward.desk, "cdata"))


def test_r07_dates_that_can_not_be_are_kept_as_they_were_said_and_sorted_by_first_sight(awkward: Awkward) -> None:
    rows = awkward.desk.rows(
        "SELECT title, published_at, published_raw, dated_by, sorted_at FROM articles WHERE source = 'dates'"
    )
    assert {title: tuple(rest) for title, *rest in rows} == {
        "Dated Fri, 01 Jan 2099 00:00:00 GMT": (None, "Fri, 01 Jan 2099 00:00:00 GMT", "sighting", STAMP),
        "Dated Thu, 01 Jan 1970 00:00:00 GMT": (None, "Thu, 01 Jan 1970 00:00:00 GMT", "sighting", STAMP),
        "Dated tomorrow": (None, "tomorrow", "sighting", STAMP),
        "Dated never": (None, None, "sighting", STAMP),
    }


def test_r13_one_guid_for_all_entries_loses_none(awkward: Awkward) -> None:
    assert titles(awkward.desk, "same-guid") == ["Number 30", "Number 31", "Number 32"]


def test_r14_guids_and_links_that_change_at_every_fetch_are_one_article(awkward: Awkward) -> None:
    assert titles(awkward.desk, "roaming") == [piece(53).title]
    assert awkward.second["new"] == 0
    sightings = awkward.desk.rows(
        "SELECT count(*), count(DISTINCT article_id) FROM entries e JOIN feeds f ON f.id = e.feed_id"
        " WHERE f.source = 'roaming' AND article_id IS NOT NULL"
    )
    assert sightings == [(2, 1)]


def test_r17_entries_without_guid_link_or_title_do_not_fail_their_feed(awkward: Awkward) -> None:
    assert "The only whole one" in titles(awkward.desk, "nothing")
    assert "nothing" not in {error["source"] for error in awkward.first["errors"] if error["feed"].endswith(".xml")}


def test_r21_a_document_that_brings_out_a_mistake_of_ours_is_that_documents_failure_alone(awkward: Awkward) -> None:
    desk = awkward.desk
    assert titles(desk, "good") == [piece(51).title]
    errors = {(error["source"], error["feed"], error["kind"]) for error in awkward.first["errors"]}
    assert ("poison", awkward.poison, "parse_error") in errors
    assert ("poisoned-page", desk.room.url("/news/52.html"), "parse_error") in errors
    assert desk.rows("SELECT title, extractor FROM articles WHERE source = 'poisoned-page'") == [
        (piece(52).title, "feed")
    ]


def test_r14_one_article_in_five_feeds_of_its_outlet_is_one_article_with_five_sightings(desk: Desk) -> None:
    story = Piece(path="/news/talks-on-transport-10234.html", title="Talks on transport go on", text=WORDS)
    desk.room.page(story)
    base = desk.room.url(story.path)
    links = (
        base,
        f"{base}?utm_source=rss&utm_medium=feed",
        f"{base}?gl=AZ&ceid=AZ:az#comments",
        f"{base}?fbclid=abc",
        f"{base}?locale=az_AZ",  # whose page it is, its rel=canonical says
    )
    feeds = [
        desk.room.feed(f"/feed-{number}.xml", [Piece(path=link, title=story.title, guid=f"guid-{number}")])
        for number, link in enumerate(links)
    ]
    desk.source("courier", *feeds)
    desk.collect()
    assert titles(desk, "courier") == [story.title]
    assert desk.rows("SELECT count(*), count(DISTINCT article_id) FROM entries WHERE article_id IS NOT NULL") == [
        (5, 1)
    ]
    assert len([path for path in desk.room.paths() if path.startswith(story.path)]) == 2
    for number, link in enumerate(links):  # other GUIDs at the next fetch
        desk.room.feed(f"/feed-{number}.xml", [Piece(path=link, title=story.title, guid=f"other-{number}")])
    report = desk.collect("--all")
    assert (report["new"], titles(desk, "courier")) == (0, [story.title])

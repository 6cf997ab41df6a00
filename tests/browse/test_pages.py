"""The pieces that pages are made of, without a server."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from monitor.browse import charts
from monitor.browse.atlas import HEIGHT, WIDTH, outlines
from monitor.browse.desk import Desk
from monitor.browse.gate import Gate
from monitor.browse.labels import labelled
from monitor.browse.pages.citation import bibtex, in_words, ris
from monitor.browse.pages.marking import is_venue, marked_text
from monitor.browse.pages.search import asked, command, query_of, watch_command, watchlist_yaml
from monitor.browse.pages.story import lag
from monitor.browse.render import marked
from monitor.config.codes import COUNTRIES
from monitor.model.reading import Listed, Shown
from monitor.model.survey import DayCount
from monitor.model.tag import Mention, Span, Tag
from monitor.text.atom import Announced, atom
from monitor.text.links import link
from monitor.text.rewording import reworded

NOW = datetime(2026, 11, 23, 21, 30, tzinfo=UTC)
BAKU = Desk(zone=ZoneInfo("Asia/Baku"))
AZ = Tag(slug="country:AZ", kind="country", label="Azerbaijan")


def mention(*spans: tuple[int, int]) -> Mention:
    found = tuple(Span(field="body", start=a, end=b, text="x", rule="name") for a, b in spans)
    return Mention(tag=AZ, salience=0.8, hits=len(found), in_title=False, focus=True, spans=found)


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_marking_keeps_every_word_and_lets_no_markup_in(text: str, spans: list[tuple[int, int]]) -> None:
    parts = marked_text(text, "body", [mention(*spans)])
    said = "".join(Markup(part).striptags().replace(" ", "") for part in parts)
    assert "".join(said.split()) == "".join(Markup.escape(text).striptags().split())
    for part in parts:
        assert part.count("<a ") == part.count("</a>")
        assert part.count("<") == 2 * part.count("</a>")


def test_where_mentions_overlap_the_longer_one_is_marked() -> None:
    (line,) = marked_text("Azerbaijan Republic", "body", [mention((0, 10), (0, 19), (11, 19))])
    assert line.count("<a ") == 1
    assert ">Azerbaijan Republic</a>" in line


def evidence(tag: Tag, rule: str, *, focus: bool = False) -> Mention:
    span = Span(field="body", start=0, end=12, text="Milli Majlis", rule=rule)
    return Mention(tag=tag, salience=0.4, hits=1, in_title=False, focus=focus, spans=(span,))


def test_words_that_name_an_organisation_and_so_its_country_say_both() -> None:
    assembly = Tag(slug="org:milli-majlis", kind="organisation", label="Milli Majlis of Azerbaijan")
    (line,) = marked_text(
        "Milli Majlis", "body", [evidence(AZ, "implied", focus=True), evidence(assembly, "organisation")]
    )
    assert 'href="/organisation/milli-majlis"' in line
    assert "Milli Majlis of Azerbaijan: its name" in line
    assert "Azerbaijan: it goes with an organisation" in line


def test_a_city_where_an_organisation_sits_is_marked_as_a_venue() -> None:
    mentioned = evidence(AZ, "venue")
    (line,) = marked_text("Milli Majlis", "body", [mentioned])
    assert 'class="mention country venue"' in line
    assert is_venue(mentioned)
    assert not is_venue(evidence(AZ, "city"))


def test_fields_of_datasettes_pages_are_named_and_nothing_else_is_touched() -> None:
    said = labelled(
        '<select name="_filter_column_2"><option>&lt;select name="sql"&gt;</option></select>'
        '<input type="hidden" name="sql" value="select 1"><input id="a" name="qp1"><textarea id="e" name="sql">'
    )
    assert '<select name="_filter_column_2" aria-label="Column to filter by">' in said
    assert '<textarea id="e" name="sql" aria-label="SQL">' in said
    assert said.count("aria-label") == 2


@given(st.text(alphabet="ab\x02\x03<>&", max_size=30))
def test_a_snippet_is_never_markup_but_for_whole_marks(snippet: str) -> None:
    shown = marked(snippet)
    assert shown.count("<mark>") == shown.count("</mark>")
    assert shown.replace("<mark>", "").replace("</mark>", "").count("<") == 0


@given(st.text(max_size=40))
def test_a_link_is_http_or_mail_or_nothing(address: str) -> None:
    assert link(address) == "" or link(address).lower().startswith(("http://", "https://", "mailto:"))


def shown(**said: object) -> Shown:
    listed = Listed(
        id=7, sorted_at=NOW, source="kura-wire", source_name="Kura & Wire", title="100 % of {NATO}_talks",
        language="en", url="https://kura.example/1?a=b&c=d", summary="Sum", countries=(), organisations=(), words=3,
    )  # fmt: skip
    plain = Shown(
        listed=listed, body="", authors=("A. Writer", "B & C"), published_at=NOW, published_raw=None, dated_by="feed",
        seen_at=NOW, revised_at=None, image_url=None, kind="article", paywalled=False, reserved=None, extractor="feed",
        duplicate_of=None, similarity=None,
    )  # fmt: skip
    return replace(plain, **said)  # type: ignore[arg-type]


def test_citations_are_dated_at_the_desk_and_escaped() -> None:
    entry = bibtex(shown(), BAKU.zone)
    assert r"{100 \% of \{NATO\}\_talks}" in entry
    assert r"{A. Writer} and {B \& C}" in entry
    assert "date         = {2026-11-24}" in entry  # past midnight in Baku
    assert entry.count("{") == entry.count("}")
    record = ris(shown(), BAKU.zone).split("\r\n")
    assert record[0] == "TY  - NEWS"
    assert "UR  - https://kura.example/1?a=b&c=d" in record
    assert record[-2] == "ER  -"
    assert "24 November 2026" in in_words(shown(), BAKU.zone, NOW)


def test_a_link_that_is_none_is_not_cited() -> None:
    hostile = replace(shown().listed, url="javascript:alert(1)")
    for text in (bibtex(shown(listed=hostile), UTC), ris(shown(listed=hostile), UTC)):
        assert "javascript" not in text


def test_charts_are_well_formed_and_described() -> None:
    counts = [DayCount(day=date(2026, 11, 23), about=3, mentioned=5)]
    for drawn in (
        charts.by_day("A & B", counts, date(2026, 11, 1), date(2026, 11, 23), href=lambda day: f"/?date={day}&x=1"),
        charts.by_day("None", [], date(2026, 11, 1), date(2026, 11, 1)),
        charts.heat("Rhythm", {(0, 9): 4}),
        charts.world("World", {"AZ": 3, "XX": 1}, {"AZ": "Azerbaijan <&>"}),
        charts.columns("Empty", []),
    ):
        root = ET.fromstring(drawn)
        assert root.findtext("title")
        assert root.findtext("desc")


def test_the_map_has_no_streak_no_antarctica_and_only_known_codes() -> None:
    codes = [outline.code for outline in outlines() if outline.code]
    assert len(codes) == len(set(codes)) > 170
    assert set(codes) <= set(COUNTRIES)
    assert "AQ" not in codes
    for outline in outlines():
        for ring in outline.path.strip("M").split("M"):
            start, _, steps = ring.rstrip("z").partition("l")
            x, y = map(int, start.split(","))
            for step in steps.split():
                dx, dy = map(int, step.split(","))
                x, y = x + dx, y + dy
                assert abs(dx) < WIDTH / 4, outline.code
                assert 0 <= x <= WIDTH, outline.code
                assert 0 <= y <= HEIGHT, outline.code


def test_an_address_is_understood_as_far_as_it_makes_sense() -> None:
    said = asked({"q": ["  NATO\n talks "], "country": ["az", "az", ""], "day": ["2026-11-23"], "page": ["x"]})
    assert (said.q, said.country, said.page) == ("NATO talks", ("AZ",), 1)
    query = query_of(said, BAKU, ())
    assert query.since == datetime(2026, 11, 22, 20, tzinfo=UTC)
    assert query.until == query.since + timedelta(days=1)
    nonsense = asked({"day": ["0001-01-01"], "since": ["yesterday"], "until": ["9999-12-31"], "sort": ["worst"]})
    assert (nonsense.day, nonsense.since, nonsense.until, nonsense.sort) == ("", "", "", "")


@pytest.mark.parametrize("q", ["NATO 'quoted'; rm -rf /", "-minus first", '"peace treaty"', "a\\b $HOME `id`"])
def test_a_search_is_a_safe_command_and_a_watchlist_that_loads(q: str) -> None:
    import shlex

    said = asked({"q": [q], "country": ["AZ"], "org": ["nato"]})
    parts = shlex.split(command(said, best=True))
    assert parts[:2] == ["monitor", "search"]
    assert parts[-2:] == ["--", said.q]
    assert f"--text={said.q}" in shlex.split(watch_command(said))
    (entry,) = yaml.safe_load(watchlist_yaml(said))
    assert (entry["countries"], entry["organisations"], entry["text"]) == (["AZ"], ["nato"], said.q)
    assert watchlist_yaml(asked({})) == watch_command(asked({})) == ""


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_rewording_gives_both_texts_back(before: str, after: str) -> None:
    pieces = reworded(before, after)
    assert "".join(text for change, text in pieces if change != "new") == before
    assert "".join(text for change, text in pieces if change != "gone") == after


@given(st.text(max_size=40))
def test_an_atom_feed_is_well_formed_whatever_it_says(text: str) -> None:
    said = Announced(id="urn:x", title=text, url=text, updated=NOW, summary=text, author=text, categories=(text,))
    document = atom(id="urn:feed", title=text, updated=NOW, entries=[said], own=text)
    assert ET.fromstring(document.encode("utf-8", "replace")).tag.endswith("feed")


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, ""), (-5, ""), (12, "+12 min"), (125, "+2 h 05"), (3 * 1440, "+3 d")]
)
def test_a_lag_in_words(minutes: int, said: str) -> None:
    assert lag(timedelta(minutes=minutes)) == said


@pytest.mark.parametrize(
    ("host", "status"),
    [
        (b"127.0.0.1:8001", 0),
        (b"localhost", 0),
        (b"[::1]:8001", 0),
        (b"press.example", 0),
        (b"evil.example", 421),
        (b"", 421),
    ],
)
def test_only_the_own_names_are_answered_to(host: bytes, status: int) -> None:
    assert Gate(hosts=frozenset({"press.example"})).refusal({b"host": host})[0] == status

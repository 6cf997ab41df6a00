"""The mail as its reader gets it: complete or honest about the rest, in nine languages, safe, light."""

from __future__ import annotations

import re
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from lxml import etree

from monitor.config import load
from monitor.deliver import links
from monitor.deliver.atom import atom
from monitor.deliver.frames import frame, languages
from monitor.deliver.render import BUDGET, markdown, render
from monitor.deliver.word import word
from monitor.model.digest import Coverage
from monitor.model.watchlist import Watchlist
from tests.deliver.reports import NOON, TITLES, digest, report

ROOM = "https://room.desk.example/"
OBSOLETE = {"align", "valign", "bgcolor", "border", "cellpadding", "cellspacing", "width", "height"}
VOID = {"meta", "br", "hr", "link", "img", "input"}


class Strict(HTMLParser):
    """Raises where an element is not closed by its own end tag, in its own place."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice"
        assert not OBSOLETE & set(names), f"<{tag}> has an attribute that HTML has no more"
        assert tag != "main" or "td" not in self.open, "the landmark of the page stands in no cell"
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def parsed(html: str) -> Strict:
    parser = Strict()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    assert len(parser.ids) == len(set(parser.ids))
    return parser


def test_the_page_is_well_formed_and_holds_every_story() -> None:
    made = digest(30)
    found = render(made, ROOM)
    parsed(found.html)
    assert found.html.startswith("<!DOCTYPE html>")
    assert found.told == len(made.items) == 30
    for item in made.items:
        assert item.lead.title in found.plain
    assert "more stor" not in found.plain


def test_where_not_all_fit_whole_the_others_are_told_in_brief() -> None:
    made = digest(70)
    found = render(made, ROOM)
    parsed(found.html)
    assert len(found.html.encode()) < BUDGET
    assert found.told == 70
    assert all(item.lead.title in found.plain for item in made.items)
    assert 0 < sum(found.plain.count(item.excerpt) for item in made.items) < 70


@pytest.mark.parametrize("stories", [200, 500])
def test_the_budget_holds_and_the_rest_is_counted(stories: int) -> None:
    made = digest(stories)
    found = render(made, ROOM)
    parsed(found.html)
    assert 0.7 * BUDGET < len(found.html.encode()) < BUDGET
    counted = sum(int(number) for number in re.findall(r"(\d+) more stor", found.plain))
    assert counted == stories - found.told > 0
    assert found.html.count("more stor") == found.plain.count("more stor")
    assert all(shown > 0 for shown in found.given.sections), "no section is starved by the one before it"


@pytest.mark.parametrize("language", languages())
def test_every_frame_says_everything_in_its_own_words(language: str) -> None:
    made = digest(200, language=language)
    found = render(made, ROOM)
    parsed(found.html)
    assert f'<html lang="{language}"' in found.html
    english = frame("en", "UTC")
    mine = frame(language, "UTC")
    assert mine.words.keys() == english.words.keys()
    for key, words in mine.words.items():
        if isinstance(words, str):
            continue
        said = english.words[key]
        assert not isinstance(said, str)
        forms = {mine.locale.plural_form(number) for number in range(120)}
        assert forms <= words.keys(), f"{key} lacks a form"
        for text in words.values():
            assert set(re.findall(r"{(\w+)}", text)) == set(re.findall(r"{(\w+)}", said["other"])), key
    if language != "en":
        for key in ("top", "nothing", "also_reported", "coverage", "unsubscribe"):
            assert mine.words[key] != english.words[key]
            assert str(english.words[key]) not in found.plain


def test_countries_and_languages_are_named_in_the_frames_language() -> None:
    russian = frame("ru", "UTC", {"org:nato": "NATO", "country:XK": "Kosovo", "country:Q0": "Nowhere"})
    assert [russian.tag(slug) for slug in ("country:AZ", "org:nato", "country:Q0")] == [
        "Азербайджан",
        "NATO",
        "Nowhere",
    ]
    assert [russian.tongue(code) for code in ("az", "tlh-none", None)] == ["азербайджанский", "tlh-none", ""]


def test_plurals_follow_the_language() -> None:
    russian = frame("ru", "UTC")
    assert [russian.say("stories", n=n) for n in (1, 2, 5, 21)] == ["1 сюжет", "2 сюжета", "5 сюжетов", "21 сюжет"]


def test_times_are_the_desks_with_their_weekday() -> None:
    made = render(digest(1), ROOM)
    assert "Monday, 23 November 2026" in made.plain or "Monday 23 November 2026" in made.plain
    assert "Mon 23 Nov, 15:59" in made.plain, "four hours ahead of Greenwich"


def test_scripts_that_run_from_right_to_left_say_so() -> None:
    found = render(digest(9), ROOM).html
    for language in ("ar", "fa", "he"):
        assert re.search(rf'<h3[^>]* lang="{language}" dir="rtl"', found)
    assert re.search(r'<h3[^>]* lang="zh" dir="ltr"', found)
    assert TITLES["zh"] in found


def test_what_is_hostile_is_text_and_no_address_but_http() -> None:
    reports = [
        report(1, title='"><img src=x onerror=alert(1)>', url="javascript:alert(1)", excerpt="<iframe src=//evil>x"),
        report(2, title="{{ 7*7 }} {% raw %}", url='https://x.example/" onmouseover="a()', excerpt="[x](javascript:1)"),
    ]
    made = digest(reports=reports)
    found = render(made, ROOM).html
    parsed(found)
    assert "onerror" not in found
    assert "javascript:" not in re.sub(r">[^<]*<", "><", found), "in no attribute"
    assert 'onmouseover="' not in found
    assert "{{ 7*7 }}" in found
    text = markdown(made, ROOM)
    assert "(<javascript" not in text
    assert r"\[x\](javascript:1)" in text


def test_a_quiet_day_says_so_and_pads_nothing() -> None:
    found = render(digest(reports=[]), ROOM)
    assert found.plain.count("No significant coverage.") == 5
    assert "Top stories" not in found.plain.title()


def test_the_coverage_note_stands_in_the_first_screen_and_says_since_when() -> None:
    page = render(digest(12), ROOM).plain
    note = "1 of 124 sources could not be read: Ararat & Co (since 20 Nov)."
    assert note in page
    assert page.index(note) < 400


def test_an_archive_that_stood_still_says_so() -> None:
    from dataclasses import replace

    stale = replace(digest(2), coverage=Coverage(sources=3, last_run=NOON - timedelta(days=4)))
    assert "Nothing has been collected since Thu 19 Nov, 16:00" in render(stale, ROOM).plain


def test_who_had_a_text_first_is_not_called_a_copy() -> None:
    lead = report(1, event=1, copy=False, source_name="Lead", language="en")
    later = report(2, event=1, copy=True, hits=(), source_name="Later", language="en", at=lead.at + timedelta(hours=1))
    sooner = report(
        3, event=1, copy=True, hits=(), source_name="Sooner", language="en", at=lead.at - timedelta(hours=1)
    )
    page = render(digest(reports=[lead, later, sooner]), ROOM).plain
    assert "Later (copy)" in page
    assert "Sooner (copy)" not in page
    assert "First reported by Sooner" in page


def test_numbers_stand_beside_a_normal_days() -> None:
    page = render(digest(12), ROOM).plain
    assert "535 articles read (usually 480)" in page
    assert "NATO: 21 articles, usually 6.5" in page


def test_the_feed_is_atom_with_an_entry_a_story_and_ids_that_stay() -> None:
    made = digest(20)
    feed = etree.fromstring(atom(made, ROOM))
    names = {"a": "http://www.w3.org/2005/Atom"}
    entries = feed.findall("a:entry", names)
    assert len(entries) == 20
    for entry in (feed, *entries):
        for needed in ("id", "title", "updated"):
            assert entry.findtext(f"a:{needed}", namespaces=names)
    assert atom(made, ROOM) == atom(made, ROOM)
    for item, entry in zip(made.items, entries, strict=True):
        summary = entry.findtext("a:summary", namespaces=names) or ""
        assert [one.source_name in summary.partition("Also reported by")[2] for one in item.others] == [
            True for _ in item.others
        ]
        assert ("Also reported by" in summary) == bool(item.others)


def test_the_word_file_opens_and_has_the_headings() -> None:
    docx = pytest.importorskip("docx")
    import io

    made = digest(12)
    document = docx.Document(io.BytesIO(word(made, ROOM)))
    headings = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert "Top stories" in headings
    words = "\n".join("".join(node.itertext()) for node in document.element.iter("{*}t"))
    for item in made.items:
        assert item.lead.title in words.replace("\n", "") or item.lead.title in words


def test_links_lead_to_pages_that_the_reading_room_has() -> None:
    plugin = pytest.importorskip("monitor.browse.plugin")
    routes = [pattern for pattern, _ in plugin.register_routes()]
    made = digest(3)
    zone = ZoneInfo("Asia/Baku")
    came_in = links.came_in(ROOM, made.since, made.until)
    assert came_in == f"{ROOM}press/came_in?since=2026-11-22T12%3A00%3A00Z&until=2026-11-23T12%3A00%3A00Z"
    assert came_in.replace("&", "&amp;") in render(made, ROOM).html
    addresses = [links.article(ROOM, 7), links.window(ROOM, made.since, made.until, zone)]
    for said in (
        {"countries": ("AZ", "AM"), "text": "a b"}, {"organisations": ("nato",)}, {"text": '"a b"~3'}, {"tiers": (1,)}
    ):  # fmt: skip
        watchlist = Watchlist(id="w1", name="W", **said)
        addresses.append(links.section(ROOM, watchlist, made.since, made.until, zone))
    window = "since=2026-11-22T16%3A00&until=2026-11-23T16%3A00"
    assert addresses[2] == f"{ROOM}search?q=a+b&country=AZ&country=AM&{window}"
    assert addresses[4] == f"{ROOM}search?q=%22a+b%22~3&{window}"
    assert addresses[-1] == f"{ROOM}?watch=w1&date=2026-11-23", "a search can't say it"
    for address in addresses:
        path = address.removeprefix(ROOM.rstrip("/")).partition("?")[0]
        assert any(re.match(pattern, path) for pattern in routes), address


def test_the_examples_of_the_documentation_load(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "digests.md").read_text(encoding="utf-8")
    first, second = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    path = tmp_path / "feeds.yaml"
    path.write_text(f"{first}{second}sources: []\n", encoding="utf-8")
    config = load(path)
    assert [plan.name for plan in config.digests] == ["caucasus"]
    assert [plan.name for plan in config.alerts] == ["flash", "desk"]

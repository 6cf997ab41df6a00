"""A digest out of reports: each story once, in its place, with who else tells it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.model.digest import Asked, Digest, Report
from monitor.model.settings import DigestPlan
from monitor.model.watchlist import Reason, Watchlist
from monitor.stages.compose import asked, compose, excerpt, headline

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
WHY = (Reason(kind="country", value="AZ"),)
PLAN = DigestPlan(name="d", title="D", watchlists=("a", "b"))
A, B = (Watchlist(id=name, name=name.upper(), countries=("AZ",)) for name in "ab")
SECTIONS = tuple(Asked(kind="watchlist", watchlist=one) for one in (A, B))


def report(number: int, event: int = 0, hits: str = "a", **said: Any) -> Report:
    source = said.pop("source", f"s{number}")
    fields: dict[str, Any] = {
        "id": number, "key": f"k{number}", "event": event or -number, "url": f"https://x.example/{number}",
        "title": f"T{number}", "source": source, "source_name": source.upper(), "owner": source, "tier": 2,
        "language": "en", "at": NOON + timedelta(minutes=number), "dated": True, "seen_at": NOON,
        "excerpt": f"E{number}", "hits": tuple((name, WHY) for name in hits),
    }  # fmt: skip
    return Report(**{**fields, **said})


def made(*reports: Report, plan: DigestPlan = PLAN, sections: tuple[Asked, ...] = SECTIONS, **more: Any) -> Digest:
    return compose(
        plan, sections, reports, since=NOON, until=NOON + timedelta(days=1), language="en", timezone="UTC", **more
    )


def test_each_story_stands_once_under_the_first_section_it_fits_and_says_where_else() -> None:
    digest = made(report(1, hits="ba"), report(2, hits="b"))
    first, second = digest.sections
    assert [item.lead.id for item in first.items] == [1]
    assert first.items[0].also_in == ("B",)
    assert [item.lead.id for item in second.items] == [2]
    assert [item.lead.id for item in second.elsewhere] == [1]
    assert (first.stories, second.stories) == (1, 2)


def test_the_top_is_for_what_several_owners_tell_and_is_never_padded() -> None:
    alone, pair, trio = report(1), [report(2, 7), report(3, 7)], [report(4, 8), report(5, 8), report(6, 8)]
    digest = made(alone, *pair, *trio)
    assert [item.lead.id for item in digest.top] == [4, 2]
    assert [item.lead.id for item in digest.sections[0].items] == [1]
    assert [item.lead.id for item in digest.items] == [4, 2, 1]


def test_sources_of_one_owner_and_copies_confirm_nothing() -> None:
    copies = [report(number, 7, hits="", copy=True) for number in (3, 4)]
    digest = made(report(1, 7, owner="o"), report(2, 7, owner="o"), *copies)
    [item] = digest.sections[0].items
    assert digest.top == ()
    assert item.owners == 1
    assert [one.id for one in item.others] == [2, 3, 4]


def test_the_lead_is_quotable_in_the_readers_language_and_of_record() -> None:
    first = report(1, 7, language="ru", tier=1)
    mute = report(2, 7, tier=1, quote=0)
    chosen = report(3, 7)
    digest = made(first, mute, chosen)
    [item] = digest.top
    assert item.lead.id == 3
    assert item.first is not None
    assert item.first.id == 1


def test_a_watchlist_may_wait_for_more_sources() -> None:
    two = Watchlist(id="a", name="A", countries=("AZ",), min_sources=2)
    sections = (Asked(kind="watchlist", watchlist=two),)
    assert made(report(1), sections=sections).items == ()
    assert len(made(report(1, 7), report(2, 7), sections=sections).items) == 1


def test_what_was_told_before_goes_on_and_mere_copies_of_it_are_only_named() -> None:
    told = {"k1": NOON - timedelta(days=1)}
    goes_on = made(report(1, 7, hits=""), report(2, 7), told=told)
    assert [item.told_at for item in goes_on.items] == [NOON - timedelta(days=1)]
    copied = made(report(1, 7, hits=""), report(2, 7, copy=True), told=told)
    assert copied.items == ()
    assert [item.lead.id for item in copied.sections[0].more] == [2]


def test_figures_count_stories_and_who_tells_them() -> None:
    digest = made(report(1, 7), report(2, 7, language="ru"), report(3), articles=40, usual={"stories": 3.5, "a": 2.0})
    assert {one.kind: (one.value, one.usual) for one in digest.figures} == {
        "articles": (40, None), "stories": (2, 3.5), "sources": (3, None), "languages": (2, None),
    }  # fmt: skip
    assert digest.sections[0].usual == 2.0


def test_sections_come_in_the_order_of_the_plan() -> None:
    plan = DigestPlan(name="d", title="D", watchlists=("b", "a"), countries=("AM",), organisations=("osce",))
    found = asked(plan, (A, B), {"country:AM": "Armenia", "org:osce": "OSCE"})
    assert [(one.kind, one.watchlist.name) for one in found] == [
        ("watchlist", "B"), ("watchlist", "A"), ("country", "Armenia"), ("organisation", "OSCE"),
    ]  # fmt: skip


SENTENCES = "The first sentence has words in it. " * 20


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("Short.", None, "Short."),
        ("<p>Bold <b>words</b></p><script>alert(1)</script> end", None, "Bold words end"),
        ("Anything", 0, ""),
        ("One. Two and three.", 6, "One."),
        ("Talks resumed in Baku", 16, "Talks resumed…"),
    ],
)
def test_an_excerpt_is_plain_and_within_what_may_be_quoted(text: str, quote: int | None, found: str) -> None:
    assert excerpt(report(1, excerpt=text, quote=quote)) == found


@pytest.mark.parametrize(
    "above",
    [
        "By Leyla A.",
        "POLITICS",
        "Автор: Лейла А.",
        "Photo: the press service",
        "By\nBrussels / Baku",
        "<p>Foto: APA.</p>",
    ],
)
def test_a_lead_begins_where_the_text_speaks(above: str) -> None:
    said = "Deputies met the assembly's secretary general in Brussels. They spoke of the next session."
    assert excerpt(report(1, excerpt=f"{above}\n{said}")) == said
    assert excerpt(report(1, excerpt=above)) != "", "a title's worth of words is better than nothing"


@pytest.mark.parametrize(
    "text", ["Talks ended.", "By Monday all had signed.\nThey left.", "No end", "One line\nanother"]
)
def test_a_short_text_is_quoted_whole(text: str) -> None:
    assert excerpt(report(1, excerpt=text)) == " ".join(text.split())


def test_an_excerpt_has_four_hundred_characters_at_most_and_whole_sentences() -> None:
    found = excerpt(report(1, excerpt=SENTENCES))
    assert len(found) <= 400
    assert found.endswith("it.")
    assert len(excerpt(report(1, excerpt="北約與亞塞拜然" * 200))) == 400


def test_a_headline_is_bounded_and_never_empty() -> None:
    assert len(headline(report(1, title="word " * 200))) <= 240
    assert headline(report(1, title="\u202e\x00 ")) == "https://x.example/1"

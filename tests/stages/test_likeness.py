"""Which texts are copies of one another, in many languages: cut, embedded and edited ones are, other facts are not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model.copies import Likeness
from monitor.stages.copies.likeness import likeness, text_of
from monitor.stages.copies.signature import signature
from monitor.text.tokens import number, tokens
from tests.stages.reports import REPORTS

each = pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS.keys())


def alike(one: str, other: str, *, titles: tuple[str, str] = ("", ""), same_source: bool = False) -> Likeness:
    return likeness(text_of(titles[0], one), text_of(titles[1], other), same_source=same_source)


@each
def test_a_report_cut_short_is_a_copy(report: str) -> None:
    assert alike(report, "\n".join(report.split("\n")[:2])).is_copy


@each
def test_a_report_within_another_is_a_copy(report: str) -> None:
    more = REPORTS["en" if report != REPORTS["en"] else "de"]
    assert alike(report, f"{report}\n{more[: len(report) // 2]}").is_copy


@each
def test_a_report_with_a_header_and_a_footer_is_a_copy(report: str) -> None:
    other = f"GENEVA, 24 Nov. - {report}\nFollow us in 3 social networks and read our 25 newsletters."
    assert alike(report, other).is_copy


@each
def test_another_figure_is_another_report(report: str) -> None:
    found = alike(report, report.replace("14", "19"))
    assert not found.is_copy
    assert ("number", "14", "19") in {(one.kind, one.here, one.there) for one in found.differences}


@each
def test_a_follow_up_that_repeats_the_background_is_another_report(report: str) -> None:
    lead, second, third, last = report.split("\n")
    other = REPORTS["ru" if report != REPORTS["ru"] else "en"].split("\n")
    assert not alike(report, "\n".join((*other[:3], third))).is_copy
    del lead, second, last


@each
def test_copies_share_what_they_are_found_by(report: str) -> None:
    kept = {number for _, number in signature(report).shingles}
    cut = {number for _, number in signature("\n".join(report.split("\n")[:2])).shingles}
    assert len(kept & cut) >= 2


@each
def test_passages_say_where_the_same_words_stand(report: str) -> None:
    other = f"Our own first sentence. {report}"
    found = alike(report, other)
    for passage in found.passages:
        assert report[passage.start : passage.end] == other[passage.of_start : passage.of_end]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("Tuesday", "Wednesday", "weekday"),
        ("end of March", "end of April", "month"),
        ("northern", "southern", "point"),
        ("met in Geneva", "met in Vienna", "name"),
        ("the ministry said", "the ministry in Kabul said", None),
        ("third round", "third and last round", None),
        ("14 villages", "fourteen villages", None),
        ("wished to comment", "wanted to comment", None),
    ],
)
def test_a_word_may_be_a_fact(old: str, new: str, kind: str | None) -> None:
    report = REPORTS["en"]
    found = alike(report, report.replace(old, new))
    assert found.is_copy == (kind is None)
    assert {one.kind for one in found.differences} == ({kind} if kind else set())


@each
@pytest.mark.parametrize("place", ["first", "last", "before a line's end", "after a line's first word"])
def test_a_figure_is_guarded_wherever_it_stands(report: str, place: str) -> None:
    lines = report.split("\n")
    figures = {
        "first": [f"217 {lines[0]}", *lines[1:]],
        "last": [*lines[:3], f"{lines[3]} 217"],
        "before a line's end": [lines[0], f"{lines[1].rstrip('.。')} 217", *lines[2:]],
        "after a line's first word": [f"So 217 {lines[0]}", *lines[1:]],
    }
    one = "\n".join(figures[place])
    assert not alike(one, one.replace("217", "233")).is_copy
    assert alike(one, one).is_copy


def test_a_name_without_capitals_is_known_by_its_coming_again() -> None:
    report = REPORTS["zh"].replace("外交部发言人", "外长王毅").replace("两国外交部长", "外长王毅和对方")
    assert not alike(report, report.replace("王毅", "李强")).is_copy
    edited = report.replace("深入", "坦率地").replace("立即", "马上").replace("详细", "完整")
    assert alike(report, edited).is_copy, "where several words are others, they are a rewording"


def test_a_rounded_number_is_the_same_number() -> None:
    report = REPORTS["en"].replace("14 villages", "12,141,000 dollars")
    assert alike(report, report.replace("12,141,000", "12.1 million")).is_copy
    assert not alike(report, report.replace("12,141,000", "12.6 million")).is_copy


def test_the_date_of_a_dateline_is_no_fact() -> None:
    report = REPORTS["en"]
    assert alike(f"Geneva, June 12 (Wire) - {report}", f"Geneva, June 13 (Wire) - {report}").is_copy


def test_another_figure_in_the_title_is_another_report() -> None:
    report = REPORTS["en"]
    titles = ("Quake kills 5 in the north of the country", "Quake kills 7 in the north of the country")
    assert not alike(report, report, titles=titles).is_copy


def test_an_outlet_repeats_its_moulds() -> None:
    monday = (
        "The central bank set the rate of the dollar at 1.7 manats. The euro is traded at 1.8480 manats today, it said."
    )
    tuesday = monday.replace("1.8480", "1.8512")
    assert not alike(monday, tuesday, same_source=True).is_copy
    report = REPORTS["en"]
    assert alike(report, report + "\nMore follows.", same_source=True).is_copy


def test_very_short_texts_are_never_near_copies() -> None:
    assert not alike("Live updates.", "Live updates.").is_copy
    assert alike("", "").score == 0.0


@given(st.sampled_from(sorted(REPORTS)), st.integers(0, 3), st.integers(0, 3))
@settings(max_examples=60)
def test_likeness_is_symmetric_in_its_verdict(language: str, first: int, second: int) -> None:
    lines = REPORTS[language].split("\n")
    one, other = "\n".join(lines[first:]), "\n".join(lines[: 4 - second])
    assert alike(one, other).is_copy == alike(other, one).is_copy


@given(st.text(max_size=300), st.text(max_size=300))
@settings(max_examples=80)
def test_no_text_breaks_it(one: str, other: str) -> None:
    found = alike(one, other)
    assert 0.0 <= found.score <= 1.0
    signature(one)


def test_a_text_that_says_the_same_a_hundred_thousand_times_costs_no_more_than_another() -> None:
    one, other = "so so " * 100_000, "so so " * 90_000 + "what now"
    assert alike(one, other).score > 0
    assert len(signature(one).shingles) <= 1


@given(st.text(max_size=200))
def test_tokens_stand_where_they_say(text: str) -> None:
    cut = tokens(text)
    assert all(cut.written(at) for at in range(len(cut)))
    assert list(cut.starts) == sorted(cut.starts)


@pytest.mark.parametrize(
    ("written", "is_"),
    [("1,500", "1500"), ("1.500", "1500"), ("1'500", "1500"), ("1.5", "1.5"), ("1,5", "1.5"), ("۱۴", "14")],
)
def test_a_number_has_one_spelling(written: str, is_: str) -> None:
    assert number(written) == is_

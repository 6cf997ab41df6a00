"""Two reports that differ in one fact are never merged: a name, a figure, a date, a unit, a weekday, a denial."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model.copies import Likeness
from monitor.stages.copies.likeness import likeness, text_of
from tests.stages.reports import REPORTS

# What stands in a report, and what may stand there instead, each telling of something else.
FACTS = {
    "en": (
        ("Geneva", "Vienna"), ("14", "40"), ("March", "May"), ("Tuesday", "Friday"), ("northern", "southern"),
        ("will be settled", "will not be settled"), ("had been drafted", "had never been drafted"),
    ),
    "ru": (
        ("Женеве", "Вене"), ("14", "40"), ("марта", "мая"), ("вторник", "пятницу"), ("северном", "южном"),
        ("согласовали", "не согласовали"), ("в Баку", "в Киеве"),
    ),
    "az": (
        ("Cenevrədə", "Vyanada"), ("14", "40"), ("mart", "may"), ("çərşənbə axşamı", "cümə günü"),
        ("şimal", "cənub"),
    ),
    "tr": (
        ("Cenevre", "Viyana"), ("14", "40"), ("mart", "mayıs"), ("salı", "cuma"), ("kuzey", "güney"),
        ("hazır olduğu", "hazır değil olduğu"),
    ),
    "de": (
        ("Genf", "Wien"), ("14", "40"), ("März", "Mai"), ("Dienstag", "Freitag"),
        ("geklärt wird", "nicht geklärt wird"),
        ("Baku", "Kiew"), ("Schnee", "Nebel"),
    ),
    "ar": (
        ("جنيف", "فيينا"), ("14", "40"), ("مارس", "مايو"), ("الثلاثاء", "الجمعة"), ("باكو", "كييف"),
        ("سيتم", "لن يتم"),
    ),
    "ka": (("ჟენევაში", "ბათუმში"), ("14", "40")),
    "zh": (("日内瓦", "维也纳"), ("14", "40"), ("巴库", "基辅"), ("达成一致", "未达成一致")),
}  # fmt: skip
CHANGES = [(language, old, new) for language, changes in FACTS.items() for old, new in changes]
NAMES = ("Thessen", "Moren", "Kırıkkale", "Рязанов", "Məmmədova", "Lodden", "Петропавловск", "Uusimaa", "Quintero")
NAME = re.compile(r"(?<=[^\W\d_] )[^\W\d_]{4,}\b")  # one word after another: no sentence begins with it


def alike(one: str, other: str, *, titles: tuple[str, str] = ("", "")) -> Likeness:
    return likeness(text_of(titles[0], one), text_of(titles[1], other))


@pytest.mark.parametrize(("language", "old", "new"), CHANGES)
def test_a_report_with_one_other_fact_is_another_report(language: str, old: str, new: str) -> None:
    report = REPORTS[language]
    assert old in report
    found = alike(report, report.replace(old, new, 1))
    assert not found.is_copy
    assert found.differences


@pytest.mark.parametrize("language", FACTS)
def test_a_report_with_another_unit_is_another_report(language: str) -> None:
    report = REPORTS[language]
    assert not alike(report.replace("14", "14 %"), report.replace("14", "14 $")).is_copy


@settings(max_examples=150)
@given(st.sampled_from(("en", "ru", "az", "tr", "de")), st.data())
def test_one_name_that_is_another_is_never_merged(language: str, data: st.DataObject) -> None:
    report = REPORTS[language]
    names = [match for match in NAME.finditer(report) if match[0][0].isupper()]
    match = data.draw(st.sampled_from(names))
    new = data.draw(st.sampled_from([name for name in NAMES if name[:2].casefold() != match[0][:2].casefold()]))
    assert not alike(report, report[: match.start()] + new + report[match.end() :]).is_copy


@settings(max_examples=150)
@given(st.sampled_from(("en", "ru", "az", "tr", "de")), st.sampled_from(NAMES), st.sampled_from(NAMES), st.data())
def test_a_name_is_guarded_wherever_it_stands(language: str, one: str, other: str, data: st.DataObject) -> None:
    words = REPORTS[language].split(" ")
    at = data.draw(st.integers(3, len(words) - 1))
    first, second = (" ".join([*words[:at], name, *words[at:]]) for name in (one, other))
    assert alike(first, second).is_copy == (one == other)


def test_a_form_of_address_for_another_is_a_rewording() -> None:
    report = f"{REPORTS['en']}\nThe plan was explained to the press by Mr Thessen, who heads the commission."
    assert alike(report, report.replace("Mr Thessen", "Minister Thessen")).is_copy
    assert not alike(report, report.replace("Mr Thessen", "Mr Moren")).is_copy


def test_a_name_spelled_otherwise_is_the_same_name() -> None:
    for language, old, new in (("en", "Geneva", "Genève"), ("az", "Cenevrədə", "Cenevrədəki"), ("ru", "Баку", "Бакы")):
        assert alike(REPORTS[language], REPORTS[language].replace(old, new)).is_copy

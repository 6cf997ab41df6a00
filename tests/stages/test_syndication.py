"""Which agency a text credits; who had it first, and who took it from whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.gazetteer.agencies import agencies
from monitor.model.copies import Printing
from monitor.stages.credit import credit
from monitor.stages.syndication import syndication

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("BAKU (Reuters) - Talks resumed on Monday.", "reuters"),
        ("KYIV, Ukraine (AP) — The talks resumed.", "ap"),
        ("МОСКВА, 23 ноября. /ТАСС/. Переговоры возобновились.", "tass"),
        ("МОСКВА, 23 ноя - РИА Новости. Переговоры возобновились.", "ria"),
        ("Москва. 23 ноября. INTERFAX.RU - Переговоры возобновились.", "interfax"),
        ("Bakı, 23 noyabr, AZƏRTAC\nDanışıqlar bərpa olunub.", "azertac"),
        ("Bakı. Trend:\nDanışıqlar bərpa olunub.", "trend"),
        ("ANKARA (AA) - Görüşmeler yeniden başladı.", "anadolu"),
        ("Görüşmeler yeniden başladı.\nKaynak: Anadolu Ajansı", "anadolu"),
        ("Berlin (dpa) - Die Gespräche gehen weiter.", "dpa"),
        ("Die Gespräche gehen weiter.\nQuelle: AFP", "afp"),
        ("باكو (رويترز) - استؤنفت المحادثات", "reuters"),
        ("تهران - ایرنا - گفتگوها از سر گرفته شد", "irna"),
        ("თბილისი (ინტერპრესნიუსი) - მოლაპარაკება განახლდა", "interpressnews"),
        ("ԵՐԵՎԱՆ, 23 ՆՈՅԵՄԲԵՐԻ, ԱՐՄԵՆՊՐԵՍ: Բանակցությունները վերսկսվեցին", "armenpress"),
        ("КИЇВ. 23 листопада. Укрінформ - Переговори відновлено.", "ukrinform"),
        ("新华社北京11月23日电 谈判恢复", "xinhua"),
        ("（ロイター）- 協議が再開", "reuters"),
        ("The talks resumed.\n(AFP)", "afp"),
    ],
)
def test_credit_lines_are_known(text: str, agency: str) -> None:
    assert credit(text) == agency


@pytest.mark.parametrize(
    "text",
    [
        "According to Reuters, talks resumed.",
        "Reuters learnt that talks resumed.",
        "Как сообщает ТАСС, переговоры возобновились.",
        "The Palestinian Authority (PA) said that talks resumed.",
        "The Report said that talks resumed.",
        "Trend: prices go up",
        "Talks – at last – resumed.",
        "",
    ],
)
def test_what_is_only_quoted_is_not_credited(text: str) -> None:
    assert credit(text) is None


def test_an_author_may_be_an_agency() -> None:
    assert credit("Talks resumed.", ("Jane Roe, Reuters",)) == "reuters"
    assert credit("Talks resumed.", ("Reuterson",)) is None


def test_every_agency_has_a_domain_and_no_name_is_two_agencies() -> None:
    names = [name for agency in agencies() for name in agency.names]
    assert len(names) == len(set(names))
    assert all(agency.domains for agency in agencies())


def printing(number: int, after: timedelta | None = timedelta(), **more: object) -> Printing:
    usual = Printing(
        id=number,
        title="Talks",
        url=f"https://{number}.example/a",
        source=f"s{number}",
        source_name=f"S{number}",
        domain=f"{number}.example",
        owner=f"o{number}",
        agency=None,
        published_at=None if after is None else NOON + after,
        dated_by="feed",
        seen_at=NOON + 5 * HOUR,
        duplicate_of=None if number == 1 else 1,
    )
    return replace(usual, **more)  # type: ignore[arg-type]


def test_the_earliest_is_the_first_whoever_was_seen_first() -> None:
    found = syndication((printing(1, HOUR), printing(2)))
    assert (found.first, found.certainty, found.why) == (2, "certain", "the next followed after 1 h 0 min")
    assert [(one.id, one.of, one.how) for one in found.taken] == [(1, 2, "first")]


def test_how_sure_that_is_depends_on_the_times() -> None:
    assert syndication((printing(1), printing(2, timedelta(seconds=30)))).certainty == "likely"
    assert syndication((printing(1, -12 * HOUR), printing(2))).certainty == "likely", "midnight is a day without a time"
    assert syndication((printing(1, None), printing(2))).certainty == "unknown"
    assert syndication((printing(1),)).certainty == "certain"


def test_the_agency_that_is_credited_is_first_even_if_it_is_dated_later() -> None:
    agency = printing(1, HOUR, domain="reuters.com")
    found = syndication((agency, printing(2, agency="reuters")))
    assert (found.first, found.certainty) == (1, "certain")


def test_an_agency_that_is_not_read_leaves_it_open() -> None:
    found = syndication((printing(1, agency="reuters"), printing(2, HOUR, agency="reuters")))
    assert (found.certainty, found.why) == ("unknown", "the text is from reuters, of whom no own publication is known")
    assert [(one.of, one.agency, one.how) for one in found.taken] == [(None, "reuters", "credit")]


def test_an_agencys_own_credit_line_is_no_credit_by_others() -> None:
    agency = printing(1, HOUR, domain="reuters.com", agency="reuters")
    found = syndication((agency, printing(2)))
    assert (found.first, found.why) == (2, "the next followed after 1 h 0 min"), "nobody else credits it"
    found = syndication((agency, printing(2, agency="afp")))
    assert (found.first, found.certainty) == (2, "unknown"), "the other credits an agency that is not among them"
    found = syndication((printing(1, domain="reuters.com", agency="reuters"), printing(2, HOUR)))
    assert (found.first, found.certainty) == (1, "certain"), "its own credit line leaves nothing open"


def test_a_copy_that_is_most_like_an_earlier_one_has_it_from_there() -> None:
    found = syndication((printing(1), printing(2, HOUR), printing(3, 2 * HOUR, via=2), printing(4, HOUR / 2, via=2)))
    assert {one.id: (one.of, one.how) for one in found.taken} == {2: (1, "first"), 3: (2, "nearest"), 4: (1, "first")}

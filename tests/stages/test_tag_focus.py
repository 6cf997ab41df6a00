"""What a reader can rely on of an article's focus, in the long texts of real papers above all."""

from __future__ import annotations

import pytest

from monitor.stages.tag import tag

FILLER = (
    "The minister spoke for an hour and took no questions. Opponents asked for a vote, and none was called. "
    "The budget rises again next year, as it did in the last one, and the committee wants to know why. "
)


def focus(title: str, body: str) -> set[str]:
    return {mention.tag.code for mention in tag(title, body, language="en") if mention.focus}


def long_text(first: str, times: int, *others: str) -> str:
    """Paragraphs that name `first` so often, and each of the others once, between sentences that name nobody."""
    others = (*others, *[""] * max(0, times - len(others)))
    return "\n".join(f"{first} did what it does. {other} {FILLER}" for other in others[:times])


def test_a_long_text_has_its_second_party_in_focus_though_the_first_is_named_much_more() -> None:
    body = long_text("Russia", 24, *["Ukraine waits."] * 7)
    assert focus("The war of the drones", body) == {"RU", "UA"}


def test_what_a_long_text_names_in_passing_is_no_focus() -> None:
    body = long_text("Russia", 24, "Ukraine waits.", "Ukraine hopes.", "Finland looks on.", "Cuba is silent.")
    assert focus("The war of the drones", body) == {"RU"}


@pytest.mark.parametrize(("paragraphs", "expected"), [(1, {"NL"}), (40, set())])
def test_the_only_country_of_a_long_text_that_names_it_once_is_no_focus(paragraphs: int, expected: set[str]) -> None:
    assert focus("Which sleeping bag?", "A firm in the Netherlands makes one. " + FILLER * paragraphs) == expected


def test_three_countries_named_once_each_are_a_list() -> None:
    assert focus("What a cup costs", "Tea is dearer than in France. So it is in Peru. In Japan it is cheap.") == set()
    assert focus("What a cup costs", "Tea is dearer than in France. So it is in Peru.") == {"FR", "PE"}


def test_a_country_named_late_and_once_by_its_people_is_a_word_in_passing() -> None:
    dish = FILLER * 3
    assert focus("Aubergine on the grill", dish + "Serve it with Lebanese bread.") == set()
    assert focus("Aubergine on the grill", "Serve it with Lebanese bread. " + dish) == {"LB"}
    assert focus("Aubergine on the grill", dish + "Its cook comes from Michigan.") == {"US"}


def test_who_the_first_paragraph_names_and_the_text_again_is_a_party() -> None:
    rest = "Mali left the bloc. Mali's junta spoke. Niger left too. Niger's junta agreed. "
    assert focus("Juntas leave", "Mali, Niger and Burkina Faso quit. " + rest + "Burkina Faso paid.") == {
        "ML", "NE", "BF",
    }  # fmt: skip
    assert focus("Juntas leave", "Mali and Niger quit. " + rest + FILLER + "Burkina Faso paid. So did Togo.") == {
        "ML", "NE",
    }  # fmt: skip


def test_a_party_of_the_first_paragraph_is_one_beside_an_organisation_that_is_named_more() -> None:
    rest = "ECOWAS regrets it. ECOWAS keeps its doors open. ECOWAS will talk. "
    led = "Mali, Niger and Burkina Faso have left ECOWAS. " + FILLER + rest + "Bamako, Niamey and Ouagadougou agreed."
    late = (
        "Three juntas have left ECOWAS. " + FILLER + rest + "Bamako, Niamey and Ouagadougou agreed in Mali and Niger."
    )
    assert focus("Juntas quit ECOWAS", led) == {"ML", "NE", "BF", "ecowas"}
    assert focus("Juntas quit ECOWAS", late) == {"ecowas"}


def test_an_organisation_that_the_text_opens_with_is_in_focus_though_named_once() -> None:
    rest = "Moldova had asked for it. Moldova's parliament votes in May. " + FILLER * 2
    assert focus("Moldova's law", "The Venice Commission has looked at it. " + rest) == {"MD", "venice-commission"}
    assert focus("Moldova's law", rest + "The Venice Commission has looked at it.") == {"MD"}


@pytest.mark.parametrize(
    ("title", "body", "code", "role"),
    [
        ("Niger quits", "Mali and Niger quit. " + FILLER + "Niger spoke. Niger agreed. Bamako stays.", "ML", "lead"),
        ("Kenya and Chad", FILLER * 2 + "Kenya votes. " * 8 + FILLER + "Chad waits.", "TD", "title"),
        ("Russia, Moscow", "Russia, Russia and Russia spoke. " * 3 + FILLER * 2 + "Ukraine waits. " * 5, "UA", "often"),
        ("Moldova's law", "The OSCE has looked at it. Moldova votes. " + FILLER * 2, "osce", "lead"),
        ("Aubergine", FILLER * 3 + "Serve it with Lebanese bread.", "LB", "late"),
        ("Rates", "LONDON (AP) - Norway cut its rate. The Norwegian bank had promised it.", "GB", "bureau"),
        ("Rates", "LONDON, Nov 3 - Norway cut its rate. " + "Norway waits. " * 4, "GB", "dateline"),
        (
            "NATO and the OSCE",
            "NATO met the OSCE. NATO spoke. NATO left. " + FILLER + "Cuba, in Havana, left.",
            "CU",
            "aside",
        ),
    ],
)
def test_why_a_tag_is_in_focus_or_not_is_said(title: str, body: str, code: str, role: str) -> None:
    (found,) = (mention for mention in tag(title, body, language="en") if mention.tag.code == code)
    assert (found.role, found.focus) == (role, role in {"lead", "title", "often", "dateline"})


def test_a_dateline_of_two_names_counts_as_one() -> None:
    filed = {
        m.tag.code: m.score for m in tag("", "BEIRUT, LEBANON (10:00 A.M.) - Shells fell on Aleppo.", language="en")
    }
    plain = {m.tag.code: m.score for m in tag("", "BEIRUT (10:00 A.M.) - Shells fell on Aleppo.", language="en")}
    assert filed["LB"] == plain["LB"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("DUBAI - India beat Pakistan. Indian fans sang. Pakistan's captain left early.", {"IN", "PK"}),
        ("LONDON (AP) - Norway cut its rate. The Norwegian bank had promised it. Norway's crown fell.", {"NO"}),
        ("ЛОНДОН, 3 ноября. /ТАСС/. Норвегия снизила ставку. Норвежский банк обещал это. Норвегия ждёт.", {"NO"}),
        ("LONDON, Nov 3 - Norway cut its rate. The Norwegian bank had promised it.", {"GB", "NO"}),
        ("MUNICH (AP) - Norway won. Norway's fans sang in Munich. The Norwegians had waited for it.", {"NO"}),
        ("LONDON (AP) - Banks cut their rates. Nobody had promised it.", {"GB"}),
        ("LONDON (AP) - Norway cut its rate, and Norwegians were glad. Britain followed.", {"GB", "NO"}),
    ],
)
def test_where_a_report_was_filed_is_no_focus_where_it_is_about_others(body: str, expected: set[str]) -> None:
    assert {mention.tag.code for mention in tag("", body) if mention.focus} == expected

"""What a watchlist finds, and what it says of why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.watchlist import Condition, Noted, Reason, Subject, Watchlist
from monitor.stages.match import match, match_all
from monitor.stages.narrow import asks, needs, wordy
from monitor.text.wording import found, tokens, wording

TALKS = Subject(
    title="Azerbaijani deputies visit NATO's parliamentary assembly",
    summary="Two days of talks in Brussels.",
    body="The delegation spoke of peace.\nA treaty of lasting peace with Armenia was named. Ереван ждёт.",
    language="en",
    source="caspian-courier",
    tier=2,
    mentions=(
        Noted(tag="country:AZ", label="Azerbaijan", focus=True, in_title=True, hits=3, evidence="Azerbaijani"),
        Noted(tag="org:nato", label="NATO", focus=True, in_title=True, hits=1, evidence="NATO"),
        Noted(tag="country:AM", label="Armenia", focus=False, hits=1, evidence="Armenia"),
    ),
)


def watchlist(**asked: Any) -> Watchlist:
    return Watchlist(id="w", name="W", **asked)


def finds(**asked: Any) -> bool:
    return match(watchlist(**asked), TALKS) is not None


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"countries": ("AZ",)}, True),
        ({"countries": ("GE", "AZ")}, True),
        ({"countries": ("AZ",), "organisations": ("nato", "nato-pa")}, True),
        ({"countries": ("AZ",), "organisations": ("osce",)}, False),
        ({"countries": ("AM",)}, False),  # mentioned, and no more
        ({"countries": ("AM",), "any_mention": True}, True),
        ({"languages": ("ru",)}, False),
        ({"languages": ("ru", "en")}, True),
        ({"sources": ("tass",)}, False),
        ({"tiers": (1,)}, False),
        ({"tiers": (1, 2)}, True),
        ({"text": "treaty peace"}, True),
        ({"text": '"peace treaty"'}, False),
        ({"text": '"peace treaty"~3'}, True),
        ({"text": '"treaty Brussels"~20'}, False),  # nearness ends with the field
        ({"text": '"lasting peace"'}, True),
        ({"text": "armistice OR treaty"}, True),
        ({"text": "treat*"}, True),
        ({"text": "treat"}, False),
        ({"text": "ЕРЕВАН"}, True),
        ({"text": "treaty -football"}, True),
        ({"text": "treaty -peace"}, False),
        ({"text": "???"}, False),
        ({"all": (Condition(countries=("AZ",)), Condition(countries=("AM",), any_mention=True))}, True),
        ({"all": (Condition(countries=("AZ",)), Condition(countries=("GE",)))}, False),
        ({"any": (Condition(countries=("GE",)), Condition(text="brussels"))}, True),
        ({"any": (Condition(countries=("GE",)), Condition(text="vienna"))}, False),
        ({"countries": ("AZ",), "none": (Condition(text="assembly"),)}, False),
        ({"countries": ("AZ",), "none": (Condition(text="football"),)}, True),
    ],
)
def test_all_of_the_keys_and_any_of_a_list(asked: dict[str, Any], found: bool) -> None:
    assert finds(**asked) is found


def test_a_match_says_why_in_the_words_of_the_article() -> None:
    assert match(watchlist(countries=("AZ",), text='"lasting peace"', languages=("en",)), TALKS) == (
        Reason(kind="country", value="AZ", evidence='focus, 3 times, in the title: "Azerbaijani"'),
        Reason(kind="language", value="en"),
        Reason(
            kind="text",
            value="lasting peace",
            evidence="A treaty of lasting peace with Armenia was named. Ереван ждёт.",
        ),
    )


def test_a_name_that_stands_once_in_the_text_is_said_so() -> None:
    mention = Noted(tag="country:GE", label="Georgia", focus=False, hits=1)
    (reason,) = match(watchlist(countries=("GE",), any_mention=True), replace(TALKS, mentions=(mention,))) or ()
    assert reason == Reason(kind="country", value="GE", evidence="mentioned, in the text")


def test_only_the_watchlists_that_match_are_named() -> None:
    lists = (watchlist(countries=("AZ",)), Watchlist(id="v", name="V", countries=("GE",)))
    assert set(match_all(lists, TALKS)) == {"w"}


@pytest.mark.parametrize(
    ("text", "sought", "place"),
    [
        ("Brüssel und BAKU", "brussel", "Brüssel"),
        ("İlham Əliyev", "ilham", "İlham"),
        ("北約與亞塞拜然舉行會談", "亞塞拜然", "亞塞拜然"),
        ("a treaty for peace", '"peace treaty"~1', "treaty for peace"),
        ("treaty x x peace y treaty", '"peace treaty"~1', "peace y treaty"),
        ("nato-led", '"NATO led"', "nato-led"),
    ],
)
def test_words_are_found_where_they_stand(text: str, sought: str, place: str) -> None:
    [[term]] = wording(sought).wanted
    at = found(term, text, tokens(text))
    assert at is not None
    assert text[slice(*at)] == place


@given(st.text(), st.text())
def test_no_words_and_no_text_make_it_fail(asked: str, text: str) -> None:
    for group in wording(asked).wanted:
        for term in group:
            place = found(term, text, tokens(text))
            assert place is None or 0 <= place[0] < place[1] <= len(text)


@given(st.text(alphabet="abc ", min_size=1), st.text(alphabet="abc ", min_size=1))
def test_a_phrase_that_stands_in_a_text_is_found(asked: str, around: str) -> None:
    for group in wording(f'"{asked}"').wanted:
        assert found(group[0], f"{around} {asked} {around}", tokens(f"{around} {asked} {around}")) is not None


def test_what_a_match_needs_is_known_beforehand() -> None:
    asked = watchlist(
        countries=("AZ",),
        text="treaty",
        any=(Condition(organisations=("nato", "osce")), Condition(countries=("AM",), any_mention=True)),
        all=(Condition(text="北約 peace"),),
    )
    needed = needs(asked)
    assert [(sorted(group.slugs), group.focus) for group in needed.tags] == [
        (["country:AZ"], True),
        (["country:AM", "org:nato", "org:osce"], False),
    ]
    assert [[term.said for term in group] for group in needed.words] == [["treaty"], ["peace"]]


def test_a_branch_without_tags_needs_none() -> None:
    assert needs(watchlist(any=(Condition(countries=("AZ",)), Condition(text="x")))).tags == ()


def test_whether_anything_is_looked_for_and_whether_words_are() -> None:
    assert not asks(watchlist(none=(Condition(text="x"),)))
    assert not asks(watchlist(text="-x"))
    assert not asks(watchlist(any=(Condition(text="x"), Condition(none=(Condition(text="y"),)))))
    assert asks(watchlist(all=(Condition(sources=("a",)),)))
    assert wordy(watchlist(none=(Condition(text="x"),)))
    assert not wordy(watchlist(countries=("AZ",)))

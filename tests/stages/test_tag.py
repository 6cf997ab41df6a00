"""What a reader can rely on of the tags of an article."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.gazetteer import Alias, default
from monitor.model.tag import Mention, Tag
from monitor.stages.tag import tag, tagger
from tests.tagging.sentences import sentences

TALKS = (
    "A delegation of the Milli Majlis of Azerbaijan has come to Brussels for meetings at the NATO Parliamentary "
    "Assembly. "
    "Azerbaijan's mission to NATO said that the talks dealt with cooperation between the alliance and Azerbaijan.\n"
    "Azerbaijan joined the North Atlantic Cooperation Council in 1992 and the Partnership for Peace in 1994; the "
    "council later became the Euro-Atlantic Partnership Council. Azerbaijani soldiers served in NATO's missions.\n"
    "NATO has backed a lasting peace between Azerbaijan and Armenia, and NATO wants the dialogue to go on."
)


def slugs(found: tuple[Mention, ...], *, focus: bool = False) -> set[str]:
    return {mention.tag.slug for mention in found if mention.focus or not focus}


def one(found: tuple[Mention, ...], slug: str) -> Mention:
    return next(mention for mention in found if mention.tag.slug == slug)


def test_the_item_this_project_exists_for() -> None:
    found = tag("Azerbaijan and NATO talk in Brussels about ties of their parliaments", TALKS)
    assert slugs(found, focus=True) == {"country:AZ", "org:nato"}
    assert {"org:nato-pa", "org:milli-majlis", "org:nacc", "org:eapc", "country:AM"} <= slugs(found)
    assert {span.rule for span in one(found, "country:BE").spans} == {"venue"}


def test_every_span_is_where_it_says() -> None:
    texts = {"title": "Baku hosts PACE", "summary": "Azerbaijan's guests", "body": TALKS}
    found = tag(texts["title"], texts["body"], summary=texts["summary"])
    for mention in found:
        assert mention.hits == len(mention.spans)
        assert mention.in_title == any(span.field == "title" for span in mention.spans)
        for span in mention.spans:
            assert texts[span.field][span.start : span.end] == span.text


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "Премьер Армении посетил Москву, а Белоруссии и Таджикистану отказали в ОДКБ.", "AM RU BY TJ csto"),
        ("ru", "Азербайджанские и турецкие военные встретились в Баку с представителями НАТО.", "AZ TR nato"),
        ("uk", "У Києві та Варшаві чекають на рішення Угорщини; ОБСЄ мовчить.", "UA PL HU osce"),
        ("az", "Ermənistanın nümayəndəsi BMT-də Gürcüstandan gələn qonaqlarla görüşüb.", "AM GE un"),
        ("tr", "Türkiye'nin ve İsveç'in bakanları NATO'da buluştu, Rusya tepki gösterdi.", "TR SE RU nato"),
        ("hy", "Ադրբեջանի և Ֆրանսիայի պատվիրակությունները հանդիպեցին Երևանում։", "AZ FR AM"),
        ("ka", "რუსეთის დელეგაცია საქართველოში ევროკავშირმა მიიღო.", "RU GE eu"),
        ("ar", "وصل وفد روسيا إلى بغداد للقاء الأمم المتحدة وممثلي تركيا.", "RU IQ TR un"),
        ("fa", "رئیس جمهور ایران در باکو با همتای ترکیه دیدار کرد.", "IR AZ TR"),
        ("zh", "中国与哈萨克斯坦讨论上海合作组织的未来。", "CN KZ sco"),
        ("zh", "幾內亞比索與赤道幾內亞簽署協議。", "GW GQ"),
        ("de", "Russlands Delegation reiste nach Polen; die Weltbank war dabei.", "RU PL world-bank"),
        ("fr", "Les dirigeants arméniens et la France saluent l'Union africaine.", "AM FR african-union"),
        ("es", "Corea del Sur y Corea del Norte hablaron ante la ONU.", "KR KP un"),
    ],
)
def test_names_are_found_in_every_ending(language: str, text: str, expected: str) -> None:
    assert {mention.tag.code for mention in tag("", text, language=language)} == set(expected.split())


@pytest.mark.parametrize("language", [None, "en", "xx", "pt-BR"])
def test_a_wrong_or_missing_language_does_not_hide_the_names(language: str | None) -> None:
    found = slugs(tag("", "Делегация Грузии прибыла в Анкару на переговоры с ОБСЕ.", language=language))
    assert found == {"country:GE", "country:TR", "org:osce"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A set of fine china and a Panama hat were sold; the doctor told us to quit cold turkey.", ""),
        ("Michael Jordan spoke. Jordan was pleased with the crowd.", ""),
        ("Jordan and Chad signed a pact in Amman.", "JO TD"),
        ("Residents of Moscow, Idaho, and of Paris, Texas, met.", "US"),
        ("The governor of Georgia spoke in Atlanta about the county elections.", "US"),
        ("Georgia's president left Tbilisi.", "GE"),
        ("Niger and Nigeria closed the border.", "NE NG"),
        ("North Korea and South Korea exchanged shots.", "KP KR"),
        ("Guinea, Guinea-Bissau and Equatorial Guinea met Papua New Guinea.", "GN GW GQ PG"),
        ("Those who can tell us, please do.", ""),
        ("He bought a flat in Warsaw Street near the park.", ""),
        ("Nigerians, Romanians and omanis", "NG RO"),
    ],
)
def test_what_only_looks_like_a_country(text: str, expected: str) -> None:
    assert {m.tag.code for m in tag("", text) if m.tag.kind == "country"} == set(expected.split())


def test_headlines_in_capitals() -> None:
    assert slugs(tag("TURKEY AND AZERBAIJAN SIGN PACT WITH NATO", "")) == {"country:TR", "country:AZ", "org:nato"}


@pytest.mark.parametrize(
    "body",
    [
        "BAKU, Azerbaijan, November 23. Trade with Kazakhstan grew, officials said. Kazakhstan's exports rose.",
        "BAKU (Reuters) - Trade with Kazakhstan grew, officials said. Kazakhstan's exports rose.",
        "БАКУ, 23 ноября. /ТАСС/. Торговля с Казахстаном выросла. Казахстанские товары подешевели.",
        "Bakı, 23 noyabr, AZƏRTAC - Qazaxıstanla ticarət artıb, Qazaxıstanın ixracı böyüyüb.",
    ],
)
def test_a_dateline_is_told_from_the_text(body: str) -> None:
    found = tag("", body)
    assert {span.rule for span in one(found, "country:AZ").spans} == {"dateline"}
    assert one(found, "country:KZ").focus


def test_a_parliament_speaks_for_its_country() -> None:
    found = tag("Bundestag votes", "The Bundestag voted on Friday.")
    assert {span.rule for span in one(found, "country:DE").spans} == {"implied"}


def test_users_add_and_override() -> None:
    own = default().extended(
        [
            Alias(text="Desk Club", tags=("org:desk-club",), rule="own"),
            Alias(text="Baku", tags=(), rule="decoy"),
        ],
        [Tag(slug="org:desk-club", kind="organisation", label="The Desk Club")],
    )
    found = tag("", "The Desk Club met in Baku with Armenia.", gazetteer=own)
    assert slugs(found) == {"org:desk-club", "country:AM"}
    assert one(found, "org:desk-club").spans[0].rule == "own"
    assert slugs(tag("", "The Desk Club met in Baku with Armenia.")) == {"country:AZ", "country:AM"}


def test_nothing_in_nothing_out() -> None:
    assert tag("", "") == ()
    assert tagger().startswith("gazetteer/")


@given(st.text(max_size=400), st.text(max_size=80))
@settings(max_examples=60)
def test_any_text_can_be_tagged(body: str, title: str) -> None:
    texts = {"title": title, "body": body}
    for mention in tag(title, body):
        assert 0 <= mention.salience <= 1
        for span in mention.spans:
            assert texts[span.field][span.start : span.end] == span.text


def test_what_is_found_does_not_depend_on_what_was_read_before() -> None:
    texts = [(sentence.text, sentence.language) for sentence in sentences()[::9]]
    forwards, backwards = replace(default()), replace(default())  # two matchers
    found = [tag("", text, language=language, gazetteer=forwards) for text, language in texts]
    again = [tag("", text, language=language, gazetteer=backwards) for text, language in reversed(texts)]
    assert found == again[::-1]


@pytest.mark.parametrize(
    ("title", "body", "focus", "venue"),
    [
        ("Aliyev and Putin mend ties in Dushanbe", "They spoke for an hour.", "AZ RU", "TJ"),
        ("Mali and Niger recall envoys in Algiers", "Algeria regretted it. Algerians did not.", "ML NE DZ", ""),
        ("Israel to answer South Africa on Gaza", "Israel denied South Africa's charge in Gaza.", "IL ZA PS", ""),
        ("Interpol arrests many", "LYON - Interpol said so. Interpol named Kenya and Ghana.", "interpol", "FR"),
        ("", "The foreign ministers of Armenia and Azerbaijan met in Tbilisi.", "AM AZ", "GE"),
        ("Путин и Эрдоган встретились в Ашхабаде", "", "RU TR", "TM"),
        ("Putin ve Erdoğan Aşkabat'ta görüştü", "", "RU TR", "TM"),
        ("Zelensky meets Macron in Paris", "", "UA FR", ""),
        ("Protests in Paris", "Germany and Spain looked on.", "FR", ""),
    ],
)
def test_the_city_in_which_two_others_meet_is_a_venue(title: str, body: str, focus: str, venue: str) -> None:
    found = tag(title, body)
    assert {mention.tag.code for mention in found if mention.focus} == set(focus.split())
    venues = {mention.tag.code for mention in found if {span.rule for span in mention.spans} == {"venue"}}
    assert venues == set(venue.split())


@pytest.mark.parametrize(
    ("name", "language", "on", "expected"),
    [
        ("Rutte", "en", date(2023, 5, 1), "NL"),
        ("Rutte", "en", date(2024, 8, 15), "NL"),  # between two offices
        ("Rutte", "en", date(2025, 5, 1), "nato"),
        ("Rutte", "en", None, "nato"),
        ("Туск", "ru", date(2017, 3, 1), "european-council"),
        ("圖斯克", "zh", date(2025, 3, 1), "PL"),
        ("Stoltenberg", "de", date(2026, 1, 1), "NO"),
        ("Сергея Лаврова", "ru", date(1999, 1, 1), "RU"),  # one office only: whenever it was
    ],
)
def test_who_held_two_offices_speaks_for_the_one_of_that_day(
    name: str, language: str, on: date | None, expected: str
) -> None:
    found = tag("", f"{name} 2.", language=language, on=on)
    assert {mention.tag.code for mention in found} == {expected}

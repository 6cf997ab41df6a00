"""Datelines in the languages of the desk, and what is none."""

from __future__ import annotations

import pytest

from monitor.stages.tag import tag


def dateline_of(body: str) -> set[str]:
    """Return the tags that the dateline of a body gives."""
    return {m.tag.code for m in tag("", body) if any(span.rule == "dateline" for span in m.spans)}


@pytest.mark.parametrize(
    ("body", "country"),
    [
        ("NEW YORK, March 3 (Reuters) - Oil prices rose on Monday.", "US"),
        ("WASHINGTON (AP) — The president spoke on Monday.", "US"),
        ("ROME, Ga., March 3 - The mill closed.", "US"),
        ("BEIJING, Nov. 23 (Xinhua) -- The ministers signed a deal.", "CN"),
        ("МОСКВА, 23 ноября. /ТАСС/. Президент прибыл.", "RU"),
        ("БАКУ, 23 ноя — Sputnik. Делегация прибыла.", "AZ"),
        ("КИЇВ. 23 листопада. УНН. Кордон закрито.", "UA"),
        ("Bakı, 23 noyabr, AZƏRTAC\nPrezident səfərə gəlib.", "AZ"),
        ("ANKARA (AA) - Bakan konuştu.", "TR"),
        ("Berlin (dpa) - Der Minister sprach.", "DE"),
        ("PARIS (AFP) – Le ministre est arrivé.", "FR"),
        ("Madrid, 23 nov (EFE).- El ministro llegó.", "ES"),
        ("ԵՐԵՎԱՆ, 23 ՆՈՅԵՄԲԵՐԻ, ԱՐՄԵՆՊՐԵՍ։ Նախագահը ժամանել է։", "AM"),
        ("თბილისი, 23 ნოემბერი (ინტერპრესნიუსი) — დელეგაცია ჩამოვიდა.", "GE"),
        ("القاهرة - (أ ف ب) - وصل الرئيس.", "EG"),
        ("تهران - ایرنا - وزیر خارجه وارد شد.", "IR"),
        ("新华社北京11月23日电（记者）发言人表示。", "CN"),
    ],
)
def test_a_dateline_makes_a_focus(body: str, country: str) -> None:
    assert dateline_of(body) == {country}
    assert {m.tag.code for m in tag("", body) if m.focus} == {country}


@pytest.mark.parametrize(
    "body",
    [
        "Azerbaijan - the land of fire - welcomed tourists.",
        "The minister flew to Baku - his second visit - on Monday.",
        "Georgia has closed the road, police said - for now.",
        "",
        " - ",
    ],
)
def test_what_is_no_dateline(body: str) -> None:
    assert dateline_of(body) == set()


@pytest.mark.parametrize(
    ("body", "city", "country"),
    [
        ("BRUSSELS, Nov 23 (Reuters) - NATO ministers met to speak of Ukraine.", "BE", "UA"),
        ("VIENNA, 23 November – The OSCE spoke of Moldova on Monday.", "AT", "MD"),
        ("Женева, 23 ноября. ООН призвала Судан к миру.", "CH", "SD"),
        ("Brüksel'de NATO toplantısında Ukrayna konuşuldu.", "BE", "UA"),
    ],
)
def test_a_venue_is_no_focus(body: str, city: str, country: str) -> None:
    found = {m.tag.code: m for m in tag("", body)}
    assert {span.rule for span in found[city].spans} == {"venue"}
    assert not found[city].focus
    assert found[country].focus

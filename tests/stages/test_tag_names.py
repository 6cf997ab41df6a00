"""The hard half: leaders, peoples, seats of power, short forms, and what only looks like them."""

from __future__ import annotations

import pytest

from monitor.stages.tag import tag


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Erdoğan told Mitsotakis that Ankara would not yield.", "TR GR"),
        ("en", "Foggy Bottom, Ak Orda, Zhongnanhai and Downing Street kept silent.", "US us-state-dept KZ CN GB"),
        ("en", "The DPRK and the ROK; KSA mediated; the PRC abstained.", "KP KR SA CN"),
        ("en", "Kiwis, Aussies, Poles, Danes, Finns, Swedes and Turks protested.", "NZ AU PL DK FI SE TR"),
        ("en", "Ivorian cocoa, Malagasy vanilla, the Burkinabe junta and the Swazi king.", "CI MG BF SZ"),
        ("en", "The Kremlin and the White House traded barbs.", "RU US kremlin white-house"),
        ("en", "Rwanda-backed M23 rebels took Goma, in eastern Congo.", "RW CD"),
        ("ru", "Токаев и Мирзиёев встретились с Си Цзиньпином.", "KZ UZ CN"),
        ("ru", "Франко-германский дуэт и американо-китайский спор.", "FR DE US CN"),
        ("ru", "Того человека видели в Чили, а Куба выиграла кубок.", "CL CU"),
        ("uk", "У Києві, Львові та Криму; у Варшаві, Празі й Ризі.", "UA PL CZ LV"),
        ("az", "Tokayev, Rəhmon, Tramp və Makron; ruslar, gürcülər və almanlar.", "KZ TJ US FR RU GE DE"),
        ("tr", "BM, AB ve AGİT; Maliye Bakanlığı bekliyor.", "un eu osce"),
        ("hy", "Թրամփը, Պուտինը և Մակրոնը Ալյասկայում չէին։", "US RU FR"),
        ("ka", "სომხები, ქართველები და უკრაინელები თბილისში.", "AM GE UA"),
        ("ar", "أردوغان وماكرون وشي جين بينغ وبن سلمان", "TR FR CN SA"),
        ("fa", "روس‌ها، آمریکایی‌ها و چینی‌ها؛ منابع مالی", "RU US CN"),
        ("zh", "特朗普與普丁通話，澤倫斯基回應；臺灣、義大利、紐西蘭與寮國。", "US RU UA TW IT NZ LA"),
        ("zh", "刚果（金）与中非共和国、南苏丹接壤。", "CD CF SS"),
        ("de", "Das Essen war gut, der Zug kam aus Wien.", "AT"),
        ("fr", "Les Nigériens et les Nigérians; rue de Londres.", "NE NG"),
        ("es", "Milei, Sheinbaum y Lula; Costa de Marfil.", "AR MX BR CI"),
    ],
)
def test_hard_names(language: str, text: str, expected: str) -> None:
    assert {mention.tag.code for mention in tag("", text, language=language)} == set(expected.split())


def test_the_evidence_names_rule_and_alias() -> None:
    (mention,) = tag("", "Пашиняна ждут.", language="ru")
    (span,) = mention.spans
    assert (span.text, span.rule, span.alias) == ("Пашиняна", "leader", "Пашинян")
    assert mention.score > 0


def test_a_list_of_countries_named_in_passing_is_no_focus() -> None:
    text = "Dancers from Argentina, Finland, Italy and Spain came to the fair. " * 1
    assert not any(mention.focus for mention in tag("The fair opens", text))


def test_an_organisation_in_passing_is_no_focus() -> None:
    text = "Azerbaijan and Kazakhstan signed a pact. Azerbaijan will sell gas to Kazakhstan. The OSCE was told."
    found = {mention.tag.code: mention.focus for mention in tag("Azerbaijan and Kazakhstan agree", text)}
    assert found == {"AZ": True, "KZ": True, "osce": False}


def test_a_long_article_costs_no_more_a_word() -> None:
    """Ten thousand doubtful names in one text are settled; a quadratic rule would time out."""
    found = tag("", "Georgia and Jordan met Chad in Athens. " * 2500)
    assert {mention.tag.code: mention.hits for mention in found} == {"GE": 2500, "JO": 2500, "TD": 2500, "GR": 2500}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Abbas flew to Amman for the talks.", "PS JO"),
        ("President Abbas called for a vote.", "PS"),
        ("A shopkeeper, Rami Abbas, swept the street. Abbas said that he was tired.", ""),
        ("President Mahmoud Abbas spoke. A shopkeeper, Rami Abbas, listened.", "PS"),
        ("The player Ahmed Erdogan scored twice. Erdogan was glad.", ""),
        ("Recep Erdogan and Tayyip Erdoğan are one. Ahmed Erdogan is another.", "TR"),
        ("El asilo a Betssy Chávez dura. Chávez espera.", ""),
        ("Hugo Chávez habló. Miguel Chávez escuchó.", "VE"),
        ("Jordan Bardella waited. Jordan waved. The French waved back.", "FR"),
        ("Kirsty Coventry was elected. Coventry spoke in Harare.", "ZW ioc"),
        ("В ресторане напротив готовят котлеты по-киевски. «Прага» на Арбате закрыта.", ""),
        ("La manif part de la place d'Italie. La place de l'Italie en Europe change.", "IT"),
        ("Petro said no. Lula agreed.", "CO BR"),
        ("Petro Poroshenko said no. Petro waited.", "UA"),
        ("Die Dublin-Verordnung gilt. Nach der Dublin-Überstellung kam nichts.", ""),
        ("МОМ считает депортированных. Міграції немає.", "iom"),
        ("Mali and Niger recalled envoys. Algeria regretted it and waited for them.", "ML NE DZ"),
        ("CAR-da keçirilən sammit bitdi.", "ZA"),
        ("پول کمک‌های مردم کم شد.", ""),
        ("Gazze'de iki kişi öldü, İsrail ve Mısır görüştü.", "PS IL EG"),
        ("The firm <CIS> sold shares in Prague.", "CZ"),
        ("В Варшаве Дуда вручил награды.", "PL"),
        ("其中美国占三成。", "US"),
        ("The IMF freed money for Pakistan under the EFF, its extended facility.", "PK imf"),
        ("Malema of the EFF left the chamber.", "ZA"),
    ],
)
def test_a_surname_or_a_sign_that_others_bear(text: str, expected: str) -> None:
    assert {mention.tag.code for mention in tag("", text)} == set(expected.split())


def test_another_persons_surname_is_no_evidence_even_beside_the_leader() -> None:
    found = tag("", "President Mahmoud Abbas spoke in Ramallah. A shopkeeper, Rami Abbas, listened. Abbas left.")
    assert [span.text for mention in found for span in mention.spans] == ["Mahmoud Abbas", "Ramallah", "Abbas"]


def test_a_country_that_sentence_after_sentence_names_is_a_party() -> None:
    title = "Congolese army says it holds the hills"
    body = (
        "KINSHASA - The Congolese army said that it held the hills near Uvira. Congolese officers accused "
        "Rwanda of sending men. Kigali denied it. Rwanda's president spoke of lies. Kinshasa wants a Congolese judge."
    )
    assert {mention.tag.code for mention in tag(title, body) if mention.focus} == {"CD", "RW"}


def test_a_state_is_the_focus_and_not_its_parliament() -> None:
    found = tag("Bundestag votes on pensions", "The Bundestag adopted the law. Germany will pay more from January.")
    assert {mention.tag.code for mention in found if mention.focus} == {"DE"}


def test_an_organisation_and_its_part_are_both_the_focus_where_both_are_named_as_much() -> None:
    body = "The European Commission proposed a new fund. The Commission of the European Union wants it by May."
    found = tag("European Commission proposes a fund", body)
    assert {mention.tag.code for mention in found if mention.focus} == {"european-commission"}
    found = tag("EU and Mercosur agree", body + " The European Commission and the EU sign in June.")
    assert {"eu", "european-commission"} <= {mention.tag.code for mention in found if mention.focus}


def test_who_rules_without_being_recognised_is_a_focus_beside_the_country() -> None:
    found = tag("Taliban ban films", "The Taliban banned films in Afghanistan. Afghans heard it from the Taliban.")
    assert {mention.tag.code for mention in found if mention.focus} == {"AF", "taliban"}


def test_the_place_where_an_organisations_news_was_filed_is_no_focus() -> None:
    body = "ZURICH - FIFA named the referees. FIFA said that the list was final. FIFA will meet in May."
    found = tag("FIFA names referees as FIFA meets", body)
    assert {mention.tag.code for mention in found if mention.focus} == {"fifa"}

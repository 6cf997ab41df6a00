"""The language of a text, from what news of a few words shows; nothing where that is unsure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.language import detect

SENTENCES = {
    "en": "The foreign ministers of the two countries met in Brussels and said that the talks will continue "
    "after the summit.",
    "de": "Die Außenminister der beiden Länder trafen sich in Brüssel und sagten, dass die Gespräche nach dem "
    "Gipfel weitergehen.",
    "fr": "Les ministres des Affaires étrangères des deux pays se sont réunis à Bruxelles et ont dit que les "
    "pourparlers vont continuer.",
    "es": "Los ministros de Exteriores de los dos países se reunieron en Bruselas y dijeron que las "
    "conversaciones continuarán.",
    "pt": "Os ministros dos Negócios Estrangeiros dos dois países reuniram-se em Bruxelas e disseram que as "
    "conversações não vão parar.",
    "it": "I ministri degli Esteri dei due Paesi si sono incontrati a Bruxelles e hanno detto che i colloqui "
    "continueranno.",
    "nl": "De ministers van Buitenlandse Zaken van de twee landen hebben elkaar in Brussel ontmoet en zeggen "
    "dat het overleg doorgaat.",
    "ro": "Miniștrii de externe ai celor două țări s-au întâlnit la Bruxelles și au spus că discuțiile vor "
    "continua după summit.",
    "pl": "Ministrowie spraw zagranicznych obu krajów spotkali się w Brukseli i powiedzieli, że rozmowy będą "
    "kontynuowane po szczycie.",
    "cs": "Ministři zahraničí obou zemí se sešli v Bruselu a řekli, že jednání budou po summitu pokračovat.",
    "sv": "Utrikesministrarna i de två länderna träffades i Bryssel och sade att samtalen ska fortsätta efter "
    "toppmötet.",
    "fi": "Maiden ulkoministerit tapasivat Brysselissä ja sanoivat, että neuvottelut jatkuvat huippukokouksen jälkeen.",
    "hu": "A két ország külügyminiszterei Brüsszelben találkoztak, és azt mondták, hogy a tárgyalások a "
    "csúcstalálkozó után is folytatódnak.",
    "tr": "İki ülkenin dışişleri bakanları Brüksel'de bir araya geldi ve görüşmelerin zirveden sonra devam "
    "edeceğini söyledi.",
    "az": "İki ölkənin xarici işlər nazirləri Brüsseldə görüşüb və danışıqların sammitdən sonra davam "
    "edəcəyini bildirib.",
    "uz": "Ikki davlat tashqi ishlar vazirlari Bryusselda uchrashdi va muzokaralar sammitdan keyin ham davom "
    "etishini bildirdi.",
    "ru": "Министры иностранных дел двух стран встретились в Брюсселе и заявили, что переговоры продолжатся "
    "после саммита.",
    "uk": "Міністри закордонних справ двох країн зустрілися у Брюсселі та заявили, що переговори триватимуть "
    "після саміту.",
    "be": "Міністры замежных спраў дзвюх краін сустрэліся ў Бруселі і заявілі, што перамовы працягнуцца пасля саміту.",
    "bg": "Министрите на външните работи на двете страни се срещнаха в Брюксел и заявиха, че преговорите ще продължат.",
    "sr": "Министри спољних послова две земље састали су се у Бриселу и рекли да ће се разговори наставити "
    "после самита.",
    "kk": "Екі елдің сыртқы істер министрлері Брюссельде кездесіп, келіссөздер саммиттен кейін де жалғасады "
    "деп мәлімдеді.",
    "ar": "التقى وزيرا خارجية البلدين في بروكسل وقالا إن المحادثات سوف تستمر بعد القمة التي عقدت هذا الأسبوع.",
    "fa": "وزیران خارجه دو کشور در بروکسل دیدار کردند و گفتند که گفتگوها پس از نشست ادامه خواهد داشت.",
    "hy": "Երկու երկրների արտգործնախարարները հանդիպել են Բրյուսելում։",
    "ka": "ორი ქვეყნის საგარეო საქმეთა მინისტრები ბრიუსელში შეხვდნენ.",
    "he": "שרי החוץ של שתי המדינות נפגשו בבריסל.",
    "el": "Οι υπουργοί Εξωτερικών των δύο χωρών συναντήθηκαν στις Βρυξέλλες.",
    "zh": "两国外长在布鲁塞尔会晤，表示会谈将在峰会后继续。",
    "ja": "両国の外相はブリュッセルで会談し、首脳会議の後も協議を続けると述べた。",
    "ko": "양국 외무장관은 브뤼셀에서 만나 정상회담 이후에도 회담을 계속하겠다고 밝혔다.",
    "th": "รัฐมนตรีต่างประเทศของทั้งสองประเทศพบกันที่กรุงบรัสเซลส์",
}

HEADLINES = [
    ("ru", "Главы МИД двух стран встретились в Брюсселе"),
    ("uk", "Глави МЗС двох країн зустрілися у Брюсселі"),
    ("az", "XİN başçıları Brüsseldə görüşüb"),
    ("tr", "Dışişleri bakanları Brüksel'de görüştü"),
    ("de", "Außenminister treffen sich in Brüssel zu Gesprächen"),
    ("en", "Foreign ministers of the two countries meet in Brussels"),
    ("fr", "Rencontre des ministres des Affaires étrangères à Bruxelles"),
    ("es", "Reunión de los ministros de Exteriores en Bruselas"),
    ("fa", "دیدار وزیران خارجه دو کشور در بروکسل"),
    ("ar", "لقاء وزراء الخارجية في بروكسل"),
]


@pytest.mark.parametrize("language", SENTENCES)
def test_one_sentence_is_enough(language: str) -> None:
    assert detect(SENTENCES[language]) == language


@pytest.mark.parametrize(("language", "headline"), HEADLINES)
def test_a_headline_is_enough_where_its_language_is_expected(language: str, headline: str) -> None:
    assert detect(headline, (language,)) == language


@pytest.mark.parametrize("text", ["", "12:30", "NATO", "2026-11-23", "🙂🙂🙂🙂🙂", "a b c d", "...", "Z"])
def test_nothing_is_said_where_nothing_shows(text: str) -> None:
    assert detect(text) is None
    assert detect(text, ("en",)) is None


def test_what_is_expected_never_overrules_what_shows() -> None:
    assert detect(SENTENCES["ru"], ("uk", "en")) == "ru"
    assert detect(SENTENCES["az"], ("tr",)) == "az"


def test_a_name_in_another_script_changes_nothing() -> None:
    assert detect(SENTENCES["en"] + " (НАТО, ՆԱՏՕ, 北约)") == "en"


def test_latin_serbian_is_what_the_source_says_it_is() -> None:
    latin = (
        "Ministri spoljnih poslova dve zemlje sastali su se u Briselu i rekli da će se razgovori nastaviti "
        "posle samita."
    )
    assert detect(latin, ("sr",)) == "sr"
    assert detect(latin) == "hr"


@given(st.text(max_size=200))
def test_any_text_is_taken(text: str) -> None:
    assert detect(text, ("en", "no-such-language")) is None or detect(text) != ""

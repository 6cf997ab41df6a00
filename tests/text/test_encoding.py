"""Whatever a publisher says of its encoding, its words come out right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.encoding import charset, decode

RUSSIAN = (
    "Делегация Азербайджана обсудила в Брюсселе парламентское сотрудничество; встреча прошла в среду, пишет газета."
)
UKRAINIAN = "Міністри обговорили їхні ініціативи щодо безпеки в Чорному морі та єдність союзників"
TURKISH = "Türkiye ile Azerbaycan dışişleri bakanları İstanbul’da görüştü; gündemde Güney Kafkasya ve Şuşa vardı"
AZERBAIJANI = (
    "Nazirlik bildirib ki, danışıqların növbəti mərhələsi Brüsseldə keçiriləcək, görüşdə şərtlər müzakirə olunacaq"
)
# Written before Unicode, Azerbaijani did without its schwa, or gave it by number.
AZERBAIJANI_1254 = "Nazirlik bildirib ki, danışıqların növbəti mərhələsi Brüsseldə olacaq, şərtlər aydınlaşıb".replace(
    "ə", "&#601;"
)
FRENCH = (
    "Le ministère a confirmé que les négociations reprendront à Bruxelles dès l’été, là où elles s’étaient arrêtées"
)
GERMAN = "Die Außenminister erklärten, über die Lage im Süden müsse weiter geprüft werden"
SPANISH = "El portavoz señaló que la próxima reunión será en Bruselas, según explicó la delegación española"
POLISH = "Rzecznik powiedział, że państwa regionu będą dążyć do współpracy, a źródła potwierdziły spotkanie"
CZECH = "Mluvčí řekl, že příští týden budou země jednat o společném postupu v Bruselu"
ROMANIAN = "Ministrul a declarat că ţara susţine pacea în regiune şi va acţiona împreună cu aliaţii"
GREEK = "Ο υπουργός δήλωσε ότι η χώρα στηρίζει την ειρήνη στην περιοχή του Καυκάσου"
ARABIC = "قال المتحدث إن بلاده تدعم السلام في جنوب القوقاز وتعمل مع جميع الأطراف"
HEBREW = "דובר המשרד אמר כי המדינה תומכת בשלום באזור ופועלת עם כל הצדדים"
CHINESE = "发言人表示，该国支持地区和平，并将与各方合作。"
TAIWANESE = "發言人表示，該國支持地區和平，並將與各方合作。"
KOREAN = "대변인은 지역의 평화를 지지하며 모든 당사자와 협력하겠다고 말했다."
JAPANESE = "報道官は、地域の平和を支持し、すべての関係者と協力すると述べた。"

WRITTEN = [
    (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (RUSSIAN, "iso8859-5"), (RUSSIAN, "cp866"), (UKRAINIAN, "cp1251"),
    (UKRAINIAN, "koi8-u"), (TURKISH, "cp1254"), (AZERBAIJANI_1254, "cp1254"), (FRENCH, "cp1252"), (GERMAN, "cp1252"),
    (SPANISH, "cp1252"), (POLISH, "cp1250"), (POLISH, "iso8859-2"), (CZECH, "cp1250"), (ROMANIAN, "cp1250"),
    (GREEK, "cp1253"), (ARABIC, "cp1256"), (HEBREW, "cp1255"), (CHINESE, "gb18030"), (TAIWANESE, "big5"),
    (KOREAN, "euc_kr"), (JAPANESE, "cp932"), (JAPANESE, "euc_jp"),
]  # fmt: skip


def feed(text: str, declared: str | None = None) -> str:
    said = f' encoding="{declared}"' if declared else ""
    return f'<?xml version="1.0"{said}?><rss><channel><item><title>{text}</title></item></channel></rss>'


@pytest.mark.parametrize(("text", "codec"), WRITTEN, ids=lambda value: value[:12])
@pytest.mark.parametrize("header", [None, "text/xml; charset=utf-8", "text/xml"])
def test_an_undeclared_encoding_is_found_by_how_the_text_reads(text: str, codec: str, header: str | None) -> None:
    document = feed(text).encode(codec)
    decoded = decode(document, content_type=header)
    assert decoded.text == document.decode(codec)
    assert decoded.how == "guessed"
    assert decoded.warning


@pytest.mark.parametrize(("text", "codec"), WRITTEN, ids=lambda value: value[:12])
def test_a_declared_encoding_that_is_true_is_used(text: str, codec: str) -> None:
    document = feed(text, codec).encode(codec)
    assert decode(document).text == document.decode(codec)
    assert decode(feed(text).encode(codec), content_type=f'text/xml; charset="{codec}"').text == feed(text)


@pytest.mark.parametrize("text", [RUSSIAN, UKRAINIAN, TURKISH, AZERBAIJANI, FRENCH, GREEK, CHINESE, KOREAN])
@pytest.mark.parametrize("lie", ["windows-1251", "iso-8859-1", "windows-1254", "euc-kr", "koi8-r", "utf-16"])
def test_utf_8_is_known_whatever_it_is_called(text: str, lie: str) -> None:
    document = feed(text, lie).encode()
    assert decode(document).text == feed(text, lie)
    assert decode(document, content_type=f"application/rss+xml; charset={lie}").text == feed(text, lie)


@pytest.mark.parametrize(
    ("text", "codec", "lie"),
    [
        (RUSSIAN, "cp1251", "utf-8"),
        (RUSSIAN, "cp1251", "iso-8859-1"),
        (RUSSIAN, "koi8-r", "windows-1251"),
        (UKRAINIAN, "cp1251", "windows-1252"),
        (TURKISH, "cp1254", "iso-8859-1"),
        (TURKISH, "cp1254", "utf-8"),
        (GREEK, "cp1253", "iso-8859-1"),
        (CHINESE, "gb18030", "iso-8859-1"),
    ],
)
def test_a_declared_encoding_that_is_false_is_seen_through(text: str, codec: str, lie: str) -> None:
    document = feed(text, lie).encode(codec)
    for header in (None, f"text/xml; charset={lie}"):
        decoded = decode(document, content_type=header)
        assert decoded.text == document.decode(codec)
        assert decoded.warning
        assert "reads as" in decoded.warning


def test_the_header_wins_over_the_declaration_where_it_is_right() -> None:
    document = feed(RUSSIAN, "utf-8").encode("cp1251")
    decoded = decode(document, content_type="text/xml; charset=windows-1251")
    assert decoded.text == document.decode("cp1251")
    assert decoded.how == "declared"
    assert decoded.warning is None


def test_the_languages_of_a_source_weigh_in_where_little_is_said() -> None:
    word = "<title>ş</title>".encode("cp1254")
    assert decode(word, languages=("tr",)).text == "<title>ş</title>"


@pytest.mark.parametrize("codec", ["utf-16", "utf-32", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_marks_and_wide_characters_are_read(codec: str) -> None:
    document = feed(AZERBAIJANI).encode(codec)
    assert decode(document, content_type="text/xml; charset=windows-1251").text == feed(AZERBAIJANI)


def test_a_few_bytes_of_another_encoding_do_not_spoil_the_rest() -> None:
    document = feed(AZERBAIJANI).encode().replace("görüşdə".encode(), b"\x93g\xf6r\x94")
    decoded = decode(document)
    assert decoded.text == feed(AZERBAIJANI.replace("görüşdə", "“gör”"))
    assert decoded.warning == "3 bytes are not UTF-8"


def test_entries_that_were_written_in_two_encodings_are_both_read() -> None:
    document = b"<a>" + RUSSIAN.encode() + b"</a><b>" + RUSSIAN.encode("cp1251") + b"</b>"
    assert decode(document).text == f"<a>{RUSSIAN}</a><b>{RUSSIAN}</b>"


def test_a_page_says_its_encoding_in_meta() -> None:
    page = b'<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"></head><body>'
    assert decode(page + "Баку".encode("cp1251"), html=True).text.endswith("Баку")


@pytest.mark.parametrize(
    ("said", "codec"),
    [
        ("text/xml; charset=windows-1251", "cp1251"),
        ('application/rss+xml;CHARSET="UTF-8"', "utf-8"),
        ("text/html; charset = 'koi8-r'", "koi8-r"),
        ("text/xml; charset=win-1251", "cp1251"),
        ("text/xml; charset=gb2312", "gb18030"),
        ("text/xml; charset=utf-7", None),
        ("text/xml; charset=base64", None),
        ("text/xml; charset=unicode_escape", None),
        ("text/xml; charset=nonsense", None),
        ("text/xml", None),
        (None, None),
    ],
)
def test_the_charset_of_a_header(said: str | None, codec: str | None) -> None:
    assert charset(said) == codec


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=40)))
def test_any_bytes_are_some_text(document: bytes, header: str | None) -> None:
    decoded = decode(document, content_type=header, languages=("az", "ru"), html=True)
    decoded.text.encode()  # no lone surrogates, which could not be stored


@given(st.text())
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    document = ("<rss>" + text).encode()
    assert decode(document).text == "<rss>" + text

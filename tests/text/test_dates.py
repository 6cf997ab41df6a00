"""What dates say, however they are written. Every expected moment was worked out by hand."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.calendars import from_solar_hijri, solar_hijri_year
from monitor.text.dates import read
from monitor.text.months import fold, month

SEEN = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # a Monday
# raw, time zone of the source, its languages, the moment in UTC (a time where one is said), the rung
AWKWARD = [
    # RFC 822 and its kin
    ("Mon, 23 Nov 2026 14:05:00 +0400", "UTC", "", "2026-11-23 10:05:00", "rfc822"),
    ("Mon, 23 Nov 2026 14:05:00 GMT", "Asia/Baku", "", "2026-11-23 14:05:00", "rfc822"),
    ("Mon, 23 Nov 2026 14:05:00 MSK", "UTC", "ru", "2026-11-23 11:05:00", "rfc822"),
    ("Mon, 23 Nov 2026 14:05:00 AZT", "UTC", "az", "2026-11-23 10:05:00", "rfc822"),
    ("23 Nov 2026 14:05 GET", "UTC", "ka", "2026-11-23 10:05:00", "rfc822"),
    ("Mon, 23 Nov 2026 14:05:00 AMT", "UTC", "hy", "2026-11-23 10:05:00", "rfc822"),
    ("Mon, 23 Nov 2026 14:05:00 AMT", "America/Manaus", "pt", "2026-11-23 18:05:00", "rfc822"),
    ("Mon, 23 Nov 2026 14:05:00 TRT", "UTC", "tr", "2026-11-23 11:05:00", "rfc822"),
    ("Mon, 23 Nov 2026 14:05:00 EST", "UTC", "", "2026-11-23 19:05:00", "rfc822"),
    ("Thu, 23 Jul 2026 14:05:00 EDT", "UTC", "", "2026-07-23 18:05:00", "rfc822"),
    ("Thu, 23 Jul 2026 14:05:00 BST", "UTC", "", "2026-07-23 13:05:00", "rfc822"),
    ("Thu, 23 Jul 2026 14:05:00 CEST", "UTC", "", "2026-07-23 12:05:00", "rfc822"),
    ("Mon, 23 Nov 2026 14:05:00 CST", "America/Chicago", "en", "2026-11-23 20:05:00", "rfc822"),
    ("Mon, 23 Nov 2026 14:05:00 CST", "Asia/Shanghai", "zh", "2026-11-23 06:05:00", "rfc822"),
    ("Mon, 23 Nov 2026 14:05:00 IST", "Asia/Jerusalem", "he", "2026-11-23 12:05:00", "rfc822"),
    ("Mon, 23 Nov 2026 14:05:00 IST", "Asia/Kolkata", "en", "2026-11-23 08:35:00", "rfc822"),
    ("Mon, 23 Nov 2026 14:05:00 GMT+9", "UTC", "", "2026-11-23 05:05:00", "rfc822"),
    ("Mon, 23 Nov 2026 14:05:00 UTC+4", "UTC", "", "2026-11-23 10:05:00", "rfc822"),
    ("Mon, 23 Nov 2026 14:05:00 GMT-0530", "UTC", "", "2026-11-23 19:35:00", "rfc822"),
    ("Mon, 23 Nov 2026 14:05:00 +04:00", "UTC", "", "2026-11-23 10:05:00", "rfc822"),
    ("Mon, 23 Nov 2026 14:05:00 +0000 (UTC)", "Asia/Baku", "", "2026-11-23 14:05:00", "rfc822"),
    ("Mon, 23 Nov 2026 24:00:00 +0000", "UTC", "", "2026-11-24 00:00:00", "rfc822"),
    ("Mon, 23 Nov 2026 23:59:60 GMT", "UTC", "", "2026-11-23 23:59:59", "rfc822"),
    ("Sat, 23 Nov 2026 14:05:00 GMT", "UTC", "", "2026-11-23 14:05:00", "rfc822"),  # the weekday is wrong
    ("23 Nov 26 14:05 GMT", "UTC", "", "2026-11-23 14:05:00", "rfc822"),
    ("Monday, 23-Nov-26 14:05:00 GMT", "UTC", "", "2026-11-23 14:05:00", "rfc822"),
    ("Mon, 23 November 2026 14:05:00 GMT", "UTC", "", "2026-11-23 14:05:00", "rfc822"),
    ("Mon,23 Nov 2026 14:05:00 GMT", "UTC", "", "2026-11-23 14:05:00", "written"),
    ("Mon, 23 Nov 2026 14:5:00 GMT", "UTC", "", "2026-11-23 14:05:00", "written"),
    ("Mon, 23 Nov 2026 14:05:00", "Asia/Baku", "", "2026-11-23 10:05:00", "rfc822"),
    ("Mon, 23 Nov 2026 14:05:00 XYZ", "Asia/Baku", "", "2026-11-23 10:05:00", "written"),  # nobody knows XYZ
    ("Mon, 23 Nov 2026", "Asia/Baku", "", "2026-11-22 20:00", "written"),
    # ISO 8601 and its kin
    ("2026-11-23T14:05:00Z", "Asia/Baku", "", "2026-11-23 14:05:00", "iso8601"),
    ("2026-11-23T14:05:00.123456+04:00", "UTC", "", "2026-11-23 10:05:00", "iso8601"),
    ("2026-11-23T14:05:00+0400", "UTC", "", "2026-11-23 10:05:00", "iso8601"),
    ("2026-11-23T14:05+04", "UTC", "", "2026-11-23 10:05:00", "iso8601"),
    ("2026-11-23T14:05:00 0400", "UTC", "", "2026-11-23 10:05:00", "iso8601"),  # a plus lost in a URL
    ("2026-11-23T14:05:00\N{MINUS SIGN}05:00", "UTC", "", "2026-11-23 19:05:00", "written"),
    ("2026-11-23T14:05:00", "Asia/Baku", "", "2026-11-23 10:05:00", "iso8601"),
    ("2026-07-23 14:05", "Europe/Kyiv", "", "2026-07-23 11:05:00", "iso8601"),  # summer time
    ("2026-11-23 14:05:00 UTC", "Asia/Baku", "", "2026-11-23 14:05:00", "iso8601"),
    ("2026-11-23 14:05:00 +0000 UTC", "Asia/Baku", "", "2026-11-23 14:05:00", "written"),
    ("2026-11-23", "Asia/Baku", "", "2026-11-22 20:00", "iso8601"),
    ("20261123T140500Z", "Asia/Baku", "", "2026-11-23 14:05:00", "iso8601"),
    ("20261123140500", "Asia/Baku", "", "2026-11-23 10:05:00", "iso8601"),
    ("20261123", "UTC", "", "2026-11-23 00:00", "iso8601"),
    # epochs
    ("1795442700", "Asia/Baku", "", "2026-11-23 14:05:00", "epoch"),
    ("1795442700000", "Asia/Baku", "", "2026-11-23 14:05:00", "epoch"),
    ("1795442700.75", "Asia/Baku", "", "2026-11-23 14:05:00", "epoch"),
    ("/Date(1795442700000)/", "Asia/Baku", "", "2026-11-23 14:05:00", "epoch"),
    # figures
    ("23.11.2026 14:05", "Asia/Baku", "az", "2026-11-23 10:05:00", "written"),
    ("23.11.26, 14:05", "Asia/Baku", "az", "2026-11-23 10:05:00", "written"),
    ("21.02.2026 [19:22]", "Asia/Baku", "en", "2026-02-21 15:22:00", "written"),
    ("14:05 23-11-2026", "Asia/Baku", "az", "2026-11-23 10:05:00", "written"),
    ("2026/11/23 14:05", "Asia/Tokyo", "ja", "2026-11-23 05:05:00", "written"),
    ("23/11/2026 14.05", "Europe/Istanbul", "tr", "2026-11-23 11:05:00", "written"),
    ("03/04/2026", "Europe/London", "en", "2026-04-02 23:00", "written"),
    ("03/04/2026", "America/New_York", "en", "2026-03-04 05:00", "written"),
    ("12/11/2026", "America/New_York", "en", "2026-11-12 05:00", "written"),  # 11 December is yet to come
    ("11/23/2026 2:05 PM", "UTC", "en", "2026-11-23 14:05:00", "written"),
    ("11/23/2026 12:05 a.m.", "UTC", "en", "2026-11-23 00:05:00", "written"),
    ("23.11.2026 14:05 (UTC+4)", "UTC", "ru", "2026-11-23 10:05:00", "written"),
    ("23.11, 14:05", "Asia/Baku", "ru", "2026-11-23 10:05:00", "written"),
    ("２０２６年１１月２３日", "Asia/Tokyo", "ja", "2026-11-22 15:00", "written"),
    ("2026年11月23日", "Asia/Shanghai", "zh", "2026-11-22 16:00", "written"),
    ("2026年11月23日 下午2:05", "Asia/Shanghai", "zh", "2026-11-23 06:05:00", "written"),
    ("11月23日 14:05", "Asia/Shanghai", "zh", "2026-11-23 06:05:00", "written"),
    ("2026년 11월 23일 오후 2시 5분", "Asia/Seoul", "ko", "2026-11-23 05:05:00", "written"),
    ("令和8年11月23日", "Asia/Tokyo", "ja", "2026-11-22 15:00", "written"),
    # words
    ("Sep 23, 2024", "UTC", "en", "2024-09-23 00:00", "written"),
    ("September 23, 2024 at 5:07 pm", "America/New_York", "en", "2024-09-23 21:07:00", "written"),
    ("November 23rd, 2026", "UTC", "en", "2026-11-23 00:00", "written"),
    ("Mon Nov 23 14:05:00 MSK 2026", "UTC", "en", "2026-11-23 11:05:00", "written"),
    ("Mon Nov 23 2026 14:05:00 GMT+0400 (Azerbaijan Standard Time)", "UTC", "", "2026-11-23 10:05:00", "written"),
    ("23/Nov/2026:14:05:00 +0400", "UTC", "", "2026-11-23 10:05:00", "written"),
    ("25 Июня 2026 17:24", "Asia/Baku", "en", "2026-06-25 13:24:00", "written"),
    ("25 iyun 2026-cı il, 17:24", "Asia/Baku", "az", "2026-06-25 13:24:00", "written"),
    ("iyunun 25-i, 2026", "Asia/Baku", "az", "2026-06-24 20:00", "written"),
    ("23 ноября 2026 г., 14:05 (МСК)", "Asia/Baku", "ru", "2026-11-23 11:05:00", "written"),
    ("14:05, 23 ноя. 2026", "Europe/Moscow", "ru", "2026-11-23 11:05:00", "written"),
    ("Новости | 23 ноября 2026, 14:05 | Политика", "Europe/Moscow", "ru", "2026-11-23 11:05:00", "written"),
    ("23 ноября 2026, 14:05 по московскому времени", "Asia/Baku", "ru", "2026-11-23 11:05:00", "written"),
    ("23 Kasım 2026 Pazartesi 14.05", "Europe/Istanbul", "tr", "2026-11-23 11:05:00", "written"),
    ("Pazartesi, Kasım 23, 2026", "Europe/Istanbul", "tr", "2026-11-22 21:00", "written"),
    ("23 листопада 2026, 14:05", "Europe/Kyiv", "uk", "2026-11-23 12:05:00", "written"),
    ("23 listopada 2026", "Europe/Warsaw", "pl", "2026-11-22 23:00", "written"),
    ("23. listopada 2026.", "Europe/Zagreb", "hr", "2026-10-22 22:00", "written"),  # October in Croatian
    ("23 Նոյեմբերի, 2026 14:05", "Asia/Yerevan", "hy", "2026-11-23 10:05:00", "written"),
    ("23 ნოემბერი, 2026 14:05", "Asia/Tbilisi", "ka", "2026-11-23 10:05:00", "written"),
    ("23 novembre 2026 à 14h05", "Europe/Paris", "fr", "2026-11-23 13:05:00", "written"),
    ("mar. 24 mars 2026", "Europe/Paris", "fr", "2026-03-23 23:00", "written"),  # mar. is a Tuesday here
    ("1er août 2026", "Europe/Paris", "fr", "2026-07-31 22:00", "written"),
    ("23. März 2026, 14:05 Uhr", "Europe/Berlin", "de", "2026-03-23 13:05:00", "written"),
    ("23 de noviembre de 2026, 2:05 p. m.", "Europe/Madrid", "es", "2026-11-23 13:05:00", "written"),
    ("lunedì 23 novembre 2026 - 14:05", "Europe/Rome", "it", "2026-11-23 13:05:00", "written"),
    ("23 Noiembrie 2026, 14:05", "Europe/Bucharest", "ro", "2026-11-23 12:05:00", "written"),
    ("2026. november 23. 14:05", "Europe/Budapest", "hu", "2026-11-23 13:05:00", "written"),
    ("23 نوفمبر 2026 - 14:05", "Asia/Riyadh", "ar", "2026-11-23 11:05:00", "written"),
    ("٢٣ تشرين الثاني ٢٠٢٦", "Asia/Beirut", "ar", "2026-11-22 22:00", "written"),
    ("02/06/1447 هـ الموافق 23/11/2025", "Asia/Riyadh", "ar", "2025-11-22 21:00", "written"),
    ("۲۳ نوامبر ۲۰۲۶", "Asia/Tehran", "fa", "2026-11-22 20:30", "written"),
    ("23 בנובמבר 2026", "Asia/Jerusalem", "he", "2026-11-22 22:00", "written"),
    ("Κυρ, 23 Νοέ 2026 14:05:00 EST", "UTC", "el", "2026-11-23 19:05:00", "written"),
    ("2004-július-13T9:15-05:00", "UTC", "hu", "2004-07-13 14:15:00", "written"),
    # the Solar Hijri calendar
    ("دوشنبه ۲ آذر ۱۴۰۵ ساعت ۱۴:۰۵", "Asia/Tehran", "fa", "2026-11-23 10:35:00", "written"),
    ("1405/09/02 14:05", "Asia/Tehran", "fa", "2026-11-23 10:35:00", "written"),
    ("2 Azar 1405", "Asia/Tehran", "en", "2026-11-22 20:30", "written"),
    ("۲ قوس ۱۴۰۵", "Asia/Kabul", "fa", "2026-11-22 19:30", "written"),
    # counted from when it was seen
    ("17:24, 25 июня", "Asia/Baku", "ru", "2026-06-25 13:24:00", "written"),
    ("25 декабря, 17:24", "Asia/Baku", "ru", "2025-12-25 13:24:00", "written"),  # the last one
    ("14:05", "Asia/Baku", "az", "2026-11-23 10:05:00", "relative"),
    ("18:05", "Asia/Baku", "az", "2026-11-22 14:05:00", "relative"),  # it is 16:00 in Baku: yesterday evening
    ("2 hours ago", "UTC", "en", "2026-11-23 10:00:00", "relative"),
    ("5 dəqiqə əvvəl", "Asia/Baku", "az", "2026-11-23 11:55:00", "relative"),
    ("3 часа назад", "Asia/Baku", "ru", "2026-11-23 09:00:00", "relative"),
    ("2 saat önce", "Europe/Istanbul", "tr", "2026-11-23 10:00:00", "relative"),
    ("3 години тому", "Europe/Kyiv", "uk", "2026-11-23 09:00:00", "relative"),
    ("2 ժամ առաջ", "Asia/Yerevan", "hy", "2026-11-23 10:00:00", "relative"),
    ("il y a 2 heures", "Europe/Paris", "fr", "2026-11-23 10:00:00", "relative"),
    ("منذ ساعتين", "Asia/Riyadh", "ar", "2026-11-23 10:00:00", "relative"),
    ("Сегодня, 14:05", "Asia/Baku", "ru", "2026-11-23 10:05:00", "relative"),
    ("вчера в 10:00", "Asia/Baku", "ru", "2026-11-22 06:00:00", "relative"),
    ("Bu gün, 14:05", "Asia/Baku", "az", "2026-11-23 10:05:00", "relative"),
    ("yesterday", "UTC", "en", "2026-11-22 00:00", "relative"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "timezone", "languages", "expected", "rung"), AWKWARD)
def test_an_awkward_date_is_read(raw: str, timezone: str, languages: str, expected: str, rung: str) -> None:
    found = read(raw, timezone=timezone, languages=tuple(languages.split()), reference=SEEN)
    precise = len(expected) > len("2026-11-23 14:05")
    assert found is not None
    assert found.moment == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert found.rung == rung
    assert found.precise is precise
    assert found.plausible or found.moment > SEEN


@pytest.mark.parametrize(
    "raw",
    [
        "", " ", "not a date", "tomorrow", "in 2 hours",
        "2026", "November 2026", "2026-11", "32 Nov 2026", "31.02.2026",
        "0000-00-00 00:00:00", "-0001-11-30T00:00:00+00:00", "version 2.10", "1", "99999999999999999999", "13/13/2026",
        "Fri, 00 Nov 2026 14:05:00 GMT", "1447/06/02 هـ", "x" * 5000, "\x00\x01", "30 Esfand 1404", "{{ post.date }}",
    ],
)  # fmt: skip
def test_what_is_no_date_is_not_guessed(raw: str) -> None:
    assert read(raw, timezone="Asia/Riyadh", languages=("ar",), reference=SEEN) is None


@pytest.mark.parametrize(
    ("raw", "plausible"),
    [
        ("Thu, 01 Jan 1970 00:00:00 +0000", False),
        ("1994-12-31T23:59:59Z", False),
        ("1995-01-01T00:00:00Z", True),
        ("2026-11-24T12:00:00Z", True),
        ("2026-11-24T12:00:01Z", False),
        ("2099-01-01T00:00:00Z", False),
    ],
)
def test_absurd_dates_are_told(raw: str, plausible: bool) -> None:
    found = read(raw, reference=SEEN)
    assert found is not None
    assert found.plausible is plausible


def test_without_a_reference_nothing_is_counted_from_now() -> None:
    assert read("2 hours ago") is None
    assert read("14:05") is None
    assert read("25 июня, 17:24") is None
    assert read("25 июня 2026, 17:24") is not None


def test_an_impatient_reader_leaves_words_to_others() -> None:
    assert read("2 hours ago", reference=SEEN, patient=False) is None
    assert read("2 hours ago", reference=SEEN, patient=True) is not None


def test_the_hour_that_summer_time_skips_is_still_a_moment() -> None:
    found = read("2026-03-29 02:30", timezone="Europe/Berlin", reference=SEEN)
    assert found is not None
    assert found.moment == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


CLDR = [
    "az", "ru", "tr", "uk", "be", "hy", "ka", "fr", "de", "es", "it", "pt", "pl", "ro", "cs", "sk", "bg", "sr", "hr",
    "sl", "mk", "sq", "hu", "lt", "lv", "et", "sv", "nl", "kk", "id", "hi", "fa", "ar", "he",
]  # fmt: skip


@pytest.mark.parametrize("language", ["en", *CLDR])
def test_every_month_that_unicode_knows_of_a_language_is_known(language: str) -> None:
    names = Locale.parse(language).months["format"]["wide"]
    for number, name in names.items():
        words = fold(name).replace("/", " ").split()
        assert month("-".join(words), (language,)) == number, name


@given(st.datetimes(datetime(1995, 1, 2), datetime(2026, 11, 23)), st.sampled_from(["Asia/Baku", "UTC", "Asia/Tehran"]))  # noqa: DTZ001 - as a page would write it
def test_what_is_written_in_figures_comes_back(local: datetime, name: str) -> None:
    local = local.replace(microsecond=0)
    moment = local.replace(tzinfo=ZoneInfo(name)).astimezone(UTC)
    for pattern in ("%d.%m.%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%d %B %Y, %H:%M:%S", "%B %d, %Y %I:%M:%S %p"):
        found = read(local.strftime(pattern), timezone=name, reference=SEEN)
        assert found is not None
        assert found.moment == moment


@given(st.text(max_size=60) | st.from_regex(r"[0-9 :./,+\-TZ]{1,40}", fullmatch=True))
def test_any_text_is_a_moment_or_none(raw: str) -> None:
    found = read(raw, timezone="Asia/Baku", languages=("az", "ru"), reference=SEEN, patient=False)
    assert found is None or found.moment.utcoffset() == timedelta()


@given(st.dates(date(1964, 3, 21), date(2093, 3, 19)))
def test_every_day_has_one_solar_hijri_date(day: date) -> None:
    year = solar_hijri_year(day)
    start = from_solar_hijri(year, 1, 1)
    assert start is not None
    passed = (day - start).days
    number, rest = divmod(passed, 31) if passed < 186 else (6 + (passed - 186) // 30, (passed - 186) % 30)
    assert from_solar_hijri(year, number + 1, rest + 1) == day

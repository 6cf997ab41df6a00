"""The day that a text names, in figures or words, in any of the calendars of our sources."""

from __future__ import annotations

import re
from datetime import date, timedelta

from monitor.text.calendars import FIRST, LAST, from_solar_hijri, solar_hijri_year
from monitor.text.months import fold, month, solar_hijri_month

_YEAR_FIRST = re.compile(
    r"(?<!\d)(\d{4})\s?(?:[-/.]|年|년)\s?(\d{1,2})\s?(?:[-/.]|月|월)\s?(\d{1,2})(?!\d)\s?(?:日|号|號|일)?"
)
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)")
_NO_YEAR = re.compile(r"(?<![\d./-])(\d{1,2})([./])(\d{1,2})\.?(?![\d/-])")
_NO_YEAR_EAST = re.compile(r"(?<!\d)(\d{1,2})[月월]\s?(\d{1,2})[日号號일]")
_TOKEN = re.compile(r"\d+|[^\W\d_]+|[^\w\s]")
_REACH = 4  # tokens between the parts of a date: "23rd of November, 2026"
_FILLER = 4  # letters of a word that may stand between them
_STOPS = frozenset(";")  # a time, or another day, stood here
_THAI_OFFSET, _THAI = 543, range(2500, 2650)
_REIWA = re.compile(r"令和\s?(\d{1,2}|元)\s?年")
_EARLIEST, _LATEST = 1900, 2199
_AHEAD = timedelta(days=1)


def day_said(
    text: str, *, languages: tuple[str, ...], timezone: str, today: date | None, timed: bool
) -> tuple[date, str] | None:
    """Return the day that a text names and the text without it, None where it names none.

    A day without a year is the latest one before `today`; in figures it counts only beside a time (`timed`).
    """
    text = _REIWA.sub(lambda match: f"{2018 + (1 if match[1] == '元' else int(match[1]))}年", text)
    for match in _YEAR_FIRST.finditer(text):
        if day := _calendar(int(match[1]), int(match[2]), int(match[3]), languages):
            return day, _without(text, match)
    for match in _YEAR_LAST.finditer(text):
        if day := _year_last(match, languages, timezone, today):
            return day, _without(text, match)
    if (day := _named(text, languages, today)) is not None:
        return day, text
    return _without_year(text, today, timed=timed)


def _without(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} ; {text[match.end() :]}"


def _year_last(match: re.Match[str], languages: tuple[str, ...], timezone: str, today: date | None) -> date | None:
    first, second, year = int(match[1]), int(match[3]), _year(match[4])
    day_first = _calendar(year, second, first, languages)
    month_first = _calendar(year, first, second, languages) if match[2] != "." else None
    american = timezone.startswith(("America/", "US/")) and (not languages or languages[0].startswith("en"))
    choices = [day for day in ((month_first, day_first) if american else (day_first, month_first)) if day]
    if today is not None:  # of two readings, a news date is the one that is not in the future
        choices.sort(key=lambda day: day > today + _AHEAD)
    return choices[0] if choices else None


def _year(said: str) -> int:
    year = int(said)
    if len(said) > 2:  # noqa: PLR2004 - two digits
        return year
    return year + (2000 if year < 70 else 1900)  # noqa: PLR2004 - as POSIX and email do


def _calendar(year: int, month_number: int, day: int, languages: tuple[str, ...]) -> date | None:
    if FIRST <= year <= LAST and not (languages and languages[0].startswith("ar")):  # Arabic 14xx is the lunar year
        return from_solar_hijri(year, month_number, day)
    if year in _THAI and languages and languages[0].startswith(("th", "lo")):
        year -= _THAI_OFFSET
    if not _EARLIEST <= year <= _LATEST:
        return None
    try:
        return date(year, month_number, day)
    except ValueError:
        return None


def _without_year(text: str, today: date | None, *, timed: bool) -> tuple[date, str] | None:
    if today is None:
        return None
    if match := _NO_YEAR_EAST.search(text):
        month_number, day = int(match[1]), int(match[2])
    elif timed and (match := _NO_YEAR.search(text)):
        month_number, day = int(match[3]), int(match[1])
    else:
        return None
    found = _latest(month_number, day, today)
    return (found, _without(text, match)) if found else None


def _latest(month_number: int, day: int, today: date) -> date | None:
    """Return the latest such day that is not after tomorrow."""
    for year in (today.year + 1, today.year, today.year - 1):
        found = _calendar(year, month_number, day, ())
        if found and found <= today + _AHEAD:
            return found
    return None


def _named(text: str, languages: tuple[str, ...], today: date | None) -> date | None:
    """Return the day in a text that names its month, the fullest reading first."""
    tokens = _TOKEN.findall(fold(text))
    readings = [
        reading
        for place, token in enumerate(tokens)
        if not token.isdigit()
        for reading in _readings(tokens, place, languages, today)
    ]
    return max(readings, key=lambda reading: reading[0])[1] if readings else None


def _readings(tokens: list[str], place: int, languages: tuple[str, ...], today: date | None) -> list[tuple[int, date]]:
    """Return the days that the month at a place of a text can belong to, each with how much of it is said."""
    solar, number, width = _month_at(tokens, place, languages)
    if number is None:
        return []
    left = _number(tokens, place - 1, -1, languages)
    right = _number(tokens, place + width, 1, languages)
    further = _number(tokens, right[1] + 1, 1, languages) if right else None
    said = [
        (3, left, right),  # 23 November 2026
        (3, right, left),  # 2026 November 23
        (2, right, further),  # November 23, 2026
        (1, left, None),
        (1, right, None),
    ]
    found = []
    for quality, day, year in said:
        if day is None or len(day[0]) > 2:  # noqa: PLR2004 - digits of a day
            continue
        if quality > 1:
            full = len(year[0]) if year else 0
            if year is None or full not in (2, 4) or (full == 2 and (year is left or quality == 2)):  # noqa: PLR2004
                continue
            moment = _of_calendar(_years(year[0], solar=solar), number, int(day[0]), languages, solar=solar)
            quality += full == 4  # noqa: PLR2004, PLW2901
        else:
            moment = _yearless(tokens, number, int(day[0]), today, languages, solar=solar)
        if moment:
            found.append((quality, moment))
    return found


def _years(said: str, *, solar: bool) -> int:
    return 1400 + int(said) if solar and len(said) == 2 else _year(said)  # noqa: PLR2004 - two digits


def _of_calendar(year: int, number: int, day: int, languages: tuple[str, ...], *, solar: bool) -> date | None:
    if solar != (FIRST <= year <= LAST):
        return None
    return from_solar_hijri(year, number, day) if solar else _calendar(year, number, day, languages)


def _yearless(
    tokens: list[str], number: int, day: int, today: date | None, languages: tuple[str, ...], *, solar: bool
) -> date | None:
    years = [int(token) for token in tokens if token.isdigit() and len(token) == 4]  # noqa: PLR2004
    if len(years) == 1:
        return _of_calendar(years[0], number, day, languages, solar=solar)
    if years or today is None:
        return None
    if not solar:
        return _latest(number, day, today)
    if not (languages and languages[0].startswith(("fa", "ps"))):  # Persian month names are words elsewhere
        return None
    year = solar_hijri_year(today + _AHEAD)
    choices = (from_solar_hijri(year, number, day), from_solar_hijri(year - 1, number, day))
    return next((found for found in choices if found and found <= today + _AHEAD), None)


def _month_at(tokens: list[str], place: int, languages: tuple[str, ...]) -> tuple[bool, int | None, int]:
    """Return whether a month of the Solar Hijri calendar stands there, its number, and how many words name it."""
    if place + 1 < len(tokens):
        pair = month(f"{tokens[place]}-{tokens[place + 1]}", languages)
        if pair:
            return False, pair, 2
    solar = solar_hijri_month(tokens[place])
    plain = month(tokens[place], languages)
    persian = bool(languages) and languages[0].startswith(("fa", "ps"))
    if solar and (persian or not plain):
        return True, solar, 1
    return False, plain, 1


def _number(tokens: list[str], start: int, step: int, languages: tuple[str, ...]) -> tuple[str, int] | None:
    """Return the nearest number from a place on, and where it stands, with only small words in between."""
    place = start
    while 0 <= place < len(tokens) and abs(place - start) < _REACH:
        token = tokens[place]
        if token.isdigit():
            return token, place
        if token in _STOPS or len(token) > _FILLER or month(token, languages):
            return None
        place += step
    return None

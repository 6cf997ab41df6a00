"""Days of calendars other than the Gregorian one."""

from __future__ import annotations

from datetime import date, timedelta

# The Solar Hijri calendar's leap years follow the equinox; the 33-year rule agrees with it from 1343 (1964) to 1472.
_CYCLE = frozenset((1, 5, 9, 13, 17, 22, 26, 30))
_ANCHOR = (1403, date(2024, 3, 20))  # 1 Farvardin
FIRST, LAST = 1343, 1472
_LONG_MONTHS, _LONG, _SHORT, _LAST_MONTH = 6, 31, 30, 12


def from_solar_hijri(year: int, month: int, day: int) -> date | None:
    """Return the Gregorian day of an Iranian or Afghan date (33-year rule, years 1343 to 1472), None if there is none.

    >>> from_solar_hijri(1405, 9, 2)
    datetime.date(2026, 11, 23)
    >>> from_solar_hijri(1404, 12, 30) is None
    True
    """
    if not (FIRST <= year <= LAST and 1 <= month <= _LAST_MONTH and 1 <= day <= _days(year, month)):
        return None
    anchor_year, anchor = _ANCHOR
    step = 1 if year >= anchor_year else -1
    between = range(anchor_year, year) if step > 0 else range(year, anchor_year)
    start = anchor + step * timedelta(days=sum(365 + _leap(passed) for passed in between))
    return start + timedelta(days=sum(_days(year, passed) for passed in range(1, month)) + day - 1)


def solar_hijri_year(day: date) -> int:
    """Return the Solar Hijri year in which a Gregorian day falls.

    >>> solar_hijri_year(date(2026, 3, 20)), solar_hijri_year(date(2026, 3, 21))
    (1404, 1405)
    """
    year = day.year - 621
    new_year = from_solar_hijri(year, 1, 1)
    return year - 1 if new_year is None or day < new_year else year


def _leap(year: int) -> bool:
    return year % 33 in _CYCLE


def _days(year: int, month: int) -> int:
    if month <= _LONG_MONTHS:
        return _LONG
    return _SHORT if month < _LAST_MONTH else 29 + _leap(year)

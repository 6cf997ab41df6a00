"""Time zones as feeds and pages write them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

# Hours east of Greenwich. Where one abbreviation means several zones, this is the one our sources mean most; a source
# whose own time zone uses the abbreviation is heard first (CST in Shanghai, IST in Jerusalem, AMT in Manaus).
_HOURS = {
    "UTC": 0, "GMT": 0, "UT": 0, "Z": 0, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2,
    "MET": 1, "MEST": 2, "EET": 2, "EEST": 3, "BST": 1, "TRT": 3, "MSK": 3, "MSD": 4, "МСК": 3, "AZT": 4,
    "AZST": 5, "AMT": 4, "AMST": 5, "GET": 4, "SAMT": 4, "GST": 4, "IRST": 3.5, "IRDT": 4.5, "AFT": 4.5,
    "PKT": 5, "UZT": 5, "TMT": 5, "TJT": 5, "YEKT": 5, "YEKST": 6, "KGT": 6, "ALMT": 5, "AQTT": 5, "ORAT": 5,
    "QYZT": 5, "OMST": 6, "IST": 5.5, "NPT": 5.75, "BDT": 6, "BTT": 6, "MMT": 6.5, "NOVT": 7, "KRAT": 7,
    "ICT": 7, "WIB": 7, "HOVT": 7, "IRKT": 8, "HKT": 8, "SGT": 8, "MYT": 8, "PHT": 8, "AWST": 8, "ULAT": 8,
    "WITA": 8, "JST": 9, "KST": 9, "YAKT": 9, "WIT": 9, "ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11,
    "VLAT": 10, "MAGT": 11, "SAKT": 11, "PETT": 12, "NZST": 12, "NZDT": 13, "SAST": 2, "CAT": 2, "WAT": 1,
    "EAT": 3, "IDT": 3, "AST": -4, "ADT": -3, "EST": -5, "EDT": -4, "ET": -5, "CST": -6, "CDT": -5, "MST": -7,
    "MDT": -6, "PST": -8, "PDT": -7, "PT": -8, "AKST": -9, "AKDT": -8, "HST": -10, "NST": -3.5, "NDT": -2.5,
    "BRT": -3, "BRST": -2, "ART": -3, "UYT": -3, "CLT": -4, "CLST": -3, "PYT": -4, "BOT": -4, "VET": -4,
    "COT": -5, "PET": -5, "ECT": -5, "AZOT": -1, "CVT": -1, "EGST": 1,
}  # fmt: skip
# Abbreviations of the two halves of a year in one: which half it is, the calendar says.
_PLACES = {"ET": "America/New_York", "PT": "America/Los_Angeles"}
_PROSE = (
    ("московск", "Europe/Moscow"), ("по москве", "Europe/Moscow"), ("moscow time", "Europe/Moscow"),
    ("бакинск", "Asia/Baku"), ("по баку", "Asia/Baku"), ("baki vaxti", "Asia/Baku"), ("baku time", "Asia/Baku"),
    ("azerbaijan standard time", "Asia/Baku"), ("ереванск", "Asia/Yerevan"), ("по еревану", "Asia/Yerevan"),
    ("yerevan time", "Asia/Yerevan"), ("тбилисск", "Asia/Tbilisi"), ("по тбилиси", "Asia/Tbilisi"),
    ("tbilisi time", "Asia/Tbilisi"), ("киевск", "Europe/Kyiv"), ("по киеву", "Europe/Kyiv"),
    ("за києвом", "Europe/Kyiv"), ("kyiv time", "Europe/Kyiv"), ("по гринвичу", "UTC"),
    ("brussels time", "Europe/Brussels"), ("ankara time", "Europe/Istanbul"),
    ("istanbul time", "Europe/Istanbul"), ("tehran time", "Asia/Tehran"),
)  # fmt: skip
_OFFSET = r"([+-])(\d{1,2})(?:[:.]?(\d{2}))?(?!\d)"
# An offset stands right behind the time, or behind UTC; elsewhere a dash and digits are something else.
_NUMBERED = re.compile(rf"^[\s(\[]{{0,3}}{_OFFSET}|\b(?:UTC|GMT|UT|Z)[\s(]?{_OFFSET}", re.IGNORECASE)
_NAMED = re.compile(r"(?<![^\W\d_])(М[СсC][Кк]|мск|Msk|msk|gmt|utc|cet|est|[A-Z]{1,5})(?![^\W\d_])")
_FARTHEST = 14  # hours


def zone(said: str, default: str) -> tuple[tzinfo, bool]:
    """Return the time zone named in the text behind a time, and whether one is; else the default (an IANA name).

    >>> zone("UTC+4", "Europe/Paris")[0].utcoffset(None)
    datetime.timedelta(seconds=14400)
    >>> zone("(MSK)", "UTC")[0].utcoffset(None)
    datetime.timedelta(seconds=10800)
    >>> zone("o'clock", "Asia/Baku")
    (zoneinfo.ZoneInfo(key='Asia/Baku'), False)
    """
    said = said.replace("\N{MINUS SIGN}", "-").replace("\N{EN DASH}", "-")
    for match in _NUMBERED.finditer(said):
        offset = _offset(match)
        if offset is not None:
            return timezone(offset), True
    for match in _NAMED.finditer(said):
        found = _named(match[1].upper(), default)
        if found is not None:
            return found, True
    folded = said.casefold()
    for words, name in _PROSE:
        if words in folded:
            return ZoneInfo(name), True
    return ZoneInfo(default), False


def _offset(match: re.Match[str]) -> timedelta | None:
    sign, hours, minutes = match.groups()[:3] if match[1] else match.groups()[3:]
    if int(hours) > _FARTHEST or int(minutes or 0) > 59:  # noqa: PLR2004 - minutes of an hour
        return None
    span = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return -span if sign == "-" else span


def _named(name: str, default: str) -> tzinfo | None:
    if name in _own(default):
        return timezone(_own(default)[name])
    if name in _PLACES:
        return ZoneInfo(_PLACES[name])
    if name == "AMT" and default.startswith("America/"):
        return timezone(timedelta(hours=-4))
    return timezone(timedelta(hours=_HOURS[name])) if name in _HOURS else None


@cache
def _own(default: str) -> dict[str, timedelta]:
    """Return the abbreviations that a time zone itself uses in summer and in winter."""
    place = ZoneInfo(default)
    found = {}
    for when in (datetime(2026, 1, 1, tzinfo=place), datetime(2026, 7, 1, tzinfo=place)):
        name, offset = when.tzname(), when.utcoffset()
        if name and name.isalpha() and offset is not None:
            found[name.upper()] = offset
    return found

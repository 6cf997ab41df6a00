"""When something was published, from what a feed or a page says: a ladder of readings, from strict to patient.

A wrong time is worse than none: a rung that does not understand a string leaves it to the next, and the raw string is
always kept beside the result. What is silently misread elsewhere (MSK, AZT and GMT+9 as UTC, an epoch as the year 1699)
is read here by its own rung.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from monitor.text.days import day_said
from monitor.text.months import fold
from monitor.text.zones import zone

_LONGEST = 200  # characters; a date that needs more is no date
_EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=1)
_FAST_CLOCK = timedelta(minutes=10)  # by which a publisher's clock may be ahead of ours
_ZONE = r"(?P<zone>Z|[+-]\d{1,2}(?::?\d{2})?|[A-Za-z]{1,5}(?:\s?[+-]\d{1,2}(?::?\d{2})?)?)"
_RFC_822 = re.compile(
    r"(?:[A-Za-z]{3,9}\.?\s?,?\s+)?(?P<day>\d{1,2})[\s-](?P<month>[A-Za-z]{3})[a-z]{0,6}\.?[\s-](?P<year>\d{4}|\d{2})"
    rf",?\s+(?P<clock>\d{{1,2}}:\d{{2}}(?::\d{{2}})?)(?:\.\d+)?(?:\s*{_ZONE})?(?:\s*\([\w\s/:+-]*\))?",
)
_ISO_8601 = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"
    rf"(?:[T\s_]\s?(?P<clock>\d{{2}}:\d{{2}}(?::\d{{2}}(?:[.,]\d{{1,9}})?)?)(?:\s?{_ZONE})?)?",
    re.IGNORECASE,
)
_ISO_BASIC = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})(?:T?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?"
    rf"(?:\.\d+)?\s?{_ZONE}?)?"
)
_LOST_PLUS = re.compile(r"(T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) (\d{2}:?\d{2})$")  # by a URL's decoding
_EPOCH = re.compile(r"(?:/?Date\()?(?P<seconds>\d{9,10})(?P<rest>\d{3}|\d{6})?(?:\.\d{1,9})?(?:[+-]\d{4})?(?:\)/?)?")
_MONTHS = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
_CLOCK = re.compile(r"(?<![\d.,:])(\d{1,2})\s?:\s?(\d{2}|\d(?=:))(?:\s?:\s?(\d{2})(?:[.,]\d{1,9})?)?(?![\d:])")
_AFTER_YEAR = re.compile(r"(?<=\d{4}):(\d{2}):(\d{2}):(\d{2})(?!\d)")
_CLOCK_IN_WORDS = re.compile(
    r"(?<!\d)(\d{1,2})\s?(?:[hHчՀ時时点點시]|[սs]aat)\.?\s?(?:(\d{2}|\d(?=\s?[分분]))(?!\d)\s?(?:min|[m分분])?)?(?![^\W\d_])"
)
_TWELVE = re.compile(r"(?<![\d:])(\d{1,2})(?=\s?[ap]\.?\s?m\b)", re.IGNORECASE)
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{2})(?![\d.])")
_AFTERNOON = re.compile(
    r"[\d\s]p\.?\s?m\b|下午|午後|晚上|오후|مساء|\d\s?م\b|ب\s?\.\s?ظ|بعد\s?از\s?ظهر|عصر|μ\.?μ|\bÖS\b"
    r"|\bde la (?:tarde|noche)\b",
    re.IGNORECASE,
)
_MORNING = re.compile(
    r"[\d\s]a\.?\s?m\b|上午|午前|凌晨|早上|오전|صباح|\d\s?ص\b|ق\s?\.\s?ظ|صبح|π\.?μ|\bÖÖ\b", re.IGNORECASE
)
_AZERBAIJANI_AGO = re.compile(r"\b(?:əvvəl|qabaq)\b", re.IGNORECASE)  # dateparser knows only one of the three words
_JUST_NOW = frozenset(map(fold, (
    "just now", "now", "indicə", "indi", "az öncə", "только что", "сейчас", "щойно", "az önce", "şimdi", "ახლახან",
    "հենց նոր", "الآن", "هم اکنون", "刚刚", "à l'instant", "gerade eben", "jetzt", "adesso", "ahora", "przed chwilą",
)))  # fmt: skip
_ONLY_TIME = re.compile(r"\W*(?:[ap]\.?\s?m\.?|saat|в|um|at|à|uhr)?\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A moment in UTC, and how it was read. Without a time of day it is midnight in the source's time zone."""

    moment: datetime
    rung: str  # rfc822, iso8601, epoch, written, relative, dateparser
    precise: bool  # says a time of day
    plausible: bool  # neither before 1995 nor more than a day after the reference


def read(
    raw: str,
    *,
    timezone: str = "UTC",
    languages: tuple[str, ...] = (),
    reference: datetime | None = None,
    patient: bool = True,
) -> Dated | None:
    """Return the moment that a string says, None where it says none that is understood.

    `timezone` (IANA) is that of the source, for times without one; `languages` decide what words and 03/04/2026 mean;
    `reference` is when it was seen: what "2 hours ago", "14:05" and dates without a year are counted from. Without it
    they are not understood. With `patient`, what the quick rungs leave is given to dateparser, which takes
    milliseconds. Years and months alone are too coarse to date an article by, and give None.
    """
    text = _LOST_PLUS.sub(r"\1+\2", _clean(raw))
    if not text or len(text) > _LONGEST:
        return None
    context = _Context(timezone, tuple(language.lower() for language in languages), reference)
    found = _strict(text, context) or _written(text, context)
    if found is None and patient and reference is not None:
        found = _patiently(text, context)
    return found


@dataclass(frozen=True, slots=True)
class _Context:
    timezone: str
    languages: tuple[str, ...]
    reference: datetime | None

    @property
    def today(self) -> date | None:
        return self.reference.astimezone(ZoneInfo(self.timezone)).date() if self.reference else None

    def dated(self, day: date, clock: timedelta | None, where: tzinfo, rung: str) -> Dated | None:
        """Return a day and a time since its midnight as a moment; None where the calendar ends."""
        try:
            local = datetime.combine(day, time(), tzinfo=where) + (clock or timedelta())
            return self.at(local.astimezone(UTC), rung, precise=clock is not None)
        except (OverflowError, ValueError):
            return None

    def at(self, moment: datetime, rung: str, *, precise: bool) -> Dated:
        latest = self.reference + _AHEAD if self.reference else datetime.max.replace(tzinfo=UTC)
        return Dated(moment=moment, rung=rung, precise=precise, plausible=_EARLIEST <= moment <= latest)


def _clean(raw: str) -> str:
    """Return a string with plain digits and blanks, without invisible characters; letters keep their case."""
    pieces = []
    for character in unicodedata.normalize("NFKC", raw[: 4 * _LONGEST]):
        kind = unicodedata.category(character)
        if kind == "Nd":
            pieces.append(str(unicodedata.digit(character)))
        elif kind[0] == "Z" or kind == "Cc":
            pieces.append(" ")
        elif kind != "Cf":
            pieces.append(character)
    return " ".join("".join(pieces).split())


def _strict(text: str, context: _Context) -> Dated | None:
    if match := _EPOCH.fullmatch(text):
        return context.at(datetime.fromtimestamp(int(match["seconds"]), UTC), "epoch", precise=True)
    if match := _ISO_8601.fullmatch(text):
        day = _day(int(match["year"]), int(match["month"]), int(match["day"]))
        return _at(day, match["clock"], match["zone"], context, "iso8601")
    if match := _ISO_BASIC.fullmatch(text):
        day = _day(int(match["year"]), int(match["month"]), int(match["day"]))
        clock = ":".join(filter(None, (match["hour"], match["minute"], match["second"])))
        return _at(day, clock or None, match["zone"], context, "iso8601")
    if match := _RFC_822.fullmatch(text):
        month = _MONTHS.get(match["month"].lower())
        day = _day(_full_year(match["year"]), month, int(match["day"])) if month else None
        return _at(day, match["clock"], match["zone"], context, "rfc822")
    return None


def _at(day: date | None, clock: str | None, said: str | None, context: _Context, rung: str) -> Dated | None:
    if day is None:
        return None
    span = _span(*re.split("[:.,]", clock)[:3]) if clock else None
    if clock and span is None:
        return None
    where, named = zone(said or "", context.timezone)
    if said and not named:  # a zone nobody knows: leave it to the patient rungs rather than guess
        return None
    return context.dated(day, span, where, rung)


def _written(text: str, context: _Context) -> Dated | None:
    """Read a day written in figures or words, with a time anywhere around it."""
    span, before, behind = _clock_said(text)
    rest = f"{before} ; {behind}"
    found = day_said(
        rest, languages=context.languages, timezone=context.timezone, today=context.today, timed=span is not None
    )
    if found is None:
        return _time_alone(span, before, behind, context) if ":" in text else None  # "2h" is no time of day
    day, remainder = found
    if span is None and (match := _DOTTED.search(remainder)):
        span, behind = _span(match[1], match[2]), remainder[match.end() :]
    where, _ = zone(behind, context.timezone) if span is not None else (ZoneInfo(context.timezone), False)
    return context.dated(day, span, where, "written")


def _clock_said(text: str) -> tuple[timedelta | None, str, str]:
    """Return the time of day in a text as time since midnight, with what stands before and behind it."""
    for pattern in (_CLOCK, _AFTER_YEAR, _TWELVE, _CLOCK_IN_WORDS):
        match = pattern.search(text)
        if match is None:
            continue
        hour, *finer = match.groups()
        span = _span(_by_half(int(hour), text), *finer)
        if span is not None:
            return span, text[: match.start()], text[match.end() :]
    return None, text, ""


def _by_half(hour: int, text: str) -> int:
    noon = 12
    if 1 <= hour < noon and _AFTERNOON.search(text):
        return hour + noon
    if hour == noon and _MORNING.search(text):
        return 0
    return hour


def _time_alone(span: timedelta | None, before: str, behind: str, context: _Context) -> Dated | None:
    """Read "14:05", which listings say of what was published today (or, at night, late yesterday)."""
    today, reference = context.today, context.reference
    if span is None or today is None or reference is None or not _ONLY_TIME.fullmatch(before):
        return None
    where, named = zone(behind, context.timezone)
    if not named and not _ONLY_TIME.fullmatch(behind):
        return None
    found = context.dated(today, span, where, "relative")
    if found and found.moment > reference + _FAST_CLOCK:
        found = context.dated(today - timedelta(days=1), span, where, "relative")
    return found


def _span(hour: str | int, minute: str | None = None, second: str | None = None) -> timedelta | None:
    """Return a time of day as time since midnight; 24:00 is the end of the day, a leap second the second before."""
    hours, minutes, seconds = int(hour), int(minute or 0), min(int(second or 0), 59)
    if hours > 24 or minutes > 59 or (hours == 24 and (minutes or seconds)):  # noqa: PLR2004 - of a day, of an hour
        return None
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _full_year(said: str) -> int:
    year = int(said)
    if len(said) > 2:  # noqa: PLR2004 - two digits
        return year
    return year + (2000 if year < 70 else 1900)  # noqa: PLR2004 - as POSIX and email do


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _patiently(text: str, context: _Context) -> Dated | None:
    if context.reference is None:
        return None
    found = _dateparser(text, context.timezone, context.languages, context.reference)
    return context.at(found[0], found[1], precise=found[2]) if found else None


@lru_cache(maxsize=2048)
def _dateparser(
    text: str, timezone: str, languages: tuple[str, ...], reference: datetime
) -> tuple[datetime, str, bool] | None:
    import dateparser  # slow to import, and needed for little

    if fold(text).strip(" .!") in _JUST_NOW:
        return reference, "relative", True
    text = _AZERBAIJANI_AGO.sub("öncə", text)
    local = reference.astimezone(ZoneInfo(timezone)).replace(tzinfo=None)
    kin = ("tr",) if "az" in languages else ()
    spoken = [code for code in dict.fromkeys((*(one[:2] for one in languages), *kin, "en", "ru")) if code.isalpha()]
    for parsers, rung in ((["relative-time"], "relative"), (["absolute-time"], "dateparser")):
        settings = {
            "PARSERS": parsers,
            "TIMEZONE": timezone,
            "RETURN_AS_TIMEZONE_AWARE": True,
            "RELATIVE_BASE": local,
            "PREFER_DATES_FROM": "past",
            "STRICT_PARSING": True,
            "DATE_ORDER": "DMY",
        }
        try:
            found = dateparser.parse(text, languages=spoken, settings=settings)
        except (ValueError, OverflowError, TypeError, re.error):
            found = None  # a language it does not know, or a string that trips it
        if found is not None:
            return _checked(found, rung, reference)
    return None


def _checked(found: datetime, rung: str, reference: datetime) -> tuple[datetime, str, bool] | None:
    """Return what dateparser found unless news can't be dated so: tomorrow, or centuries ago."""
    if not _EARLIEST <= found <= reference + (_FAST_CLOCK if rung == "relative" else _AHEAD):
        return None
    passed = reference - found
    if rung == "relative" and passed and not passed % timedelta(days=1):  # yesterday, two weeks ago: at no hour
        return found.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC), rung, False
    return found.astimezone(UTC), rung, rung == "relative" or found.time() != time()

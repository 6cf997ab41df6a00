"""The words around what is told, in nine languages: frames/LANGUAGE.yaml, with plurals, dates and names from CLDR."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import yaml
from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from monitor.model.digest import Digest

FALLBACK = "en"
_LOCALES = {"en": "en_GB"}  # Monday 23 November
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ckb", "ps", "yi", "dv", "sd", "ug"})


@dataclass(frozen=True, slots=True)
class Frame:
    """The words of one language, and the time zone in which times are told."""

    language: str
    zone: ZoneInfo
    locale: Locale
    words: Mapping[str, str | Mapping[str, str]]
    names: Mapping[str, str]  # of tags, in English

    def say(self, key: str, /, **values: object) -> str:
        """Return the words of a key with its values put in; the form of the number `n`, if there is one."""
        words = self.words[key]
        if not isinstance(words, str):
            number = values.get("n", 1)
            assert isinstance(number, int)
            form = self.locale.plural_form(number)
            words = words.get(form) or words["other"]
            values["n"] = self.number(number)
        return words.format_map(values)

    def number(self, value: float) -> str:
        """Return a number as this language writes it, whole from ten on."""
        return str(format_decimal(round(value) if value >= 10 else round(value, 1), locale=self.locale))  # noqa: PLR2004

    def day(self, moment: datetime) -> str:
        """Return the day: `Monday 23 November 2026`."""
        day = str(format_date(moment.astimezone(self.zone), "full", locale=self.locale))
        return day[:1].title() + day[1:]  # a heading; title(), because capitals of Georgian are not for that

    def date(self, moment: datetime) -> str:
        """Return the day in short: `23 Nov`."""
        return str(format_skeleton("MMMd", moment.astimezone(self.zone), locale=self.locale))

    def time(self, moment: datetime) -> str:
        """Return a time with its weekday: `Mon, 23 Nov, 08:10`."""
        local = moment.astimezone(self.zone)
        return f"{format_skeleton('MMMEd', local, locale=self.locale)}, {local:%H:%M}"

    def tag(self, slug: str) -> str:
        """Return the name of a country in this language, of an organisation as the gazetteer has it."""
        kind, _, code = slug.partition(":")
        if kind == "country":
            return str(self.locale.territories.get(code) or self.names.get(slug, code))
        return self.names.get(slug, code)

    def tongue(self, language: str | None) -> str:
        """Return the name of a language in this one; nothing where it is not known."""
        return str(self.locale.languages.get(language or "", language or ""))


def languages() -> tuple[str, ...]:
    """Return the languages that there is a frame in."""
    found = (file.name for file in (files("monitor.deliver") / "frames").iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in found if name.endswith(".yaml")))


def frame(language: str, timezone: str, names: Mapping[str, str] | None = None) -> Frame:
    """Return the frame of a language; of English where there is none in it."""
    language = language if language in languages() else FALLBACK
    locale = Locale.parse(_LOCALES.get(language, language))
    return Frame(language, ZoneInfo(timezone), locale, _words(language), names or {})


def frame_of(digest: Digest) -> Frame:
    """Return the frame of a digest."""
    return frame(digest.language, digest.timezone, dict(digest.labels))


def direction(language: str | None) -> str:
    """Return which way a language is written: `rtl` or `ltr`."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


@cache
def _words(language: str) -> Mapping[str, str | Mapping[str, str]]:
    text = (files("monitor.deliver") / "frames" / f"{language}.yaml").read_text("utf-8")
    words: Mapping[str, str | Mapping[str, str]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return words

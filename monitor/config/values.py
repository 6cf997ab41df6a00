"""Readers of single values: text in, a typed value out, or `Refused` with a hint for whoever wrote it."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
import zoneinfo
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from monitor.config.codes import COUNTRIES, COUNTRY_HINTS, LANGUAGE_HINTS, LANGUAGES
from monitor.config.known import country_named, organisation_named, organisations
from monitor.model.settings import Secret
from monitor.text.domains import host_of
from monitor.text.nearest import nearest
from monitor.text.redact import redact
from monitor.text.wording import mistaken

T = TypeVar("T")

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FRAMES = ("en", "ru", "az", "tr", "fr", "de", "uk", "ka", "hy")  # in which digests speak
MAX_URL = 2048
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_SIZES = {"": 1, "k": 1024, "m": 1024**2, "g": 1024**3}
_MAX_TEXT = 2000
_MAX_SELECTOR = 400  # a selector nests at most as deep as it is long; cssselect recurses


class Refused(ValueError):
    """A value that can't be taken; its text is a hint, or empty where what was expected says it all."""


def quoted(text: str) -> str:
    """Return a value as a message may repeat it: on one line, short, without the passwords of URLs."""
    plain = "".join(character if character.isprintable() else "�" for character in redact(text))
    return f'"{plain}"' if len(plain) <= 80 else f'"{plain[:79]}…"'  # noqa: PLR2004 - a line


def unshown(_text: str) -> str:
    """Return what stands for a value that may be a secret."""
    return "something else"


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """A kind of value: what it should look like, in words; how it is read; how a wrong one is shown."""

    expected: str
    read: Callable[[str], T]
    show: Callable[[str], str] = quoted


def meant(word: str, known: Iterable[str]) -> str:
    """Return `did you mean 'x'?` for the known words that are near, or nothing."""
    return nearest(word, known).removeprefix("; ")


def _words(text: str) -> str:
    if len(text) > _MAX_TEXT:
        raise Refused(f"at most {_MAX_TEXT} characters")
    if not text.strip():
        raise Refused
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in text.strip()):
        raise Refused("without line breaks and control characters")
    return text.strip()


def _identifier(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text) or len(text) > 64:  # noqa: PLR2004 - file names
        tidy = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:64]
        raise Refused(f"for example '{tidy}'" if tidy else "")
    return text


def _organisation(text: str) -> str:
    if text not in organisations():
        folded = text.strip().lower()
        hint = folded if folded in organisations() else organisation_named(text)
        raise Refused(f"did you mean '{hint}'?" if hint else meant(folded, organisations()))
    return text


def _tag(text: str) -> str:
    if text.strip().upper() in COUNTRIES and text.strip().isupper():
        return text.strip()
    try:
        return _organisation(text)
    except Refused:
        hint = country_named(text)
        if hint:
            raise Refused(f"did you mean '{hint}'?") from None
        raise


def _alias(text: str) -> str:
    name = _words(text)
    if not any(character.isalpha() for character in name):
        raise Refused("with letters in it")
    return name


def _owner(text: str) -> str:
    if not re.fullmatch(r"[\w-]+(?:\.[\w-]+)*", text) or len(text) > 253:  # noqa: PLR2004 - DNS
        raise Refused
    return text.lower()


def _flag(text: str) -> bool:
    known = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
    try:
        return known[text.lower()]
    except KeyError:
        raise Refused from None


def duration(text: str) -> timedelta:
    """Return the length of time that `30m`, `1h30m`, `0.5s`, `1d` or `2w` means."""
    if text.strip() == "0":
        return timedelta(0)
    parts = re.findall(r"([0-9]{1,9}(?:\.[0-9]{1,6})?)\s*([smhdw])\s*", text)
    if not parts or not re.fullmatch(r"\s*(?:[0-9]{1,9}(?:\.[0-9]{1,6})?\s*[smhdw]\s*)+", text):
        raise Refused("s, m, h, d or w?" if re.fullmatch(r"[0-9.]+", text) else "")
    seconds = sum(float(number) * _UNITS[unit] for number, unit in parts)
    if seconds > 366 * 86400:
        raise Refused("at most a year")
    return timedelta(seconds=seconds)


def _positive(text: str) -> timedelta:
    length = duration(text)
    if not length:
        raise Refused("more than nothing")
    return length


def _retention(text: str) -> timedelta:
    if text.strip().lower() == "forever":
        return timedelta.max
    match = re.fullmatch(r"\s*([0-9]{1,5})\s*([dwy])\s*", text)
    if not match or not int(match[1]):
        raise Refused("d, w or y?" if re.fullmatch(r"[0-9.]+", text) else "")
    return timedelta(days=int(match[1]) * {"d": 1, "w": 7, "y": 365}[match[2]])


def _size(text: str) -> int:
    match = re.fullmatch(r"([0-9]{1,12})\s*([kmg]?)(?:i?b)?", text.lower())
    if not match:
        raise Refused
    size = int(match[1]) * _SIZES[match[2]]
    if not 65536 <= size <= 1024**3:  # noqa: PLR2004 - 64 KiB
        raise Refused("between 64KiB and 1GiB")
    return size


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise Refused from error


def _clock(text: str) -> str:
    match = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", text)
    if not match:
        raise Refused
    return f"{int(match[1]):02}:{match[2]}"


def _timezone(text: str) -> str:
    try:
        zoneinfo.ZoneInfo(text)
    except (ValueError, OSError, KeyError):
        known = zoneinfo.available_timezones()
        by_fold = {name.casefold(): name for name in known}
        by_city = {name.rsplit("/", 1)[-1].casefold(): name for name in sorted(known, reverse=True)}
        fold = text.strip().casefold().replace(" ", "_")
        near = by_fold.get(fold) or by_city.get(fold)
        raise Refused(f"did you mean '{near}'?" if near else meant(text, known)) from None
    return text


def _country(text: str) -> str:
    code = text.strip().upper()
    if code not in COUNTRIES:
        hint = COUNTRY_HINTS.get(code) or country_named(text)
        raise Refused(f"did you mean '{hint}'?" if hint else "")
    return code


def _language(text: str) -> str:
    code = text.strip().lower()
    if code not in LANGUAGES:
        primary = re.split("[-_]", code)[0]
        hint = LANGUAGE_HINTS.get(code) or (primary if primary in LANGUAGES else None)
        raise Refused(f"did you mean '{hint}'?" if hint else "")
    return code


def url(text: str) -> str:
    """Return an address that may be asked for; refuses anything but http and https, and names and passwords in it."""
    if len(text) > MAX_URL:
        raise Refused(f"at most {MAX_URL} characters")
    if re.search(r"[\s\\]", text) or any(unicodedata.category(character)[0] == "C" for character in text):
        raise Refused("without blanks, backslashes and control characters")
    try:
        parts = urlsplit(text)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise Refused from error
    if parts.scheme not in ("http", "https"):
        raise Refused(f"did you mean 'https://{text}'?" if re.match(r"[\w-]+(\.[\w-]+)+(/|$)", text) else "")
    if parts.username is not None or parts.password is not None:
        raise Refused("without a name or password in it")
    try:
        host_of(text)
    except ValueError:
        named = False
    if not named:
        raise Refused("with a host")
    return text


def _base_url(text: str) -> str:
    return url(text).rstrip("/") + "/"


def _address(text: str) -> str:
    text = _words(text)
    match = re.fullmatch(r"(?:[^<>@,;]*<)?[^\s<>@,;\"]+@[\w-]+(?:\.[\w-]+)*>?", text)
    if not match or ("<" in text) != text.endswith(">") or len(text) > 320:  # noqa: PLR2004 - RFC 5321: 64 + 1 + 255
        raise Refused
    return text


def _query(text: str) -> str:
    if not text.strip():
        return ""
    found = _words(text)
    if wrong := mistaken(found):
        raise Refused(wrong)
    return found


def _https(text: str) -> str:
    if not text.startswith("https://"):
        raise Refused("with https, which one click to unsubscribe needs")
    return url(text)


def _hours(text: str) -> str:
    ends = text.split("-")
    if len(ends) != 2:  # noqa: PLR2004 - from and to
        raise Refused
    first, last = (_clock(end.strip()) for end in ends)
    if first == last:
        raise Refused("from one hour to another")
    return f"{first}-{last}"


def _frame(text: str) -> str:
    code = _language(text)
    if code not in FRAMES:
        raise Refused(f"digests are written in {', '.join(FRAMES)}")
    return code


def _contact(text: str) -> str:
    return url(text) if text.startswith(("http:", "https:")) else _address(text)


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    try:
        return ipaddress.ip_network(text)
    except ValueError as error:
        try:
            near = ipaddress.ip_network(text, strict=False)
        except ValueError:
            raise Refused from error
        raise Refused(f"did you mean '{near}'?") from error


def days(text: str) -> tuple[str, ...]:
    """Return the days that `mon-fri`, `mon, thu` or `daily` means, Monday first."""
    if text.strip().lower() == "daily":
        return DAYS
    named: set[str] = set()
    for part in text.lower().split(","):
        ends = [word.strip()[:3] if len(word.strip()) > 3 else word.strip() for word in part.split("-")]  # noqa: PLR2004
        if len(ends) > 2 or any(end not in DAYS for end in ends):  # noqa: PLR2004 - a range has two ends
            raise Refused
        first, last = DAYS.index(ends[0]), DAYS.index(ends[-1])
        named.update(DAYS[(first + step) % 7] for step in range((last - first) % 7 + 1))
    return tuple(day for day in DAYS if day in named)


def _selector(text: str) -> str:
    from cssselect import HTMLTranslator, SelectorError
    from lxml import etree

    if len(text) > _MAX_SELECTOR:
        raise Refused(f"at most {_MAX_SELECTOR} characters")
    try:
        etree.XPath(HTMLTranslator().css_to_xpath(text))
    except (SelectorError, etree.XPathError, RecursionError, ValueError) as error:
        pseudo = "::" in text
        raise Refused("without ::text or ::attr(...)" if pseudo else str(error).split("\n")[0][:80]) from error
    return text


def _referenced(text: str) -> Secret | None:
    scheme, _, name = text.partition(":")
    if scheme == "env":
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
            raise Refused("env: takes the name of an environment variable")
        return Secret(reference=text)
    if scheme == "file":
        if not name.strip() or "\0" in name:
            raise Refused("file: takes a path")
        return Secret(reference=text)
    return None


def _secret(text: str) -> Secret:
    found = _referenced(text)
    if found is None:
        raise Refused("so that the secret itself is not in this file")
    return found


def _maybe_secret(check: Callable[[str], str]) -> Callable[[str], Secret]:
    return lambda text: _referenced(text) or Secret(reference=check(text))


def whole(least: int, most: int) -> Kind[int]:
    """Return the kind of whole numbers between two bounds, both included."""

    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise Refused
        return int(text)

    return Kind(f"a whole number from {least} to {most}", read)


def one_of(*words: str) -> Kind[str]:
    """Return the kind of values that are one of a few words."""

    def read(text: str) -> str:
        if text.strip().lower() not in words:
            raise Refused(meant(text.lower(), words))
        return text.strip().lower()

    return Kind("one of " + ", ".join(words), read)


WORDS = Kind("a line of text", _words)
QUERY = Kind('words as in a search: treaty, "peace treaty", "peace treaty"~10, nato OR OSCE, -football', _query)
IDENTIFIER = Kind("small letters, digits and single hyphens", _identifier)
ORGANISATION = Kind("an organisation of the gazetteer, by its id, such as nato or osce", _organisation)
TAG = Kind("a country's two letters or an organisation's id, such as AZ or nato", _tag)
ALIAS = Kind("a name as it is written in texts", _alias)
OWNER = Kind("a name or a domain, without blanks", _owner)
FLAG = Kind("true or false", _flag)
DURATION = Kind("a length of time such as 1s, 30m, 12h or 1d", duration)
POSITIVE = Kind("a length of time such as 30m, 12h or 1d", _positive)
RETENTION = Kind("a length of time such as 400d or 2y, or forever", _retention)
SIZE = Kind("a size such as 16MiB", _size)
DATE = Kind("a day such as 2026-06-30", _date)
CLOCK = Kind('a time of day such as "07:00"', _clock)
HOURS = Kind('hours such as "22:00-07:00"', _hours)
FRAME = Kind("a language's code as in ISO 639, such as en or az", _frame)
DAY = Kind("days such as mon-fri, or mon, wed, fri", days)
TIMEZONE = Kind("a time zone of the IANA list such as Asia/Baku", _timezone)
COUNTRY = Kind("a country's two letters as in ISO 3166-1, such as AZ", _country)
LANGUAGE = Kind("a language's code as in ISO 639, such as en or az", _language)
URL = Kind("an http or https address", url)
HTTPS = Kind("an https address", _https)
BASE_URL = Kind("an http or https address", _base_url)
ADDRESS = Kind("a mail address", _address)
CONTACT = Kind("a mail address, or the address of a page that says who you are", _contact)
NETWORK = Kind("a network such as 10.0.0.0/8", _network)
SELECTOR = Kind("a CSS selector", _selector)
SECRET = Kind("env:NAME or file:PATH", _secret, show=unshown)
RECIPIENT = Kind("a mail address, env:NAME or file:PATH", _maybe_secret(_address))
USER = Kind("a name, env:NAME or file:PATH", _maybe_secret(_words))
PROXY = Kind("an http or https address without a password in it, env:NAME or file:PATH", _maybe_secret(url))

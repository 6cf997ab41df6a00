"""What countries' organisations are called in a language: in full, as a heading says it, and for short."""

from __future__ import annotations

from functools import cache

from monitor.gazetteer.reading import acronyms, is_acronym, organisation_names, slug

_SHORT = 6  # letters of a name that is one word, in a script without capitals, such as ნატო


@cache
def called(language: str) -> dict[str, tuple[str, str]]:
    """Return, by the slugs of organisations, their full and their short names in a language.

    The English ones stand in where the gazetteer has none; where there is no short name, both are the same.

    >>> called("ru")["org:osce"]
    ('Организация по безопасности и сотрудничеству в Европе (ОБСЕ)', 'ОБСЕ')
    >>> called("de")["org:nato"], called("ka")["org:nato"][1], called("en")["org:european-commission"]
    (('Nordatlantikpakt (NATO)', 'NATO'), 'ნატო', ('European Commission', 'European Commission'))
    """
    return {
        slug(code): _names(names or (english,), acronyms().get(code, ""))
        for code, english, names in organisation_names(language)
    }


def _names(names: tuple[str, ...], acronym: str) -> tuple[str, str]:
    short = next((name for name in names if _is_short(name)), acronym)
    full = next((name for name in names if name.casefold() != short.casefold()), short)
    if short and short not in full:
        return f"{full} ({short})", short
    return full, short or full


def _is_short(name: str) -> bool:
    caseless = name.upper() == name.lower() or not any(letter.isupper() for letter in name.upper())
    if caseless or "\u10d0" <= name[0] <= "\u10ff":  # capitals of Georgian are not for names
        return len(name) <= _SHORT and " " not in name
    return is_acronym(name)

"""A desk's own names: what feeds.yaml adds to the gazetteer, puts right in it, or switches off."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnOrganisation:
    """An organisation of the desk's own; with the id of a shipped one it replaces its name and country.

    `names` are further names, acronyms among them. `country` is the one that it speaks for.
    """

    id: str
    name: str
    names: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    parent: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAlias:
    """Names of a country or an organisation; they replace what the gazetteer makes of the same names.

    `tag` is a country's code or an organisation's id; without `languages` they count in every text, uninflected.
    """

    tag: str
    names: tuple[str, ...]
    languages: tuple[str, ...] = ()
    kind: str = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Off:
    """A name that is not to count, in texts of these languages or in any."""

    name: str
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNames:
    """All of a desk's own names."""

    organisations: tuple[OwnOrganisation, ...] = ()
    aliases: tuple[OwnAlias, ...] = ()
    off: tuple[Off, ...] = ()


NO_NAMES = OwnNames()

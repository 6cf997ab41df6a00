"""The desk's own names: the section `gazetteer` of feeds.yaml, and the files that it names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from monitor.config.check import Checked, Place, check, require
from monitor.config.keys import FILE, NAMES, OFF, OWN_ALIAS, OWN_ORGANISATION
from monitor.config.tree import Node, read
from monitor.errors import ConfigError, Problem
from monitor.model.names import OwnNames


def organisations(tree: Node, path: Path) -> dict[str, str]:
    """Return the names of the desk's own organisations by id, whatever else may be wrong with the configuration."""
    ignored: list[Problem] = []
    checked = check(tree, FILE, Place(str(path), 1), ignored).values.get("gazetteer")
    entries = (
        entry.values for part in _parts(checked, path.parent, ignored) for entry in _entries(part, "organisations")
    )
    return {entry["id"]: entry.get("name", entry["id"]) for entry in entries if "id" in entry}


def own(checked: Checked | None, base: Path, problems: list[Problem]) -> OwnNames:
    """Return the desk's own names; `base` is the folder that paths count from."""
    parts = tuple(_parts(checked, base, problems))
    found = OwnNames(
        organisations=tuple(
            entry.noun(OWN_ORGANISATION)
            for part in parts
            for entry in _entries(part, "organisations")
            if require(entry, OWN_ORGANISATION, problems)
        ),
        aliases=tuple(
            entry.noun(OWN_ALIAS)
            for part in parts
            for entry in _entries(part, "aliases")
            if require(entry, OWN_ALIAS, problems)
        ),
        off=tuple(
            entry.noun(OFF) for part in parts for entry in _entries(part, "off") if require(entry, OFF, problems)
        ),
    )
    _tell_twice(parts, problems)
    _tell_unknown(parts, problems)
    return found


def _parts(checked: Checked | None, base: Path, problems: list[Problem]) -> Iterator[Checked]:
    """Yield the section and each file that it includes."""
    if checked is None:
        return
    yield checked
    for name in checked.values.get("include", ()):
        path = base / Path(name).expanduser()
        if not path.is_file():
            problems.append(checked.where("include").problem(f"there is no file {path}"))
            continue
        try:
            yield check(read(path), NAMES, Place(str(path), 1), problems)
        except ConfigError as error:
            problems.extend(error.problems)


def _entries(part: Checked, key: str) -> tuple[Checked, ...]:
    entries: tuple[Checked, ...] = part.values.get(key, ())
    return entries


def _tell_twice(parts: tuple[Checked, ...], problems: list[Problem]) -> None:
    places: dict[str, Place] = {}
    for part in parts:
        for entry in _entries(part, "organisations"):
            name = entry.values.get("id")
            if name in places:
                first = places[name]
                problems.append(entry.where("id").problem(f"is given twice; first at {first.file}:{first.line}"))
            elif name:
                places[name] = entry.where("id")


def _tell_unknown(parts: tuple[Checked, ...], problems: list[Problem]) -> None:
    """A name that is switched off must be one of the gazetteer's: else a slip of the pen would go unnoticed."""
    entries = [entry for part in parts for entry in _entries(part, "off") if "name" in entry.values]
    if not entries:
        return
    from monitor.gazetteer import default

    known = {alias.text.rstrip("*!").casefold() for alias in default().aliases}
    for entry in entries:
        if entry.values["name"].rstrip("*!").casefold() not in known:
            message = "expected a name that the gazetteer has (`monitor tag --aliases TAG` lists them); it has no such"
            problems.append(entry.where("name").problem(message))

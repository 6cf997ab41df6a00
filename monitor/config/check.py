"""A tree against the table of keys: typed values for what is right, a Problem for each thing that is not."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from monitor.config.sections import Key, Many, Nested, Section
from monitor.config.tree import Mapping, Node, Scalar, Series
from monitor.config.values import SELECTOR, Kind, Refused, meant, quoted
from monitor.errors import Problem


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: file, line and path of keys."""

    file: str
    line: int
    path: str = ""

    def at(self, key: str, line: int) -> Place:
        """Return the place of a key inside this one."""
        return Place(self.file, line, f"{self.path}.{key}" if self.path else key)

    def nth(self, name: object, line: int) -> Place:
        """Return the place of one of a list: its id, or its number counted from 1."""
        return Place(self.file, line, f"{self.path}[{name}]")

    def problem(self, message: str) -> Problem:
        """Return what is wrong here."""
        return Problem(file=self.file, line=self.line, key=self.path, message=message)


@dataclass(slots=True)
class Checked:
    """What was right in a section, by key name, and where each key stands. A list of sections is a tuple of these."""

    place: Place
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    readable: bool = True  # False: it was no mapping, which has been told

    def where(self, key: str) -> Place:
        """Return the place of a key, or of the section if it does not have it."""
        return self.places.get(key, self.place)

    def noun(self, section: Section, **more: object) -> Any:
        """Return the section's noun, made from the values of its plain keys and from `more`, which wins."""
        assert section.noun is not None
        names = {one.name for one in fields(section.noun)}
        plain = (key for key in section.keys if key.target in names and not isinstance(key.takes, Nested))
        known = {key.target: self.values[key.name] for key in plain if key.name in self.values}
        return section.noun(**{**known, **more})


def check(node: Node, section: Section, place: Place, problems: list[Problem]) -> Checked:
    """Return what is right in a mapping; unknown, repeated and unreadable keys are told to `problems`."""
    checked = Checked(place)
    if node.empty:
        return checked
    if not isinstance(node, Mapping):
        checked.readable = False
        problems.append(place.problem(f"expected keys ({_names(section)}); got {_shown(node)}"))
        return checked
    for name, value in node.entries:
        here = place.at(_short(name.text), name.line)
        key = section.key(name.text)
        if key is None:
            problems.append(here.problem(_unknown(name.text, section)))
        elif name.text in checked.places:
            problems.append(here.problem(f"is given twice; first at line {checked.places[name.text].line}"))
        else:
            checked.places[name.text] = here
            _take(key, value, here, checked, problems)
    return checked


def require(checked: Checked, section: Section, problems: list[Problem]) -> bool:
    """Tell of required keys that are missing; return whether all were given and right."""
    if not checked.readable:
        return False
    missing = [key for key in section.keys if key.required and key.name not in checked.values]
    problems.extend(
        checked.place.problem(f'expected the key "{key.name}" ({key.takes.expected}); it is missing')
        for key in missing
        if key.name not in checked.places
    )
    return not missing


def _take(key: Key, node: Node, place: Place, checked: Checked, problems: list[Problem]) -> None:
    if node.empty:
        if key.takes is SELECTOR:
            message = f'expected {key.takes.expected}; got nothing (what begins with # stands in quotes: "#main a")'
            problems.append(place.problem(message))
        elif key.required:
            problems.append(place.problem(f"expected {key.takes.expected}; got nothing"))
    elif isinstance(key.takes, Nested):
        checked.values[key.name] = _nested(key.takes, node, place, problems)
    elif isinstance(key.takes, Many):
        read = _list(key.takes, node, place, problems)
        if read is not None:
            checked.values[key.name] = read
    else:
        found = _scalar(key.takes, node, place, problems)
        if found is not None:
            checked.values[key.name] = found[0]


def _scalar(kind: Kind[Any], node: Node, place: Place, problems: list[Problem]) -> tuple[Any] | None:
    if not isinstance(node, Scalar):
        problems.append(place.problem(f"expected {kind.expected}; got {_shown(node)}"))
        return None
    try:
        return (kind.read(node.text),)
    except Refused as refused:
        hint = f"; {refused}" if str(refused) else ""
        got = kind.show(node.text) if node.text.strip() else "nothing"
        problems.append(Place(place.file, node.line, place.path).problem(f"expected {kind.expected}; got {got}{hint}"))
        return None


def _list(many: Many, node: Node, place: Place, problems: list[Problem]) -> tuple[Any, ...] | None:
    if isinstance(node, Mapping):
        problems.append(place.problem(f"expected {many.expected}; got {_shown(node)}"))
        return None
    parts = node.parts if isinstance(node, Series) else (node,)
    found = [_scalar(many.kind, part, place, problems) for part in parts]
    if None in found:
        return None
    return tuple(dict.fromkeys(value[0] for value in found if value is not None))


def _nested(nested: Nested, node: Node, place: Place, problems: list[Problem]) -> Checked | tuple[Checked, ...]:
    if not nested.many:
        return check(node, nested.section, place, problems)
    if nested.lone and isinstance(node, Mapping):
        return (check(node, nested.section, place, problems),)
    if not isinstance(node, Series):
        problems.append(place.problem(f'expected a list (lines that begin with "- "); got {_shown(node)}'))
        return ()
    return tuple(
        check(part, nested.section, place.nth(_label(part, number), part.line), problems)
        for number, part in enumerate(node.parts, 1)
    )


def _label(node: Node, number: int) -> str:
    entries = node.entries if isinstance(node, Mapping) else ()
    named = (value.text for key, value in entries if key.text in ("id", "name") and isinstance(value, Scalar))
    return _short(next(named, "")) or str(number)


def _unknown(name: str, section: Section) -> str:
    known = [key.name for key in section.keys]
    return f"unknown key; {meant(name, known) or 'expected one of ' + _names(section)}"


def _names(section: Section) -> str:
    return ", ".join(key.name for key in section.keys)


def _shown(node: Node) -> str:
    if isinstance(node, Scalar):
        return "nothing" if node.empty else quoted(node.text)
    return "a list" if isinstance(node, Series) else "keys"


def _short(text: str) -> str:
    return quoted(text)[1:-1]

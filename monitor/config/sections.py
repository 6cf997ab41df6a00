"""What feeds.yaml's keys are said in: a key, what it takes, and the keys that may stand together."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from datetime import timedelta
from typing import Any

from monitor.config.values import Kind


@dataclass(frozen=True, slots=True)
class Many:
    """A list of values of one kind; a single value may stand for a list of one."""

    kind: Kind[Any]

    @property
    def expected(self) -> str:
        """Say what belongs here."""
        return f"a list, each {self.kind.expected}"


@dataclass(frozen=True, slots=True)
class Nested:
    """A section inside a section, or (`many`) a list of them; `lone`, a single one may stand without its dash."""

    section: Section
    many: bool = False
    lone: bool = False

    @property
    def expected(self) -> str:
        """Say what belongs here."""
        if self.lone:
            return "keys of its own, or a list of such"
        return f"a list of {self.section.name}" if self.many else "keys of its own"


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its name, what it takes, what it means; `field` is the noun's, where that has another name."""

    name: str
    takes: Kind[Any] | Many | Nested
    meaning: str
    field: str = ""
    required: bool = False
    default: str | None = None  # where the noun's field does not say it

    @property
    def target(self) -> str:
        """The noun's field."""
        return self.field or self.name


@dataclass(frozen=True, slots=True)
class Section:
    """The keys that may stand together, and the noun that they describe."""

    name: str
    noun: type[Any] | None
    keys: tuple[Key, ...]

    def key(self, name: str) -> Key | None:
        """Return the key of a name, if there is one."""
        return next((key for key in self.keys if key.name == name), None)

    def default(self, key: Key) -> str:
        """Return a key's default as it would be written."""
        if key.default is not None:
            return key.default
        if self.noun is None:
            return ""
        field = next(field for field in fields(self.noun) if field.name == key.target)
        return "" if field.default is MISSING else written(field.default)


def written(value: object) -> str:
    """Return a value as feeds.yaml would say it: `30m`, `true`, `16MiB`; nothing for what is empty."""
    if value == timedelta.max:
        return "forever"
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        unit, size = next(pair for pair in (("d", 86400), ("h", 3600), ("m", 60), ("s", 1)) if not seconds % pair[1])
        return f"{seconds // size}{unit}"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and value and value % 1024**2 == 0:
        return f"{value // 1024**2}MiB"
    return str(value) if isinstance(value, (str, int)) else ""

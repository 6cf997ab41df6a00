"""YAML text to a small tree in which every value knows its line. Nothing is constructed: all scalars stay text.

Events are read rather than nodes: PyYAML's composer recurses in C, and 200,000 opening brackets end the process.
Reading scalars as text also spares the YAML 1.1 traps: `country: NO` is Norway, `at: 07:00` is no number of seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from monitor.errors import ConfigError, Problem

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 24
MAX_WEIGHT = 100_000  # values, each counted as often as aliases repeat it

# What libyaml says, and what it means to somebody who has not read the specification.
_PLAINLY = {
    "mapping values are not allowed": 'a second ": " in one value; put the value in quotes, or look at the indentation',
    "did not find expected ',' or ']'": "a list in [ ] is not closed, or a comma is missing",
    "did not find expected ',' or '}'": "keys in { } are not closed, or a comma is missing",
    "unexpected end of stream": "a quotation mark is not closed",
    "character that cannot start any token": "a value can't begin with this character; put it in quotes",
    "did not find expected key": "this line is not indented like those beside it, or follows a closed quotation",
    "did not find expected <document start>": "this line is not indented like those above it",
    "did not find expected node content": "a value is missing, or there is a bracket too many",
    "did not find expected '-' indicator": "this line is not indented like those beside it, or its dash is missing",
    "could not find expected ':'": "a key without its colon",
    "did not find expected alphabetic or numeric character": "a value that begins with * or & stands in quotes",
    "unknown escape character": "a backslash in double quotes; use single quotes",
    "found undefined tag handle": "a value that begins with ! stands in quotes",
}

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_PLAIN_TAGS = frozenset({None, "!", *(f"tag:yaml.org,2002:{name}" for name in ("str", "map", "seq"))})


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as it is written; `quoted` tells `""` from nothing at all."""

    line: int
    text: str
    quoted: bool = False
    weight: int = 1

    @property
    def empty(self) -> bool:
        """Whether nothing is said: `key:` or `key: null`."""
        return not self.quoted and self.text in _NULLS


@dataclass(frozen=True, slots=True)
class Series:
    """A list."""

    line: int
    parts: tuple[Node, ...]
    weight: int
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values, in the file's order; a key that is given twice stands twice."""

    line: int
    entries: tuple[tuple[Scalar, Node], ...]
    weight: int
    empty: bool = False


Node = Scalar | Series | Mapping


def read(path: Path, *, label: str | None = None) -> Node:
    """Return the one document of a YAML file.

    Raises ConfigError with a single problem: no such file, not UTF-8, too large, not YAML (with line and column),
    nested or aliased beyond reason, a tag such as `!!python/name`.
    """
    return parse(_text(path, label or str(path)), label=label or str(path))


def parse(text: str, *, label: str) -> Node:
    """Return the tree of a YAML text; raises as `read` does."""
    try:
        return _Builder(label, yaml.parse(text, Loader=yaml.CSafeLoader)).document()
    except yaml.YAMLError as error:
        raise _syntax(error, text, label) from error


def _text(path: Path, label: str) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise _failure(label, 0, "there is no such file; `monitor init` writes one") from None
    except OSError as error:
        raise _failure(label, 0, f"can't be read: {error.strerror}") from error
    if len(data) > MAX_BYTES:
        raise _failure(label, 0, f"expected at most {MAX_BYTES // 1024 // 1024} MiB of YAML; this file is larger")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _failure(label, line, "expected UTF-8 text; save the file in that encoding") from error


class _Builder:
    def __init__(self, label: str, events: Iterator[yaml.Event]) -> None:
        self._label = label
        self._events = events
        self._anchors: dict[str, Node] = {}
        self._documents = 0

    def document(self) -> Node:
        found: Node = Scalar(1, "")
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._documents += 1
                if self._documents > 1:
                    raise _failure(self._label, _line(event), "expected one document; a second begins here (`---`)")
            elif isinstance(event, yaml.NodeEvent):
                found = self._node(event, 1)
        return found

    def _node(self, event: yaml.NodeEvent, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise _failure(self._label, _line(event), f"expected at most {MAX_DEPTH} levels of nesting")
        if not isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)):
            return self._alias(event)
        tag = event.tag
        if tag not in _PLAIN_TAGS:
            raise _failure(self._label, _line(event), f"expected plain values; got the tag {_short(tag)}")
        node = self._value(event, depth)
        if node.weight > MAX_WEIGHT:
            raise _failure(self._label, _line(event), f"expected at most {MAX_WEIGHT} values, aliases counted")
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        return node

    def _value(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, depth: int) -> Node:
        line = _line(event)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(line, event.value, quoted=bool(event.style))
        if isinstance(event, yaml.SequenceStartEvent):
            parts = tuple(self._until(yaml.SequenceEndEvent, depth))
            return Series(line, parts, 1 + sum(part.weight for part in parts))
        return self._mapping(line, self._until(yaml.MappingEndEvent, depth))

    def _mapping(self, line: int, nodes: Iterator[Node]) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        merged: list[tuple[Scalar, Node]] = []
        for key in nodes:
            if not isinstance(key, Scalar):
                raise _failure(self._label, key.line, "expected a word as key; got a list or a mapping")
            value = next(nodes)
            if key.text == "<<" and isinstance(value, Mapping):  # YAML 1.1's merge: what is said here wins
                merged.extend(value.entries)
            else:
                entries.append((key, value))
        own = {key.text for key, _ in entries}
        entries.extend((key, value) for key, value in merged if key.text not in own)
        return Mapping(line, tuple(entries), 1 + sum(1 + node.weight for _, node in entries))

    def _until(self, end: type[yaml.Event], depth: int) -> Iterator[Node]:
        for event in self._events:
            if not isinstance(event, yaml.NodeEvent):
                assert isinstance(event, end)
                return
            yield self._node(event, depth + 1)

    def _alias(self, event: yaml.NodeEvent) -> Node:
        try:
            return self._anchors[event.anchor or ""]
        except KeyError:
            message = f"the alias *{_short(event.anchor)} names nothing that is complete above it"
            raise _failure(self._label, _line(event), message) from None


def _line(event: yaml.Event) -> int:
    assert event.start_mark is not None
    return int(event.start_mark.line) + 1


def _short(text: str | None) -> str:
    text = text or ""
    return text if len(text) <= 60 else text[:59] + "…"  # noqa: PLR2004 - as much as fits a line


def _failure(label: str, line: int, message: str) -> ConfigError:
    return ConfigError((Problem(file=label, line=line, key="", message=message),))


def _syntax(error: yaml.YAMLError, text: str, label: str) -> ConfigError:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        mark = error.problem_mark
        lines = text.splitlines()
        source = lines[mark.line] if mark.line < len(lines) else ""
        if "\t" in source[: len(source) - len(source.lstrip())]:
            return _failure(label, mark.line + 1, "expected blanks to indent with; got a tab")
        said = str(error.problem)
        meaning = next((plain for words, plain in _PLAINLY.items() if words in said), said)
        since = error.context_mark.line + 1 if error.context_mark is not None else mark.line + 1
        if since != mark.line + 1:
            meaning += f" (what it belongs to begins at line {since})"
        return _failure(label, mark.line + 1, f"column {mark.column + 1}: not YAML: {meaning}")
    if isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, int(error.position)) + 1
        return _failure(label, line, "expected text; got a control character")
    return _failure(label, 0, f"not YAML: {error}")

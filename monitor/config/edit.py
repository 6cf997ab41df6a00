"""feeds.yaml edited by a program: its comments, order and quotes stay, and nothing is written that would not load."""

from __future__ import annotations

import io
import os
import re
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from monitor.config import build, tree
from monitor.errors import CantCreate, InputError
from monitor.model.settings import Config

_DASH = re.compile(r"^(?P<key>[a-z_]+):[^\n]*\n(?:[ ]*(?:#[^\n]*)?\n)*(?P<indent> *)- ", re.MULTILINE)
_PLAIN = re.compile(r"[A-Za-z][\w.-]*|[0-9]+")
_READ_OTHERWISE = frozenset({"no", "on", "off", "yes", "true", "false", "null", "y", "n"})  # by YAML 1.1


def edited(path: Path, change: Callable[[Any], None]) -> tuple[str, Config]:
    """Return the text of feeds.yaml with a change made to its data, and the configuration that it then says.

    `change` is handed the mapping of the whole file. Nothing is written. Raises ConfigError where the file can't be
    used before, or would not load after.
    """
    build(tree.read(path), path)
    text = path.read_text(encoding="utf-8-sig")
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.brace_single_entry_mapping_in_flow_sequence = True
    dashes = {len(found["indent"]) for found in _DASH.finditer(text)}
    offset = 0 if dashes == {0} else 2
    yaml.indent(mapping=2, sequence=offset + 2, offset=offset)
    data = yaml.load(text)
    if not isinstance(data, CommentedMap):
        data = CommentedMap()
    before, meant = _sections(text, data), _plainly(data)
    change(data)
    out = io.StringIO()
    yaml.dump(data, out)
    anew = yaml.load(out.getvalue())
    means, after = _plainly(anew), _sections(out.getvalue(), anew)
    unchanged = {name for name in before if meant.get(name) == means.get(name)}
    made = "".join(before[name] if name in unchanged else section for name, section in after.items())
    return made, build(tree.parse(made, label=str(path)), path)


def _sections(text: str, data: CommentedMap) -> dict[str, str]:
    """The text of each key at the top level, with the comments up to the next; under "" what stands before them all.

    What is not changed is kept byte by byte: to write YAML anew moves blanks and quotes even where nothing is meant.
    """
    lines = text.splitlines(keepends=True)
    starts = sorted((data.lc.key(key)[0], str(key)) for key in data)
    ends = [*(start for start, _ in starts[1:]), len(lines)]
    head = {"": "".join(lines[: starts[0][0] if starts else len(lines)])}
    return head | {key: "".join(lines[at:end]) for (at, key), end in zip(starts, ends, strict=True)}


def _plainly(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plainly(part) for key, part in value.items()}
    return [_plainly(part) for part in value] if isinstance(value, list) else value


def append(data: Any, section: str, entry: Mapping[str, Any], *, key: str, replace: bool = False) -> None:
    """Put an entry at the end of a list of the file, or in the place of the one that has its `key`.

    Raises InputError where the key is taken and is not to be replaced.
    """
    series = data.get(section)
    if not series:
        series = data[section] = CommentedSeq()
    taken = next((number for number, one in enumerate(series) if str(one.get(key)) == entry[key]), None)
    if taken is None:
        series.append(_mapping(entry))
    elif replace:
        series[taken] = _mapping(entry)
    else:
        raise InputError(f'"{entry[key]}" is taken in {section}; --replace puts this one in its place')
    series.fa.set_block_style()


def snippet(entry: Mapping[str, Any]) -> str:
    """Return one entry of a list as feeds.yaml would say it."""
    yaml = YAML()
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    yaml.dump(CommentedSeq([_mapping(entry)]), out)
    return out.getvalue()


def write(path: Path, text: str) -> None:
    """Put a text in the place of a file, whole or not at all, with the rights that it had. Raises CantCreate."""
    path = path.resolve()
    try:
        mode = path.stat().st_mode & 0o777
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(name).chmod(mode)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CantCreate(f"{path} can't be written: {error.strerror}") from error


def _mapping(entry: Mapping[str, Any]) -> CommentedMap:
    made = CommentedMap()
    for name, value in entry.items():
        made[name] = _value(value)
    return made


def _value(value: Any) -> Any:
    if isinstance(value, list | tuple):
        series = CommentedSeq([_value(one) for one in value])
        series.fa.set_flow_style()
        return series
    if isinstance(value, str) and (not _PLAIN.fullmatch(value) or value.lower() in _READ_OTHERWISE):
        return DoubleQuotedScalarString(value)
    return value

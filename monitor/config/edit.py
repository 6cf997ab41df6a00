"""feeds.yaml edited by a program: its comments, order and quotes stay, and nothing is written that would not load.

Sources are put behind the last of their list, all else byte by byte as it was; any other change is made to the data,
and only the sections that it touches are written anew.
"""

from __future__ import annotations

import errno
import io
import os
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from monitor.config import build, tree
from monitor.errors import CantCreate, InputError, StorageFailure
from monitor.model.settings import Config
from monitor.model.source import ArticleSelectors, Feed, ListingSelectors, Source

_DASH = re.compile(r"^(?P<key>[a-z_]+):[^\n]*\n(?:[ ]*(?:#[^\n]*)?\n)*(?P<indent> *)- ", re.MULTILINE)
_PLAIN = re.compile(r"[A-Za-z][\w.-]*|[0-9]+")
_SOURCES = re.compile(r"^sources\s*:(?P<rest>.*)$", re.MULTILINE)
_NOTHING = re.compile(r"\s*(?:\[\s*\]|~|null)?\s*(?P<comment>#.*)?")
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


def entry_of(source: Source, feeds: Sequence[Feed]) -> dict[str, Any]:
    """Return a source as feeds.yaml says it, without what is the default."""
    said: dict[str, Any] = {"id": source.id, "name": source.name}
    if source.country:
        said["country"] = source.country
    if source.languages:
        said["languages"] = list(source.languages)
    said["homepage"] = source.homepage
    said["feeds"] = [_feed(feed) for feed in feeds]
    if source.article:
        said["article"] = _selectors(source.article[0])
    return said


def with_sources(path: Path, entries: Sequence[dict[str, Any]]) -> tuple[str, Config]:
    """Return the text of a configuration with sources added at the end of its list, and what it loads as.

    Raises ConfigError where the result would not load, and InputError where the file can't be added to.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise InputError(f"there is no {path}: `monitor init` writes one") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} can't be read: {error}") from error
    before = build(tree.parse(text, label=str(path)), path)
    added = _inserted(text, entries)
    if added is None:
        added, _ = edited(path, lambda data: _append_sources(data, entries))
    after = build(tree.parse(added, label=str(path)), path)
    wanted = [*(source.id for source in before.sources), *(entry["id"] for entry in entries)]
    if sorted(source.id for source in after.sources) != sorted(wanted):
        raise InputError(
            f"{path}: sources can't be added to this list without harm; write them by hand:\n{lines_of(entries)}"
        )
    return added, after


def lines_of(entries: Sequence[Mapping[str, Any]]) -> str:
    """Return entries of a list as the lines that feeds.yaml would say them in."""
    yaml = YAML()
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    yaml.dump(CommentedSeq([_mapping(entry) for entry in entries]), out)
    return out.getvalue()


def write(path: Path, text: str) -> None:
    """Put a text in the place of a file, whole or not at all, with the rights that it had.

    Raises CantCreate, or StorageFailure on a full or broken disk; what was there stays.
    """
    place = path.resolve()  # a link stays one
    try:
        mode = place.stat().st_mode & 0o777 if place.exists() else 0o644
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(name).chmod(mode)
            Path(name).replace(place)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        failure = StorageFailure if error.errno in (errno.ENOSPC, errno.EIO, errno.EDQUOT) else CantCreate
        raise failure(f"{path} can't be written: {error.strerror}") from error


def _inserted(text: str, entries: Sequence[dict[str, Any]]) -> str | None:
    """Return the text with the sources behind the last of its list; None where that list stands in brackets."""
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = lines_of(entries)
    section = _SOURCES.search(text)
    if section is None:
        block, start = f"sources:\n{lines}", len(text)
        block = block if not text or text.endswith("\n") else f"\n{block}"
        return text + block.replace("\n", newline)
    nothing = _NOTHING.fullmatch(section["rest"].rstrip("\r"))
    if nothing is None:
        return None
    start = section.end() + 1
    end, indent = _end_of_list(text, start)
    head = text[: section.start()] + "sources:" + (f" {nothing['comment']}" if nothing["comment"] else "")
    inside = text[section.end() : end]
    tail = text[end:]
    if indent is not None:
        lines = _indented(lines, indent)
    if not inside.endswith("\n"):
        inside += newline
    return head + inside + lines.replace("\n", newline) + tail


def _end_of_list(text: str, start: int) -> tuple[int, int | None]:
    """Return where the list's last line ends, and by how many blanks its dashes are indented (None: it is empty)."""
    end, indent, at = min(start, len(text)), None, start
    for line in text[start:].splitlines(keepends=True):
        at += len(line)
        content = line.strip()
        if not content or content.startswith("#"):
            continue
        if not line.startswith((" ", "-")):
            break
        if indent is None and content.startswith("-"):
            indent = len(line) - len(line.lstrip())
        end = at
    return end, indent


def _indented(lines: str, indent: int) -> str:
    """Return the lines, which are indented by two, indented so that their dashes stand at `indent`."""
    return "".join(" " * indent + line[2:] if line.strip() else line for line in lines.splitlines(keepends=True))


def _append_sources(data: Any, entries: Sequence[Mapping[str, Any]]) -> None:
    for entry in entries:
        append(data, "sources", entry, key="id")


def _mapping(entry: Mapping[str, Any]) -> CommentedMap:
    made = CommentedMap()
    for name, value in entry.items():
        made[name] = _value(value)
    return made


def _value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _mapping(value)
    if isinstance(value, list | tuple):
        series = CommentedSeq([_value(one) for one in value])
        if not any(isinstance(one, Mapping) for one in value):
            series.fa.set_flow_style()
        return series
    if isinstance(value, str) and (not _PLAIN.fullmatch(value) or value.lower() in _READ_OTHERWISE):
        return DoubleQuotedScalarString(value)
    return value


def _feed(feed: Feed) -> dict[str, Any]:
    said: dict[str, Any] = {"url": feed.url, "kind": feed.kind}
    return said | (_selectors(feed.listing) if feed.listing else {})


def _selectors(selectors: ListingSelectors | ArticleSelectors) -> dict[str, str]:
    values = ((field.name, getattr(selectors, field.name)) for field in fields(selectors))
    return {name: value for name, value in values if isinstance(value, str)}

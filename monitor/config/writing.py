"""Writing sources into feeds.yaml: everything that stands there stays as it is, comments, order and blanks included."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from monitor.config import build, tree
from monitor.config.edit import append, edited
from monitor.errors import InputError
from monitor.model.settings import Config
from monitor.model.source import ArticleSelectors, Feed, ListingSelectors, Source

_SECTION = re.compile(r"^sources\s*:(?P<rest>.*)$", re.MULTILINE)
_NOTHING = re.compile(r"\s*(?:\[\s*\]|~|null)?\s*(?P<comment>#.*)?")


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
        added, _ = edited(path, lambda data: _append(data, entries))
    after = build(tree.parse(added, label=str(path)), path)
    wanted = [*(source.id for source in before.sources), *(entry["id"] for entry in entries)]
    if sorted(source.id for source in after.sources) != sorted(wanted):
        raise InputError(
            f"{path}: sources can't be added to this list without harm; write them by hand:\n{as_yaml(entries)}"
        )
    return added, after


def as_yaml(entries: Sequence[dict[str, Any]]) -> str:
    """Return sources as the lines of a list."""
    from ruamel.yaml import YAML

    writer = YAML()
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.width = 4096
    writer.allow_unicode = True
    stream = io.StringIO()
    writer.dump([_laid_out(entry) for entry in entries], stream)
    return stream.getvalue()


def _laid_out(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry whose lists of words stand in brackets, as people write them."""
    from ruamel.yaml.comments import CommentedSeq

    laid = dict(entry)
    if "languages" in laid:
        laid["languages"] = CommentedSeq(laid["languages"])
        laid["languages"].fa.set_flow_style()
    return laid


def _inserted(text: str, entries: Sequence[dict[str, Any]]) -> str | None:
    """Return the text with the sources behind the last of its list; None where that list stands in brackets."""
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = as_yaml(entries)
    section = _SECTION.search(text)
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


def _append(data: Any, entries: Sequence[dict[str, Any]]) -> None:
    for entry in entries:
        append(data, "sources", entry, key="id")


def _feed(feed: Feed) -> dict[str, Any]:
    said: dict[str, Any] = {"url": feed.url, "kind": feed.kind}
    return said | (_selectors(feed.listing) if feed.listing else {})


def _selectors(selectors: ListingSelectors | ArticleSelectors) -> dict[str, str]:
    values = ((field.name, getattr(selectors, field.name)) for field in fields(selectors))
    return {name: value for name, value in values if isinstance(value, str)}

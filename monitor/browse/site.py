"""A part of the reading room as files, for machines without a network: the same pages, their links made relative."""

from __future__ import annotations

import asyncio
import posixpath
import re
from collections import deque
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import html

from monitor.browse.render import address
from monitor.errors import CantCreate, UnknownName

MOST = 2_000  # pages
_PAGE = re.compile(r"/(article|story|country|organisation|source)/([^/?#]+)$")
_FROM_STORIES = frozenset({"article"})  # what is followed from pages other than the front page
_STATIC = ("room.css", "room.svg")
_FOUND = 200  # status


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What was written: how many pages, and whether more were linked than were wanted."""

    pages: int
    cut: bool


def write_site(room: Any, folder: Path, *, day: str = "", watch: str = "") -> Site:
    """Write the front page of a day or a watchlist and the pages that it leads to into an empty folder.

    Raises CantCreate where the folder holds something or can't be written, UnknownName for a day or watchlist that is
    none.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise CantCreate(f"{folder} is not empty: give --site a folder of its own")
        (folder / "room").mkdir()
        for name in _STATIC:
            text = (files("monitor.browse") / "static" / name).read_text("utf-8")
            (folder / "room" / name).write_text(text, "utf-8")
        return asyncio.run(_write(room, folder, address("/", {"date": day, "watch": watch})))
    except OSError as error:
        raise CantCreate(f"{folder} can't be written: {error.strerror or error}") from error


async def _write(room: Any, folder: Path, front: str) -> Site:
    found: dict[str, html.HtmlElement] = {}
    waiting = deque([front])
    known = {front}
    cut = False
    while waiting:
        path = waiting.popleft()
        answer = await room.client.get(path)
        if answer.status_code != _FOUND:
            if path == front:
                lines = html.document_fromstring(answer.text).iter("p")
                said = next((line for line in lines if line.get("class") == "under"), None)
                raise UnknownName((said is not None and said.text) or "there is no such page")
            continue
        found[path] = html.document_fromstring(answer.text)
        for link in _links(found[path]):
            kind = link.split("/")[1]
            follows = path == front or (kind in _FROM_STORIES and path.startswith(("/story/", "/article/")))
            if link not in known and follows:
                known.add(link)
                cut = cut or len(known) > MOST
                if len(known) <= MOST:
                    waiting.append(link)
    names = {path: "index.html" if path == front else _name(path) for path in found}
    for path, tree in found.items():
        _rewrite(tree, path, names)
        target = folder / names[path]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("<!DOCTYPE html>\n" + html.tostring(tree, encoding="unicode"), "utf-8")
    return Site(pages=len(found), cut=cut)


def _links(tree: html.HtmlElement) -> list[str]:
    hrefs = (element.get("href", "").partition("#")[0] for element in tree.iter("a"))
    return [href for href in hrefs if _PAGE.fullmatch(href) and "." not in href.rpartition("/")[2]]


def _name(path: str) -> str:
    """Where a page goes; what a file system may not like in an id becomes a dash."""
    _, kind, last = path.split("/")
    return f"{kind}/{re.sub(r'[^A-Za-z0-9_-]', '-', unquote(last))}.html"


def _rewrite(tree: html.HtmlElement, path: str, names: dict[str, str]) -> None:
    """Make links relative, and words of those that lead out of the copy; what needs a server goes."""
    here = posixpath.dirname(names[path])
    for form in list(tree.iter("form")):
        form.getparent().remove(form)
    for element in list(tree.iter("link")):
        href = element.get("href", "")
        if href.startswith("/room/"):
            element.set("href", posixpath.relpath(href.lstrip("/"), here or "."))
        else:
            element.getparent().remove(element)
    for element in list(tree.iter("a")):
        target, _, fragment = element.get("href", "").partition("#")
        if not target or urlsplit(target).scheme in {"http", "https", "mailto"}:
            continue
        name = "index.html" if target == "/" else names.get(target)
        if name is None:
            del element.attrib["href"]
            continue
        element.set("href", posixpath.relpath(name, here or ".") + (f"#{fragment}" if fragment else ""))

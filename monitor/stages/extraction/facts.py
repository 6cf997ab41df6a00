"""What a page says about itself before any judgement: its tree, meta elements and JSON-LD, each read once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from lxml.etree import _Element as Element

from monitor.stages.extraction import jsonld
from monitor.text.html import Markup

LONGEST_URL = 2048
LONGEST_NAME = 500  # characters of classes that are looked at
SPACE = re.compile(r"\s+")
PUNCTUATION = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Facts:
    """A page's own words. `metas` maps the key of a name (name, property, itemprop, http-equiv) to its contents."""

    url: str
    tree: Element
    metas: Mapping[str, tuple[str, ...]]
    nodes: tuple[jsonld.Node, ...]
    article: jsonld.Node

    def meta(self, *names: str) -> str:
        """Return the content of the first of the named meta elements that has one."""
        return next((content for name in names for content in self.metas.get(key_of(name), ())), "")

    def absolute(self, link: str) -> str | None:
        """Return a link as an absolute http(s) address; None for any other."""
        try:
            joined = urljoin(self.url, link.strip())
            parts = urlsplit(joined)
        except ValueError:
            return None
        fit = parts.scheme in {"http", "https"} and parts.netloc and len(joined) <= LONGEST_URL
        return joined if fit else None


def gather(markup: Markup, url: str) -> Facts:
    """Return the facts of a parsed page that has a tree."""
    assert markup.tree is not None
    nodes = jsonld.read_nodes(markup.linked)
    return Facts(url, markup.tree, metas_of(markup.tree), nodes, jsonld.article_of(nodes, url))


def metas_of(tree: Element) -> dict[str, tuple[str, ...]]:
    """Return the contents of the meta elements by key of their name, in document order."""
    found: dict[str, dict[str, None]] = {}
    for element in tree.iter("meta"):
        content = SPACE.sub(" ", element.get("content") or "").strip()
        if not content:
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = key_of(element.get(attribute) or "")
            if name:
                found.setdefault(name, {})[content] = None
    return {name: tuple(contents) for name, contents in found.items()}


@lru_cache(maxsize=4096)
def key_of(name: str) -> str:
    """Return a meta element's name however it is punctuated: `article:published_time` and `article:published:time`."""
    return PUNCTUATION.sub(":", name.lower()).strip(":")


def text_of(element: Element) -> str:
    """Return an element's text on one line."""
    return " ".join("".join(map(str, element.itertext())).split())


def class_of(element: Element) -> str:
    """Return an element's class and id in lower case, to be searched for words."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:LONGEST_NAME].lower()

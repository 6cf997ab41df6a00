"""The article as a page's JSON-LD describes it, read as tolerantly as search engines do (schema.org, JSON-LD 1.1)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

Node = Mapping[str, Any]

MOST_NODES = 5000
LONGEST_MENDED = 500_000  # characters
WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$"
)
TRAILING_COMMA = re.compile(r",(\s*[}\]])")
BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
WHOLE_LINE_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
BLOCK_COMMENT = re.compile(r"/\*.{0,500}?\*/", re.DOTALL)
ARTICLE_TYPES = frozenset((
    "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle",
    "backgroundnewsarticle", "asknewsarticle", "reviewnewsarticle", "advertisercontentarticle",
    "satiricalarticle", "report", "blogposting", "liveblogposting", "socialmediaposting", "techarticle",
    "scholarlyarticle", "medicalscholarlyarticle", "pressrelease", "interview",
))  # fmt: skip
PAGE_TYPES = frozenset((
    "webpage", "itempage", "articlepage", "medicalwebpage", "videoobject", "podcastepisode", "imagegallery",
    "mediagallery",
))  # fmt: skip
# Where other articles than the page's own hang.
ELSEWHERE = frozenset((
    "liveBlogUpdate", "itemListElement", "hasPart", "isPartOf", "mentions", "relatedLink", "comment",
    "citation", "publisher", "author", "review", "isBasedOn", "associatedMedia", "blogPost", "breadcrumb",
    "about", "image", "logo", "subjectOf",
))  # fmt: skip


def read_nodes(scripts: Iterable[str]) -> tuple[Node, ...]:
    """Return every JSON-LD object of the scripts, in document order; what can't be read at all is left out."""
    found: list[Node] = []
    for script in scripts:
        for value in loads(script):
            found.extend(walk(value, MOST_NODES - len(found)))
    return tuple(found)


def loads(script: str) -> Iterator[Any]:
    """Yield the JSON values of a script: mended step by step, and several in a row where they stand so."""
    text = WRAPPING.sub("", WRAPPING.sub("", script)).strip().rstrip(";")
    for mend in (str, mended, mended_more) if len(text) < LONGEST_MENDED else (str,):
        text = mend(text)
        try:
            yield json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        return
    decoder = json.JSONDecoder(strict=False)
    position = 0
    while (position := text.find("{", position)) >= 0:
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return
        yield value


def mended(text: str) -> str:
    """Return JSON without trailing commas and bad escapes."""
    return BAD_ESCAPE.sub(r"\\\\", TRAILING_COMMA.sub(r"\1", text))


def mended_more(text: str) -> str:
    """Return JSON without comments, and with what was escaped as HTML put right where no plain quote is left."""
    text = WHOLE_LINE_COMMENT.sub("", BLOCK_COMMENT.sub("", text))
    if '"' not in text:
        text = text.replace("&quot;", '"').replace("&amp;", "&")
    return TRAILING_COMMA.sub(r"\1", text)


def walk(value: Any, most: int) -> Iterator[Node]:
    """Yield up to `most` objects of the page itself, outer ones first, without those that are about other things."""
    waiting = [value]
    while waiting and most > 0:
        current = waiting.pop(0)
        if isinstance(current, list):
            waiting[:0] = current[:most]
        elif isinstance(current, dict):
            most -= 1
            yield current
            waiting.extend(
                part for key, part in current.items() if isinstance(part, dict | list) and key not in ELSEWHERE
            )


def types(node: Node) -> frozenset[str]:
    """Return the object's types in lower case, without a vocabulary's address."""
    given = node.get("@type")
    names = given if isinstance(given, list) else [given]
    return frozenset(name.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for name in names if isinstance(name, str))


def article_of(nodes: tuple[Node, ...], url: str) -> Node:
    """Return what the page's JSON-LD says of its article: the fittest node, completed by lesser ones of its kind."""
    ranked = sorted(
        ((weight(node, url), -order, node) for order, node in enumerate(nodes)),
        key=lambda entry: entry[:2],
        reverse=True,
    )
    merged: dict[str, Any] = {}
    first = ranked[0][2] if ranked and ranked[0][0] > 0 else {}
    for score, _, node in ranked:
        if score > 0 and (node is first or agrees(node, first)):
            for key, part in node.items():
                if part not in (None, "", [], {}):
                    merged.setdefault(key, part)
    return merged


def weight(node: Node, url: str) -> int:
    """Return how well an object fits the page's own article; 0 for anything else."""
    kinds = types(node)
    if kinds & ARTICLE_TYPES:
        score = 10
    elif kinds & PAGE_TYPES or ("headline" in node and "datePublished" in node):
        score = 2
    else:
        return 0
    score += sum(key in node for key in ("headline", "datePublished", "author", "description", "image", "articleBody"))
    if any(same_place(place, url) for place in places(node)):
        score += 5
    return score


def agrees(node: Node, first: Node) -> bool:
    """Tell whether two objects speak of one article: neither's headline or address contradicts the other's."""
    headlines = {str(one.get("headline")).strip() for one in (node, first) if one.get("headline")}
    return len(headlines) < 2  # noqa: PLR2004 - two that differ


def places(node: Node) -> Iterator[str]:
    """Yield the addresses at which an object says it is."""
    for key in ("url", "@id", "mainEntityOfPage"):
        value = node.get(key)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str):
            yield value


def same_place(one: str, other: str) -> bool:
    """Tell whether two addresses have the same path (which is not the home page's)."""
    try:
        first, second = urlsplit(urljoin(other, one.strip())), urlsplit(other)
    except ValueError:
        return False
    return len(first.path) > 1 and first.path.rstrip("/") == second.path.rstrip("/")


def text_of(value: Any) -> str:
    """Return a property's text: of a string, of a language-tagged value, of the first of a list."""
    if isinstance(value, list):
        return next((text for part in value[:20] if (text := text_of(part))), "")
    if isinstance(value, dict):
        return text_of(value.get("@value") or value.get("name") or value.get("text"))
    return value if isinstance(value, str) else ""

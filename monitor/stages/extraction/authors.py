"""Who wrote it: persons and agencies, not the site, its domain or an address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml.etree import _Element as Element

from monitor.stages.extraction.facts import Facts, class_of, text_of
from monitor.stages.extraction.jsonld import Node
from monitor.stages.extraction.titles import loose, site_names
from monitor.text.plain import plain

MOST = 20
LONGEST = 80
MOST_WORDS = 7
METAS = (  # keys of names, see `facts.key_of`
    "author", "article:author", "og:article:author", "articleauthor", "dc:creator", "dcterms:creator", "byl",
    "parsely:author", "sailthru:author", "citation:author", "cxenseparse:author", "twitter:misc:written:by",
)  # fmt: skip
LINK = re.compile(r"\s*(?:https?:|www\.|/)\S+\s*$", re.IGNORECASE)
ADDRESS = re.compile(
    r"https?:|www\.|\S@\S|^@\w|\.(?:com|net|org|html?)\b|^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,4}$", re.IGNORECASE
)
LEADING = re.compile(
    r"^(?:(?:quelle|source|источник|mənbə|kaynak)\s*:\s*"
    r"|(?:(?:written|reported|edited|posted|story|words|text|interview) by|by|von|par|por|di|af|av|door"
    r"|автор(?:ы)?|текст|yazan|muəllif|text|autor(?:in)?|author|auteur)\b\s*[:.]?\s*|[\s:•|,–-]+)",
    re.IGNORECASE,
)
WRITTEN = re.compile(
    r"written|author|verfass|geschrieben|autor|écrit|auteur|escrito|scritto|geschreven|skrevet|автор|написа|yazan|müəllif",
    re.IGNORECASE,
)
TRAILING = re.compile(r"\s*\([^()]{0,40}\)$")
BETWEEN = re.compile(r"\s*(?:;|\||•|/|\n|,|\s(?:and|und|et|y|e|og|och|en|ve|və|и|&)\s)\s*")
AUTHOR_PAGE = re.compile(
    r"/(?:author|autor|auteur|autore|contributor|journalist|reporter|redacteur|yazar|people|profile|staff|byline)(?:en|es|i|s|lar)?/[^/]",
    re.IGNORECASE,
)
BYLINE = re.compile(
    r"(?:^|[\s_-])(?:by-?line|author|autor|writer|verfasser|redakteur|auteur|yazar|muellif)s?(?:[-_]*name)?(?:$|[\s_-])"
)
NO_NAME = re.compile(
    r"\d{3}|[<>{}\[\]=]|^\W*$|^(?:admin|editor|staff|user|unknown|none|null|n/?a|anonymous|redaktion|redaction|autor|author)$",
    re.IGNORECASE,
)


def read(facts: Facts) -> tuple[tuple[str, ...], str]:
    """Return the authors in the page's order and the rung they came from; nothing where none is named.

    A site's own name is an author only where the page's JSON-LD names nobody else.
    """
    names = site_names(facts)
    said = tuple(unique(cleaned(from_node(facts.article, facts.nodes))))
    persons = tuple(name for name in said if not is_site(name, names))
    if persons:
        return persons, "json-ld"
    for rung, found in offered(facts):
        persons = tuple(name for name in unique(cleaned(found)) if not is_site_part(name, names))
        if persons:
            return persons, rung
    alone = tuple(name for name in said if "." not in name)
    return (alone[:1], "json-ld") if alone else ((), "")


def offered(facts: Facts) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield (rung, names) for each place on the page, besides the article's JSON-LD, where its authors may be named."""
    yield "meta", from_metas(facts)
    yield "microdata", from_microdata(facts)
    yield "html", from_bylines(facts)
    yield "html", from_links(facts)


def from_node(article: Node, nodes: tuple[Node, ...]) -> Iterator[str]:
    """Yield the names that the article's JSON-LD gives as its authors, references by @id followed."""
    known = {str(node["@id"]): node for node in nodes if "@id" in node and "name" in node}
    waiting: list[Any] = [article.get("author") or article.get("creator")]
    for _ in range(100):
        if not waiting:
            return
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting[:0] = value[:MOST]
        elif isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            whole = " ".join(str(value[key]) for key in ("givenName", "familyName") if value.get(key))
            waiting.insert(0, value.get("name") or known.get(str(value.get("@id")), {}).get("name") or whole)


def from_metas(facts: Facts) -> Iterator[str]:
    """Yield the names in meta elements: those of the first kind that has any."""
    for name in METAS:
        given = [content for content in facts.metas.get(name, ()) if not ADDRESS.search(content)]
        if given:
            yield from given
            return
    for number in ("1", "2"):  # what Yoast's plugin tells a network, label and value
        if WRITTEN.search(facts.meta(f"twitter:label{number}")):
            yield facts.meta(f"twitter:data{number}")


def from_microdata(facts: Facts) -> Iterator[str]:
    """Yield the names marked by itemprop=author or rel=author."""
    first: Element | None = None
    for element in facts.tree.iter("a", "span", "div", "p", "address", "li", "strong"):
        if "author" in (element.get("itemprop") or "").split() or "author" in (element.get("rel") or "").split():
            first = element if first is None else first
            if not near(element, first):
                return  # another article's
            inner = next(
                (part for part in element.iter() if part is not element and part.get("itemprop") == "name"), element
            )
            yield text_of(inner)


def from_links(facts: Facts) -> Iterator[str]:
    """Yield the texts of the first links, side by side, that lead to authors' pages."""
    first: Element | None = None
    for element in facts.tree.iter("a"):
        if AUTHOR_PAGE.search(element.get("href") or "") and (text := text_of(element)):
            first = element if first is None else first
            if not near(element, first):
                return
            yield text


def near(element: Element, other: Element) -> bool:
    """Tell whether two elements hang on one branch: the same grandparent's grandchildren at most."""
    return any(ancestor in set(other.iterancestors()) for ancestor in list(element.iterancestors())[:3])


def from_bylines(facts: Facts) -> Iterator[str]:
    """Yield the texts of the first elements whose class says byline, the innermost ones."""
    found: list[Element] = []
    for element in facts.tree.iter("a", "span", "div", "p", "address", "li", "strong", "small"):
        if BYLINE.search(class_of(element)) and 1 < len(text_of(element)) <= LONGEST:
            found.append(element)
            if len(found) == 3:  # noqa: PLR2004 - later ones are other articles'
                break
    if found:
        first = found[-1] if found[0] in list(found[-1].iterancestors()) else found[0]
        yield text_of(first)


def cleaned(given: Iterable[str]) -> Iterator[str]:
    """Yield single names out of what stands as author: prefixes, offices and places cut off, lists taken apart."""
    for value in given:
        for part in BETWEEN.split(plain(value)) if not LINK.match(value) else ():
            name = TRAILING.sub("", LEADING.sub("", LEADING.sub("", part))).strip(" \t.,:;|-–—•*")
            if (
                name
                and len(name) <= LONGEST
                and len(name.split()) <= MOST_WORDS
                and not ADDRESS.search(name)
                and not NO_NAME.search(name)
            ):
                yield name


def unique(names: Iterable[str]) -> Iterator[str]:
    """Yield names once each, however they are spelled."""
    seen: set[str] = set()
    for name in names:
        key = loose(name)
        if key and key not in seen and len(seen) < MOST:
            seen.add(key)
            yield name


def is_site(name: str, names: frozenset[str]) -> bool:
    """Tell whether an author's name is the site's own."""
    return loose(name) in names


def is_site_part(name: str, names: frozenset[str]) -> bool:
    """Tell whether an author's name is the site's own, or begins with it as those of its desks and studios do."""
    words = name.split()
    return is_site(name, names) or (len(words) > 1 and is_site(words[0], names))

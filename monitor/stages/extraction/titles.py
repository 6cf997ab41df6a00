"""The title, by a vote of what the page offers as one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator

from monitor.stages.extraction.facts import Facts, class_of, text_of
from monitor.stages.extraction.jsonld import text_of as value_of
from monitor.text.plain import plain

LONGEST = 500
SEPARATOR = re.compile(r"\s+[|\-–—·•»:/]+\s+|\s*\|\s*|[:：](?=\S+$)|,\s")
TITLE_CLASS = re.compile(r"headline|title|heading")
# What a reader sees first is trusted a little more than what was written for search engines and networks.
WEIGHTS = {"json-ld": 1.1, "html": 1.05, "opengraph": 1.0, "meta": 0.5, "head": 0.4}
SPELLING = ("opengraph", "json-ld", "html", "meta", "head")  # whose spelling of the same title is the most careful
NEAREST = 0.6  # likeness to the feed's title from which that decides


def read(facts: Facts, entry_title: str = "") -> tuple[str, str]:
    """Return the title and the rung it came from; two empty strings where the page offers none.

    Candidates that say the same in letters and digits stand together; the heaviest group wins, and within it what
    the page shows or says most carefully. The feed's title decides between groups where it is like one of them.
    """
    offered = [(rung, title) for rung, title in candidates(facts) if title]
    shown = {loose(title) for _, title in offered}
    offered = [(rung, shortest(title, shown)) for rung, title in offered]
    if not offered:
        return "", ""
    groups: dict[str, float] = {}
    for rung, title in offered:
        groups[loose(title)] = groups.get(loose(title), 0.0) + WEIGHTS[rung]
    best = max(groups, key=lambda key: (nearness(key, loose(entry_title)), groups[key]))
    spelled = [(SPELLING.index(rung), title, rung) for rung, title in offered if loose(title) == best]
    _, title, rung = min(spelled)
    return title, rung


def candidates(facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield (rung, title) for each place a title may stand at, the site's name cut off."""
    names = site_names(facts)
    yield "json-ld", clean(value_of(facts.article.get("headline")) or value_of(facts.article.get("name")), names)
    yield "html", clean(heading(facts), names)
    yield "opengraph", clean(facts.meta("og:title"), names)
    yield (
        "meta",
        clean(facts.meta("twitter:title", "title", "headline", "dc.title", "parsely-title", "sailthru.title"), names),
    )
    yield "head", clean(head_title(facts), names)


def head_title(facts: Facts) -> str:
    """Return the text of the title element of the head (not of a drawing)."""
    element = facts.tree.find("./head/title")
    return text_of(element) if element is not None else ""


def heading(facts: Facts) -> str:
    """Return the text of the h1 that is the article's: the one most like the other titles, else the first."""
    headings = [(element, text) for element in list(facts.tree.iter("h1"))[:20] if (text := text_of(element))]
    if not headings:
        return ""
    given = words(" ".join((value_of(facts.article.get("headline")), facts.meta("og:title"), head_title(facts))))
    return max(
        headings,
        key=lambda pair: (
            len(words(pair[1]) & given) / (len(words(pair[1])) or 1),
            pair[0].get("itemprop") == "headline" or bool(TITLE_CLASS.search(class_of(pair[0]))),
        ),
    )[1]


def site_names(facts: Facts) -> frozenset[str]:
    """Return what the site calls itself, in letters and digits: its name, its publisher's, its host's."""
    publisher = facts.article.get("publisher")
    given = [facts.meta("og:site_name", "application-name", "apple-mobile-web-app-title"), value_of(publisher)]
    given.extend(
        value_of(node.get("name")) for node in facts.nodes if "@type" in node and str(node["@type"]) == "WebSite"
    )
    host = re.sub(r"^https?://(?:www\.|m\.|amp\.)?|[/?#:].*$", "", facts.url.lower())
    labels = host.split(".")
    given.extend((host, *(label for label in labels[:-1] if len(label) > 2)))  # noqa: PLR2004 - co, com
    return frozenset(key for name in given if name and (key := loose(name)))


def clean(title: str, names: frozenset[str]) -> str:
    """Return a title as plain text on one line, without the site's name at either end."""
    text = plain(title)[:LONGEST].strip()
    parts = list(SEPARATOR.finditer(text))
    for match in reversed(parts):
        head, tail = text[: match.start()].rstrip(), text[match.end() :]
        if head and is_site(tail, names):
            return head
    for match in parts[:1]:
        head, tail = text[: match.start()], text[match.end() :].lstrip()
        if tail and loose(head) in names and "|" in match[0]:
            return tail
    return text


def shortest(title: str, shown: Container[str]) -> str:
    """Return a title without what follows a separator, where the page shows the rest alone elsewhere."""
    for match in SEPARATOR.finditer(title):
        if not match[0].startswith(",") and loose(title[: match.start()]) in shown:
            return title[: match.start()].rstrip()
    return title


def is_site(tail: str, names: frozenset[str]) -> bool:
    """Tell whether the end of a title is the site's name (with a section, a claim or a domain's end)."""
    key = loose(tail)
    if not key:
        return False
    return key in names or any(len(name) > 3 and (key.startswith(name) or key.endswith(name)) for name in names)  # noqa: PLR2004


def nearness(key: str, wanted: str) -> float:
    """Return how like a title the feed's is, from 0 to 1; 0 below where that would decide anything."""
    if not wanted:
        return 0.0
    if key == wanted:
        return 1.0
    shared, most = overlap(key, wanted), max(len(key), len(wanted))
    return shared / most if shared / most >= NEAREST else 0.0


def overlap(one: str, other: str) -> int:
    """Return the length of the common beginning and end of two strings."""
    shortest = min(len(one), len(other))
    start = next((i for i in range(shortest) if one[i] != other[i]), shortest)
    end = next((i for i in range(shortest - start) if one[-1 - i] != other[-1 - i]), shortest - start)
    return start + end


def words(text: str) -> frozenset[str]:
    """Return the words of a text, case folded."""
    return frozenset(re.findall(r"\w+", text.casefold()))


def loose(text: str) -> str:
    """Return a text's letters and digits, case folded: what two spellings of one title share."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())

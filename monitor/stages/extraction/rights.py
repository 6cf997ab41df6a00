"""What a page and its answer's headers reserve: whether the text may be kept, and how much of it may be quoted.

Sources: the robots meta element and X-Robots-Tag as search engines document them (noarchive, nosnippet, max-snippet,
data-nosnippet), and the TDM Reservation Protocol (W3C community group, 2024).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from monitor.model.rights import Reservation
from monitor.stages.extraction.facts import Facts
from monitor.stages.tdm import said, settled

LEAST = 12  # characters by which a part of the page is recognised in the text
_SPEAKS_TO_US = re.compile(r"(?:\*|googlebot(?:-news)?|press-monitor)", re.IGNORECASE)
_VALUED = ("max-snippet", "max-image-preview", "max-video-preview", "unavailable_after")
_AGENT = re.compile(r"\s*(?P<agent>[\w*-]+)\s*:\s*(?P<rest>.*)", re.DOTALL)


def reserved(facts: Facts, headers: Mapping[str, str], by_file: Reservation | None = None) -> str | None:
    """Return why the full text may not be kept: noai, tdm-file, tdm-header, tdm-meta or noarchive; None where it may.

    `by_file` is what the origin's tdmrep.json says of this page. Of file, header and meta element the later wins; one
    that is absent or neither 0 nor 1 says nothing.
    """
    header = {name.lower(): value for name, value in headers.items()}
    found = set(directives(facts, header))
    if found & {"noai", "noml"}:
        return "noai"
    in_header = said(header.get("tdm-reservation"), header.get("tdm-policy"))
    in_meta = said(facts.meta("tdm-reservation"), facts.meta("tdm-policy"))
    word = settled(by_file, in_header, in_meta)
    if word is None or not word.reserved:
        return "noarchive" if "noarchive" in found else None
    return "tdm-meta" if word is in_meta else "tdm-header" if word is in_header else "tdm-file"


def quote(facts: Facts, headers: Mapping[str, str], text: str) -> int | None:
    """Return the most characters of `text` that may be quoted, from its beginning; 0: none, None: no limit.

    The least of what nosnippet and max-snippet say; a part marked data-nosnippet ends what may be quoted before it.
    """
    header = {name.lower(): value for name, value in headers.items()}
    limits = [_first_unquotable(facts, text)]
    for directive in directives(facts, header):
        name, _, value = directive.partition(":")
        if name == "nosnippet":
            limits.append(0)
        elif name == "max-snippet" and re.fullmatch(r"\d{1,9}", value.strip()):
            limits.append(int(value))
    return min((limit for limit in limits if limit is not None), default=None)


def directives(facts: Facts, header: Mapping[str, str]) -> Iterator[str]:
    """Yield the directives to robots that are addressed to all, to news search or to us, in lower case."""
    for name in ("robots", "googlebot", "googlebot:news", "press:monitor"):
        for content in facts.metas.get(name, ()):
            yield from (part.strip().lower() for part in re.split(r"[,;]", content))
    ours = True
    for part in header.get("x-robots-tag", "").split(","):
        directive = part.strip().lower()
        named = _AGENT.fullmatch(directive)
        if named and named["agent"] not in _VALUED:
            ours, directive = bool(_SPEAKS_TO_US.fullmatch(named["agent"])), named["rest"].strip()
        if ours:
            yield from (word for word in re.split(r"\s+(?=[a-z])", directive) if word)


def _first_unquotable(facts: Facts, text: str) -> int | None:
    """Return where in the text the first part stands that is marked data-nosnippet."""
    flat = " ".join(text.split())
    places = [
        flat.find(piece)
        for element in facts.tree.iterfind(".//*[@data-nosnippet]")
        for words in element.itertext()
        if len(piece := " ".join(str(words).split())) >= LEAST
    ]
    return min((place for place in places if place >= 0), default=None)

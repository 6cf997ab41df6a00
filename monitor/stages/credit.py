"""Which news agency a text credits: in its dateline, in brackets, in a line of its own at the end, as its author.

A report that speaks of what an agency reports ("as Reuters learnt") is not the agency's: only lines of credit count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from monitor.gazetteer.agencies import Agency, agencies

_HEAD, _TAIL = 160, 200  # characters in which a credit stands
# "Source: ", in the languages of our sources
_SOURCE = (
    r"(?:source|via|credit|quelle|fonte|fuente|źródło|zdroj|forrás|sursa|izvor|kaynak|mənbə|manbə|источник|джерело|"
    r"крыніца|дереккөз|manba|المصدر|منبع|წყარო|աղբյուր|מקור|来源|來源|出典|출처)"
)
_IDEOGRAPHIC = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BEFORE, _AFTER = r"(?<![\w.@/-])", r"(?![\w@])"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], dict[str, str]]:
    """Return what a head, a tail and an author's line must look like, and whose each name is."""
    owners = {name: agency.id for agency in agencies() for name in agency.names}
    words = {name for agency in agencies() for name in agency.words}
    some, proper = _any_of(owners), _any_of(owners.keys() - words)
    bracketed = rf"[(（/\[【]\s*{some}[^)）/\]】\n]{{0,25}}[)）/\]】]"
    head = re.compile(
        rf"^[^\n]{{0,100}}?(?:{bracketed.replace(some, proper)}"
        rf"|{bracketed}\s*(?:[-–—.:,]|$)"  # (PA) - but not "the Palestinian Authority (PA) said"
        rf"|{_BEFORE}{proper}\s*\.?\s*[-–—]+\s"  # Interfax-Ukraine -
        rf"|[-–—]\s*{proper}\s*[.:]\s"  # - РИА Новости.
        rf"|[,.]\s*{some}\s*(?:[-–—:/]|$)"  # Baku, APA:
        rf"|,\s*{some}\s*\.)"
        rf"|^\W{{0,3}}{bracketed}"
        rf"|^{proper}\s*(?:[-–—:]|\n|$)"
        rf"|^{proper}\w{{0,12}}?[电電]",
        re.MULTILINE,
    )
    tail = re.compile(rf"{bracketed}\W*$|\b(?i:{_SOURCE})\s*[:：]\s*{some}|(?:^|\n)\W*{some}\W*$")
    return head, tail, re.compile(rf"{_BEFORE}{some}"), owners


def _any_of(names: Iterable[str]) -> str:
    """Return a group that matches any of these names, whole where their script has blanks, the longest first."""
    spelled = (
        re.escape(name) + ("" if _IDEOGRAPHIC.match(name[-1]) else _AFTER)
        for name in sorted(names, key=lambda name: (-len(name), name))
    )
    return f"({'|'.join(spelled)})"


def credit(text: str, authors: Sequence[str] = ()) -> str | None:
    """Return the id of the agency that a text (summary and body) credits, None where it credits none.

    >>> credit("BAKU (Reuters) - Talks resumed."), credit("МОСКВА, 12 июня. /ТАСС/. Переговоры"), credit("As AP told")
    ('reuters', 'tass', None)
    """
    head, tail, author, owners = _patterns()
    for found in (head.search(text[:_HEAD]), tail.search(text[-_TAIL:])):
        if found:
            return owners[next(filter(None, found.groups()))]
    for one in authors:
        found = author.search(one)
        if found:
            return owners[found[1]]
    return None


def by_domain(domain: str) -> Agency | None:
    """Return the agency that publishes under a registrable domain, if one does."""
    return next((agency for agency in agencies() if domain in agency.domains), None)

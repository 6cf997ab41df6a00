"""What a page tells machines of its text where it shows little of it: articleBody, updates, transcripts, captions.

Behind a paywall nothing is taken: what readers are not shown is not ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from monitor.model.article import Kind
from monitor.stages.extraction.facts import Facts, text_of
from monitor.stages.extraction.jsonld import text_of as value_of
from monitor.stages.extraction.titles import loose
from monitor.text.plain import plain

LITTLE = 250  # characters of a shown text below which what machines are told may stand in
TIMES = 2  # as long as the shown text it must be
MOST_UPDATES = 500
SHORTEST_CAPTION = 15  # characters


def completed(facts: Facts, kind: Kind, text: str, *, paywalled: bool) -> tuple[str, str]:
    """Return the text, or what the page tells machines where that is more by far, and the rung where that was taken."""
    if kind == "gallery":
        return with_captions(facts, text)
    if paywalled:
        return text, ""
    if kind == "liveblog":
        told = "\n".join(updates(facts))
    elif len(text) < LITTLE:
        told = "\n".join(paragraphs(facts.article.get("articleBody") or facts.article.get("transcript")))
    else:
        return text, ""
    return (told, "json-ld") if len(told) > TIMES * max(len(text), 1) else (text, "")


def paragraphs(value: Any) -> Iterator[str]:
    """Yield the paragraphs of a property's text: marked up, or a line each."""
    text = value_of(value)
    lines = plain(text).splitlines() if "</" in text else map(plain, text.splitlines())
    yield from (line for line in map(str.strip, lines) if line)


def updates(facts: Facts) -> Iterator[str]:
    """Yield the headlines and paragraphs of a live blog's updates, in the page's order."""
    said: set[str] = set()
    for node in facts.nodes:
        given = node.get("liveBlogUpdate")
        for update in (given if isinstance(given, list) else [given])[:MOST_UPDATES]:
            if isinstance(update, dict):
                for line in (*paragraphs(update.get("headline")), *paragraphs(update.get("articleBody"))):
                    if loose(line) not in said:
                        said.add(loose(line))
                        yield line


def with_captions(facts: Facts, text: str) -> tuple[str, str]:
    """Return a gallery's text with the captions of its pictures, and the rung where there were any."""
    lines = text.split("\n") if text else []
    said = {loose(line) for line in lines}
    found: list[str] = []
    for caption in (
        *shown_captions(facts),
        *told_captions(facts.article.get("image") or facts.article.get("associatedMedia")),
    ):
        key = loose(caption)
        if len(caption) >= SHORTEST_CAPTION and key not in said:
            said.add(key)
            found.append(caption)
    return ("\n".join([*lines, *found]), "html") if found else (text, "")


def shown_captions(facts: Facts) -> Iterator[str]:
    """Yield the captions of the figures on the page."""
    yield from (text_of(element) for element in facts.tree.iter("figcaption"))


def told_captions(value: Any) -> Iterator[str]:
    """Yield the captions of a JSON-LD list of images."""
    for image in value[:200] if isinstance(value, Sequence) and not isinstance(value, str) else ():
        if isinstance(image, dict):
            yield from paragraphs(image.get("caption") or image.get("description"))

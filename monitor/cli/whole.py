"""An article whole: as a machine wants it, and as a reader does."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, tzinfo
from typing import Any

from monitor.cli.lines import plain, printable, time_text
from monitor.model.reading import Listed, Shown
from monitor.model.tag import Mention

EVIDENCE = 6  # pieces of it shown for a tag
DATED_BY = {
    "feed": "as the feed says",
    "page": "as the page says",
    "url": "as its address says",
    "sighting": "when it was first seen",
}

KINDS = {"liveblog": "a live blog", "gallery": "a gallery", "video": "a video", "audio": "a recording"}


def flat(article: Shown) -> dict[str, Any]:
    """Return an article as one flat object: the fields of its listing first, tags by slug, no snippet, no role."""
    listing = {field.name: getattr(article.listed, field.name) for field in fields(Listed)}
    rest = {field.name: getattr(article, field.name) for field in fields(Shown) if field.name != "listed"}
    said: dict[str, Any] = plain({**listing, **rest})
    said["mentions"] = [
        {**plain(mention), "tag": mention.tag.slug, "label": mention.tag.label} for mention in article.mentions
    ]
    for mention in said["mentions"]:
        mention.pop("role")  # which the archive does not keep
    for listed in (said, *said["copies"]):
        listed.pop("snippet")
    return said


def print_whole(article: Shown, *, zone: tzinfo = UTC) -> None:
    """Print an article for reading: what it says, when, what it is about and why, how it changed, where else it is."""
    if sys.stdout.isatty():
        _print_rich(article, zone)
        return
    for kind, text in _lines(article, zone):
        print(f"\n{text.upper()}" if kind == "heading" else text)


def _print_rich(article: Shown, zone: tzinfo) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, markup=False, emoji=False)
    styles = {"title": "bold", "heading": "bold cyan", "summary": "italic"}
    for kind, text in _lines(article, zone):
        if kind == "heading":
            console.print()
        console.print(Text(text, style=styles.get(kind, "")))


def _lines(article: Shown, zone: tzinfo) -> Iterator[tuple[str, str]]:
    """Give what is to be printed, line by line, each with its kind; nothing in it can harm a terminal."""
    listed = article.listed
    yield "title", printable(listed.title)
    yield "", f"{printable(listed.source_name)} ({listed.source})  {printable(listed.url)}"
    yield "", _dates(article, zone)
    if article.authors:
        yield "", f"By {printable(', '.join(article.authors))}"
    yield "", _about(article)
    if listed.summary:
        yield "heading", "Summary"
        yield "summary", printable(listed.summary)
    if article.body:
        yield "heading", "Text"
        for paragraph in article.body.splitlines():
            yield "", printable(paragraph)
    yield from _tags(article)
    yield from _history(article, zone)
    yield from _elsewhere(article, zone)


def _dates(article: Shown, zone: tzinfo) -> str:
    shown = f"{time_text(article.listed.sorted_at, zone)} ({DATED_BY.get(article.dated_by, article.dated_by)}"
    raw = f", in its words {printable(article.published_raw)!r}" if article.published_raw else ""
    revised = f"; edited {time_text(article.revised_at, zone)}" if article.revised_at else ""
    return f"{shown}{raw}); first seen {time_text(article.seen_at, zone)}{revised}"


def _about(article: Shown) -> str:
    facts = [f"{article.listed.words} words", f"language {article.listed.language or 'unknown'}"]
    facts.append(f"text by {printable(article.extractor)}")
    if article.kind != "article":
        facts.insert(0, KINDS.get(article.kind, article.kind))
    if article.agency:
        facts.append(f"credits {printable(article.agency)}")
    if article.paywalled:
        facts.append("behind a paywall")
    if article.reserved:
        facts.append(f"full text not kept: {printable(article.reserved)}")
    return ", ".join(facts)


def _tags(article: Shown) -> Iterator[tuple[str, str]]:
    if not article.mentions:
        return
    yield "heading", "Tags"
    for mention in sorted(article.mentions, key=lambda mention: (not mention.focus, -mention.salience)):
        role = "focus  " if mention.focus else "mention"
        yield "", f"{role}  {mention.salience:.2f}  {mention.tag.slug}  {printable(mention.tag.label)}: {_why(mention)}"


def _why(mention: Mention) -> str:
    said = [f'"{printable(span.text)}" ({span.field}, {span.rule})' for span in mention.spans[:EVIDENCE]]
    more = f" and {mention.hits - len(said)} more" if mention.hits > len(said) else ""
    return ", ".join(said) + more


def _history(article: Shown, zone: tzinfo) -> Iterator[tuple[str, str]]:
    if not article.revisions:
        return
    yield "heading", "Earlier texts"
    for revision in article.revisions:
        until = time_text(revision.replaced_at, zone)
        yield "", f"{revision.number}. until {until}: {printable(revision.title)}"
        for before in _left_out(revision.body, article.body):
            yield "", f"   - {printable(before)}"


def _left_out(before: str, now: str) -> list[str]:
    """Return the paragraphs that the present text does not have any more."""
    present = set(now.splitlines())
    return [paragraph for paragraph in before.splitlines() if paragraph not in present]


def _elsewhere(article: Shown, zone: tzinfo) -> Iterator[tuple[str, str]]:
    if article.duplicate_of:
        score = f" ({article.similarity:.0%} alike)" if article.similarity is not None else ""
        yield "heading", "Copy"
        yield "", f"The same text as article {article.duplicate_of}{score}: monitor show {article.duplicate_of}"
        yield "", f"Why so, and how to correct it: monitor copies {article.listed.id}"
    if article.copies:
        yield "heading", "Copies elsewhere"
        for copy in article.copies:
            yield "", f"{copy.id}  {time_text(copy.sorted_at, zone)}  {copy.source}  {printable(copy.title)}"
    if article.feeds:
        yield "heading", "Feeds"
        for feed in article.feeds:
            yield "", printable(feed)

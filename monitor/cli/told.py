"""Stories on stdout: in a list, and one whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import UTC, tzinfo
from typing import Any

from monitor.cli.lines import plain, printable, time_text
from monitor.cli.tables import Cell, Column, print_table
from monitor.model.copies import Printing
from monitor.model.reading import Listed
from monitor.model.story import StoryArticle, StoryListed, StoryShown
from monitor.stages.clustering.reasons import Reason


def print_stories(stories: Sequence[StoryListed], *, zone: tzinfo = UTC) -> None:
    """Print stories as a table, in their order."""
    columns = [
        Column(title="ID", right=True, style="cyan"),
        Column(title="Newest", style="dim"),
        Column(title="Sources", right=True),
        Column(title="Articles", right=True),
        Column(title="Languages"),
        Column(title="About", style="green"),
        Column(title="Title", wide=True),
    ]
    print_table(
        columns,
        [
            (
                story.id,
                time_text(story.last_seen_at, zone),
                story.sources,
                story.articles,
                " ".join(story.languages) or "-",
                " ".join((*story.countries, *story.organisations)) or "-",
                Cell(text=story.title, link=story.url),
            )
            for story in stories
        ],
    )


def flat_story(story: StoryShown) -> dict[str, Any]:
    """Return a story as one flat object: the fields of its listing first, its articles as flat as those of a list."""
    said: dict[str, Any] = plain(story.listed)
    said["asked"], said["merged"] = story.asked, list(story.merged)
    said["first"] = story.first.listed.id
    said["timeline"] = [{"day": day.isoformat(), "articles": count} for day, count in story.timeline]
    said["articles"] = [_flat(article) for article in story.articles]
    return said


def _flat(article: StoryArticle) -> dict[str, Any]:
    listing = {field.name: getattr(article.listed, field.name) for field in fields(Listed) if field.name != "snippet"}
    rest = {field.name: getattr(article, field.name) for field in fields(StoryArticle) if field.name != "listed"}
    said: dict[str, Any] = plain({**listing, **rest})
    return said


def print_story(story: StoryShown, *, zone: tzinfo = UTC) -> None:
    """Print a story for reading: its title, what it is about, who tells it, and its articles in the order of time."""
    print("\n".join(_head(story, zone)))
    columns = [
        Column(title="ID", right=True, style="cyan"),
        Column(title="Time", style="dim"),
        Column(title="Source"),
        Column(title="Lang"),
        Column(title="", style="dim"),
        Column(title="Title", wide=True),
    ]
    print()
    print_table(
        columns,
        [
            (
                article.listed.id,
                time_text(article.listed.sorted_at, zone),
                article.listed.source,
                article.listed.language or "-",
                _part(article, story),
                Cell(text=article.listed.title, link=article.listed.url),
            )
            for article in story.articles
        ],
    )


def print_reasons(reasons: Sequence[Reason], copies: Sequence[Printing]) -> None:
    """Print why each article is in its story, a line an article, and why its copies are copies."""
    print("\nWHY")
    for reason in reasons:
        if reason.pinned:
            print(f"{reason.article}: put here by hand")
        if reason.like is None:
            print(f"{reason.article}: no other article is like it")
        else:
            said = printable(", ".join(reason.shared)) or "no rare word"
            print(f"{reason.article}: like {reason.like}, {reason.probability:.0%} on one event; both say {said}")
    for copy in copies:
        print(f"{copy.id}: copy of {copy.duplicate_of}, {copy_reason(copy)}; `monitor copies {copy.id}` shows more")


def copy_reason(copy: Printing) -> str:
    """Return by which rule an article is a copy, how much it shares, and by way of which other copy it was found."""
    via = f", by way of {copy.via}" if copy.via else ""
    return f"{copy.rule or 'same text'}, {copy.score or 1:.0%}{via}"


def counted(number: int, one: str, more: str = "") -> str:
    """Return a number with what it counts: `1 copy`, `2 copies`.

    >>> counted(1, "copy", "copies"), counted(0, "owner")
    ('1 copy', '0 owners')
    """
    return f"{number} {one if number == 1 else more or one + 's'}"


def _head(story: StoryShown, zone: tzinfo) -> Iterator[str]:
    listed, first = story.listed, story.first
    yield printable(listed.title)
    if story.asked != listed.id:
        yield f"story {listed.id}, into which {story.asked} was merged"
    about = (*listed.countries, *listed.organisations)
    if about:
        yield f"about {' '.join(about)}"
    copies = listed.articles - sum(article.duplicate_of is None for article in story.articles)
    yield (
        f"{counted(listed.articles, 'article')} ({counted(copies, 'copy', 'copies')}) by "
        f"{counted(listed.sources, 'owner')}, {listed.independent} of them in words of their own; in "
        f"{' '.join(listed.languages) or 'unknown languages'}"
    )
    yield f"{time_text(listed.first_seen_at, zone)} to {time_text(listed.last_seen_at, zone)}"
    certain = "" if first.dated_by != "sighting" else ", as far as is known: it is dated by when it was first seen"
    yield f"first: {printable(first.listed.source_name)}{certain}"


def _part(article: StoryArticle, story: StoryShown) -> str:
    if article.duplicate_of is not None:
        return f"copy of {article.duplicate_of}"
    if article.listed.id == story.listed.lead_id:
        return "lead, by hand" if article.pinned else "lead"
    return "by hand" if article.pinned else "-"

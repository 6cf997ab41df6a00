"""Stories put right by hand: two made one, or articles taken out of one. What is decided so holds on later runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from monitor import clock
from monitor.errors import InputError
from monitor.model.story import Outcome
from monitor.store import Archive, open_archive, run_lock
from monitor.workflows.cluster import draw


def merge(db: Path, stories: Sequence[int], *, language: str = "") -> int:
    """Make one story of several, and return its id: the first one's. The others redirect to it.

    A lead in the desk's `language` is preferred.

    Raises UnknownName for one that is not there, InputError where all are one already, and what opening raises.
    """
    with run_lock(db), open_archive(db, now=clock.now()) as archive, archive.transaction():
        found = dict(archive.story_ids(story) for story in stories)
        into, *others = found
        if not others:
            raise InputError(f"story {into} is one story already: name another to merge it with")
        _pin(archive, [article for articles in found.values() for article in articles], into)
        moved = tuple((article, into) for story in others for article in found[story])
        outcome = Outcome(stories=moved, merged=tuple((story, into) for story in others))
        draw(archive, archive.apply_stories(outcome, since=clock.now()), language=language)
        return into


def split(db: Path, story: int, articles: Sequence[int], *, language: str = "") -> int:
    """Take articles, with their copies, out of a story, and return the id of the story that they now are.

    Leads in the desk's `language` are preferred.

    Raises UnknownName for a story that is not there, InputError for articles that are not of it, copies, or all that it
    has, and what opening raises.
    """
    with run_lock(db), open_archive(db, now=clock.now()) as archive, archive.transaction():
        story, members = archive.story_ids(story)
        strangers = [str(article) for article in articles if article not in members]
        if strangers:
            raise InputError(
                f"not an article of story {story}, or only a copy: {', '.join(strangers)}; "
                f"`monitor story {story}` shows its articles, and a copy goes with its original"
            )
        rest = [article for article in members if article not in articles]
        if not rest:
            raise InputError(f"these are all articles that story {story} has: leave one in it")
        made = archive.make_story(articles[0])
        _pin(archive, articles, made)
        _pin(archive, rest, story)
        outcome = Outcome(stories=tuple((article, made) for article in articles))
        draw(archive, archive.apply_stories(outcome, since=clock.now()), language=language)
        return made


def _pin(archive: Archive, articles: Sequence[int], story: int) -> None:
    archive.pin(dict.fromkeys(articles, story), now=clock.now())

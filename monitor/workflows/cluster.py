"""Cluster: put every article that no story has yet into one, and draw the portraits of the stories that changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from monitor.model.difference import Watch
from monitor.stages.clustering.groups import REACH, grouped
from monitor.stages.clustering.identity import identify
from monitor.stages.clustering.likeness import Rarity, packed_rarity, rarity, rarity_of
from monitor.stages.clustering.portrait import portrait
from monitor.stages.clustering.terms import RECIPE, Terms, packed, terms_of
from monitor.store import Archive

OPEN = REACH  # how long a story waits for more articles, and what is read of its articles is kept
RENEWED = timedelta(days=1)  # how long counts of terms serve
GROWN = 1.5  # how many times as many articles as were counted they serve for
FEW = 20  # and so many more
BATCH = 2000  # articles without a story that one call looks at: an old archive's come in over several


Timed = tuple[int, datetime]  # an article and its time


@dataclass(frozen=True, slots=True, kw_only=True)
class Clustered:
    """What one call did: articles looked at and in another story than before, stories changed, made and merged away."""

    articles: int = 0
    moved: int = 0
    changed: int = 0
    made: int = 0
    merged: int = 0


def cluster(archive: Archive, *, limit: int = BATCH, language: str = "") -> Clustered:
    """Find the stories of the articles that have none, at most `limit` of them, the newest first.

    What was clustered before within their reach is clustered again with them, so that the order in which articles
    came makes no difference; older articles stay where they are. A lead in the desk's `language` is preferred. Raises
    what the archive raises.
    """
    clustered = Clustered()
    for slice_ in _slices(sorted(archive.untold(limit=limit), key=lambda one: (one[1], one[0]))):
        clustered = _added(clustered, _cluster(archive, slice_, language))
    draw(archive, archive.undrawn(), language=language)
    return clustered


def cluster_again(
    archive: Archive, *, since: datetime | None, everything: bool, watch: Watch, language: str = ""
) -> Clustered:
    """Cluster the articles from `since` on (None: all) again, if other rules did so last or `everything` is asked for.

    Else only those without a story. What was decided by hand holds. Raises what the archive raises.
    """
    clustered = Clustered()
    if everything or archive.kept_rarity(RECIPE) is None:
        archive.forget_terms(since)
        times = archive.times(since)
        watch(0, len(times))
        for slice_ in _slices(times):
            clustered = _added(clustered, _cluster(archive, slice_, language))
            watch(clustered.articles, len(times))
    while (more := cluster(archive, language=language)).articles:
        clustered = _added(clustered, more)
    return clustered


def _slices(times: Sequence[Timed]) -> Iterator[Sequence[Timed]]:
    """Give articles in the order of their times, as many together as are within reach of the first."""
    start = 0
    for number, (_, at) in enumerate(times):
        if at - times[start][1] > REACH:
            yield times[start:number]
            start = number
    if times:
        yield times[start:]


def _cluster(archive: Archive, slice_: Sequence[Timed], language: str) -> Clustered:
    fresh, first, last = {article for article, _ in slice_}, slice_[0][1], slice_[-1][1]
    told = archive.told(first - OPEN, last + REACH)
    window = [terms_of(one) for one in told]
    read = {one.id: terms for one, terms in zip(told, window, strict=True) if one.terms is None or one.recipe != RECIPE}
    rare, renewed = _rarity(archive, window)
    pins = {one.id: one.pin for one in told if one.pin is not None}
    groups = grouped(window, [one.id for one in told if renewed or one.id in fresh], pins, rare)
    inside = {article for group in groups for article in group}
    before = {one.id: one.story for one in told if one.story is not None and one.id in inside}
    outcome = identify(groups, before, pins, archive.outside(set(before.values()), inside))
    with archive.transaction():
        if renewed:
            counts = packed_rarity(rare)
            archive.keep_rarity(RECIPE, until=window[-1].at, articles=rare.articles, counts=counts)
        said = {article: packed(terms) for article, terms in read.items()}
        archive.keep_terms(said, recipe=RECIPE, since=archive.newest(last) - OPEN)
        changed = archive.apply_stories(outcome, since=first)
        draw(archive, changed, language=language)
    return Clustered(
        articles=len(fresh),
        changed=len(changed),
        merged=len(outcome.merged),
        moved=sum(before.get(article, story) != story for article, story in outcome.stories),
        made=len({story for _, story in outcome.stories if story < 0}),
    )


def _rarity(archive: Archive, window: Sequence[Terms]) -> tuple[Rarity, bool]:
    """Return how rare terms are, and whether that was counted anew, so that the whole window is to be grouped anew."""
    kept = archive.kept_rarity(RECIPE)
    if kept is not None:
        until, articles, counts = kept
        if window[-1].at < until + RENEWED and len(window) <= GROWN * articles + FEW:
            return rarity_of(articles, counts), False
    return rarity(window), True


def draw(archive: Archive, stories: tuple[int, ...], *, language: str = "") -> None:
    """Draw the portraits of these stories anew; one that has no article left goes."""
    members = archive.members(stories)
    archive.portray(
        {story: portrait(members[story], language=language) if story in members else None for story in stories}
    )


def _added(one: Clustered, other: Clustered) -> Clustered:
    return Clustered(
        **{field.name: getattr(one, field.name) + getattr(other, field.name) for field in fields(Clustered)}
    )

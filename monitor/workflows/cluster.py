"""Cluster: put every article that no story has yet into one, and draw the portraits of the stories that changed."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta

from monitor.model.difference import Watch
from monitor.model.story import Counted, Kept, Told
from monitor.stages.clustering.groups import REACH, grouped
from monitor.stages.clustering.identity import identify
from monitor.stages.clustering.likeness import Rarity, packed_rarity, rarity_among, rarity_of
from monitor.stages.clustering.links import Links, links_of, packed_links
from monitor.stages.clustering.portrait import portrait
from monitor.stages.clustering.probe import lengths_of, packed_lengths
from monitor.stages.clustering.terms import RECIPE, packed
from monitor.stages.clustering.window import Window
from monitor.store import Archive

OPEN = REACH  # how long a story waits for more articles, and what is read of its articles is kept
RENEWED = timedelta(days=1)  # how long counts of terms serve
GROWN = 1.5  # how many times as many articles as were counted they serve for
FEW = 20  # and so many more
LATE = timedelta(days=1)  # within which late articles are grouped together
SMALL = 400  # articles near in time that are all compared anew each time
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
    clustered = _all(archive, sorted(archive.untold(limit=limit), key=lambda one: (one[1], one[0])), language)
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
        clustered = _all(archive, times, language, watch)
    while (more := cluster(archive, language=language)).articles:
        clustered = _added(clustered, more)
    return clustered


def rejoin(archive: Archive, *, language: str = "") -> None:
    """Bring copies to the stories of their originals, after it was decided anew which articles are copies."""
    draw(archive, tuple({*archive.rejoin(), *archive.undrawn()}), language=language)


def _all(archive: Archive, times: Sequence[Timed], language: str, watch: Watch | None = None) -> Clustered:
    """Find the stories of these articles, which come in the order of their times."""
    clustered = Clustered()
    if not times:
        return clustered
    open_from = archive.newest(times[-1][1]) - OPEN
    for slice_ in _slices(times, open_from):
        with _uncollected():
            clustered = _added(clustered, _cluster(archive, slice_, open_from, language))
        if watch is not None:
            watch(clustered.articles, len(times))
    return clustered


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep Python from looking for rings of objects meanwhile.

    Ten thousands of new ones would make it go through all that the process holds, and there are none among them.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _slices(times: Sequence[Timed], open_from: datetime) -> Iterator[Sequence[Timed]]:
    """Give together the articles that are open, and of closed ones those of a day."""
    start = 0
    for number, (_, at) in enumerate(times):
        begun = times[start][1]
        if begun < open_from and (at - begun > LATE or at >= open_from):
            yield times[start:number]
            start = number
    yield times[start:]


def _cluster(archive: Archive, slice_: Sequence[Timed], open_from: datetime, language: str) -> Clustered:
    fresh, first = {article for article, _ in slice_}, slice_[0][1]
    told, held = _window(archive, slice_, open_from)
    window = Window(told)
    rare, counted, everything = _rarity(archive, window, told[-1].at, closed=held)
    pins = archive.homes(one.id for one in told if one.id not in fresh) if held else {}
    pins |= {one.id: one.pin for one in told if one.pin is not None}
    kept = {one.id: links_of(one.links) for one in told if isinstance(one, Kept) and one.links}
    anew = {one.id for one in told if everything or one.id in fresh or (isinstance(one, Told) and not held)}
    links = Links(window, anew, rare, kept, lengths_of(counted.lengths) if counted else {})
    groups = grouped(told, [one.id for one in told if everything or one.id in fresh], pins, links)
    inside = {article for group in groups for article in group}
    before = archive.homes(inside)
    outcome = identify(groups, before, pins, archive.outside(set(before.values()), inside))
    said = {
        one.id: (packed(window[one.id]), packed_links(links.to_keep(one.id, kept.get(one.id, {}))))
        for one in told
        if one.at >= open_from and (one.id in anew or not anew.isdisjoint(kept.get(one.id, ())))
    }
    with archive.transaction():
        if counted:
            known = {article: both for article, both in links.lengths.items() if article in window}
            archive.keep_rarity(RECIPE, replace(counted, lengths=packed_lengths(known)))
        archive.keep_terms(said, recipe=RECIPE, since=open_from)
        changed = archive.apply_stories(outcome, since=first)
        draw(archive, changed, language=language)
    return Clustered(
        articles=len(fresh),
        changed=len(changed),
        merged=len(outcome.merged),
        moved=sum(before.get(article, story) != story for article, story in outcome.stories),
        made=len({story for _, story in outcome.stories if story < 0}),
    )


def _window(archive: Archive, slice_: Sequence[Timed], open_from: datetime) -> tuple[tuple[Told | Kept, ...], bool]:
    """Return the articles that those of a slice are grouped with, and whether these stay in their stories.

    Where many came at the time, late ones find only those nearest in time, which stay where they are: what was read of
    them is not kept, and to read them all again for one that comes late would cost more than it is worth.
    """
    first, last = slice_[0][1], slice_[-1][1]
    since, until = first - OPEN, last + REACH
    if archive.told_more_than(SMALL, since, until):
        if first < open_from:
            ids = [article for article, _ in slice_]
            return archive.told_near(since, until, ids, most=SMALL, recipe=RECIPE), True
        since = max(since, open_from)
    return archive.told(since, until, recipe=RECIPE), False


def _rarity(archive: Archive, window: Window, newest: datetime, *, closed: bool) -> tuple[Rarity, Counted | None, bool]:
    """Return how rare terms are, that as it is to be kept, if it is, and whether all are to be compared anew.

    Terms are counted once a day. What was compared by other counts stands, unless there are so many articles more that
    these must have told little, or so few that to compare them all again costs nothing.
    """
    kept = archive.kept_rarity(RECIPE)
    if closed:
        return (rarity_of(kept.articles, kept.counts) if kept else _counted(window)), None, False
    everything = kept is None or len(window) <= SMALL or len(window) > GROWN * kept.articles + FEW
    if kept and not everything and newest < kept.until + RENEWED:
        return rarity_of(kept.articles, kept.counts), kept, False
    rare = _counted(window)
    if kept and newest < kept.until:
        return rare, None, everything
    return rare, Counted(newest, rare.articles, packed_rarity(rare)), everything


def _counted(window: Window) -> Rarity:
    return rarity_among(window.said(), len(window))


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

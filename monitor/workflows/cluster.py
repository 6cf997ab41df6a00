"""Cluster: put every article that no story has yet into one, and draw the portraits of the stories that changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.stages.clustering.groups import REACH, grouped
from monitor.stages.clustering.identity import identify
from monitor.stages.clustering.portrait import portrait
from monitor.stages.clustering.terms import RECIPE, terms_of, terms_text
from monitor.store import Archive

OPEN = timedelta(days=7)  # how long a story waits for more articles, and what is read of its articles is kept
BATCH = 2000  # articles without a story that one call looks at: an old archive's come in over several


@dataclass(frozen=True, slots=True, kw_only=True)
class Clustered:
    """What one call did: articles that were looked at, stories that changed, and stories merged into others."""

    articles: int = 0
    changed: int = 0
    merged: int = 0


def cluster(archive: Archive, *, limit: int = BATCH) -> Clustered:
    """Find the stories of the articles that have none, at most `limit` of them, the newest first.

    What was clustered before within their reach is clustered again with them, so that the order in which articles
    came makes no difference; older articles stay where they are. Raises what the archive raises.
    """
    fresh = sorted(archive.untold(limit=limit), key=lambda one: (one[1], one[0]))
    clustered = Clustered()
    while fresh:
        first = fresh[0][1]
        slice_ = [one for one in fresh if one[1] - first <= REACH]
        fresh = fresh[len(slice_) :]
        clustered = _added(clustered, _cluster(archive, {article for article, _ in slice_}, first, slice_[-1][1]))
    draw(archive, archive.undrawn())
    return clustered


def _cluster(archive: Archive, fresh: set[int], first: datetime, last: datetime) -> Clustered:
    told = archive.told(first - OPEN, last + REACH)
    window = [terms_of(one) for one in told]
    read = {one.id: terms for one, terms in zip(told, window, strict=True) if one.terms is None or one.recipe != RECIPE}
    pins = {one.id: one.pin for one in told if one.pin is not None}
    groups = grouped(window, fresh, pins)
    inside = {article for group in groups for article in group}
    before = {one.id: one.story for one in told if one.story is not None and one.id in inside}
    elsewhere = Counter(archive.outside(set(before.values()), inside))
    outcome = identify(groups, before, pins, elsewhere)
    with archive.transaction():
        said = {article: terms_text(terms) for article, terms in read.items()}
        archive.keep_terms(said, recipe=RECIPE, since=archive.newest(last) - OPEN)
        changed = archive.apply_stories(outcome, since=first)
        draw(archive, changed)
    return Clustered(articles=len(fresh), changed=len(changed), merged=len(outcome.merged))


def draw(archive: Archive, stories: tuple[int, ...]) -> None:
    """Draw the portraits of these stories anew; one that has no article left goes."""
    members = archive.members(stories)
    archive.portray({story: portrait(members[story]) if story in members else None for story in stories})


def _added(one: Clustered, other: Clustered) -> Clustered:
    return Clustered(
        articles=one.articles + other.articles,
        changed=one.changed + other.changed,
        merged=one.merged + other.merged,
    )

"""Clusters the archive again after the rules have changed: every article is read anew and finds its story."""

from __future__ import annotations

from datetime import datetime

from monitor.model.difference import Change, Difference, Watch
from monitor.model.settings import Config
from monitor.store import Archive
from monitor.workflows.cluster import cluster_again


def run(
    archive: Archive, config: Config, *, since: datetime | None, now: datetime, watch: Watch, everything: bool
) -> Difference:
    """Cluster the articles from `since` on again, if other rules did so last or `everything` is asked for.

    Else only those without a story. What was decided by hand holds.
    """
    del now
    again = cluster_again(archive, since=since, everything=everything, watch=watch, language=config.settings.language)
    changes = (
        Change(what="articles in another story", gained=again.moved),
        Change(what="stories", gained=again.made, lost=again.merged),
    )
    return Difference(
        stage="cluster",
        articles=again.articles,
        changed=again.moved,
        changes=tuple(change for change in changes if change.gained or change.lost),
    )

"""All sources: those that the archive knows, and those of feeds.yaml that no collect has mirrored into it yet."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from monitor.model.reading import SourceListed
from monitor.model.settings import Config
from monitor.store import open_reading


def listed(config: Config | None, db: Path) -> tuple[SourceListed, ...]:
    """Return all sources by id; those that no collect has seen yet are `new`.

    Without an archive they are what the configuration says. Raises what open_reading raises where there is neither.
    """
    known: tuple[SourceListed, ...] = ()
    if config is None or db.exists():
        with open_reading(db) as archive:
            known = archive.sources()
    ids = {source.id for source in known}
    feeds = Counter(feed.source for feed in config.feeds) if config else Counter()
    new = (
        SourceListed(
            id=source.id,
            name=source.name,
            homepage=source.homepage,
            country=source.country,
            type=source.type,
            tier=source.tier,
            owner=source.owner,
            languages=source.languages,
            feeds=feeds[source.id],
            articles=0,
            newest_at=None,
            retired=False,
            new=True,
        )
        for source in (config.sources if config else ())
        if source.id not in ids
    )
    return tuple(sorted((*known, *new), key=lambda source: source.id))

"""Adding sources: written into feeds.yaml, and what their feeds said when they were found filed at once (F01)."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from monitor import __version__, clock
from monitor.config import edit
from monitor.config.sources import comparable
from monitor.errors import InputError, Locked
from monitor.model.fetch import FeedRequest
from monitor.model.run import Counts
from monitor.model.settings import Config
from monitor.model.source import Feed, Source
from monitor.store import open_archive, run_lock
from monitor.workflows.collect.desk import Desk
from monitor.workflows.discover import Discovery, Found

Addition = tuple[Source, tuple[Feed, ...]]


def apart(config: Config, source: Source) -> Source:
    """Return a source under an id that the configuration does not have yet."""
    taken = {one.id for one in config.sources} | set(config.disabled)
    number, name = 2, source.id
    while name in taken:
        name, number = f"{source.id[:60]}-{number}", number + 1
    return replace(source, id=name)


def already_read(config: Config, feeds: Sequence[Feed]) -> dict[str, str]:
    """Return which of these feeds' addresses are read already, each with the source that does."""
    known = {comparable(feed.url): feed.source for feed in config.feeds}
    return {feed.url: known[comparable(feed.url)] for feed in feeds if comparable(feed.url) in known}


def write(path: Path, additions: Sequence[Addition]) -> Config:
    """Write sources into the configuration and return what it loads as now.

    Raises ConfigError and InputError where that can't be done, CantCreate where the file can't be written; it is then
    as it was.
    """
    text, config = edit.with_sources(path, [edit.entry_of(source, feeds) for source, feeds in additions])
    edit.write(path, text)
    return config


def file(config: Config, db: Path, discovery: Discovery) -> bool:
    """Keep what the feeds of a discovery said, so that they need not be asked again; False where a run is at work.

    Their pages wait for the next collect.
    """
    now = clock.now()
    try:
        with run_lock(db), open_archive(db, now=now) as archive:
            archive.mirror(config.sources, config.feeds, now=now)
            run = archive.start_run("add", now=now, version=__version__, host=platform.node())
            rows = {row.id: row for row in archive.feed_rows()}
            ids = {row.url: row.id for row in rows.values()}
            desk = Desk(archive=archive, run_id=run, now=now, settings=config.settings, rows=rows)
            entries = 0
            for found in discovery.feeds:
                if found.feed.url in ids and not found.parsed.children:
                    feed = replace(found.feed, id=ids[found.feed.url])
                    request = FeedRequest(feed=feed, source=discovery.source, url=feed.url)
                    entries += len(desk.file(request, found.fetched, "ok", found.parsed, ""))
            counts = Counts(feeds=len(discovery.feeds), checked=len(discovery.feeds), entries=entries)
            archive.finish_run(run, outcome="ok", counts=counts, now=clock.now())
    except Locked:
        return False
    return True


def chosen(config: Config, discovery: Discovery) -> Discovery:
    """Return a discovery without the feeds that are read already; raises InputError where none is left."""
    read = already_read(config, [found.feed for found in discovery.feeds])
    feeds = tuple(found for found in discovery.feeds if found.feed.url not in read)
    if read and not feeds:
        told = ", ".join(f"{url} by {source}" for url, source in read.items())
        raise InputError(f"nothing to add: {told} is read already")
    return replace(discovery, feeds=feeds)


def renamed(discovery: Discovery, source: Source) -> Discovery:
    """Return a discovery whose source has another id or name."""
    feeds = tuple(_of(found, source) for found in discovery.feeds)
    return replace(discovery, source=source, feeds=feeds)


def _of(found: Found, source: Source) -> Found:
    return replace(found, feed=replace(found.feed, source=source.id))

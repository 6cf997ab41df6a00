"""What a run is to fetch: the feeds that are due, and the pages that earlier runs left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.errors import UnknownName
from monitor.model.fetch import FeedRequest, PageRequest
from monitor.model.filing import FeedRow
from monitor.model.settings import Config
from monitor.model.source import Feed, Source
from monitor.stages.due import due
from monitor.store import Archive
from monitor.text.nearest import nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to fetch. `rows` has what the archive knows of every feed asked for, by its id."""

    feeds: tuple[FeedRequest, ...]
    pages: tuple[PageRequest, ...]
    rows: dict[int, FeedRow]


def chosen(config: Config, ids: Sequence[str]) -> tuple[Source, ...]:
    """Return the sources with these ids, all of them for none; raises UnknownName with the nearest ids."""
    known = {source.id: source for source in config.sources}
    unknown = [name for name in ids if name not in known]
    if unknown:
        raise UnknownName("; ".join(f"no source {name!r} in {config.path.name}{nearest(name, known)}" for name in unknown))
    return tuple(known[name] for name in dict.fromkeys(ids)) or config.sources


def plan(
    archive: Archive, config: Config, *, sources: Sequence[Source], now: datetime, force: bool, limit: int | None
) -> Plan:
    """Return what is to be fetched now: due feeds (all of `sources` with `force`), pending pages, re-checks."""
    by_id = {source.id: source for source in sources}
    feeds = {feed.url: feed for feed in config.feeds if feed.source in by_id}
    rows = tuple(row for row in archive.feed_rows() if row.url in feeds)
    requests = tuple(
        _feed_request(row, feeds[row.url], by_id[feeds[row.url].source]) for row in due(rows, now=now, force=force)
    )
    owners = {row.id: by_id[feeds[row.url].source] for row in rows}
    pages = (*_pending(archive, owners, now, limit), *_rechecks(archive, owners, now, limit))
    return Plan(feeds=requests, pages=pages[:limit], rows={row.id: row for row in rows})


def _feed_request(row: FeedRow, feed: Feed, source: Source) -> FeedRequest:
    return FeedRequest(
        feed=Feed(
            id=row.id, source=feed.source, url=feed.url, kind=feed.kind, every=feed.every, listing=feed.listing
        ),
        source=source,
        url=row.state.moved_to or feed.url,
        etag=row.state.etag,
        last_modified=row.state.last_modified,
    )

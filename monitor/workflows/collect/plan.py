"""What a run is to fetch: the feeds that are due, and the pages that earlier runs left."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from monitor.errors import UnknownName
from monitor.model.fetch import FeedRequest, PageRequest
from monitor.model.filing import FeedRow, Pending, Recheck, SitemapRow
from monitor.model.settings import Config, Settings
from monitor.model.source import Feed, Source
from monitor.stages.due import HEALED, address, due, in_full
from monitor.store import Archive, Reading
from monitor.text.nearest import nearest
from monitor.text.urls import normalise

log = logging.getLogger(__name__)


MOST_RECHECKS = 20  # of one host in a run


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to fetch. `rows` has what the archive knows of every feed asked for, by its id."""

    feeds: tuple[FeedRequest, ...]
    pages: tuple[PageRequest, ...]
    rows: dict[int, FeedRow]
    resting: dict[str, timedelta]  # places that asked to be left alone, and for how much longer


def chosen(config: Config, ids: Sequence[str]) -> tuple[Source, ...]:
    """Return the sources with these ids, all of them for none; raises UnknownName with the nearest ids."""
    known = {source.id: source for source in config.sources}
    unknown = [name for name in ids if name not in known]
    if unknown:
        raise UnknownName(
            "; ".join(f"no source {name!r} in {config.path.name}{nearest(name, known)}" for name in unknown)
        )
    return tuple(known[name] for name in dict.fromkeys(ids)) or config.sources


def plan(
    archive: Archive | Reading,
    config: Config,
    *,
    sources: Sequence[Source],
    now: datetime,
    force: bool,
    limit: int | None,
) -> Plan:
    """Return what is to be fetched now: due feeds (all of `sources` with `force`), pending pages, re-checks."""
    by_id = {source.id: source for source in sources}
    feeds = {feed.url: feed for feed in config.feeds if feed.source in by_id}
    rows = tuple(row for row in archive.feed_rows() if row.url in feeds)
    owners = {row.id: by_id[feeds[row.url].source] for row in rows}
    holds = archive.holds(now=now, longest=HEALED) if config.settings.retry_after == "host" else {}
    asked = due(rows, now=now, force=force, resting=holds)
    pending = archive.pending(tuple(owners), now=now, limit=limit)
    rechecks = _few_a_host(archive.rechecks(tuple(owners), now=now, limit=limit))
    return Plan(
        feeds=tuple(_feed_request(row, feeds[row.url], owners[row.id], config.settings, now) for row in asked),
        pages=(
            *(pending_request(one, owners[one.feed_id]) for one in pending),
            *(_recheck_request(one, owners[one.feed_id]) for one in rechecks),
        ),
        rows={row.id: row for row in rows},
        resting={place: until - now for place, until in holds.items()},
    )


def _few_a_host(rechecks: Sequence[Recheck]) -> list[Recheck]:
    """Return the longest due, as many as a host may be asked for in a run: what is new must not wait for them."""
    asked: Counter[str | None] = Counter()
    kept = []
    for recheck in rechecks:
        host = urlsplit(recheck.url).hostname
        asked[host] += 1
        if asked[host] <= MOST_RECHECKS:
            kept.append(recheck)
    return kept


def _feed_request(row: FeedRow, feed: Feed, source: Source, settings: Settings, now: datetime) -> FeedRequest:
    url, state = address(row, now=now), row.state
    conditional = not in_full(state, now=now, settings=settings)
    if not conditional and (state.etag or state.last_modified):
        log.info("%s is asked in full: it has said 304 since %s", url, state.full_at)
    return FeedRequest(
        feed=replace(feed, id=row.id),
        source=source,
        url=url,
        etag=state.etag if conditional else None,
        last_modified=state.last_modified if conditional else None,
    )


def sitemap_request(index: FeedRequest, sitemap: SitemapRow, *, now: datetime, settings: Settings) -> FeedRequest:
    """Return the request for a sitemap that an index named."""
    conditional = not in_full(sitemap, now=now, settings=settings)
    return replace(
        index,
        url=sitemap.url,
        depth=index.depth + 1,
        etag=sitemap.etag if conditional else None,
        last_modified=sitemap.last_modified if conditional else None,
    )


def pending_request(pending: Pending, source: Source) -> PageRequest:
    """Return the request for an entry's page."""
    assert pending.entry.url is not None  # an entry without an address is never pending
    return PageRequest(
        feed_id=pending.feed_id,
        entry_key=pending.entry_key,
        source=source,
        entry=pending.entry,
        url=normalise(pending.entry.url),
        tries=pending.tries,
        backfill=pending.backfill,
    )


def _recheck_request(recheck: Recheck, source: Source) -> PageRequest:
    return PageRequest(
        feed_id=recheck.feed_id,
        entry_key=recheck.entry_key,
        source=source,
        entry=recheck.entry,
        url=recheck.url,
        tries=recheck.checks,
        article_id=recheck.article_id,
        etag=recheck.etag,
        last_modified=recheck.last_modified,
    )

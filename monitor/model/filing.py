"""What becomes of the entries of a feed: which are known, which need their page fetched, which are only recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from monitor.model.article import Entry
from monitor.model.source import FeedState

# fetch: its page is to be fetched (stored as pending until it is) · seen: nothing to do but note the sighting
# backfill: older than the newest entries of a feed's first add · old: before --since · unlinked: it gives no address
Disposition = Literal["fetch", "seen", "backfill", "old", "unlinked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryKnown:
    """What the archive has on an entry (by feed and entry_key), or on the article its address belongs to."""

    entry_key: str
    entry_hash: str | None = None  # None: this feed never carried it
    article_id: int | None = None  # by the entry, else by the url_key of its address
    pending: bool = False  # its page is still to be fetched
    skipped: str | None = None  # backfill, old, unlinked, or failed: its page can't be had


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """An entry with what is to become of it. `entry_hash` covers what the feed says, to notice a change."""

    entry: Entry
    entry_key: str
    entry_hash: str
    url_key: str | None
    disposition: Disposition
    article_id: int | None = None
    backfill: bool = False  # the article to come is no news


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """A feed as the archive has it."""

    id: int
    url: str
    state: FeedState
    first_add: bool  # nothing was ever filed under it
    checked_at: datetime | None = None
    added_at: datetime | None = None  # when its source was; None: before that was noted
    heard_at: datetime | None = None  # when another feed of its source was last read


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapRow:
    """A sitemap that an index named, with what it is asked again by; `full_at` is when it was last read whole."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    full_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """An entry whose page is still to be fetched; `article_id` where an article is known and the entry changed."""

    feed_id: int
    entry_key: str
    entry: Entry
    tries: int = 0  # made before
    article_id: int | None = None
    backfill: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """An article whose page is to be looked at again, under the feed that carried it, with its page's validators.

    `entry` is put together from the article: what the feed said is not kept once an article was made of it.
    """

    feed_id: int
    entry_key: str
    article_id: int
    url: str
    entry: Entry
    etag: str | None = None
    last_modified: str | None = None
    checks: int = 0  # made before

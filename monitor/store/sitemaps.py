"""The sitemaps that an index named, with the validators by which each is asked again."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.model.filing import SitemapRow
from monitor.store.columns import list_text, time_of, time_text
from monitor.store.database import Database


def sitemaps_of(archive: Database, feed_id: int, parent: str) -> tuple[SitemapRow, ...]:
    """The sitemaps to ask for behind an index of a feed's (`parent`; "" is the feed itself), in its order."""
    return tuple(
        SitemapRow(
            url=row["url"], etag=row["etag"], last_modified=row["last_modified"], full_at=time_of(row["full_at"])
        )
        for row in archive.rows(_OF_INDEX, (feed_id, parent))
    )


def indexes(archive: Database) -> frozenset[int]:
    """The feeds that are indexes of sitemaps."""
    return frozenset(row["feed_id"] for row in archive.rows("SELECT DISTINCT feed_id FROM sitemaps"))


def name_sitemaps(archive: Database, feed_id: int, parent: str, urls: Sequence[str]) -> None:
    """Note which sitemaps an index names now; what it no longer names is dropped, with all that was below."""
    with archive.transaction():
        archive.write(_DROP, (feed_id, parent, list_text(urls)))
        while archive.write(_DROP_BELOW, (feed_id, feed_id)):
            pass
        archive.write_all(_NAME, [(feed_id, url, parent, place) for place, url in enumerate(urls)])


def sitemap_read(archive: Database, feed_id: int, read: SitemapRow) -> None:
    """Keep the validators that came with a sitemap, and when it was read whole (None: it was not modified since)."""
    archive.write(_READ, (read.etag, read.last_modified, time_text(read.full_at), feed_id, read.url))


_OF_INDEX = """
    SELECT url, etag, last_modified, full_at FROM sitemaps WHERE feed_id = ? AND parent = ? ORDER BY place, url
"""
_DROP = """
    DELETE FROM sitemaps WHERE feed_id = ? AND parent = ? AND url NOT IN (SELECT value FROM json_each(?))
"""
_DROP_BELOW = """
    DELETE FROM sitemaps
    WHERE feed_id = ? AND parent <> '' AND parent NOT IN (SELECT url FROM sitemaps WHERE feed_id = ?)
"""
_NAME = """
    INSERT INTO sitemaps (feed_id, url, parent, place) VALUES (?, ?, ?, ?)
    ON CONFLICT (feed_id, url) DO UPDATE SET parent = excluded.parent, place = excluded.place
"""
_READ = """
    UPDATE sitemaps SET etag = ?, last_modified = ?, full_at = coalesce(?, full_at) WHERE feed_id = ? AND url = ?
"""

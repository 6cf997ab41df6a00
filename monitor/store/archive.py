"""The archive as its one writer sees it: every method is a function of the module that has its table."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from monitor.errors import StorageFailure
from monitor.store import (
    articles,
    circles,
    copies,
    corrections,
    edits,
    entries,
    feeds,
    forgetting,
    past,
    rejudging,
    rights,
    runs,
    seating,
    segments,
    sitemaps,
    stories,
    storyboard,
    tagged,
)
from monitor.store.counts import miscounted
from monitor.store.database import BUSY, Database, copy, make_folder
from monitor.store.migrations import applied, migrate, restore_triggers


class Archive(Database):
    """An open archive, for one thread at a time and one process: hold run_lock around it.

    Each method is one transaction; within `with archive.transaction():` they are steps of that one.
    """

    # What feeds.yaml says, and what fetching taught
    mirror = feeds.mirror
    feed_rows = feeds.feed_rows
    file_feed = feeds.file_feed
    prune_fetches = feeds.prune_fetches
    hold = feeds.hold
    holds = feeds.holds
    revive = feeds.revive
    indexes = sitemaps.indexes
    sitemaps_of = sitemaps.sitemaps_of
    name_sitemaps = sitemaps.name_sitemaps
    sitemap_read = sitemaps.sitemap_read
    # What the feeds carried
    entries_known = entries.entries_known
    pending = entries.pending
    rechecks = entries.rechecks
    settle = entries.settle
    page_failed = entries.page_failed
    give_up = entries.give_up
    drop_entry = entries.drop_entry
    # What we believe
    known_by_keys = articles.known_by_keys
    known_by_hash = articles.known_by_hash
    near = copies.near
    ruling = copies.ruling
    apply = articles.apply
    rechecked = articles.rechecked
    sync_tags = articles.sync_tags
    close_window = copies.close_window
    merge_segments = segments.merge_segments
    to_judge = rejudging.to_judge
    to_compare = rejudging.to_compare
    relink = rejudging.relink
    empty_window = copies.empty_window
    reshelve = rejudging.reshelve
    unseated = seating.unseated
    seat = seating.seat
    rule_copy = circles.rule_copy
    rule_apart = circles.rule_apart
    forget_ruling = circles.forget_ruling
    # What publishers changed
    wording = edits.wording
    learn_habits = edits.learn_habits
    habits = edits.habits
    # What is tagged again
    to_tag = tagged.to_tag
    kept = tagged.kept
    retag = tagged.retag
    correct = corrections.correct
    # Which articles tell of one event
    untold = stories.untold
    times = stories.times
    told = stories.told
    told_of = stories.told_of
    told_near = stories.told_near
    homes = stories.homes
    told_more_than = stories.told_more_than
    newest = stories.newest
    kept_rarity = stories.kept_rarity
    keep_rarity = stories.keep_rarity
    outside = stories.outside
    keep_terms = stories.keep_terms
    forget_terms = stories.forget_terms
    apply_stories = stories.apply_stories
    rejoin = stories.rejoin
    members = stories.members
    portray = stories.portray
    undrawn = stories.undrawn
    pin = stories.pin
    make_story = stories.make_story
    story_ids = stories.story_ids
    stories = storyboard.stories
    story = storyboard.story
    # What publishers reserve
    tdm_files = rights.tdm_files
    keep_tdm_file = rights.keep_tdm_file
    # A source's past
    archive_feed = past.archive_feed
    archive_documents = past.archive_documents
    archive_until = past.archive_until
    file_archive = past.file_archive
    want_archive = past.want_archive
    restart_archive = past.restart_archive
    # What is let go
    purge_texts = forgetting.purge_texts
    with_text = forgetting.with_text
    purge_said = forgetting.purge_said
    known_of = forgetting.known_of
    keys_of = forgetting.keys_of
    articles_of_source = forgetting.articles_of_source
    forget_articles = forgetting.forget_articles
    source_ids = forgetting.source_ids
    carry_out = forgetting.carry_out
    wipe_log = forgetting.wipe_log
    # What was done
    start_run = runs.start_run
    finish_run = runs.finish_run
    close_stale_runs = runs.close_stale_runs

    def backup(self, path: Path) -> None:
        """Copy the archive, while it is in use, to a file that must not exist; it is there whole or not at all."""
        copy(self, path)

    def mend_search(self) -> bool:
        """Whether the full-text index did not match the articles, and now does."""
        if not any(flaw.startswith("articles_fts") for flaw in self.flaws()):
            return False
        self.write("INSERT INTO articles_fts(articles_fts) VALUES ('rebuild')")
        return True

    def flaws(self) -> tuple[str, ...]:
        """All that is wrong with the file: pages, indexes, references, and index and counts against the texts."""
        found = [str(row[0]) for row in self.rows("PRAGMA integrity_check") if row[0] != "ok"]
        dangling = self.rows("PRAGMA foreign_key_check")
        found += [f"{row['table']}: a row refers to {row['parent']}, which is not there" for row in dangling]
        try:
            self.write("INSERT INTO articles_fts(articles_fts, rank) VALUES ('integrity-check', 1)")
        except StorageFailure:
            found.append("articles_fts: the full-text index does not match the articles")
        found += [f"{table}: the counts do not match the articles" for table in miscounted(self)]
        return tuple(found)


def open_archive(path: Path, *, now: datetime, busy: timedelta = BUSY) -> Archive:
    """Open the archive for writing, made or migrated where needed; a migration leaves a copy of the old file behind.

    What was forgotten and is there again, because this is a restored backup, goes again.

    Raises NotADatabase, NewerSchema, CantCreate, StorageFailure, or Locked after waiting for `busy`.
    """
    make_folder(path)
    archive = Archive.open(path, busy=busy)
    try:
        applied(archive)  # before the first byte is written: it may be somebody else's file
        _set_up(archive)
        migrate(archive, now=now)
        restore_triggers(archive)
        archive.carry_out(now=now)
        _quicken(archive)
    except BaseException:
        archive.close()
        raise
    return archive


def _set_up(archive: Archive) -> None:
    if archive.value("PRAGMA journal_mode = wal") != "wal":
        raise StorageFailure(
            f"{archive.path} can't be read while it is written: keep db/ on a local disk (no WAL here)"
        )
    archive.write("PRAGMA synchronous = normal")
    archive.write("PRAGMA foreign_keys = on")
    archive.value("PRAGMA wal_autocheckpoint = 8000")  # 32 MB: a page that many articles change is written back once
    archive.write("PRAGMA journal_size_limit = 67108864")  # a WAL that once grew is cut back to 64 MiB


def _quicken(archive: Archive) -> None:
    """Keep in memory what taking in one article after the other asks for again and again.

    Not before what is old is migrated or made anew: that is large, and belongs on the disk.
    """
    archive.write("PRAGMA temp_store = memory")  # what an inner step that fails would have to undo: 80 pages an article
    archive.write("PRAGMA cache_size = -16384")  # 16 MB: less, and pages are written twice in a transaction

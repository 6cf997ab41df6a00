"""Letting go of what is old: texts after their time, conversations after 30 days; in short transactions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from monitor import clock
from monitor.model.settings import Config
from monitor.store import Archive, open_archive, run_lock
from monitor.store.pages import Pages, pages_beside

FETCHES = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What went: articles' texts, what feeds had said of entries, and conversations with feeds."""

    texts: int
    entries: int
    fetches: int


def prune(config: Config, db: Path, *, watch: Callable[[int], None] | None = None) -> Pruned:
    """Let go of what is old and return what went; `watch` is told how many texts have gone.

    Raises Locked while a collect is at work, and what opening or writing the archive raises.
    """
    now = clock.now()
    own = {source.id: source.keep_text for source in config.sources}
    texts = entries = 0
    with run_lock(db), open_archive(db, now=now) as archive:
        for source in archive.source_ids():
            before = _before(own.get(source) or config.settings.keep_text, now)
            if before is None:
                continue
            while went := archive.purge_texts(source, before, now=now):
                texts += went
                if watch:
                    watch(texts)
            while went := archive.purge_said(source, before):
                entries += went
        fetches = archive.prune_fetches(now - FETCHES)
        while archive.merge_segments():
            pass
        if texts:
            archive.wipe_log()
        _prune_raw(archive, pages_beside(db), now - config.settings.pages)
    return Pruned(texts=texts, entries=entries, fetches=fetches)


def _prune_raw(archive: Archive, path: Path, before: datetime) -> None:
    """Delete raw pages that are old, and those of texts that are no longer kept."""
    if not path.exists():
        return
    with Pages.open(path) as pages:
        pages.prune(before)
        ids = pages.ids()
        pages.forget(sorted(set(ids) - archive.with_text(ids)))


def _before(kept: timedelta, now: datetime) -> datetime | None:
    """Return from when on texts are kept; None for always."""
    try:
        return now - kept
    except OverflowError:
        return None

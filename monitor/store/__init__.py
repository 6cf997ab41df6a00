"""The archive, db/press.db: the only place that knows SQL. One writer (Archive), any number of readers (Reading)."""

from monitor.store.archive import Archive, open_archive
from monitor.store.lock import run_lock
from monitor.store.reading import Reading, open_reading

__all__ = ["Archive", "Reading", "open_archive", "open_reading", "run_lock"]

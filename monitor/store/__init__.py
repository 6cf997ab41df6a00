"""The archive, db/press.db: the only place that knows SQL. One writer (Archive), any number of readers (Reading)."""

from monitor.store.archive import Archive, copy_archive, open_archive
from monitor.store.lock import at_work, run_lock
from monitor.store.reading import Reading, open_reading

__all__ = ["Archive", "Reading", "at_work", "copy_archive", "open_archive", "open_reading", "run_lock"]

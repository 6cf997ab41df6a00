"""The archive, db/press.db: the only place that knows SQL. One writer (Archive), any number of readers (Reading)."""

from monitor.store.archive import Archive, open_archive
from monitor.store.backup import back_up
from monitor.store.lock import at_work, run_lock
from monitor.store.reading import Reading, open_reading

__all__ = ["Archive", "Reading", "at_work", "back_up", "open_archive", "open_reading", "run_lock"]

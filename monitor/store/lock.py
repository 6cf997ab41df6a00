"""Only one run at a time: a lock that the kernel drops with the process, so that a dead one leaves none behind."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.errors import CantCreate, Locked, StorageFailure
from monitor.store.database import make_folder

LOOK = 0.2  # seconds between two looks at a lock that is waited for


@contextmanager
def run_lock(archive: Path, *, name: str = "", patience: timedelta = timedelta(0)) -> Iterator[None]:
    """Hold the lock of an archive: flock(2) on `press.db.lock` beside it, or `press.db.NAME.lock`.

    Raises Locked, with who holds it since when, if another process does for longer than `patience`; CantCreate where
    the file can't be made.
    The file itself stays: to remove it would let two processes hold locks on two files of one name.
    """
    path = archive.resolve()
    path = path.with_name(f"{path.name}.{name}.lock" if name else f"{path.name}.lock")
    make_folder(path)
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise CantCreate(f"{path} can't be opened for writing ({error.strerror})") from error
    try:
        ends = time.monotonic() + patience.total_seconds()
        while not _taken(handle, archive, path, at_once=time.monotonic() >= ends):
            time.sleep(LOOK)
        yield
    finally:
        os.close(handle)


def _taken(handle: int, archive: Path, path: Path, *, at_once: bool) -> bool:
    """Take the lock, and say whether that went; where it has to go `at_once` and does not, raise Locked."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
    except BlockingIOError as error:
        if not at_once:
            return False
        raise Locked(f"another run is at work on {archive} ({_holder(handle)}): it goes on, this one ends") from error
    except OSError as error:
        raise StorageFailure(f"{path} can't be locked ({error.strerror}): keep db/ on a local disk") from error
    return True


def _holder(handle: int) -> str:
    """Who wrote the lock file, and when: the time of that writing is the start of the run."""
    pid = os.read(handle, 32).decode("ascii", "replace").strip()
    since = datetime.fromtimestamp(os.fstat(handle).st_mtime, UTC)
    return f"process {pid or 'unknown'} since {since:%Y-%m-%d %H:%M:%S} UTC"


def at_work(archive: Path, *, name: str = "") -> str | None:
    """Return who holds the lock of an archive, and since when; None where nobody does."""
    path = archive.resolve()
    path = path.with_name(f"{path.name}.{name}.lock" if name else f"{path.name}.lock")
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:  # never locked, or not by anybody who may tell us
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return _holder(handle)
    finally:
        os.close(handle)
    return None

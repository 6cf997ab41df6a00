"""What was forgotten and must not come back: `forgotten.jsonl` beside the archive, which outlives its backups.

A line a tombstone: a hash, so that the list itself does not say what it is about, and when it was set. It is a file of
its own because an archive that is restored from a backup would not know what was forgotten after it was made.
"""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Iterable
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from monitor.errors import CantCreate, InputError, StorageFailure
from monitor.store.columns import time_text
from monitor.store.database import make_folder

_TOMBSTONE = re.compile(r"[0-9a-f]{32}")


def tombstones_path(archive: Path) -> Path:
    """Where an archive's tombstones stand."""
    return archive.resolve().with_name("forgotten.jsonl")


def of_key(url_key: str) -> str:
    """The tombstone of an article's address."""
    return _hash(f"url {url_key}")


def of_source(source: str) -> str:
    """The tombstone of a source."""
    return _hash(f"source {source}")


def read_tombstones(archive: Path) -> frozenset[str]:
    """All tombstones; a last line without an end was never set. Raises InputError for what is no such list."""
    path = tombstones_path(archive)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return frozenset()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} can't be read ({error}): what was forgotten must be known") from error
    lines = text.split("\n")[:-1]
    return frozenset(_tombstone(line, number, path) for number, line in enumerate(lines, start=1) if line.strip())


def add_tombstones(archive: Path, tombstones: Iterable[str], *, now: datetime) -> None:
    """Set tombstones, on the disk when this returns. Raises CantCreate or StorageFailure."""
    new = sorted(set(tombstones) - read_tombstones(archive))
    if not new:
        return
    path = tombstones_path(archive)
    make_folder(path)
    lines = "".join(json.dumps({"tombstone": one, "at": time_text(now)}) + "\n" for one in new)
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            _end_torn_line(handle)
            os.write(handle, lines.encode())
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        failure = StorageFailure if error.errno in (errno.ENOSPC, errno.EIO, errno.EDQUOT) else CantCreate
        raise failure(f"{path} can't be written ({error.strerror}): nothing was forgotten") from error


def _end_torn_line(handle: int) -> None:
    """Cut off what a death in the middle of a line left."""
    text = os.pread(handle, os.fstat(handle).st_size, 0)
    if text and not text.endswith(b"\n"):
        os.ftruncate(handle, text.rfind(b"\n") + 1)


def _tombstone(line: str, number: int, path: Path) -> str:
    try:
        told = json.loads(line)["tombstone"]
    except (ValueError, TypeError, KeyError):
        told = None
    if not isinstance(told, str) or not _TOMBSTONE.fullmatch(told):
        raise InputError(f'{path}:{number}: expected a line such as {{"tombstone": "..."}}; restore the file')
    return told


def _hash(said: str) -> str:
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

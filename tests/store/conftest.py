from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.store import Archive, Reading, open_archive, open_reading
from tests.store.nouns import GAZETTE, GAZETTE_FEED, NOON, WIRE, WIRE_FEED

SHORT = timedelta(seconds=0.05)  # to wait for a lock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "db" / "press.db"


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    """An archive with two sources, a feed of each (1 the Gazette's, 2 the Wire's) and run 1 begun."""
    with open_archive(path, now=NOON, busy=SHORT) as archive:
        archive.mirror((GAZETTE, WIRE), (GAZETTE_FEED, WIRE_FEED), now=NOON)
        archive.start_run("collect", now=NOON, version="0.1.0", host="desk")
        yield archive


@pytest.fixture
def reading(archive: Archive) -> Iterator[Reading]:
    with open_reading(archive.path, busy=SHORT) as reading:
        yield reading


@pytest.fixture
def unprivileged(tmp_path: Path) -> Iterator[None]:
    """Run as nobody where the tests run as root, to whom permissions are no obstacle."""
    if os.geteuid() != 0:
        yield
        return
    for folder in (tmp_path, *tmp_path.parents):
        if not folder.stat().st_mode & 0o001:
            folder.chmod(0o755)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)

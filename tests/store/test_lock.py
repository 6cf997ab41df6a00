"""Two runs never work at once, and a dead one stands in nobody's way."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest

from monitor.errors import CantCreate, Locked, StorageFailure
from monitor.store import run_lock
from tests.store.test_database import run

HOLD = """
    with run_lock(Path(sys.argv[1])):
        print(os.getpid(), flush=True)
        signal.pause()
"""


def test_r05_the_second_run_is_told_who_is_at_work(path: Path) -> None:
    with run_lock(path):
        with pytest.raises(Locked) as caught, run_lock(path):
            pytest.fail("two held the lock")
        line = str(caught.value)
        assert caught.value.exit_code == 75
        assert re.search(rf"process {os.getpid()} since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d UTC", line)
        assert str(path) in line
        assert "\n" not in line
    with run_lock(path):
        pass


def test_r05_a_dead_process_leaves_no_stale_lock(path: Path) -> None:
    with run(HOLD, path) as holder:
        assert holder.stdout is not None
        pid = holder.stdout.readline().strip()
        with pytest.raises(Locked, match=f"process {pid} since"), run_lock(path):
            pytest.fail("two held the lock")
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        with run_lock(path):
            pass


def test_what_an_earlier_run_wrote_is_gone(path: Path) -> None:
    path.parent.mkdir()
    path.with_name("press.db.lock").write_text("an earlier run with a long name\n")
    with run_lock(path), pytest.raises(Locked, match=rf"\(process {os.getpid()} since"), run_lock(path):
        pytest.fail("two held the lock")


def test_two_names_of_one_archive_have_one_lock(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    other = path.parent / "link.db"
    other.symlink_to(path)
    with run_lock(path), pytest.raises(Locked), run_lock(other):
        pytest.fail("two held the lock")


def test_a_digest_has_a_lock_of_its_own(path: Path) -> None:
    with run_lock(path), run_lock(path, name="digest"), pytest.raises(Locked), run_lock(path, name="digest"):
        pytest.fail("two held the lock")
    assert sorted(file.name for file in path.parent.iterdir()) == ["press.db.digest.lock", "press.db.lock"]


def test_a_lock_is_given_back_by_a_run_that_failed(path: Path) -> None:
    with pytest.raises(ZeroDivisionError), run_lock(path):
        raise ZeroDivisionError
    with run_lock(path):
        pass


def test_a_child_does_not_keep_the_lock(path: Path) -> None:
    with run_lock(path):
        child = run("print('up', flush=True); signal.pause()")
    try:
        assert child.stdout is not None
        child.stdout.readline()
        with run_lock(path):
            pass
    finally:
        child.kill()
        child.communicate()


def test_r30_where_no_lock_can_be_made(path: Path) -> None:
    with pytest.raises(CantCreate, match="can't be opened for writing"), run_lock(Path("/proc/press.db")):
        pytest.fail("locked in /proc")
    path.parent.touch()
    with pytest.raises(CantCreate, match="can't be made"), run_lock(path):
        pytest.fail("locked in a file")


def test_a_disk_that_can_not_lock_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(handle: int, operation: int) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr("fcntl.flock", refuse)
    with pytest.raises(StorageFailure, match="No locks available"), run_lock(path):
        pytest.fail("locked")

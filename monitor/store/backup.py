"""Copies of an archive and of its private database, of one moment, made while both are in use."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from pathlib import Path

from monitor.errors import CantCreate, InputError
from monitor.store.database import Database, copy
from monitor.store.migrations import applied
from monitor.store.private import SET, private_path


def private_copy_path(target: Path) -> Path:
    """Where the private database's copy stands beside that of its archive: monday.private.db beside monday.db."""
    return target.with_name(f"{target.stem}.private{target.suffix}")


def back_up(path: Path, target: Path) -> tuple[Path, ...]:
    """Copy an archive of any version, and its private database where there is one, to files that must not exist.

    Both are as they were at one moment: what the private database says was told is in the archive, and what the archive
    has is told once. They are there whole or not at all, and may be read by those who may read the originals. Returns
    them, the archive's first. Raises InputError where there is no archive, NotADatabase, CantCreate, Locked, or
    StorageFailure on a full disk.
    """
    if not path.exists():
        raise InputError(f"there is no archive at {path}: run `monitor collect` first")
    private_target = private_copy_path(target)
    with ExitStack() as opened:
        archive = opened.enter_context(Database.open(path, read_only=True))
        applied(archive)  # somebody else's file is nothing to back up here
        if not private_path(path).exists():
            _hold(archive)
            copy(archive, target)
            return (target,)
        private = opened.enter_context(Database.open(private_path(path)))
        applied(private, SET)
        with Database.open(private_path(path)) as writer, writer.transaction():  # nobody else writes meanwhile
            _hold(private)
            _hold(archive)
        for taken in (target, private_target):
            if taken.exists():
                raise CantCreate(f"{taken} exists already: give the backup another name")
        copy(private, private_target)
        try:
            copy(archive, target)
        except BaseException:
            with suppress(OSError):
                private_target.unlink()
            raise
    return target, private_target


def _hold(database: Database) -> None:
    """Let the database be read as it is now, whatever others write, until it is closed."""
    database.rows("BEGIN")
    database.rows("SELECT count(*) FROM sqlite_master")

"""A SQLite file with our manners: its failures told in one line, its transactions whole, its copies complete."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

from monitor.errors import CantCreate, Locked, MonitorError, NotADatabase, StorageFailure

Parameters = Sequence[Any] | Mapping[str, Any]

BUSY = timedelta(seconds=30)
OLDEST_SQLITE = (3, 37)  # the first with STRICT tables

_LOW_BYTE = 0xFF  # of an extended result code: its class

# The class of what SQLite says, the error it is to us, and the line for the user.
_IN_OUR_WORDS: Mapping[int, tuple[type[MonitorError], str]] = {
    sqlite3.SQLITE_NOTADB: (NotADatabase, "{path} is no SQLite database: give --db another file"),
    sqlite3.SQLITE_CORRUPT: (StorageFailure, "{path} is damaged ({error}): restore it from a backup"),
    sqlite3.SQLITE_FULL: (StorageFailure, "the disk that holds {path} is full: nothing of this step was written"),
    sqlite3.SQLITE_IOERR: (
        StorageFailure,
        "{path} could not be read or written ({error}): is the disk full or broken?",
    ),
    sqlite3.SQLITE_PROTOCOL: (Locked, "{path} is locked by another program: try again later"),
    sqlite3.SQLITE_BUSY: (Locked, "{path} is locked by another program (waited {busy:g} s): try again later"),
    sqlite3.SQLITE_LOCKED: (Locked, "{path} is locked by another program (waited {busy:g} s): try again later"),
    sqlite3.SQLITE_CANTOPEN: (CantCreate, "{path} can't be opened: it, and the folder it is in, must be writable"),
    sqlite3.SQLITE_READONLY: (CantCreate, "{path} can't be written: it, and the folder it is in, must be writable"),
    sqlite3.SQLITE_PERM: (CantCreate, "{path} can't be written: it, and the folder it is in, must be writable"),
    sqlite3.SQLITE_AUTH: (CantCreate, "{path} can't be opened: access is denied"),
}


@contextmanager
def told(path: Path, busy: timedelta = BUSY) -> Iterator[None]:
    """Turn what SQLite raises about the file into errors told in one line; mistakes in our own SQL stay as they are."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _LOW_BYTE
        if code not in _IN_OUR_WORDS:
            raise
        kind, line = _IN_OUR_WORDS[code]
        raise kind(line.format(path=path, error=error, busy=busy.total_seconds())) from error


def make_folder(path: Path) -> None:
    """Make the folder that `path` is to stand in; raise CantCreate where that can't be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CantCreate(f"{path.parent} can't be made ({error.strerror}): give --db another place") from error


def sqlite_has() -> tuple[str, bool]:
    """Return this Python's version of SQLite, and whether it has the full-text search that an archive needs."""
    connection = sqlite3.connect(":memory:")
    try:
        options = {row[0] for row in connection.execute("PRAGMA compile_options")}
    finally:
        connection.close()
    return sqlite3.sqlite_version, "ENABLE_FTS5" in options


class Database:
    """One open SQLite file, for the thread that opened it.

    Rows come as sqlite3.Row. Every method raises StorageFailure (disk full or broken), Locked (another program wrote
    for longer than `busy`), CantCreate (not writable) or NotADatabase.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, busy: timedelta = BUSY) -> None:
        self.path = path
        self.connection = connection
        self._busy = busy
        self._depth = 0  # of transactions

    @classmethod
    def open(cls, path: Path, *, busy: timedelta = BUSY, read_only: bool = False) -> Self:
        """Open the file, or make it; with `read_only` it must be there and nothing can be written."""
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            raise StorageFailure(f"this Python's SQLite is {sqlite3.sqlite_version}, and 3.37 or newer is needed")
        if path.is_dir():
            raise CantCreate(f"{path} is a folder: give --db the name of a file in it")
        with told(path, busy):
            connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}",
                uri=True,
                timeout=busy.total_seconds(),
                isolation_level=None,  # transactions begin where we say so
                cached_statements=256,
            )
        connection.row_factory = sqlite3.Row
        return cls(path, connection, busy)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. What was not committed is rolled back."""
        self.connection.close()

    def rows(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """All rows that the statement gives."""
        return self._execute(sql, parameters)[0]

    def row(self, sql: str, parameters: Parameters = ()) -> sqlite3.Row | None:
        """The first row that the statement gives, or None."""
        return next(iter(self.rows(sql, parameters)), None)

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first column of the first row, or None."""
        row = self.row(sql, parameters)
        return None if row is None else row[0]

    def write(self, sql: str, parameters: Parameters = ()) -> int:
        """How many rows the statement changed."""
        return self._execute(sql, parameters)[1]

    def write_all(self, sql: str, many: Iterable[Parameters]) -> None:
        """Carry the statement out for each set of parameters."""
        for parameters in many:
            self._execute(sql, parameters)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One BEGIN IMMEDIATE, committed at the end and rolled back on any exception.

        Inside another transaction it is a savepoint: what fails in it is undone alone, if the exception is caught.
        """
        begin, commit, rollback = (
            ("SAVEPOINT inner_step", "RELEASE inner_step", "ROLLBACK TO inner_step")
            if self._depth
            else ("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK")
        )
        self._execute(begin)
        self._depth += 1
        try:
            yield
            self._execute(commit)
        except BaseException:
            # A full disk makes SQLite roll back by itself: then there is nothing left to undo, and the first
            # error is the one to tell.
            with suppress(sqlite3.Error):
                if self.connection.in_transaction:
                    self.connection.execute(rollback)
                    if self._depth > 1:
                        self.connection.execute(commit)
            raise
        finally:
            self._depth -= 1

    def _execute(self, sql: str, parameters: Parameters = ()) -> tuple[list[sqlite3.Row], int]:
        if self._depth and not self.connection.in_transaction:
            raise StorageFailure(f"{self.path}: the transaction was undone by an earlier failure")
        values = parameters.values() if isinstance(parameters, Mapping) else parameters
        if any(isinstance(value, str) and "\0" in value for value in values):
            parameters = _scrubbed(parameters)
        with told(self.path, self._busy):
            try:
                cursor = self.connection.execute(sql, parameters)
            except UnicodeEncodeError:  # half a surrogate pair, which JSON can say and UTF-8 can't
                cursor = self.connection.execute(sql, _scrubbed(parameters))
            return cursor.fetchall(), cursor.rowcount


def copy(database: Database, target: Path, *, replace: bool = False) -> None:
    """Copy the database, in use or not, to `target`: one self-contained file that is there whole or not at all.

    It may be read by those who may read the original. Where a transaction is open, it is what that one sees.

    Raises CantCreate where the file exists already (unless `replace`) or can't be made, StorageFailure on a full disk.
    """
    if target.exists() and not replace:
        raise CantCreate(f"{target} exists already: give the backup another name")
    make_folder(target)
    draft = target.with_name(f"{target.name}.part")
    try:
        draft.unlink(missing_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, database.path.stat().st_mode & 0o777))
        with Database.open(draft) as copied, told(draft):
            database.connection.backup(copied.connection)
            copied.connection.execute("PRAGMA journal_mode=delete")  # readable where no -wal can be made
        draft.replace(target)
    except OSError as error:
        raise CantCreate(f"{target} can't be made ({error.strerror})") from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _scrubbed(parameters: Parameters) -> Parameters:
    """Replace what UTF-8 can't say, and NUL, which much of SQLite takes for the end of the text."""
    if isinstance(parameters, Mapping):
        return {name: _clean(value) for name, value in parameters.items()}
    return [_clean(value) for value in parameters]


def _clean(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode("utf-8").replace("\0", "?") if isinstance(value, str) else value

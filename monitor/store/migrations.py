"""Bring an archive to the schema of this version: whole or not at all, after a copy of the old one.

A migration is a file in schema/, applied in the order of names and never edited once it was released.
sqlite-utils keeps the list of those applied in the table _sqlite_migrations.
"""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from monitor.errors import InputError, NewerSchema, NotADatabase, StorageFailure
from monitor.store.counts import recount
from monitor.store.database import Database, copy

if TYPE_CHECKING:
    import sqlite_utils

SET = "press"
FOLDERS = {SET: "schema", "private": "private_schema"}
LARGE = 50_000_000  # bytes of an archive that takes so long that somebody would wonder
_TRIGGER = re.compile(r"^CREATE TRIGGER (\w+)", re.MULTILINE)

log = logging.getLogger(__name__)


def shipped(of: str = SET) -> Mapping[str, str]:
    """The migrations of this version, by name, with their SQL, in the order in which they are applied.

    `of` is the database they are for: `press`, the archive, or `private`.
    """
    return MappingProxyType(_scripts(FOLDERS[of]))


@cache
def _scripts(name: str) -> dict[str, str]:
    """Read a folder's scripts once: they are part of the program."""
    folder = files("monitor.store") / name
    scripts = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    return {script.name.removesuffix(".sql"): script.read_text(encoding="utf-8") for script in scripts}


def applied(database: Database, of: str = SET) -> tuple[str, ...]:
    """The migrations an archive has had; () for an empty file. Raises NotADatabase for somebody else's database."""
    tables = {row["name"] for row in database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    names: tuple[str, ...] = ()
    if "_sqlite_migrations" in tables:
        query = "SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY name"
        names = tuple(row["name"] for row in database.rows(query, (of,)))
    if tables and not names:
        raise NotADatabase(f"{database.path} is a database, but not press-monitor's: give --db another file")
    return names


def require_current(database: Database) -> None:
    """Raise NewerSchema, or InputError for an archive that is empty or still to be migrated."""
    names, known = applied(database), shipped()
    _refuse_newer(database, names, known)
    if not names:
        raise InputError(f"{database.path} holds no archive yet: run `monitor collect` first")
    if len(names) < len(known):
        raise InputError(f"{database.path} was written by an earlier press-monitor: run `monitor migrate` first")


def migrate(database: Database, *, now: datetime, known: Mapping[str, str] | None = None, of: str = SET) -> None:
    """Apply what is pending, in one transaction; an archive that held something is copied beside itself first.

    The copy is named after the last migration it has had and `now`. Raises NewerSchema for an archive of a later
    version, and what Database raises; the archive is then as it was.
    """
    known = shipped(of) if known is None else known
    names = applied(database, of)
    _refuse_newer(database, names, known)
    if len(names) == len(known):
        return
    if names:
        path = database.path
        if (size := path.stat().st_size) >= LARGE:
            log.warning(
                "%s: migrating %.1f GB to this version, after a copy of it; that may take a minute for each 50,000 "
                "articles, and is undone if it is interrupted", path, size / 1e9,
            )  # fmt: skip
        copy(database, path.with_name(f"{path.stem}.{names[-1]}.{now:%Y%m%dT%H%M%SZ}{path.suffix}"), replace=True)
    database.write("PRAGMA foreign_keys = off")  # a table that is rebuilt must not take its children with it
    try:
        with database.transaction():
            _migrations(known, of).apply(_for_sqlite_utils(database))
            broken = database.rows("PRAGMA foreign_key_check")
            if broken:
                raise StorageFailure(f"{database.path}: {len(broken)} rows refer to what is not there: not migrated")
    finally:
        database.write("PRAGMA foreign_keys = on")


def restore_triggers(database: Database, *, known: Mapping[str, str] | None = None) -> bool:
    """Whether triggers were missing, and now are back, with the full-text index and the daily counts made anew.

    `transform()` of sqlite-utils, and any other tool that rebuilds a table, drops its triggers without a word.
    """
    scripts = (shipped() if known is None else known).values()
    statements = (statement for script in scripts for statement in _statements(script))
    wanted = {found[1]: statement for statement in statements if (found := _TRIGGER.search(statement))}
    there = {row["name"] for row in database.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    missing = [statement for name, statement in wanted.items() if name not in there]
    if missing:
        with database.transaction():
            for statement in missing:
                database.write(statement)
            database.write("INSERT INTO articles_fts(articles_fts) VALUES ('rebuild')")
            recount(database)
    return bool(missing)


def _refuse_newer(database: Database, names: tuple[str, ...], known: Mapping[str, str]) -> None:
    newer = [name for name in names if name not in known]
    if newer:
        raise NewerSchema(
            f"{database.path} was written by a later press-monitor (it has {newer[-1]}): install that version or newer"
        )


def _migrations(known: Mapping[str, str], of: str) -> sqlite_utils.Migrations:
    from sqlite_utils import Migrations  # a quarter of a second, needed once in a version

    migrations = Migrations(of)
    for name, script in known.items():

        @migrations(name=name)
        def _(utils: sqlite_utils.Database, script: str = script) -> None:
            for statement in _statements(script):  # its own way to split them tries every character
                utils.execute(statement)

    return migrations


def _statements(script: str) -> Iterator[str]:
    """The statements of a script in which each ends with a line; a comment before a statement belongs to it."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if line.rstrip().endswith(";") and sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _for_sqlite_utils(database: Database) -> sqlite_utils.Database:
    from sqlite_utils import Database as Utils

    return Utils(database.connection, recursive_triggers=False, execute_plugins=False)

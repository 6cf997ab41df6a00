"""What publishers reserve: the tdmrep.json of each origin, as it was last read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from monitor.model.rights import Reservation, Rule, TdmFile
from monitor.store.columns import moment_of, time_text
from monitor.store.database import Database


def tdm_files(archive: Database) -> tuple[TdmFile, ...]:
    """The files of all origins that were ever asked for theirs."""
    return tuple(_file(row) for row in archive.rows("SELECT * FROM reservations ORDER BY origin"))


def keep_tdm_file(archive: Database, file: TdmFile) -> None:
    """Keep what an origin's file says now."""
    columns = {
        "origin": file.origin,
        "rules": _rules_text(file.rules),
        "asked_at": time_text(file.asked_at),
        "fresh_until": time_text(file.fresh_until),
        "outcome": file.outcome,
        "etag": file.etag,
        "last_modified": file.last_modified,
    }
    archive.write(_KEEP, columns)


def _rules_text(rules: Sequence[Rule]) -> str:
    told = [[rule.location, int(rule.word.reserved), rule.word.policy] for rule in rules]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _file(row: sqlite3.Row) -> TdmFile:
    return TdmFile(
        origin=row["origin"],
        rules=tuple(
            Rule(location=location, word=Reservation(reserved=bool(reserved), policy=policy))
            for location, reserved, policy in json.loads(row["rules"])
        ),
        asked_at=moment_of(row["asked_at"]),
        fresh_until=moment_of(row["fresh_until"]),
        outcome=row["outcome"],
        etag=row["etag"],
        last_modified=row["last_modified"],
    )


_KEEP = """
    INSERT INTO reservations (origin, asked_at, fresh_until, outcome, etag, last_modified, rules)
    VALUES (:origin, :asked_at, :fresh_until, :outcome, :etag, :last_modified, :rules)
    ON CONFLICT (origin) DO UPDATE SET
        asked_at = excluded.asked_at, fresh_until = excluded.fresh_until, outcome = excluded.outcome,
        etag = excluded.etag, last_modified = excluded.last_modified, rules = excluded.rules
"""

"""Runs: when somebody collected or mailed, and what came of it."""

from __future__ import annotations

from datetime import datetime

from monitor.model.run import Counts, RunOutcome
from monitor.store.columns import counts_text, time_text
from monitor.store.database import Database


def start_run(archive: Database, verb: str, *, now: datetime, version: str, host: str) -> int:
    """The id of a run that has just begun."""
    added: int = archive.value(
        "INSERT INTO runs (verb, started_at, version, host) VALUES (?, ?, ?, ?) RETURNING id",
        (verb, time_text(now), version, host),
    )
    return added


def finish_run(
    archive: Database, run_id: int, *, outcome: RunOutcome, counts: Counts, error: str | None = None, now: datetime
) -> None:
    """Record how a run ended and what it did."""
    archive.write(
        "UPDATE runs SET finished_at = ?, outcome = ?, counts = ?, error = ? WHERE id = ?",
        (time_text(now), outcome, counts_text(counts), error, run_id),
    )


def close_stale_runs(archive: Database, now: datetime, *, verb: str = "collect") -> int:
    """How many runs of this verb never ended and are now recorded as interrupted. Hold the lock of the verb."""
    return archive.write(
        "UPDATE runs SET finished_at = ?, outcome = 'interrupted' WHERE finished_at IS NULL AND verb = ?",
        (time_text(now), verb),
    )

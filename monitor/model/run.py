"""One collect or digest, and what it counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

RunOutcome = Literal["ok", "partial", "failed", "interrupted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One thing that failed in a run, and under which class it stands in `monitor health`."""

    source: str
    feed: str  # its address
    kind: str  # an Outcome
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What a collect did."""

    feeds: int = 0  # due
    checked: int = 0
    not_modified: int = 0
    failed: int = 0
    entries: int = 0
    pages: int = 0  # asked for
    new: int = 0
    revised: int = 0
    duplicates: int = 0
    seen: int = 0
    pending: int = 0  # left for the next run


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One `monitor collect` or `monitor digest`."""

    id: int
    verb: str
    started_at: datetime
    finished_at: datetime | None
    outcome: RunOutcome | None
    counts: Counts
    error: str | None = None

"""What publishers reserve, and what was forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """A publisher's word: whether mining is reserved, and where it says on which terms it may be licensed."""

    reserved: bool
    policy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of a tdmrep.json: a pattern of paths as in robots.txt, and what holds there."""

    location: str
    word: Reservation


@dataclass(frozen=True, slots=True, kw_only=True)
class TdmFile:
    """An origin's tdmrep.json as it was last asked for: no rules where it has none."""

    origin: str  # scheme, host and port
    rules: tuple[Rule, ...] = ()
    asked_at: datetime
    fresh_until: datetime  # not asked for again before
    outcome: str
    etag: str | None = None
    last_modified: str | None = None

"""The one place where the time of day enters. Stages never look here: they are given `now`."""

from __future__ import annotations

import os
from datetime import UTC, datetime

FROZEN = "MONITOR_NOW"


def now() -> datetime:
    """Return the present moment in UTC, to the second; MONITOR_NOW (ISO 8601) freezes it for reproducible runs."""
    frozen = os.environ.get(FROZEN)
    moment = datetime.fromisoformat(frozen).astimezone(UTC) if frozen else datetime.now(UTC)
    return moment.replace(microsecond=0)

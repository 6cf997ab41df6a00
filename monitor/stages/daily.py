"""When a digest is due: once on each of its days, also where the clock is put forward or back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.model.settings import DigestPlan

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def due(plans: Sequence[DigestPlan], *, since: datetime, now: datetime, timezone: str) -> tuple[DigestPlan, ...]:
    """Return the plans whose moment lies after `since` and not after `now`, in the order of their moments.

    A time of day that the clock skips is taken as if it had not been put forward; of one that comes twice, the first
    counts. Each day has one moment.

    >>> plan = DigestPlan(name="d", title="d", watchlists=(), at="02:30")
    >>> spring = datetime(2026, 3, 8, 7, 30, tzinfo=UTC)  # half past three, New York's summer time
    >>> [len(due([plan], since=spring - timedelta(minutes=n + 1), now=spring - timedelta(minutes=n),
    ...          timezone="America/New_York")) for n in (0, 60)]
    [1, 0]
    """
    zone = ZoneInfo(timezone)
    found: list[tuple[datetime, str, DigestPlan]] = []
    for plan in plans:
        clock = time.fromisoformat(plan.at)
        day = since.astimezone(zone).date()
        while day <= now.astimezone(zone).date():
            moment = datetime.combine(day, clock, zone).astimezone(UTC)
            if DAYS[day.weekday()] in plan.days and since < moment <= now:
                found.append((moment, plan.name, plan))
            day += timedelta(days=1)
    return tuple(plan for _, _, plan in sorted(found, key=lambda one: one[:2]))

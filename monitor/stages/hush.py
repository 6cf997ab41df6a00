"""When alerts are told, and how many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from monitor.model.alert import Alert


def is_quiet(now: datetime, hours: str, timezone: str) -> bool:
    """Return whether a moment is in the quiet hours (`22:00-07:00`, over midnight too) of a time zone.

    >>> from datetime import UTC
    >>> [is_quiet(datetime(2026, 11, 23, hour, tzinfo=UTC), "22:00-07:00", "Asia/Baku") for hour in (2, 3, 18)]
    [True, False, True]
    """
    if not hours:
        return False
    first, last = (time.fromisoformat(one) for one in hours.split("-"))
    local = now.astimezone(ZoneInfo(timezone)).time()
    return first <= local < last if first < last else local >= first or local < last


def bundles(waiting: Sequence[Alert], *, bundle: int, room: int) -> tuple[tuple[Alert, ...], ...]:
    """Return the messages to be sent: each story its own, or all in one where they are many or there is little room.

    `room` is how many messages may be sent by now; with none, nothing is.
    """
    if not waiting or room <= 0:
        return ()
    if len(waiting) > min(bundle, room):
        return (tuple(waiting),)
    return tuple((one,) for one in waiting)

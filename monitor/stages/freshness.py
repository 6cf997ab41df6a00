"""What HTTP headers say of when to come back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_LONGEST_HOLD = timedelta(days=7)  # a Retry-After beyond it is a mistake
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,10})\"?(?=\s*(?:,|$))", re.IGNORECASE)
_SECONDS = re.compile(r"\d{1,10}")


def fresh_for(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return for how long an answer says that it is fresh (RFC 9111, 4.2), less its age; None if it doesn't.

    `no-cache`, `no-store` and the like forbid keeping, not waiting: they say nothing here. Expires is read by the
    server's own clock (Date), so that a wrong one does no harm.
    """
    match = _MAX_AGE.search(headers.get("cache-control", ""))
    if match:
        lifetime = timedelta(seconds=int(match[1]))
    else:
        expires = http_date(headers.get("expires"))
        if expires is None:
            return None
        lifetime = expires - (http_date(headers.get("date")) or now)
    return max(lifetime - _age(headers), timedelta())


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return how long a server asks to be left alone (RFC 9110, 10.2.3), at most a week; None for what makes no sense.

    A date is read by the server's own clock (Date).
    """
    said = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(said):
        wait = timedelta(seconds=int(said))
    else:
        until = http_date(said)
        if until is None:
            return None
        wait = until - (http_date(headers.get("date")) or now)
    return min(wait, _LONGEST_HOLD) if wait > timedelta() else None


def http_date(said: str | None) -> datetime | None:
    """Return the moment that an HTTP date says, None for what is none."""
    if not said:
        return None
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _age(headers: Mapping[str, str]) -> timedelta:
    said = headers.get("age", "").strip()
    return timedelta(seconds=int(said)) if _SECONDS.fullmatch(said) else timedelta()

"""How often a feed is asked, from how often it publishes: its rhythm over the hours of the day and days of the week.

A request costs the publisher something, a late discovery costs the reader. A feed is asked again when what it may have
published meanwhile would have waited, taken together, for a set time: with a steady rate r that is an interval that
falls as 1 / sqrt(r), which is the cheapest for a given mean delay (the square-root rule for polling many sources;
Cho and Garcia-Molina, 2003, for pages that change). Hours in which a feed is silent make its interval longer by
themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import sqrt

from monitor.model.source import Rhythm

REFERENCE = 40.0  # entries a day: a feed that publishes so many, evenly, is asked as often as is usual
HALF_LIFE = 14.0  # days after which what was heard counts half
OLDEST = timedelta(days=60)  # of what a first document tells
PRIOR = 2.0  # entries' worth of trust in the reference, until the feed has shown its own
FLAT_HOURS, FLAT_DAYS = 4.0, 7.0  # entries' worth of trust that all hours, all days are alike
LEAST_FOR_HOURS, LEAST_FOR_DAYS = 2.0, 14.0  # days that must have been heard
STEP = 5.0  # minutes
_DAY = 1440.0  # minutes


def heard(rhythm: Rhythm | None, published: Iterable[datetime], *, now: datetime) -> Rhythm:
    """Return a feed's rhythm after it was read: what it has published since, and how much time that took.

    Entries of one minute count once, for they are found together; those of the future not at all.
    """
    times = sorted({at.astimezone(UTC).replace(second=0, microsecond=0) for at in published if at <= now})
    if rhythm is None:
        times = [at for at in times if at >= now - OLDEST]
        began = times[0] if times else now
        rhythm = Rhythm(heard_at=began - timedelta(minutes=1))
    new = [at for at in times if at > rhythm.heard_at]
    gone = max((now - rhythm.heard_at).total_seconds() / 86400, 0.0)
    fading = 0.5 ** (gone / HALF_LIFE)
    hours = [weight * fading for weight in rhythm.hours]
    days = [weight * fading for weight in rhythm.days]
    for at in new:
        hours[at.hour] += 1
        days[at.weekday()] += 1
    return replace(
        rhythm,
        heard_at=max(now, rhythm.heard_at),
        exposure=rhythm.exposure * fading + gone,
        hours=tuple(hours),
        days=tuple(days),
    )


def interval(
    rhythm: Rhythm | None, *, usual: timedelta, shortest: timedelta, longest: timedelta, now: datetime
) -> timedelta:
    """Return how long to wait before a feed is asked again: `usual` where nothing is known of it, within the bounds."""
    if rhythm is None or not rhythm.exposure:
        return usual
    shortest, longest = min(shortest, usual), max(longest, usual)
    rates = _rates(rhythm)
    bearable = REFERENCE / _DAY * (usual.total_seconds() / 60) ** 2 / 2  # minutes that entries may wait, all together
    expected = waited = minutes = 0.0
    most = longest.total_seconds() / 60
    began = now.astimezone(UTC)
    start = began.weekday() * _DAY + began.hour * 60 + began.minute
    while minutes < most:
        rate = rates[int((start + minutes) % (7 * _DAY) // 60)]
        more = STEP * (expected + rate * STEP / 2)
        if waited + more >= bearable:  # within this step: waited + expected * t + rate * t * t / 2 = bearable
            minutes += (sqrt(expected**2 + 2 * rate * (bearable - waited)) - expected) / rate
            break
        waited, expected, minutes = waited + more, expected + rate * STEP, minutes + STEP
    return max(shortest, min(timedelta(minutes=minutes), longest))


def _rates(rhythm: Rhythm) -> list[float]:
    """Return the entries a minute that are expected in each hour of the week."""
    total = sum(rhythm.hours)
    daily = (total + PRIOR) / (rhythm.exposure + PRIOR / REFERENCE)
    hours = [1.0] * 24
    if rhythm.exposure >= LEAST_FOR_HOURS:
        smooth = [
            (rhythm.hours[hour - 1] + 2 * rhythm.hours[hour] + rhythm.hours[(hour + 1) % 24]) / 4 for hour in range(24)
        ]
        hours = [24 * (weight + FLAT_HOURS / 24) / (total + FLAT_HOURS) for weight in smooth]
    days = [1.0] * 7
    if rhythm.exposure >= LEAST_FOR_DAYS:
        days = [7 * (weight + FLAT_DAYS / 7) / (total + FLAT_DAYS) for weight in rhythm.days]
    return [daily / _DAY * by_day * by_hour for by_day in days for by_hour in hours]

"""When a feed is asked, and what is learned from the answer.

What a publisher wishes is a not-before, kept within bounds; what it asks under pressure (Retry-After) is a hold that
nothing overrides, for its whole host. Sources: RFC 9110 (10.2.3, 13), RFC 9111 (4.2, 5.3), RSS 2.0, the syndication
module of RSS 1.0, and Rachel Kroll's feed reader score.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import takewhile
from urllib.parse import urlsplit

from monitor.errors import Outcome
from monitor.model.edit import Habit
from monitor.model.fetch import FeedRequest, Fetched, Hold
from monitor.model.filing import FeedRow, SitemapRow
from monitor.model.parsed import Parsed, Wishes
from monitor.model.settings import Settings
from monitor.model.source import Feed, FeedState, Rhythm
from monitor.stages.cadence import heard, interval
from monitor.stages.freshness import fresh_for, retry_after
from monitor.text.hashing import body_hash

LONGEST_WISH = timedelta(days=31)
HEALED = LONGEST_WISH + timedelta(days=1)  # nothing is put off further: a clock was wrong
_SKEW = timedelta(hours=1)
SETTLED = timedelta(days=7)  # a move that is told for so long is believed
_LOST = 3  # failures at an adopted address after which the old one is asked again
_PERMANENT = frozenset((301, 308))
_PRESSURE = frozenset((429, 503))
_JITTER = 0.1  # of the interval
_MOST_DOUBLINGS = 10
_RECHECKS = (timedelta(hours=2), timedelta(hours=6), timedelta(hours=16))  # after 2, 8 and 24 hours
_ENOUGH_CHECKED = 30  # articles of a source, before its habits are known
_ALWAYS_CHECKED = 0.1  # of a source's articles, whatever its habits
_WORTH = 0.02  # chance of an edit that is worth a request
_MOST_CHECKS = 6
_SOONEST, _LATEST = timedelta(minutes=30), timedelta(days=2)
_OLD_NEWS = timedelta(days=2)
_LONGEST_ERROR = 500  # characters


def due(
    feeds: Sequence[FeedRow], *, now: datetime, force: bool = False, resting: Container[str] = ()
) -> tuple[FeedRow, ...]:
    """Return the feeds to ask now, the longest overdue first; those never asked before all others.

    `force` overrides the cadence, but never a Retry-After (a feed's own, or one of the `resting` places: host and port)
    nor a 410. A next check further ahead than anything may be put off, or a last one in the future, is the work of a
    wrong clock: such a feed is due.
    """
    ready = [
        row
        for row in feeds
        if not (row.state.gone or _is_held(row.state, now) or place_of(address(row, now=now)) in resting)
        and (force or _is_due(row.state, now))
    ]
    return tuple(sorted(ready, key=lambda row: (row.state.next_check_at is not None, row.state.next_check_at or now)))


def _is_held(state: FeedState, now: datetime) -> bool:
    return state.hold_until is not None and now < state.hold_until <= now + HEALED


def _is_due(state: FeedState, now: datetime) -> bool:
    at, checked_at = state.next_check_at, state.checked_at
    if at is None or at <= now or at > now + HEALED:
        return True
    return checked_at is not None and checked_at > now + _SKEW


def address(row: FeedRow, *, now: datetime) -> str:
    """Return where a feed is asked: its own address, or the one it moved to once that is believed.

    Permanent redirects are believed when they led to one place for seven days, and at once from http to https on the
    same host. Where the new address keeps failing, the old one is asked again.
    """
    state = row.state
    if state.moved_to is None or state.failures >= _LOST:
        return row.url
    settled = state.moved_since is not None and now - state.moved_since >= SETTLED
    return state.moved_to if settled or _only_secured(row.url, state.moved_to) else row.url


def in_full(state: FeedState | SitemapRow, *, now: datetime, settings: Settings) -> bool:
    """Tell whether a feed is to be asked without validators: a server that says 304 for ever is found out so."""
    return state.full_at is not None and now - state.full_at >= settings.refresh


def hold(fetched: Fetched, *, now: datetime) -> Hold | None:
    """Return who asked to be left alone and until when (Retry-After, at most a week), None where nobody did."""
    asked = retry_after(fetched.headers, now) if (fetched.status or 0) >= 400 else None  # noqa: PLR2004 - errors
    return Hold(place=place_of(fetched.final_url), until=now + asked, url=fetched.final_url) if asked else None


def place_of(url: str) -> str:
    """Return the host and port that an address asks: who is meant by a Retry-After."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def after(
    state: FeedState,
    fetched: Fetched,
    parsed: Parsed | None = None,
    *,
    feed: Feed,
    outcome: Outcome,
    now: datetime,
    settings: Settings,
    error: str = "",
    sighted: int = 0,
) -> FeedState:
    """Return what is known of a feed after a conversation with it.

    `outcome` is how it ended in the end, `parsed` what it held. Validators, byte-exact as sent, are only taken from
    answers that could be read; a failure keeps the old ones and puts the next check off, longer each time, but never
    for good (only 410 ends it). `sighted` counts the entries without a date that were not known before: they are taken
    to be of this moment. Where we are offline it is nobody's failure: leave the state as it is.
    """
    if not fetched.requests and outcome == "rate_limited":  # left alone with its host: no failure of its own
        return replace(state, outcome=outcome, error=error[:_LONGEST_ERROR] or None)
    common = replace(state, checked_at=now, outcome=outcome, error=error[:_LONGEST_ERROR] or None, hold_until=None)
    if outcome == "ok":
        learned = _after_full(common, fetched, parsed, now)
    elif outcome == "not_modified":
        learned = _after_unchanged(common, fetched, now)
    else:
        return _after_failure(common, fetched, feed, now, settings)
    moved_to, moved_since = _move(state, fetched, feed, now)
    learned = replace(
        learned, succeeded_at=now, failures=0, error=None, gone=False, moved_to=moved_to, moved_since=moved_since
    )
    learned = replace(learned, rhythm=_rhythm(state, parsed, now, sighted))
    return replace(learned, next_check_at=_next(learned, feed, fetched, now, settings))


def next_recheck(
    seen_at: datetime,
    published_at: datetime | None,
    checks: int,
    now: datetime,
    *,
    habit: Habit | None = None,
    key: str = "",
) -> datetime | None:
    """Return when a page is to be looked at again for changes, None for never; `checks` counts those made.

    Of a source whose habits are not known yet, 2, 8 and 24 hours after it was first seen. Else after its half-life,
    and each time after twice as long, for as long as one page in fifty may still be edited; of a source that hardly
    ever edits one page in ten, by its `key`, so that a change of habit is noticed. Articles that were two days old when
    they were seen are left alone.
    """
    if published_at is not None and seen_at - published_at > _OLD_NEWS:
        return None
    if habit is None or habit.checked < _ENOUGH_CHECKED:
        return now + _RECHECKS[checks] if checks < len(_RECHECKS) else None
    if checks == 0 and _chance(key, 2) < _ALWAYS_CHECKED:
        return now + (habit.half_life or _RECHECKS[0])
    if habit.half_life is None or checks >= _MOST_CHECKS or habit.rate / 2**checks < _WORTH:
        return None
    wait: timedelta = max(habit.half_life, _SOONEST) * 2**checks
    return now + min(wait, _LATEST)


def _rhythm(state: FeedState, parsed: Parsed | None, now: datetime, sighted: int) -> Rhythm | None:
    """Return the feed's rhythm now; an index of sitemaps has none, for its entries are its children's."""
    if state.rhythm is None if parsed is None else parsed.children:
        return None
    dates = [entry.published for entry in parsed or () if entry.published is not None]
    return heard(state.rhythm, [*dates, *([now] if sighted else ())], now=now)


def _after_full(state: FeedState, fetched: Fetched, parsed: Parsed | None, now: datetime) -> FeedState:
    dates = [entry.published for entry in parsed or () if entry.published is not None and entry.published <= now]
    newest = max((*dates, *filter(None, (state.newest_entry_at,))), default=None)
    return replace(
        state,
        etag=fetched.headers.get("etag") or None,
        last_modified=fetched.headers.get("last-modified") or None,
        body_hash=body_hash(fetched.body),
        full_at=now,
        newest_entry_at=newest,
        wishes=parsed.wishes if parsed is not None else state.wishes,
    )


def sitemap_after(request: FeedRequest, fetched: Fetched, *, outcome: Outcome, now: datetime) -> SitemapRow:
    """Return what is known of an index's sitemap after it was read, or was not modified (then `full_at` is None)."""
    unchanged = outcome == "not_modified"
    return SitemapRow(
        url=request.url,
        etag=fetched.headers.get("etag") or (request.etag if unchanged else None),
        last_modified=fetched.headers.get("last-modified") or (request.last_modified if unchanged else None),
        full_at=None if unchanged else now,
    )


def _after_unchanged(state: FeedState, fetched: Fetched, now: datetime) -> FeedState:
    """Keep the validators, or renew those that the answer names."""
    return replace(
        state,
        etag=fetched.headers.get("etag") or state.etag,
        last_modified=fetched.headers.get("last-modified") or state.last_modified,
        full_at=state.full_at or now,
    )


def _after_failure(state: FeedState, fetched: Fetched, feed: Feed, now: datetime, settings: Settings) -> FeedState:
    failures = state.failures + 1
    pressure = fetched.status in _PRESSURE
    doublings = min(failures if pressure or state.outcome == "not_found" else failures - 1, _MOST_DOUBLINGS)
    wait = min(max(feed.every, settings.every_min) * 2**doublings, max(settings.every_max, feed.every))
    next_check_at = now + wait * (1 + _JITTER * _chance(feed.url, failures))
    asked = hold(fetched, now=now)
    hold_until = asked.until if asked else None
    return replace(
        state,
        failures=failures,
        gone=state.gone or state.outcome == "gone",
        hold_until=hold_until,
        next_check_at=max(next_check_at, hold_until) if hold_until else next_check_at,
    )


def _next(state: FeedState, feed: Feed, fetched: Fetched, now: datetime, settings: Settings) -> datetime:
    """Return when to ask again: our cadence or the publisher's wish, whichever is later, off the round minute."""
    wishes = state.wishes
    own = interval(state.rhythm, usual=feed.every, shortest=settings.every_min, longest=settings.every_max, now=now)
    spread = own * _JITTER * _chance(feed.url, 0)
    own_at = now + (own - spread if own - spread >= settings.every_min else own + spread)
    wished = [
        _within(wish, settings.every_min, longest)
        for wish, longest in (
            (fresh_for(fetched.headers, now), LONGEST_WISH),
            (wishes.ttl, settings.every_max),
            (wishes.period, settings.every_max),
        )
        if wish is not None
    ]
    at = max((own_at, *(now + wish for wish in wished)))
    awake = _outside_rest(at, wishes)
    if awake != at:  # not all at the stroke of the hour
        at = awake + min(feed.every, timedelta(hours=1)) * _chance(feed.url, 2)
    if not at.second:
        at += timedelta(seconds=1 + int(min(58.0, own.total_seconds() * _JITTER) * _chance(feed.url, 1)))
    return min(at, now + max(LONGEST_WISH, feed.every))


def _within(wish: timedelta, shortest: timedelta, longest: timedelta) -> timedelta:
    return min(max(wish, shortest), longest)


def _outside_rest(at: datetime, wishes: Wishes) -> datetime:
    """Return the first moment from one on that is in no hour and on no day in which the publisher rests (UTC)."""
    for _ in range(24 * 8):
        if at.hour not in wishes.skip_hours and at.weekday() not in wishes.skip_days:
            break
        at = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return at


def _chance(url: str, salt: int) -> float:
    """Return a number from 0 to 1 that is a feed's own: the same at every run, another for every feed."""
    digest = blake2b(f"{salt} {url}".encode("utf-8", "surrogatepass"), digest_size=4).digest()
    return int.from_bytes(digest) / 2**32


def moved_to(fetched: Fetched) -> str | None:
    """Return where the permanent beginning of a chain of redirects led; None where there was none."""
    permanent = len(list(takewhile(lambda hop: hop.status in _PERMANENT, fetched.hops)))
    if not permanent:
        return None
    return fetched.hops[permanent].url if permanent < len(fetched.hops) else fetched.final_url


def _move(state: FeedState, fetched: Fetched, feed: Feed, now: datetime) -> tuple[str | None, datetime | None]:
    """Return where permanent redirects lead, and since when they have: the permanent beginning of the chain counts."""
    target = moved_to(fetched)
    if target is None:
        # Asked at the new address there is no redirect any more; asked at the old one, the move was taken back.
        at_new = state.moved_to is not None and fetched.url == state.moved_to
        return (state.moved_to, state.moved_since) if at_new else (None, None)
    if target == feed.url:
        return None, None
    return target, (state.moved_since or now) if target == state.moved_to else now


def _only_secured(old: str, new: str) -> bool:
    """Tell whether an address differs from another only by being https, on whatever port."""
    before, behind = urlsplit(old), urlsplit(new)
    same = (before.hostname, before.path, before.query) == (behind.hostname, behind.path, behind.query)
    return same and (before.scheme, behind.scheme) == ("http", "https")

"""Which entries and articles are no news, although they are new to us: they are kept, and never announced.

What a source published before it was added is backfill, and so is an archive that is brought out again at once: after
a move to another system, old articles stand in the feed under new addresses, or all with the hour of the move.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from monitor.model.article import Article
from monitor.model.filing import FeedRow, Filed

MANY = 10  # entries that should have stood in the feed when it was last read, and did not
WHOLE = 20  # entries in a feed that was read a day ago and of which not one is known any more
OLD = timedelta(days=31)  # nothing is news after that, however few
LATE = timedelta(days=1)  # behind the last reading: what appears later is late, not new
LATELY = timedelta(days=1)


def marked(filed: Sequence[Filed], row: FeedRow, *, now: datetime) -> tuple[Filed, ...]:
    """Return a reading's entries, those marked that are no news; `row` is the feed as it was before.

    On a feed's first reading only what was published since its source was last heard, or was added, is news.
    """
    unknown = [one for one in filed if one.disposition == "fetch" and one.article_id is None]
    begun = row.heard_at or row.added_at
    if row.first_add:
        stale = {one.entry_key for one in unknown if begun is None or (_at(one) or begun) <= begun}
    else:
        again = _brought_out_again(filed, unknown, row, now)
        stale = {one.entry_key for one in unknown if one.entry_key in again or _before(_at(one), row.added_at, now)}
    return tuple(replace(one, backfill=True) if one.entry_key in stale else one for one in filed)


def judged(article: Article, *, backfill: bool, added_at: datetime | None) -> Article:
    """Return an article, marked where all entries that led to it were, or where its own date says so."""
    stale = backfill or _before(article.published_at, added_at, article.seen_at)
    return replace(article, backfill=stale)


def _before(published: datetime | None, added_at: datetime | None, now: datetime) -> bool:
    return published is not None and (published < now - OLD or (added_at is not None and published < added_at))


def _brought_out_again(filed: Sequence[Filed], unknown: Sequence[Filed], row: FeedRow, now: datetime) -> set[str]:
    """Return the keys of the entries of an archive that was brought out again."""
    last = row.state.succeeded_at
    if last is None:
        return set()
    late = {one.entry_key for one in unknown if (at := _at(one)) is not None and at < last - LATE}
    if len(late) < MANY:
        late = set()
    whole = len(unknown) >= WHOLE and len(unknown) == len(filed) and now - last <= LATELY
    stamps = Counter(at for one in unknown if (at := _at(one)) is not None and at.astimezone(UTC).time() != time(0))
    stamp, times = max(stamps.items(), key=lambda pair: pair[1], default=(None, 0))
    stamped = {one.entry_key for one in unknown if _at(one) == stamp} if times >= WHOLE else set()
    undated = {one.entry_key for one in unknown if _at(one) is None} if whole else set()
    return late | stamped | undated


def _at(filed: Filed) -> datetime | None:
    moment = filed.entry.published
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment

"""The feed reader score of our own log: whether every feed was asked as its publisher would have it.

After Rachel Kroll's feed reader score project: conditional requests, spacing, Retry-After, redirects.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from monitor.model.checkup import Conversation, Finding, Manners, State, Told
from monitor.stages.due import SETTLED, place_of

_FEW = 3  # conversations that say nothing of a habit yet
_ENOUGH = 0.9  # share of conditional requests
_TICK = timedelta(minutes=1)  # by which a tick may come early


def manners(
    conversations: Sequence[Conversation], told: Sequence[Told] = (), *, least: timedelta
) -> tuple[Manners, ...]:
    """Return how each feed was treated, those treated worst first.

    `told` are the wishes to be left alone beyond those in the conversations; `least` is the shortest time that may lie
    between two conversations with a feed. Conversations in which nobody was asked (`requests` 0) don't count.
    """
    asked = sorted((one for one in conversations if one.requests != 0), key=lambda one: one.at)
    wishes = [*told, *(_told(one) for one in asked if one.hold_until is not None)]
    feeds: dict[int, list[Conversation]] = defaultdict(list)
    for one in asked:
        feeds[one.feed_id].append(one)
    found = [_of_feed(feed, wishes, least) for feed in feeds.values()]
    return tuple(
        sorted(found, key=lambda one: (-one.ignored, -one.unlearnt, -one.hasty, one.conditional or 0.0, one.url))
    )


def score(found: Sequence[Manners]) -> tuple[Finding, ...]:
    """Return what the manners of all feeds together come to, a finding a rule."""
    if not found:
        return (Finding(name="etiquette", state="ok", message="no feed was asked yet"),)
    ignored, unlearnt, hasty = (sum(getattr(one, name) for one in found) for name in ("ignored", "unlearnt", "hasty"))
    able = [one for one in found if one.conditional is not None and one.conversations > _FEW]
    lax = sum((one.conditional or 0.0) < _ENOUGH for one in able)
    conversations, requests = sum(one.conversations for one in found), sum(one.requests for one in found)
    unchanged = sum(one.unchanged for one in found)
    asked = f"{requests} in {conversations} conversations with {len(found)} feeds, {unchanged} answered 304"
    back = f"{len(able) - lax} of {len(able)} feeds that give validators got them back"
    return (
        Finding(name="requests", state="ok", message=asked),
        _rule("conditional", lax, back, "the server may give others each time: see `conditional` of each feed"),
        _rule("spacing", hasty, f"{hasty} sooner than `min` allows", "`collect --all` asks feeds that are not due"),
        _rule("retry-after", ignored, f"{ignored} against a Retry-After", "a bug: report it, with --json", "problem"),
        _rule("redirects", unlearnt, f"{unlearnt} by way of a move told for a week", "write it into feeds.yaml"),
    )


def _rule(name: str, broken: int, message: str, advice: str, state: State = "warning") -> Finding:
    return Finding(name=name, state=state if broken else "ok", message=message, advice=advice if broken else "")


def _told(one: Conversation) -> Told:
    assert one.hold_until is not None
    return Told(place=place_of(one.url), at=one.at, until=one.hold_until, feed_id=one.feed_id)


def _of_feed(feed: Sequence[Conversation], wishes: Sequence[Told], least: timedelta) -> Manners:
    gaps = [later.at - sooner.at for sooner, later in pairwise(feed)]
    return Manners(
        source=feed[0].source,
        url=feed[0].url,
        conversations=len(feed),
        requests=sum(one.requests or 1 for one in feed),
        conditional=_conditional(feed),
        unchanged=sum(one.outcome == "not_modified" for one in feed),
        shortest=min(gaps, default=None),
        typical=sorted(gaps)[len(gaps) // 2] if gaps else None,
        hasty=sum(gap < least - _TICK for gap in gaps),
        ignored=sum(_against(one, wishes) for one in feed),
        unlearnt=_unlearnt(feed),
    )


def _conditional(feed: Sequence[Conversation]) -> float | None:
    """Return the share of conditional requests behind the first; None where the server gave nothing to send."""
    noted = [one.conditional for one in feed[1:] if one.conditional is not None]
    return sum(noted) / len(noted) if any(noted) else None


def _against(one: Conversation, wishes: Sequence[Told]) -> bool:
    place = place_of(one.url)
    return any(
        wish.at < one.at < wish.until
        and (wish.feed_id == one.feed_id or (wish.feed_id is None and wish.place == place))
        for wish in wishes
    )


def _unlearnt(feed: Sequence[Conversation]) -> int:
    since: datetime | None = None
    where, count = None, 0
    for one in feed:
        if one.moved_to is None or one.moved_to != where:
            where, since = one.moved_to, one.at if one.moved_to else None
        elif since is not None and one.at - since >= SETTLED:
            count += 1
    return count

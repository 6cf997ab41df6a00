"""What a general check-up finds, and how well a feed is treated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

State = Literal["ok", "warning", "problem"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at: how it is, and what to do about it where it is not well."""

    name: str
    state: State
    message: str
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One conversation with a feed as the archive noted it. What was not noted yet at the time is None."""

    feed_id: int
    source: str
    url: str  # of the feed, as feeds.yaml has it
    at: datetime
    outcome: str
    requests: int | None = None
    conditional: bool | None = None
    moved_to: str | None = None
    hold_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """That a place asked to be left alone, when and until when; `feed_id` where it counts for that feed alone."""

    place: str
    at: datetime
    until: datetime
    feed_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How one feed was treated: the feed reader score of our own log (after Rachel Kroll's)."""

    source: str
    url: str
    conversations: int
    requests: int  # redirects and second tries included
    conditional: float | None  # share of the requests that could carry validators and did; None: it gives none
    unchanged: int  # answered 304
    shortest: timedelta | None  # between two conversations
    typical: timedelta | None  # the median
    hasty: int  # conversations sooner after the one before than the minimum allows
    ignored: int  # conversations although the host had asked to be left alone: must be 0
    unlearnt: int  # conversations by way of a permanent redirect that had been told for a week

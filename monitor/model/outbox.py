"""What is sent to whom, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One digest, or one alert by mail, as it is kept before it is sent; `id` is 0 until then."""

    id: int = 0
    list: str  # digest:morning, alert:nato
    since: datetime
    until: datetime
    slot: str | None = None  # the day it is due for
    made_at: datetime
    key: str
    subject: str
    language: str
    plain: str
    html: str
    figures: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message of an issue to one recipient, still to be sent."""

    issue_id: int
    list: str
    address: str
    message_id: str
    token: str  # unsubscribes
    tries: int
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an issue stands: how many messages wait, were sent, refused for good, or given up."""

    id: int
    list: str
    since: datetime
    until: datetime
    made_at: datetime
    subject: str
    waiting: int
    sent: int
    refused: int
    failed: int
    next_at: datetime | None
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered:
    """A message that did not arrive: `state` is waiting (to be tried again), refused or failed; or unknown."""

    list: str
    address: str
    state: str
    tries: int
    error: str | None

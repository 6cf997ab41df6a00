"""What is told at once: one story, as an alert speaks of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A story that a watchlist found, for one list; `id` is 0 until it is kept. `watchlists` are names for people."""

    id: int = 0
    title: str
    url: str
    source: str
    language: str | None
    at: datetime
    article_id: int
    excerpt: str = ""
    watchlists: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()  # slugs
    tries: int = 0

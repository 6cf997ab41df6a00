"""A page as it came over the wire, kept for a while so that better rules can read it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.model.article import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPage:
    """What an article was made of: the page, decompressed, and the entry that led to it.

    `rules` names what it was last read with: program, selectors, time zone. Headers have lower-case names.
    """

    article_id: int
    source: str
    url: str  # asked for
    final_url: str
    fetched_at: datetime
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    entry: Entry = field(default_factory=Entry)
    rules: str = ""
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesOf:
    """What is kept of one source's pages. Sizes are in bytes: as they came, and on the disk with their dictionaries."""

    source: str
    pages: int
    size: int
    kept: int
    oldest_at: datetime
    newest_at: datetime

"""Reading a source's past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

ArchiveKind = Literal["sitemap", "listing", "feed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveDocument:
    """A document of a publisher's archive that is to be read, or was: a sitemap, a page of a list or of a feed."""

    source: str
    url: str
    kind: ArchiveKind
    since: datetime
    until: datetime  # not included
    number: int = 1  # of the page, in a row of pages
    tries: int = 0
    read: bool = False
    entries: int = 0
    wanted: int = 0

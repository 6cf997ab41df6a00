"""What is decided of an article that has just been read, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.model.article import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What judging needs to know of an article in the archive, and no more."""

    id: int
    url: str
    url_key: str
    source: str
    title: str
    content_hash: str
    words: int
    published_at: datetime | None
    seen_at: datetime
    duplicate_of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Whose text an article repeats: `of` is never itself a duplicate; `score` is 0 to 1; `why` names the rule."""

    of: Known
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """An article that the archive does not have."""

    article: Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """An article that the archive has with another text; `copy` says whether its present text stands elsewhere too."""

    article: Article
    of: Known
    copy: Copy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """An article that the archive does not have, with a text that it has."""

    article: Article
    copy: Copy


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An article that the archive has, with the same text; its further keys are still to be learnt."""

    article: Article
    of: Known


Verdict = New | Revised | Duplicate | Seen

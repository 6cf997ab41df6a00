"""What is decided of an article that has just been read, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.model.article import Article
from monitor.model.copies import Difference, Passage


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
class Near:
    """An article of the last days that may share text: all that comparing needs.

    `text` is its summary, a line break and its body; `boilerplate` are fingerprints of lines that are its outlet's own.
    """

    known: Known
    text: str
    sorted_at: datetime
    boilerplate: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What somebody decided by hand of an article that the archive has: it overrules the judge.

    `apart` are ids of articles of which it is no copy; `copy_of` is the one that it is a copy of.
    """

    apart: frozenset[int] = frozenset()
    copy_of: Known | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Whose text an article repeats: `of` is never itself a duplicate; `score` is 0 to 1; `why` names the rule.

    `via` is the copy of `of` by which it was found, where it is more like that one. Offsets of the passages count in
    the texts of the article and of `via`, or else of `of`.
    """

    of: Known
    score: float
    why: str
    via: Known | None = None
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """An article that shares much text and is no copy all the same; `why` names the rule that says so."""

    of: Known
    score: float
    why: str
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """An article that the archive does not have."""

    article: Article
    apart: tuple[Apart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """An article that the archive has with another text; `copy` says whether its present text stands elsewhere too."""

    article: Article
    of: Known
    copy: Copy | None = None
    apart: tuple[Apart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """An article that the archive does not have, with a text that it has."""

    article: Article
    copy: Copy
    apart: tuple[Apart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An article that the archive has, with the same text; its further keys are still to be learnt."""

    article: Article
    of: Known


Verdict = New | Revised | Duplicate | Seen

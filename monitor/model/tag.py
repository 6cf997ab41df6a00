"""Countries and organisations, and where an article speaks of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from monitor.model.article import Article
from monitor.model.copies import UNSIGNED, Signature

TagKind = Literal["country", "organisation"]
TextField = Literal["title", "summary", "body"]
# Why a tag is in focus: what the first six say; or why it is not. Empty where it is not known any more.
Role = Literal[
    "foremost",
    "share",
    "title",
    "lead",
    "often",
    "dateline",
    "venue",
    "late",
    "bureau",
    "aside",
    "passing",
    "national",
    "",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A country (`country:AZ`) or an organisation (`org:nato`)."""

    slug: str
    kind: TagKind
    label: str

    @property
    def code(self) -> str:
        """The part after the colon: `AZ`, `nato`."""
        return self.slug.partition(":")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One piece of evidence: `text` stands at characters [start, end) of `field`; `rule` says why it counts.

    `alias` is the name of the gazetteer that matched, as its file writes it.
    """

    field: TextField
    start: int
    end: int
    text: str
    rule: str
    alias: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A tag in an article. `salience` is 0 to 1; `focus` says that the article is about it; spans are in text order.

    `score` is what its evidence counts together, before it is set against the other tags; `role` says why it is in
    focus or not, of what was just tagged: the archive does not keep it.
    """

    tag: Tag
    salience: float
    hits: int
    in_title: bool
    focus: bool
    spans: tuple[Span, ...]
    score: float = 0.0
    role: Role = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """An article as it was read, with its mentions, before anything is decided of it; `tagger` is who found them.

    By its `signature` the archive finds what may share its text.
    """

    article: Article
    mentions: tuple[Mention, ...]
    tagger: str
    signature: Signature = UNSIGNED


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An article as the archive has it, to be tagged again: its text, and the slugs of its tags.

    `bodiless` says that evidence stands in a body that is no longer kept, so that tagging it again would lose tags.
    """

    id: int
    title: str
    summary: str
    body: str
    language: str | None
    sorted_at: datetime
    tags: frozenset[str] = frozenset()
    focus: frozenset[str] = frozenset()
    bodiless: bool = False

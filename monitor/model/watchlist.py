"""What a desk looks for: conditions on articles, and why an article meets them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What an article must meet: any of each tuple of values, all of the fields; what is empty asks for nothing.

    Countries and organisations mean focus; with `any_mention`, any mention. Of the conditions inside it, all of `all`
    must be met, at least one of `any`, and none of `none` (the key `not`).
    """

    countries: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    text: str = ""  # the words of text/wording.py
    languages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    tiers: tuple[int, ...] = ()
    any_mention: bool = False
    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()
    none: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchlist(Condition):
    """A stored query with a name; `min_sources` is how many owners must tell a story before it is reported."""

    id: str
    name: str
    min_sources: int = 1


ReasonKind = Literal["country", "organisation", "text", "language", "source", "tier", "not"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that an article met: the `value` that was asked for, and `evidence` in words or from its text."""

    kind: ReasonKind
    value: str
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A mention as matching needs it; `evidence` is how the article puts it."""

    tag: str  # country:AZ, org:nato
    label: str
    focus: bool
    in_title: bool = False
    hits: int = 1
    salience: float = 0.0
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """An article as matching needs it. `body` may be left out where no watchlist looks for words."""

    title: str
    summary: str = ""
    body: str = ""
    language: str | None = None
    source: str = ""
    tier: int = 2
    mentions: tuple[Noted, ...] = ()

"""What a publisher changed in an article after it was published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from monitor.model.tag import TextField

# typography: no word is another · wording: words, no facts · facts: figures or names · addition: only new text at the
# end or between · rewrite: most of the text is another
EditKind = Literal["typography", "wording", "facts", "addition", "rewrite"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A place where words were changed: what stood there before and what stands there now; one of them may be ''."""

    field: TextField
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """How one text became the next. `size` counts the words taken out and put in.

    `headline` says that the title has other words; `corrected`, that the publisher says so itself. A headline that was
    changed and is not said to be is a stealth edit.
    """

    kind: EditKind
    size: int
    headline: bool
    corrected: bool
    pieces: tuple[Piece, ...] = ()

    @property
    def is_substantive(self) -> bool:
        """Whether more than typography changed."""
        return self.kind != "typography"

    @property
    def is_stealth(self) -> bool:
        """Whether the headline was changed without a word."""
        return self.headline and not self.corrected


@dataclass(frozen=True, slots=True, kw_only=True)
class EditListed:
    """An edit as it is listed: of which article, when it was found, and how old the article was then."""

    article_id: int
    number: int  # of the revision that it replaced
    source: str
    source_name: str
    url: str
    found_at: datetime
    age: timedelta
    title_before: str
    title: str
    edit: Edit


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """How a source edits: of so many articles that were looked at again, so many were found edited.

    `half_life` is the age at which half of those edits were made.
    """

    source: str
    checked: int
    edited: int
    half_life: timedelta | None = None

    @property
    def rate(self) -> float:
        """The share of articles that are edited, drawn towards one in ten while few were looked at."""
        return (self.edited + 1) / (self.checked + 10)

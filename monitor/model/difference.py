"""What reading the archive anew changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Watch = Callable[[int, int], None]  # told how many articles of how many are done


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How many articles gained and lost one thing: `country:AZ`, `focus country:AZ`, `summary`, `copy`."""

    what: str
    gained: int = 0
    lost: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What one stage did: how many articles it read, how many came out otherwise, and in what.

    `failed` says of each article that could not be read anew why not, in one line; it stays as it was.
    """

    stage: str
    articles: int = 0
    changed: int = 0
    changes: tuple[Change, ...] = ()  # what changed in most articles first
    failed: tuple[str, ...] = ()

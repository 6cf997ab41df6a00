"""Seat: of those who print a text, let the one that published it first represent it, before anything is told of it."""

from __future__ import annotations

from datetime import datetime

from monitor.stages.syndication import syndication
from monitor.store import Archive


def seat_first(archive: Archive, *, now: datetime) -> int:
    """Return how many texts are represented by another now: by who certainly had them first, and came in later.

    Which of two feeds answers first in a run is chance. Once a story was made of a text nothing is changed any more,
    because it may have been mailed. Raises what the archive raises.
    """
    seated = 0
    for circle in archive.unseated():
        found = syndication(circle)
        lead = circle[0].id
        if found.certainty == "certain" and found.first != lead:
            archive.seat(found.first, lead, now=now)
            seated += 1
    return seated

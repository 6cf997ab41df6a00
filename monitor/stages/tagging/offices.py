"""Which of his offices a leader speaks for: the one he held when the article was written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from monitor.stages.tagging.matcher import Hit

_NOW = "9999-12"  # what is held today has no end


def in_office(hit: Hit, on: date | None) -> Hit:
    """Return the hit with the office that was held on a day (today's where it is None), if its name has held several.

    Between two offices, and after the last one, it is the one held before: a former president is still written about
    for his country.
    """
    terms = [alias for alias in hit.aliases if alias.rule == "leader"]
    if len(terms) <= 1 or not any(alias.since for alias in terms):
        return hit
    month = f"{on:%Y-%m}" if on else _NOW
    begun = [alias for alias in terms if alias.since <= month] or [min(terms, key=lambda alias: alias.since)]
    held = [alias for alias in begun if not alias.until or month <= alias.until] or begun
    chosen = max(held, key=lambda alias: alias.since)
    return replace(hit, aliases=tuple(alias for alias in hit.aliases if alias not in terms or alias is chosen))

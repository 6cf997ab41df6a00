"""An outlet's own lines: what stands above or below many of its articles and says nothing of any of them."""

from __future__ import annotations

from monitor.model.copies import Signature

BOILERPLATE_FROM = 3  # articles of one outlet, none a copy of another, that begin or end with the same line


def line_keys(sought: Signature) -> frozenset[int]:
    """Return the fingerprints of the lines that may be an outlet's own, each once."""
    return frozenset(key for _, key in sought.lines)

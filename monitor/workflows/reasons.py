"""Why the articles of a story are together, worked out anew from their texts."""

from __future__ import annotations

from monitor.stages.clustering.likeness import Rarity, rarity_of
from monitor.stages.clustering.reasons import Reason, reasons
from monitor.stages.clustering.terms import RECIPE
from monitor.store import Archive, Reading


def why_together(archive: Archive | Reading, story: int) -> tuple[Reason, ...]:
    """Return for each article of a story, copies left out, which other one is most like it and what both say."""
    kept = archive.kept_rarity(RECIPE)
    rare = rarity_of(kept.articles, kept.counts) if kept else Rarity()
    return reasons(archive.told_of(story), rare)

"""Watchlists at work: what one found in the last days, and why."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.errors import UnknownName
from monitor.model.reading import Listed
from monitor.model.settings import Config
from monitor.model.watchlist import Reason, Watchlist
from monitor.stages.match import match
from monitor.stages.narrow import needs, wordy
from monitor.store import Reading, review
from monitor.store.matching import Window, chunks
from monitor.text.nearest import nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that a watchlist matches, and why."""

    article: Listed
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a watchlist finds in a window: `hits` are the newest, as many as were wanted; `found` counts all."""

    watchlist: Watchlist
    window: Window
    looked_at: int  # articles that the archive's indexes could not rule out
    found: int
    hits: tuple[Hit, ...]


def told_by(reading: Reading, trial: Trial) -> dict[int, int]:
    """Return, by article, how many independent owners tell the story of each hit: what `min_sources` asks for."""
    reports = review.reports(reading, {hit.article.id: () for hit in trial.hits})
    owners: dict[int, set[str]] = {}
    for report in reports:
        if not report.copy:
            owners.setdefault(report.event, set()).add(report.owner)
    return {report.id: max(1, len(owners.get(report.event, ()))) for report in reports}


def named(config: Config, name: str) -> Watchlist:
    """Return the watchlist of an id; raises UnknownName, with the nearest ids."""
    known = {watchlist.id: watchlist for watchlist in config.watchlists}
    if name not in known:
        there = ", ".join(known) or "none yet; see `monitor watch add -h`"
        hint = nearest(name, known) or f": feeds.yaml has {there}"
        raise UnknownName(f"there is no watchlist `{name}`{hint}")
    return known[name]


def trial(reading: Reading, watchlist: Watchlist, window: Window, *, limit: int | None = None) -> Trial:
    """Return what a watchlist finds among the articles of a window, without copies, the newest first."""
    ids = reading.candidates(needs(watchlist), window)
    matched: dict[int, tuple[Reason, ...]] = {}
    for chunk in chunks(ids):
        for article_id, subject in reading.subjects(chunk, bodies=wordy(watchlist)).items():
            reasons = match(watchlist, subject)
            if reasons is not None:
                matched[article_id] = reasons
    listed = sorted(reading.listed(tuple(matched)), key=lambda one: (one.sorted_at, one.id), reverse=True)
    hits = tuple(Hit(article=one, reasons=matched[one.id]) for one in listed[:limit])
    return Trial(watchlist=watchlist, window=window, looked_at=len(ids), found=len(matched), hits=hits)

"""Judges again which articles are copies, in the order in which they came; what was decided by hand holds.

Who was let represent a text because it published it first is judged before those who came sooner.

An article is signed and its agency found in the workers; judging follows in one thread, as each verdict needs those
before it.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.errors import OverBudget, WorkerFailed
from monitor.model.article import Article
from monitor.model.copies import UNSIGNED, Signature
from monitor.model.difference import Change, Difference, Watch
from monitor.model.settings import Config
from monitor.model.verdict import Known
from monitor.pool import Pool
from monitor.stages.copies.shelf import Shelf
from monitor.stages.dedupe import Compared
from monitor.stages.read import sign
from monitor.store import Archive
from monitor.store.copies import DAYS
from monitor.workflows.cluster import rejoin

BATCH = 100  # articles of one transaction
MEMORY = 1 << 30  # bytes, of one worker
Signed = tuple[Signature, str | None] | str  # a signature and the agency, or why there is none


def run(
    archive: Archive, config: Config, *, since: datetime | None, now: datetime, watch: Watch, everything: bool
) -> Difference:
    """Judge the articles from `since` on again, and return how many became copies, or ceased to be."""
    del everything  # a verdict depends on those before it: all are judged, or none
    before, ids = archive.to_judge(since)
    work = _Work(archive, now, total=len(ids), watch=watch)
    archive.empty_window()
    watch(0, len(ids))
    with Pool(workers=config.settings.workers, cpu_seconds=config.settings.cpu_seconds, memory=MEMORY) as pool:
        asyncio.run(work.through(pool, before, judging=False))
        asyncio.run(work.through(pool, ids, judging=True))
    rejoin(archive, language=config.settings.language)
    return work.difference()


class _Work:
    """The shelf, and what changed so far."""

    def __init__(self, archive: Archive, now: datetime, *, total: int, watch: Watch) -> None:
        self.archive = archive
        self.now = now
        self.total = total
        self.watch = watch
        self.shelf = Shelf()
        self.articles = 0
        self.changed = 0
        self.gained: Counter[str] = Counter()
        self.lost: Counter[str] = Counter()
        self.failed: list[str] = []

    async def through(self, pool: Pool, ids: Sequence[int], *, judging: bool) -> None:
        """Take batch after batch; while one is judged the next is with the workers already."""
        ahead: tuple[tuple[tuple[Article, Known], ...], asyncio.Future[list[Signed]]] | None = None
        for start in range(0, len(ids) + BATCH, BATCH):  # one more than there are, for the last one ahead
            batch = self.archive.to_compare(ids[start : start + BATCH])
            begun = asyncio.gather(*(_signed(pool, article) for article, _ in batch))
            await asyncio.sleep(0)  # so that they are with the workers
            if ahead:
                self._judge(ahead[0], await ahead[1], judging=judging)
            ahead = (batch, begun)
        if ahead:
            await ahead[1]

    def _judge(self, batch: Sequence[tuple[Article, Known]], signed: Sequence[Signed], *, judging: bool) -> None:
        with self.archive.transaction():
            for (article, known), answer in zip(batch, signed, strict=True):
                sought, agency = (UNSIGNED, None) if isinstance(answer, str) else answer
                if isinstance(answer, str):
                    self.failed.append(f"article {known.id}: {answer}")
                now_known = self._judged(article, known, sought, agency) if judging else known
                self.shelf.add(article, now_known, sought)
                if article.sorted_at >= self.now - timedelta(days=DAYS):
                    copied = now_known.duplicate_of is not None
                    self.archive.reshelve(known.id, article, sought, copied=copied)
        if judging:
            self.articles += len(batch)
            self.watch(self.articles, self.total)

    def _judged(self, article: Article, known: Known, sought: Signature, agency: str | None) -> Known:
        if not article.text:  # it was let go: what was decided when it was there stands
            return known
        same = self.archive.known_by_hash(article.content_hash)
        twins = [one for one in same if one.id < known.id or one.id == known.duplicate_of]  # those judged before it
        found = self.shelf.judged(article, sought, twins, self.archive.ruling((known,)))
        (present,) = self.archive.known_by_keys((known.url_key,))[:1]
        was = present.duplicate_of
        if self.archive.relink(known.id, was, found, agency=agency, now=self.now):
            self._count(was, found)
        return replace(known, duplicate_of=found.copy.of.id if found.copy else None)

    def _count(self, was: int | None, found: Compared) -> None:
        self.changed += 1
        self.gained["copy"] += was is None
        self.lost["copy"] += found.copy is None
        if was is not None and found.copy is not None:
            self.gained["copy of another"] += 1

    def difference(self) -> Difference:
        """Return what changed."""
        changes = [
            Change(what=what, gained=self.gained[what], lost=self.lost[what])
            for what in ("copy", "copy of another")
            if self.gained[what] or self.lost[what]
        ]
        return Difference(
            stage="dedupe",
            articles=self.articles,
            changed=self.changed,
            changes=tuple(changes),
            failed=tuple(self.failed),
        )


async def _signed(pool: Pool, article: Article) -> Signed:
    try:
        return await pool.run(sign, article)
    except (OverBudget, WorkerFailed) as error:
        return str(error)

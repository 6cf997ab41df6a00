"""Reads stored raw pages again by the present rules, and corrects the articles that were made of them.

A correction is no revision: the publisher did not edit anything. Articles whose raw page is gone stay as they are.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice

from monitor.errors import OverBudget, ParseError, WorkerFailed
from monitor.model.difference import Change, Difference, Watch
from monitor.model.fetch import Fetched, PageRequest
from monitor.model.raw import RawPage
from monitor.model.settings import Config
from monitor.model.tag import Tagged
from monitor.pool import Pool
from monitor.stages.read import read_page
from monitor.stages.rules import rules_of
from monitor.store import Archive
from monitor.store.pages import Pages, pages_beside

BATCH = 50  # pages of one transaction
MEMORY = 1 << 30  # bytes, of one worker


def run(
    archive: Archive, config: Config, *, since: datetime | None, now: datetime, watch: Watch, everything: bool
) -> Difference:
    """Read again what was last read by other rules, and return which fields changed in how many articles."""
    del now
    path = pages_beside(archive.path)
    tally = _Tally()
    if not path.exists():
        watch(0, 0)
        return tally.difference()
    with (
        Pages.open(path) as pages,
        Pool(workers=config.settings.workers, cpu_seconds=config.settings.cpu_seconds, memory=MEMORY) as pool,
    ):
        rules = [(source.id, rules_of(source)) for source in config.sources]
        ids = pages.reread(rules, since=since, everything=everything)
        watch(0, len(ids))
        asyncio.run(_Work(archive, pages, pool, config, tally).all(ids, watch))
    return tally.difference()


class _Work:
    """Batch after batch: read in the workers, then corrected in one transaction."""

    def __init__(self, archive: Archive, pages: Pages, pool: Pool, config: Config, tally: _Tally) -> None:
        self.archive, self.pages, self.pool, self.tally = archive, pages, pool, tally
        self.sources = {source.id: source for source in config.sources}
        self.names = config.names

    async def all(self, ids: Sequence[int], watch: Watch) -> None:
        rest: Iterator[int] = iter(ids)
        while batch := list(islice(rest, BATCH)):
            raw = [page for page in self.pages.pages(batch) if page.source in self.sources]
            answers = await asyncio.gather(*(self.read(page) for page in raw))
            with self.archive.transaction():
                for page, answer in zip(raw, answers, strict=True):
                    self.correct(page, answer)
            for source in {page.source for page in raw}:
                of_source = [page.article_id for page in raw if page.source == source]
                self.pages.read_by(of_source, rules_of(self.sources[source]))
            self.tally.articles += len(batch)
            watch(self.tally.articles, len(ids))

    async def read(self, page: RawPage) -> Tagged | str:
        """Return the article that a page holds now, or why it holds none, in words."""
        source = self.sources[page.source]
        request = PageRequest(feed_id=0, entry_key="", source=source, entry=page.entry, url=page.url)
        fetched = Fetched(
            url=page.url,
            final_url=page.final_url,
            outcome="ok",
            status=page.status,
            headers=page.headers,
            body=page.body,
        )
        try:
            return await self.pool.run(read_page, request, fetched, page.fetched_at, names=self.names)
        except (ParseError, OverBudget, WorkerFailed) as error:
            return str(error)

    def correct(self, page: RawPage, answer: Tagged | str) -> None:
        """Write what was read of a page, and count what that changed."""
        if isinstance(answer, str):
            self.tally.failed.append(f"article {page.article_id}: {answer}")
            return
        self.tally.count(self.archive.correct(page.article_id, answer))
        if answer.article.reserved:  # by the present rules it may not be kept
            self.pages.forget((page.article_id,))


class _Tally:
    """What was read, and what came out otherwise."""

    def __init__(self) -> None:
        self.articles = 0
        self.changed = 0
        self.gained: Counter[str] = Counter()
        self.lost: Counter[str] = Counter()
        self.failed: list[str] = []

    def count(self, changes: Mapping[str, tuple[object, object]]) -> None:
        """Count an article's changes: what grew or came is gained, what shrank or went is lost."""
        self.changed += bool(changes)
        for name, (before, after) in changes.items():
            if isinstance(before, str) and isinstance(after, str) and name in {"summary", "body"}:
                self.gained[name] += len(after) > len(before)
                self.lost[name] += len(after) <= len(before)
            else:
                self.gained[name] += bool(after)
                self.lost[name] += bool(before)

    def difference(self) -> Difference:
        """Return it all, what changed in most articles first."""
        names = sorted(self.gained | self.lost, key=lambda name: (-self.gained[name] - self.lost[name], name))
        return Difference(
            stage="extract",
            articles=self.articles,
            changed=self.changed,
            changes=tuple(Change(what=name, gained=self.gained[name], lost=self.lost[name]) for name in names),
            failed=tuple(self.failed),
        )

"""Tags the archive again after the gazetteer has changed, in the worker processes."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from itertools import islice

from monitor.errors import OverBudget, WorkerFailed
from monitor.gazetteer import tags
from monitor.model.difference import Change, Difference, Watch
from monitor.model.settings import Config
from monitor.model.tag import Kept, Mention
from monitor.pool import Pool
from monitor.stages.read import read_kept
from monitor.stages.tag import tagger
from monitor.store import Archive

BATCH = 100  # articles of one transaction
Read = Callable[[Kept], Awaitable[tuple[Mention, ...] | str]]
MEMORY = 1 << 30  # bytes, of one worker


def run(
    archive: Archive, config: Config, *, since: datetime | None, now: datetime, watch: Watch, everything: bool
) -> Difference:
    """Tag again what another tagger read last, and return which tags how many articles gained and lost."""
    del now
    archive.sync_tags(tags(config.names))
    reader = partial(read_kept, names=config.names)
    who = tagger(config.names)
    ids = archive.to_tag(who, since=since, everything=everything)
    tally = _Tally(who)
    watch(0, len(ids))
    with Pool(workers=config.settings.workers, cpu_seconds=config.settings.cpu_seconds, memory=MEMORY) as pool:
        asyncio.run(_work(archive, partial(_tagged, pool, reader), ids, tally, watch))
    return tally.difference()


async def _work(archive: Archive, read: Read, ids: Sequence[int], tally: _Tally, watch: Watch) -> None:
    """Tag batch after batch; while one is written the next is with the workers already."""
    rest = iter(ids)
    ahead: tuple[tuple[Kept, ...], asyncio.Future[list[tuple[Mention, ...] | str]]] | None = None
    while True:
        batch = archive.kept(tuple(islice(rest, BATCH)))
        begun = asyncio.gather(*(read(one) for one in batch))
        if ahead:
            _write(archive, ahead[0], await ahead[1], tally)
            watch(tally.articles, len(ids))
        ahead = (batch, begun)
        if not batch:
            await begun
            return


async def _tagged(
    pool: Pool, reader: Callable[[Kept], tuple[Mention, ...]], article: Kept
) -> tuple[Mention, ...] | str:
    """Return the mentions of an article, or in words why it can't be tagged."""
    try:
        return await pool.run(reader, article)
    except (OverBudget, WorkerFailed) as error:
        return str(error)


def _write(
    archive: Archive, batch: Sequence[Kept], answers: Sequence[tuple[Mention, ...] | str], tally: _Tally
) -> None:
    with archive.transaction():
        for article, answer in zip(batch, answers, strict=True):
            if isinstance(answer, str):
                tally.failed.append(f"article {article.id}: {answer}")
            elif article.bodiless:
                archive.retag(article.id, None, tagger=tally.tagger)
            else:
                archive.retag(article.id, answer, tagger=tally.tagger)
                tally.compare(article, answer)
    tally.articles += len(batch)


class _Tally:
    """What was gained and lost so far."""

    def __init__(self, tagger: str) -> None:
        self.tagger = tagger
        self.articles = 0
        self.changed = 0
        self.gained: Counter[str] = Counter()
        self.lost: Counter[str] = Counter()
        self.failed: list[str] = []

    def compare(self, article: Kept, mentions: Sequence[Mention]) -> None:
        """Count what an article is tagged with now and was not, and the other way round."""
        before = article.tags | {f"focus {slug}" for slug in article.focus}
        after = {one.tag.slug for one in mentions} | {f"focus {one.tag.slug}" for one in mentions if one.focus}
        self.changed += before != after
        self.gained.update(after - before)
        self.lost.update(before - after)

    def difference(self) -> Difference:
        changes = [
            Change(what=what, gained=self.gained[what], lost=self.lost[what])
            for what in self.gained.keys() | self.lost.keys()
        ]
        return Difference(
            stage="tag",
            articles=self.articles,
            changed=self.changed,
            changes=tuple(sorted(changes, key=lambda one: (-one.gained - one.lost, one.what))),
            failed=tuple(self.failed),
        )

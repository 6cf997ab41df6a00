"""Taking in what the crawl brings: parse or read in a worker, decide, file on the one thread that writes."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from monitor.errors import MonitorError, OverBudget, ParseError, WorkerFailed
from monitor.model.fetch import FeedRequest, Fetched, LookRequest, Next, Outcome, PageRequest
from monitor.model.filing import Filed, Pending
from monitor.model.names import OwnNames
from monitor.model.parsed import Parsed
from monitor.model.settings import Settings
from monitor.model.verdict import Verdict
from monitor.pool import Pool
from monitor.stages.read import read_entry, read_feed, read_page
from monitor.text.urls import url_key
from monitor.workflows.collect.desk import Desk
from monitor.workflows.collect.plan import pending_request
from monitor.workflows.collect.reservations import Reservations
from monitor.workflows.collect.tally import Tally

log = logging.getLogger(__name__)
T = TypeVar("T")

# A page that ended so may do better in a later run; any other failure is final for it.
PASSING: frozenset[Outcome] = frozenset({"timeout", "dns", "connect", "tls", "rate_limited", "http_error"})
# An address that leads where it must not is not worth showing either.
REFUSED: frozenset[Outcome] = frozenset({"private_address"})


class Intake:
    """The Ingest of a run. Parsing and reading go to the pool, filing to the desk on its thread; nothing blocks."""

    def __init__(
        self,
        *,
        desk: Desk,
        thread: ThreadPoolExecutor,
        pool: Pool,
        settings: Settings,
        tally: Tally,
        limit: int | None,
        names: OwnNames,
        reservations: Reservations,
    ) -> None:
        self.desk = desk
        self.thread = thread
        self.pool = pool
        self.settings = settings
        self._read_page = partial(read_page, names=names)
        self._read_entry = partial(read_entry, names=names)
        self.tally = tally
        self.reservations = reservations
        self.room = limit  # pages that may still be asked for; None: as many as there are
        self.broken: MonitorError | None = None  # what ends the run: the disk is full, the archive can't be written
        self.unreachable: list[tuple[FeedRequest, Fetched]] = []  # by name: perhaps it is we who are offline
        self._heard = False  # anybody at all, in this run
        self._waiting: dict[str, list[PageRequest]] = defaultdict(list)  # by url_key: entries of one article
        self._ended: dict[str, int | None] = {}  # by url_key: the article that its page became, if any

    async def feed(self, request: FeedRequest, fetched: Fetched) -> Next:
        """File a feed's entries with its new state; what follows are the pages and child sitemaps to fetch."""
        self._heard = self._heard or fetched.status is not None
        return await self._guarded(self._feed(request, fetched))

    async def page(self, request: PageRequest, fetched: Fetched) -> Next:
        """Read a page into an article, judge and store it; or note why it could not be had."""
        self._heard = self._heard or fetched.status is not None
        return await self._guarded(self._page(request, fetched))

    async def look(self, request: LookRequest, fetched: Fetched) -> Next:
        """Keep what an origin reserves, and go on with the pages that waited for it."""
        self._heard = self._heard or fetched.status is not None
        return await self._guarded(self._reserved(request, fetched))

    def admit(self, pages: Sequence[PageRequest]) -> tuple[PageRequest, ...]:
        """Return the pages that this run may fetch: each article once, up to the limit; the rest stay pending."""
        admitted: list[PageRequest] = []
        for page in pages:
            key = url_key(page.url)
            if key in self._ended:
                continue
            waiting = self._waiting[key]
            if not waiting:
                if self.room is not None and len(admitted) >= self.room:
                    self.tally.add(pending=1)
                    continue
                admitted.append(page)
            waiting.append(page)
        if self.room is not None:
            self.room -= len(admitted)
        self.tally.add(pages=len(admitted))
        return tuple(admitted)

    async def _guarded(self, work: Coroutine[Any, Any, Next]) -> Next:
        """Run one intake; a failure of the archive ends the run, because nothing more could be kept."""
        try:
            return await work
        except MonitorError as error:
            self.broken = self.broken or error
            return Next(stop=True)

    async def _write(self, function: Callable[..., T], /, *args: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.thread, partial(function, *args))

    # Feeds

    async def _feed(self, request: FeedRequest, fetched: Fetched) -> Next:
        if fetched.outcome == "dns":
            self.unreachable.append((request, fetched))
            return Next()
        parsed, outcome, error = await self._parsed(request, fetched)
        filed = await self._write(self.desk.file, request, fetched, outcome, parsed, error)
        self._count_feed(request, outcome, error, filed)
        pages = [_page_request(request, one) for one in filed if one.disposition == "fetch"]
        await self._settle_late(pages)
        admitted = self.admit(pages)
        return Next(
            looks=self.reservations.looks(admitted),
            feeds=await self._sitemaps(request, outcome),
            pages=admitted,
        )

    async def _sitemaps(self, request: FeedRequest, outcome: Outcome) -> tuple[FeedRequest, ...]:
        if outcome not in {"ok", "not_modified"} or request.feed.id not in self.desk.indexes:
            return ()
        return await self._write(self.desk.sitemaps, request)

    async def _parsed(self, request: FeedRequest, fetched: Fetched) -> tuple[Parsed | None, Outcome, str]:
        """Return what a feed holds, how its fetch ended in the end, and the error in words."""
        if fetched.outcome != "ok":
            return None, fetched.outcome, fetched.error
        return await self._worked(read_feed, request, fetched)

    def _count_feed(self, request: FeedRequest, outcome: Outcome, error: str, filed: Sequence[Filed]) -> None:
        if outcome in {"ok", "not_modified"}:
            self.tally.was_read(request, entries=len(filed), not_modified=outcome == "not_modified")
        else:
            self.tally.add(checked=int(not request.depth))
            self.tally.failed(request, outcome, error)

    def close(self) -> bool:
        """File the feeds whose names did not resolve; True where nothing at all did, so that it was our network.

        Then no feed is blamed (F39): their state stays as it was.
        """
        offline = bool(self.unreachable) and not self.tally.counts.checked and not self._heard
        for request, fetched in self.unreachable:
            if not offline:
                self._file_unreachable(request, fetched)
            self.tally.failed(request, "dns", fetched.error)
        return offline

    def _file_unreachable(self, request: FeedRequest, fetched: Fetched) -> None:
        try:
            if self.broken is None:
                self.thread.submit(self.desk.file, request, fetched, "dns", None, fetched.error).result()
                self.tally.add(checked=1)
        except MonitorError as error:
            self.broken = error

    # Pages

    async def _settle_late(self, pages: Sequence[PageRequest]) -> None:
        """Settle entries whose article came in, by way of another feed, while theirs was being filed."""
        for page in pages:
            article_id = self._ended.get(url_key(page.url))
            if article_id is not None:
                await self._write(self.desk.settle, page, article_id)

    async def _reserved(self, request: LookRequest, fetched: Fetched) -> Next:
        file, waiting = self.reservations.heard(request, fetched)
        await self._write(self.desk.archive.keep_tdm_file, file)
        for page, its in waiting:
            await self._page(page, its)
        return Next()

    async def _page(self, request: PageRequest, fetched: Fetched) -> Next:
        tagged, outcome, error = None, fetched.outcome, fetched.error
        if outcome == "ok":
            looks = self.reservations.wait(request, fetched)
            if looks is not None:
                return Next(looks=looks)
        request = self.reservations.told(request, fetched)
        if outcome == "ok":
            tagged, outcome, error = await self._worked(self._read_page, request, fetched)
        key = url_key(request.url)
        requests = self._waiting.pop(key, None) or [request]
        self._ended[key] = request.article_id
        if request.article_id is not None and outcome == "not_modified":
            await self._write(self.desk.rechecked, request, fetched)
            await self._settle_late([one for one in requests if one.article_id is None])
            return Next()
        if tagged is not None and await self._write(self.desk.forgets, requests, tagged.article):
            return Next()
        if tagged is not None:
            await self._keep(key, self.desk.store, requests, tagged, fetched)
        else:
            await self._without_page(key, requests, fetched, outcome, error)
        return Next()

    async def _without_page(
        self, key: str, requests: Sequence[PageRequest], fetched: Fetched, outcome: Outcome, error: str
    ) -> None:
        """Leave a page for a later run while there is hope; then store the article as far as its entry tells it."""
        request = requests[0]
        self.tally.page_failed(request, outcome, error)
        if "retry-after" in fetched.headers:
            await self._write(self.desk.leave_alone, fetched)
        if request.article_id is not None:
            await self._write(self.desk.rechecked, request, fetched)
        elif outcome == "dns" and not self._heard:  # perhaps it is we who are offline: that is no try of the page's
            self.tally.add(pending=len(requests))
        elif outcome in PASSING and request.tries + 1 < self.settings.tries:
            await self._write(self.desk.postpone, requests, fetched, outcome, error)
            self.tally.add(pending=len(requests))
        else:
            titled = next((one for one in requests if one.entry.title), None)
            if titled is not None and outcome not in REFUSED:
                tagged, _, _ = await self._worked(self._read_entry, titled)
                if tagged is not None:
                    await self._keep(key, self.desk.make_do, requests, tagged, outcome, error)
                    return
            await self._write(self.desk.drop, requests, outcome, error)

    async def _keep(self, key: str, how: Callable[..., tuple[Verdict, int]], /, *what: object) -> None:
        verdict, self._ended[key] = await self._write(how, *what)
        self.tally.judged(verdict)

    async def _worked(self, function: Callable[..., T], /, *args: object) -> tuple[T | None, Outcome, str]:
        """Return what a worker made of a document, or None with the class of what went wrong, and that in words."""
        try:
            return await self.pool.run(function, *args, self.desk.now), "ok", ""
        except (ParseError, OverBudget) as error:
            return None, error.outcome, str(error)
        except WorkerFailed as error:  # a mistake of ours that this document brought out: the others must not suffer
            return None, "parse_error", str(error)


def _page_request(request: FeedRequest, filed: Filed) -> PageRequest:
    pending = Pending(feed_id=request.feed.id, entry_key=filed.entry_key, entry=filed.entry, backfill=filed.backfill)
    return pending_request(pending, request.source)

"""Reading a source's past from its sitemaps, the pages of its lists and of its feeds: slowly, and to be resumed.

What a document led to and that it was read are one transaction, and so are an article and that its page is done: a
death at any moment costs at most the pages that were on their way. Nothing of it is announced.
"""

from __future__ import annotations

import platform
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from monitor import __version__, clock
from monitor.config import proxy
from monitor.crawl.run import crawl
from monitor.errors import MonitorError, Offline
from monitor.gazetteer import tags
from monitor.model.fetch import CrawlReport, FeedRequest, Fetched, LookRequest, Next, PageRequest, Request
from monitor.model.filing import Filed, Pending
from monitor.model.parsed import Parsed
from monitor.model.past import ArchiveDocument, ArchiveKind
from monitor.model.run import Counts, Failure, RunOutcome
from monitor.model.settings import Config
from monitor.model.source import Feed, Source
from monitor.pool import Pool
from monitor.stages.archives import may_hold, next_page, oldest, wanted
from monitor.stages.discover import sitemaps_of
from monitor.stages.read import read_feed
from monitor.stages.sift import keys, sift
from monitor.store import Archive, open_archive, run_lock
from monitor.store.tombstones import read_tombstones
from monitor.workflows.collect.collect import PARSER_MEMORY
from monitor.workflows.collect.desk import Desk
from monitor.workflows.collect.intake import Intake
from monitor.workflows.collect.plan import chosen, pending_request
from monitor.workflows.collect.reservations import Reservations
from monitor.workflows.collect.tally import Tally, Watch

DELAY = timedelta(seconds=3)  # between two requests, unless another is asked for: nobody waits for the past
LONGEST = timedelta(days=14)  # of one call
TRIES = 3  # of a document
AT_ONCE = 3  # pages on their way: so many may have to be fetched again after a death
_SEEKS = {"sitemap": "sitemap", "listing": "page", "feed": "feed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What of whose past to read: entries of [since, until), at most `limit` pages (None: all), `delay` apart.

    Without `until`: up to now, or to where an earlier call with the same beginning began.
    """

    source: str
    since: datetime
    until: datetime | None = None
    limit: int | None = None
    delay: timedelta = DELAY


@dataclass(frozen=True, slots=True, kw_only=True)
class PastReport:
    """What one call came to. `left` pages are still to be fetched, `documents` were read in all calls together."""

    documents: int
    unread: int  # documents still to be read
    counts: Counts
    left: int
    failures: tuple[Failure, ...]
    ended: str
    signal: int | None
    seconds: float


def backfill(config: Config, db: Path, past: Past, *, watch: Watch | None = None) -> PastReport:
    """Read a source's past, or go on with it, and return what came of it.

    News goes on being collected meanwhile: only a second backfill must wait (Locked). Raises UnknownName, Offline where
    nobody answered, and the errors of opening and writing the archive.
    """
    (source,) = chosen(config, (past.source,))
    with ExitStack() as closing:
        closing.enter_context(run_lock(db, name="backfill"))
        thread = closing.enter_context(ThreadPoolExecutor(1, "archive"))
        archive = thread.submit(open_archive, db, now=clock.now()).result()
        closing.callback(lambda: thread.submit(archive.close).result())
        settings = replace(config.settings, delay=past.delay, per_host=1, deadline=LONGEST)
        pool = closing.enter_context(
            Pool(workers=settings.workers, cpu_seconds=settings.cpu_seconds, memory=PARSER_MEMORY)
        )
        reader = thread.submit(PastReader, archive, replace(config, settings=settings), source, past).result()
        reader.set_to_work(thread, pool, Tally(watch))
        ended = crawl(reader.requests, reader, settings=settings, proxy=proxy(config))
        return reader.finish(ended)


class PastReader(Intake):
    """The Ingest of a backfill: documents lead to pages and further documents, pages are taken in as always."""

    def __init__(self, archive: Archive, config: Config, source: Source, past: Past) -> None:
        """Bring the archive up to date and see what is known; on the archive's thread."""
        self.now = clock.now()
        archive.mirror(config.sources, config.feeds, now=self.now)
        archive.sync_tags(tags())
        until = past.until or archive.archive_until(source.id, past.since) or self.now.replace(microsecond=0)
        self.config, self.source, self.past, self.until = config, source, past, until
        self.feed_id = archive.archive_feed(source.id, now=self.now)
        archive.restart_archive(source.id, past.since, until)
        self.documents = {one.url: one for one in archive.archive_documents(source.id, past.since, until)}
        self.waiting_pages = archive.pending((self.feed_id,), now=self.now, off=True)
        self.files = {file.origin: file for file in archive.tdm_files()}
        archive.close_stale_runs(self.now, verb="backfill")
        self.run = archive.start_run("backfill", now=self.now, version=__version__, host=platform.node())
        self.archive = archive
        self.requests: Sequence[Request] = ()
        self._queue: deque[PageRequest] = deque()
        self._under_way = 0

    def set_to_work(self, thread: ThreadPoolExecutor, pool: Pool, tally: Tally) -> None:
        """Take the threads and workers of this call, and settle what to ask first."""
        rows = {row.id: row for row in thread.submit(self.archive.feed_rows).result()}
        desk = Desk(
            archive=self.archive,
            run_id=self.run,
            now=self.now,
            settings=self.config.settings,
            rows=rows,
            forgotten=read_tombstones(self.archive.path),
        )
        super().__init__(
            desk=desk,
            thread=thread,
            pool=pool,
            settings=self.config.settings,
            tally=tally,
            limit=self.past.limit,
            names=self.config.names,
            reservations=Reservations(now=self.now, known=self.files),
        )
        pages = self.admit([pending_request(one, self.source) for one in self.waiting_pages])
        documents = self._looks(self.documents.values()) if self.documents else (self._robots(),)
        self.tally.add(feeds=len(documents))
        self._queue.extend(pages)
        self.requests = (*documents, *self.reservations.looks(pages[:1]), *self._released())

    async def look(self, request: LookRequest, fetched: Fetched) -> Next:
        """Take in a document of the archive, the robots.txt that names them, or what an origin reserves."""
        if request.url.endswith("/robots.txt"):
            self._heard = self._heard or fetched.status is not None
            return await self._guarded(self._begun(fetched))
        document = self.documents.get(request.url)
        if document is None:
            return await super().look(request, fetched)
        self._heard = self._heard or fetched.status is not None
        return await self._guarded(self._document(document, fetched))

    async def page(self, request: PageRequest, fetched: Fetched) -> Next:
        """Take in a page, and let the next one go."""
        follows = await super().page(request, fetched)
        self._under_way -= 1
        return replace(follows, pages=self._released())

    def _released(self) -> tuple[PageRequest, ...]:
        """Return the pages to ask for now: a few at a time, so that little is lost when we die."""
        free = max(AT_ONCE - self._under_way, 0)
        pages = tuple(self._queue.popleft() for _ in range(min(free, len(self._queue))))
        self._under_way += len(pages)
        return pages

    async def _begun(self, fetched: Fetched) -> Next:
        """Note where the archive begins: the sitemaps that are named, and the source's own feeds."""
        self.tally.add(checked=1)
        named = sitemaps_of(fetched.body.decode("utf-8", "replace")) if fetched.outcome == "ok" else ()
        sitemaps = named or (urljoin(self.source.homepage, "/sitemap.xml"),)
        found = [self._made(url, "sitemap") for url in sitemaps]
        for feed in self._feeds():
            kinds: dict[str, ArchiveKind] = {"sitemap": "sitemap", "listing": "listing"}
            found.append(self._made(feed.url, kinds.get(feed.kind, "feed")))
        fresh = [one for one in found if one.url not in self.documents]
        await self._write(self.archive.want_archive, fresh)
        return Next(looks=self._further(fresh))

    async def _document(self, document: ArchiveDocument, fetched: Fetched) -> Next:
        """File what a document of the archive holds; what follows are its pages and the documents behind it."""
        parsed, outcome, error = None, fetched.outcome, fetched.error
        self.tally.add(checked=1)
        if outcome == "ok":
            request = FeedRequest(feed=self._feed_of(document), source=self.source, url=document.url)
            parsed, outcome, error = await self._worked(read_feed, request, fetched)
        if parsed is None:
            passing = outcome in {"timeout", "dns", "connect", "tls", "rate_limited", "http_error"}
            if outcome not in {"not_found", "empty"}:
                self.tally.failures.append(
                    Failure(source=self.source.id, feed=document.url, kind=outcome, message=error)
                )
            done = not passing or document.tries + 1 >= TRIES
            await self._write(partial(self._file, document, outcome=outcome, done=done))
            return Next()
        filed = await self._write(self._sifted, parsed)
        found = self._behind(document, parsed, fetched, news=bool(filed))
        fresh = [one for one in found if one.url not in self.documents]
        await self._write(partial(self._file, document, filed, fresh, outcome=outcome, entries=len(parsed)))
        self.documents[document.url] = replace(document, read=True)
        self.tally.add(entries=len(parsed))
        admitted = self.admit([_page_of(self.feed_id, one, self.source) for one in filed])
        self._queue.extend(admitted)
        looks = (*self._further(fresh), *self.reservations.looks(admitted[:1]))
        return Next(looks=looks, pages=self._released())

    def _sifted(self, parsed: Parsed) -> tuple[Filed, ...]:
        """Return the entries of the time that is wanted which nobody knows yet; on the archive's thread."""
        entries = [one for one in parsed if wanted(one, self.past.since, self.until)]
        entries = [one for one in entries if not self.desk.is_forgotten(keys(one)[1])]
        known = self.archive.entries_known(self.feed_id, [keys(one) for one in entries])
        sifted = sift(entries, known, first_add=False, newest=0, since=None)
        fresh = (one for one in sifted if one.disposition == "fetch" and one.entry_key not in known)
        return tuple(replace(one, backfill=True) for one in fresh)

    def _behind(
        self, document: ArchiveDocument, parsed: Parsed, fetched: Fetched, *, news: bool
    ) -> list[ArchiveDocument]:
        """Return the documents behind this one that may hold something of the time that is wanted."""
        since, until = self.past.since, self.until
        if parsed.children:
            return [self._made(one.url, "sitemap") for one in parsed.children if may_hold(one, since, until)]
        last = oldest(parsed.entries)
        later = document.number == 1 or news or (last is not None and last >= until)
        if document.kind == "sitemap" or not parsed.entries or not later or (last is not None and last < since):
            return []
        text = fetched.body.decode("utf-8", "replace")
        link = next_page(text, fetched.final_url, document.number, listing=document.kind == "listing")
        return [replace(self._made(link, document.kind), number=document.number + 1)] if link else []

    def _file(
        self,
        document: ArchiveDocument,
        filed: Sequence[Filed] = (),
        found: Sequence[ArchiveDocument] = (),
        *,
        outcome: str,
        entries: int = 0,
        done: bool = True,
    ) -> None:
        """Keep what a document came to; on the archive's thread."""
        self.archive.file_archive(
            document,
            feed_id=self.feed_id,
            filed=filed,
            found=found,
            outcome=outcome,
            entries=entries,
            done=done,
            now=self.now,
        )

    def _further(self, documents: Sequence[ArchiveDocument]) -> tuple[LookRequest, ...]:
        self.documents.update({one.url: one for one in documents})
        self.tally.add(feeds=len(documents))
        return self._looks(documents)

    def _looks(self, documents: Any) -> tuple[LookRequest, ...]:
        return tuple(
            LookRequest(source=self.source, url=one.url, seeks=_SEEKS[one.kind])  # type: ignore[arg-type]
            for one in documents
            if not one.read
        )

    def _robots(self) -> LookRequest:
        url = urljoin(self.source.homepage, "/robots.txt")
        return LookRequest(source=self.source, url=url, seeks="file", obeys=False)

    def _feeds(self) -> list[Feed]:
        return [feed for feed in self.config.feeds if feed.source == self.source.id]

    def _feed_of(self, document: ArchiveDocument) -> Feed:
        """Return a feed as which a document is read: a page of a list by the selectors of its first page."""
        listing = next((feed.listing for feed in self._feeds() if feed.kind == "listing"), None)
        return Feed(source=self.source.id, url=document.url, kind="auto", listing=listing)

    def _made(self, url: str, kind: ArchiveKind) -> ArchiveDocument:
        return ArchiveDocument(source=self.source.id, url=url, kind=kind, since=self.past.since, until=self.until)

    def finish(self, ended: CrawlReport) -> PastReport:
        """Record how it ended and return the report."""
        offline = not self._heard and bool(ended.requests)
        outcome: RunOutcome = "interrupted" if ended.ended == "signal" else "partial" if self.tally.failures else "ok"
        if self.broken or offline:
            outcome = "failed"
        error = str(self.broken or "") or ("offline" if offline else None)
        try:
            self.thread.submit(
                lambda: self.archive.finish_run(
                    self.run, outcome=outcome, counts=self.tally.counts, error=error, now=clock.now()
                )
            ).result()
        except MonitorError as also:
            raise (self.broken or also) from None
        if self.broken:
            raise self.broken
        if offline:
            raise Offline(f"nobody answered at {self.source.homepage}: nothing was held against it")
        left = self.thread.submit(self.archive.pending, (self.feed_id,), now=clock.now(), off=True).result()
        documents = self.thread.submit(
            self.archive.archive_documents, self.source.id, self.past.since, self.until
        ).result()
        return PastReport(
            documents=sum(one.read for one in documents),
            unread=sum(not one.read for one in documents),
            counts=self.tally.counts,
            left=len(left),
            failures=(*self.tally.failures, *self.tally.pages),
            ended=ended.ended,
            signal=ended.signal,
            seconds=ended.seconds,
        )


def _page_of(feed_id: int, filed: Filed, source: Source) -> PageRequest:
    return pending_request(
        Pending(feed_id=feed_id, entry_key=filed.entry_key, entry=filed.entry, backfill=True), source
    )

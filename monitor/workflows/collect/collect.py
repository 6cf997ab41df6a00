"""One collect: lock, open, plan, crawl, finish. `monitor collect` and `scrapy crawl` come through here alike."""

from __future__ import annotations

import logging
import os
import platform
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from monitor import __version__, clock
from monitor.config import load, proxy
from monitor.crawl.run import crawl
from monitor.errors import MonitorError, Offline
from monitor.gazetteer import tags
from monitor.model.edit import Habit
from monitor.model.fetch import CrawlReport, Fetched, Request
from monitor.model.run import Counts, Failure, RunOutcome
from monitor.model.settings import Config, Settings
from monitor.model.source import Source
from monitor.pool import Pool
from monitor.store import Archive, open_archive, open_reading, run_lock
from monitor.store.pages import Pages, pages_beside
from monitor.store.tombstones import of_source, read_tombstones
from monitor.workflows.cluster import cluster
from monitor.workflows.collect.desk import Desk
from monitor.workflows.collect.intake import Intake
from monitor.workflows.collect.plan import Plan, chosen, plan
from monitor.workflows.collect.reservations import Reservations
from monitor.workflows.collect.tally import Tally, Watch
from monitor.workflows.seating import seat_first

PARSER_MEMORY = 1 << 30
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What of a configuration to collect: which sources (all for none), due or not, how far back, how many pages."""

    sources: tuple[str, ...] = ()
    force: bool = False
    since: datetime | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How a run ended. `ended` is finished, deadline or signal; `seconds` is wall-clock time."""

    run: int
    outcome: RunOutcome
    counts: Counts
    failures: tuple[Failure, ...]
    seconds: float
    ended: str
    signal: int | None = None
    lag: float = 0.0  # seconds that the event loop was late at worst
    faults: int = 0  # documents that could not be taken in, for a fault of ours
    none_read: bool = False  # feeds were asked, and not one source could be read


class Session:
    """A run between its plan and its end: what to fetch, who takes it in, and how it is finished."""

    def __init__(self, config: Config, db: Path, wanted: Wanted, *, watch: Watch | None = None) -> None:
        self.settings: Settings = config.settings
        self.proxy = proxy(config)
        self.user_agent = None
        self.started = time.monotonic()
        self.now = clock.now()
        self._closing = ExitStack()
        try:
            self._open(config, db, wanted, watch)
        except BaseException:
            self._closing.close()
            raise

    def _open(self, config: Config, db: Path, wanted: Wanted, watch: Watch | None) -> None:
        sources = chosen(config, wanted.sources)
        self._closing.enter_context(run_lock(db))
        self.thread = self._closing.enter_context(ThreadPoolExecutor(1, "archive"))
        self.forgotten = read_tombstones(db)
        self.archive: Archive = self.thread.submit(open_archive, db, now=self.now).result()
        self._closing.callback(lambda: self.thread.submit(self.archive.close).result())
        raw = self.thread.submit(self._raw_pages, pages_beside(db)).result()
        found, self.run, habits = self.thread.submit(self._begin, config, sources, wanted).result()
        files = {file.origin: file for file in self.thread.submit(self.archive.tdm_files).result()}
        pool = Pool(workers=self.settings.workers, cpu_seconds=self.settings.cpu_seconds, memory=PARSER_MEMORY)
        self._closing.callback(pool.close)
        self.tally = Tally(watch)
        self.resting = found.resting
        self.tally.add(feeds=len(found.feeds))
        desk = Desk(
            archive=self.archive,
            run_id=self.run,
            now=self.now,
            settings=self.settings,
            rows=found.rows,
            since=wanted.since,
            forgotten=self.forgotten,
            pages=raw,
            habits=habits,
            indexes=set(self.thread.submit(self.archive.indexes).result()),
        )
        self.ingest = Intake(
            desk=desk,
            thread=self.thread,
            pool=pool,
            settings=self.settings,
            tally=self.tally,
            limit=wanted.limit,
            names=config.names,
            reservations=Reservations(now=self.now, known=files),
        )
        pages = self.ingest.admit(found.pages)
        self.requests: Sequence[Request] = (*self.ingest.reservations.looks(pages), *found.feeds, *pages)

    def _raw_pages(self, path: Path) -> Pages | None:
        """Open the raw pages without what is too old, on the archive's thread; None where none are to be kept."""
        age = self.settings.pages
        if not age and not path.exists():
            return None
        pages = Pages.open(path)
        self._closing.callback(lambda: self.thread.submit(pages.close).result())
        pages.prune(self.now - age if age else datetime.max.replace(tzinfo=UTC))
        return pages if age else None

    def _begin(
        self, config: Config, sources: Sequence[Source], wanted: Wanted
    ) -> tuple[Plan, int, Mapping[str, Habit]]:
        """Bring the archive up to date with the configuration, open the run and plan it; on the archive's thread."""
        archive, now = self.archive, self.now
        config = kept(config, self.forgotten)
        left = {source.id for source in config.sources}
        sources = [source for source in sources if source.id in left]
        archive.mirror(config.sources, config.feeds, now=now)
        archive.sync_tags(tags(config.names))
        archive.close_window(now)
        archive.merge_segments()
        archive.learn_habits(now)
        archive.close_stale_runs(now)
        run = archive.start_run("collect", now=now, version=__version__, host=platform.node())
        found = plan(archive, config, sources=sources, now=now, force=wanted.force, limit=wanted.limit)
        return found, run, archive.habits()

    def finish(self, ended: CrawlReport) -> Report:
        """Record how the run ended, release everything, and return the report.

        Raises Offline where not one name resolved, and what broke the archive where that ended the run.
        """
        with self._closing:
            offline = self.ingest.close()
            self._leave_alone(ended.rested)
            unclustered = self._cluster()
            report = self._report(ended)
            error = "offline" if offline else str(self.ingest.broken or "") or _faults(ended) or unclustered or None
            finish = partial(self.archive.finish_run, self.run, outcome=report.outcome, counts=report.counts)
            try:
                self.thread.submit(finish, error=error, now=clock.now()).result()
            except MonitorError as also:  # what broke the archive may keep this from it too: the next run does it
                raise (self.ingest.broken or also) from None
        if self.ingest.broken:
            raise self.ingest.broken
        if offline:
            names = len(self.ingest.unreachable)
            raise Offline(f"no network: none of {names} feeds' names resolved; nothing was held against them")
        return report

    def _leave_alone(self, rested: Sequence[Fetched]) -> None:
        """Keep in mind for later runs who asked for that, whatever was asked of them: a feed, a page, robots.txt."""
        try:
            for fetched in rested:
                self.thread.submit(self.ingest.desk.leave_alone, fetched).result()
        except MonitorError as error:
            self.ingest.broken = self.ingest.broken or error

    def _cluster(self) -> str:
        """Find the stories of what came in; what a kill or a broken archive leaves, the next run does.

        A mistake of ours here must not cost the run its end: it is returned in one line, and the articles are kept.
        """
        if self.ingest.broken is not None:
            return ""
        try:
            self.thread.submit(partial(seat_first, self.archive, now=self.now)).result()
            self.thread.submit(partial(cluster, self.archive, language=self.settings.language)).result()
        except MonitorError as error:
            self.ingest.broken = error
        except Exception as error:
            log.exception("the stories of this run's articles could not be found")
            return f"stories: {type(error).__name__}: the articles are kept, and the next run tries again"
        return ""

    def _report(self, ended: CrawlReport) -> Report:
        tally = self.tally
        return Report(
            run=self.run,
            outcome="failed" if self.ingest.broken else _outcome(ended, tally),
            counts=tally.counts,
            failures=(*tally.failures, *tally.pages),
            seconds=time.monotonic() - self.started,
            ended=ended.ended,
            signal=ended.signal,
            lag=ended.lag,
            faults=ended.errors,
            none_read=tally.none_read,
        )


def collect(config: Config, db: Path, wanted: Wanted, *, watch: Watch | None = None) -> Report:
    """Collect once and return the report; `watch` is told the counts as they change.

    Raises UnknownName, Locked, Offline, and the errors of opening or writing the archive.
    """
    session = Session(config, db, wanted, watch=watch)
    ended = crawl(
        session.requests,
        session.ingest,
        settings=session.settings,
        proxy=session.proxy,
        resting=session.resting,
    )
    return session.finish(ended)


def session(sources: tuple[str, ...], force: bool) -> Session:
    """Return a session for `scrapy crawl NAME`: the same run, over the configuration that the environment names."""
    config = load(Path(os.environ.get("MONITOR_CONFIG", "feeds.yaml")))
    db = config.path.parent / os.environ.get("MONITOR_DB", "db/press.db")
    return Session(config, db, Wanted(sources=sources, force=force))


def rehearse(config: Config, db: Path, wanted: Wanted) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the addresses of the feeds and of the pages left by earlier runs that a collect would fetch now."""
    sources = chosen(config, wanted.sources)
    ids = {source.id for source in sources}
    feeds = {feed.url for feed in config.feeds if feed.source in ids}
    if not db.exists():
        return tuple(feed.url for feed in config.feeds if feed.url in feeds), ()
    with open_reading(db) as archive:
        found = plan(archive, config, sources=sources, now=clock.now(), force=wanted.force, limit=wanted.limit)
    known = {row.url for row in found.rows.values()}
    new = (feed.url for feed in config.feeds if feed.url in feeds - known)
    return (*(request.url for request in found.feeds), *new), tuple(page.url for page in found.pages)


def kept(config: Config, forgotten: frozenset[str]) -> Config:
    """Return the configuration without the sources that were forgotten, each told of once."""
    gone = [source.id for source in config.sources if of_source(source.id) in forgotten] if forgotten else []
    for source in gone:
        log.warning("%s was forgotten (`monitor forget`): it is not collected; take it out of feeds.yaml", source)
    return replace(
        config,
        sources=tuple(source for source in config.sources if source.id not in gone),
        feeds=tuple(feed for feed in config.feeds if feed.source not in gone),
    )


def _faults(ended: CrawlReport) -> str:
    return f"{ended.errors} documents could not be taken in; -v says why" if ended.errors else ""


def _outcome(ended: CrawlReport, tally: Tally) -> RunOutcome:
    if ended.ended == "signal":
        return "interrupted"
    if tally.none_read:
        return "failed"
    return "partial" if tally.failures or ended.ended == "deadline" else "ok"

"""A crawl, once a process: Twisted's reactor can't be started twice."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from types import FrameType
from typing import Any, cast

from scrapy.crawler import Crawler
from scrapy.settings import Settings as ScrapySettings
from scrapy.utils.reactor import install_reactor
from twisted.internet.error import ReactorNotRunning
from twisted.logger import STDLibLogObserver, globalLogBeginner
from twisted.python.failure import Failure

from monitor.crawl.spiders.collect import Collect
from monitor.model.fetch import CrawlReport, Ingest, Request
from monitor.model.settings import Settings

logger = logging.getLogger("monitor.crawl")

GRACE = timedelta(seconds=5)  # for what is in flight when the run is told to stop
SETTINGS = "monitor.crawl.settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """A session made of the arguments of crawl()."""

    requests: Sequence[Request]
    ingest: Ingest
    settings: Settings
    user_agent: str | None
    proxy: str | None
    resting: Mapping[str, timedelta]

    def finish(self, report: CrawlReport) -> None:
        """The report is what crawl() returns."""


def crawl(
    requests: Sequence[Request],
    ingest: Ingest,
    *,
    settings: Settings,
    user_agent: str | None = None,
    deadline: timedelta | None = None,
    proxy: str | None = None,
    grace: timedelta = GRACE,
    resting: Mapping[str, timedelta] | None = None,
) -> CrawlReport:
    """Fetch the requests and whatever `ingest` asks for next; returns when all of it has been taken in.

    Call it on the main thread, once a process. SIGINT, SIGTERM and the deadline (by default the settings') stop it: no
    new request starts, what is in flight has `grace` to arrive and be taken in; a second signal stops it at once. What
    was not asked for is simply never handed to `ingest`. `proxy` is the settings' one, resolved. `resting` are the
    places (host and port) that an earlier run was asked to leave alone, and for how much longer.
    """
    if not requests:
        return CrawlReport()
    desk = replace(settings, deadline=deadline) if deadline is not None else settings
    given = _Given(
        requests=requests, ingest=ingest, settings=desk, user_agent=user_agent, proxy=proxy, resting=resting or {}
    )
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    return _Run(given, grace.total_seconds()).go()


class _Run:
    """The reactor's one run and the ways it can end."""

    def __init__(self, given: _Given, grace: float) -> None:
        from twisted.internet import reactor

        self._reactor: Any = reactor
        self._loop: asyncio.AbstractEventLoop = self._reactor._asyncioEventloop  # noqa: SLF001 - no public name
        self._grace = grace
        self._given = given
        scrapy = ScrapySettings()
        scrapy.setmodule(SETTINGS, priority="project")
        self._crawler = Crawler(Collect, scrapy)
        self._failure: Failure | None = None
        self._signals = 0

    def go(self) -> CrawlReport:
        with ExitStack() as stack:
            stack.enter_context(_one_line_logs())
            for signum in (signal.SIGINT, signal.SIGTERM):
                stack.callback(signal.signal, signum, signal.signal(signum, self._signalled))
            self._reactor.callWhenRunning(self._begin)
            self._reactor.run(installSignalHandlers=False)
            self._bury()
        if self._failure is not None:
            self._failure.raiseException()
        return self._spider.report()

    def _begin(self) -> None:
        self._crawler.crawl(session=self._given).addBoth(self._done)
        self._spider.on_stop = self._stopping

    @property
    def _spider(self) -> Collect:
        assert isinstance(self._crawler.spider, Collect)
        return self._crawler.spider

    def _done(self, result: object) -> None:
        if isinstance(result, Failure):
            self._failure = result
        self._halt()

    def _halt(self) -> None:
        with suppress(ReactorNotRunning):
            self._reactor.stop()

    def _signalled(self, signum: int, _frame: FrameType | None) -> None:
        self._signals += 1
        if self._signals == 1:
            self._loop.call_soon_threadsafe(self._spider.stop, "signal", signum)
        else:
            self._loop.call_soon_threadsafe(self._halt)

    def _stopping(self) -> None:
        self._loop.call_later(self._grace, self._halt)

    def _bury(self) -> None:
        """Cancel what was cut off, so that nothing of it is heard of later."""
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        if tasks:
            self._loop.run_until_complete(asyncio.wait(tasks, timeout=1.0))


class _OneLine(logging.Handler):
    """Errors of the libraries, as one line each in our own log, with the traceback at the level of debugging."""

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage().strip().splitlines()
        logger.error("%s: %s", record.name, text[0] if text else "")
        if record.exc_info:
            logger.debug("%s", record.name, exc_info=record.exc_info)


@contextmanager
def _one_line_logs() -> Iterator[None]:
    globalLogBeginner.beginLoggingTo([cast("Any", STDLibLogObserver("twisted"))], redirectStandardIO=False)
    handler = _OneLine(logging.ERROR)
    loggers = [logging.getLogger(name) for name in ("scrapy", "twisted", "asyncio")]
    before = [(each.level, each.propagate) for each in loggers]
    for each in loggers:
        each.addHandler(handler)
        each.setLevel(logging.ERROR)
        each.propagate = False
    try:
        yield
    finally:
        for each, (level, propagate) in zip(loggers, before, strict=True):
            each.removeHandler(handler)
            each.setLevel(level)
            each.propagate = propagate

"""The one spider: Scrapy's side of a run. Everything that is decided is decided in the flow."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any, ClassVar

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DontCloseSpider, StopDownload
from scrapy.http import Headers, Response
from scrapy.utils.misc import load_object
from twisted.python.failure import Failure

from monitor.crawl import decode, headers, outcomes
from monitor.crawl.conversation import Conversation
from monitor.crawl.flow import Flow
from monitor.crawl.resolver import Resolver
from monitor.errors import MonitorError
from monitor.model.fetch import CrawlReport, Session

logger = logging.getLogger("monitor.crawl")

BEAT = 0.05  # seconds


class Collect(Spider):
    """Collects the feeds of a session and the pages that follow: `scrapy crawl collect -a sources=a,b -a all=1`."""

    name = "collect"
    sources: ClassVar[tuple[str, ...]] = ()  # all due ones

    def __init__(self, session: Session | None = None, sources: str = "", all: str = "", **named: Any) -> None:  # noqa: A002 - the argument's name on the command line
        super().__init__(**named)
        self._session = session
        self._wanted = tuple(part for part in sources.split(",") if part) or self.sources
        self._all = all.lower() not in {"", "0", "no", "false"}
        self._given = session is not None
        self._flow: Flow | None = None
        self._how: dict[str, Any] = {}  # how it ended
        self._requests = 0
        self._lag = 0.0
        self.on_stop: Callable[[], object] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **named: Any) -> Collect:
        """The spider, listening to the signals that it needs."""
        spider: Collect = super().from_crawler(crawler, *args, **named)
        crawler.signals.connect(spider._headers_came, signals.headers_received)
        crawler.signals.connect(spider._bytes_came, signals.bytes_received)
        crawler.signals.connect(spider._idle, signals.spider_idle)
        crawler.signals.connect(spider._closed, signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Queue what the session starts with. Nothing is yielded: the lanes release requests in their turn."""
        try:
            session = self._session or self._load()
        except MonitorError as error:
            logger.error("%s", error)  # noqa: TRY400 - one line, no traceback
            raise CloseSpider("no session") from error
        flow = self._open(session)
        if not self._how:
            await flow.want(session.requests)
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    def _load(self) -> Session:
        session: Callable[[tuple[str, ...], bool], Session] = load_object(self.settings["MONITOR_SESSION"])
        return session(self._wanted, self._all)

    def _open(self, session: Session) -> Flow:
        from twisted.internet import reactor

        self._session = session
        desk = session.settings
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()
        deadline = desk.deadline.total_seconds()
        self._proxy, self._proxy_headers = headers.through_proxy(session.proxy)
        self._agent = session.user_agent or headers.user_agent(desk.contact)
        self._resolver = Resolver(reactor, desk.private_networks, headers.host_of(self._proxy))
        reactor.installNameResolver(self._resolver)
        self._loop.call_later(deadline, self.stop, "deadline")
        self._beat(self._began)
        self._flow = Flow(
            ingest=session.ingest, settings=desk, release=self._release, clock=self._loop,
            until=self._began + deadline, resting=session.resting, halt=lambda: self.stop("broken"),
        )  # fmt: skip
        return self._flow

    def _beat(self, due: float) -> None:
        """Note how late the loop comes back to us: what blocks it shows here."""
        now = self._loop.time()
        self._lag = max(self._lag, now - due)
        self._loop.call_at(now + BEAT, self._beat, now + BEAT)

    def stop(self, why: str, signum: int | None = None) -> None:
        """Ask for nothing more; the spider closes when what is in flight has arrived and been taken in."""
        if self._how:
            return
        self._how = {"ended": why, "signal": signum}
        if self._flow is not None:
            self._flow.stop()
        self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=why))
        if self.on_stop is not None:
            self.on_stop()

    def report(self) -> CrawlReport:
        """What has happened so far."""
        if self._flow is None:
            return CrawlReport(**self._how)
        how = self._how or ({"ended": "deadline"} if self._flow.lanes.late else {})
        return CrawlReport(
            requests=self._requests, bytes=self._flow.bytes, unasked=self._flow.unasked, errors=self._flow.errors,
            rested=self._flow.rested,
            seconds=self._loop.time() - self._began, lag=self._lag, **how,
        )  # fmt: skip

    def _release(self, conversation: Conversation) -> None:
        assert self._session is not None
        desk = self._session.settings
        conversation.tries += 1
        conversation.sent += 1
        conversation.decoder, conversation.trouble = None, None
        conversation.released_at = self._loop.time()
        self._requests += 1
        sent = headers.of_request(conversation.request, agent=self._agent, encodings=decode.ENCODINGS)
        meta = {
            "conversation": conversation,
            "download_timeout": max(desk.timeout.total_seconds() - conversation.spent, 0.1),
            "download_maxsize": desk.max_bytes,
        }
        if self._proxy:
            meta["proxy"] = self._proxy
        url, sent = conversation.wire, {**sent, **self._proxy_headers}
        request = Request(url, headers=sent, meta=meta, dont_filter=True, callback=self._fetched, errback=self._failed)
        self.crawler.engine.crawl(request)

    async def _fetched(self, response: Response) -> None:
        conversation: Conversation = response.meta["conversation"]
        decoder = conversation.decoder
        body = decoder.body() if decoder is not None else response.body
        received = headers.received(response.headers)
        assert self._flow is not None
        await self._flow.arrived(conversation, response.status, received, body, wire=len(response.body))

    async def _failed(self, failure: Failure) -> None:
        assert self._session is not None
        assert self._flow is not None
        assert failure.value is not None
        conversation: Conversation = failure.request.meta["conversation"]  # type: ignore[attr-defined]  # Scrapy adds it
        ending = outcomes.of_exception(
            failure.value, answer=self._resolver.answers.get(conversation.host),
            timeout=self._session.settings.timeout.total_seconds(), limit=self._session.settings.max_bytes,
        )  # fmt: skip
        await self._flow.failed(conversation, ending)

    def _headers_came(self, headers: Headers, request: Request) -> None:
        encoding = (headers.get("Content-Encoding") or b"").decode("latin-1")
        if decode.is_encoded(encoding):
            conversation: Conversation = request.meta["conversation"]
            try:
                conversation.decoder = decode.Decoder(encoding, request.meta["download_maxsize"])
            except decode.Undecodable as error:
                conversation.trouble = ("http_error", str(error))

    def _bytes_came(self, data: bytes, request: Request) -> None:
        conversation: Conversation = request.meta["conversation"]
        if conversation.decoder is None or conversation.trouble is not None:
            return
        try:
            conversation.decoder.feed(data)
        except decode.Undecodable as error:
            conversation.trouble = ("http_error", str(error))
        except decode.TooLarge:
            limit = request.meta["download_maxsize"]
            conversation.trouble = ("too_large", f"larger than {limit:,} bytes when decompressed")
            raise StopDownload(fail=True) from None

    def _idle(self) -> None:
        if self._flow is not None and self._flow.lanes.waiting:
            raise DontCloseSpider

    def _closed(self, reason: str) -> None:
        if self._flow is not None:
            self._flow.stop()
        if reason == "shutdown" and not self._how:  # Scrapy's own signal handlers, under `scrapy crawl`
            self._how = {"ended": "signal"}
        if not self._given and self._session is not None:
            self._session.finish(self.report())

"""What happens to every request between being wanted and being taken in. It knows nothing of Scrapy.

wanted -> gate -> robots.txt (pages) -> lane of its host -> released -> arrived -> redirected, retried or taken in
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import assert_never

from monitor.crawl import gate, outcomes, robots
from monitor.crawl.conversation import TRIES, Conversation
from monitor.crawl.lanes import Clock, Lanes
from monitor.crawl.places import Places
from monitor.crawl.robots import Rules
from monitor.model.fetch import FeedRequest, Fetched, Ingest, LookRequest, Next, PageRequest, Request
from monitor.model.settings import Settings

logger = logging.getLogger("monitor.crawl")

BREATH = 100  # requests admitted before the loop may look elsewhere
PATIENCE = 60.0  # seconds of a Crawl-delay that are waited for before the first page; a longer one leaves it one a run
HELD = 32 * 1024 * 1024  # bytes being taken in, above which nothing more is asked for

_End = tuple[Conversation, Fetched]


class Flow:
    """Leads every request to its end and hands it to `ingest`. Runs on the event loop and never blocks it."""

    def __init__(
        self,
        *,
        ingest: Ingest,
        settings: Settings,
        release: Callable[[Conversation], None],
        halt: Callable[[], None],
        clock: Clock,
        until: float,
        resting: Mapping[str, timedelta],
    ) -> None:
        self._ingest = ingest
        self._settings = settings
        self._clock = clock
        self._halt = halt  # ends the run when the intake can't go on
        self.lanes: Lanes[Conversation] = Lanes(
            release, clock=clock, delay=settings.delay.total_seconds(), per_host=settings.per_host,
            total=settings.concurrency, until=until,
        )  # fmt: skip
        self._rules: dict[str, Rules] = {}
        self._parked: dict[str, list[Conversation]] = {}  # pages waiting for their origin's robots.txt
        self._places = Places(resting, host_wide=settings.retry_after == "host")
        self._spared = 0  # pages that were not begun because of how their place behaved
        self._held = 0
        self.bytes = 0
        self.errors = 0

    async def want(self, requests: Iterable[Request]) -> None:
        """Queue requests; those that are refused at once are taken in before this returns."""
        await self._take_in(await self._admit_all(requests))

    async def arrived(
        self, conversation: Conversation, status: int, headers: Mapping[str, str], body: bytes, *, wire: int
    ) -> None:
        """Go on with a conversation that a response has come for."""
        self.bytes += wire
        self._clocked(conversation)
        if status in outcomes.REDIRECTS:
            host = conversation.host
            reason = conversation.follow(status, headers.get("location"))
            self.lanes.done(host)
            if reason is None:
                await self._take_in(self._admit(conversation))
            else:
                ended = conversation.ended("http_error", reason, status=status, headers=headers)
                await self._take_in([(conversation, ended)])
            return
        outcome, error = outcomes.of_response(status, headers, conditional=conversation.conditional)
        if outcome == "ok" and conversation.trouble is not None:
            (outcome, error), body = conversation.trouble, b""
        body = body if outcome == "ok" else b""
        await self._left(conversation, conversation.ended(outcome, error, status=status, headers=headers, body=body))

    async def failed(self, conversation: Conversation, ending: outcomes.Ending) -> None:
        """Go on with a conversation that no response has come for."""
        self._clocked(conversation)
        await self._left(conversation, conversation.ended(*(conversation.trouble or ending)))

    def stop(self) -> None:
        """Start nothing more."""
        self.lanes.close()

    @property
    def unasked(self) -> int:
        """Feeds and pages that were given up without being asked for."""
        return self.lanes.unasked + self._spared + sum(map(len, self._parked.values()))

    @property
    def rested(self) -> tuple[Fetched, ...]:
        """The answers by which places asked to be left alone."""
        return tuple(self._places.rested)

    def _clocked(self, conversation: Conversation) -> None:
        conversation.spent += self._clock.time() - conversation.released_at

    async def _left(self, conversation: Conversation, fetched: Fetched) -> None:
        """Judge what came over the wire: who else is to be left alone, and whether it is to be asked for once more."""
        host = conversation.host
        ends: list[_End] = []
        if self._places.heard(conversation.place, fetched):
            ends = [end for each in self.lanes.withdraw(host, self._places.spares) for end in self._spare(each)]
        if fetched.outcome == "rate_limited":
            self.lanes.slow(host, max(2 * self._settings.delay.total_seconds(), 1.0))
        retry = outcomes.may_retry(fetched) and conversation.tries < TRIES and not self._places.spares(conversation)
        if retry and not self.lanes.closed:
            self.lanes.put(host, conversation, conversation.priority, pause=self._settings.delay.total_seconds())
        else:
            ends.insert(0, (conversation, fetched))
        self.lanes.done(host)
        await self._take_in(ends)

    def _spare(self, conversation: Conversation) -> list[_End]:
        """How a conversation ends that is not begun: a feed with what its place said, a page by staying pending."""
        self._spared += conversation.kind == "page"
        said = self._places.said(conversation)
        return [(conversation, said)] if said is not None else []

    async def _admit_all(self, requests: Iterable[Request]) -> list[_End]:
        ends: list[_End] = []
        for number, each in enumerate(requests, start=1):
            ends += self._admit(Conversation(request=each, asked=each.url))
            if not number % BREATH:
                await asyncio.sleep(0)
        return ends

    def _admit(self, conversation: Conversation) -> list[_End]:
        """Pass a conversation through the gate and robots.txt into its lane; returns how it ended where it did not."""
        reason = gate.check_url(conversation.url, self._settings.private_networks)
        if reason is None:
            try:
                conversation.aim()
            except ValueError as error:
                reason = f"the URL can't be read: {error}"
        if reason is not None:
            return [(conversation, conversation.ended("private_address", reason))]
        if conversation.obeys and self._settings.respect_robots:
            rules = self._rules.get(conversation.origin)
            if rules is None:
                return self._park(conversation)
            reason = rules.refusal(conversation.wire)
            if reason:
                return [(conversation, conversation.ended(rules.outcome, reason))]
        return self._queue(conversation)

    def _queue(self, conversation: Conversation) -> list[_End]:
        if self._places.spares(conversation):
            return self._spare(conversation)
        self.lanes.put(conversation.host, conversation, conversation.priority)
        return []

    def _park(self, conversation: Conversation) -> list[_End]:
        """Keep a page until its origin's robots.txt has been read, which the first one asks for."""
        origin = conversation.origin
        waiting = self._parked.setdefault(origin, [])
        waiting.append(conversation)
        if len(waiting) > 1:
            return []
        return self._admit(Conversation(request=None, asked=robots.address_of(origin)))

    async def _lay_down(self, conversation: Conversation, fetched: Fetched) -> list[_End]:
        """Take in a robots.txt and let go the pages that waited for it."""
        rules = await robots.read(fetched)
        origin = robots.origin_of(conversation.asked)
        self._rules[origin] = rules
        waiting = self._parked.pop(origin, [])
        if rules.delay and waiting:
            self.lanes.slow(waiting[0].host, rules.delay, at_once=rules.delay <= PATIENCE)
        return [end for page in waiting for end in self._admit(page)]

    async def _take_in(self, ends: list[_End]) -> None:
        if len(ends) == 1:
            await self._take_one(*ends[0])
        elif ends:
            await asyncio.gather(*(self._take_one(*end) for end in ends))

    async def _take_one(self, conversation: Conversation, fetched: Fetched) -> None:
        """Hand on what a conversation came to, and queue what follows from it."""
        self._hold(len(fetched.body))
        try:
            further = await self._told(conversation, fetched)
        finally:
            self._hold(-len(fetched.body))
        await self._take_in(further)

    async def _told(self, conversation: Conversation, fetched: Fetched) -> list[_End]:
        request = conversation.request
        try:
            if request is None:
                return await self._lay_down(conversation, fetched)
            if isinstance(request, FeedRequest):
                follows = await self._ingest.feed(request, fetched)
            elif isinstance(request, PageRequest):
                follows = await self._ingest.page(request, fetched)
            elif isinstance(request, LookRequest):
                follows = await self._ingest.look(request, fetched)
            else:
                assert_never(request)
        except Exception as error:  # whatever it is, the other outlets' news must still come in
            self.errors += 1
            logger.error("%s could not be taken in: %s: %s", fetched.url, type(error).__name__, error)  # noqa: TRY400
            logger.debug("while taking in %s", fetched.url, exc_info=True)
            follows = Next()
        if follows.stop:
            self._halt()
        return await self._admit_all([*follows.looks, *follows.feeds, *follows.pages])

    def _hold(self, size: int) -> None:
        if size:
            self._held += size
            self.lanes.hold(held=self._held > HELD)

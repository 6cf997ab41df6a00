"""Asking feeds how they do, without keeping anything: `monitor sources check`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from monitor import clock
from monitor.config import proxy
from monitor.crawl.run import crawl
from monitor.errors import OverBudget, ParseError
from monitor.model.fetch import FeedRequest, Fetched, LookRequest, Next, PageRequest
from monitor.model.settings import Config
from monitor.pool import Pool
from monitor.stages import tdm
from monitor.stages.read import read_feed
from monitor.store import open_archive
from monitor.workflows.collect.plan import chosen

STALE = timedelta(days=30)
READ = frozenset({"ok", "stale", "moved", "reserved"})  # states in which a feed could be read


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """How a feed does when it is asked once, without validators.

    `state` is ok, stale (nothing newer than 30 days), moved (all well, but at another address), reserved (all well, but
    what it links to may not be kept: tdmrep.json), empty (a feed without an entry), drifted (a listing whose selectors
    find nothing any more), or the outcome of the fetch.
    """

    source: str
    url: str
    state: str
    status: int | None
    entries: int
    newest: datetime | None
    message: str


def check(config: Config, ids: Sequence[str], db: Path | None = None) -> tuple[Checked, ...]:
    """Return how each feed of these sources (all for none) does, in the order of the configuration.

    A feed that the archive gave up for a 410, and that can be read now, is asked again from then on; nothing else is
    kept. Raises UnknownName for an id that the configuration does not have.
    """
    by_id = {source.id: source for source in chosen(config, ids)}
    requests = [
        FeedRequest(feed=feed, source=by_id[feed.source], url=feed.url) for feed in config.feeds if feed.source in by_id
    ]
    pool = Pool(workers=config.settings.workers, cpu_seconds=config.settings.cpu_seconds)
    try:
        probe = Probe(pool, clock.now())
        crawl(requests, probe, settings=config.settings, proxy=proxy(config))
    finally:
        pool.close()
    found = tuple(probe.checked[request.url] for request in requests if request.url in probe.checked)
    if db is not None and db.exists():
        with open_archive(db, now=probe.now) as archive:
            archive.revive([one.url for one in found if one.state in READ], now=probe.now)
    return found


class Probe:
    """The Ingest that only looks."""

    def __init__(self, pool: Pool, now: datetime) -> None:
        self.pool = pool
        self.now = now
        self.checked: dict[str, Checked] = {}
        self._samples: dict[str, list[tuple[str, str]]] = {}  # by origin: feeds, with an article's address of each

    async def feed(self, request: FeedRequest, fetched: Fetched) -> Next:
        """Note how a feed does; what follows is the question whether its articles are reserved."""
        self.checked[request.feed.url], sample = await self._checked(request, fetched)
        if sample is None or request.source.rights == "licensed":
            return Next()
        origin = tdm.origin_of(sample)
        feeds = self._samples.setdefault(origin, [])
        feeds.append((request.feed.url, sample))
        look = LookRequest(source=request.source, url=origin + tdm.WELL_KNOWN, seeks="file", obeys=False)
        return Next(looks=(look,) if len(feeds) == 1 else ())

    async def page(self, request: PageRequest, fetched: Fetched) -> Next:
        """Pages are not asked for here."""
        raise NotImplementedError

    async def look(self, request: LookRequest, fetched: Fetched) -> Next:
        """Note which feeds lead to articles that are reserved."""
        rules = tdm.read_file(fetched.body) if fetched.outcome == "ok" else ()
        for url, sample in self._samples.get(tdm.origin_of(request.url), ()):
            word = tdm.by_file(rules, sample)
            if word is not None and word.reserved and self.checked[url].state in READ:
                policy = f"; its terms: {word.policy}" if word.policy else ""
                message = f"its tdmrep.json reserves mining: only titles and links are kept{policy}"
                self.checked[url] = replace(self.checked[url], state="reserved", message=message)
        return Next()

    async def _checked(self, request: FeedRequest, fetched: Fetched) -> tuple[Checked, str | None]:
        """Return how a feed does, and the address of an article that it leads to."""
        sample = None
        entries, newest, state, message = 0, None, str(fetched.outcome), fetched.error
        if fetched.outcome == "ok":
            try:
                parsed = await self.pool.run(read_feed, request, fetched, self.now)
            except (ParseError, OverBudget) as error:
                listing_is_empty = request.feed.kind == "listing" and error.outcome == "empty"
                state, message = ("drifted" if listing_is_empty else error.outcome), str(error)
            else:
                entries = len(parsed.entries) or len(parsed.children)
                newest = max((one.published for one in parsed.entries if one.published), default=None)
                state, message = self._state(fetched, newest)
                if not entries:
                    state, message = "empty", "it has no entry"
                sample = next((one.url for one in parsed.entries if one.url), None)
        checked = Checked(
            source=request.source.id,
            url=request.feed.url,
            state=state,
            status=fetched.status,
            entries=entries,
            newest=newest,
            message=message,
        )
        return checked, sample

    def _state(self, fetched: Fetched, newest: datetime | None) -> tuple[str, str]:
        if any(hop.status in {301, 308} for hop in fetched.hops):
            return "moved", f"now at {fetched.final_url}"
        if newest is not None and newest < self.now - STALE:
            return "stale", f"nothing newer than {newest:%d %B %Y}"
        return "ok", ""

"""Finding out where a site publishes: its front page, what that names, the usual places, or the page itself as a list.

Everything that looks like a feed is confirmed by reading it. What was fetched is kept with what was found, so that it
need not be fetched again when the source is added.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from monitor import clock
from monitor.config import proxy
from monitor.crawl.run import crawl
from monitor.errors import MonitorError, OverBudget, ParseError
from monitor.model.fetch import FeedRequest, Fetched, LookRequest, Next, PageRequest
from monitor.model.parsed import Parsed
from monitor.model.settings import Config
from monitor.model.source import ArticleSelectors, Feed, ListingSelectors, Source
from monitor.pool import Pool
from monitor.stages.discover import (
    WELL_KNOWN,
    Front,
    Offer,
    guess_article,
    guess_listing,
    read_front,
    sitemaps_of,
)
from monitor.stages.extract import extract
from monitor.stages.read import read_feed
from monitor.text.domains import registrable_domain

READABLE = 400  # characters of text that the generic extractor must find
FEWEST = 5  # entries that a list guessed must have
ALIKE = 0.6  # of the entries of two feeds, from which one of them is enough
KEPT = 5  # feeds of one source
_SITEMAPS = frozenset({"news-sitemap", "sitemap", "sitemapindex"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A feed that was read: how it is to be asked for, and what came when it was."""

    feed: Feed
    fetched: Fetched
    parsed: Parsed
    how: str  # link, anchor, well-known, robots.txt, listing, or given
    title: str = ""
    remarks: bool = False

    @property
    def newest(self) -> datetime | None:
        """When its newest entry was published."""
        return max((entry.published for entry in self.parsed if entry.published), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What was found of a site: a source as it could be added, its feeds, and what came of every other question."""

    source: Source
    feeds: tuple[Found, ...]
    failures: tuple[tuple[str, str], ...] = ()  # (address, why it is no feed)


def discover(config: Config, url: str) -> Discovery:
    """Return where the site at an address publishes; without feeds where nothing was found.

    Raises MonitorError where the address itself could not be had. Once a process: it crawls.
    """
    made = Source(id=source_id(url), name=urlsplit(url).hostname or url, homepage=url, owner=registrable_domain(url))
    with Pool(workers=config.settings.workers, cpu_seconds=config.settings.cpu_seconds) as pool:
        search = Search(pool, made, config, clock.now())
        crawl(search.begin(), search, settings=config.settings, proxy=proxy(config))
    if search.refused:
        raise MonitorError(search.refused)
    return search.discovery()


def source_id(url: str, language: str | None = None) -> str:
    """Return an id made of a site's host: `caliber-az-en`."""
    host = (urlsplit(url).hostname or "source").lower()
    host = re.sub(r"^(?:www\d?|m|news|rss|feeds?)\.(?=[^.]+\.)", "", host)
    host = re.sub(r"\.(?:com|org|net|info)$", "", host)
    tidy = re.sub(r"[^a-z0-9]+", "-", host).strip("-") or "source"
    return f"{tidy}-{language}"[:64] if language and not tidy.endswith(f"-{language}") else tidy[:64]


@dataclass(slots=True)
class Search:
    """The Ingest of a discovery: it goes on to the next step when all questions of one are answered."""

    pool: Pool
    source: Source
    config: Config
    now: datetime
    refused: str = ""
    front: Front = field(default_factory=Front)
    found: list[Found] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)
    article: ArticleSelectors = field(default_factory=ArticleSelectors)
    _home: Fetched | None = None
    _asked: dict[str, tuple[str, Offer | None]] = field(default_factory=dict)  # open questions: by step
    _seen: set[str] = field(default_factory=set)
    _step: str = "home"
    _robots: str = ""

    def begin(self) -> list[LookRequest]:
        """Return the first question: the address itself."""
        return self._ask([self.source.homepage], "home", seeks="page")

    async def feed(self, request: FeedRequest, fetched: Fetched) -> Next:
        """Nothing is asked for as a feed of ours."""
        raise NotImplementedError

    async def page(self, request: PageRequest, fetched: Fetched) -> Next:
        """Nor as an article."""
        raise NotImplementedError

    async def look(self, request: LookRequest, fetched: Fetched) -> Next:
        """Take in an answer; when it was the last of a step, ask the questions of the next."""
        how, offer = self._asked.pop(request.url)
        try:
            if how == "home":
                await self._take_home(fetched)
            elif how == "robots":
                self._robots = fetched.body.decode("utf-8", "replace") if fetched.outcome == "ok" else ""
                self.failures += [(request.url, fetched.error)] * (fetched.outcome not in {"ok", "not_found"})
            elif how == "article":
                await self._take_article(fetched)
            else:
                await self._take_feed(request, fetched, how, offer)
        except (ParseError, OverBudget) as error:
            self.failures.append((request.url, str(error)))
        return Next() if self._asked else Next(looks=tuple(await self._next()))

    async def _next(self) -> list[LookRequest]:
        """Return the questions of the next step; none when enough is known."""
        steps = {"home": self._named, "named": self._robots_file, "robots": self._usual, "usual": self._listing}
        while not self._own() and not self.refused and self._step in steps:
            looks = await steps[self._step]()
            if looks:
                return looks
        return []

    async def _named(self) -> list[LookRequest]:
        self._step = "named"
        offers = [offer for offer in self.front.offers if offer.by == "link"] or list(self.front.offers)
        return self._ask([offer.url for offer in offers], "", offers=offers)

    async def _robots_file(self) -> list[LookRequest]:
        self._step = "robots"
        return self._ask([urljoin(self.source.homepage, "/robots.txt")], "robots", seeks="file", obeys=False)

    async def _usual(self) -> list[LookRequest]:
        self._step = "usual"
        rest = [offer for offer in self.front.offers if offer.by == "anchor"]
        news = [link for link in sitemaps_of(self._robots) if "news" in link.lower()][:3]
        usual = [urljoin(self.source.homepage, path) for path in WELL_KNOWN]
        return [
            *self._ask([offer.url for offer in rest], "", offers=rest),
            *self._ask(news, "robots.txt"),
            *self._ask(usual, "well-known"),
        ]

    async def _listing(self) -> list[LookRequest]:
        """Take the front page for a list of articles, and look at one of these."""
        self._step = "listing"
        if self._home is None:
            return []
        content_type = self._home.headers.get("content-type")
        selectors = await self.pool.run(_guess_listing, self._home.body, self._home.final_url, content_type)
        if selectors is None:
            return []
        feed = Feed(source=self.source.id, url=self._home.final_url, kind="listing", listing=selectors)
        try:
            parsed = await self._read(feed, self._home)
        except (ParseError, OverBudget) as error:
            self.failures.append((feed.url, str(error)))
            return []
        if len(parsed) < FEWEST:
            return []
        self.found.append(Found(feed=feed, fetched=self._home, parsed=parsed, how="listing"))
        sample = next((entry.url for entry in parsed if entry.url), None)
        return self._ask([sample], "article", seeks="page") if sample else []

    def _own(self) -> bool:
        """Whether a feed was found that is not of readers' comments."""
        return any(not one.remarks for one in self.found)

    def _ask(
        self,
        urls: Sequence[str],
        how: str,
        *,
        seeks: str = "feed",
        obeys: bool = True,
        offers: Sequence[Offer] = (),
    ) -> list[LookRequest]:
        """Return questions that were not asked before."""
        looks = []
        for number, url in enumerate(urls):
            if url not in self._seen:
                self._seen.add(url)
                offer = offers[number] if offers else None
                self._asked[url] = (how or (offer.by if offer else ""), offer)
                looks.append(LookRequest(source=self.source, url=url, seeks=seeks, obeys=obeys))  # type: ignore[arg-type]
        return looks

    async def _take_home(self, fetched: Fetched) -> None:
        if fetched.outcome != "ok":
            self.refused = f"{fetched.url} could not be had ({fetched.outcome}): {fetched.error}"
            return
        feed = Feed(source=self.source.id, url=_lasting(fetched), kind="auto")
        try:
            parsed = await self._read(feed, fetched)
        except ParseError as error:
            if error.outcome != "html":
                self.refused = f"{fetched.url} is neither a page nor a feed: {error}"
                return
        else:
            self.found.append(_found(feed, fetched, parsed, "given"))
            parts = urlsplit(feed.url)
            self.source = replace(
                self.source, homepage=f"{parts.scheme}://{parts.netloc}/", name=parsed.title or self.source.name
            )
            self.front = Front(name=parsed.title, language=parsed.language)
            return
        self._home = fetched
        self.source = replace(self.source, homepage=fetched.final_url)
        content_type = fetched.headers.get("content-type")
        self.front = await self.pool.run(_read_front, fetched.body, fetched.final_url, content_type)

    async def _take_feed(self, request: LookRequest, fetched: Fetched, how: str, offer: Offer | None) -> None:
        if fetched.outcome != "ok":
            if how != "well-known":
                self.failures.append((request.url, f"{fetched.outcome}: {fetched.error}"))
            return
        feed = Feed(source=self.source.id, url=_lasting(fetched), kind="auto")
        try:
            parsed = await self._read(feed, fetched)
        except (ParseError, OverBudget) as error:
            if how != "well-known":
                self.failures.append((request.url, str(error)))
            return
        if any(one.feed.url == feed.url for one in self.found) or not (parsed.entries or parsed.children):
            return
        title = offer.title if offer else ""
        remarks = offer.remarks if offer else False
        self.found.append(replace(_found(feed, fetched, parsed, how), title=title or parsed.title, remarks=remarks))

    async def _take_article(self, fetched: Fetched) -> None:
        if fetched.outcome != "ok":
            self.failures.append((fetched.url, fetched.error))
            return
        content_type = fetched.headers.get("content-type")
        self.article = await self.pool.run(_guess_article, fetched.body, fetched.final_url, content_type)

    async def _read(self, feed: Feed, fetched: Fetched) -> Parsed:
        return await self.pool.run(
            read_feed, FeedRequest(feed=feed, source=self.source, url=feed.url), fetched, self.now
        )

    def discovery(self) -> Discovery:
        """Return what was found, each feed once: of two that carry the same, the first."""
        language = self.front.language or next((one.parsed.language for one in self.found if one.parsed.language), None)
        source = replace(
            self.source,
            id=source_id(self.source.homepage, language),
            name=self.front.name or self.source.name,
            languages=(language,) if language else (),
            article=(self.article,) if self.article != ArticleSelectors() else (),
        )
        order = {"given": 0, "link": 1, "anchor": 2, "robots.txt": 3, "well-known": 4, "listing": 5}
        own = sorted((one for one in self.found if not one.remarks), key=lambda one: order.get(one.how, 9))
        feeds = [replace(one, feed=replace(one.feed, source=source.id)) for one in _apart(own)][:KEPT]
        return Discovery(source=source, feeds=tuple(feeds), failures=tuple(self.failures))


def _apart(found: Iterable[Found]) -> list[Found]:
    kept: list[Found] = []
    for one in found:
        urls = {entry.url for entry in one.parsed}
        same = (len(urls & {entry.url for entry in other.parsed}) for other in kept)
        if not any(shared >= ALIKE * len(urls) for shared in same if urls):
            kept.append(one)
    return kept


def _found(feed: Feed, fetched: Fetched, parsed: Parsed, how: str) -> Found:
    kind = "sitemap" if parsed.format in _SITEMAPS else "rss"
    return Found(feed=replace(feed, kind=kind), fetched=fetched, parsed=parsed, how=how, title=parsed.title)  # type: ignore[arg-type]


def _lasting(fetched: Fetched) -> str:
    """Return the address to ask in future: where permanent redirects led, else the one that was asked."""
    return fetched.final_url if fetched.hops and all(hop.status in {301, 308} for hop in fetched.hops) else fetched.url


def _read_front(document: bytes, url: str, content_type: str | None) -> Front:
    return read_front(document, url=url, content_type=content_type)


def _guess_listing(document: bytes, url: str, content_type: str | None) -> ListingSelectors | None:
    return guess_listing(document, url=url, content_type=content_type)


def _guess_article(document: bytes, url: str, content_type: str | None) -> ArticleSelectors:
    """Return selectors for what the generic extractor does not find on a page by itself."""
    page = extract(document, url=url, content_type=content_type)
    guessed = guess_article(document, content_type=content_type)
    return ArticleSelectors(
        title=None if page.title else guessed.title,
        body=None if len(page.body) >= READABLE else guessed.body,
        published=None if page.published else guessed.published,
    )

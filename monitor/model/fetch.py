"""Conversations with publishers: what is asked, what came back, how it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Protocol

from monitor.errors import Outcome as Outcome  # noqa: PLC0414  the nouns of fetching are imported from here
from monitor.model.article import Entry
from monitor.model.rights import Reservation
from monitor.model.settings import Settings
from monitor.model.source import Feed, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRequest:
    """A feed to fetch, at `url` (its own, where it moved to, or a child sitemap's), with the validators to send."""

    feed: Feed
    source: Source
    url: str
    etag: str | None = None
    last_modified: str | None = None
    depth: int = 0  # of sitemap indexes passed


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """An article's page to fetch, for an entry of a feed; `article_id` where it is a re-check of a known article."""

    feed_id: int
    entry_key: str
    source: Source
    entry: Entry
    url: str
    tries: int = 0  # made before
    backfill: bool = False  # its article is no news
    reservation: Reservation | None = None  # what its origin's tdmrep.json says of it
    article_id: int | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LookRequest:
    """A document to look at that is neither a feed of ours nor an article: a front page, an archive's sitemap, a file.

    `seeks` says what is hoped for, and `obeys` whether robots.txt is asked first, as it is for pages.
    """

    source: Source
    url: str
    seeks: Literal["page", "feed", "sitemap", "file"] = "page"
    obeys: bool = True
    etag: str | None = None
    last_modified: str | None = None


Request = FeedRequest | PageRequest | LookRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One redirect on the way: `status` led from `url` onwards."""

    status: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """How one conversation ended. Headers have lower-case names; the body is decompressed and never over the cap."""

    url: str  # asked for
    final_url: str
    outcome: Outcome  # ok, not_modified, or the class of the failure; html, empty and parse_error are found later
    status: int | None = None
    hops: tuple[Hop, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    ms: int = 0
    requests: int = 1  # sent for it: redirects and the second try count, and 0 where nobody was asked
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """What to fetch after this; with `stop` nothing more, because the run can't go on."""

    feeds: tuple[FeedRequest, ...] = ()
    pages: tuple[PageRequest, ...] = ()
    looks: tuple[LookRequest, ...] = ()
    stop: bool = False


class Ingest(Protocol):
    """What the crawl hands everything it fetched to; all answer with what to fetch next and never raise."""

    async def feed(self, request: FeedRequest, fetched: Fetched) -> Next:
        """Take in a feed."""
        ...

    async def page(self, request: PageRequest, fetched: Fetched) -> Next:
        """Take in an article's page."""
        ...

    async def look(self, request: LookRequest, fetched: Fetched) -> Next:
        """Take in a document that was only looked at."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """How a crawl ended and what it cost; what was still waiting then was never asked for and stays pending.

    `ended` is `deadline` too where a host's delay would have gone beyond it and the run did not wait for that.
    """

    ended: Literal["finished", "deadline", "signal", "broken"] = "finished"  # broken: the intake could not go on
    signal: int | None = None
    requests: int = 0  # sent, robots.txt, redirects and retries included
    bytes: int = 0  # received, as they came over the wire
    unasked: int = 0  # feeds and pages that were never asked for
    errors: int = 0  # exceptions where there should be none: logged, and the run went on
    rested: tuple[Fetched, ...] = ()  # answers by which places asked to be left alone, those of robots.txt too
    seconds: float = 0.0
    lag: float = 0.0  # seconds, the longest that the event loop was late: bytes only move there


class Session(Protocol):
    """What `scrapy crawl` is handed in place of the arguments of crawl(): all that a run needs."""

    @property
    def requests(self) -> Sequence[Request]:
        """What to start with."""
        ...

    @property
    def ingest(self) -> Ingest:
        """Who takes in what comes."""
        ...

    @property
    def settings(self) -> Settings:
        """How to behave."""
        ...

    @property
    def proxy(self) -> str | None:
        """The settings' proxy, resolved."""
        ...

    @property
    def user_agent(self) -> str | None:
        """Who asks; None for press-monitor with the settings' contact."""
        ...

    @property
    def resting(self) -> Mapping[str, timedelta]:
        """Places (host and port) that asked, in an earlier run, to be left alone, and for how much longer."""
        ...

    def finish(self, report: CrawlReport) -> None:
        """Record how it ended. Called once, when nothing is being taken in any more."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One conversation with a feed, as the archive keeps it."""

    run_id: int
    feed_id: int
    at: datetime
    outcome: Outcome
    status: int | None = None
    bytes: int = 0
    ms: int | None = None
    entries: int = 0
    new: int = 0
    requests: int = 1  # 0: left alone, because its host had asked for that
    conditional: bool = False  # validators were sent
    moved_to: str | None = None  # where permanent redirects led
    hold_until: datetime | None = None  # what a Retry-After asked for
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A place (host and port) that asked to be left alone, by what it answered at `url`."""

    place: str
    until: datetime
    url: str

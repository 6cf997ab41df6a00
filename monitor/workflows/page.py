"""One page, asked for as a collect would ask for it, or from a file: `monitor extract`, `monitor sources capture`."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from urllib.parse import urlsplit

from monitor import clock
from monitor.config import load, proxy
from monitor.errors import InputError, MonitorError, UnknownName
from monitor.model.article import Entry, Page
from monitor.model.fetch import FeedRequest, Fetched, LookRequest, Next, PageRequest
from monitor.model.settings import Config, Settings
from monitor.model.source import Source
from monitor.pool import Pool
from monitor.stages.explain import Account, explain
from monitor.stages.extract import extract
from monitor.text.domains import registrable_domain
from monitor.text.nearest import nearest
from monitor.text.urls import normalise

GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A page as it came and as it was read; `accounts` where it was to be explained."""

    fetched: Fetched
    source: Source
    page: Page
    read_at: datetime
    accounts: tuple[Account, ...] = ()


def configured(path: Path) -> Config:
    """Return the configuration, or an empty one where there is no file: a single page needs none."""
    return load(path) if path.exists() else Config(path=path, settings=Settings(), sources=(), feeds=())


def source_of(config: Config, url: str, name: str | None = None) -> Source:
    """Return the source of this id, else the one whose front page is nearest to an address, else one made up for it.

    Raises UnknownName for an id that the configuration does not have.
    """
    known = {source.id: source for source in config.sources}
    if name is not None:
        if name not in known:
            raise UnknownName(f"no source {name!r} in {config.path.name}{nearest(name, known)}")
        return known[name]
    domain = registrable_domain(url) if url else ""
    same = [source for source in config.sources if registrable_domain(source.homepage) == domain]
    parts = urlsplit(url)
    made = Source(id="", name=parts.netloc or "a file", homepage=f"{parts.scheme}://{parts.netloc}/" if url else "")
    return max(same, key=lambda source: _nearness(source.homepage, url), default=made)


def fetch(url: str, source: Source, config: Config) -> Fetched:
    """Return a page that was asked for once, with all that the crawl minds: gate, robots.txt, caps and User-Agent.

    Raises MonitorError where it could not be had. Once a process: the reactor can't be started twice.
    """
    from monitor.crawl.run import crawl  # half a second, and not needed for files

    request = PageRequest(feed_id=0, entry_key="", source=source, entry=Entry(url=url), url=url)
    taker = _Taker()
    crawl([request], taker, settings=config.settings, proxy=proxy(config))
    fetched = taker.fetched
    if fetched is None:
        raise MonitorError(f"{url} was not asked for: interrupted, or out of time")
    if fetched.outcome != "ok":
        status = f", HTTP {fetched.status}" if fetched.status else ""
        raise MonitorError(f"{url} could not be had ({fetched.outcome}{status}): {fetched.error or 'no more is known'}")
    return fetched


def read_file(path: Path, url: str) -> Fetched:
    """Return a saved page, gzipped or not, as if it had just been fetched. Raises InputError."""
    try:
        body = path.read_bytes()
        body = gzip.decompress(body) if body.startswith(GZIP) else body
    except IsADirectoryError:
        raise InputError(f"{path} is a folder; expected a page") from None
    except FileNotFoundError:
        raise InputError(f"there is no file {path}") from None
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise InputError(f"{path} begins as a gzip file but is none: {error}") from None
    return Fetched(url=url, final_url=url, outcome="ok", body=body)


def look(fetched: Fetched, source: Source, config: Config, *, entry_title: str = "", why: bool = False) -> Looked:
    """Return what a page says, read in a worker with the settings' budget; raises ParseError and OverBudget."""
    now = clock.now()
    with Pool(workers=1, cpu_seconds=config.settings.cpu_seconds) as pool:
        page, accounts = pool.run_sync(_read, fetched, source, entry_title, why, now)
    return Looked(fetched=fetched, source=source, page=page, read_at=now, accounts=accounts)


def _read(
    fetched: Fetched, source: Source, entry_title: str, why: bool, now: datetime
) -> tuple[Page, tuple[Account, ...]]:
    page = extract(
        fetched.body,
        url=fetched.final_url,
        content_type=fetched.headers.get("content-type"),
        headers=dict(fetched.headers),
        selectors=source.article,
        timezone=source.timezone,
        languages=source.languages,
        entry_title=entry_title,
        reference=now,
    )
    if not fetched.final_url and page.canonical_url:  # a file of which nobody said where it is from
        page = replace(page, url=page.canonical_url)
    if not why:
        return page, ()
    accounts = explain(
        fetched.body,
        page,
        content_type=fetched.headers.get("content-type"),
        selectors=source.article,
        timezone=source.timezone,
        languages=source.languages,
        entry_title=entry_title,
        reference=now,
    )
    return page, accounts


def _nearness(homepage: str, url: str) -> tuple[bool, int]:
    """Return whether an address is below a front page, and how much of its beginning it shares with it."""
    one, other = normalise(homepage), normalise(url)
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return other.startswith(one), sum(1 for _ in same)


class _Taker:
    """The Ingest that keeps the one page."""

    def __init__(self) -> None:
        self.fetched: Fetched | None = None

    async def feed(self, request: FeedRequest, fetched: Fetched) -> Next:
        """Feeds are not asked for here."""
        raise NotImplementedError

    async def page(self, request: PageRequest, fetched: Fetched) -> Next:  # noqa: ARG002 - there is only one
        """Keep what came; nothing follows."""
        self.fetched = fetched
        return Next()

    async def look(self, request: LookRequest, fetched: Fetched) -> Next:
        """Nothing is looked at besides it."""
        raise NotImplementedError

"""One crawl in a process of its own, since a reactor runs once: `run()` starts it and gives back what was fetched."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from monitor.crawl.run import crawl
from monitor.model.article import Entry
from monitor.model.fetch import CrawlReport, FeedRequest, Fetched, LookRequest, Next, PageRequest
from monitor.model.settings import Settings
from monitor.model.source import Feed, Source

LOOPBACK = ("127.0.0.0/8", "::1/128")

_forks = multiprocessing.get_context("forkserver")  # Scrapy is imported once, the reactor is not
_forks.set_forkserver_preload([__name__])


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What a crawl in a test is given."""

    feeds: tuple[Mapping[str, Any], ...] = ()  # url, and any of etag, last_modified, kind, languages
    pages: tuple[Mapping[str, Any], ...] = ()  # url, and any of published (seconds), languages
    follow: Mapping[str, Iterable[str]] = field(default_factory=dict)  # of a feed's URL: the pages to fetch next
    networks: tuple[str, ...] = LOOPBACK
    delay: float = 0.0
    timeout: float = 2.0
    deadline: float = 30.0
    grace: float = 0.5
    per_host: int = 1
    concurrency: int = 16
    max_bytes: int = 1_000_000
    contact: str | None = None
    proxy: str | None = None
    respect_robots: bool = True
    raises: bool = False  # ingest raises at everything
    stops_after: int = 0  # ingest ends the run when it has taken in so many
    slow: float = 0.0  # seconds that taking in each document takes
    signal_after: int = 0  # send ourselves SIGTERM when so many have been taken in
    names: Mapping[str, list[list[str]]] = field(default_factory=dict)  # what each look-up of a name finds, in turn
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How the crawl went: what was handed to ingest in order, its report, and what it wrote to stderr."""

    fetched: tuple[Fetched, ...]
    report: CrawlReport
    stderr: str

    def of(self, url: str) -> Fetched:
        """The one conversation about a URL."""
        (found,) = [each for each in self.fetched if each.url == url]
        return found


class Performance:
    """A crawl under way."""

    def __init__(self, scene: Scene) -> None:
        with tempfile.NamedTemporaryFile(prefix="scene-", delete=False) as file:
            self._stderr = Path(file.name)
        self._result, ours = _forks.Pipe(duplex=False)
        self.process = _forks.Process(target=_perform, args=(scene, ours, str(self._stderr)))
        self.process.start()
        ours.close()

    def end(self) -> Outcome:
        """Wait for the end."""
        try:
            assert self._result.poll(60), "the crawl does not end"
            fetched, report = self._result.recv()
        except EOFError:
            raise AssertionError(self._stderr.read_text()) from None
        self.process.join()
        stderr = self._stderr.read_text()
        self._stderr.unlink()
        return Outcome(fetched=fetched, report=report, stderr=stderr)


def run(scene: Scene) -> Outcome:
    """Run a crawl to its end."""
    return Performance(scene).end()


class _Recorder:
    """An ingest that keeps what it is given."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.fetched: list[Fetched] = []

    async def feed(self, request: FeedRequest, fetched: Fetched) -> Next:
        await self._take(fetched)
        pages = tuple(_page({"url": url}) for url in self.scene.follow.get(request.url, ()))
        return Next(pages=pages, stop=len(self.fetched) == self.scene.stops_after)

    async def page(self, request: PageRequest, fetched: Fetched) -> Next:
        await self._take(fetched)
        return Next()

    async def look(self, request: LookRequest, fetched: Fetched) -> Next:
        raise NotImplementedError

    async def _take(self, fetched: Fetched) -> None:
        if self.scene.slow:
            await asyncio.get_running_loop().run_in_executor(None, time.sleep, self.scene.slow)
        self.fetched.append(fetched)
        if len(self.fetched) == self.scene.signal_after:
            os.kill(os.getpid(), signal.SIGTERM)
        if self.scene.raises:
            msg = "the archive is on fire"
            raise RuntimeError(msg)


def _directory(names: Mapping[str, list[list[str]]]) -> Any:
    """A getaddrinfo that knows these names, and gives up when they are asked for too often."""

    def look_up(host: str, port: int, *_: object, **__: object) -> list[Any]:
        if not names[host]:
            msg = f"{host} was looked up once too often"
            raise AssertionError(msg)
        return [(None, None, None, "", (address, port)) for address in names[host].pop(0)]

    return look_up


def _source(row: Mapping[str, Any]) -> Source:
    languages = tuple(row.get("languages", ()))
    return Source(id="paper", name="The Paper", homepage="http://paper.test/", languages=languages)


def _feed(row: Mapping[str, Any]) -> FeedRequest:
    feed = Feed(id=1, source="paper", url=row["url"], kind=row.get("kind", "rss"))
    return FeedRequest(
        feed=feed, source=_source(row), url=row["url"], etag=row.get("etag"), last_modified=row.get("last_modified")
    )


def _page(row: Mapping[str, Any]) -> PageRequest:
    published = datetime.fromtimestamp(row["published"], UTC) if "published" in row else None
    return PageRequest(
        feed_id=1, entry_key=row["url"], source=_source(row), entry=Entry(published=published), url=row["url"]
    )


def _perform(scene: Scene, result: Connection, stderr: str) -> None:
    os.dup2(os.open(stderr, os.O_WRONLY), 2)
    logging.basicConfig(format="%(message)s", level=logging.INFO, stream=sys.stderr, force=True)
    os.environ.update(scene.environment)
    if scene.names:
        socket.getaddrinfo = _directory(scene.names)
    ingest = _Recorder(scene)
    settings = Settings(
        private_networks=tuple(ip_network(each) for each in scene.networks), delay=timedelta(seconds=scene.delay),
        timeout=timedelta(seconds=scene.timeout), per_host=scene.per_host, concurrency=scene.concurrency,
        max_bytes=scene.max_bytes, contact=scene.contact, respect_robots=scene.respect_robots,
    )  # fmt: skip
    requests: list[FeedRequest | PageRequest] = [*map(_feed, scene.feeds), *map(_page, scene.pages)]
    report = crawl(
        requests, ingest, settings=settings, deadline=timedelta(seconds=scene.deadline), proxy=scene.proxy,
        grace=timedelta(seconds=scene.grace),
    )  # fmt: skip
    result.send((tuple(ingest.fetched), report))

"""One crawl in a process of its own, since a reactor runs once: `run()` starts it and gives back what was fetched."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from typing import Any

from monitor.model.article import Entry
from monitor.model.fetch import FeedRequest, Fetched, Next, PageRequest
from monitor.model.settings import Settings
from monitor.model.source import Feed, Source

LOOPBACK = ("127.0.0.0/8", "::1/128")


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What a crawl in a test is given, in a form that goes through JSON."""

    feeds: tuple[Mapping[str, Any], ...] = ()  # url, and any of etag, last_modified, kind, languages
    pages: tuple[Mapping[str, Any], ...] = ()  # url, and any of published (seconds), languages
    follow: Mapping[str, Iterable[str]] = field(default_factory=dict)  # of a feed's URL: the pages to fetch next
    networks: tuple[str, ...] = LOOPBACK
    delay: float = 0.0
    timeout: float = 1.0
    deadline: float = 30.0
    grace: float = 0.5
    per_host: int = 1
    concurrency: int = 16
    max_bytes: int = 1_000_000
    contact: str | None = None
    proxy: str | None = None
    respect_robots: bool = True
    raises: bool = False  # ingest raises at everything
    slow: float = 0.0  # seconds that taking in each document takes
    signal_after: int = 0  # send ourselves SIGTERM when so many have been taken in


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How the crawl went: what was handed to ingest in order, and its report."""

    fetched: tuple[Fetched, ...]
    report: Mapping[str, Any]
    stderr: str

    def of(self, url: str) -> Fetched:
        """The one conversation about a URL."""
        (found,) = [each for each in self.fetched if each.url == url]
        return found


def start(scene: Scene, **environment: str) -> subprocess.Popen[str]:
    """Start the crawl."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.crawl.scene"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, env={**os.environ, **environment},
    )  # fmt: skip


def run(scene: Scene, **environment: str) -> Outcome:
    """Run the crawl to its end."""
    return finish(start(scene, **environment), scene)


def finish(process: subprocess.Popen[str], scene: Scene) -> Outcome:
    """Wait for a crawl's end."""
    stdout, stderr = process.communicate(json.dumps(asdict(scene)), timeout=60)
    assert process.returncode == 0, stderr
    rows = json.loads(stdout)
    return Outcome(
        fetched=tuple(Fetched(**{**row, "body": base64.b64decode(row["body"])}) for row in rows["fetched"]),
        report=rows["report"], stderr=stderr,
    )  # fmt: skip


class _Recorder:
    """An ingest that keeps what it is given."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.fetched: list[Fetched] = []

    async def feed(self, request: FeedRequest, fetched: Fetched) -> Next:
        await self._take(fetched)
        return Next(pages=tuple(_page({"url": url}) for url in self.scene.follow.get(request.url, ())))

    async def page(self, request: PageRequest, fetched: Fetched) -> Next:
        await self._take(fetched)
        return Next()

    async def _take(self, fetched: Fetched) -> None:
        if self.scene.slow:
            await asyncio.get_running_loop().run_in_executor(None, _doze, self.scene.slow)
        self.fetched.append(fetched)
        if len(self.fetched) == self.scene.signal_after:
            os.kill(os.getpid(), signal.SIGTERM)
        if self.scene.raises:
            msg = "the archive is on fire"
            raise RuntimeError(msg)


def _doze(seconds: float) -> None:
    import time

    time.sleep(seconds)


def _source(row: Mapping[str, Any]) -> Source:
    return Source(
        id="paper", name="The Paper", homepage="http://paper.test/", languages=tuple(row.get("languages", ()))
    )


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


def _main() -> None:
    from monitor.crawl.run import crawl

    scene = Scene(**json.load(sys.stdin))
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
    rows = [{**asdict(each), "body": base64.b64encode(each.body).decode()} for each in ingest.fetched]
    json.dump({"fetched": rows, "report": asdict(report)}, sys.stdout)


if __name__ == "__main__":
    _main()

"""A session for `scrapy crawl`, as the workflow of collecting gives one: it writes what came to a file."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

from monitor.errors import UnknownName
from monitor.model.fetch import CrawlReport, FeedRequest, Fetched, LookRequest, Next, PageRequest
from monitor.model.settings import Settings
from monitor.model.source import Feed, Source

LOOPBACK = Settings(private_networks=(ip_network("127.0.0.0/8"),), delay=timedelta(0))


@dataclass
class PaperSession:
    """Fetches what SCENE_URL names."""

    sources: tuple[str, ...]
    all: bool
    fetched: list[str] = field(default_factory=list)
    settings: Settings = LOOPBACK
    proxy: str | None = None
    user_agent: str | None = None
    resting: dict[str, timedelta] = field(default_factory=dict)

    @property
    def ingest(self) -> PaperSession:
        return self

    @property
    def requests(self) -> list[FeedRequest]:
        url = os.environ["SCENE_URL"]
        source = Source(id="paper", name="The Paper", homepage=url)
        return [FeedRequest(feed=Feed(source="paper", url=url), source=source, url=url)]

    async def feed(self, _request: FeedRequest, fetched: Fetched) -> Next:
        self.fetched.append(fetched.outcome)
        return Next()

    async def page(self, _request: PageRequest, _fetched: Fetched) -> Next:
        return Next()

    async def look(self, _request: LookRequest, _fetched: Fetched) -> Next:
        raise NotImplementedError

    def finish(self, report: CrawlReport) -> None:
        row = {"sources": self.sources, "all": self.all, "fetched": self.fetched, "report": asdict(report)}
        Path(os.environ["SCENE_OUT"]).write_text(json.dumps(row))


def session(sources: tuple[str, ...], every: bool) -> PaperSession:
    if "nobody" in sources:
        msg = "there is no source named nobody"
        raise UnknownName(msg)
    return PaperSession(sources, every)

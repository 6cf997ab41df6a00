"""What `monitor collect` is measured against: Scrapy alone, on a list of URLs read from standard input.

`python -m benchmarks.bare download` fetches and forgets; `inline` runs trafilatura in the callback, as a spider is
usually written; `conditional` sends If-None-Match. One connection policy on all sides: no delay, 8 connections a host.
"""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response

SETTINGS = {
    "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False, "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS": 16, "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "HTTPERROR_ALLOW_ALL": True,
}  # fmt: skip


class Bare(scrapy.Spider):
    """Asks for each URL once."""

    name = "bare"
    rows: list[tuple[str, str | None]]
    inline = False
    statuses: dict[int, int]
    words = 0

    async def start(self) -> AsyncIterator[Any]:
        self.statuses = {}
        for url, etag in self.rows:
            yield scrapy.Request(url, headers={"If-None-Match": etag} if etag else None, dont_filter=True)

    def parse(self, response: Response, **_: Any) -> None:
        self.statuses[response.status] = self.statuses.get(response.status, 0) + 1
        if self.inline and b"html" in (response.headers.get("Content-Type") or b""):
            import trafilatura

            text = trafilatura.extract(response.body, url=response.url, with_metadata=True, output_format="json")
            self.words += len(json.loads(text)["text"].split()) if text else 0


def _main(how: str) -> None:
    process = CrawlerProcess(SETTINGS)
    crawler = process.create_crawler(Bare)
    process.crawl(crawler, rows=json.load(sys.stdin), inline=how == "inline")
    process.start()
    assert isinstance(crawler.spider, Bare)
    print(json.dumps({"statuses": crawler.spider.statuses, "words": crawler.spider.words}))


if __name__ == "__main__":
    _main(sys.argv[1])

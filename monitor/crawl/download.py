"""Scrapy's HTTP download handler, held to one request where one was asked for and to a bounded head."""

from __future__ import annotations

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler


class Download(HTTP11DownloadHandler):
    """The handler without Twisted's silent second request when a kept connection drops: retries are ours to count."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool.retryAutomatically = False

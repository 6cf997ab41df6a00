"""Scrapy's HTTP download handler, held to one request where one was asked for and to a head of bounded size."""

from __future__ import annotations

from typing import Any

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure
from twisted.web._newclient import BODY, Request  # no public names

HEAD = 256 * 1024  # bytes of status line and headers; Twisted itself takes them without end


class HeadTooLarge(Exception):
    """An answer whose headers don't come to an end."""


class Download(HTTP11DownloadHandler):
    """The handler without Twisted's silent second request when a kept connection drops: retries are ours to count."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool.retryAutomatically = False
        self._pool._factory = _Factory  # noqa: SLF001 - as Scrapy sets its own


class _Connection(_LenientHTTP11ClientProtocol):
    _head = 0

    def request(self, request: Request) -> Deferred[Any]:
        self._head = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        if self._parser is not None and self._parser.state != BODY:
            self._head += len(data)
            if self._head > HEAD:
                self._giveUp(Failure(HeadTooLarge()))  # type: ignore[no-untyped-call]  # Twisted's
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]  # Twisted's


class _Factory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: object) -> _Connection:  # noqa: ARG002, N802 - Twisted's interface
        return _Connection(self._quiescentCallback)  # type: ignore[no-untyped-call]  # Twisted's

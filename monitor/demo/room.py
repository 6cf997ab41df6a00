"""The press room: a web server on loopback with the outlets of the demo under a path each."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self

from monitor.demo.feeds import MEDIA_TYPES, feed
from monitor.demo.pages import Edition, article_page, front_page
from monitor.demo.press import Outlet

HOST = "127.0.0.1"
ROBOTS = "User-agent: *\nAllow: /\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What stands at a path. The validators change with the body and with nothing else."""

    body: bytes
    media_type: str
    etag: str


class PressRoom:
    """Serves the outlets from `with` to its end; `turn_page()` brings the next edition."""

    def __init__(self, outlets: tuple[Outlet, ...], *, began: datetime) -> None:
        self._outlets = outlets
        self._server = ThreadingHTTPServer((HOST, 0), _answering(self))
        self._server.daemon_threads = True
        self.edition = Edition(address=f"http://{HOST}:{self._server.server_port}", began=began, number=1)
        self.documents = documents(self.edition, outlets)
        self.asked: list[tuple[str, int]] = []  # path and status of every answer, in order

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def turn_page(self) -> None:
        """Print the next edition: late articles appear, edited ones read differently, the rest stays as it is."""
        self.edition = replace(self.edition, number=self.edition.number + 1)
        self.documents = documents(self.edition, self._outlets)


def documents(edition: Edition, outlets: tuple[Outlet, ...]) -> dict[str, Document]:
    """Return every document of an edition under its path."""
    found = {"/robots.txt": _document(ROBOTS, "text/plain")}
    for outlet in outlets:
        html = f"text/html; charset={outlet.charset}"
        found[f"/{outlet.id}/"] = _document(front_page(edition, outlet), html, outlet.charset)
        for channel in outlet.channels:
            if channel.flaw != "missing" and channel.form != "listing":
                media_type = MEDIA_TYPES[channel.form]
                found[f"/{outlet.id}/{channel.path}"] = _document(feed(edition, outlet, channel), media_type)
        for piece in outlet.printed(edition.number):
            path = edition.link(outlet, piece).removeprefix(edition.address)
            found[path] = _document(article_page(edition, outlet, piece), html, outlet.charset)
    return found


def _document(text: str, media_type: str, charset: str = "utf-8") -> Document:
    body = text.encode(charset, "xmlcharrefreplace")
    return Document(body=body, media_type=media_type, etag=f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"')


def _answering(room: PressRoom) -> type[BaseHTTPRequestHandler]:
    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "PressRoom"
        sys_version = ""

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            document = room.documents.get(path)
            if document is None:
                self._send(HTTPStatus.NOT_FOUND, Document(body=b"<h1>404</h1>", media_type="text/html", etag=""))
            elif self.headers.get("If-None-Match") == document.etag:
                self._send(HTTPStatus.NOT_MODIFIED, replace(document, body=b""))
            else:
                self._send(HTTPStatus.OK, document)

        def _send(self, status: HTTPStatus, document: Document) -> None:
            room.asked.append((self.path, int(status)))
            self.send_response(status)
            if document.etag:
                self.send_header("ETag", document.etag)
                self.send_header("Last-Modified", format_datetime(room.edition.began, usegmt=True))
            if status != HTTPStatus.NOT_MODIFIED:
                self.send_header("Content-Type", document.media_type)
                self.send_header("Content-Length", str(len(document.body)))
            self.end_headers()
            self.wfile.write(document.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  http.server's signature
            """Say nothing: the terminal belongs to the demo."""

    return Answer

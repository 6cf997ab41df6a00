"""The page behind one-click unsubscribing (RFC 8058): a POST with a token unsubscribes, a GET never does."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from monitor.errors import CantCreate, MonitorError

HOST = "127.0.0.1"
LONGEST = 4096  # bytes of a request's body
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="robots" content="noindex">'
    '<meta name="viewport" content="width=device-width"><title>{title}</title></head>'
    "<body><main><h1>{title}</h1>{body}</main></body></html>"
)
BUTTON = '<form method="post"><button name="List-Unsubscribe" value="One-Click">Unsubscribe</button></form>'

Leave = Callable[[str], tuple[str, str] | None]


def serve(port: int, leave: Leave, *, tell: Callable[[str], None]) -> None:
    """Answer on a loopback port until interrupted; `leave` is handed the token of each POST, `tell` the address.

    What `leave` could not do is told, too. Raises CantCreate where the port can't be had.
    """
    try:
        opened = server(port, leave, tell=tell)
    except OSError as error:
        raise CantCreate(f"port {port} can't be had ({error.strerror}): give --serve another") from error
    with opened:
        tell(f"http://{HOST}:{opened.server_port}/; Ctrl-C stops")
        opened.serve_forever()


def server(port: int, leave: Leave, *, tell: Callable[[str], None] = lambda _: None) -> ThreadingHTTPServer:
    """Return the server, bound and not yet serving."""

    class Answer(BaseHTTPRequestHandler):
        server_version = "press-monitor"
        sys_version = ""
        timeout = 10

        def do_GET(self) -> None:
            self._say(HTTPStatus.OK, "Unsubscribe?", BUTTON if self._token() else "<p>There is no token.</p>")

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length") or "0"
            if not re.fullmatch(r"[0-9]{1,9}", length) or int(length) > LONGEST:
                self._say(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "That is too much", "")
                return
            self.rfile.read(int(length))
            try:
                found = leave(self._token())
            except MonitorError as error:
                tell(f"somebody could not be unsubscribed: {error}")
                self._say(HTTPStatus.SERVICE_UNAVAILABLE, "That did not work: please try again", BUTTON)
                return
            if found is None:
                self._say(HTTPStatus.NOT_FOUND, "There is no such subscription", "")
            else:
                self._say(HTTPStatus.OK, "You are unsubscribed", f"<p>{escape(found[1])}</p>")

        def _token(self) -> str:
            return next(iter(parse_qs(urlsplit(self.path).query).get("token", [])), "")

        def _say(self, status: HTTPStatus, title: str, body: str) -> None:
            page = PAGE.format(title=title, body=body).encode()
            self.send_response(status)
            for name, value in (
                ("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page))),
                ("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer"),
                ("Content-Security-Policy", "default-src 'none'; form-action 'self'"),
            ):  # fmt: skip
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  http.server's signature
            """Say nothing: tokens stand in the addresses."""

    return ThreadingHTTPServer((HOST, port), Answer)

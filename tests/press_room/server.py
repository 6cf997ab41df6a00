"""The press room's server and its log of who asked what."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import ssl
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

from tests.press_room import mischief, pieces
from tests.press_room.certificate import certificate

_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request that came in. Header names are in lower case; `at` is time.monotonic(); `host` the address asked."""

    method: str
    path: str
    headers: Mapping[str, str]
    host: str
    at: float
    connection: int


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a route gives. `body` is sent as it is; Content-Length is added, validators are honoured."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


Route = Callable[["Visit"], Awaitable[None]]


@dataclass
class Visit:
    """One request being answered: what was asked and where to write."""

    asked: Asked
    writer: asyncio.StreamWriter
    room: PressRoom
    times: int  # this path was asked for, this time included
    close: bool = False

    async def send(self, answer: Answer) -> None:
        """Write a whole answer."""
        names = {name.lower() for name, _ in answer.headers}
        rows = [*answer.headers]
        if "content-length" not in names and answer.status not in {204, 304}:
            rows.append(("Content-Length", str(len(answer.body))))
        head = f"HTTP/1.1 {answer.status} Status\r\n" + "".join(f"{name}: {value}\r\n" for name, value in rows)
        self.writer.write(head.encode("utf-8") + b"\r\n" + (b"" if answer.status == 304 else answer.body))
        await self.writer.drain()

    async def raw(self, data: bytes, *, close: bool = True) -> None:
        """Write bytes as they are."""
        self.close = close
        self.writer.write(data)
        await self.writer.drain()


class PressRoom:
    """A newspaper's web server. Use it as a context manager."""

    def __init__(self, *, tls: bool = False) -> None:
        self.tls = tls
        self.port = 0
        self.certificate: Path | None = None
        self._routes: dict[tuple[str | None, str], Route] = {}
        self._log: list[Asked] = []
        self._lock = threading.Lock()
        self._times: Counter[tuple[str, str]] = Counter()
        self._servers: dict[str, asyncio.Server] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="press room", daemon=True)
        self._connections = 0
        self._open: set[asyncio.Task[None]] = set()
        self._folder: Path | None = None

    # --- opening and closing -----------------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        self._thread.start()
        self._listen("127.0.0.1")
        return self

    def __exit__(self, *_: object) -> None:
        self._call(self._shut())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        if self._folder is not None:
            shutil.rmtree(self._folder)

    def url(self, path: str = "/", *, host: str | int = "127.0.0.1") -> str:
        """Where a path stands; `host=2` is 127.0.0.2, `host="::1"` the IPv6 one, `host="localhost"` 127.0.0.1."""
        name = f"127.0.0.{host}" if isinstance(host, int) else host
        self._listen("127.0.0.1" if name == "localhost" else name)
        shown = f"[{name}]" if ":" in name else name
        return f"{'https' if self.tls else 'http'}://{shown}:{self.port}{path}"

    def _listen(self, address: str) -> None:
        if address not in self._servers:
            context = self._context() if self.tls else None
            server = self._call(asyncio.start_server(self._serve, address, self.port, ssl=context, backlog=512))
            self.port = server.sockets[0].getsockname()[1]
            self._servers[address] = server

    def _call(self, coroutine: Coroutine[Any, Any, _T]) -> _T:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    async def _shut(self) -> None:
        for server in self._servers.values():
            server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    def _context(self) -> ssl.SSLContext:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="press-room-"))
            self.certificate = certificate(self._folder)
        assert self.certificate is not None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self._folder / "key.pem")
        return context

    # --- what stands where -------------------------------------------------------------------------------------------

    def serve(
        self, path: str, body: bytes | str = b"", *, content_type: str = "text/html; charset=utf-8", status: int = 200,
        headers: Mapping[str, str] | None = None, host: str | None = None,
    ) -> str:  # fmt: skip
        """Let a path answer with a body; returns its URL. ETag and Last-Modified among the headers are honoured."""
        data = body.encode() if isinstance(body, str) else body
        rows = (("Content-Type", content_type), *(headers or {}).items())
        return self.route(path, _static(Answer(status=status, body=data, headers=rows)), host=host)

    def route(self, path: str, route: Route, *, host: str | None = None) -> str:
        """Let a path be answered by a coroutine function of the visit; returns its URL."""
        self._routes[host, path] = route
        return self.url(path, host=host or "127.0.0.1")

    def delay(self, path: str, seconds: float, *, host: str | None = None) -> None:
        """Let a path answer as it does, but so much later."""
        route = self._routes[host, path]

        async def late(visit: Visit) -> None:
            await asyncio.sleep(seconds)
            await route(visit)

        self._routes[host, path] = late

    def remove(self, path: str, *, host: str | None = None) -> None:
        """Let a path be 404 again."""
        self._routes.pop((host, path), None)

    def feed(
        self, path: str, entries: Sequence[pieces.Piece], *, form: pieces.Form = "rss", etag: str | None = None,
        last_modified: str | None = None, headers: Mapping[str, str] | None = None, host: str | None = None,
        title: str = "The Paper", full: bool = False,
    ) -> str:  # fmt: skip
        """Publish a feed of pieces; `full` puts their text in. Returns its URL."""
        base = self.url("", host=host or "127.0.0.1")
        rows = {"ETag": etag, "Last-Modified": last_modified, **(headers or {})}
        return self.serve(
            path, pieces.feed(form, base, title, entries, full=full), content_type=pieces.TYPES[form],
            headers={name: value for name, value in rows.items() if value is not None}, host=host,
        )  # fmt: skip

    def page(self, piece: pieces.Piece, *, headers: Mapping[str, str] | None = None, host: str | None = None) -> str:
        """Publish a piece's page, with the usual metadata. Returns its URL."""
        url = self.url(piece.path, host=host or "127.0.0.1")
        return self.serve(piece.path, pieces.html(piece, url), headers=headers, host=host)

    def redirect(self, path: str, to: str, *, status: int = 302, host: str | None = None) -> str:
        """Send who asks for a path elsewhere. Returns its URL."""
        return self.serve(path, "moved", status=status, headers={"Location": to}, host=host)

    def status(
        self, path: str, status: int, *, headers: Mapping[str, str] | None = None, host: str | None = None
    ) -> str:
        """Let a path answer with a bare status, such as 404, 410, 429 or 503. Returns its URL."""
        return self.serve(path, f"status {status}", status=status, headers=headers, host=host)

    def robots(self, text: str, *, status: int = 200, host: str | None = None) -> str:
        """Lay down a robots.txt. Returns its URL."""
        return self.serve("/robots.txt", text, content_type="text/plain", status=status, host=host)

    def misbehave(self, path: str, how: mischief.Misbehaviour, *, host: str | None = None) -> str:
        """Let a path misbehave in one of the ways of `mischief`. Returns its URL."""
        return self.route(path, mischief.MISBEHAVIOURS[how], host=host)

    # --- who asked what ----------------------------------------------------------------------------------------------

    def asked(self, path: str | None = None, *, host: str | None = None) -> tuple[Asked, ...]:
        """The requests so far, in order, of a path or all."""
        with self._lock:
            return tuple(each for each in self._log if path in {None, each.path} and host in {None, each.host})

    def paths(self) -> list[str]:
        """The paths asked for so far, in order."""
        return [each.path for each in self.asked()]

    def forget(self) -> None:
        """Empty the log."""
        with self._lock:
            self._log.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        self._connections += 1
        number = self._connections
        try:
            while await self._answer(reader, writer, number):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError, ssl.SSLError):
            pass  # they hung up, or we are closing
        finally:
            self._open.discard(task)
            writer.close()
            with contextlib.suppress(OSError, asyncio.CancelledError, ssl.SSLError):
                await writer.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *rest = head.strip().split("\r\n")
        method, target, _ = first.split(" ", 2)
        headers = {name.strip().lower(): value.strip() for name, _, value in (row.partition(":") for row in rest)}
        parts = urlsplit(target)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        host = writer.get_extra_info("sockname")[0]
        asked = Asked(method=method, path=path, headers=headers, host=host, at=time.monotonic(), connection=number)
        with self._lock:
            self._log.append(asked)
            self._times[host, path] += 1
            visit = Visit(asked, writer, self, self._times[host, path])
        await self._route(host, path)(visit)
        return not visit.close and headers.get("connection", "").lower() != "close"

    def _route(self, host: str, path: str) -> Route:
        """The route of a path with its query, else of the path alone."""
        for key in ((host, path), (None, path), (host, path.partition("?")[0]), (None, path.partition("?")[0])):
            if key in self._routes:
                return self._routes[key]
        return _NOTHING_HERE


def _static(answer: Answer) -> Route:
    rows = {name.lower(): value for name, value in answer.headers}
    unchanged = Answer(status=304, headers=tuple(row for row in answer.headers if row[0].lower() != "content-type"))

    def known(sent: Mapping[str, str]) -> bool:
        if answer.status != 200:
            return False
        if "if-none-match" in sent:
            return sent["if-none-match"] == rows.get("etag")
        return "last-modified" in rows and sent.get("if-modified-since") == rows["last-modified"]

    async def route(visit: Visit) -> None:
        await visit.send(unchanged if known(visit.asked.headers) else answer)

    return route


_NOTHING_HERE = _static(Answer(status=404, body=b"nothing here", headers=(("Content-Type", "text/plain"),)))

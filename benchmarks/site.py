"""A static site on loopback, a host an outlet, in a process of its own: what benchmarks fetch.

A site is a folder with `index.json` ({host: {path: [file, content type]}}) and the files it names. `Site` writes and
serves one; `python -m benchmarks.site FOLDER` is the server. It honours If-None-Match, so that everything but the first
reading is 304, and counts what it was asked for under /-/asked.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import socket
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Self
from urllib.parse import unquote, urlsplit

HOSTS = 200  # of 127.0.0.0/8: 127.0.0.2 onwards


class Site:
    """A folder of documents, and its server while the context lasts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self._index: dict[str, dict[str, tuple[str, str]]] = {}
        self._server: subprocess.Popen[str] | None = None

    @staticmethod
    def host(number: int) -> str:
        """The address of the outlet with that number."""
        return f"127.0.0.{2 + number % HOSTS}"

    def write(self, host: str, path: str, body: bytes, content_type: str) -> None:
        """Put a document where it will stand."""
        name = hashlib.sha1(f"{host}{path}".encode(), usedforsecurity=False).hexdigest()
        (self.folder / name).write_bytes(body)
        self._index.setdefault(host, {})[unquote(path)] = (name, content_type)

    def url(self, host: str, path: str) -> str:
        """Where a document stands while the server runs."""
        return f"http://{host}:{self.port}{path}"

    def asked(self) -> Counter[str]:
        """How often each URL was asked for since the last look."""
        with urllib.request.urlopen(self.url(self.host(0), "/-/asked"), timeout=10) as answer:
            return Counter(json.load(answer))

    def __enter__(self) -> Self:
        """Choose the port; what is written may name it from now on. `serve` starts the server."""
        with socket.socket() as probe:
            probe.bind((self.host(0), 0))
            self.port = probe.getsockname()[1]
        return self

    def serve(self) -> None:
        """Start the server on what was written."""
        (self.folder / "index.json").write_text(json.dumps(self._index))
        command = [sys.executable, "-m", "benchmarks.site", str(self.folder), str(self.port)]
        self._server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._server.stdout is not None
        if self._server.stdout.readline() != "ready\n":
            msg = "the site does not come up"
            raise RuntimeError(msg)

    def __exit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.kill()
            self._server.communicate()


def rss(title: str, home: str, links: Iterable[str]) -> bytes:
    """A feed that gives addresses and nothing else: what is measured is what the pages say."""
    rows = "".join(f"<item><link>{escape(link)}</link><guid>{escape(link)}</guid></item>" for link in links)
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{escape(title)}</title>'
        f"<link>{escape(home)}</link><description>Addresses</description>{rows}</channel></rss>"
    ).encode()


class _Server:
    def __init__(self, folder: Path) -> None:
        self._answers: dict[tuple[str, str], tuple[bytes, bytes, bytes]] = {}
        self._asked: Counter[str] = Counter()
        index = json.loads((folder / "index.json").read_text())
        self.hosts = list(index) or [Site.host(0)]
        for host, paths in index.items():
            for path, (name, content_type) in paths.items():
                answers = _answers((folder / name).read_bytes(), content_type)
                self._answers[host, path] = answers
                self._answers.setdefault((host, path.partition("?")[0]), answers)  # as if its arguments were tracking

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                writer.write(self._answer(host, head))
                await writer.drain()
        writer.close()

    def _answer(self, host: str, head: bytes) -> bytes:
        path = unquote(head.split(b" ", 2)[1].decode("latin-1"))
        if path == "/-/asked":
            body = json.dumps(self._asked).encode()
            self._asked.clear()
            return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%b" % (len(body), body)
        self._asked[f"{host}{path}"] += 1
        found = self._answers.get((host, path))
        if found is None:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        etag, whole, unchanged = found
        return unchanged if etag in head else whole


def etag_of(body: bytes) -> str:
    """The ETag that a document is served under."""
    return f'"{hashlib.sha1(body, usedforsecurity=False).hexdigest()}"'


def _answers(body: bytes, content_type: str) -> tuple[bytes, bytes, bytes]:
    """The ETag of a document, the answer with it, and the 304."""
    etag = etag_of(body).encode()
    whole = b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\nContent-Length: %d\r\nETag: %b\r\n\r\n%b"
    unchanged = b"HTTP/1.1 304 Not Modified\r\nETag: %b\r\n\r\n"
    return etag, whole % (content_type.encode(), len(body), etag, body), unchanged % etag


async def _main(folder: Path, port: int) -> None:
    server = _Server(folder)
    servers = [await asyncio.start_server(server.serve, host, port, backlog=512) for host in server.hosts]
    print("ready", flush=True)
    await asyncio.gather(*(each.serve_forever() for each in servers))


def path_of(url: str) -> str:
    """The path and query of a URL."""
    parts = urlsplit(url)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


if __name__ == "__main__":
    asyncio.run(_main(Path(sys.argv[1]), int(sys.argv[2])))

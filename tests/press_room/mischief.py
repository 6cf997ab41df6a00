"""The named misbehaviours of the press room. Each is a route: a coroutine function of the visit."""

from __future__ import annotations

import asyncio
import gzip
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tests.press_room.server import Route, Visit

Misbehaviour = Literal[
    "hang", "drip", "stall", "drop", "half", "half_chunked", "bad_header", "endless_header", "redirect_loop",
    "endless_redirect", "no_location", "to_file", "to_private", "rotating_etag", "304_forever", "gzip_bomb",
    "not_gzip", "unknown_encoding", "huge", "endless", "html", "empty", "garbage", "cookies", "bot_wall", "flaky",
]  # fmt: skip

FEED = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><title>The Paper</title><link>http://paper.test/</link>'
    b"<description>All the news</description><item><title>A piece</title><link>http://paper.test/a</link>"
    b"<guid>a</guid></item></channel></rss>"
)
_OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"


def _whole(body: bytes, *rows: bytes) -> bytes:
    return _OK + b"".join(row + b"\r\n" for row in rows) + b"Content-Length: %d\r\n\r\n" % len(body) + body


async def hang(visit: Visit) -> None:
    """Take the request and say nothing."""
    del visit
    await asyncio.sleep(3600)


async def drip(visit: Visit) -> None:
    """Promise a feed and send a byte of it every 50 ms."""
    await visit.raw(_OK + b"Content-Length: 100000\r\n\r\n", close=False)
    while True:
        await visit.raw(b"<", close=False)
        await asyncio.sleep(0.05)


async def stall(visit: Visit) -> None:
    """Send half of the feed, then nothing more."""
    await visit.raw(_OK + b"Content-Length: %d\r\n\r\n" % len(FEED) + FEED[:80], close=False)
    await asyncio.sleep(3600)


async def drop(visit: Visit) -> None:
    """Hang up without a word."""
    visit.close = True


async def half(visit: Visit) -> None:
    """Hang up in the middle of the body."""
    await visit.raw(_OK + b"Content-Length: %d\r\n\r\n" % len(FEED) + FEED[:80])


async def half_chunked(visit: Visit) -> None:
    """Hang up between chunks, before the last one."""
    await visit.raw(_OK + b"Transfer-Encoding: chunked\r\n\r\n50\r\n" + FEED[:80] + b"\r\n")


async def bad_header(visit: Visit) -> None:
    """Send a good feed under a header line without a colon, and another that is not ASCII."""
    await visit.raw(_whole(FEED, b"this is no header", "X-Town: Gəncə".encode()), close=False)


async def endless_header(visit: Visit) -> None:
    """Never come to the end of the headers."""
    visit.close = True
    visit.writer.write(_OK)
    while not visit.writer.is_closing():
        await visit.raw(b"X-More: " + b"a" * 1000 + b"\r\n")


async def redirect_loop(visit: Visit) -> None:
    """Redirect to itself by way of a second address."""
    path = visit.asked.path
    other = path.removesuffix("?again") if path.endswith("?again") else f"{path}?again"
    await visit.raw(f"HTTP/1.1 302 Found\r\nLocation: {other}\r\nContent-Length: 0\r\n\r\n".encode(), close=False)


async def endless_redirect(visit: Visit) -> None:
    """Redirect onwards for ever, each time to a new address (of this path and its numbers)."""
    path, _, number = visit.asked.path.partition("?")
    onwards = f"{path}?{int(number or 0) + 1}"
    await visit.raw(f"HTTP/1.1 302 Found\r\nLocation: {onwards}\r\nContent-Length: 0\r\n\r\n".encode(), close=False)


async def no_location(visit: Visit) -> None:
    """Redirect without saying where to."""
    await visit.raw(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", close=False)


async def to_file(visit: Visit) -> None:
    """Redirect to a file of the reader's own machine."""
    await visit.raw(b"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n", close=False)


async def to_private(visit: Visit) -> None:
    """Redirect to where a cloud keeps its secrets."""
    to = b"http://169.254.169.254/latest/meta-data/"
    await visit.raw(b"HTTP/1.1 302 Found\r\nLocation: " + to + b"\r\nContent-Length: 0\r\n\r\n", close=False)


async def rotating_etag(visit: Visit) -> None:
    """Send the same body under a new ETag each time; 304 only to the latest one."""
    latest = f'"{visit.times - 1}"'
    if visit.asked.headers.get("if-none-match") == latest:
        await visit.raw(f'HTTP/1.1 304 Not Modified\r\nETag: "{visit.times}"\r\n\r\n'.encode(), close=False)
    else:
        await visit.raw(_whole(FEED, f'ETag: "{visit.times}"'.encode()), close=False)


async def not_modified_forever(visit: Visit) -> None:
    """Say 304 whatever is asked."""
    await visit.raw(b"HTTP/1.1 304 Not Modified\r\n\r\n", close=False)


async def gzip_bomb(visit: Visit) -> None:
    """Send 100 kB that decompress to 100 MB."""
    members = gzip.compress(bytes(1_000_000)) * 100
    await visit.raw(_whole(members, b"Content-Encoding: gzip"), close=False)


async def not_gzip(visit: Visit) -> None:
    """Call a plain body gzip."""
    await visit.raw(_whole(FEED, b"Content-Encoding: gzip"), close=False)


async def unknown_encoding(visit: Visit) -> None:
    """Use an encoding that nobody asked for."""
    await visit.raw(_whole(FEED, b"Content-Encoding: compress"), close=False)


async def huge(visit: Visit) -> None:
    """Announce a body of a gigabyte."""
    await visit.raw(_OK + b"Content-Length: 1000000000\r\n\r\n" + bytes(100_000))


async def endless(visit: Visit) -> None:
    """Send a body without end, without announcing its length."""
    visit.close = True
    visit.writer.write(_OK + b"\r\n")
    while not visit.writer.is_closing():
        await visit.raw(bytes(65536))


async def html(visit: Visit) -> None:
    """Send a web page where a feed should be."""
    body = b"<!doctype html><html><head><title>The Paper</title></head><body><h1>Welcome</h1></body></html>"
    await visit.raw(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body), close=False
    )


async def empty(visit: Visit) -> None:
    """Send nothing, successfully."""
    await visit.raw(_whole(b""), close=False)


async def garbage(visit: Visit) -> None:
    """Answer in no protocol at all."""
    await visit.raw(b"\x15\x03\x03 what?\r\n\r\n")


async def cookies(visit: Visit) -> None:
    """Set a cookie with the feed, and say whether one came."""
    sent = "cookie" in visit.asked.headers
    await visit.raw(_whole(FEED, b"Set-Cookie: seen=1; Path=/", b"X-Cookie-Came: %d" % sent), close=False)


async def bot_wall(visit: Visit) -> None:
    """Stand behind a bot wall."""
    await visit.raw(b"HTTP/1.1 403 Forbidden\r\ncf-mitigated: challenge\r\nContent-Length: 0\r\n\r\n", close=False)


async def flaky(visit: Visit) -> None:
    """Answer 502 to every other request, beginning with the first."""
    if visit.times % 2:
        await visit.raw(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", close=False)
    else:
        await visit.raw(_whole(FEED), close=False)


MISBEHAVIOURS: dict[Misbehaviour, Route] = {
    "hang": hang, "drip": drip, "stall": stall, "drop": drop, "half": half, "half_chunked": half_chunked,
    "bad_header": bad_header, "endless_header": endless_header, "redirect_loop": redirect_loop,
    "endless_redirect": endless_redirect, "no_location": no_location, "to_file": to_file, "to_private": to_private,
    "rotating_etag": rotating_etag, "304_forever": not_modified_forever, "gzip_bomb": gzip_bomb, "not_gzip": not_gzip,
    "unknown_encoding": unknown_encoding, "huge": huge, "endless": endless, "html": html, "empty": empty,
    "garbage": garbage, "cookies": cookies, "bot_wall": bot_wall, "flaky": flaky,
}  # fmt: skip

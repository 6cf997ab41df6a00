"""Compressed bodies, decoded as they arrive and never beyond the cap: a bomb ends the download, not the program."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator

import brotli  # type: ignore[import-untyped]  # it has no types

ENCODINGS = "gzip, deflate, br"  # what is asked for is what can be decoded
_STEP = 64 * 1024
_ZLIB_HEAD = 2
_GZIP = 16 + zlib.MAX_WBITS

_Inflate = Callable[[bytes, int], Iterator[bytes]]  # a piece of the wire and the room left, to pieces of the body


class Undecodable(Exception):
    """A body that is not what its Content-Encoding says; the message is for the user."""


class TooLarge(Exception):
    """A body over the cap."""


class Decoder:
    """Takes a body in pieces as it comes over the wire; `body()` is the plain one, at most `limit` bytes."""

    def __init__(self, encoding: str, limit: int) -> None:
        names = [name.strip().lower() for name in encoding.split(",") if name.strip().lower() not in {"", "identity"}]
        if len(names) != 1 or names[0] not in _INFLATE:
            msg = f"the body comes in an encoding that was not asked for: {encoding[:40]}"
            raise Undecodable(msg)
        self._inflate = _INFLATE[names[0]]()
        self._limit = limit
        self._plain: list[bytes] = []
        self.size = 0
        self.wire = 0

    def feed(self, data: bytes) -> None:
        """Take the next piece. Raises TooLarge and Undecodable."""
        self.wire += len(data)
        for plain in self._inflate(data, self._limit + 1 - self.size):
            self._plain.append(plain)
            self.size += len(plain)
        if self.size > self._limit:
            self._plain.clear()
            raise TooLarge

    def body(self) -> bytes:
        """Everything so far; a stream cut short gives what it held."""
        return b"".join(self._plain)


def is_encoded(header: str | None) -> bool:
    """Whether a Content-Encoding header names anything but the identity."""
    return any(name.strip().lower() not in {"", "identity"} for name in (header or "").split(","))


def _gzip() -> _Inflate:
    """Members may follow each other (RFC 1952, 2.2); anything else after the first is padding."""
    current = zlib.decompressobj(_GZIP)
    members = 1

    def inflate(data: bytes, room: int) -> Iterator[bytes]:
        nonlocal current, members
        while data and room > 0:
            if current.eof:
                current = zlib.decompressobj(_GZIP)
                members += 1
            try:
                plain = current.decompress(data, min(_STEP, room))
            except zlib.error as error:
                if members > 1:
                    return
                msg = f"the body is not the gzip stream that its header says ({error})"
                raise Undecodable(msg) from error
            data = current.unconsumed_tail or current.unused_data
            room -= len(plain)
            yield plain

    return inflate


def _deflate() -> _Inflate:
    """A zlib stream as RFC 9110 (8.4.1.2) has it, or the bare deflate stream that some servers send."""
    head = b""
    current = zlib.decompressobj()

    def inflate(data: bytes, room: int) -> Iterator[bytes]:
        nonlocal current, head
        if len(head) < _ZLIB_HEAD:
            data = head = head + data
            if len(head) < _ZLIB_HEAD:
                return
            if not _is_zlib(head):
                current = zlib.decompressobj(-zlib.MAX_WBITS)
        while data and room > 0 and not current.eof:
            try:
                plain = current.decompress(data, min(_STEP, room))
            except zlib.error as error:
                msg = f"the body is not the deflate stream that its header says ({error})"
                raise Undecodable(msg) from error
            data = current.unconsumed_tail
            room -= len(plain)
            yield plain

    return inflate


def _is_zlib(head: bytes) -> bool:
    """Whether a stream begins as RFC 1950 (2.2) has it: method 8, and a check sum over the first two bytes."""
    return head[0] & 15 == zlib.DEFLATED and int.from_bytes(head[:_ZLIB_HEAD]) % 31 == 0


def _brotli() -> _Inflate:
    current = brotli.Decompressor()

    def inflate(data: bytes, room: int) -> Iterator[bytes]:
        try:
            while room > 0 and not current.is_finished():
                plain = current.process(data, output_buffer_limit=min(_STEP, room))
                data = b""
                room -= len(plain)
                yield plain
                if not plain and current.can_accept_more_data():
                    return
        except brotli.error as error:
            msg = f"the body is not the brotli stream that its header says ({error})"
            raise Undecodable(msg) from error

    return inflate


_INFLATE: dict[str, Callable[[], _Inflate]] = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _brotli}

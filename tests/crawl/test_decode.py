"""Compressed bodies: whole, in pieces, cut short, false, and bombs."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from functools import partial

import brotli  # type: ignore[import-untyped]  # it has no types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.crawl.decode import ENCODINGS, Decoder, TooLarge, Undecodable, is_encoded


def bare(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def members(data: bytes) -> bytes:
    half = len(data) // 2
    return gzip.compress(data[:half]) + gzip.compress(data[half:]) + b"\0\0"


WAYS: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("gzip", gzip.compress), ("x-gzip", gzip.compress), ("GZIP", members), ("deflate", zlib.compress),
    ("deflate", bare), ("identity, br", partial(brotli.compress, quality=4)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "pack"), WAYS)
@given(data=st.binary(max_size=400), times=st.integers(1, 300), step=st.integers(1, 100))
def test_what_was_packed_comes_out_in_any_pieces(
    name: str, pack: Callable[[bytes], bytes], data: bytes, times: int, step: int
) -> None:
    packed = pack(data * times)
    decoder = Decoder(name, limit=1_000_000)
    for start in range(0, len(packed), step):
        decoder.feed(packed[start : start + step])
    assert decoder.body() == data * times
    assert decoder.wire == len(packed)


@pytest.mark.parametrize(("name", "pack"), WAYS)
def test_s13_a_bomb_is_stopped_at_the_cap(name: str, pack: Callable[[bytes], bytes]) -> None:
    decoder = Decoder(name, limit=100_000)
    with pytest.raises(TooLarge):
        decoder.feed(pack(bytes(5_000_000)))
    assert 100_000 < decoder.size < 200_000


@pytest.mark.parametrize(("name", "pack"), WAYS)
def test_a_stream_cut_short_gives_what_it_held(name: str, pack: Callable[[bytes], bytes]) -> None:
    text = "".join(map(str, range(60_000))).encode()
    decoder = Decoder(name, limit=1_000_000)
    decoder.feed(pack(text)[:-5000])
    assert len(decoder.body()) > 10_000
    assert text.startswith(decoder.body())


@pytest.mark.parametrize("name", ["gzip", "deflate", "br"])
@given(data=st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused(name: str, data: bytes) -> None:
    decoder = Decoder(name, limit=10_000)
    try:
        decoder.feed(data)
    except (Undecodable, TooLarge):
        return
    assert len(decoder.body()) <= 10_000


@pytest.mark.parametrize("name", ["compress", "zstd", "gzip, gzip", "aws-chunked"])
def test_an_encoding_that_was_not_asked_for_is_refused(name: str) -> None:
    with pytest.raises(Undecodable, match="not asked for"):
        Decoder(name, limit=10)


def test_f35_all_that_is_asked_for_can_be_decoded() -> None:
    for name in ENCODINGS.split(", "):
        assert Decoder(name, limit=10).body() == b""


@pytest.mark.parametrize(("header", "encoded"), [(None, False), ("", False), ("identity", False), ("gzip", True)])
def test_only_what_is_encoded_is_decoded(header: str | None, encoded: bool) -> None:
    assert is_encoded(header) is encoded

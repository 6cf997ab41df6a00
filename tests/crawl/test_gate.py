"""The gate by itself: addresses, spellings, URLs. What it stops on the wire is in test_refusals."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.crawl import gate

LOOPBACK = (ip_network("127.0.0.0/8"),)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1",
        "172.31.255.255", "192.0.0.8", "192.168.1.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b:1::1", "fe80::1", "fe80::1%eth0",
        "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "2002:7f00:1::", "2001::1", "fec0::1", "100::1",
    ],
)  # fmt: skip
def test_s01_addresses_that_are_not_public_are_refused(address: str) -> None:
    assert not gate.allowed(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2a00:1450:4001::1", "2606:4700::1111"])
def test_public_addresses_pass(address: str) -> None:
    assert gate.allowed(ip_address(address))


@given(st.ip_addresses(v=4))
def test_no_private_ipv4_address_gets_through_in_an_ipv6_coat(inner: IPv4Address) -> None:
    coats = (
        f"::ffff:{inner}",
        f"64:ff9b::{inner}",
        f"2002:{int(inner) >> 16:x}:{int(inner) & 0xFFFF:x}::1",
        f"::{inner}",
    )
    assert not any(gate.allowed(IPv6Address(coat)) for coat in coats)


@given(st.ip_addresses())
def test_what_the_library_calls_special_is_refused(address: IPv4Address | IPv6Address) -> None:
    if (
        address.is_loopback
        or address.is_private
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
    ):
        assert not gate.allowed(address) or address in ip_network("2000::/3")


def test_s07_a_named_network_is_open_and_no_other() -> None:
    assert gate.allowed(ip_address("127.0.0.5"), LOOPBACK)
    assert gate.allowed(ip_address("::ffff:127.0.0.5"), LOOPBACK)
    assert not gate.allowed(ip_address("10.0.0.5"), LOOPBACK)
    assert not gate.allowed(ip_address("::1"), LOOPBACK)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "0177.0.0.1", "127.1", "[::1]", "0"]
)
def test_s01_every_spelling_of_an_address_is_seen_through(host: str) -> None:
    assert "not a public address" in (gate.check_url(f"http://{host}/", ()) or "")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://example.org/x", "only http and https"),
        ("data:text/html,x", "only http and https"),
        ("gopher://example.org/", "only http and https"),
        ("//example.org/x", "only http and https"),
        ("http://user@example.org/", "user name"),
        ("http://user:pass@example.org/", "user name"),
        ("http://example.org\\@10.0.0.1/", "backslash"),
        ("http://example.org/\r\nHost: x", "control character"),
        ("http://example.org/\x00", "control character"),
        ("http://example.org/\x85", "control character"),
        ("http:///x", "no host"),
        ("http://example.org:99999/", "can't be read"),
        ("http://[::1/", "can't be read"),
        ("http://example.org/" + "a" * 2048, "longer than"),
    ],
)
def test_s05_s06_s16_urls_that_are_refused(url: str, reason: str) -> None:
    assert reason in (gate.check_url(url) or "")


def test_usual_urls_pass() -> None:
    for url in (
        "https://example.org/a?b=c#d",
        "http://example.org:8080/ə b",
        "https://пример.рф/",
        "HTTP://EXAMPLE.ORG",
    ):
        assert gate.check_url(url, ()) is None


@given(st.text())
def test_any_text_is_judged_without_an_exception(text: str) -> None:
    gate.check_url(text, ())
    gate.check_url(f"http://{text}/", ())


def test_s03_one_private_address_spoils_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(None, None, None, "", (address, 0)) for address in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)
    with pytest.raises(PermissionError, match=r"10\.0\.0\.1"):
        gate.resolve("both.example", 80)


def test_an_allowed_name_gives_its_addresses() -> None:
    assert "127.0.0.1" in gate.resolve("localhost", 80, (*LOOPBACK, ip_network("::1/128")))
    assert gate.resolve("0x7f.1", 80, LOOPBACK) == ("127.0.0.1",)

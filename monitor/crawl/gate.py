"""The one gate that every request passes: which URLs and which addresses may be asked. Standard library only, pure."""

from __future__ import annotations

import re
import socket
from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

URL_LIMIT = 2048
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\\]")

Address = IPv4Address | IPv6Address
Networks = Sequence[IPv4Network | IPv6Network]

# IANA IPv4 Special-Purpose Address Registry: nothing here is a publisher on the public internet.
_REFUSED4 = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
# Only 2000::/3 is global unicast: that leaves loopback, mapped, NAT64, unique-local, link-local and multicast outside.
_GLOBAL6 = ip_network("2000::/3")
# ... and inside it: IETF protocols with Teredo and ORCHID, documentation, 6to4 (which embeds an IPv4 address).
_REFUSED6 = tuple(ip_network(block) for block in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))


def allowed(address: Address, private_networks: Networks = ()) -> bool:
    """Whether `address` is a public one, or stands in a network that the settings open.

    A mapped, 6to4 or NAT64 address is judged by the IPv4 address inside when a network is to open it, and is otherwise
    refused. Source: IANA special-purpose address registries (RFC 6890 and its updates).
    """
    if isinstance(address, IPv6Address):
        inner = _embedded(address)
        if any(candidate in network for candidate in (address, inner) if candidate for network in private_networks):
            return True
        plain = IPv6Address(int(address))  # without its zone
        return plain in _GLOBAL6 and not any(plain in network for network in _REFUSED6)
    if any(address in network for network in private_networks):
        return True
    return not any(address in network for network in _REFUSED4)


def _embedded(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that a mapped or 6to4 address stands for."""
    return address.ipv4_mapped or address.sixtofour


@lru_cache(maxsize=1024)
def literal(host: str) -> Address | None:
    """The address that `host` spells, decimal, octal and hexadecimal spellings included; None where it is a name."""
    try:
        return ip_address(host)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))  # what the system's resolver would make of 0x7f.1 or 2130706433
    except (OSError, ValueError):
        return None


def check_url(url: str, private_networks: Networks | None = None) -> str | None:
    """The reason why `url` may not be asked for, or None.

    With `private_networks` an address spelled in it is judged too; names are judged when they are resolved.
    """
    if len(url) > URL_LIMIT:
        return f"the URL is longer than {URL_LIMIT:,} characters"
    if _FORBIDDEN.search(url):
        return "the URL holds a backslash or a control character"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port  # an impossible port raises here
    except ValueError as error:
        return f"the URL can't be read: {error}"
    address = literal(host) if host and private_networks is not None else None
    reasons = (
        (
            parts.scheme not in {"http", "https"},
            f"only http and https are fetched, not {parts.scheme[:20] or url[:80]}",
        ),
        ("@" in parts.netloc, "the URL carries a user name or password"),
        (not host, "the URL names no host"),
        (address is not None and not allowed(address, private_networks or ()), f"{host} is not a public address"),
    )
    return next((reason for refused, reason in reasons if refused), None)


def check_addresses(host: str, addresses: Sequence[str], private_networks: Networks = ()) -> str | None:
    """The reason why a host with these addresses may not be connected to, or None: one bad address spoils it."""
    for text in addresses:
        if not allowed(ip_address(text), private_networks):
            return f"{host} resolves to {text}, which is not a public address"
    return None


def resolve(host: str, port: int, private_networks: Networks = ()) -> tuple[str, ...]:
    """The addresses of a host, IPv4 and IPv6 in the system's order, all of them allowed. It blocks.

    Raises PermissionError with the reason where one is refused, and socket.gaierror where there are none.
    """
    address = literal(host)
    if address is not None:
        found: tuple[str, ...] = (str(address),)
    else:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        found = tuple(dict.fromkeys(str(row[4][0]) for row in rows))
    reason = check_addresses(host, found, private_networks)
    if reason:
        raise PermissionError(reason)
    return found

"""Whose host a URL stands on, by the Public Suffix List that tldextract ships: never the network."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tldextract import TLDExtract

_AUTHORITY = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//([^/?#\\]*)|^([^/?#\\]*)", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
_LONGEST_HOST = 253  # RFC 1035, 2.3.4
# Fronts of one and the same paper. `m` also stands inside (en.m.wikipedia.org); the others only lead.
_FRONT = re.compile(r"(?:www\d?|m|mobile|mobi|wap|touch|pda|amp)\.")


def canonical_host(host: str) -> str:
    """Return a host in lower-case ASCII (IDNA), without a final dot; IPv6 addresses keep their brackets.

    Raises ValueError for what can't be a host.

    >>> canonical_host("WWW.Bücher.Example.")
    'www.xn--bcher-kva.example'
    """
    host = host.strip().rstrip(".")
    if host.startswith("[") and host.endswith("]"):
        return f"[{ip_address(host[1:-1]).compressed}]"
    if not 0 < len(host) <= _LONGEST_HOST:
        raise ValueError("no host, or one that is too long")
    plain = (host if host.isascii() else host.encode("idna").decode("ascii")).lower()
    if not _HOST.fullmatch(plain):
        raise ValueError(f"not a host: {plain!r}")
    return plain


def host_of(url_or_host: str) -> str:
    """Return the canonical host of a URL, or of a bare host with or without a port; raise ValueError where none is.

    >>> host_of("https://news.example.org:8443/a")
    'news.example.org'
    """
    found = _AUTHORITY.match(url_or_host.strip())
    authority = (found[1] or found[2] or "") if found else ""
    authority = authority.rpartition("@")[2]
    host = authority if authority.endswith("]") else re.sub(r":\d*$", "", authority)
    return canonical_host(host)


@cache
def _suffixes() -> TLDExtract:
    from tldextract import TLDExtract

    return TLDExtract(cache_dir=None, suffix_list_urls=(), fallback_to_snapshot=True, include_psl_private_domains=True)


def _is_address(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


@lru_cache(maxsize=65_536)
def _registrable(host: str) -> str:
    if _is_address(host):
        return host
    parts = _suffixes().extract_str(host)
    if parts.domain and parts.suffix:
        return f"{parts.domain}.{parts.suffix}"
    if parts.suffix:
        return host  # a public suffix itself
    return ".".join(host.split(".")[-2:])  # no known suffix: the list's default rule, "*"


def registrable_domain(url_or_host: str) -> str:
    """Return the domain that somebody registered, under which all names are theirs; raise ValueError without a host.

    Names under shared suffixes (blogspot.com, github.io) count as domains of their own. Addresses, localhost and
    public suffixes return themselves. Source: publicsuffix.org, in the snapshot that tldextract ships.

    >>> registrable_domain("https://news.bbc.co.uk/1/hi")
    'bbc.co.uk'
    >>> registrable_domain("127.0.0.1:8000")
    '127.0.0.1'
    """
    return _registrable(host_of(url_or_host))


def same_publisher(one: str, other: str) -> bool:
    """Return whether two URLs or hosts share a registrable domain; False where either has no host.

    >>> same_publisher("https://en.example.org/a", "http://www.example.org/b")
    True
    """
    try:
        return registrable_domain(one) == registrable_domain(other)
    except ValueError:
        return False


@lru_cache(maxsize=65_536)
def compared_host(host: str) -> str:
    """Return a canonical host without the labels that only say how a paper is shown: www, m, amp ...

    Nothing of the registrable domain is touched: `m.example.org` is `example.org`, but `m.org` stays.

    >>> compared_host("en.m.wikipedia.org"), compared_host("www.gov.uk"), compared_host("mk.ru")
    ('en.wikipedia.org', 'www.gov.uk', 'mk.ru')
    """
    owned = _registrable(host)
    own = host.removesuffix(owned)
    before = None
    while own != before:
        before = own
        own = _FRONT.sub("", own, count=1) if _FRONT.match(own) else own
        own = own.replace(".m.", ".")
    return own + owned

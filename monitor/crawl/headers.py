"""What we say of ourselves and ask for: honest, the same on every hop, no cookies and no Referer."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from urllib.parse import unquote, urlsplit, urlunsplit

from monitor import __version__
from monitor.model.fetch import LookRequest, PageRequest, Request

PRODUCT = "press-monitor"  # also the token that robots.txt is read for

_FEED = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.7, text/html;q=0.5, */*;q=0.1"
)
_PAGE = "text/html, application/xhtml+xml, */*;q=0.1"
_SITEMAP = "application/xml, text/xml, */*;q=0.1"
_ROBOTS = "text/plain, */*;q=0.1"
_FILE = "application/json, */*;q=0.1"
_LOOKS = {"page": _PAGE, "feed": _FEED, "sitemap": _SITEMAP, "file": _FILE}


def user_agent(contact: str | None) -> str:
    """Who asks: `press-monitor/1.0 (+contact)`, or the plain product token where no contact is set."""
    product = f"{PRODUCT}/{__version__}"
    plain = (contact or "").encode("ascii", "ignore").decode().translate(dict.fromkeys((*range(32), 127, 40, 41)))
    return f"{product} (+{plain.strip()})" if plain.strip() else product


def accept_language(languages: Sequence[str]) -> str | None:
    """The source's languages, the most usual first, anything else after them; None where none are known."""
    if not languages:
        return None
    named = [languages[0], *(f"{language};q={max(0.9 - 0.1 * n, 0.5):.1f}" for n, language in enumerate(languages[1:]))]
    return ", ".join([*named, "*;q=0.3"])


def of_request(request: Request | None, *, agent: str, encodings: str) -> dict[str, bytes]:
    """All headers to send for a feed or page (None: for robots.txt), the validators byte for byte as received."""
    headers = {"User-Agent": agent, "Accept": _accept(request), "Accept-Encoding": encodings}
    if request is not None:
        language = accept_language(request.source.languages)
        if language:
            headers["Accept-Language"] = language
        if request.etag is not None:
            headers["If-None-Match"] = request.etag
        if request.last_modified is not None:
            headers["If-Modified-Since"] = request.last_modified
    return {name: value.encode("latin-1", "replace") for name, value in headers.items()}


def _accept(request: Request | None) -> str:
    if request is None:
        return _ROBOTS
    if isinstance(request, LookRequest):
        return _LOOKS[request.seeks]
    if isinstance(request, PageRequest) or request.feed.kind == "listing":
        return _PAGE
    return _SITEMAP if request.feed.kind == "sitemap" else _FEED


def received(rows: Mapping[bytes, Sequence[bytes]]) -> dict[str, str]:
    """Response headers as text under lower-case names, repeated ones joined with a comma (RFC 9110, 5.3)."""
    return {
        name.decode("latin-1").lower(): ", ".join(value.decode("latin-1").strip() for value in values)
        for name, values in rows.items()
    }


def through_proxy(proxy: str | None) -> tuple[str | None, dict[str, bytes]]:
    """A proxy's address without its user name, and the header that carries it instead; nothing where there is none."""
    if not proxy:
        return None, {}
    parts = urlsplit(proxy if "//" in proxy else f"http://{proxy}")
    address = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], "", "", ""))
    if parts.username is None:
        return address, {}
    user = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
    return address, {"Proxy-Authorization": b"Basic " + base64.b64encode(user)}


def host_of(address: str | None) -> str | None:
    """The host that an address names."""
    return urlsplit(address).hostname if address else None

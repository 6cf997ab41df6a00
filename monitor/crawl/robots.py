"""What robots.txt allows, read once an origin and run (RFC 9309): 4xx allows all, 5xx and silence mean wait."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from monitor.crawl.headers import PRODUCT
from monitor.model.fetch import Fetched, Outcome

LIMIT = 500 * 1024  # bytes that must be read (RFC 9309, 2.5); what follows is not
_INLINE = 16 * 1024  # bytes whose parsing is no burden to the loop
_PASSING: frozenset[Outcome] = frozenset({"dns", "connect", "tls", "timeout", "rate_limited"})
_ALLOW: frozenset[Outcome] = frozenset({"not_found", "gone", "blocked"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What one origin's robots.txt says to us.

    `closed` is the reason why nothing may be asked of it at present, `outcome` the class of that: what may pass.
    """

    closed: str = ""
    outcome: Outcome = "robots"
    delay: float = 0.0  # seconds, its Crawl-delay
    _parsed: Protego | None = None

    def refusal(self, url: str) -> str:
        """The reason why `url` may not be fetched, or nothing."""
        if self.closed:
            return self.closed
        if self._parsed is not None and not self._parsed.can_fetch(url, PRODUCT):
            return f"robots.txt of {urlsplit(url).hostname} does not allow it"
        return ""


def address_of(origin: str) -> str:
    """Where an origin's robots.txt stands."""
    return f"{origin}/robots.txt"


def origin_of(address: str) -> str:
    """Whose robots.txt stands at that address."""
    return address.removesuffix("/robots.txt")


async def read(fetched: Fetched) -> Rules:
    """The rules that a fetched robots.txt lays down."""
    if fetched.outcome == "ok":
        text = fetched.body[:LIMIT].decode("utf-8", "replace").lstrip("\ufeff")
        parsed = Protego.parse(text) if len(text) < _INLINE else await asyncio.to_thread(Protego.parse, text)
        return Rules(_parsed=parsed, delay=_delay(parsed))
    client_error = fetched.outcome == "http_error" and fetched.status is not None and 400 <= fetched.status < 500  # noqa: PLR2004 - 4xx
    if fetched.outcome in _ALLOW or client_error or fetched.outcome == "private_address":
        return Rules()  # of a private address: the page's own address passes the same gate
    host = urlsplit(fetched.url).hostname
    outcome: Outcome = fetched.outcome if fetched.outcome in _PASSING else "http_error"
    closed = f"robots.txt of {host} could not be read ({fetched.error}): its pages wait for another run"
    return Rules(closed=closed, outcome=outcome)


def _delay(parsed: Protego) -> float:
    """Crawl-delay, or what a Request-rate comes to."""
    delay = parsed.crawl_delay(PRODUCT) or 0.0
    rate = parsed.request_rate(PRODUCT)
    return max(float(delay), rate.seconds / rate.requests if rate is not None and rate.requests else 0.0, 0.0)

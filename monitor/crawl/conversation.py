"""One conversation with a publisher: a document asked for, over all its redirects and its one retry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urljoin, urlsplit

from w3lib.url import safe_url_string

from monitor.crawl.decode import Decoder
from monitor.model.fetch import FeedRequest, Fetched, Hop, LookRequest, Outcome, PageRequest, Request
from monitor.stages.due import place_of

HOPS = 10
TRIES = 2  # requests to one URL in a run

Kind = Literal["robots", "feed", "page", "look"]


@dataclass(slots=True, eq=False)
class Conversation:
    """What is being asked for, and how far it has got. `request` is None for a robots.txt."""

    request: Request | None
    asked: str  # the URL at the start
    url: str = ""  # the URL at present, and of it:
    wire: str = ""  # as it is sent
    host: str = ""  # whose turn it is
    place: str = ""  # host and port: who is meant by what an answer says of itself
    origin: str = ""  # scheme, host and port: what a robots.txt speaks for
    hops: list[Hop] = field(default_factory=list)
    tries: int = 0  # of the URL at present
    sent: int = 0  # requests, over all hops and tries
    spent: float = 0.0  # seconds on the wire, over all hops and tries
    released_at: float = 0.0
    decoder: Decoder | None = None
    trouble: tuple[Outcome, str] | None = None  # why we broke off the download ourselves
    held: int = 0  # bytes waiting to be taken in

    def __post_init__(self) -> None:
        self.url = self.url or self.asked

    @property
    def kind(self) -> Kind:
        """What is asked for."""
        if self.request is None:
            return "robots"
        if isinstance(self.request, LookRequest):
            return "look"
        return "feed" if isinstance(self.request, FeedRequest) else "page"

    @property
    def obeys(self) -> bool:
        """Whether robots.txt is asked first."""
        if isinstance(self.request, LookRequest):
            return self.request.obeys
        return isinstance(self.request, PageRequest)

    def aim(self) -> None:
        """Work out whom the present URL asks. Raises ValueError where it can't be sent."""
        self.wire = on_the_wire(self.url)
        parts = urlsplit(self.wire)
        self.host, self.place = parts.hostname or "", place_of(self.url)
        self.origin = f"{parts.scheme}://{parts.netloc.lower()}"

    @property
    def conditional(self) -> bool:
        """Whether validators are sent."""
        return self.request is not None and (self.request.etag or self.request.last_modified) is not None

    @property
    def priority(self) -> tuple[float, ...]:
        """The lowest goes first: what others wait for, then feeds, then pages, the newest first, then re-checks."""
        if self.request is None or isinstance(self.request, LookRequest):
            return (0.0,)
        if isinstance(self.request, FeedRequest):
            return (1.0, float(self.request.depth))
        published = self.request.entry.published
        again = 2.0 if self.request.article_id is None else 3.0
        return (again, -published.timestamp() if published is not None else 0.0)

    def follow(self, status: int, location: str | None) -> str | None:
        """Go on to where a redirect leads; returns the reason where it can't be followed."""
        if not location or not location.strip():
            return f"a redirect ({status}) that does not say where to"
        try:
            target = urljoin(self.url, location.strip())
            wire = on_the_wire(target)
        except ValueError as error:
            return f"a redirect to what is no URL: {error}"
        self.hops.append(Hop(status=status, url=self.url))
        if len(self.hops) > HOPS:
            return f"more than {HOPS} redirects"
        if wire in {on_the_wire(hop.url) for hop in self.hops}:
            return f"redirects in a loop: back to {target[:200]}"
        self.url, self.tries = target, 0
        return None

    def ended(
        self,
        outcome: Outcome,
        error: str = "",
        *,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> Fetched:
        """The whole conversation as it is handed on."""
        return Fetched(
            url=self.asked, final_url=self.url, outcome=outcome, status=status, hops=tuple(self.hops),
            headers=headers or {}, body=body, ms=round(self.spent * 1000), requests=self.sent, error=error,
        )  # fmt: skip


def on_the_wire(url: str) -> str:
    """A URL as it is sent: escaped, without its fragment. Raises ValueError."""
    return safe_url_string(url.partition("#")[0])

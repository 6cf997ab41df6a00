"""Which origins' tdmrep.json a run knows, which it must ask for first, and which pages wait for the answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from monitor.model.fetch import Fetched, LookRequest, PageRequest
from monitor.model.rights import TdmFile
from monitor.model.source import Source
from monitor.stages.tdm import WELL_KNOWN, asked, by_file, origin_of

Waiting = tuple[PageRequest, Fetched]


@dataclass(slots=True)
class Reservations:
    """The files of all origins. A page is judged by the file of the origin that answered for it."""

    now: datetime
    known: dict[str, TdmFile]
    _asked: set[str] = field(default_factory=set)
    _waiting: dict[str, list[Waiting]] = field(default_factory=dict)

    def looks(self, pages: Iterable[PageRequest]) -> tuple[LookRequest, ...]:
        """Return what is to be asked for along with these pages: each origin's file once, unless it is still fresh."""
        return tuple(look for page in pages if (look := self._look(page.url, page.source)) is not None)

    def wait(self, request: PageRequest, fetched: Fetched) -> tuple[LookRequest, ...] | None:
        """Keep a page until its origin's file is known; None where it need not wait."""
        origin = origin_of(fetched.final_url)
        look = self._look(fetched.final_url, request.source)
        if self._is_fresh(origin):
            return None
        self._waiting.setdefault(origin, []).append((request, fetched))
        return (look,) if look else ()

    def told(self, request: PageRequest, fetched: Fetched) -> PageRequest:
        """Return the request with what the file of the page's origin says of the page, if anything."""
        file = self.known.get(origin_of(fetched.final_url))
        return replace(request, reservation=by_file(file.rules, fetched.final_url)) if file else request

    def heard(self, request: LookRequest, fetched: Fetched) -> tuple[TdmFile, Sequence[Waiting]]:
        """Take in an origin's file; return it, and the pages that waited for it."""
        origin = origin_of(request.url)
        file = self.known[origin] = asked(origin, fetched, self.known.get(origin), self.now)
        self._asked.discard(origin)
        return file, self._waiting.pop(origin, ())

    def _look(self, url: str, source: Source) -> LookRequest | None:
        origin = origin_of(url)
        if origin in self._asked or self._is_fresh(origin):
            return None
        self._asked.add(origin)
        file = self.known.get(origin)
        return LookRequest(
            source=source,
            url=origin + WELL_KNOWN,
            seeks="file",
            obeys=False,  # it is there to be read by robots, as robots.txt is
            etag=file.etag if file else None,
            last_modified=file.last_modified if file else None,
        )

    def _is_fresh(self, origin: str) -> bool:
        file = self.known.get(origin)
        return file is not None and file.asked_at <= self.now < file.fresh_until

"""What a collect counted and what failed in it, kept while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from monitor.model.fetch import FeedRequest, PageRequest
from monitor.model.run import Counts, Failure
from monitor.model.verdict import Duplicate, New, Revised, Seen, Verdict

Watch = Callable[[Counts], None]


@dataclass(slots=True)
class Tally:
    """The counts of a run in progress; `watch` is told after every change."""

    watch: Watch | None = None
    counts: Counts = field(default_factory=Counts)
    failures: list[Failure] = field(default_factory=list)  # of feeds
    pages: list[Failure] = field(default_factory=list)  # of articles' pages; `feed` is the page's address
    asked: set[str] = field(default_factory=set)  # ids of sources of which a feed was asked
    read: set[str] = field(default_factory=set)  # ids of sources of which at least one feed was read

    def add(self, **more: int) -> None:
        """Add to the counts, by name."""
        counts = self.counts
        self.counts = replace(counts, **{name: getattr(counts, name) + n for name, n in more.items()})
        if self.watch:
            self.watch(self.counts)

    def judged(self, verdict: Verdict) -> None:
        """Count a verdict."""
        match verdict:
            case New():
                self.add(new=1)
            case Revised():
                self.add(revised=1)
            case Duplicate():
                self.add(duplicates=1)
            case Seen():
                self.add(seen=1)

    def was_read(self, request: FeedRequest, *, entries: int, not_modified: bool) -> None:
        """Count a feed that was read, or had nothing new to say."""
        self.asked.add(request.source.id)
        self.read.add(request.source.id)
        self.add(checked=int(not request.depth), not_modified=int(not_modified), entries=entries)

    def failed(self, request: FeedRequest, kind: str, message: str) -> None:
        """Record that a feed failed, and count it."""
        self.asked.add(request.source.id)
        self.failures.append(Failure(source=request.source.id, feed=request.feed.url, kind=kind, message=message))
        self.add(failed=1)

    def page_failed(self, request: PageRequest, kind: str, message: str) -> None:
        """Record that an article's page could not be had; `monitor health` has it too."""
        self.pages.append(Failure(source=request.source.id, feed=request.url, kind=kind, message=message))

    @property
    def none_read(self) -> bool:
        """Whether feeds were asked, and not one source had any that could be read."""
        return bool(self.asked) and not self.read

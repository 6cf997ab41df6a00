"""What a collect counted and what failed in it, kept while it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from monitor.model.fetch import FeedRequest
from monitor.model.run import Counts, Failure
from monitor.model.verdict import Duplicate, New, Revised, Seen, Verdict

Watch = Callable[[Counts], None]


@dataclass(slots=True)
class Tally:
    """The counts of a run in progress; `watch` is told after every change."""

    watch: Watch | None = None
    counts: Counts = field(default_factory=Counts)
    failures: list[Failure] = field(default_factory=list)
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

    def failed(self, request: FeedRequest, kind: str, message: str) -> None:
        """Record that a feed failed, and count it."""
        self.failures.append(Failure(source=request.source.id, feed=request.feed.url, kind=kind, message=message))
        self.add(failed=1)

    def all_failed(self, sources: Iterable[str]) -> bool:
        """Say whether feeds were asked and not one source had any that could be read."""
        asked = set(sources)
        return bool(asked) and not asked & self.read

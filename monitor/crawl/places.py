"""What the places asked (host and port) have shown of themselves in this run, and who is left alone for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from monitor.crawl import outcomes
from monitor.crawl.conversation import Conversation
from monitor.model.fetch import Fetched

SILENT_AFTER = 5  # conversations in a row that brought no answer at all


class Places:
    """Places at rest and places whose pages are left for another run.

    A place that names a time (Retry-After) is asked for nothing more, in this run or, where it is one of `resting`, in
    an earlier one; without `host_wide` that is for the one address alone. One that says 429 without a time, or has not
    answered for some time, is still asked for its feeds, each of which is news of its own, but for no more pages.
    """

    def __init__(self, resting: Mapping[str, timedelta], *, host_wide: bool) -> None:
        self._host_wide = host_wide
        self.rested: list[Fetched] = []  # what places said in this run
        self._resting = {place: _earlier(place, left) for place, left in resting.items()}
        self._silent: dict[str, int] = {}
        self._no_pages: set[str] = set()

    def heard(self, place: str, fetched: Fetched) -> bool:
        """Learn from how a conversation ended; True where others that wait for the place are no longer to be asked."""
        before = (place in self._resting, place in self._no_pages)
        self._silent[place] = self._silent.get(place, 0) + 1 if outcomes.is_silence(fetched) else 0
        if self._host_wide and outcomes.names_a_time(fetched) and place not in self._resting:
            self._resting[place] = fetched
            self.rested.append(fetched)
        if fetched.outcome == "rate_limited" or self._silent[place] >= SILENT_AFTER:
            self._no_pages.add(place)
        return before != (place in self._resting, place in self._no_pages)

    def spares(self, conversation: Conversation) -> bool:
        """Whether a conversation is not to be begun."""
        place = conversation.place
        return place in self._resting or (place in self._no_pages and conversation.kind != "feed")

    def said(self, conversation: Conversation) -> Fetched | None:
        """How a feed ends that was not asked for: with what the place said of another; None for what just waits."""
        said = self._resting.get(conversation.place)
        if conversation.kind != "feed" or said is None:
            return None
        kept = {name: said.headers[name] for name in ("retry-after", "date") if name in said.headers}
        error = f"{said.error} (said of {said.url}; nothing more was asked there in this run)"
        return conversation.ended(said.outcome, error, headers=kept)


def _earlier(place: str, left: timedelta) -> Fetched:
    """What a place said in an earlier run, as far as it still counts."""
    url, seconds = f"http://{place}/", max(1, round(left.total_seconds()))
    return Fetched(
        url=url, final_url=url, outcome="rate_limited", headers={"retry-after": str(seconds)},
        error=f"asked to be left alone for another {seconds} seconds (Retry-After)",
    )  # fmt: skip

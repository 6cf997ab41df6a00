"""What the places asked (host and port) have shown of themselves in this run, and who is left alone for it."""

from __future__ import annotations

from monitor.crawl import outcomes
from monitor.crawl.conversation import Conversation
from monitor.model.fetch import Fetched

SILENT_AFTER = 5  # conversations in a row that brought no answer at all


class Places:
    """Places at rest and places whose pages are left for another run.

    A place that names a time (Retry-After) is asked for nothing more. One that says 429 without a time, or has not
    answered for some time, is still asked for its feeds, each of which is news of its own, but for no more pages.
    """

    def __init__(self) -> None:
        self._resting: dict[str, Fetched] = {}
        self._silent: dict[str, int] = {}
        self._no_pages: set[str] = set()

    def heard(self, place: str, fetched: Fetched) -> bool:
        """Learn from how a conversation ended; True where others that wait for the place are no longer to be asked."""
        before = (place in self._resting, place in self._no_pages)
        self._silent[place] = self._silent.get(place, 0) + 1 if outcomes.is_silence(fetched) else 0
        if outcomes.names_a_time(fetched):
            self._resting.setdefault(place, fetched)
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

"""Stories as cards: the lead in its own words, who else reports it, in which languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.browse.pages.tallies import Names, names_of
from monitor.model.reading import Listed
from monitor.model.story import StoryListed
from monitor.model.survey import Fact, Teller
from monitor.store import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A story with its lead; `others` are the first article of each further source, one an owner first."""

    story: StoryListed
    lead: Listed
    others: tuple[Teller, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """Cards in their order, with the names of what they are about, and how many stories there were."""

    cards: tuple[Card, ...]
    names: Names
    stories: int


def cards_of(reading: Reading, facts: Sequence[Fact], limit: int) -> Cards:
    """The weightiest stories that these articles belong to."""
    ids = {fact.story for fact in facts if fact.story is not None}
    found = reading.weightiest(ids, limit)
    return Cards(cards=tuple(_cards(reading, found)), names=_names(reading, found), stories=len(ids))


def _cards(reading: Reading, stories: Sequence[StoryListed]) -> Iterable[Card]:
    leads = {listed.id: listed for listed in reading.listed([story.lead_id for story in stories])}
    told = reading.tellers([story.id for story in stories])
    for story in stories:
        if story.lead_id in leads:
            others = [one for one in told.get(story.id, ()) if one.source != story.source]
            yield Card(story=story, lead=leads[story.lead_id], others=_one_an_owner_first(others))


def _one_an_owner_first(tellers: Sequence[Teller]) -> tuple[Teller, ...]:
    """Who confirms comes before the other editions of the same house."""
    seen: set[str] = set()
    first: list[Teller] = []
    rest: list[Teller] = []
    for teller in tellers:
        (rest if teller.owner in seen else first).append(teller)
        seen.add(teller.owner)
    return (*first, *rest)


def _names(reading: Reading, stories: Sequence[StoryListed]) -> Names:
    return names_of(
        reading,
        [code for story in stories for code in story.countries],
        [code for story in stories for code in story.organisations],
    )

"""Who had a text first, and who took it from whom: from the times that are given, and from what is credited.

Times are what publishers say: a day without a time orders nothing within the day, and the moment at which we saw an
article says only when we looked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.model.copies import Certainty, Printing, Syndication, Taken
from monitor.stages.credit import by_domain

_CLEARLY = timedelta(minutes=2)  # clocks of publishers differ
_HEAD_START = timedelta(minutes=30)  # by which an agency may be dated later than those who print it: it updates


def syndication(printings: Sequence[Printing]) -> Syndication:
    """Return who of those who print a text had it first, and whom each of the others has it from.

    An agency that the others credit is the first whatever the times say. Raises ValueError for no printings at all.
    """
    ordered = sorted(printings, key=lambda one: (_at(one), one.seen_at, one.id))
    own = {one.id: theirs.id for one in printings if (theirs := by_domain(one.domain))}
    credited = {one.agency for one in printings if one.agency and own.get(one.id) != one.agency}
    agency = next((one for one in ordered if own.get(one.id) in credited and own.get(one.id) is not None), None)
    first = agency or ordered[0]
    certainty, why = _certainty(first, ordered, own, credited=agency is not None)
    taken = tuple(_taken(one, first, ordered, own) for one in ordered if one.id != first.id)
    return Syndication(first=first.id, certainty=certainty, why=why, taken=taken)


def _at(one: Printing) -> datetime:
    return one.published_at or one.seen_at


def _certainty(
    first: Printing, ordered: Sequence[Printing], own: dict[int, str], *, credited: bool
) -> tuple[Certainty, str]:
    if len(ordered) == 1:
        return "certain", "nobody else is known to print it"
    if credited:
        return "certain", f"the others credit {own[first.id]}"
    stranger = next((one.agency for one in ordered if one.agency and one.agency not in own.values()), None)
    if stranger:
        return "unknown", f"the text is from {stranger}, of whom no own publication is known"
    return _by_time(first, ordered[1])


def _by_time(first: Printing, second: Printing) -> tuple[Certainty, str]:
    if first.published_at is None or second.published_at is None:
        return "unknown", "not all of them say when they published"
    if _is_day(first.published_at) or _is_day(second.published_at):
        return "likely", "the earliest are dated by the day only"
    lead = second.published_at - first.published_at
    if lead < _CLEARLY:
        return "likely", "the next followed within two minutes, and clocks differ"
    return "certain", f"the next followed after {_spoken(lead)}"


def _is_day(moment: datetime) -> bool:
    return (moment.hour, moment.minute, moment.second) == (0, 0, 0)


def _spoken(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _taken(one: Printing, first: Printing, ordered: Sequence[Printing], own: dict[int, str]) -> Taken:
    """Return whom a printing has the text from: whom it credits, the one it is most like, or else the first."""
    if one.agency and own.get(one.id) != one.agency:
        theirs = next((other for other in ordered if own.get(other.id) == one.agency), None)
        if theirs is None or _at(theirs) <= _at(one) + _HEAD_START:
            return Taken(id=one.id, of=theirs.id if theirs else None, agency=one.agency, how="credit")
    via = next((other for other in ordered if other.id == one.via and _at(other) < _at(one)), None)
    if via:
        return Taken(id=one.id, of=via.id, agency=None, how="nearest")
    return Taken(id=one.id, of=first.id, agency=None, how="first")

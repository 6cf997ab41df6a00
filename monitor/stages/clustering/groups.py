"""Groups of articles that tell of one event, the same for the same articles in whatever order they came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from monitor.model.story import Kept, Told
from monitor.stages.clustering.links import Links
from monitor.stages.clustering.merging import Merging
from monitor.stages.clustering.terms import Terms

REACH = timedelta(days=4)  # between two articles that are compared
_LINKED = 0.85  # likeness from which two articles are looked at together


def grouped(
    window: Iterable[Told | Kept | Terms], fresh: Iterable[int], pins: Mapping[int, int], links: Links
) -> tuple[tuple[int, ...], ...]:
    """Return the groups that the fresh articles are in or might change, each in the order of the window.

    `window` are all articles near in time, in canonical order, and `links` says how alike they are; articles with the
    same pin end up together, and those with different pins apart. What is linked with a fresh article, step by step, is
    grouped anew as a whole, and nothing else: a group depends on the articles that are there, not on which of them are
    fresh.
    """
    order = {one.id: number for number, one in enumerate(window)}
    found: list[tuple[int, ...]] = []
    for linked in _components(fresh, links, pins):
        members = sorted(linked, key=order.__getitem__)
        found += Merging(members, links, pins).merged()
    return tuple(sorted(found, key=lambda group: order[group[0]]))


def _components(fresh: Iterable[int], links: Links, pins: Mapping[int, int]) -> Iterator[set[int]]:
    """Give the fresh articles with all that are linked with them, by likeness or by hand, step by step."""
    together: dict[int, list[int]] = {}
    for article, pin in pins.items():
        together.setdefault(pin, []).append(article)
    seen: set[int] = set()
    for article in fresh:
        if article in seen or article not in links.window:
            continue
        linked: set[int] = set()
        waiting = [article]
        while waiting:
            one = waiting.pop()
            if one in linked or one not in links.window:
                continue
            linked.add(one)
            waiting += [other for other, alike in links.of(one).items() if alike >= _LINKED]
            waiting += together.get(pins[one], []) if one in pins else []
        seen |= linked
        yield linked

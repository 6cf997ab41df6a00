"""Which story a group of articles is: ids stay with those who had them, so that links in yesterday's mail hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from monitor.model.story import Outcome


def identify(
    groups: Sequence[Sequence[int]], before: Mapping[int, int], pins: Mapping[int, int], elsewhere: Mapping[int, int]
) -> Outcome:
    """Return the story of each article of the groups, of which each is to be one story.

    `before` says where articles stood, `pins` where somebody put them by hand, which decides; `elsewhere` counts the
    articles of a story that are in none of the groups. A story goes on in the group that has most of its articles (the
    first one where two have as many); a group that goes on with several takes the one of which it has most articles,
    then the oldest, and the others are merged into it if they have no article left.
    """
    claims: list[tuple[bool, int, int, int]] = []
    for number, group in enumerate(groups):
        forced = Counter(pins[article] for article in group if article in pins)
        held = Counter(before[article] for article in group if article in before)
        claims += [(False, -count, story, number) for story, count in forced.items()]
        claims += [(True, -count, story, number) for story, count in held.items() if not forced]
    chosen: dict[int, int] = {}  # group: story
    taken: set[int] = set()
    for _, _, story, number in sorted(claims):
        if number not in chosen and story not in taken:
            chosen[number] = story
            taken.add(story)
    stories = {article: chosen.get(number, -1 - number) for number, group in enumerate(groups) for article in group}
    return Outcome(stories=tuple(sorted(stories.items())), merged=_merged(stories, before, taken, elsewhere))


def _merged(
    stories: Mapping[int, int], before: Mapping[int, int], taken: set[int], elsewhere: Mapping[int, int]
) -> tuple[tuple[int, int], ...]:
    """Return the stories that have no article left, each with the one that has most of what it had."""
    heirs: dict[int, Counter[int]] = {}
    for article, story in before.items():
        if story not in taken and article in stories and not elsewhere.get(story):
            heirs.setdefault(story, Counter())[stories[article]] += 1
    merged = []
    for story, heir in sorted(heirs.items()):
        merged.append((story, min(heir, key=lambda one: (-heir[one], one < 0, abs(one)))))
    return tuple(merged)

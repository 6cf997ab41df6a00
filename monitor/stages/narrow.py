"""What every match of a watchlist must have, so that an archive can be asked for few articles instead of all."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.model.watchlist import Condition
from monitor.text.wording import Term, wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """One of these tags, in focus or at all."""

    slugs: frozenset[str]
    focus: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """All of this must hold for an article to match; it may hold and the article still not match."""

    tags: tuple[Tagged, ...] = ()
    words: tuple[tuple[Term, ...], ...] = ()  # of each, at least one term
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


def needs(condition: Condition) -> Needs:
    """Return what an article can't match without."""
    return Needs(
        tags=tuple(_tags(condition)),
        words=tuple(_words(condition)),
        sources=condition.sources,
        languages=condition.languages,
    )


def searched(condition: Condition) -> dict[str, str | tuple[str, ...]] | None:
    """Return the parameters of the reading room's search for the same articles; None for what no search can say."""
    if condition.all or condition.any or condition.none or condition.tiers:
        return None
    asked: dict[str, str | tuple[str, ...]] = {
        "q": condition.text,
        "country": condition.countries,
        "org": condition.organisations,
        "source": condition.sources,
        "language": condition.languages,
        "any": "1" if condition.any_mention else "",
    }
    return {name: value for name, value in asked.items() if value}


def wordy(condition: Condition) -> bool:
    """Whether words are looked for at all, so that texts must be read."""
    return bool(condition.text) or any(map(wordy, (*condition.all, *condition.any, *condition.none)))


def asks(condition: Condition) -> bool:
    """Whether something is looked for; a condition that only says what is not wanted would find all the rest."""
    own = (condition.countries, condition.organisations, condition.languages, condition.sources, condition.tiers)
    if any(own) or wording(condition.text).wanted or any(map(asks, condition.all)):
        return True
    return bool(condition.any) and all(map(asks, condition.any))


def _tags(condition: Condition) -> list[Tagged]:
    focus = not condition.any_mention
    groups = [
        Tagged(slugs=frozenset(f"{kind}:{code}" for code in codes), focus=focus)
        for kind, codes in (("org", condition.organisations), ("country", condition.countries))
        if codes
    ]
    for part in condition.all:
        groups += _tags(part)
    branches = [_tags(part) for part in condition.any]
    if branches and all(branches):
        least = [min(groups, key=lambda group: len(group.slugs)) for groups in branches]
        slugs = frozenset(slug for group in least for slug in group.slugs)
        groups.append(Tagged(slugs=slugs, focus=all(group.focus for group in least)))
    return groups


def _words(condition: Condition) -> list[tuple[Term, ...]]:
    """Groups of terms that the full-text index can find; it does not look inside of words."""
    groups = list(wording(condition.text).wanted)
    groups = [group for group in groups if not any(term.runs_on for term in group)]
    for part in condition.all:
        groups += _words(part)
    return groups

"""What the gazetteer knows of one tag: for those who want to see it, and to put it right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from monitor.gazetteer.aliases import Alias
from monitor.gazetteer.doubts import Doubt, Policy, doubts
from monitor.gazetteer.own import with_names
from monitor.gazetteer.reading import disputed, shipped_parents, slug
from monitor.model.names import NO_NAMES, OwnNames

CONDITIONS: dict[Policy, str] = {  # when a doubtful name counts, in words
    "support": "only beside other evidence for it",
    "unless": "not beside words that mean something else",
    "given": "not as a person's first name",
    "surname": "not as a person's last name",
    "bare": "not behind another first name",
    "inner": "as the first word of a sentence only beside other evidence",
    "opening": "as the first word of a sentence not beside words that mean something else",
    "alone": "without a noun before it only beside other evidence",
    "choose": "for what the rest of the article speaks for",
    "national": "for the state whose name stands beside it, or that the article speaks of most",
    "beside": "for the state whose name stands beside it",
    "part": "",
    "choose-alone": "without a noun before it for what the rest of the article speaks for",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAs:
    """A name of a tag; `condition` says in words when it counts, empty for always; `note` whose the region is."""

    text: str
    languages: tuple[str, ...]
    rule: str
    own: bool
    condition: str
    note: str = ""


def known_as(tag: str, own: OwnNames = NO_NAMES) -> tuple[KnownAs, ...]:
    """Return all names of a tag (its slug), the desk's own first, then by rule and alphabet."""
    notes = disputed()
    found = [
        KnownAs(
            text=alias.text,
            languages=alias.languages,
            rule=alias.rule,
            own=alias.own,
            condition="" if alias.own else _condition(alias),
            note=notes.get((tag, alias.text), ""),
        )
        for alias in dict.fromkeys(with_names(own).aliases)
        if tag in alias.tags or any(_chosen(doubt, tag) for doubt in _doubts(alias) if not alias.own)
    ]
    return tuple(sorted(found, key=lambda one: (not one.own, one.rule, one.text.casefold(), one.languages)))


def parents(own: OwnNames = NO_NAMES) -> dict[str, str]:
    """Return which organisation each is a part of, by slug."""
    return {**shipped_parents(), **{slug(one.id): slug(one.parent) for one in own.organisations if one.parent}}


def _doubts(alias: Alias) -> tuple[Doubt, ...]:
    return tuple(
        doubt
        for doubt in _by_text().get(_folded(alias.text), ())
        if not doubt.languages or not alias.languages or set(doubt.languages) & set(alias.languages)
    )


@cache
def _by_text() -> Mapping[str, list[Doubt]]:
    found: dict[str, list[Doubt]] = defaultdict(list)
    for doubt in doubts():
        found[_folded(doubt.text)].append(doubt)
    return found


def _folded(text: str) -> str:
    return text.rstrip("*!").casefold()


def _chosen(doubt: Doubt, tag: str) -> bool:
    return any(slug(code) == tag for code, _ in doubt.options)


def _condition(alias: Alias) -> str:
    return "; ".join(filter(None, dict.fromkeys(CONDITIONS[doubt.policy] for doubt in _doubts(alias))))

"""The gazetteer with a desk's own names in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from monitor.gazetteer.aliases import Alias, Gazetteer
from monitor.gazetteer.reading import data_version, default, is_acronym, shipped_tags, slug
from monitor.model.names import NO_NAMES, OwnNames
from monitor.model.tag import Tag


def tags(own: OwnNames = NO_NAMES) -> tuple[Tag, ...]:
    """Return every country and organisation that the tagger can find, with its label, in slug order."""
    organisations = (Tag(slug=slug(one.id), kind="organisation", label=one.name) for one in own.organisations)
    known = {tag.slug: tag for tag in (*shipped_tags(), *organisations)}
    return tuple(known[name] for name in sorted(known))


def version(own: OwnNames = NO_NAMES) -> str:
    """Return what tells these names, the shipped and the desk's own, from any others."""
    if own == NO_NAMES:
        return data_version()
    return f"{data_version()}+own.{hashlib.sha256(repr(own).encode()).hexdigest()[:6]}"


@lru_cache(maxsize=4)
def with_names(own: OwnNames = NO_NAMES) -> Gazetteer:
    """Return the shipped gazetteer with a desk's own names in it."""
    if own == NO_NAMES:
        return default()
    implied = {slug(one.id): slug(one.country) for one in own.organisations if one.country}
    made = default().extended(_aliases(own), tags(own))
    return replace(made, implied={**made.implied, **implied})


def _aliases(own: OwnNames) -> Iterator[Alias]:
    for organisation in own.organisations:
        for text in dict.fromkeys((organisation.name, *organisation.names)):
            yield _alias(text, organisation.id, organisation.languages, "organisation")
    for alias in own.aliases:
        for text in alias.names:
            yield _alias(text, alias.tag, alias.languages, alias.kind)
    for off in own.off:
        yield Alias(text=off.name, languages=off.languages, rule="off", own=True)


def _alias(text: str, tag: str, languages: tuple[str, ...], kind: str) -> Alias:
    rule = "acronym" if is_acronym(text) and kind == "organisation" else {"adj": "demonym"}.get(kind, kind)
    return Alias(text=text, tags=(slug(tag),), languages=languages, rule=rule, own=True)

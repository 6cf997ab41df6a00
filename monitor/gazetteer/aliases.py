"""Aliases, and the gazetteer that holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from monitor.model.tag import Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """One way to write a tag. An alias without tags is a decoy: where it matches, nothing else does.

    `text` may end in `*` (a stem, any ending of the language follows) or `!` (never inflected). `languages` empty means
    any. `rule` is what the evidence will say: name, demonym, region, city, town, metonym, leader, organisation,
    acronym, decoy, or one of the user's own.
    """

    text: str
    tags: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    rule: str = "name"
    own: bool = False  # a user's: no doubt of ours bears on it
    since: str = ""  # YYYY-MM, of a leader's office; empty: not known, or still held
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gazetteer:
    """All aliases and tags.

    `implied` maps an organisation's slug to the country it speaks for (Kremlin: Russia). The `national` ones are a
    state's own parliament, government or ministry.
    """

    aliases: tuple[Alias, ...]
    tags: tuple[Tag, ...]
    implied: Mapping[str, str] = field(default_factory=dict)
    national: frozenset[str] = frozenset()

    def extended(self, aliases: Iterable[Alias], tags: Iterable[Tag] = ()) -> Gazetteer:
        """Return a gazetteer with a user's aliases and tags as well; each replaces what has the same text (or slug).

        An alias given without tags therefore switches the built-in one off. Only the languages that it names are
        touched; one that names none replaces the alias in all.
        """
        own = tuple(aliases)
        replaced: dict[str, set[str]] = {}
        for alias in own:
            replaced.setdefault(alias.text.rstrip("*!").casefold(), set()).update(alias.languages or ("*",))
        kept = tuple(left for alias in self.aliases if (left := _without(alias, replaced)))
        known = {tag.slug: tag for tag in (*self.tags, *tags)}
        return replace(self, aliases=kept + own, tags=tuple(known[slug] for slug in sorted(known)))


def _without(alias: Alias, replaced: Mapping[str, set[str]]) -> Alias | None:
    languages = replaced.get(alias.text.rstrip("*!").casefold())
    if not languages:
        return alias
    if "*" in languages or not alias.languages:
        return None
    left = tuple(language for language in alias.languages if language not in languages)
    return replace(alias, languages=left) if left else None

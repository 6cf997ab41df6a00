"""Counts with a name, for bars, facets and lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from monitor.gazetteer import acronyms
from monitor.model.survey import Fact
from monitor.store import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A name with its number of articles; `share` is of the greatest in its list, 0 to 100; `usual` is of a day."""

    code: str
    label: str
    articles: int
    share: int = 0
    href: str = ""
    usual: float | None = None
    chosen: bool = False


def tallies(
    counts: Mapping[str, int], labels: Mapping[str, str], *, href: str = "", limit: int = 10
) -> tuple[Tally, ...]:
    """The greatest counts; `href` is where each leads, its code put in the place of `{}`."""
    found = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
    most = found[0][1] if found else 1
    return tuple(
        Tally(
            code=code,
            label=labels.get(code, code),
            articles=number,
            share=max(1, round(100 * number / most)),
            href=href.replace("{}", code),
        )
        for code, number in found
    )


def countries(facts: Iterable[Fact]) -> Counter[str]:
    """Articles about each country, by its code."""
    return Counter(code for fact in facts for code in fact.countries)


def organisations(facts: Iterable[Fact]) -> Counter[str]:
    """Articles about each organisation, by its id."""
    return Counter(code for fact in facts for code in fact.organisations)


@dataclass(frozen=True, slots=True)
class Names:
    """What countries, organisations and sources are called."""

    countries: Mapping[str, str]
    organisations: Mapping[str, str]

    def country(self, code: str) -> str:
        """The country's name, or its code where it has none."""
        return self.countries.get(code, code)

    def organisation(self, code: str) -> str:
        """The organisation's name, or its id where it has none."""
        return self.organisations.get(code, code)

    def short(self, code: str) -> str:
        """What the organisation is called for short: NATO."""
        return acronyms().get(code) or self.organisation(code)

    @property
    def shorts(self) -> Mapping[str, str]:
        """What all the organisations are called for short."""
        return {code: self.short(code) for code in self.organisations}


def names_of(reading: Reading, countries: Iterable[str], organisations: Iterable[str]) -> Names:
    """The names of these countries and organisations."""
    slugs = [*(f"country:{code}" for code in countries), *(f"org:{code}" for code in organisations)]
    labels = reading.labels(tuple(dict.fromkeys(slugs)))
    return Names(
        {slug.removeprefix("country:"): label for slug, label in labels.items() if slug.startswith("country:")},
        {slug.removeprefix("org:"): label for slug, label in labels.items() if slug.startswith("org:")},
    )


def pairs(facts: Sequence[Fact], code: str, kind: str) -> Counter[str]:
    """What else the articles about a country or organisation are about, by tag."""
    own = f"{kind}:{code}"
    return Counter(slug for fact in facts for slug in slugs_of(fact) if slug != own)


def slugs_of(fact: Fact) -> tuple[str, ...]:
    """The tags in an article's focus."""
    return (*(f"country:{code}" for code in fact.countries), *(f"org:{code}" for code in fact.organisations))

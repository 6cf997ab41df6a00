"""A digest out of what its watchlists matched: each story once, in order of weight, under the first section it fits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.model.digest import Asked, Changes, Coverage, Digest, Figure, FigureKind, Item, Report, Section
from monitor.model.settings import DigestPlan
from monitor.model.watchlist import Watchlist
from monitor.text.plain import clip, paragraphs, plain

LEAD = 400  # characters of a lead at most
TITLE = 240
TOP_OWNERS = 2  # a story that one owner tells alone stands at no top
_ENDS = ".!?。！？؟։…"
_TAGS = 6
_LABEL = 60  # characters of a line above a text: a byline, a caption, a rubric
_NAME = 4  # words of a byline that ends with a full stop
_BYLINE = re.compile(
    r"(?i)(?:by|from|photo|image|picture|video|credit|par|von|foto|bild|автор\w*|фото|видео|müəllif|şəkil|yazan|fotoğraf"
    r"|відео|հեղինակ|լուսանկար\w*|ავტორი|ფოტო)\b[\s:.©/-]"
)


def asked(plan: DigestPlan, watchlists: Sequence[Watchlist], labels: Mapping[str, str]) -> tuple[Asked, ...]:
    """Return the sections of a plan in their order: watchlists, then countries, then organisations."""
    known = {watchlist.id: watchlist for watchlist in watchlists}
    found = [Asked(kind="watchlist", watchlist=known[name]) for name in plan.watchlists]
    for code in plan.countries:
        name = labels.get(f"country:{code}", code)
        found.append(Asked(kind="country", watchlist=Watchlist(id=f"country:{code}", name=name, countries=(code,))))
    for code in plan.organisations:
        name = labels.get(f"org:{code}", code)
        found.append(
            Asked(kind="organisation", watchlist=Watchlist(id=f"org:{code}", name=name, organisations=(code,)))
        )
    return tuple(found)


def compose(
    plan: DigestPlan,
    sections: Sequence[Asked],
    reports: Iterable[Report],
    *,
    since: datetime,
    until: datetime,
    language: str,
    timezone: str,
    told: Mapping[str, datetime] | None = None,
    usual: Mapping[str, float] | None = None,
    articles: int = 0,
    coverage: Coverage | None = None,
    changes: Changes | None = None,
    labels: Mapping[str, str] | None = None,
) -> Digest:
    """Return the digest of a window.

    `reports` are all articles of the stories that matched: those of this window that a watchlist matched carry their
    `hits`. `told` says, by key, when earlier digests spoke of an article. `usual` holds a normal day's numbers by the
    kind of the figure, and by the watchlist's id for sections. `articles` is how many came in at all.
    """
    told, usual = told or {}, usual or {}
    stories = _stories(reports, told, language)
    placed = _placed(stories, sections)
    repeated = {event for event, story in stories.items() if story.repeats}
    ranked = [event for event in stories if event in placed and event not in repeated]
    top = tuple(event for event in ranked if stories[event].item.owners >= TOP_OWNERS)[: plan.top]
    made, stood = [], set(top)
    names = {one.watchlist.id: one.watchlist.name for one in sections}
    for one in sections:
        mine = [event for event in stories if one.watchlist.id in placed.get(event, ())]
        own = [event for event in mine if event not in stood and event not in repeated]
        made.append(
            Section(
                asked=one,
                items=tuple(_titled(stories[event].item, placed[event], one.watchlist.id, names) for event in own),
                elsewhere=tuple(stories[event].item for event in mine if event in stood),
                more=tuple(stories[event].item for event in mine if event in repeated),
                usual=usual.get(one.watchlist.id),
            )
        )
        stood.update(own)
    items = [stories[event].item for event in ranked]
    return Digest(
        name=plan.name,
        title=plan.title,
        language=language,
        timezone=timezone,
        since=since,
        until=until,
        top=tuple(_titled(stories[event].item, placed[event], "", names) for event in top),
        sections=tuple(made),
        figures=_figures(items, articles, usual),
        coverage=coverage or Coverage(),
        changes=changes or Changes(),
        labels=tuple(sorted((labels or {}).items())),
    )


class _Story:
    """A story being told: what was seen of it in this window, and what there is of it in all."""

    def __init__(self, reports: Sequence[Report], told: Mapping[str, datetime], language: str) -> None:
        self.new = [one for one in reports if one.hits]
        before = [told[one.key] for one in reports if one.key in told]
        self.repeats = bool(before) and all(one.copy or one.key in told for one in self.new)
        self.hit = {name for one in self.new for name, _ in one.hits}
        lead = min(self.new, key=lambda one: _fitness(one, language))
        dated = [one for one in reports if one.dated] or list(reports)
        first = min(dated, key=lambda one: (one.at, one.id))
        self.item = Item(
            lead=lead,
            excerpt=excerpt(lead),
            others=_others(lead, reports),
            first=first if first.source != lead.source and first.at < lead.at else None,
            owners=len({one.owner for one in reports if not one.copy} | {lead.owner}),
            tags=_tags(self.new),
            told_at=max(before, default=None),
        )

    @property
    def weight(self) -> tuple[int, int, int, float, int]:
        """What stories are ordered by: independent owners, the best tier, all who print it, the newest."""
        item = self.item
        tier = min(one.tier for one in (item.lead, *item.others))
        return (-item.owners, tier, -len(item.others), -item.lead.at.timestamp(), item.lead.id)


def _stories(reports: Iterable[Report], told: Mapping[str, datetime], language: str) -> dict[int, _Story]:
    """The stories with something new in them, the weightiest first, by their event."""
    events: dict[int, list[Report]] = {}
    for report in reports:
        events.setdefault(report.event, []).append(report)
    made = {event: _Story(found, told, language) for event, found in events.items() if any(one.hits for one in found)}
    return dict(sorted(made.items(), key=lambda pair: pair[1].weight))


def _placed(stories: Mapping[int, _Story], sections: Sequence[Asked]) -> dict[int, tuple[str, ...]]:
    """Which sections each story belongs to, in their order; a watchlist may ask for a number of sources."""
    placed = {
        event: tuple(
            one.watchlist.id
            for one in sections
            if one.watchlist.id in story.hit and story.item.owners >= one.watchlist.min_sources
        )
        for event, story in stories.items()
    }
    return {event: where for event, where in placed.items() if where}


def _titled(item: Item, where: Sequence[str], here: str, names: Mapping[str, str]) -> Item:
    return replace(item, also_in=tuple(names[name] for name in where if name != here))


def _fitness(report: Report, language: str) -> tuple[bool, bool, bool, int, datetime, int]:
    """What the lead is chosen by: its own words, something to quote, the reader's language, tier, time."""
    return (
        report.copy,
        not report.excerpt or report.quote == 0,
        report.language != language,
        report.tier,
        report.at,
        report.id,
    )


def _others(lead: Report, reports: Sequence[Report]) -> tuple[Report, ...]:
    """Who else tells a story: one article of each source, its own words before copies."""
    ordered = sorted(reports, key=lambda one: (one.copy, one.tier, one.at, one.id))
    found: dict[str, Report] = {}
    for one in ordered:
        if one.source != lead.source:
            found.setdefault(one.source, one)
    return tuple(found.values())


def _tags(reports: Sequence[Report]) -> tuple[str, ...]:
    """What a story is about: countries first, each by how many articles are about it, a third of them at least."""
    countries = Counter(f"country:{code}" for one in reports for code in one.countries)
    organisations = Counter(f"org:{code}" for one in reports for code in one.organisations)
    enough = len(reports) / 3
    return tuple(
        slug for counts in (countries, organisations) for slug, times in counts.most_common(_TAGS) if times >= enough
    )


def _figures(items: Sequence[Item], articles: int, usual: Mapping[str, float]) -> tuple[Figure, ...]:
    told = [one for item in items for one in (item.lead, *item.others)]
    values: dict[FigureKind, int] = {
        "articles": articles,
        "stories": len(items),
        "sources": len({one.source for one in told}),
        "languages": len({one.language for one in told if one.language}),
    }
    return tuple(Figure(kind=kind, value=number, usual=usual.get(kind)) for kind, number in values.items())


def excerpt(report: Report) -> str:
    """Return what may be quoted of an article: at most 400 characters, whole sentences where they fit.

    Markup goes: a feed's text is untrusted; so do bylines and captions above the text. A publisher's limit (`quote`)
    holds, and 0 means nothing at all.
    """
    limit = LEAD if report.quote is None else min(LEAD, report.quote)
    marked = paragraphs(report.excerpt) if "<" in report.excerpt else report.excerpt
    text = " ".join(_speaking([line for part in marked.splitlines() if (line := plain(part))]))
    if len(text) <= limit:
        return text
    cut = text[:limit]
    ends = [at for at, letter in enumerate(cut) if letter in _ENDS and (at + 1 == len(text) or text[at + 1].isspace())]
    if ends and ends[-1] >= limit // 2:
        return cut[: ends[-1] + 1]
    return clip(text, limit) if limit else ""


def _speaking(lines: list[str]) -> list[str]:
    """The lines from the first that speaks: what stands above is short, and ends as no sentence or is a byline."""
    for number, line in enumerate(lines):
        byline = _BYLINE.match(line) and len(line.split()) <= _NAME
        if len(line) > _LABEL or (line.endswith(tuple(_ENDS)) and not byline):
            return lines[number:]
    return lines


def headline(report: Report) -> str:
    """Return a title as a mail can bear it: plain, on one line, bounded."""
    return clip(plain(report.title), TITLE) or report.url

"""Pages about a country or an organisation: how much is written, what, by whom, and together with what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from monitor.browse import charts
from monitor.browse.desk import DAY, Desk
from monitor.browse.languages import NAMES
from monitor.browse.pages.cards import cards_of
from monitor.browse.pages.marking import path_of
from monitor.browse.pages.tallies import Tally, pairs, slugs_of, tallies
from monitor.browse.render import address, page
from monitor.errors import UnknownName
from monitor.gazetteer import acronyms, tags
from monitor.model.reading import Query
from monitor.model.survey import Fact, TagCount
from monitor.store import Reading

QUARTER = 90  # days of the chart
MONTH = 30
WEEK = 7
MOST = 2_000  # articles that are counted over
MATRIX = 8  # tags across
Kind = Literal["country", "organisation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Articles about two things at once: a row for each tag, a cell for each other; None on the diagonal."""

    tags: tuple[Tally, ...]
    rows: tuple[tuple[Tally, tuple[int | None, ...]], ...]
    most: int


def subject_page(reading: Reading, desk: Desk, now: datetime, kind: Kind, code: str) -> str:
    """Return the page of a country or organisation; raises UnknownName for one that the gazetteer has not."""
    code = code.upper() if kind == "country" else code.lower()
    tag = f"country:{code}" if kind == "country" else f"org:{code}"
    label = reading.labels((tag,)).get(tag) or next((one.label for one in tags() if one.slug == tag), None)
    if label is None:
        raise UnknownName(f"there is no {kind} {code}")
    today = now.date()
    about = Query(countries=(code,)) if kind == "country" else Query(organisations=(code,))
    facts = _newest(reading, about, now)
    week = [fact for fact in facts if fact.sorted_at >= now - timedelta(days=WEEK)]
    together = pairs(facts, code, "country" if kind == "country" else "org")
    shown = [slug for slug, _ in together.most_common(24)]
    labels = {slug: acronyms().get(slug.removeprefix("org:")) or name for slug, name in reading.labels(shown).items()}
    matrix_of = shown[:MATRIX]
    per_day = reading.tag_days(tag, today - QUARTER * DAY, today)
    parameter = "country" if kind == "country" else "org"
    return page(
        "subject.html",
        desk=desk,
        now=now,
        title=label,
        kind=kind,
        code=code,
        tag=tag,
        parameter=parameter,
        days=charts.by_day(
            f"Articles a day about {label}; lighter, those that mention it (days in UTC)",
            per_day,
            today - QUARTER * DAY,
            today,
            href=lambda day: address("/search", {parameter: code, "day": day.isoformat()}),
        ),
        month=sum(count.about for count in per_day if count.day > today - MONTH * DAY),
        before=sum(count.about for count in per_day if today - 2 * MONTH * DAY < count.day <= today - MONTH * DAY),
        mentioned=sum(count.mentioned for count in per_day if count.day > today - MONTH * DAY),
        cards=cards_of(reading, week or facts[:200], 6),
        recent=bool(week),
        latest=reading.listed([fact.id for fact in facts[:20]]),
        together=_tallies(together, labels, shown, parameter, code),
        counted=len(facts),
        matrix=_matrix(facts, matrix_of, labels),
        fresh=_fresh(reading, tag, shown, labels, today, parameter, code),
        sources=reading.tag_sources(tag, today - MONTH * DAY, today)[:15],
        languages=tallies(Counter(fact.language or "" for fact in facts), NAMES | {"": "unknown"}, limit=8),
    )


def _newest(reading: Reading, about: Query, now: datetime) -> tuple[Fact, ...]:
    """The newest articles about something: of the last month, or the last few where there are fewer."""
    since = now - timedelta(days=MONTH)
    found = reading.facts(_limited(about, since))
    return found if len(found) >= 20 else reading.facts(_limited(about, None, 200))  # noqa: PLR2004 - a screen


def _limited(about: Query, since: datetime | None, limit: int = MOST) -> Query:
    return Query(countries=about.countries, organisations=about.organisations, since=since, limit=limit)


def _tallies(
    together: Counter[str], labels: Mapping[str, str], shown: Sequence[str], parameter: str, code: str
) -> tuple[Tally, ...]:
    most = max((together[slug] for slug in shown), default=1)
    return tuple(
        Tally(
            code=slug.partition(":")[2],
            label=labels.get(slug, slug),
            articles=together[slug],
            share=round(100 * together[slug] / most),
            href=_both(slug, parameter, code),
        )
        for slug in shown[:12]
    )


def _both(slug: str, parameter: str, code: str) -> str:
    """The search for what is about both."""
    kind, _, other = slug.partition(":")
    if kind == parameter:  # two countries in a search mean either: a canned query means both
        return address("/press/about_both", {"one": f"{parameter}:{code}", "other": slug})
    return address("/search", {parameter: code, kind: other})


def _matrix(facts: Sequence[Fact], slugs: Sequence[str], labels: Mapping[str, str]) -> Matrix | None:
    """How often those named together are themselves named together, in the articles about this one."""
    if len(slugs) < 3:  # noqa: PLR2004 - two are a list, not a matrix
        return None
    counted: Counter[tuple[str, str]] = Counter()
    wanted = frozenset(slugs)
    for fact in facts:
        inside = [slug for slug in slugs_of(fact) if slug in wanted]
        counted.update((one, other) for one in inside for other in inside if one != other)
    tags = tuple(
        Tally(code=slug.partition(":")[2], label=labels.get(slug, slug), articles=0, href=path_of(slug))
        for slug in slugs
    )
    rows = tuple(
        (tag, tuple(None if one == other else counted[one, other] for other in slugs))
        for tag, one in zip(tags, slugs, strict=True)
    )
    return Matrix(tags=tags, rows=rows, most=max(counted.values(), default=0))


def _fresh(
    reading: Reading, tag: str, shown: Sequence[str], labels: Mapping[str, str], today: date, parameter: str, code: str
) -> tuple[tuple[Tally, date], ...]:
    """With what it was first named together in the last week."""
    first = reading.first_days(tag, shown, today - WEEK * DAY)
    return tuple(
        (
            Tally(
                code=slug.partition(":")[2], label=labels.get(slug, slug), articles=0,
                href=_both(slug, parameter, code),
            ),
            day,
        )
        for slug, day in sorted(first.items(), key=lambda pair: pair[1], reverse=True)
    )  # fmt: skip


def subjects_page(reading: Reading, desk: Desk, now: datetime, kind: Kind) -> str:
    """Return the list of all countries or organisations that the last month's articles are about."""
    today = now.date()
    prefix = "country:" if kind == "country" else "org:"
    counts = [one for one in reading.tags_between(today - MONTH * DAY, today) if one.slug.startswith(prefix)]
    week: Mapping[str, int] = {one.slug: one.articles for one in reading.tags_between(today - (WEEK - 1) * DAY, today)}
    numbers = {one.code: one.articles for one in counts}
    drawn = kind == "country" and desk.shows_map
    return page(
        "subjects.html",
        desk=desk,
        now=now,
        title="Countries" if kind == "country" else "Organisations",
        kind=kind,
        counts=[(one, week.get(one.slug, 0), _share(one, counts)) for one in counts],
        world=charts.world(
            "Countries that the last 30 days' articles are about", numbers, {one.code: one.label for one in counts}
        )
        if drawn
        else "",
    )


def _share(one: TagCount, counts: Sequence[TagCount]) -> int:
    return max(1, round(100 * one.articles / counts[0].articles))

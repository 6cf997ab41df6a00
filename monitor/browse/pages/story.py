"""The page of a story: who told it first, who after whom, in which languages, and how headlines changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from monitor.browse import charts
from monitor.browse.desk import Desk
from monitor.browse.languages import NAMES
from monitor.browse.pages.tallies import names_of, tallies
from monitor.browse.render import page
from monitor.model.copies import Syndication, Taken
from monitor.model.story import StoryArticle, StoryShown
from monitor.store import Reading

MOST = 300  # articles of a story that are listed
TEXTS = 10  # printed by several, that are told of
HOURS = 48  # beyond, its timeline is one of days


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The articles of a story in one language, in the order of time."""

    code: str
    name: str
    articles: tuple[StoryArticle, ...]


def story_page(reading: Reading, desk: Desk, now: datetime, story_id: int) -> str:
    """Return the page of a story; an id that was merged gives its successor. Raises UnknownName."""
    story = reading.story(story_id)
    articles = story.articles[:MOST]
    copies = [one for one in articles if one.duplicate_of is not None]
    ids = {one.listed.id: one for one in articles}
    return page(
        "story.html",
        desk=desk,
        now=now,
        title=story.listed.title,
        story=story,
        lead=next((one for one in articles if one.listed.id == story.listed.lead_id), articles[0]),
        articles=articles,
        following=next((one for one in articles if one.listed.source != articles[0].listed.source), None),
        lags={one.listed.id: lag(one.listed.sorted_at - articles[0].listed.sorted_at) for one in articles},
        columns=_columns(articles),
        taken=_taken(reading, copies),
        by_id=ids,
        earlier={
            one.listed.id for one in copies if one.duplicate_of in ids and _is_earlier(one, ids[one.duplicate_of])
        },
        names=names_of(reading, story.listed.countries, story.listed.organisations),
        timeline=_timeline(story, desk),
        sources=tallies(
            Counter(one.listed.source for one in articles),
            {one.listed.source: one.listed.source_name for one in articles},
            href="/source/{}",
            limit=30,
        ),
        languages=tallies(Counter(one.listed.language or "" for one in articles), NAMES | {"": "unknown"}, limit=30),
        retitled=reading.retitled([one.listed.id for one in articles]),
    )


def _is_earlier(one: StoryArticle, than: StoryArticle) -> bool:
    """Say whether a text was published before the article that represents it, because that one was found sooner."""
    return one.listed.sorted_at < than.listed.sorted_at


def _taken(reading: Reading, copies: Sequence[StoryArticle]) -> tuple[tuple[Syndication, tuple[Taken, ...]], ...]:
    """Of each text that several print: who had it first, how sure that is, and who has it from whom."""
    originals = dict.fromkeys(one.duplicate_of for one in copies if one.duplicate_of)
    told = (reading.circle(original).syndication for original in list(originals)[:TEXTS])
    return tuple((one, one.taken) for one in told)


def lag(length: timedelta) -> str:
    """Return how long after the first: `+2 h 05`, `+3 d`; nothing for the first itself."""
    minutes = round(length.total_seconds() / 60)
    if minutes <= 0:
        return ""
    if minutes < 60:  # noqa: PLR2004 - an hour
        return f"+{minutes} min"
    hours = minutes // 60
    return f"+{hours} h {minutes % 60:02}" if hours < HOURS else f"+{hours // 24} d"


def _columns(articles: tuple[StoryArticle, ...]) -> tuple[Column, ...]:
    """Languages side by side, the most usual first; copies once."""
    by_language: dict[str, list[StoryArticle]] = {}
    for one in articles:
        if one.duplicate_of is None:
            by_language.setdefault(one.listed.language or "", []).append(one)
    ordered = sorted(by_language.items(), key=lambda pair: -len(pair[1]))
    return tuple(
        Column(code=code, name=NAMES.get(code, code or "unknown"), articles=tuple(found)) for code, found in ordered
    )


def _timeline(story: StoryShown, desk: Desk) -> Markup:
    """How the story went round: by the hour while it is young, by the day thereafter."""
    times = [one.listed.sorted_at.astimezone(desk.zone) for one in story.articles]
    first, last = times[0], times[-1]
    if last - first <= timedelta(hours=HOURS):
        start = first.replace(minute=0, second=0, microsecond=0)
        hours = max(1, int((last - start).total_seconds() // 3600) + 1)
        counted = Counter(int((time - start).total_seconds() // 3600) for time in times)
        bars = [
            charts.Bar(label=f"{start + timedelta(hours=hour):%a %H:00}", value=counted[hour]) for hour in range(hours)
        ]
        return charts.columns("Reports by the hour", bars, ticks=(0, hours // 2, hours - 1), height=70)
    days = Counter(time.date() for time in times)
    length = (last.date() - first.date()).days + 1
    bars = [
        charts.Bar(label=f"{day.day} {day:%b}", value=days[day])
        for day in (first.date() + timedelta(days=number) for number in range(length))
    ]
    return charts.columns("Reports by the day", bars, ticks=(0, length // 2, length - 1), height=70)

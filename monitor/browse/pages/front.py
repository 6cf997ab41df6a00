"""The front page: a day's stories in the order of their weight, and what the day was like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from markupsafe import Markup

from monitor.browse import charts
from monitor.browse.desk import DAY, Desk
from monitor.browse.languages import NAMES
from monitor.browse.pages.cards import cards_of
from monitor.browse.pages.tallies import Tally, countries, names_of, organisations, tallies
from monitor.browse.render import address, day_text, page
from monitor.errors import UnknownName
from monitor.model.reading import Query
from monitor.model.survey import DayCount, Fact
from monitor.model.watchlist import Watchlist
from monitor.stages.narrow import searched
from monitor.store import Reading
from monitor.store.matching import Window
from monitor.workflows.watch import trial

MOST = 5_000  # articles of a day that are counted over
STORIES = 31  # one that leads, then pairs
USUAL = 28  # days before, that a day is compared with
FEWEST = 7  # of them that the archive must know
RISING = 2.0  # times its usual
FIRST, LAST = 1970, 2200  # years


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Which time the page is about: a day of the desk's, or the last 24 hours."""

    since: datetime
    until: datetime
    day: date  # at whose end, or in which, it lies
    rolling: bool
    note: str = ""


def front_page(reading: Reading, desk: Desk, now: datetime, *, day: str = "", watch: str = "") -> str:
    """Return the front page of a day (`2026-11-23`), of the last 24 hours without one; raises UnknownName."""
    watchlist = desk.watchlist(watch) if watch else None
    edition = _edition(reading, desk, now, day)
    facts = _facts(reading, edition, watchlist)
    cards = cards_of(reading, facts, STORIES)
    today = (edition.until - timedelta(seconds=1)).date()
    since = today - (USUAL + 1) * DAY
    per_day = reading.days(since, today)
    before = [count.about for count in per_day if count.day < today] if watchlist is None else []
    usual = {one.slug: one.articles / len(before) for one in reading.tags_between(since, today - DAY)} if before else {}
    knows = len(before) >= FEWEST
    named = names_of(reading, countries(facts), organisations(facts))
    by_country = tallies(countries(facts), named.countries, href="/country/{}", limit=10)
    return page(
        "front.html",
        desk=desk,
        now=now,
        title=day_text(edition.day),
        edition=edition,
        watchlist=watchlist,
        previous=_address(edition.day - DAY, watch),
        following=_address(edition.day + DAY, watch) if edition.day < desk.day_of(now) else "",
        cards=cards,
        numbers=_numbers(facts, cards.stories, _search(edition, watchlist, desk), before if knows else ()),
        countries=by_country,
        organisations=tallies(organisations(facts), named.shorts, href="/organisation/{}", limit=10),
        rising=_rising(facts, usual, named.countries, named.shorts) if knows else (),
        world=_map(facts, named.countries, desk, edition),
        days=_days(per_day, since, today) if watchlist is None else Markup(),
        hours=_hours(facts, desk),
        languages=tallies(Counter(fact.language or "" for fact in facts), NAMES | {"": "unknown"}, limit=12),
        sources=len({fact.source for fact in facts}),
        attention=reading.attention(),
        latest=() if cards.cards else reading.listed([fact.id for fact in facts[:40]]),
    )


def _edition(reading: Reading, desk: Desk, now: datetime, day: str) -> Edition:
    """The day asked for; else the last 24 hours, or those before the newest article where nothing came since."""
    if day:
        chosen = _day(day)
        return Edition(since=desk.begin(chosen), until=desk.end(chosen), day=chosen, rolling=False)
    newest = next((one.sorted_at for one in reading.latest(Query(limit=1))), None)
    if newest is None or newest > now - DAY:
        return Edition(since=now - DAY, until=now + timedelta(seconds=1), day=desk.day_of(now), rolling=True)
    chosen = desk.day_of(newest)
    note = f"Nothing has come in since. This is the last day with news, {day_text(chosen)}."
    return Edition(since=desk.begin(chosen), until=desk.end(chosen), day=chosen, rolling=False, note=note)


def _day(text: str) -> date:
    try:
        chosen = date.fromisoformat(text)
    except ValueError as error:
        raise UnknownName(f"{text!r} is no day such as 2026-11-23") from error
    if not FIRST <= chosen.year <= LAST:
        raise UnknownName(f"the archive has no day {text}")
    return chosen


def _facts(reading: Reading, edition: Edition, watchlist: Watchlist | None) -> tuple[Fact, ...]:
    if watchlist is None:
        return reading.facts(Query(since=edition.since, until=edition.until, limit=MOST))
    window = Window(since=edition.since, until=edition.until, by="dated")
    return reading.facts_of([hit.article.id for hit in trial(reading, watchlist, window, limit=MOST).hits])


def _address(day: date, watch: str) -> str:
    return address("/", {"date": day.isoformat(), "watch": watch})


def _numbers(
    facts: Sequence[Fact], stories: int, search: str, before: Sequence[int]
) -> tuple[tuple[str, str, str], ...]:
    """Number, what it counts, and where it comes from; articles beside a usual day's."""
    usual = round(sum(before) / len(before)) if before else None
    owners = len({fact.source for fact in facts})
    said = f"{len(facts):,}" + ("+" if len(facts) == MOST else "")
    return (
        (said, "articles" + (f", {usual:,} on a usual day" if usual else ""), search),
        (f"{stories:,}", "story" if stories == 1 else "stories", ""),
        (f"{owners:,}", "sources", "/sources"),
        (f"{len({fact.language for fact in facts if fact.language}):,}", "languages", ""),
    )


def _search(edition: Edition, watchlist: Watchlist | None, desk: Desk) -> str:
    """The search for the same articles; "" where a watchlist asks for what no search can say."""
    asked = searched(watchlist) if watchlist else {}
    if asked is None:
        return ""
    return address("/search", {**asked, "since": _said(edition.since, desk), "until": _said(edition.until, desk)})


def _said(moment: datetime, desk: Desk) -> str:
    return f"{moment.astimezone(desk.zone):%Y-%m-%dT%H:%M}"


def _rising(
    facts: Sequence[Fact], usual: Mapping[str, float], named: Mapping[str, str], organised: Mapping[str, str]
) -> tuple[Tally, ...]:
    """What is told of far more than on other days, by how much more."""
    found = []
    for kind, counts, labels in (
        ("country", countries(facts), named),
        ("org", organisations(facts), organised),
    ):
        for code, number in counts.items():
            before = usual.get(f"{kind}:{code}", 0.0)
            if number >= 5 and number >= RISING * max(before, 0.5):  # noqa: PLR2004 - fewer may be chance
                path = "country" if kind == "country" else "organisation"
                rise = number / max(before, 0.5)
                found.append(
                    (rise, Tally(code=code, label=labels.get(code, code), articles=number, href=f"/{path}/{code}",
                                 usual=round(before, 1)))
                )  # fmt: skip
    return tuple(tally for _, tally in sorted(found, key=lambda pair: -pair[0])[:6])


def _map(facts: Sequence[Fact], named: Mapping[str, str], desk: Desk, edition: Edition) -> Markup:
    if not desk.shows_map:
        return Markup()
    when = "the last 24 hours" if edition.rolling else day_text(edition.day)
    return charts.world(f"Countries that the articles of {when} are about", countries(facts), named)


def _days(per_day: Sequence[DayCount], since: date, today: date) -> Markup:
    return charts.by_day(
        "Articles a day, without copies (days in UTC)",
        per_day,
        since,
        today,
        href=lambda day: _address(day, ""),
        marked=today,
        width=charts.NARROW,
        ticks=3,
    )


def _hours(facts: Sequence[Fact], desk: Desk) -> Markup:
    hours = Counter(fact.sorted_at.astimezone(desk.zone).hour for fact in facts)
    bars = [charts.Bar(label=f"{hour:02}:00", value=hours[hour]) for hour in range(24)]
    return charts.columns(f"Articles by the hour, {desk.zone_name}", bars, ticks=(0, 6, 12, 18), height=50)

"""The page of a source: how its feeds do, when it publishes, what about, and how well it can be read."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from monitor.browse import charts
from monitor.browse.desk import DAY, Desk
from monitor.browse.pages.tallies import countries, names_of, organisations, tallies
from monitor.browse.render import address, page
from monitor.errors import UnknownName
from monitor.model.reading import Query
from monitor.model.survey import Fact
from monitor.store import Reading

QUARTER = 90
MONTH = 30
MOST = 1_000  # articles that are counted over


def source_page(reading: Reading, desk: Desk, now: datetime, source_id: str) -> str:
    """Return the page of a source; raises UnknownName where there is none."""
    source = next((one for one in reading.sources((source_id,))), None)
    if source is None:
        raise UnknownName(f"there is no source {source_id}")
    today = now.date()
    facts = reading.facts(Query(sources=(source_id,), copies=True, limit=MOST))
    named = names_of(reading, countries(facts), organisations(facts))
    return page(
        "source.html",
        desk=desk,
        now=now,
        title=source.name,
        source=source,
        feeds=reading.health(source_id),
        days=charts.by_day(
            f"Articles a day of {source.name}; lighter, copies of others' texts (days in UTC)",
            reading.source_days(source_id, today - QUARTER * DAY, today),
            today - QUARTER * DAY,
            today,
            href=lambda day: address("/search", {"source": source_id, "day": day.isoformat(), "copies": 1}),
        ),
        rhythm=charts.heat(f"When {source.name} publishes, {desk.zone_name}", _rhythm(facts, desk)),
        counted=len(facts),
        latest=reading.listed([fact.id for fact in facts[:20]]),
        quality=reading.quality(source_id),
        countries=tallies(countries(facts), named.countries, href="/country/{}", limit=8),
        organisations=tallies(organisations(facts), named.shorts, href="/organisation/{}", limit=8),
        copied=reading.copying(source_id),
        habit=reading.habits().get(source_id),
        edits=reading.edits(sources=(source_id,), limit=8),
        siblings=[one for one in reading.sources() if one.owner == source.owner and one.id != source.id],
    )


def _rhythm(facts: tuple[Fact, ...], desk: Desk) -> Counter[tuple[int, int]]:
    local = (fact.sorted_at.astimezone(desk.zone) for fact in facts)
    return Counter((moment.weekday(), moment.hour) for moment in local)


def sources_page(reading: Reading, desk: Desk, now: datetime) -> str:
    """Return the list of all sources, with what each published in the last month and how its feeds do."""
    today = now.date()
    month = {one.id: one for one in reading.sources_between(today - MONTH * DAY, today)}
    states: dict[str, str] = {}
    for one in reading.attention():
        states.setdefault(one.source, one.state)
    sources = reading.sources()
    return page(
        "sources.html",
        desk=desk,
        now=now,
        title="Sources",
        sources=sorted(
            sources, key=lambda one: (one.retired, -(month[one.id].articles if one.id in month else 0), one.id)
        ),
        month=month,
        states=states,
    )

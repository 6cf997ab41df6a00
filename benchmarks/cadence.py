"""How often feeds are asked, and how late their entries are found: `python -m benchmarks.cadence --corpus MANIFEST`.

From the dates in each real feed a rhythm is made (its rate, its own hours as far as the document reaches, and beyond
that the hours that all feeds together keep), and from that, seeded, six weeks of entries. Three are simulated:
asking every thirty minutes, asking as often as a feed publishes (a rule that readers use: a week divided by its
entries), and ours. The first two weeks are for learning and are not counted.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.feeds import rows_of
from monitor.errors import ParseError
from monitor.model.source import Rhythm
from monitor.stages.cadence import heard, interval
from monitor.stages.parse import parse

START = datetime(2026, 9, 7, tzinfo=UTC)  # a Monday
LEARNT, ALL = timedelta(days=14), timedelta(days=42)
SHOWN = 30  # entries in a document
USUAL, SHORTEST, LONGEST = timedelta(minutes=30), timedelta(minutes=10), timedelta(days=1)
FEWEST = 5  # dates that make a rhythm
MOST_A_DAY = 400.0

Next = Callable[[datetime], timedelta]  # how long to wait, asked at a time


@dataclass(frozen=True, slots=True)
class Cost:
    """What a way of asking came to, over the weeks that count."""

    requests: int
    delays: Sequence[float]  # minutes

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.requests + other.requests, [*self.delays, *other.delays])


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    options = parser.parse_args(arguments)
    real = [dates for dates in map(dates_of, documents(options.corpus)) if len(dates) >= FEWEST]
    press = [simulated(dates, pooled(real), random.Random(f"{options.seed} {n}")) for n, dates in enumerate(real)]
    figures: dict[str, Any] = {
        "feeds": len(press),
        "entries": sum(at >= START + LEARNT for feed in press for at in feed),
    }
    fixed: Cost | None = None
    for name, way in WAYS.items():
        costs = [asked(feed, way(feed)) for feed in press]
        total = sum(costs, Cost(0, []))
        fixed = fixed or total
        figures[name] = {
            "requests_per_entry": round(total.requests / len(total.delays), 3),
            "requests_share": round(total.requests / fixed.requests, 3),
            "median_delay_minutes": round(median(total.delays), 2),
            "mean_delay_minutes": round(sum(total.delays) / len(total.delays), 2),
            "median_of_feeds_minutes": round(median(median(cost.delays) for cost in costs if cost.delays), 2),
        }
    print_figures(figures, as_json=options.json)
    return 0


def documents(corpus: Path) -> list[Path]:
    return [corpus.parent / row["file"] for row in rows_of(corpus) if row.get("stratum", "").endswith("real")]


def dates_of(path: Path) -> list[datetime]:
    """When a document's entries were published, without those that bear one and the same minute."""
    try:
        parsed = parse(path.read_bytes(), url="https://feed.example/")
    except ParseError:
        return []
    return sorted({entry.published.replace(second=0, microsecond=0) for entry in parsed if entry.published is not None})


def pooled(real: Sequence[Sequence[datetime]]) -> list[float]:
    """How all feeds that reach over a week share out their entries over the hours of a week; 1 on average."""
    weights = [0.5] * 168
    for dates in real:
        if dates[-1] - dates[0] >= timedelta(days=7):
            for at in dates:
                weights[hour_of_week(at)] += 1 / len(dates)
    mean = sum(weights) / len(weights)
    return [weight / mean for weight in weights]


def hour_of_week(at: datetime) -> int:
    return at.weekday() * 24 + at.hour


def simulated(dates: Sequence[datetime], common: Sequence[float], chance: random.Random) -> list[datetime]:
    """Six weeks of a feed's entries, by thinning a Poisson process; its own hours count as far as they are known."""
    days = max((dates[-1] - dates[0]).total_seconds() / 86400, 1 / 24)
    daily = min(len(dates) / days, MOST_A_DAY)
    own = [0.0] * 168
    for at in dates:
        for shift, weight in ((-1, 0.25), (0, 0.5), (1, 0.25)):
            own[(hour_of_week(at) + shift) % 168] += weight * 168 / len(dates)
    known = min(days / 28, 0.8)
    rates = [known * mine + (1 - known) * theirs for mine, theirs in zip(own, common, strict=True)]
    mean = sum(rates) / len(rates)
    rates = [rate / mean for rate in rates]
    peak, at, found = max(rates), START, list[datetime]()
    while (at := at + timedelta(days=chance.expovariate(daily * peak))) < START + ALL:
        if chance.random() * peak < rates[hour_of_week(at)]:
            found.append(at)
    return found


def asked(feed: Sequence[datetime], wait: Next) -> Cost:
    """Ask a feed as often as `wait` says, and note how late each entry was found."""
    at = START + timedelta(minutes=7)
    requests, delays, before = 0, list[float](), 0
    while at < START + ALL:
        there = bisect_right(feed, at)
        if at >= START + LEARNT:
            requests += 1
            delays += [(at - one).total_seconds() / 60 for one in feed[before:there] if one >= START + LEARNT]
        before = there
        at += wait(at)
    return Cost(requests, delays)


def every_half_hour(_feed: Sequence[datetime]) -> Next:
    return lambda _at: USUAL


def as_often_as_it_publishes(feed: Sequence[datetime]) -> Next:
    def wait(at: datetime) -> timedelta:
        weekly = bisect_right(feed, at) - bisect_right(feed, at - timedelta(days=7))
        return min(max(timedelta(days=7) / weekly, SHORTEST), LONGEST) if weekly else LONGEST

    return wait


def by_its_rhythm(feed: Sequence[datetime]) -> Next:
    rhythm: Rhythm | None = None

    def wait(at: datetime) -> timedelta:
        nonlocal rhythm
        there = bisect_right(feed, at)
        rhythm = heard(rhythm, feed[max(there - SHOWN, 0) : there], now=at)
        return interval(rhythm, usual=USUAL, shortest=SHORTEST, longest=LONGEST, now=at)

    return wait


WAYS: dict[str, Callable[[Sequence[datetime]], Next]] = {
    "fixed": every_half_hour,
    "entry_frequency": as_often_as_it_publishes,
    "adaptive": by_its_rhythm,
}


def print_figures(figures: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(figures))
        return
    for name in WAYS:
        print(f"{name:16}", figures[name])
    print(f"{figures['feeds']} feeds, {figures['entries']} entries in four weeks")


if __name__ == "__main__":
    sys.exit(main())

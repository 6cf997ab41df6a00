"""`monitor health`."""

from __future__ import annotations

from datetime import timedelta, tzinfo
from typing import TYPE_CHECKING

import click

from monitor.cli.context import Invocation

if TYPE_CHECKING:
    from monitor.model.outbox import Undelivered
    from monitor.model.reading import FeedHealth
    from monitor.model.run import Run

WEEK = timedelta(days=7)
RUNS = 5  # the last ones, in JSON
STYLES = {"ok": "green", "new": "dim", "off": "dim", "silent": "yellow", "failing": "yellow"}


@click.command(name="health")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with the last runs.")
@click.option("--bad", is_flag=True, help="Only the feeds that need attention.")
@click.pass_obj
def command(invocation: Invocation, as_json: bool, bad: bool) -> None:
    """Tell how each feed does, and what mail did not arrive.

    Those that need attention come first. States: ok, new (never checked), silent (nothing for 7 days), failing,
    broken (three failures in a row), gone (410), off (no longer in feeds.yaml).

    Example:
      monitor health
      monitor health --bad --json
    """
    from monitor.cli.lines import json_text
    from monitor.cli.reader import desk_zone, nothing, reading

    with reading(invocation) as archive:
        feeds = archive.health()
        runs = archive.runs(RUNS)
    undelivered = _undelivered(invocation)
    if bad:
        feeds = tuple(feed for feed in feeds if feed.state not in {"ok", "new", "off"})
    if as_json:
        print(json_text({"feeds": feeds, "runs": runs, "undelivered": undelivered}, indent=2))
    elif feeds:
        _print_feeds(feeds, desk_zone(invocation))
    else:
        nothing(invocation, "all feeds do well" if bad else "no feed was ever checked: run `monitor collect`")
    if not as_json:
        for one in undelivered:
            nothing(invocation, f"not delivered: {one.list} to {one.address}: {one.state}: {one.error}")
    if runs and not as_json and not invocation.quiet:
        nothing(invocation, _last(runs[0], desk_zone(invocation)))


def _undelivered(invocation: Invocation) -> tuple[Undelivered, ...]:
    """Mail and alerts of the last week that did not arrive; none where nothing was ever sent."""
    from monitor import clock
    from monitor.store.private import open_private, private_path

    if not private_path(invocation.db_path).exists():
        return ()
    now = clock.now()
    with open_private(invocation.db_path, now=now) as private:
        return private.undelivered(since=now - WEEK)


def _print_feeds(feeds: tuple[FeedHealth, ...], zone: tzinfo) -> None:
    from monitor.cli.lines import time_text
    from monitor.cli.tables import Cell, Column, print_table

    columns = [
        Column(title="State"),
        Column(title="Source", style="cyan"),
        Column(title="Outcome"),
        Column(title="Newest", style="dim"),
        Column(title="Articles", right=True),
        Column(title="Feed", wide=True),
        Column(title="Error", wide=True),
    ]
    print_table(
        columns,
        [
            (
                Cell(text=feed.state, style=STYLES.get(feed.state, "red")),
                feed.source,
                f"{feed.outcome} x{feed.failures}" if feed.failures > 1 else feed.outcome or "-",
                time_text(feed.newest_entry_at, zone) or "-",
                feed.articles,
                Cell(text=feed.url, link=feed.url),
                _wrong(feed),
            )
            for feed in feeds
        ],
    )


def _wrong(feed: FeedHealth) -> str:
    classes = ", ".join(f"{number} {outcome}" for outcome, number in feed.page_outcomes.items())
    pages = f"{feed.pages_failed} pages failed ({classes}): {feed.page_error}" if feed.pages_failed else ""
    return "; ".join(filter(None, (feed.error, pages))) or "-"


def _last(run: Run, zone: tzinfo) -> str:
    from monitor.cli.lines import time_text

    ended = f"ended {run.outcome or 'in an unknown way'}" if run.finished_at else "has not ended"
    return f"the last {run.verb} began {time_text(run.started_at, zone)} and {ended}"

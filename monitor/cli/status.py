"""`monitor status`: where things stand, on one screen."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.context import Invocation

if TYPE_CHECKING:
    from monitor.store import Reading

RUNS = 3


@click.command(name="status")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def command(invocation: Invocation, *, as_json: bool) -> None:
    """Tell where things stand: what the archive holds, what runs, what is due.

    `health` tells of each feed, `doctor` whether something must be done.

    Example:
      monitor status
    """
    from monitor import clock
    from monitor.cli.lines import json_text
    from monitor.cli.reader import desk_zone, reading
    from monitor.store import at_work

    with reading(invocation) as archive:
        found = _found(archive, clock.now())
    found |= {"archive": str(invocation.db_path), "bytes": invocation.db_path.stat().st_size}
    found["at_work"] = at_work(invocation.db_path)
    if as_json:
        print(json_text(found, indent=2))
    else:
        _print(found, desk_zone(invocation))


def _found(archive: Reading, now: datetime) -> dict[str, Any]:
    from monitor.stages.due import due

    holdings, health, rows = archive.holdings(), archive.health(), archive.feed_rows()
    waiting = [row.state.next_check_at for row in rows if row.state.next_check_at is not None and not row.state.gone]
    return {
        "articles": holdings.articles,
        "duplicates": holdings.duplicates,
        "revisions": holdings.revisions,
        "newest_at": holdings.newest_at,
        "feeds": dict(Counter(feed.state for feed in health)),
        "due": len(due(rows, now=now)),
        "next_check_at": min((at for at in waiting if at > now), default=None),
        "pages_pending": sum(feed.pages_pending for feed in health),
        "runs": archive.runs(RUNS),
    }


def _print(found: dict[str, Any], zone: tzinfo) -> None:
    from monitor.cli.lines import time_text

    mib = found["bytes"] / 1024**2
    states = ", ".join(f"{number} {state}" for state, number in found["feeds"].items()) or "none yet"
    soon = time_text(found["next_check_at"], zone)
    lines = [
        ("archive", f"{found['archive']} ({mib:.1f} MiB)"),
        (
            "articles",
            f"{found['articles']:,}, {found['duplicates']:,} of them copies; {found['revisions']:,} earlier texts",
        ),
        ("newest", time_text(found["newest_at"], zone) or "-"),
        ("feeds", states),
        ("due", f"{found['due']} now" + (f", the next at {soon}" if soon else "")),
        ("pending", f"{found['pages_pending']:,} pages"),
        ("at work", found["at_work"] or "nothing"),
    ]
    for run in found["runs"]:
        ended = run.outcome or ("at work" if found["at_work"] else "never ended")
        counts = f"{run.counts.new} new, {run.counts.failed} feeds failed"
        lines.append((f"run {run.id}", f"{run.verb} {time_text(run.started_at, zone)}: {ended}, {counts}"))
    for name, text in lines:
        print(f"{name:<9} {text}")

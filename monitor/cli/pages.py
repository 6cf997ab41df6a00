"""`monitor pages`: the raw pages that are kept for a while."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from monitor.cli.context import Invocation
from monitor.cli.params import since as moment


@click.group(name="pages")
def command() -> None:
    """Tell of the raw pages that are kept, and hand them on.

    Example:
      monitor pages list
      monitor pages export --warc pages.warc.gz
    """


@command.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def list_pages(invocation: Invocation, *, as_json: bool) -> None:
    """Tell how many raw pages are kept of each source, and what they take.

    Example:
      monitor pages list --json | jq '[.sources[].kept] | add'
    """
    from monitor.cli.lines import json_text, time_text
    from monitor.cli.reader import desk_zone, nothing
    from monitor.cli.tables import Column, print_table
    from monitor.store.pages import pages_beside
    from monitor.workflows.pages import opened

    with opened(pages_beside(invocation.db_path)) as pages:
        found = pages.holdings()
    if as_json:
        print(json_text({"sources": found}, indent=2))
        return
    if not found:
        nothing(invocation, "no raw page is kept yet")
        return
    zone = desk_zone(invocation)
    columns = (
        Column(title="Source", style="cyan"),
        Column(title="Pages", right=True),
        Column(title="As they came", right=True),
        Column(title="On the disk", right=True),
        Column(title="Oldest", style="dim"),
        Column(title="Newest", style="dim"),
    )
    rows = [
        (
            one.source,
            one.pages,
            _size(one.size),
            _size(one.kept),
            time_text(one.oldest_at, zone),
            time_text(one.newest_at, zone),
        )
        for one in found
    ]
    print_table(columns, rows)


def _size(count: int) -> str:
    return f"{count / 1024**2:.1f} MiB"


@command.command(name="export")
@click.option(
    "--warc", "target", type=click.Path(path_type=Path), required=True, metavar="FILE", help="The file to write."
)
@click.option("--source", metavar="ID", help="Only this source's.")
@click.option("--since", type=moment, metavar="TIME", help="Fetched from then on: 7d, 2026-11-20.")
@click.pass_obj
def export_pages(invocation: Invocation, *, target: Path, source: str | None, since: datetime | None) -> None:
    """Write raw pages as a gzipped WARC file, which other web archives read.

    Needs warcio: install press-monitor[warc]. The file must not exist.

    Example:
      monitor pages export --warc week.warc.gz --since 7d
    """
    from monitor.store.pages import pages_beside
    from monitor.workflows.pages import export, opened

    with opened(pages_beside(invocation.db_path)) as pages:
        count = export(pages, target, source=source, since=since)
    print(f"{count} pages")

"""`monitor sources add | import | export`: new sources into feeds.yaml, and lists of feeds out of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.context import Invocation

if TYPE_CHECKING:
    from monitor.workflows.discover import Discovery, Found

SAMPLES = 3


@click.command(name="add")
@click.argument("url", metavar="URL")
@click.option("--id", "name_id", metavar="ID", help="Its id, instead of one made of its host.")
@click.option("--name", metavar="NAME", help="Its name, instead of what its page says.")
@click.option("--dry-run", is_flag=True, help="Show what would be collected, and write nothing.")
@click.option("--yes", is_flag=True, help="Don't ask.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def add(
    invocation: Invocation,
    *,
    url: str,
    name_id: str | None,
    name: str | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Find out where a site publishes, and add it to feeds.yaml.

    Its page is asked for, then the feeds that it names; else news sitemaps and the usual places; else the page itself
    is taken for a list of articles, with selectors guessed. Comments and order of feeds.yaml stay as they are.

    Example:
      monitor sources add https://caliber.az/en/
      monitor sources add https://news.example.org/ --id example-en --dry-run
    """
    from dataclasses import replace

    from monitor.cli.lines import json_text
    from monitor.config import load
    from monitor.config.edit import entry_of, lines_of, with_sources
    from monitor.workflows.add import apart, chosen, file, renamed, write
    from monitor.workflows.discover import discover

    config = load(invocation.config_path)
    address = _address(url)
    found = chosen(config, discover(config, address))
    source = replace(found.source, id=name_id or found.source.id, name=name or found.source.name)
    found = renamed(found, source if name_id else apart(config, source))
    entry = entry_of(found.source, [one.feed for one in found.feeds]) if found.feeds else None
    if entry:
        with_sources(invocation.config_path, [entry])  # refuses now what could not be written then
    told: dict[str, Any] = {"source": entry, "feeds": [_flat(one) for one in found.feeds], "written": False}
    told["failures"] = [{"url": one, "message": why} for one, why in found.failures]
    if not as_json:
        _show(found, lines_of([entry]) if entry else "", invocation)
    if entry and not dry_run and (yes or as_json or _agreed(invocation)):
        config = write(invocation.config_path, [(found.source, tuple(one.feed for one in found.feeds))])
        told["written"] = True
        if not file(config, invocation.db_path, found) and not invocation.quiet:
            click.echo("monitor: a run is at work: what was just fetched is fetched again by the next one", err=True)
        if not as_json and not invocation.quiet:
            click.echo(
                f"{found.source.id} was added to {invocation.config_path}; `monitor collect` fetches its articles"
            )
    if as_json:
        print(json_text(told, indent=2))
    return 0 if entry else 1


@click.command(name="import")
@click.argument("file", metavar="FILE.opml", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would be added, and write nothing.")
@click.option("--yes", is_flag=True, help="Don't ask.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def import_(invocation: Invocation, *, file: Path, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Add the feeds of an OPML list to feeds.yaml.

    Feeds of one site become one source. Nothing is asked for: `monitor sources check` tells how they do.

    Example:
      monitor sources import subscriptions.opml
    """
    from monitor.cli.lines import json_text, printable
    from monitor.config import load
    from monitor.config.edit import entry_of, with_sources
    from monitor.workflows.add import write
    from monitor.workflows.opml import outlines, read

    additions, skipped = read(file, load(invocation.config_path))
    entries = [entry_of(source, feeds) for source, feeds in additions]
    if entries:
        with_sources(invocation.config_path, entries)
    if not as_json:
        for name, title, url in outlines(additions):
            click.echo(f"{name}  {printable(title)}  {url}")
        for url, why in skipped:
            click.echo(f"monitor: {printable(url)} is left out: {why}", err=True)
    written = bool(entries) and not dry_run and (yes or as_json or _agreed(invocation))
    if written:
        write(invocation.config_path, additions)
    if as_json:
        left = [{"url": url, "message": why} for url, why in skipped]
        print(json_text({"sources": entries, "skipped": left, "written": written}, indent=2))
    elif not invocation.quiet:
        added = "were added" if written else "would be added"
        click.echo(f"{len(additions)} sources with {sum(len(feeds) for _, feeds in additions)} feeds {added}")


@click.command(name="export")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="A file, instead of stdout.")
@click.pass_obj
def export(invocation: Invocation, *, output: Path | None) -> None:
    """Write all feeds as an OPML list, for feed readers.

    Example:
      monitor sources export > sources.opml
    """
    from monitor import clock
    from monitor.config import load
    from monitor.errors import CantCreate
    from monitor.workflows.opml import write

    text = '<?xml version="1.0" encoding="UTF-8"?>\n' + write(load(invocation.config_path), now=clock.now())
    if output is None:
        print(text, end="")
    else:
        try:
            output.write_text(text, encoding="utf-8")
        except OSError as error:
            raise CantCreate(f"{output} can't be written: {error.strerror}") from error


def _address(url: str) -> str:
    from monitor.config import values

    address = url if "://" in url else f"https://{url}"
    try:
        return values.url(address)
    except values.Refused as error:
        raise click.UsageError(
            f"{url!r} is no address that can be asked for{f': {error}' if str(error) else ''}"
        ) from error


def _agreed(invocation: Invocation) -> bool:
    """Ask a person; a program that calls us means what it says."""
    return not sys.stdin.isatty() or click.confirm(f"Write this into {invocation.config_path}?", default=True, err=True)


def _flat(found: Found) -> dict[str, Any]:
    from monitor.cli.lines import plain

    return {
        "url": found.feed.url,
        "kind": found.feed.kind,
        "format": found.parsed.format,
        "title": found.title,
        "found": found.how,
        "entries": len(found.parsed) or len(found.parsed.children),
        "newest": plain(found.newest),
        "samples": [entry.title for entry in found.parsed if entry.title][:SAMPLES],
    }


def _show(found: Discovery, lines: str, invocation: Invocation) -> None:
    from monitor.cli.lines import printable, time_text
    from monitor.cli.reader import desk_zone

    zone = desk_zone(invocation)
    for one in found.feeds:
        number = len(one.parsed) or len(one.parsed.children)
        newest = f", newest {time_text(one.newest, zone)}" if one.newest else ""
        click.echo(f"{one.feed.url}\n  {one.parsed.format}, by {one.how}: {number} entries{newest}")
        for entry in [entry for entry in one.parsed if entry.title][:SAMPLES]:
            click.echo(f"  - {printable(entry.title)}")
    if lines:
        click.echo(f"\n{lines}", nl=False)
        return
    click.echo(f"monitor: nothing to collect was found at {found.source.homepage}", err=True)
    for url, why in found.failures:
        click.echo(f"  {printable(url)}: {printable(why)}", err=True)
    click.echo("  docs/sources.md says how to write a listing by hand", err=True)

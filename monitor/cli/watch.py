"""`monitor watch`: list the watchlists, see what one finds and why, add one to feeds.yaml."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.context import Invocation
from monitor.cli.params import country, how_many, since

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.model.watchlist import Watchlist
    from monitor.workflows.watch import Trial

WEEK = timedelta(days=7)


@click.group(name="watch")
def command() -> None:
    """List the watchlists, see what one finds and why, add one.

    Example:
      monitor watch list
      monitor watch test az-nato --since 3d
      monitor watch add az-nato --country AZ --org nato
    """


@command.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def list_watchlists(invocation: Invocation, as_json: bool) -> None:
    """List the watchlists of feeds.yaml, and who is told of what they find.

    Example:
      monitor watch list
    """
    from monitor.cli.lines import json_text
    from monitor.cli.reader import nothing
    from monitor.cli.tables import Cell, Column, print_table
    from monitor.config import load

    config = load(invocation.config_path)
    plans = [(plan.name, plan.watchlists) for plan in config.digests]
    plans += [(plan.name, plan.watchlists) for plan in config.alerts]
    told = {one.id: [name for name, lists in plans if one.id in lists] for one in config.watchlists}
    if as_json:
        found = [{**_said(one), "told_in": told[one.id]} for one in config.watchlists]
        print(json_text({"watchlists": found}, indent=2))
    elif not config.watchlists:
        nothing(invocation, "there is no watchlist yet: see `monitor watch add -h`")
    else:
        columns = (
            Column(title="ID", style="cyan"),
            Column(title="Name", wide=True),
            Column(title="Looks for", wide=True),
            Column(title="Told in"),
        )
        print_table(
            columns,
            [
                (one.id, Cell(text=one.name), _in_words(one), ", ".join(told[one.id]) or "-")
                for one in config.watchlists
            ],
        )


@command.command(name="test")
@click.argument("name")
@click.option("--since", "since_time", type=since, metavar="TIME", help="From then on: 7d, 2026-11-20 [default: 7d].")
@click.option("--until", "until_time", type=since, metavar="TIME", help="Up to then.")
@how_many
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def test(
    invocation: Invocation,
    name: str,
    since_time: datetime | None,
    until_time: datetime | None,
    limit: int,
    as_json: bool,
) -> None:
    """Show what a watchlist found in the last days, the newest first, and why.

    Copies are left out. Where `min_sources` asks for more than one, it says of each article whether enough independent
    sources tell its story for digests and alerts to do so.

    Example:
      monitor watch test az-nato --since 7d
      monitor watch test az-nato --json
    """
    from monitor import clock
    from monitor.cli.lines import json_text
    from monitor.cli.reader import desk_zone, reading
    from monitor.config import load
    from monitor.store.matching import Window
    from monitor.workflows.watch import named, told_by, trial

    watchlist = named(load(invocation.config_path), name)
    now = clock.now() + timedelta(seconds=1)
    window = Window(since=since_time or now - WEEK, until=until_time or now, by="dated")
    with reading(invocation) as archive:
        found = trial(archive, watchlist, window, limit=limit)
        owners = told_by(archive, found)
    if as_json:
        print(json_text(_as_object(found, owners), indent=2))
    else:
        _print_trial(found, owners, desk_zone(invocation))


@command.command(name="add")
@click.argument("name", metavar="ID")
@click.option("--name", "title", metavar="TEXT", help="Its name for people [default: the id].")
@click.option("--country", "countries", type=country, metavar="CODE", multiple=True, help="Any of these; repeatable.")
@click.option("--org", "organisations", metavar="ID", multiple=True, help="And any of these; repeatable.")
@click.option("--text", metavar="WORDS", default="", help="And these words, as in `monitor search`.")
@click.option("--language", "languages", metavar="CODE", multiple=True, help="In any of these languages.")
@click.option("--source", "sources", metavar="ID", multiple=True, help="By any of these sources.")
@click.option("--tier", "tiers", type=click.IntRange(1, 3), multiple=True, help="Of any of these tiers.")
@click.option("--any", "any_mention", is_flag=True, help="Mentioned at all is enough.")
@click.option("--not", "unwanted", metavar="WORDS", default="", help="Not with these words.")
@click.option("--min-sources", type=click.IntRange(1, 20), help="Told only once so many independent sources tell it.")
@click.option("--digest", metavar="NAME", help="Add it to this digest's sections, too.")
@click.option("--replace", is_flag=True, help="In the place of one that has the id.")
@click.option("--dry-run", is_flag=True, help="Print the YAML, and write nothing.")
@click.pass_obj
def add(invocation: Invocation, /, name: str, digest: str | None, replace: bool, dry_run: bool, **said: Any) -> None:
    """Add a watchlist to feeds.yaml; comments and order of the file stay.

    The reading room shows this command for every search. What would not load is not written.

    Example:
      monitor watch add az-nato --name "Azerbaijan and NATO" --country AZ --org nato
      monitor watch add corridor --text '"Zangezur corridor" OR "TRIPP route"' --digest morning
    """
    from monitor.cli.reader import nothing
    from monitor.config import edit

    entry = _entry(name, said)

    def change(data: Any) -> None:
        edit.append(data, "watchlists", entry, key="id", replace=replace)
        if digest is not None:
            _into_digest(data, digest, name)

    text, _config = edit.edited(invocation.config_path, change)
    if dry_run:
        print(edit.lines_of([entry]), end="")
        return
    edit.write(invocation.config_path, text)
    nothing(invocation, f"{name} is in {invocation.config}; `monitor watch test {name}` shows what it finds")


def _entry(name: str, said: dict[str, Any]) -> dict[str, Any]:
    """The keys of feeds.yaml for what the options say, in the order in which a reader looks for them."""
    entry: dict[str, Any] = {"id": name}
    if said["title"]:
        entry["name"] = said["title"]
    for key in ("countries", "organisations", "text", "languages", "sources", "tiers"):
        if said[key]:
            entry[key] = said[key]
    if said["any_mention"]:
        entry["mentions"] = "any"
    if said["unwanted"]:
        entry["not"] = {"text": said["unwanted"]}
    if said["min_sources"]:
        entry["min_sources"] = said["min_sources"]
    return entry


def _into_digest(data: Any, digest: str, name: str) -> None:
    from monitor.errors import UnknownName
    from monitor.text.nearest import nearest

    known = {str(one.get("name")): one for one in data.get("digests") or ()}
    if digest not in known:
        raise UnknownName(f"there is no digest `{digest}`{nearest(digest, known)}")
    lists = known[digest]["watchlists"]
    if name not in lists:
        lists.append(name)


def _as_object(found: Trial, owners: Mapping[int, int]) -> dict[str, Any]:
    from monitor.cli.listing import LISTED

    least = found.watchlist.min_sources

    return {
        "watchlist": _said(found.watchlist),
        "since": found.window.since,
        "until": found.window.until,
        "found": found.found,
        "articles": [
            {
                **{name: getattr(hit.article, name) for name in LISTED},
                "reasons": hit.reasons,
                "independent": owners[hit.article.id],
                "told": owners[hit.article.id] >= least,
            }
            for hit in found.hits
        ],
    }


def _print_trial(found: Trial, owners: Mapping[int, int], zone: Any) -> None:
    from monitor.cli.lines import printable, time_text
    from monitor.cli.told import counted

    least = found.watchlist.min_sources

    since_text, until_text = (time_text(one, zone) for one in (found.window.since, found.window.until))
    shown = f", the newest {len(found.hits)} shown" if len(found.hits) < found.found else ""
    print(f"{found.watchlist.name}: {counted(found.found, 'article')} from {since_text} to {until_text}{shown}")
    for hit in found.hits:
        article = hit.article
        print(f"\n{article.id}  {time_text(article.sorted_at, zone)}  {printable(article.source_name)}")
        print(f"  {printable(article.title)}")
        for reason in hit.reasons:
            value = f'"{reason.value}"' if reason.kind == "text" else reason.value
            print(f"    {reason.kind:<12} {printable(value)}  {printable(reason.evidence)}".rstrip())
        if least > 1:
            there = owners[article.id]
            print(f"    min_sources  {there} of {least} independent: {'told' if there >= least else 'not told yet'}")


def _said(watchlist: Watchlist) -> dict[str, Any]:
    """What a watchlist asks for, without what it leaves out."""
    from dataclasses import fields

    said = {field.name: getattr(watchlist, field.name) for field in fields(watchlist)}
    inside = {key: [_said(part) for part in said.pop(key)] for key in ("all", "any", "none")}
    said.update(inside)
    return {key: value for key, value in said.items() if value not in ("", (), [], False)}


def _in_words(condition: Any) -> str:
    """What is looked for, on one line."""
    parts = ["/".join(map(str, getattr(condition, key))) for key in ("countries", "organisations")]
    parts += [condition.text, "/".join(condition.languages), "/".join(condition.sources)]
    parts += ["tier " + "/".join(map(str, condition.tiers))] if condition.tiers else []
    parts += [f"({_in_words(part)})" for part in condition.all]
    parts += ["(" + " or ".join(map(_in_words, condition.any)) + ")"] if condition.any else []
    parts += [f"not ({_in_words(part)})" for part in condition.none]
    return " + ".join(filter(None, parts))

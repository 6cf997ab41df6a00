"""`monitor demo`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.context import Invocation

if TYPE_CHECKING:
    from monitor.demo.tour import Tour
    from monitor.model.reading import Shown
    from monitor.store import Reading

TOP = 8  # countries, organisations


@click.command(name="demo")
@click.option("--dir", "folder", type=click.Path(path_type=Path, file_okay=False), help="Where [default: db/demo].")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def command(invocation: Invocation, folder: Path | None, as_json: bool) -> None:
    """Try it all on a bundled press room, without a network.

    Eight invented outlets, with over forty articles in six languages, are served on this machine alone, collected
    twice by the real program into an archive of their own, and summed up: copies are found, an edit is noticed, a
    broken feed stops nobody. The archive stays, to be searched and browsed; your own is not touched.

    Example:
      monitor demo
      monitor demo --dir /tmp/press
    """
    from monitor import clock
    from monitor.demo.tour import tour
    from monitor.store import open_reading

    def tell(message: str) -> None:
        if not invocation.quiet and not as_json:
            print(f"monitor: {message}", file=sys.stderr, flush=True)

    done = tour((folder or invocation.db_path.parent / "demo").absolute(), began=clock.now(), tell=tell)
    with open_reading(done.db) as archive:
        if as_json:
            _print_json(done, archive)
        else:
            for line in _summary(done, archive):
                print(line)


def _print_json(done: Tour, archive: Reading) -> None:
    from monitor.cli.lines import json_text
    from monitor.model.reading import Query

    said = {
        "db": str(done.db),
        "config": str(done.config),
        "outlets": done.outlets,
        "first": done.first,
        "second": done.second,
        "holdings": archive.holdings(),
        "next": list(_next(done, _showpiece(archive.export(Query(limit=None))))),
        "seconds": round(done.seconds, 1),
    }
    print(json_text(said, indent=2))


def _summary(done: Tour, archive: Reading) -> Iterator[str]:
    """One screen: what was collected, what it is about, one article with its evidence, and how to go on."""
    from monitor.cli.lines import printable

    held = archive.holdings()
    feeds = done.first["feeds"]
    yield (
        f"{held.articles} articles of {done.outlets} outlets from {feeds['checked']} feeds, in {done.seconds:.1f} s: "
        f"RSS, Atom, JSON Feed, a news sitemap, a front page"
    )
    yield f"  first edition    {_counts(done.first)}"
    yield f"  second edition   {_counts(done.second)}; {done.second['feeds']['not_modified']} feeds unchanged"
    yield f"  languages        {_tally(held.languages)}"
    yield f"  countries        {_tally(held.countries[:TOP])}"
    yield f"  organisations    {_tally(held.organisations[:TOP])}"
    yield ""
    yield "Feeds that failed, and stopped nobody:"
    for error in done.first["errors"]:
        yield f"  {error['source']}: {error['kind']}: {printable(error['message'])[:90]}"
    showpiece, edited, copied = _examples(archive)
    if edited:
        yield "Edited after it was published, both texts kept:"
        yield f"  {edited.listed.id}: {printable(edited.revisions[-1].title)}"
        yield f"  now: {printable(edited.listed.title)}"
    if copied:
        yield "Printed by several, listed once:"
        outlets = ", ".join(copy.source for copy in copied.copies)
        yield f"  {copied.listed.id}: {printable(copied.listed.title)} ({copied.listed.source}; also {outlets})"
    if showpiece:
        yield from _evidence(showpiece)
    yield ""
    yield "Go on with:"
    yield from (f"  {command}" for command in _next(done, showpiece))


def _counts(said: dict[str, Any]) -> str:
    return f"{said['new']} new, {said['duplicates']} copies, {said['revised']} revised, {said['seen']} seen before"


def _tally(counted: Iterable[tuple[str, int]]) -> str:
    return "  ".join(f"{name or '?'} {number}" for name, number in counted)


def _examples(archive: Reading) -> tuple[Shown | None, Shown | None, Shown | None]:
    """Return the article that is shown with its evidence, one that was edited, and the one most copied."""
    from monitor.model.reading import Query

    articles = list(archive.export(Query(limit=None)))
    edited = next((article for article in articles if article.revisions), None)
    copied = max(articles, key=lambda article: len(article.copies), default=None)
    return _showpiece(articles), edited, copied if copied and copied.copies else None


def _showpiece(articles: Iterable[Shown]) -> Shown | None:
    from monitor.demo.press import SHOWPIECE

    return next((one for one in articles if SHOWPIECE in one.listed.url), None)


def _evidence(article: Shown) -> Iterator[str]:
    from monitor.cli.lines import printable

    yield "What an article is about, and why:"
    yield f"  {article.listed.id}: {printable(article.listed.title)}"
    for mention in article.mentions:
        words = ", ".join(dict.fromkeys(f'"{printable(span.text)}"' for span in mention.spans))
        role = "about   " if mention.focus else "mentions"
        yield f"    {role}  {mention.salience:.2f}  {mention.tag.slug:<18} {words[:80]}"


def _next(done: Tour, showpiece: Shown | None) -> Iterator[str]:
    """What to type now, line by line; relative paths of an archive count from its configuration's folder."""
    from monitor.cli.itself import nearby, spoken

    program = f"{spoken()} --config {nearby(done.config)} --db {done.db.name}"
    yield f"{program} digest caucasus --preview"
    yield f"{program} browse"
    yield f"{program} watch test az-nato"
    yield f"{program} search 'corridor OR коридор' --since 3d"
    yield f"{program} latest --country AZ --org nato"
    if showpiece:
        yield f"{program} show {showpiece.listed.id}"

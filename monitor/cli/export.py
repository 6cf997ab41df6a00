"""`monitor export`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from monitor.cli.context import Invocation
from monitor.cli.params import about_options
from monitor.model.reading import Shown

ENTRIES = 1_000  # of a feed
SUMMARY = 400  # characters of an entry's
COLUMNS = (
    "id", "sorted_at", "source", "source_name", "title", "url", "language", "summary", "body", "authors",
    "published_at", "published_raw", "dated_by", "seen_at", "revised_at", "words", "countries", "organisations",
    "mentions", "duplicate_of", "similarity", "copies", "kind", "paywalled", "extractor", "image_url",
)  # fmt: skip


@click.command(name="export")
@click.option("--format", "form", type=click.Choice(["csv", "json", "nl", "atom"]), default="csv", show_default=True)
@click.option("--text", default="", metavar="QUERY", help="That have these words.")
@about_options
@click.option("-n", "limit", type=click.IntRange(min=0), help="At most so many, the newest.")
@click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    help="Instead, a static copy of the reading room's front page and what it leads to, in this empty folder.",
)
@click.option("--day", default="", metavar="DAY", help="With --site: of this day [default: the last 24 hours].")
@click.option("--watch", default="", metavar="ID", help="With --site: only what this watchlist looks for.")
@click.option("--raw", is_flag=True, help="CSV cells as they are, also those that a spreadsheet takes for formulas.")
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    form: str,
    text: str,
    limit: int | None,
    site: Path | None,
    day: str,
    watch: str,
    raw: bool,
    **wanted: Any,
) -> None:
    """Write articles as CSV, JSON or Atom, or a day as a web site.

    Articles are written whole, the newest first. `json` is one object, `nl` one object a line, `atom` a feed of at
    most 1,000. In CSV, cells that a spreadsheet would run as formulas get an apostrophe in front, unless --raw.
    --site is for machines without a network: pages in a folder, to be opened from there.

    Example:
      monitor export --country AZ --since 30d > azerbaijan.csv
      monitor export --format nl --org nato | jq -r .title
      monitor export --site /media/usb/press --day 2026-11-23 --watch az-nato
    """
    if site is not None:
        _write_site(invocation, site, day=day, watch=watch)
        return
    if day or watch:
        raise click.UsageError("--day and --watch go with --site")
    from monitor.cli.reader import checked, reading

    with reading(invocation) as archive:
        articles = archive.export(checked(archive, text=text, limit=limit, **wanted))
        if form == "csv":
            _write_csv(articles, raw=raw)
        elif form == "atom":
            _write_atom(articles)
        else:
            _write_json(articles, one_a_line=form == "nl")


def _write_site(invocation: Invocation, folder: Path, *, day: str, watch: str) -> None:
    from monitor.browse.desk import desk_of
    from monitor.browse.gate import Gate
    from monitor.browse.room import datasette
    from monitor.browse.site import write_site
    from monitor.cli.reader import configured, reading

    with reading(invocation):  # is there an archive, and is it one?
        pass
    room = datasette(invocation.db_path, desk=desk_of(configured(invocation)), gate=Gate())
    written = write_site(room, folder.absolute(), day=day, watch=watch)
    print(folder / "index.html")
    if written.cut and not invocation.quiet:
        print(f"monitor: {written.pages} pages; further ones were left out", file=sys.stderr)


def _write_atom(articles: Iterable[Shown]) -> None:
    from itertools import islice

    from monitor import clock
    from monitor.text.atom import Announced, atom
    from monitor.text.plain import quoted

    entries = [
        Announced(
            id=f"urn:press-monitor:article:{article.listed.id}",
            title=article.listed.title,
            url=article.listed.url,
            updated=article.listed.sorted_at,
            summary=quoted(article.listed.summary, article.listed.quote, SUMMARY),
            author=article.listed.source_name,
            language=article.listed.language,
            categories=tuple(mention.tag.slug for mention in article.mentions if mention.focus),
        )
        for article in islice(articles, ENTRIES)
    ]
    newest = max((entry.updated for entry in entries), default=clock.now())
    print(atom(id="urn:press-monitor:export", title="Press monitor", updated=newest, entries=entries), end="")


def _write_csv(articles: Iterable[Shown], *, raw: bool) -> None:
    from monitor.cli.lines import write_csv
    from monitor.cli.whole import flat

    def rows() -> Iterable[dict[str, Any]]:
        for article in articles:
            row = flat(article)
            yield row | {
                "mentions": [mention["tag"] for mention in row["mentions"]],
                "copies": [copy["url"] for copy in row["copies"]],
            }

    write_csv(sys.stdout, COLUMNS, rows(), raw=raw)


def _write_json(articles: Iterable[Shown], *, one_a_line: bool) -> None:
    """Write as the articles come, so that an archive of any size passes through."""
    from monitor.cli.lines import json_text
    from monitor.cli.whole import flat

    texts = (json_text(flat(article)) for article in articles)
    if one_a_line:
        for text in texts:
            print(text)
        return
    print('{"articles": [', end="")
    for number, text in enumerate(texts):
        print("," if number else "", text, sep="\n", end="")
    print("\n]}")

"""`monitor extract`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.context import Invocation

if TYPE_CHECKING:
    from monitor.workflows.page import Looked


@click.command(name="extract")
@click.argument("what", metavar="FILE|URL")
@click.option("--url", help="Where a saved page is from, for its links and its source.")
@click.option("--source", "source_id", metavar="ID", help="Whose selectors to use [default: by the address].")
@click.option("--title", "entry_title", default="", metavar="TEXT", help="What the feed calls the article.")
@click.option("--explain", "why", is_flag=True, help="For each field: what won, what else stood there, and why.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def command(
    invocation: Invocation,
    *,
    what: str,
    url: str | None,
    source_id: str | None,
    entry_title: str,
    why: bool,
    as_json: bool,
) -> None:
    """Read one article's page, and tell why so.

    The page is a file (gzipped or not), or an address that is asked as a collect would ask it: robots.txt, the
    address gate and the caps hold. Selectors of feeds.yaml are used where the address belongs to one of its sources.
    Nothing is kept. A wall, an error page or a consent page that stands in an article's place ends with exit code 65.

    Example:
      monitor extract https://gazette.example/world/talks --explain
      monitor extract page.html --url https://gazette.example/world/talks --json | jq .title
    """
    from monitor.cli.lines import json_text
    from monitor.workflows.page import configured, fetch, look, read_file, source_of

    remote = is_address(what)
    address = checked_address(what if remote else url) if remote or url else ""
    if remote and url:
        raise click.UsageError("--url is for saved pages; the address is the argument already")
    config = configured(invocation.config_path)
    source = source_of(config, address, source_id)
    fetched = fetch(address, source, config) if remote else read_file(Path(what), address)
    looked = look(fetched, source, config, entry_title=entry_title, why=why)
    if as_json:
        print(json_text(said(looked, why=why), indent=2))
    else:
        print_page(looked, why=why)


def is_address(text: str) -> bool:
    """Tell whether an argument is an address, not a file."""
    return text.lower().startswith(("http://", "https://"))


def checked_address(text: str | None) -> str:
    """Return an http(s) address that may be asked for; anything else is a mistake of usage."""
    from monitor.config.values import Refused, quoted
    from monitor.config.values import url as read_url

    try:
        return read_url(text or "")
    except Refused as refused:
        hint = f"; {refused}" if str(refused) else ""
        raise click.UsageError(f"expected an http or https address; got {quoted(text or '')}{hint}") from refused


def said(looked: Looked, *, why: bool) -> dict[str, Any]:
    """Return the page's fields as one JSON object, with the accounts of them where these are wanted."""
    from monitor.cli.lines import plain

    fields: dict[str, Any] = plain(looked.page)
    fields["provenance"] = dict(looked.page.provenance)
    if why:
        fields["explained"] = {account.field: plain(account) for account in looked.accounts}
    return fields


def print_page(looked: Looked, *, why: bool) -> None:
    """Print a page for reading: its fields, each with the place it stood at, then the text; or why it is so."""
    from monitor.cli.lines import printable, time_text

    page = looked.page
    rungs = dict(page.provenance)
    facts = [
        ("title", page.title),
        ("address", page.url),
        ("published", time_text(page.published) if page.published else ""),
        ("authors", ", ".join(page.authors)),
        ("language", page.language or ""),
        ("kind", page.kind + (", behind a paywall" if page.paywalled else "")),
        ("reserved", page.reserved or ""),
        ("image_url", page.image_url or ""),
    ]
    for name, value in facts:
        if value:
            place = f"  ({rungs[name]})" if name in rungs else ""
            print(f"{name:<10} {printable(value)}{place}")
    if why:
        print_accounts(looked)
        return
    for heading, text in (("summary", page.summary), ("body", page.body)):
        if text:
            print(f"\n{heading.upper()}  ({rungs.get(heading, '')})")
            for line in text.splitlines():
                print(printable(line))
    if not page.body:
        print("no text was found on the page", file=sys.stderr)


def print_accounts(looked: Looked) -> None:
    """Print, for each field, what won and why, and what else was offered."""
    from monitor.cli.lines import printable

    for account in looked.accounts:
        length = f"{len(account.value)} characters" if account.field == "body" else printable(account.value)
        print(f"\n{account.field.upper()}  {length or '(none)'}" + (f"  ({account.rung})" if account.rung else ""))
        print(f"  {printable(account.why)}")
        for candidate in account.candidates:
            note = f"  [{printable(candidate.note)}]" if candidate.note else ""
            print(f"    {candidate.rung:<12} {printable(candidate.value)}{note}")

"""`monitor unsubscribe`: by token, or as the page that a mail program posts to."""

from __future__ import annotations

import sys

import click

from monitor.cli.context import Invocation


@click.command(name="unsubscribe")
@click.argument("token", required=False)
@click.option(
    "--serve", "port", type=click.IntRange(0, 65_535), metavar="PORT", help="Answer one-click requests there."
)
@click.pass_obj
def command(invocation: Invocation, token: str | None, port: int | None) -> int:
    """Take a recipient off a list.

    The token stands in the List-Unsubscribe header of every message. With --serve it answers, on this machine
    alone, for the https page that feeds.yaml names under `unsubscribe:`; let your web server pass that page on to
    it. A POST unsubscribes; a GET shows a button and changes nothing, because mail programs and virus scanners open
    every link (RFC 8058). What waits for that recipient is not sent any more.

    Example:
      monitor unsubscribe 3pY0nEx4mpl3T0k3n
      monitor unsubscribe --serve 8025
    """
    if (token is None) == (port is None):
        raise click.UsageError("give a token, or --serve PORT")
    from monitor import clock
    from monitor.deliver.endpoint import serve
    from monitor.errors import UnknownName
    from monitor.store.private import open_private

    def leave(said: str) -> tuple[str, str] | None:
        with open_private(invocation.db_path, now=clock.now()) as private:
            return private.unsubscribe(said, now=clock.now())

    def tell(address: str) -> None:
        if not invocation.quiet:
            print(f"monitor: {address}", file=sys.stderr, flush=True)

    if port is not None:
        serve(port, leave, tell=tell)
        return 0
    found = leave(token or "")
    if found is None:
        raise UnknownName("there is no such token")
    tell(f"{found[1]} gets no {found[0]} any more")
    return 0

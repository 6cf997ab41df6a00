"""`monitor browse`."""

from __future__ import annotations

import os
import re
import sys

import click
from click.core import ParameterSource

from monitor.cli.context import Invocation

INTERRUPTED = 130


@click.command(name="browse")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 for any free one.")
@click.option("--public", is_flag=True, help="For visitors: no SQL of their own; needs --password or --behind.")
@click.option(
    "--password", metavar="REFERENCE", help="With --public: everybody is asked for it; env:NAME or file:PATH."
)
@click.option(
    "--behind", metavar="HEADER", help="With --public: a proxy asks who is there, and says it in this header."
)
@click.option("--no-open", is_flag=True, help="Do not open the browser.")
@click.pass_context
def command(
    context: click.Context, port: int, public: bool, password: str | None, behind: str | None, no_open: bool
) -> int:
    """Open the archive in the browser, with Datasette.

    A press desk's pages: today's stories, articles with their evidence, countries, organisations, sources, search;
    the tables and queries are underneath. Read-only, on this machine only, also while a collect writes. Ctrl-C ends it.

    --public does not open it to the network by itself: put a proxy with TLS in front of it. What comes without the
    password, or without the header that the proxy sets, is refused.

    Example:
      monitor browse
      monitor --db db/demo/press.db browse --port 8080
      monitor browse --public --password env:ROOM_PASSWORD
      monitor browse --public --behind X-Forwarded-User
    """
    from monitor.browse.desk import desk_of
    from monitor.browse.gate import Gate
    from monitor.browse.room import datasette, open_port, serve
    from monitor.cli.reader import configured, reading

    invocation = context.find_object(Invocation) or Invocation()
    secret = _password(invocation, public=public, password=password, behind=behind)
    with reading(invocation):  # is there an archive, and is it one?
        pass
    desk = desk_of(configured(invocation))
    gate = Gate(public=public, hosts=desk.hosts, password=secret, proxy_header=(behind or "").lower())
    chosen = context.get_parameter_source("port") is not ParameterSource.DEFAULT
    with open_port(port, or_any=not chosen) as listening:
        room = datasette(invocation.db_path, desk=desk, gate=gate)

        def ready(address: str) -> None:
            print(address, flush=True)
            if not invocation.quiet:
                print("monitor: the reading room is open at this address; Ctrl-C closes it", file=sys.stderr)
            if not no_open and sys.stdout.isatty():
                _open(address)

        try:
            serve(room, listening, ready=ready)
        except KeyboardInterrupt:
            return INTERRUPTED
    return 0


def _password(invocation: Invocation, *, public: bool, password: str | None, behind: str | None) -> str:
    """The password itself, "" where none is asked for; raises UsageError where visitors could come in unasked."""
    from monitor.config.secrets import resolve
    from monitor.model.settings import Secret

    if not public:
        if password or behind:
            raise click.UsageError("--password and --behind go with --public")
        return ""
    if bool(password) == bool(behind):
        raise click.UsageError(
            "--public needs one of two: --password env:NAME (or file:PATH), which everybody is asked for, or "
            "--behind HEADER, which a proxy that asks who is there sets, such as X-Forwarded-User"
        )
    if password is None:
        if not re.fullmatch(r"[A-Za-z0-9-]{1,60}", behind or ""):
            raise click.UsageError(f"{behind!r} is no name of a header, such as X-Forwarded-User")
        return ""
    if not password.startswith(("env:", "file:")):
        raise click.UsageError("a password on the command line is seen by everybody here: give env:NAME or file:PATH")
    return resolve(Secret(reference=password), os.environ, invocation.config_path.parent).strip()


def _open(address: str) -> None:
    """Open the browser where there is a screen: a text browser in this terminal would not be what was meant."""
    import webbrowser

    if sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(address)

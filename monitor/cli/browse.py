"""`monitor browse`."""

from __future__ import annotations

import os
import sys

import click
from click.core import ParameterSource

from monitor.cli.context import Invocation

INTERRUPTED = 130


@click.command(name="browse")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 for any free one.")
@click.option("--public", is_flag=True, help="No SQL of visitors' own: for a room that a proxy shows to others.")
@click.option("--no-open", is_flag=True, help="Do not open the browser.")
@click.pass_context
def command(context: click.Context, port: int, public: bool, no_open: bool) -> int:
    """Open the archive in the browser, with Datasette.

    Read-only, on this machine only, also while a collect writes. Ctrl-C ends it. --public does not open it to the
    network: put a proxy that asks who is there in front of it.

    Example:
      monitor browse
      monitor --db db/demo/press.db browse --port 8080
    """
    from monitor.browse.room import datasette, open_port, serve
    from monitor.cli.reader import reading

    invocation = context.find_object(Invocation) or Invocation()
    with reading(invocation):  # is there an archive, and is it one?
        pass
    chosen = context.get_parameter_source("port") is not ParameterSource.DEFAULT
    with open_port(port, or_any=not chosen) as listening:
        room = datasette(invocation.db_path, public=public)

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


def _open(address: str) -> None:
    """Open the browser where there is a screen: a text browser in this terminal would not be what was meant."""
    import webbrowser

    if sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(address)

"""Datasette on the live archive: read-only, on loopback, with our YAML and our plugin."""

from __future__ import annotations

import errno
import socket
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

from monitor.browse.desk import Desk
from monitor.browse.gate import Gate
from monitor.errors import CantCreate

HOST = "127.0.0.1"
DEFAULT_PORT = 8001
SETTINGS = {
    "allow_download": False,
    "default_facet_size": 12,
    "default_page_size": 50,
    "facet_time_limit_ms": 1000,
    "sql_time_limit_ms": 3000,
    "max_returned_rows": 1000,
    "suggest_facets": False,  # a guess at each page's cost; the facets worth having are in datasette.yaml
    "truncate_cells_html": 280,
}


def open_port(port: int, *, or_any: bool) -> socket.socket:
    """Return a socket that listens on loopback at `port`; at any free one if it is taken and `or_any`.

    Raises CantCreate where it can't be had.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError as error:
        if error.errno != errno.EADDRINUSE or not or_any:
            listening.close()
            said = (
                "is taken by another program" if error.errno == errno.EADDRINUSE else f"can't be had: {error.strerror}"
            )
            raise CantCreate(f"port {port} {said}; choose another with --port") from error
        listening.bind((HOST, 0))
    listening.listen(128)
    return listening


def datasette(db: Path, *, desk: Desk, gate: Gate) -> Any:
    """Return a Datasette over the archive, attached as `press`, never written to, laid out for a desk.

    In a public room nobody can have SQL of their own run, nor stream whole tables; canned queries, facets and search
    work all the same.
    """
    from datasette.app import Datasette
    from datasette.plugins import pm

    from monitor.browse import plugin
    from monitor.browse.press import Press

    # where it finds rich, it prints a traceback with all variables on stdout for every mistyped address
    sys.modules["datasette.handle_exception"].rich = None  # type: ignore[attr-defined]  # a module's global
    if not pm.is_registered(plugin):
        pm.register(plugin)
    room = Datasette(
        **_said(Datasette),
        template_dir=str(files("monitor.browse") / "templates" / "datasette"),
        settings=SETTINGS | {"default_allow_sql": not gate.public, "allow_csv_stream": not gate.public},
    )
    room.press_desk, room.press_gate = desk, gate
    room.remove_database("_memory")
    # mutable on purpose: an immutable one would go on showing yesterday's rows after a commit
    room.add_database(Press(room, str(db), is_mutable=True), name="press")
    return room


def _said(kind: Any) -> dict[str, Any]:
    """datasette.yaml under the name by which this Datasette takes canned queries: metadata in 0.65, config in 1.0."""
    import inspect

    import yaml

    said = yaml.safe_load((files("monitor.browse") / "datasette.yaml").read_text("utf-8"))
    return {"config" if "config" in inspect.signature(kind).parameters else "metadata": said}


def serve(room: Any, listening: socket.socket, *, ready: Callable[[str], None]) -> None:
    """Serve until a signal comes; `ready` is told the address once somebody may come in. Raises KeyboardInterrupt."""
    import uvicorn

    address = f"http://{HOST}:{listening.getsockname()[1]}/"
    server = uvicorn.Server(uvicorn.Config(room.app(), log_level="warning", lifespan="on", server_header=False))
    ready(address)
    server.run(sockets=[listening])

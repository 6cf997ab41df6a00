"""How to call this very program again, from any folder: for children, for cron."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

import monitor
from monitor.cli.context import Invocation


def interpreter() -> tuple[str, ...]:
    """Return the command that runs `monitor`, without its arguments."""
    return (sys.executable, "-m", "monitor")


def arguments(invocation: Invocation, *command: str) -> tuple[str, ...]:
    """Return the arguments of a command on the same configuration and archive, by absolute paths."""
    loudness = ("-q",) * invocation.quiet + ("-v",) * invocation.verbose
    return ("--config", str(invocation.config_path), "--db", str(invocation.db_path), *loudness, *command)


def home() -> Path | None:
    """Return the folder that `python -m monitor` must be called in; None where the program is installed."""
    root = Path(monitor.__file__).resolve().parents[1]
    lent = {Path(path).resolve() for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path}
    installed = {Path(path).resolve() for path in sys.path[1:] if path} - lent  # the first is where we were called
    return None if root in installed else root


def spoken() -> str:
    """Return what a user has to type to call this program again: `monitor`, or the path it was called by."""
    called = Path(sys.argv[0])
    if called.name != "monitor":  # python -m monitor
        return f"{nearby(Path(sys.executable))} -m monitor"
    on_path = shutil.which("monitor")
    same = on_path is not None and Path(on_path).resolve() == called.resolve()
    return "monitor" if same else nearby(called)


def nearby(path: Path) -> str:
    """Return a path as it is shortest from here, quoted for a shell."""
    absolute = path.absolute()
    here = Path.cwd()
    return shlex.quote(str(absolute.relative_to(here) if absolute.is_relative_to(here) else absolute))

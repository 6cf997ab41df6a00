"""`monitor backup`: copy the archive while it is in use."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.cli.context import Invocation


@click.command(name="backup")
@click.argument("path", type=click.Path(path_type=Path))
@click.pass_obj
def command(invocation: Invocation, *, path: Path) -> None:
    """Copy the archive while it is in use.

    PATH is a file that must not exist yet, or a folder, in which the copy is named after the time. The copy is there
    whole or not at all, and anybody who may read it can open it. Recipients, sends and secrets (private.db) are not in
    it.

    Example:
      monitor backup /srv/backups/
    """
    from monitor import clock
    from monitor.store import copy_archive

    target = path / f"press-{clock.now():%Y%m%dT%H%M%SZ}.db" if path.is_dir() else path
    copy_archive(invocation.db_path, target)
    if not invocation.quiet:
        click.echo(f"{target} ({target.stat().st_size / 1024**2:.1f} MiB)")

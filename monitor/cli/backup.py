"""`monitor backup`: copy the archive, and who was told what, while they are in use."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.cli.context import Invocation


@click.command(name="backup")
@click.argument("path", type=click.Path(path_type=Path))
@click.pass_obj
def command(invocation: Invocation, *, path: Path) -> None:
    """Copy the archive while it is in use.

    PATH is a file that must not exist yet, or a folder, in which the copy is named after the time. What was mailed to
    whom (private.db) is copied beside it, as of the same moment: press.private.db beside press.db, for its owner's eyes
    alone. A desk that is restored without it mails twice. Copies are there whole or not at all.

    Example:
      monitor backup /srv/backups/
    """
    from monitor import clock
    from monitor.store import back_up

    target = path / f"press-{clock.now():%Y%m%dT%H%M%SZ}.db" if path.is_dir() else path
    for copy in back_up(invocation.db_path, target):
        if not invocation.quiet:
            click.echo(f"{copy} ({copy.stat().st_size / 1024**2:.1f} MiB)")

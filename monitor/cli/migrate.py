"""`monitor migrate`: bring the archive to the schema of this version."""

from __future__ import annotations

import click

from monitor.cli.context import Invocation


@click.command(name="migrate")
@click.pass_obj
def command(invocation: Invocation) -> None:
    """Bring the archive to the schema of this version.

    Every command that writes does so by itself; this one does nothing else. The old archive is copied beside itself
    first. An index for the search that does not match is made anew.

    Example:
      monitor migrate
    """
    from monitor import clock
    from monitor.errors import InputError
    from monitor.store import open_archive, run_lock
    from monitor.store.migrations import applied

    path = invocation.db_path
    if not path.exists():
        raise InputError(f"there is no archive at {path}: `monitor collect` makes one")
    with run_lock(path):
        before = {each.name for each in path.parent.iterdir()}
        with open_archive(path, now=clock.now()) as archive:
            mended = archive.mend_search()
            version = applied(archive)[-1]
        copies = sorted({each.name for each in path.parent.glob(f"{path.stem}.*{path.suffix}")} - before)
    if invocation.quiet:
        return
    said = (
        f"migrated to {version}; the old one is {path.with_name(copies[-1])}" if copies else f"is at {version} already"
    )
    click.echo(f"{path} {said}")
    if mended:
        click.echo("the full-text index did not match and was made anew")

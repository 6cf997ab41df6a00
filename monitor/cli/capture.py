"""`monitor sources capture`: make a golden page of an article."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.cli.context import Invocation


@click.command(name="capture")
@click.argument("url", metavar="URL")
@click.option("--source", "source_id", metavar="ID", help="Whose page it is [default: by the address].")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("pages"),
    show_default=True,
    metavar="DIR",
    help="Where golden pages stand.",
)
@click.option("--force", is_flag=True, help="Write anew what is there.")
@click.pass_obj
def command(invocation: Invocation, *, url: str, source_id: str | None, out: Path, force: bool) -> None:
    """Fetch an article's page once, politely, and keep it as a golden page: the page, and what was read of it.

    It is written to DIR/SOURCE/DAY as page.html.gz and expected.json. What is to be checked by a person stands on
    stdout: correct expected.json where it is wrong, then it is what the page is held to.

    Example:
      monitor sources capture https://gazette.example/world/talks --out tests/pages
    """
    from monitor.cli.extract import checked_address
    from monitor.cli.itself import nearby
    from monitor.cli.lines import printable
    from monitor.workflows.capture import capture, to_check
    from monitor.workflows.page import configured, fetch, look, source_of

    address = checked_address(url)
    config = configured(invocation.config_path)
    source = source_of(config, address, source_id)
    looked = look(fetch(address, source, config), source, config)
    folder = capture(looked, out, force=force)
    print(f"{nearby(folder)}: page.html.gz and expected.json were written. To be checked in expected.json:")
    for line in to_check(looked):
        print(f"  {printable(line)}")

"""`monitor init`: ask what a desk needs, and write a feeds.yaml that loads."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

T = TypeVar("T")

ZONE_FILES = (Path("/etc/timezone"), Path("/etc/localtime"))
ASKED = ("contact", "timezone", "language", "country", "organisation", "pack")


@click.command()
@click.option("--contact", metavar="ADDRESS", help="Who publishers can write to: a mail address or a web page.")
@click.option("--timezone", metavar="ZONE", help="The desk's time zone, such as Asia/Baku.")
@click.option("--language", metavar="CODE", help="The desk's language, such as en or az.")
@click.option("--country", multiple=True, metavar="AZ", help="A country of interest; repeat it for more, or `none`.")
@click.option("--organisation", multiple=True, metavar="nato", help="An organisation of interest; likewise.")
@click.option("--pack", multiple=True, metavar="caucasus", help="A pack of sources to read; likewise.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write.  [default: feeds.yaml]")
@click.option("--force", is_flag=True, help="Write it even where there is one already.")
@click.option("-y", "--yes", is_flag=True, help="Take the defaults for what the flags do not say, and ask nothing.")
def command(*, output: Path | None, force: bool, yes: bool, **given: Any) -> None:
    """Write a first feeds.yaml, from a few questions or from flags.

    Example:
      monitor init
      monitor init --yes --contact press@example.org --country AZ --organisation nato --pack caucasus
    """
    from monitor.errors import CantCreate
    from monitor.workflows.init import write

    path = output or _configured()
    if path.exists() and not force:
        raise CantCreate(f"{path} exists already; --force writes it anew, --output another file")
    missing = [f"--{name}" for name in ASKED if not given[name]]
    if missing and not yes and not sys.stdin.isatty():
        raise click.UsageError(f"nobody to ask (no terminal): give {', '.join(missing)}, or --yes for the defaults")
    answers = _answers(given, ask=not yes)
    made = write(answers, path, force=force)
    held = (("source", made.sources), ("watchlist", made.watchlists), ("digest", made.digests))
    click.echo(f"{path}: " + ", ".join(f"{len(one)} {name}{'s' * (len(one) != 1)}" for name, one in held))
    if not made.settings.contact:
        click.echo("No contact is set yet: publishers should be able to reach somebody (`contact:` in that file).")
    where = "" if path.absolute() == Path("feeds.yaml").absolute() else f" --config {path}"
    click.echo(f"Next: monitor{where} collect")


def _answers(given: dict[str, Any], *, ask: bool) -> Any:
    from monitor.config import packs, values
    from monitor.workflows.init import Answers

    default = Answers(timezone=_machine_zone())
    if ask and not given["pack"]:
        click.echo(
            "Packs of sources: " + "".join(f"\n  {name}: {packs.about(name)}" for name in packs.names()), err=True
        )
    shipped = values.one_of(*packs.names())
    wanted = (
        # flag, field, question, reader, what stands if nothing is said
        ("contact", "contact", "Contact for publishers (mail or web address)", _optional(values.CONTACT), ""),
        ("timezone", "timezone", "Time zone", _one(values.TIMEZONE), default.timezone),
        ("language", "language", "Language", _one(values.LANGUAGE), default.language),
        ("country", "countries", "Countries of interest (such as AZ, AM)", _several(values.COUNTRY), "none"),
        (
            "organisation",
            "organisations",
            "Organisations of interest (such as nato, osce)",
            _several(values.ORGANISATION),
            "none",
        ),
        ("pack", "packs", "Packs to read", _several(shipped), ", ".join(default.packs)),
    )
    found: dict[str, Any] = {}
    for flag, field, question, read, usual in wanted:
        said = given[flag]
        if said:
            found[field] = _flag(flag, read, said)
        elif ask:
            found[field] = click.prompt(question, default=usual, show_default=bool(usual), value_proc=read, err=True)
        else:
            found[field] = read(usual)
    return Answers(**found)


def _flag(name: str, read: Callable[[str], T], said: str | tuple[str, ...]) -> T:
    try:
        return read(said if isinstance(said, str) else ",".join(said))
    except click.BadParameter as bad:
        raise click.BadParameter(bad.message, param_hint=f"--{name}") from bad


def _one(kind: Any) -> Callable[[str], Any]:
    """Return a reader of one value that says what is wrong in the words of feeds.yaml."""
    from monitor.config.values import Refused

    def read(text: str) -> Any:
        try:
            return kind.read(text.strip())
        except Refused as refused:
            hint = f"; {refused}" if str(refused) else ""
            raise click.BadParameter(f"expected {kind.expected}; got {kind.show(text)}{hint}") from refused

    return read


def _optional(kind: Any) -> Callable[[str], Any]:
    read = _one(kind)
    return lambda text: read(text) if text.strip() and text.strip() != "none" else None


def _several(kind: Any) -> Callable[[str], tuple[Any, ...]]:
    read = _one(kind)

    def split(text: str) -> tuple[Any, ...]:
        words = [word for word in re.split(r"[,;\s]+", text) if word]
        return () if words == ["none"] else tuple(dict.fromkeys(read(word) for word in words))

    return split


def _configured() -> Path:
    """Where the program is told to look for its configuration (`--config`, MONITOR_CONFIG)."""
    context = click.get_current_context()
    return Path(getattr(context.obj, "config_path", None) or os.environ.get("MONITOR_CONFIG") or "feeds.yaml")


def _machine_zone() -> str:
    """Return the time zone that this machine is set to, as far as it says; else UTC."""
    from monitor.config import values

    names = [os.environ.get("TZ", "").removeprefix(":")]
    for file in ZONE_FILES:
        if file.is_symlink():
            names.append(str(file.resolve()).partition("/zoneinfo/")[2])
        elif file.is_file() and file.name == "timezone":
            names.append(file.read_text(encoding="utf-8", errors="replace").strip())
    for name in names:
        try:
            return values.TIMEZONE.read(name)
        except values.Refused:
            continue
    return "UTC"

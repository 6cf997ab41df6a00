"""What the global options say, handed to every command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from inspect import cleandoc
from pathlib import Path
from typing import Any

import click

DEFAULT_CONFIG = "feeds.yaml"
DEFAULT_DB = "db/press.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """The global options of one call of `monitor`; commands take it with `@click.pass_obj`."""

    config: str = DEFAULT_CONFIG
    db: str = DEFAULT_DB
    quiet: bool = False
    verbose: bool = False

    @property
    def config_path(self) -> Path:
        """Where feeds.yaml is, absolute; nothing says that it exists."""
        return Path(self.config).expanduser().absolute()

    @property
    def db_path(self) -> Path:
        """Where the archive is, absolute; a relative path counts from the configuration's folder."""
        return self.config_path.parent / Path(self.db).expanduser()


def _told(field: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    """A callback that writes an option into the Invocation of this context and of all above it."""

    def note(context: click.Context, _parameter: click.Parameter, value: Any) -> None:
        if value is None or value is False:
            return
        invocation = replace(context.find_object(Invocation) or Invocation(), **{field: value})
        above: click.Context | None = context
        while above is not None:
            above.obj = invocation
            above = above.parent

    return note


def global_options(*, hidden: bool) -> list[click.Option]:
    """The options that may stand before or after a command's name; hidden where a command repeats them."""
    environment = not hidden

    def option(names: list[str], field: str, **more: Any) -> click.Option:
        return click.Option(names, expose_value=False, is_eager=True, callback=_told(field), hidden=hidden, **more)

    return [
        option(
            ["--config"],
            "config",
            metavar="FILE",
            envvar="MONITOR_CONFIG" if environment else None,
            help="The configuration [default: feeds.yaml; MONITOR_CONFIG].",
        ),
        option(
            ["--db"],
            "db",
            metavar="FILE",
            envvar="MONITOR_DB" if environment else None,
            help="The archive [default: db/press.db beside the configuration; MONITOR_DB].",
        ),
        option(["-q", "--quiet"], "quiet", is_flag=True, help="Say nothing when all is well."),
        option(["-v", "--verbose"], "verbose", is_flag=True, help="Say more; tracebacks of unexpected errors."),
    ]


def completed(command: click.Command) -> click.Command:
    """The same command, and all below it, with the global options after its name too, and its help laid out."""
    taken = {name for parameter in command.params for name in parameter.opts}
    command.params.extend(option for option in global_options(hidden=True) if not taken.intersection(option.opts))
    if isinstance(command, click.Group):
        for below in command.commands.values():
            completed(below)
    return laid_out(command)


def laid_out(command: click.Command) -> click.Command:
    """The same command with -h, and the lines under `Example:` in its docstring kept as they are."""
    command.help = cleandoc(command.help or "").replace("\nExample:\n", "\n\b\nExample:\n")
    command.context_settings.setdefault("help_option_names", ["-h", "--help"])
    command.context_settings.setdefault("max_content_width", 100)
    return command

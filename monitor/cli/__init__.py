"""The command line. Each command is a module that is imported when it is called, and not before."""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module

import click

from monitor import __version__
from monitor.cli.context import Invocation, completed, global_options, laid_out

# name -> its module in monitor.cli, and its line in `monitor --help`; in the order of a working day
COMMANDS = {
    "init": ("init", "Write a first feeds.yaml, from a few questions or from flags."),
    "collect": ("collect", "Fetch all due feeds, and the articles that are new."),
    "latest": ("latest", "List the newest articles."),
    "search": ("search", "Find articles by words, best first."),
    "show": ("show", "Show an article whole, with its tags and their evidence."),
    "stories": ("stories", "List the stories of a time, the weightiest first."),
    "story": ("story", "Show a story whole: its articles in the order of time, who was first, who only copies."),
    "merge": ("merge", "Make one story of several, by hand."),
    "split": ("split", "Take articles out of a story, by hand, into a story of their own."),
    "copies": ("copies", "Show who prints a text, who had it first and why; correct it by hand."),
    "edits": ("edits", "List what publishers changed after they had published it."),
    "export": ("export", "Write articles as CSV, JSON or Atom, or a day as a web site."),
    "digest": ("digest", "Make a press review, and show or mail it."),
    "alerts": ("alerts", "Show or tell what watchlists found among the articles that just came in."),
    "outbox": ("outbox", "Show what is to be sent, and what became of it."),
    "unsubscribe": ("unsubscribe", "Take a recipient off a list."),
    "watch": ("watch", "List the watchlists, see what one finds and why, add one."),
    "browse": ("browse", "Open the archive in the browser, with Datasette."),
    "sources": ("sources", "List the sources, and look after them."),
    "health": ("health", "Tell how each feed does, and what mail did not arrive."),
    "backfill": ("backfill", "Fetch what a source published in the past."),
    "status": ("status", "Tell where things stand: what the archive holds, what runs, what is due."),
    "doctor": ("doctor", "Tell whether all is well: configuration, archive, disk, clock, workers, runs."),
    "migrate": ("migrate", "Bring the archive to the schema of this version."),
    "backup": ("backup", "Copy the archive while it is in use."),
    "prune": ("prune", "Let go of texts and conversations that are old."),
    "forget": ("forget", "Remove an article or a source for good."),
    "schedule": ("schedule", "Collect again and again, until told to stop."),
    "tag": ("tag", "Find the countries and organisations of a text."),
    "reprocess": ("reprocess", "Read the archive anew, after a change of the gazetteer or the program."),
    "cron": ("cron", "Print the crontab lines that collect, and that send digests."),
    "pages": ("pages", "Tell of the raw pages that are kept, and hand them on."),
    "extract": ("extract", "Read one article's page, and tell why so."),
    "demo": ("demo", "Try it all on a bundled press room, without a network."),
}

READER_GONE = 128 + 13  # the exit code, as if SIGPIPE had ended us, which is what other programs do


class LazyGroup(click.Group):
    """A group whose help imports no command."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in self.commands:
            module = import_module(f"monitor.cli.{COMMANDS[cmd_name][0]}")
            self.commands[cmd_name] = completed(module.command)
        return self.commands[cmd_name]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            nearest = get_close_matches(name, COMMANDS, n=3)
            did_you_mean = f"; did you mean {' or '.join(nearest)}?" if nearest else ""
            raise click.UsageError(f"there is no command `{name}`{did_you_mean}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            return READER_GONE  # click would exit with 1, which says that every source failed

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_module, line) in COMMANDS.items()])


@click.command(
    cls=LazyGroup,
    invoke_without_command=True,
    params=global_options(hidden=False),
    epilog="The global options may stand before or after the command. Relative paths count from the configuration.",
)
@click.version_option(__version__, prog_name="monitor", message="press-monitor %(version)s")
@click.pass_context
def monitor(context: click.Context) -> None:
    """Read the foreign-policy press: collect, tag, keep, search, browse.

    Example:
      monitor demo
      monitor collect
      monitor latest --country AZ --since 2d
    """
    context.ensure_object(Invocation)
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


laid_out(monitor)

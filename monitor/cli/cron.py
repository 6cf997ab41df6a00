"""`monitor cron`."""

from __future__ import annotations

import socket
import sys
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from monitor.cli.context import Invocation
from monitor.cli.params import every_option

if TYPE_CHECKING:
    from monitor.model.settings import Config


@click.command(name="cron")
@every_option
@click.pass_obj
def command(invocation: Invocation, every: timedelta | None) -> None:
    """Print the crontab lines that collect, and that send digests.

    They do what `monitor schedule` does, where cron keeps the time: silent when all is well, so that cron mails only
    what needs attention. Two runs never overlap; the later one steps aside. The minute of the collect is drawn for this
    machine, so that not everybody polls at the full hour. Cron keeps the machine's time zone: where that is not the
    desk's, the digests' lines say so in CRON_TZ.

    Example:
      monitor cron
      (crontab -l; monitor -q cron) | crontab -
    """
    from monitor.cli.itself import arguments, home, interpreter
    from monitor.config import load
    from monitor.crontab import crontab_line

    config = load(invocation.config_path)
    settings = config.settings
    line = crontab_line(
        [*interpreter(), *arguments(replace(invocation, quiet=True), "collect")],
        every=every or settings.every_min,
        seed=f"{socket.gethostname()}:{invocation.config_path}",
        folder=home(),
    )
    print(f"# press-monitor: collect what is due in {' '.join(str(invocation.config_path).split())}")
    print(line)
    for text in _digests(invocation, config):
        print(text)
    if not invocation.quiet:
        print("monitor: to install it: (crontab -l; monitor -q cron) | crontab -", file=sys.stderr)


def _digests(invocation: Invocation, config: Config) -> list[str]:
    """The lines that send digests, under the desk's time zone."""
    from monitor.cli.itself import arguments, home, interpreter
    from monitor.crontab import daily_line

    plans = [plan for plan in config.digests if plan.to]
    quiet = replace(invocation, quiet=True)
    lines = [
        daily_line(
            [*interpreter(), *arguments(quiet, "digest", plan.name, "--send", "--daily")],
            at=plan.at, days=plan.days, folder=home(),
        )
        for plan in plans
    ]  # fmt: skip
    zone = config.settings.timezone
    note = f"# digests, at the time of {zone}; a cron that does not know CRON_TZ takes the machine's"
    return [note, f"CRON_TZ={zone}", *lines] if lines else []

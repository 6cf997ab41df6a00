"""`monitor cron`."""

from __future__ import annotations

import socket
import sys
from dataclasses import replace
from datetime import timedelta

import click

from monitor.cli.context import Invocation
from monitor.cli.params import every_option


@click.command(name="cron")
@every_option
@click.pass_obj
def command(invocation: Invocation, every: timedelta | None) -> None:
    """Print the crontab line that collects.

    It does what `monitor schedule` does, where cron keeps the time: silent when all is well, so that cron mails only
    what needs attention. Two runs never overlap; the later one steps aside. The minute is drawn for this machine, so
    that not everybody polls at the full hour.

    Example:
      monitor cron
      (crontab -l; monitor -q cron) | crontab -
    """
    from monitor.cli.itself import arguments, home, interpreter
    from monitor.config import load
    from monitor.crontab import crontab_line

    settings = load(invocation.config_path).settings
    line = crontab_line(
        [*interpreter(), *arguments(replace(invocation, quiet=True), "collect")],
        every=every or settings.every_min,
        seed=f"{socket.gethostname()}:{invocation.config_path}",
        folder=home(),
    )
    print(f"# press-monitor: collect what is due in {' '.join(str(invocation.config_path).split())}")
    print(line)
    if not invocation.quiet:
        print("monitor: to install it: (crontab -l; monitor -q cron) | crontab -", file=sys.stderr)

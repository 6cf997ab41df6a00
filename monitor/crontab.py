"""The crontab lines that do what `monitor schedule` does, for machines where cron keeps the time."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from monitor.errors import InputError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOUR = 60
DAY = 24


def crontab_line(command: Sequence[str], *, every: timedelta, seed: str, folder: Path | None = None) -> str:
    """Return one line for crontab(5) that runs `command` about every `every`, in `folder` where one is given.

    The minute is drawn from `seed`, and never 0, so that not everybody polls at the full hour; the same seed always
    gives the same line. Cron can only say divisors of an hour or a day: the next smaller one is taken. Raises
    InputError for a path with a line break in it, which a crontab can't hold.
    """
    return f"{_times(every, seed)} {_command(command, folder)}"


def daily_line(command: Sequence[str], *, at: str, days: Sequence[str], folder: Path | None = None) -> str:
    """Return one line for crontab(5) that runs `command` at a time of day (HH:MM) on these days (mon ... sun).

    Raises InputError as `crontab_line` does.
    """
    hour, minute = (int(part) for part in at.split(":"))
    when = "*" if len(days) == len(DAYS) else ",".join(days)
    return f"{minute} {hour} * * {when} {_command(command, folder)}"


def _command(command: Sequence[str], folder: Path | None) -> str:
    words = [shlex.quote(word) for word in command]
    if folder is not None:
        words = ["cd", shlex.quote(str(folder)), "&&", *words]
    line = " ".join(words)
    if "\n" in line or "\r" in line:
        raise InputError(f"a crontab can't hold a path with a line break in it: {line!r}")
    return line.replace("%", r"\%")  # crontab(5): a bare % ends the command


def _times(every: timedelta, seed: str) -> str:
    minutes = max(1, int(every.total_seconds() // 60))
    drawn = int.from_bytes(hashlib.blake2b(seed.encode(), digest_size=8).digest())
    if minutes >= HOUR:
        hours = _divisor(DAY, minutes // HOUR)
        when = {1: "*", DAY: str(drawn // HOUR % DAY)}.get(hours, f"{drawn // HOUR % hours}-23/{hours}")
        return f"{1 + drawn % (HOUR - 1)} {when} * * *"
    step = _divisor(HOUR, minutes)
    if step == 1:
        return "* * * * *"
    return f"{1 + drawn % (step - 1)}-59/{step} * * * *"


def _divisor(whole: int, wanted: int) -> int:
    """Return the greatest divisor of `whole` that is not over `wanted`."""
    return max(n for n in range(1, whole + 1) if whole % n == 0 and n <= wanted)

"""Everything that can go wrong and be told in one line.

    MonitorError                 exit code
    ├── ConfigError              78   feeds.yaml: every problem at once
    ├── InputError               65   a file that is not what it should be
    │   ├── NotADatabase         65
    │   └── NewerSchema          65   written by a later press-monitor
    ├── Offline                  69   no network at all
    ├── MailDown                 69   the mail server can't be reached; the outbox keeps everything
    ├── CantCreate               73   a file or folder that can't be made or written
    ├── StorageFailure           74   the disk is full or broken
    ├── Locked                   75   another run is at work
    ├── UnknownName               2   a source, watchlist ... that is not there
    ├── ParseError               65   a document that holds no feed; carries an outcome
    └── OverBudget               65   a document that cost too much CPU or memory

The message is one clear line: what, where, what was expected, what to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# How a fetch ended, in one vocabulary for code, archive and commands.
Outcome = Literal[
    "ok", "not_modified", "empty", "html", "not_found", "gone", "blocked", "rate_limited", "http_error", "dns",
    "connect", "tls", "timeout", "too_large", "parse_error", "cpu", "robots", "private_address",
]  # fmt: skip


class MonitorError(Exception):
    """A failure told to the user in one line; `exit_code` is what the program ends with."""

    exit_code = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong in a configuration file: where it stands and what was expected. Line 0: the file as a whole."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"


class ConfigError(MonitorError):
    """The configuration can't be used; `problems` lists all that is wrong with it."""

    exit_code = 78

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class InputError(MonitorError):
    """A file that is not what it should be."""

    exit_code = 65


class NotADatabase(InputError):
    """The archive's file is no SQLite database."""


class NewerSchema(InputError):
    """The archive was written by a later version of press-monitor."""


class Offline(MonitorError):
    """There is no network at all."""

    exit_code = 69


class MailDown(MonitorError):
    """The mail server can't be reached; what is to be sent stays in the outbox."""

    exit_code = 69


class CantCreate(MonitorError):
    """A file or folder can't be made or written."""

    exit_code = 73


class StorageFailure(MonitorError):
    """The disk is full or broken; what was not committed is rolled back."""

    exit_code = 74


class Locked(MonitorError):
    """Another run holds the lock."""

    exit_code = 75


class UnknownName(MonitorError):
    """A source, watchlist or digest that the configuration does not have."""

    exit_code = 2


class ParseError(InputError):
    """A document that holds no feed; `outcome` is its class: empty, html, blocked, too_large or parse_error."""

    def __init__(self, outcome: Outcome, message: str) -> None:
        self.outcome = outcome
        super().__init__(message)

    def __reduce__(self) -> tuple[type[ParseError], tuple[Outcome, str]]:
        """Survive the way back from a worker process."""
        return (type(self), (self.outcome, str(self)))


class OverBudget(InputError):
    """A document that took more CPU, memory or time than it may; `outcome` is always `cpu`."""

    outcome: Outcome = "cpu"


class WorkerFailed(MonitorError):
    """A function in a worker process raised something that is no MonitorError: its type and message, in one line."""

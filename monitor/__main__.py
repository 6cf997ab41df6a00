"""`monitor`, also `python -m monitor`: runs a command and tells every failure in one line."""

from __future__ import annotations

import errno
import os
import signal
import sys
from types import FrameType
from typing import NoReturn

from monitor.errors import ConfigError, MonitorError

INTERRUPTED = 130
TERMINATED = 143
UNEXPECTED = 70
FULL_OR_BROKEN = 74
CANT_CREATE = 73
NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS)


def main() -> None:
    """Run the command line and exit with the code that errors.py and docs/ list; no traceback without -v."""
    signal.signal(signal.SIGTERM, _terminated)
    sys.exit(run(sys.argv[1:]))


def _terminated(_number: int, _frame: FrameType | None) -> NoReturn:
    """Leave the way we came: children are ended, files closed. Collect and schedule have ways of their own."""
    sys.exit(TERMINATED)


def run(arguments: list[str]) -> int:
    """Return the exit code of `monitor ARGUMENTS`; what went wrong stands on stderr, a line each."""
    try:
        _speak_unicode()
        if _is_verbose(arguments):
            _speak_up()
        code = _invoke(arguments)
        sys.stdout.flush()  # a full disk behind a redirection shows only now
    except (KeyboardInterrupt, EOFError):
        return _tell("interrupted", INTERRUPTED)
    except MonitorError as error:
        for line in error.problems if isinstance(error, ConfigError) else (error,):
            _tell(str(line), error.exit_code)
        return error.exit_code
    except OSError as error:
        _close_stdout()
        return _failed_by_the_system(error)
    except Exception as error:  # noqa: BLE001  the last door: whatever it is, the user gets one line
        return _unexpected(error, verbose=_is_verbose(arguments))
    return code


def _invoke(arguments: list[str]) -> int:
    import click

    from monitor.cli import monitor

    try:
        result = monitor.main(arguments, prog_name="monitor", standalone_mode=False)
    except click.Abort:
        return _tell("interrupted", INTERRUPTED)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "monitor"
        return _tell(f"{error.format_message().rstrip('.')} (try `{command} -h`)", error.exit_code)
    except click.FileError as error:
        return _tell(error.format_message(), CANT_CREATE)
    except click.ClickException as error:
        return _tell(error.format_message(), error.exit_code)
    return result if isinstance(result, int) else 0


def _speak_unicode() -> None:
    """Results are UTF-8 wherever they go; a terminal that can't show a letter gets an escape, not a failure."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(**({"errors": "backslashreplace"} if stream.isatty() else {"encoding": "utf-8"}))


def _speak_up() -> None:
    """Let what our own modules note, down to the reasons of failures, come out on stderr; of others, warnings."""
    import logging

    logging.basicConfig(format="monitor: %(message)s", level=logging.WARNING)
    logging.getLogger("monitor").setLevel(logging.DEBUG)


def _tell(message: str, code: int) -> int:
    print(f"monitor: {' '.join(message.split())}", file=sys.stderr)
    return code


def _failed_by_the_system(error: OSError) -> int:
    if isinstance(error, BrokenPipeError):
        from monitor.cli import READER_GONE

        return READER_GONE  # `monitor latest | head` is no failure to speak of
    where = f"{os.fsdecode(error.filename)}: " if error.filename else ""
    return _tell(f"{where}{error.strerror or error}", CANT_CREATE if error.errno in NOT_ALLOWED else FULL_OR_BROKEN)


def _is_verbose(arguments: list[str]) -> bool:
    return "-v" in arguments or "--verbose" in arguments


def _unexpected(error: Exception, *, verbose: bool) -> int:
    if verbose:
        import traceback

        traceback.print_exception(error)
    said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    hint = "" if verbose else " (run with -v for the traceback)"
    return _tell(f"unexpected: {said}{hint}", UNEXPECTED)


def _close_stdout() -> None:
    """Nobody reads on: keep the interpreter from complaining again when it flushes at exit."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # stdout is no file, or closed already: then there is nothing to flush
        return


if __name__ == "__main__":
    main()

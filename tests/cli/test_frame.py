"""What holds for the command line as a whole: quick help, one line an error, the right exit code."""

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from monitor.cli import COMMANDS, monitor

HEAVY = ("scrapy", "trafilatura", "datasette", "rich", "sqlite_utils", "sqlite3", "lxml", "yaml", "apscheduler")


def run(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "monitor", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])} | environment,
        timeout=60,
    )


def test_help_names_every_command_and_imports_none_of_them() -> None:
    program = (
        "import sys\nfrom monitor.__main__ import run\ncode = run(['--help'])\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\nsys.exit(code)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert told.returncode == 0
    assert told.stderr.strip() == "[]"
    assert all(f"\n  {name} " in told.stdout for name in COMMANDS)


def every_command() -> list[tuple[str, click.Command]]:
    found = []
    context = click.Context(monitor, info_name="monitor")
    for name in COMMANDS:
        command = monitor.get_command(context, name)
        assert command is not None
        found.append((name, command))
        if isinstance(command, click.Group):
            found += [(f"{name} {below}", part) for below, part in command.commands.items()]
    return found


@pytest.mark.parametrize(("name", "command"), every_command(), ids=[name for name, _command in every_command()])
def test_the_help_of_a_command_begins_with_what_it_does_and_ends_with_an_example(
    name: str, command: click.Command
) -> None:
    context = click.Context(command, info_name=f"monitor {name}", **command.context_settings)
    told = command.get_help(context)
    assert "-h, --help" in told
    assert "Example:\n" in told
    assert f"monitor {name}" in told.partition("Example:")[2]
    if name in COMMANDS:
        assert (command.help or "").startswith(COMMANDS[name][1])


def test_no_arguments_at_all_is_a_cry_for_help() -> None:
    told = run()
    assert told.returncode == 0
    assert told.stdout.startswith("Usage: monitor")


def test_version() -> None:
    told = run("--version")
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("press-monitor ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["serch"], "did you mean search?"),
        (["--nonsense"], "--nonsense"),
        (["latest", "-n", "many"], "'many' is not a valid integer"),
        (["show"], "Missing argument 'ID'"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(arguments: list[str], said: str) -> None:
    told = run(*arguments)
    assert told.returncode == 2
    assert told.stdout == ""
    assert said in told.stderr
    assert told.stderr.startswith("monitor: ")
    assert told.stderr.count("\n") == 1


def failing(error: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = (
        "import sys, click\nfrom monitor import errors\nfrom monitor.__main__ import run\n"
        "from monitor.cli import monitor\nfrom monitor.cli.context import completed\n"
        f"def fail():\n    raise {error}\n"
        "monitor.commands['latest'] = completed(click.Command('latest', callback=fail))\n"
        "sys.exit(run(['latest', *sys.argv[1:]]))"
    )
    return subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        ("errors.InputError('x.csv: not a feed')", 65, "x.csv: not a feed"),
        ("errors.Offline('no network')", 69, "no network"),
        ("errors.CantCreate('db: read-only')", 73, "db: read-only"),
        ("errors.StorageFailure('the disk is full')", 74, "the disk is full"),
        ("errors.Locked('another run is at work')", 75, "another run is at work"),
        ("errors.UnknownName('no source `calber`')", 2, "no source `calber`"),
        ("errors.InputError('two\\nlines')", 65, "two lines"),
        ("OSError(28, 'No space left on device', 'press.db')", 74, "press.db: No space left on device"),
        ("OSError(30, 'Read-only file system', '/db')", 73, "/db: Read-only file system"),
        ("PermissionError(13, 'Permission denied', '/db')", 73, "/db: Permission denied"),
        ("KeyboardInterrupt", 130, "interrupted"),
        ("ValueError('a bug')", 70, "unexpected: ValueError: a bug (run with -v for the traceback)"),
    ],
)
def test_a_failure_is_one_line_and_its_exit_code(error: str, code: int, said: str) -> None:
    told = failing(error)
    assert (told.returncode, told.stdout, told.stderr.lstrip()) == (code, "", f"monitor: {said}\n")


def test_every_problem_of_a_configuration_is_told_a_line_each() -> None:
    problems = (
        "(errors.Problem(file='feeds.yaml', line=3, key='settings.delay', message='expected a duration'),"
        " errors.Problem(file='feeds.yaml', line=9, key='sources[0].id', message='given twice'))"
    )
    told = failing(f"errors.ConfigError({problems})")
    assert told.returncode == 78
    assert told.stderr == (
        "monitor: feeds.yaml:3: settings.delay: expected a duration\n"
        "monitor: feeds.yaml:9: sources[0].id: given twice\n"
    )


def test_verbose_shows_the_traceback_of_a_bug() -> None:
    told = failing("ValueError('a bug')", "-v")
    assert told.returncode == 70
    assert "Traceback (most recent call last)" in told.stderr
    assert told.stderr.endswith("monitor: unexpected: ValueError: a bug\n")


def test_a_reader_that_goes_away_is_no_failure_to_speak_of() -> None:
    program = (
        "import sys, click\nfrom monitor.__main__ import run\nfrom monitor.cli import monitor\n"
        "def write():\n    for _ in range(9999):\n        print('x' * 100)\n"
        "monitor.commands['latest'] = click.Command('latest', callback=write)\n"
        "sys.exit(run(['latest']))"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 141  # what a shell says of a program that SIGPIPE ended


def test_a_full_disk_behind_stdout_is_told() -> None:
    with Path("/dev/full").open("w") as full:
        told = subprocess.run(
            [sys.executable, "-m", "monitor", "--help"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert told.returncode == 74
    assert told.stderr == "monitor: No space left on device\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--config", "desk/feeds.yaml", "--db", "x/a.db", "-q", "latest"],
        ["latest", "--config", "desk/feeds.yaml", "-q", "--db", "x/a.db"],
        ["--config", "other.yaml", "latest", "--db", "x/a.db", "--config", "desk/feeds.yaml", "-q"],
    ],
)
def test_global_options_stand_before_or_after_the_command_and_paths_count_from_the_configuration(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from monitor.cli.context import Invocation, completed

    seen: list[Invocation] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MONITOR_DB", raising=False)
    monkeypatch.setitem(
        monitor.commands, "latest", completed(click.Command("latest", callback=click.pass_obj(seen.append)))
    )
    monitor.main(arguments, prog_name="monitor", standalone_mode=False)
    assert seen[0].config_path == tmp_path / "desk/feeds.yaml"
    assert seen[0].db_path == tmp_path / "desk/x/a.db"
    assert (seen[0].quiet, seen[0].verbose) == (True, False)


def test_the_environment_names_configuration_and_archive(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from monitor.cli.context import Invocation, completed

    seen: list[Invocation] = []
    monkeypatch.setenv("MONITOR_CONFIG", str(tmp_path / "desk.yaml"))
    monkeypatch.setenv("MONITOR_DB", "/var/press.db")
    monkeypatch.setitem(
        monitor.commands, "latest", completed(click.Command("latest", callback=click.pass_obj(seen.append)))
    )
    monitor.main(["latest"], prog_name="monitor", standalone_mode=False)
    assert (seen[0].config_path, str(seen[0].db_path)) == (tmp_path / "desk.yaml", "/var/press.db")


def test_sigterm_ends_a_command_with_143_and_takes_its_children_along(tmp_path: Path) -> None:
    program = (
        "import subprocess, sys, click\nfrom monitor.__main__ import main\nfrom monitor.cli import monitor\n"
        "from monitor.cli.context import completed\n"
        "def wait():\n    subprocess.run([sys.executable, '-c',"
        " 'import os, time; print(os.getpid(), flush=True); time.sleep(60)'])\n"
        "monitor.commands['latest'] = completed(click.Command('latest', callback=wait))\n"
        "sys.argv = ['monitor', 'latest']\nmain()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        process.terminate()
        _out, told = process.communicate(timeout=30)
    assert (process.returncode, told) == (143, "")
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)

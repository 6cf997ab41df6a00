"""The daemon with real children: ticks, deadlines, signals; and the crontab line, read by a real shell."""

import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.crontab import DAYS, crontab_line, daily_line
from monitor.errors import InputError
from tests.deliver.mail_room import MailRoom
from tests.deliver.scene import Scene

ROOT = Path(__file__).parents[1]
DAEMON = """
import sys
from datetime import timedelta
from monitor.schedule import Rhythm, keep_collecting
rhythm = Rhythm(every=timedelta(seconds={every}), deadline=timedelta(seconds={deadline}), grace=timedelta(seconds=1))
sys.exit(keep_collecting(
    lambda: [sys.executable, "-c", {child!r}], rhythm, tell=lambda message: print(message, file=sys.stderr, flush=True)
))
"""


class Daemon:
    """The scheduler in a process of its own, with a child that writes to a file what becomes of it."""

    def __init__(self, folder: Path, child: str, *, every: float = 0.3, deadline: float = 60) -> None:
        self.notes = folder / "notes"
        self.notes.touch()
        opening = f"import os, signal, sys, time\nnotes = open({str(self.notes)!r}, 'a', buffering=1)\n"
        program = DAEMON.format(every=every, deadline=deadline, child=opening + textwrap.dedent(child))
        self.process = subprocess.Popen(
            [sys.executable, "-c", program],
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            start_new_session=True,
        )

    def until(self, pattern: str, count: int = 1) -> list[re.Match[str]]:
        """Wait until the notes have the pattern so many times, and return what was found."""
        for _ in range(600):
            found = list(re.finditer(pattern, self.notes.read_text()))
            if len(found) >= count:
                return found
            time.sleep(0.05)
        raise AssertionError(f"{pattern} did not come: {self.notes.read_text()!r}")

    def end(self, number: int) -> tuple[int, str]:
        self.process.send_signal(number)
        _nothing, told = self.process.communicate(timeout=30)
        return self.process.returncode, told


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()


def test_r24_a_child_is_started_at_once_and_at_every_tick(tmp_path: Path) -> None:
    daemon = Daemon(tmp_path, "notes.write('tick\\n')")
    daemon.until("tick", 3)
    code, told = daemon.end(signal.SIGTERM)
    assert (code, told) == (143, "")


def test_r24_one_child_at_a_time(tmp_path: Path) -> None:
    daemon = Daemon(tmp_path, "notes.write('begin\\n'); time.sleep(0.8); notes.write('end\\n')")
    daemon.until("end", 2)
    daemon.end(signal.SIGTERM)
    assert "begin\nbegin" not in daemon.notes.read_text()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_r25_stopping_takes_the_child_along_and_leaves_no_orphan(tmp_path: Path, number: int, code: int) -> None:
    child = """
        import subprocess
        worker = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        signal.signal(signal.SIGTERM, lambda *_: (notes.write("asked to stop\\n"), sys.exit(143)))
        notes.write(f"child {os.getpid()} worker {worker.pid}\\n")
        time.sleep(60)
    """
    daemon = Daemon(tmp_path, child)
    first, second = daemon.until(r"child (\d+) worker (\d+)")[0].groups()
    ended, told = daemon.end(number)
    assert (ended, told) == (code, "")
    assert "asked to stop" in daemon.notes.read_text()
    assert not alive(int(first))
    assert not alive(int(second))


def test_r24_a_hung_child_is_killed_at_its_deadline_and_the_next_one_comes(tmp_path: Path) -> None:
    child = "signal.signal(signal.SIGTERM, signal.SIG_IGN); notes.write(f'child {os.getpid()}\\n'); time.sleep(60)"
    daemon = Daemon(tmp_path, child, deadline=0.5)
    first, _second = daemon.until(r"child (\d+)", 2)
    assert not alive(int(first[1]))
    _code, told = daemon.end(signal.SIGTERM)
    assert "the collect was stopped at its deadline" in told


def test_r19_a_child_that_fails_is_told_of_and_work_goes_on(tmp_path: Path) -> None:
    daemon = Daemon(tmp_path, "notes.write('tick\\n'); sys.exit(78)")
    daemon.until("tick", 2)
    code, told = daemon.end(signal.SIGTERM)
    assert code == 143
    assert re.match(r"the collect ended with 78; the next one is at \d\d:\d\d\n", told)
    assert "Traceback" not in told


def schedule(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "monitor", "schedule", *arguments],
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


def test_the_command_refuses_a_bad_configuration_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").write_text("settings: {every: never}\n")
    daemon = schedule(tmp_path)
    _nothing, told = daemon.communicate(timeout=30)
    assert daemon.returncode == 78
    assert "feeds.yaml:1" in told


def test_the_command_says_how_often_and_stops_when_told(tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").write_text("settings: {timezone: Asia/Baku}\nsources: []\n")
    daemon = schedule(tmp_path, "--every", "3m")
    assert daemon.stderr is not None
    assert daemon.stderr.readline() == "monitor: collecting every 3 min; Ctrl-C stops\n"
    daemon.send_signal(signal.SIGINT)
    _nothing, told = daemon.communicate(timeout=30)
    assert daemon.returncode == 130
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("every", "pattern"),
    [
        (timedelta(minutes=1), r"\* \* \* \* \*"),
        (timedelta(minutes=10), r"[1-9]-59/10 \* \* \* \*"),
        (timedelta(minutes=25), r"([1-9]|1\d)-59/20 \* \* \* \*"),
        (timedelta(minutes=60), r"[1-5]?\d \* \* \* \*"),
        (timedelta(hours=6), r"[1-5]?\d [0-5]-23/6 \* \* \*"),
        (timedelta(days=1), r"[1-5]?\d 1?\d|2[0-3] \* \* \*"),
        (timedelta(days=30), r"[1-5]?\d 1?\d|2[0-3] \* \* \*"),
    ],
)
def test_the_minute_is_drawn_and_never_the_full_hour(every: timedelta, pattern: str) -> None:
    lines = {crontab_line(["x"], every=every, seed=str(seed)) for seed in range(50)}
    assert all(re.match(pattern, line) for line in lines)
    assert not any(line.startswith("0") for line in lines)
    assert (len(lines) > 1) == (every > timedelta(minutes=1))
    assert crontab_line(["x"], every=every, seed="7") == crontab_line(["x"], every=every, seed="7")


def test_any_path_reaches_the_program_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "50% o'clock $HOME"
    folder.mkdir()
    words = [
        sys.executable,
        "-c",
        "import os, sys; print(os.getcwd(), *sys.argv[1:], sep='|')",
        "a b",
        "100%",
        "'",
        "$x",
    ]
    line = crontab_line(words, every=timedelta(minutes=10), seed="x", folder=folder)
    _times, command = line.split(" * * * * ")
    assert not re.search(r"(?<!\\)%", command)
    as_cron_does = command.replace(r"\%", "%")
    told = subprocess.run(["sh", "-c", as_cron_does], capture_output=True, text=True, check=True, cwd="/", env={})
    assert told.stdout == f"{folder}|a b|100%|'|$x\n"
    with pytest.raises(InputError):
        crontab_line(["a\nb"], every=timedelta(minutes=10), seed="x")


def test_monitor_cron_prints_a_line_that_runs_from_anywhere(tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").write_text("settings: {every: 1h, min: 30m}\nsources: []\n")
    told = subprocess.run(
        [sys.executable, "-m", "monitor", "cron"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    comment, line = told.stdout.splitlines()
    assert comment.startswith("# ")
    assert re.match(r"\d+-59/30 \* \* \* \* ", line)
    assert f"--config {tmp_path}/feeds.yaml --db {tmp_path}/db/press.db -q collect" in line
    command = line.split(" * * * * ")[1].replace("-q collect", "--version")
    version = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True, cwd="/", env={})
    assert version.stdout.startswith("press-monitor ")


def test_a_digest_is_sent_at_its_time_once_and_one_just_missed_too(tmp_path: Path) -> None:
    with MailRoom() as room:
        scene = Scene(tmp_path)
        scene.mail |= {"host": room.host, "port": room.port}
        scene.digest = {"at": "05:30"}  # it is seven in Baku
        scene.write()
        scene.publish("Deputies visit NATO")
        for again in (False, True):
            daemon = subprocess.Popen(
                scene.command("-q", "schedule"), cwd=scene.folder, env=scene.environment(), stderr=subprocess.DEVNULL
            )
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline and not room.taken:
                time.sleep(0.05)
            time.sleep(5 if again else 1)
            daemon.send_signal(signal.SIGTERM)
            assert daemon.wait(timeout=30) == 143
        assert len(room.taken) == 1


def test_cron_lines_for_digests_name_days_and_time_zone() -> None:
    line = daily_line(["monitor", "digest", "100%"], at="07:05", days=("mon", "fri"))
    assert line == r"5 7 * * mon,fri monitor digest 100\%"
    assert daily_line(["x"], at="23:00", days=DAYS).startswith("0 23 * * * x")

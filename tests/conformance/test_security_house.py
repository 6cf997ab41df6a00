"""S32 to S37: what the house itself keeps shut while it collects."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from tests.conformance.week import Week, answer, items
from tests.press_room import Piece, PressRoom

SECRET = "hunter2-in-nobody's-log"
TABLE = "Talks'); DROP TABLE articles; --"
TRAP = """
from pathlib import Path
Path(__file__).with_name("sprung").touch()
"""


def test_s32_secrets_come_from_the_environment_and_appear_nowhere(tmp_path: Path) -> None:
    with PressRoom() as room:
        week = Week(room, tmp_path, settings={"proxy": "env:DESK_PROXY"})
        week.script("paper", answer(items("one")))
        proxy = room.url().replace("http://", f"http://desk:{SECRET}@").rstrip("/")
        run = week.collect("first", "-v", DESK_PROXY=proxy)
        assert run.of("/paper.xml")
        assert run.of("/paper.xml")[0].headers["proxy-authorization"].startswith("Basic ")
        kept = b"".join(path.read_bytes() for path in week.desk.db.parent.iterdir())
        assert SECRET not in f"{run.said}{run.report}"
        assert SECRET.encode() not in kept
        week.desk.settings["proxy"] = proxy
        week.desk.write()
        refused = week.desk.run("collect")
        assert refused.returncode == 78
        assert SECRET not in refused.stderr + refused.stdout


@pytest.mark.parametrize("name", ["../../x", "/etc/x", "a\\b", ".."])
def test_s33_a_source_id_is_never_a_path(tmp_path: Path, name: str) -> None:
    with PressRoom() as room:
        week = Week(room, tmp_path)
        week.script("paper", answer(items("one")))
        week.desk.sources[0]["id"] = name
        week.desk.write()
        done = week.desk.run("collect")
        assert done.returncode == 78
        assert ": sources[1].id: " in done.stderr or "id" in done.stderr
        assert room.asked() == ()


def test_s33_yaml_that_makes_objects_is_refused(tmp_path: Path) -> None:
    with PressRoom() as room:
        week = Week(room, tmp_path)
        week.desk.config.write_text(f"settings:\n  contact: !!python/object/apply:os.mkdir [{tmp_path / 'made'}]\n")
        done = week.desk.run("collect")
        assert (done.returncode, (tmp_path / "made").exists()) == (78, False)
        assert "feeds.yaml:2" in done.stderr


def test_s34_s37_what_a_feed_says_is_neither_imported_nor_run(tmp_path: Path) -> None:
    with PressRoom() as room:
        week = Week(room, tmp_path)
        (tmp_path / "trap.py").write_text(TRAP)
        named = "<generator>trap</generator><docs>trap:main</docs>"
        more = "<category>trap.main</category><source url='trap'>!!python/name:trap.main</source>"
        week.script("trap", answer(items("trap", "trap:main", "__import__('trap')", more=more, channel=named)))
        week.desk.source("sql", room.feed("/sql.xml", [Piece(path="/404", title=TABLE, summary=TABLE, guid=TABLE)]))
        room.robots("")
        run = week.collect("first", PYTHONPATH=f"{tmp_path}:{week.desk.environment()['PYTHONPATH']}")
        assert run.code == 0
        assert not (tmp_path / "sprung").exists()
        assert len(week.titles("trap")) == 3
        assert week.desk.rows("SELECT title FROM articles") == [(TABLE,)]
        assert week.titles("sql") == [TABLE]
        found = week.desk.json("search", TABLE)["articles"]
        assert [one["title"] for one in found] == [TABLE]


def test_s35_no_port_listens_during_a_run(tmp_path: Path) -> None:
    with PressRoom() as room:
        week = Week(room, tmp_path, settings={"timeout": "20s"})
        week.desk.source("hang", room.misbehave("/hang.xml", "hang"))
        week.script("paper", answer(items("one")))
        week.desk.write()
        running = subprocess.Popen(week.desk.command("collect", "-q"), env=week.desk.environment())
        try:
            until = time.monotonic() + 60
            while not (room.asked("/hang.xml") and room.asked("/paper.xml")):
                assert time.monotonic() < until
                time.sleep(0.05)
            assert listening(running.pid) == set()
        finally:
            running.kill()
            running.wait()


def listening(pid: int) -> set[str]:
    """The inodes of the sockets on which a process, or a child of it, listens."""
    rows = [row.split() for name in ("tcp", "tcp6") for row in Path("/proc/net", name).read_text().splitlines()[1:]]
    inodes = {row[9] for row in rows if row[3] == "0A"}
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    links = [
        str(each.readlink()) for process in (str(pid), *children) for each in Path(f"/proc/{process}/fd").iterdir()
    ]
    return {link[8:-1] for link in links if link.startswith("socket:[")} & inodes


def test_s36_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    with PressRoom(tls=True) as room:
        week = Week(room, tmp_path)
        url = room.serve("/paper.xml", items("one"), content_type="text/xml").replace("127.0.0.1", "localhost")
        week.desk.source("paper", url)
        assert week.collect("first").kinds() == {"paper": "tls"}
        assert room.asked() == ()
        trusted = week.collect("trusting", "--all", SSL_CERT_FILE=str(room.certificate))
        assert trusted.report["errors"] == []
        assert week.titles("paper") == ["one"]

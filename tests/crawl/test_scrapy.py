"""The way in for those who know Scrapy, and the doors that Scrapy leaves open by default."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.crawl.scene import Performance, Scene
from tests.press_room import PressRoom


def scrapy(*args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *args], capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, **environment},
    )  # fmt: skip


def test_the_spiders_are_found_from_the_checkout() -> None:
    spiders = "caliber_az collect eeas mfa_am mfa_az nato osce pace president_az primeminister_am report_az trend"
    assert scrapy("list").stdout.split() == spiders.split()


def test_scrapy_crawl_works_through_a_session(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    with PressRoom() as room:
        url = room.serve("/feed", "a feed")
        result = scrapy(
            "crawl", "caliber_az", "-a", "all=1", "-s", "MONITOR_SESSION=tests.crawl.session.session",
            SCENE_URL=url, SCENE_OUT=str(out),
        )  # fmt: skip
        assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
        assert room.paths() == ["/feed"]
    row = json.loads(out.read_text())
    assert row["sources"] == ["caliber-az-en", "caliber-az-ru", "caliber-az-az"]
    assert (row["all"], row["fetched"]) == (True, ["ok"])
    assert (row["report"]["ended"], row["report"]["requests"]) == ("finished", 1)


def test_a_session_that_can_not_be_had_is_one_line() -> None:
    result = scrapy("crawl", "collect", "-a", "sources=nobody", "-s", "MONITOR_SESSION=tests.crawl.session.session")
    assert "there is no source named nobody" in result.stderr
    assert "Traceback" not in result.stderr


def test_s35_no_port_is_opened_during_a_crawl() -> None:
    with PressRoom() as room:
        performance = Performance(Scene(feeds=({"url": room.misbehave("/hang", "hang")},)))
        while not room.asked():
            time.sleep(0.02)
        assert not _listening(performance.process.pid)
        performance.end()


def _listening(pid: int | None) -> set[str]:
    """The inodes of the sockets on which a process listens."""
    rows = [row.split() for name in ("tcp", "tcp6") for row in Path("/proc/net", name).read_text().splitlines()[1:]]
    listening = {row[9] for row in rows if row[3] == "0A"}
    links = [str(each.readlink()) for each in Path(f"/proc/{pid}/fd").iterdir()]
    return {link[8:-1] for link in links if link.startswith("socket:[")} & listening

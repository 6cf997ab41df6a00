"""R18 and R19: a feeds.yaml that changes or breaks while it is in use."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading

import pytest

from tests.conformance.newsroom import piece, publish, titles
from tests.desk import Desk
from tests.press_room import Visit

# R18, R19 - feeds.yaml


def test_r18_an_edit_of_feeds_yaml_counts_from_the_next_run(desk: Desk) -> None:
    url = publish(desk.room, piece(1))
    desk.source("courier", url)
    desk.write()
    answer = desk.room._routes[None, "/rss.xml"]

    async def edit_then_answer(visit: Visit) -> None:
        desk.sources.clear()
        desk.source("other", publish(desk.room, piece(2), path="/other.xml"))
        desk.write()
        await answer(visit)

    desk.room.route("/rss.xml", edit_then_answer)
    assert desk.collect()["new"] == 1
    assert titles(desk, "courier") == [piece(1).title]
    desk.collect()
    assert titles(desk, "other") == [piece(2).title]
    assert desk.rows("SELECT id FROM sources WHERE retired_at IS NOT NULL") == [("courier",)]
    assert titles(desk, "courier") == [piece(1).title]


SCHEDULER = """
import sys
from datetime import timedelta
from pathlib import Path
from monitor.schedule import LastGood, Rhythm, keep_collecting
tell = lambda message: print(message, file=sys.stderr, flush=True)
config, db = map(Path, sys.argv[1:])
with LastGood(config, tell=tell) as good:
    command = lambda: [sys.executable, "-m", "monitor", "--config", good.path(), "--db", db, "-q", "collect", "--all"]
    rhythm = Rhythm(every=timedelta(seconds=1), deadline=timedelta(seconds=60))
    sys.exit(keep_collecting(command, rhythm, tell=tell))
"""


@pytest.mark.slow
def test_r19_a_scheduler_goes_on_with_the_last_good_feeds_yaml_and_says_so(desk: Desk) -> None:
    """The ticks are shorter here than the command allows; the rest is what it does."""
    desk.source("courier", publish(desk.room, piece(1)))
    desk.write()
    good = desk.config.read_text(encoding="utf-8")
    answer = desk.room._routes[None, "/rss.xml"]
    seen: list[str] = []

    async def edit_then_answer(visit: Visit) -> None:
        seen.append(",".join(sorted(path.name for path in desk.folder.glob("*feeds.yaml*"))))
        if visit.times == 1:
            desk.config.write_text("settings: {every: never}\nsuorces: []\n", encoding="utf-8")
        elif visit.times == 2:
            desk.config.write_text(good, encoding="utf-8")
        else:
            enough.set()
        await answer(visit)

    enough = threading.Event()
    desk.room.route("/rss.xml", edit_then_answer)
    command = [sys.executable, "-c", SCHEDULER, str(desk.config), str(desk.db)]
    daemon = subprocess.Popen(command, env=desk.environment(), stderr=subprocess.PIPE, text=True)
    try:
        assert enough.wait(60)
    finally:
        daemon.send_signal(signal.SIGTERM)
        _, said = daemon.communicate(timeout=60)
    assert daemon.returncode == 143
    assert seen[:3] == ["feeds.yaml", ".feeds.yaml.last-good,feeds.yaml", "feeds.yaml"]
    every, sources, going_on, *_ = said.splitlines()  # the rest is of the collect that was cut short with it
    assert f"{desk.config}:1: settings.every: expected" in every
    assert "suorces" in sources
    assert "going on with what feeds.yaml said before" in going_on

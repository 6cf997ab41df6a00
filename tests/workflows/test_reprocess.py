"""`monitor reprocess`: the archive read anew, by the real program over a real archive."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from monitor.stages.tag import tagger
from monitor.store import open_archive, run_lock
from tests.desk import Desk
from tests.press_room import PressRoom
from tests.store.nouns import AZ, GAZETTE, GAZETTE_FEED, NATO, NOON, add, article, mention

TAGGER = tagger()
BODIES = {
    "talks": "The foreign ministers of Armenia and Azerbaijan met in Tbilisi and spoke of the border for an hour.",
    "quiet": "The orchestra played until midnight, and nobody in the hall wanted to leave.",
    "osce": "Observers of the OSCE came back from the line of contact with a report, and the OSCE will discuss it.",
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk whose archive was tagged, wrongly, by an older gazetteer."""
    with PressRoom() as room:
        desk = Desk(room, tmp_path)
        desk.source("gazette-en", room.url("/feed.xml"))
        desk.write()
        with open_archive(desk.db, now=NOON) as archive:
            archive.mirror((GAZETTE,), (GAZETTE_FEED,), now=NOON)
            archive.start_run("collect", now=NOON, version="0.1.0", host="desk")
            for name, body in BODIES.items():
                add(archive, article(name, title=f"A report, {name}", body=body, language="en"), mention(NATO))
        yield desk


def tags(desk: Desk) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {name: set() for name in BODIES}
    for url, tag in desk.rows("SELECT a.url, m.tag FROM mentions m JOIN articles a ON a.id = m.article_id"):
        found[url.rpartition("/")[2]].add(tag)
    return found


def changes(said: Any) -> dict[str, tuple[int, int]]:
    (stage,) = said["stages"]
    return {change["what"]: (change["gained"], change["lost"]) for change in stage["changes"]}


def test_the_archive_is_tagged_again_and_the_difference_told(desk: Desk) -> None:
    said = desk.json("reprocess", "--stage", "tag")
    assert (said["stages"][0]["articles"], said["stages"][0]["changed"]) == (3, 3)
    found = changes(said)
    assert found["org:nato"] == (0, 3)
    assert found["country:AM"] == found["country:AZ"] == found["org:osce"] == (1, 0)
    assert found["focus country:AZ"] == (1, 0)
    assert tags(desk)["talks"] == {"country:AM", "country:AZ", "country:GE"}
    assert tags(desk)["quiet"] == set()
    assert {tagger for (tagger,) in desk.rows("SELECT tagger FROM mentions")} == {TAGGER}
    assert {tagger for (tagger,) in desk.rows("SELECT tagger FROM tagged")} == {TAGGER}
    ((countries, organisations),) = desk.rows("SELECT countries, organisations FROM articles WHERE url LIKE '%/talks'")
    assert (sorted(json.loads(countries)), organisations) == (["AM", "AZ"], "[]")
    assert desk.rows("SELECT json_extract(organisations, '$[0]') FROM articles WHERE url LIKE '%/osce'") == [("osce",)]
    with open_archive(desk.db, now=NOON) as archive:
        assert archive.flaws() == ()
    assert [title["title"] for title in desk.json("search", "midnight")["articles"]] == ["A report, quiet"]
    assert desk.rows("SELECT verb, outcome FROM runs ORDER BY id DESC LIMIT 1") == [("reprocess", "ok")]


def test_what_is_up_to_date_is_left_alone_unless_asked_for(desk: Desk) -> None:
    desk.json("reprocess")
    assert desk.json("reprocess", "--stage", "tag")["stages"][0]["articles"] == 0
    again = desk.json("reprocess", "--stage", "tag", "--all")["stages"][0]
    assert (again["articles"], again["changed"]) == (3, 0)


def test_since_leaves_older_articles_alone(desk: Desk) -> None:
    assert desk.json("reprocess", "--stage", "tag", "--since", "2026-11-24")["stages"][0]["articles"] == 0
    assert desk.json("reprocess", "--stage", "tag", "--since", "2026-11-20")["stages"][0]["articles"] == 3


def test_the_difference_is_a_table_for_people(desk: Desk) -> None:
    done = desk.run("reprocess", "--stage", "tag")
    assert done.returncode == 0
    lines = [line.split() for line in done.stdout.splitlines()]
    assert lines[0] == "tag: 3 of 3 articles changed".split()
    assert lines[1] == ["WHAT", "GAINED", "LOST"]
    assert ["org:nato", "0", "3"] in lines
    assert done.stderr == ""


def test_tags_whose_evidence_is_no_longer_kept_stay(desk: Desk) -> None:
    desk.json("reprocess")
    connection = sqlite3.connect(desk.db)
    with connection:
        connection.execute("UPDATE articles SET body = '' WHERE url LIKE '%/talks'")
    connection.close()
    desk.json("reprocess", "--all")
    assert tags(desk)["talks"] == {"country:AM", "country:AZ", "country:GE"}


def test_nothing_is_done_beside_another_run(desk: Desk) -> None:
    with run_lock(desk.db):
        done = desk.run("reprocess")
    assert done.returncode == 75
    assert "another run is at work" in done.stderr
    assert desk.rows("SELECT count(*) FROM tagged WHERE tagger = ?", TAGGER) == [(0,)]


def test_an_unknown_stage_is_refused(desk: Desk) -> None:
    done = desk.run("reprocess", "--stage", "ironing")
    assert done.returncode == 2
    assert "ironing" in done.stderr


def test_killed_half_way_it_goes_on_from_there(desk: Desk) -> None:
    with open_archive(desk.db, now=NOON) as archive:
        for number in range(5):
            add(archive, article(f"more-{number}", body="Trade with Kazakhstan grew."), mention(AZ))
    script = """
        import os, signal, sys
        from pathlib import Path
        from monitor.config import load
        from monitor.workflows.reprocess import tag
        from monitor.workflows.reprocess.reprocess import reprocess

        def watch(stage: str, done: int, total: int) -> None:
            if done >= 4:
                os.kill(os.getpid(), signal.SIGKILL)

        tag.BATCH = 2
        reprocess(load(Path(sys.argv[1])), Path(sys.argv[2]), ("tag",), watch=watch)
    """
    killed = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), desk.config, desk.db], env=desk.environment(), check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert desk.rows("SELECT count(*) FROM tagged WHERE tagger = ?", TAGGER) == [(4,)]
    assert desk.json("reprocess", "--stage", "tag")["stages"][0]["articles"] == 4
    assert desk.rows("SELECT outcome FROM runs WHERE verb = 'reprocess' ORDER BY id") == [("interrupted",), ("ok",)]

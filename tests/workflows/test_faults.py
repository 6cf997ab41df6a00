"""A fault of ours in a worker is one document's failure: told, recorded, and nobody else's."""

from __future__ import annotations

from tests.desk import Desk
from tests.press_room import Piece

FAULTY = """
import monitor.stages.parse as stage

whole = stage.parse

def parse(document, **more):
    if b"Faulty Paper" in document:
        raise RuntimeError("a fault of ours")
    return whole(document, **more)

stage.parse = parse
"""


def test_r21_a_fault_in_reading_one_feed_is_recorded_and_the_others_come_in(desk: Desk):
    (desk.folder / "sitecustomize.py").write_text(FAULTY)
    one = Piece(path="/1.html", title="Georgia and the EU resume their talks")
    two = Piece(path="/2.html", title="Armenia opens an embassy")
    desk.room.page(one)
    desk.source("faulty", desk.room.feed("/faulty.xml", [two], title="Faulty Paper"))
    desk.source("good", desk.room.feed("/good.xml", [one]))
    report = desk.collect(PYTHONPATH=f"{desk.folder}:{desk.environment()['PYTHONPATH']}")
    assert report["new"] == 1
    [error] = report["errors"]
    assert (error["source"], error["kind"]) == ("faulty", "parse_error")
    assert "a fault of ours" in error["message"]


UNCLUSTERED = """
import monitor.workflows.cluster as workflow

def grouped(*_):
    raise RuntimeError("a fault of ours")

workflow.grouped = grouped
"""


def test_a_fault_in_finding_stories_costs_no_article_and_the_next_run_finds_them(desk: Desk):
    (desk.folder / "sitecustomize.py").write_text(UNCLUSTERED)
    one = Piece(path="/1.html", title="Georgia and the EU resume their talks")
    desk.room.page(one)
    desk.source("good", desk.room.feed("/good.xml", [one]))
    report = desk.collect(PYTHONPATH=f"{desk.folder}:{desk.environment()['PYTHONPATH']}")
    assert (report["new"], report["errors"]) == (1, [])
    [(error,)] = desk.rows("SELECT error FROM runs")
    assert error.startswith("stories: RuntimeError")
    assert desk.rows("SELECT story_id FROM articles") == [(None,)]
    desk.collect()
    assert desk.rows("SELECT s.articles FROM articles a JOIN stories s ON s.id = a.story_id") == [(1,)]

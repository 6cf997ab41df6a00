"""A desk's own names, from feeds.yaml to the archive."""

from __future__ import annotations

import json

import pytest

from tests.config.test_names import OWN
from tests.desk import Desk
from tests.workflows.test_collect import piece, publish

TEXT = "The Caspian Desk Institute opened a branch beyond the sea, and the institute's head spoke of the Land of Fire."


@pytest.mark.slow
def test_collect_and_reprocess_use_the_desks_own_names(desk: Desk) -> None:
    desk.source("courier", publish(desk, piece(1, text=TEXT)))
    desk.collect()
    [(before,)] = desk.rows("SELECT tagger FROM tagged")
    assert "+own" not in before
    assert desk.rows("SELECT 1 FROM mentions WHERE tag = 'org:caspian-desk'") == []
    desk.config.write_text(desk.config.read_text(encoding="utf-8") + OWN, encoding="utf-8")
    [stage] = [one for one in desk.json("reprocess", "--stage", "tag")["stages"] if one["stage"] == "tag"]
    assert {"what": "org:caspian-desk", "gained": 1, "lost": 0} in stage["changes"]
    [(tagger, spans)] = desk.rows("SELECT tagger, spans FROM mentions WHERE tag = 'org:caspian-desk'")
    assert "+own." in tagger
    assert json.loads(spans)[0]["text"] == "Caspian Desk Institute"
    [(spans,)] = desk.rows("SELECT spans FROM mentions WHERE tag = 'country:AZ'")
    assert "metonym" in {span["rule"] for span in json.loads(spans)}
    assert desk.rows("SELECT label FROM tags WHERE slug = 'org:caspian-desk'") == [("Caspian Desk Institute",)]
    desk.room.forget()
    publish(desk, piece(2, text=TEXT))
    desk.collect("--all")
    assert desk.rows("SELECT count(*) FROM mentions WHERE tag = 'org:caspian-desk'") == [(2,)]

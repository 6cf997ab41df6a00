"""Articles near in time, of which few are looked at whole."""

from __future__ import annotations

from datetime import UTC, datetime
from unittest.mock import Mock

import pytest

from monitor.model.story import Kept, Told
from monitor.stages.clustering import window as module
from monitor.stages.clustering.terms import packed, read, terms_of
from monitor.stages.clustering.window import Window

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


BRIDGE, DIVERS, WEATHER = (
    Told(id=number, at=NOON, language="en", source="wire", title=title)
    for number, title in ((3, "Bridge falls near Lodden"), (1, "Divers search the Tamar"), (2, "Weather forecast"))
)


def kept(article: Told) -> Kept:
    said = packed(read(article))
    return Kept(NOON, "", article.id, article.language, article.source, pin=None, terms=said, links=b"")


def test_what_was_kept_says_the_same_as_what_is_read_and_is_taken_apart_only_when_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taking = Mock(wraps=terms_of)
    monkeypatch.setattr(module, "terms_of", taking)
    anew, again = Window([BRIDGE, DIVERS, WEATHER]), Window([kept(BRIDGE), kept(DIVERS), kept(WEATHER)])
    assert list(again) == [3, 1, 2]
    assert list(again.hashes()) == list(anew.hashes())
    assert list(again.said()) == list(anew.said())
    assert list(again.forms()) == list(anew.forms())
    assert (1 in again, 7 in again, again.keys() - {1}) == (True, False, {2, 3})
    assert taking.call_count == 0
    assert again[1] == again[1] == anew[1]
    assert taking.call_count == 1


def test_a_format_has_nothing_that_another_could_be_found_by() -> None:
    for weather in (WEATHER, kept(WEATHER)):
        assert dict(Window([weather]).hashes()) == {2: ()}
        assert dict(Window([weather]).forms()) == {2: ("wire", 0)}
        assert len(next(Window([weather]).said())) == 4, "but its words count among all articles"

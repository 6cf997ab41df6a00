"""F26 to F30: when another address is believed, when a feed is given up, and when it never is.

One desk: on Monday, after four days and after eight (with --all), and some days more.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.conformance.week import Week, answer, items
from tests.press_room import Answer, PressRoom

DAY = timedelta(days=1)
FINE = answer(items("one"))


def led(to: str, status: int = 301) -> Answer:
    return answer(status=status, location=to)


pytestmark = pytest.mark.slow  # what decides is tested by itself in tests/stages/test_due.py


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Week]:
    with PressRoom() as room, PressRoom(tls=True) as safe:
        week = Week(room, tmp_path_factory.mktemp("moves"))
        room.feed("/new.xml", [])
        room.serve("/welcome", "<!doctype html><html><body>Welcome to our new site</body></html>")
        for status in (301, 308):
            week.script(f"moved-{status}", led("/new.xml", status))
        week.script("to-a-page", led("/welcome"))
        week.script("undecided", led("/new.xml"), led("/other.xml"), led("/new.xml"))
        room.feed("/other.xml", [])
        for status in (302, 303, 307):
            week.script(f"for-now-{status}", led("/new.xml", status))
        room.redirect("/halfway.xml", "/new.xml", status=302)
        week.script("mixed", led("/halfway.xml"))
        safe.feed("/secured.xml", [])
        secured = safe.url("/secured.xml", host="localhost")
        week.desk.source(
            "secured", room.redirect("/secured.xml", secured, status=301).replace("127.0.0.1", "localhost")
        )
        room.redirect("/loop-b", "/loop.xml")
        week.script("loop", led("/loop-b", 302))
        week.desk.source("endless", room.misbehave("/endless.xml", "endless_redirect"))
        week.desk.source("nowhere", room.misbehave("/nowhere.xml", "no_location"))
        week.script("gone", answer(status=410), FINE)
        week.script("missing", answer(status=404))
        for kind, first in (("server", answer(status=500)), ("wall", answer(status=403)), ("page", answer("<html>"))):
            week.script(f"failing-{kind}", first)
        trusting: dict[str, Any] = {"SSL_CERT_FILE": str(safe.certificate)}
        week.collect("first", "--all", **trusting)
        week.collect("fourth", "--all", after=4 * DAY, **trusting)
        week.collect("eighth", "--all", after=8 * DAY, **trusting)
        week.noted["safe"] = safe.asked()
        week.noted["health"] = week.desk.json("health")
        week.noted["checked"] = week.desk.json("sources", "check", "gone")
        week.collect("back", after=9 * DAY, **trusting)
        yield week


def paths(week: Week, run: str, name: str) -> int:
    return len(week.runs[run].of(f"/{name}.xml"))


@pytest.mark.parametrize("name", ["moved-301", "moved-308"])
def test_f26_a_permanent_move_is_believed_after_seven_days_of_it(week: Week, name: str) -> None:
    assert [paths(week, run, name) for run in ("first", "fourth", "eighth")] == [1, 1, 0]
    state = week.state(name)
    assert state["moved_to"].endswith("/new.xml")
    assert state["url"].endswith(f"/{name}.xml"), "the old address stays"
    assert state["outcome"] == "ok"


def test_f26_a_move_to_what_is_no_feed_is_never_believed(week: Week) -> None:
    assert paths(week, "eighth", "to-a-page") == 1
    assert week.state("to-a-page")["moved_to"] is None
    assert week.runs["first"].kinds()["to-a-page"] == "html"


def test_f26_a_move_that_changes_its_mind_starts_anew(week: Week) -> None:
    assert [paths(week, run, "undecided") for run in ("first", "fourth", "eighth")] == [1, 1, 1]


def test_f26_https_on_the_same_host_is_believed_at_once(week: Week) -> None:
    assert [paths(week, run, "secured") for run in ("first", "fourth", "eighth")] == [1, 0, 0]
    assert [each.path for each in week.noted["safe"]] == ["/secured.xml"] * 3


@pytest.mark.parametrize("name", ["for-now-302", "for-now-303", "for-now-307"])
def test_f27_other_redirects_are_never_believed(week: Week, name: str) -> None:
    assert [paths(week, run, name) for run in ("first", "fourth", "eighth")] == [1, 1, 1]
    assert week.state(name)["moved_to"] is None


def test_f27_of_a_mixed_chain_only_the_permanent_beginning_is(week: Week) -> None:
    assert [paths(week, run, "mixed") for run in ("first", "fourth", "eighth")] == [1, 1, 0]
    assert week.state("mixed")["moved_to"].endswith("/halfway.xml")


def test_f28_redirects_that_lead_nowhere_end_in_an_error(week: Week) -> None:
    errors = {error["source"]: error["message"] for error in week.runs["first"].report["errors"]}
    assert "loop" in errors["loop"]
    assert "more than 10" in errors["endless"]
    assert "where to" in errors["nowhere"]
    assert len([each for each in week.runs["first"].requests if each.path.startswith("/endless.xml")]) == 11


def test_f29_a_410_ends_the_polling_is_told_and_can_be_undone(week: Week) -> None:
    assert [paths(week, run, "gone") for run in ("first", "fourth", "eighth")] == [1, 0, 0]
    assert [feed["state"] for feed in week.noted["health"]["feeds"] if feed["source"] == "gone"] == ["gone"]
    assert [feed["state"] for feed in week.noted["checked"]["feeds"]] == ["ok"]
    assert paths(week, "back", "gone") == 1
    assert (week.state("gone")["gone"], week.titles("gone")) == (0, ["one"])


def test_f29_a_404_backs_off_and_is_never_deleted(week: Week) -> None:
    assert [paths(week, run, "missing") for run in ("first", "fourth", "eighth")] == [1, 1, 1]
    assert (week.state("missing")["failures"], week.state("missing")["gone"]) == (4, 0)


@pytest.mark.parametrize("kind", ["server", "wall", "page"])
def test_f30_no_other_error_ever_switches_a_feed_off(week: Week, kind: str) -> None:
    assert all(paths(week, run, f"failing-{kind}") for run in ("first", "fourth", "eighth", "back"))
    assert week.state(f"failing-{kind}")["gone"] == 0
    assert week.wait(f"failing-{kind}", 9 * DAY) < 2 * DAY

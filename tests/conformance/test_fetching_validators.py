"""F01 to F12 and F40: what is sent to learn whether anything changed, and what is believed of the answers.

One desk reads a feed for each number, four times: on Monday, an hour and two hours later, and after eight days.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.conformance.week import Week, answer, items, moment
from tests.faults import armed, fail, kill
from tests.press_room import PressRoom

HOUR = timedelta(hours=1)
ODD = 'W/"a,b;\'c-d"'
NO_DATE = "Monday, 23-Nov-26 9:5:00 GMT"  # as no clock of ours would write it
NOT_MODIFIED = answer(status=304)


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Week]:
    with PressRoom() as room:
        week = Week(room, tmp_path_factory.mktemp("validators"))
        week.script("f01", answer(items("one")), query="?b=2&a=%31&empty=")
        week.script("f02", answer(items("one"), etag=ODD), NOT_MODIFIED)
        week.script("f03", answer(items("one"), last_modified=NO_DATE), NOT_MODIFIED)
        week.script("f04", answer(items("one"), etag='"x"', last_modified=NO_DATE), NOT_MODIFIED)
        week.script("f05", *(answer(items("one"), etag=f'"{number}"') for number in range(1, 5)))
        week.script(
            "f06", answer(items("one"), etag='"1"'), answer(status=304, etag='"2"', last_modified=NO_DATE), NOT_MODIFIED
        )
        week.script("f07", answer(items("one"), etag='"1"', last_modified=NO_DATE), answer(items("one")))
        week.script("f08", answer(items("one"), etag='"1"'), answer("<html><body>Hello</body></html>", etag='"2"'))
        week.script("f10", answer(items("one"), etag='"same"'), answer(items("one", "two"), etag='"same"'))
        week.script(
            "f11",
            answer(items("one"), etag='"1"'),
            NOT_MODIFIED,
            NOT_MODIFIED,
            answer(items("one", "missed"), etag='"1"'),
        )
        week.script("f40", answer(items("one"), etag='"1"'), answer(status=500, etag='"error"'))
        poison = armed(fail("monitor.stages.parse:parse", "/f02.xml"))
        week.collect("first")
        week.collect("second", "--all", after=HOUR, **poison)
        week.collect("third", "--all", after=2 * HOUR)
        week.collect("late", "-v", after=timedelta(days=8))
        yield week


def test_f01_a_new_feed_is_asked_once_at_its_exact_url(week: Week) -> None:
    [asked] = week.runs["first"].of("/f01.xml")
    assert asked.path == "/f01.xml?b=2&a=%31&empty="
    for each in week.runs["first"].requests:
        assert not {"if-none-match", "if-modified-since"} & set(each.headers)
    assert len(week.runs["first"].requests) == 11


def test_f02_the_etag_goes_back_byte_for_byte(week: Week) -> None:
    for name in ("second", "third"):
        [asked] = week.runs[name].of("/f02.xml")
        assert asked.headers["if-none-match"] == ODD
        assert "if-modified-since" not in asked.headers


def test_f03_last_modified_goes_back_byte_for_byte(week: Week) -> None:
    for name in ("second", "third"):
        [asked] = week.runs[name].of("/f03.xml")
        assert asked.headers["if-modified-since"] == NO_DATE
        assert "if-none-match" not in asked.headers
    assert "if-modified-since" not in week.runs["second"].of("/f02.xml")[0].headers


def test_f04_both_go_back(week: Week) -> None:
    [asked] = week.runs["second"].of("/f04.xml")
    assert (asked.headers["if-none-match"], asked.headers["if-modified-since"]) == ('"x"', NO_DATE)


def test_f05_of_etags_that_rotate_the_latest_goes_back(week: Week) -> None:
    sent = [week.runs[name].of("/f05.xml")[0].headers["if-none-match"] for name in ("second", "third")]
    assert sent == ['"1"', '"2"']
    assert week.state("f05")["etag"] == '"4"'


def test_f06_a_304_renews_the_validators_that_it_names(week: Week) -> None:
    [asked] = week.runs["third"].of("/f06.xml")
    assert (asked.headers["if-none-match"], asked.headers["if-modified-since"]) == ('"2"', NO_DATE)


def test_f07_a_200_without_validators_clears_the_old_ones(week: Week) -> None:
    [asked] = week.runs["third"].of("/f07.xml")
    assert not {"if-none-match", "if-modified-since"} & set(asked.headers)


def test_f08_validators_of_what_could_not_be_read_are_not_kept(week: Week) -> None:
    assert week.runs["second"].kinds()["f08"] == "html"
    assert week.runs["third"].of("/f08.xml")[0].headers["if-none-match"] == '"1"'


@pytest.mark.parametrize("at", ["monitor.workflows.collect.desk:Desk.file", "monitor.store.entries:file_entries"])
def test_f09_after_a_crash_before_the_commit_the_feed_is_asked_in_full_again(tmp_path, at: str) -> None:
    with PressRoom() as room:
        week = Week(room, tmp_path)
        week.script("f09", answer(items("one", "two"), etag='"1"'))
        week.desk.write()
        killed = week.desk.run("collect", **moment(), **armed(kill(at)))
        assert killed.returncode == -signal.SIGKILL
        [asked] = week.collect("next").requests
        assert "if-none-match" not in asked.headers
        assert week.titles("f09") == ["one", "two"]


def test_f10_an_etag_that_stays_over_a_new_body_hides_nothing(week: Week) -> None:
    assert week.titles("f10") == ["one", "two"]


def test_f11_after_seven_days_of_304_one_request_is_unconditional_and_logged(week: Week) -> None:
    assert week.runs["third"].of("/f11.xml")[0].headers["if-none-match"] == '"1"'
    [asked] = week.runs["late"].of("/f11.xml")
    assert not {"if-none-match", "if-modified-since"} & set(asked.headers)
    assert week.titles("f11") == ["missed", "one"]
    sent = week.desk.rows(
        "SELECT conditional FROM fetches t JOIN feeds f ON f.id = t.feed_id WHERE f.source = 'f11' ORDER BY t.id"
    )
    assert sent == [(0,), (1,), (1,), (0,)]
    [logged] = [line for line in week.runs["late"].said.splitlines() if "/f11.xml" in line]
    assert "in full" in logged


def test_f12_a_304_is_not_parsed_and_is_healthy(week: Week) -> None:
    """In the second run whatever was parsed of it would have failed."""
    assert "f02" not in week.runs["second"].kinds()
    told = week.desk.rows(
        "SELECT t.outcome, t.error FROM fetches t JOIN feeds f ON f.id = t.feed_id WHERE f.source = 'f02' ORDER BY t.id"
    )
    assert told[1:3] == [("not_modified", None)] * 2
    assert week.runs["second"].report["feeds"]["not_modified"] == 5


def test_f40_a_server_error_keeps_entries_and_validators(week: Week) -> None:
    assert len(week.runs["second"].of("/f40.xml")) == 2
    assert week.runs["third"].of("/f40.xml")[0].headers["if-none-match"] == '"1"'
    assert week.titles("f40") == ["one"]

"""How a run ends before its work does: by the clock, by a signal, by a second one; and what never ends it."""

from __future__ import annotations

import os
import signal
import time

from tests.crawl.scene import Performance, Scene, run
from tests.press_room import PressRoom


def test_the_deadline_leaves_the_rest_unasked() -> None:
    with PressRoom() as room:
        urls = [room.serve(f"/{number}", "a feed") for number in range(40)]
        outcome = run(Scene(feeds=tuple({"url": url} for url in urls), delay=0.2, deadline=1.0))
        assert outcome.report.ended == "deadline"
        assert 0 < len(outcome.fetched) < 40
        assert len(outcome.fetched) == len(room.asked())
        assert outcome.report.unasked == 40 - len(outcome.fetched)


def test_what_hangs_at_the_deadline_is_cut_off_after_the_grace() -> None:
    with PressRoom() as room:
        url, hanging = room.serve("/x", "a feed"), room.misbehave("/hang", "hang", host="127.0.0.2")
        scene = Scene(feeds=({"url": url}, {"url": room.url("/hang", host=2)}), timeout=60, deadline=0.5, grace=0.2)
        outcome = run(scene)
        assert [each.url for each in outcome.fetched] == [url]
        assert outcome.report.seconds < 5
        assert outcome.stderr == ""
        assert hanging


def test_r02_sigterm_lets_what_is_in_flight_finish_and_starts_nothing_more() -> None:
    with PressRoom() as room:
        urls = [room.serve(f"/{number}", "a feed") for number in range(20)]
        outcome = run(Scene(feeds=tuple({"url": url} for url in urls), slow=0.1, signal_after=3, delay=0.02, grace=5))
        assert (outcome.report.ended, outcome.report.signal) == ("signal", signal.SIGTERM)
        assert 3 <= len(outcome.fetched) < 20
        assert len(outcome.fetched) == len(room.asked())  # all that was asked for has been taken in
        assert outcome.stderr == ""


def test_a_second_signal_stops_at_once_and_without_a_traceback() -> None:
    with PressRoom() as room:
        urls = [room.misbehave(f"/{number}", "hang", host=f"127.0.0.{number}") for number in range(2, 6)]
        scene = Scene(feeds=tuple({"url": url} for url in urls), timeout=60, grace=60)
        performance = Performance(scene)
        while len(room.asked()) < 4:
            time.sleep(0.05)
        process = performance.process
        assert process.pid is not None
        os.kill(process.pid, signal.SIGINT)
        time.sleep(0.2)
        assert process.is_alive()
        os.kill(process.pid, signal.SIGINT)
        outcome = performance.end()
        assert (outcome.report.ended, outcome.report.signal) == ("signal", signal.SIGINT)
        assert outcome.fetched == ()
        assert outcome.stderr == ""


def test_an_exception_while_taking_in_is_counted_and_the_run_goes_on() -> None:
    with PressRoom() as room:
        urls = [room.serve(f"/{number}", "a feed") for number in range(5)]
        outcome = run(Scene(feeds=tuple({"url": url} for url in urls), raises=True))
        assert (len(outcome.fetched), outcome.report.errors, outcome.report.ended) == (5, 5, "finished")
        lines = outcome.stderr.strip().splitlines()
        assert len(lines) == 5
        assert all("could not be taken in: RuntimeError: the archive is on fire" in line for line in lines)


def test_an_intake_that_can_not_go_on_ends_the_run() -> None:
    with PressRoom() as room:
        urls = [room.serve(f"/{number}", "a feed") for number in range(10)]
        outcome = run(Scene(feeds=tuple({"url": url} for url in urls), stops_after=2, delay=0.05))
        assert outcome.report.ended == "broken"
        assert len(outcome.fetched) == len(room.asked()) < 10


def test_nothing_to_do_is_done_at_once() -> None:
    assert run(Scene()).report.ended == "finished"

"""The page behind one-click unsubscribing, asked in ways that nobody should; S26 stands in the conformance suite."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from threading import Thread

import pytest

from monitor.deliver.endpoint import serve, server
from monitor.errors import CantCreate, Locked

TOLD: list[str] = []


@pytest.fixture
def port() -> Iterator[int]:
    def leave(token: str) -> tuple[str, str] | None:
        raise Locked("private.db is locked by another program")

    TOLD.clear()
    with server(0, leave, tell=TOLD.append) as opened:
        Thread(target=opened.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield opened.server_port
        opened.shutdown()


def posted(port: int, length: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest("POST", "/?token=x")
    connection.putheader("Content-Length", length)
    connection.endheaders()
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.parametrize("length", ["-1", "many", "99999", "9" * 5000])
def test_a_length_that_makes_no_sense_is_refused(port: int, length: str) -> None:
    assert posted(port, length) == 413


def test_what_can_not_be_done_now_is_said_to_both_sides(port: int) -> None:
    assert posted(port, "0") == 503
    assert TOLD == ["somebody could not be unsubscribed: private.db is locked by another program"]


def test_a_port_that_is_taken_is_told_in_one_line(port: int) -> None:
    with pytest.raises(CantCreate, match=rf"port {port} can't be had"):
        serve(port, lambda _: None, tell=TOLD.append)

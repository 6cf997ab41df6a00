"""The press room itself: what other tests rely on."""

from __future__ import annotations

import http.client
import socket
import ssl
import urllib.error
import urllib.request
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from tests.press_room import Piece, PressRoom
from tests.press_room.pieces import Form

PIECE = Piece("/a.html", "Ports & <rails>", "First paragraph.\nSecond.", published=datetime(2026, 11, 23, tzinfo=UTC))


def get(url: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    parts = urlsplit(url)
    assert parts.hostname is not None
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=5)
    connection.request("GET", parts.path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def test_it_remembers_who_asked_what() -> None:
    with PressRoom() as room:
        get(room.page(PIECE), User_Agent="me/1")
        get(room.url("/nowhere"))
        assert room.paths() == ["/a.html", "/nowhere"]
        assert room.asked("/a.html")[0].headers["user-agent"] == "me/1"
        room.forget()
        assert room.asked() == ()


def test_validators_are_honoured() -> None:
    with PressRoom() as room:
        url = room.feed("/rss.xml", [PIECE], etag='"one"', last_modified="Mon, 23 Nov 2026 10:00:00 GMT")
        assert get(url)[0].status == 200
        assert get(url, If_None_Match='"one"')[0].status == 304
        assert get(url, If_None_Match='"two"', If_Modified_Since="Mon, 23 Nov 2026 10:00:00 GMT")[0].status == 200
        assert get(url, If_Modified_Since="Mon, 23 Nov 2026 10:00:00 GMT")[0].status == 304


@pytest.mark.parametrize("form", ["rss", "atom", "json", "sitemap"])
def test_feeds_carry_their_pieces(form: Form) -> None:
    with PressRoom() as room:
        _, body = get(room.feed("/feed", [PIECE], form=form))
        assert room.url("/a.html").encode() in body
        assert b"2026" in body


def test_one_paper_has_many_hosts() -> None:
    with PressRoom() as room:
        room.serve("/x", "anywhere")
        room.serve("/x", "second", host="127.0.0.2")
        assert get(room.url("/x"))[1] == b"anywhere"
        assert get(room.url("/x", host=2))[1] == b"second"
        assert [each.host for each in room.asked("/x")] == ["127.0.0.1", "127.0.0.2"]


def test_tls_is_trusted_only_by_those_who_are_told_to() -> None:
    with PressRoom(tls=True) as room:
        room.serve("/x", "secret")
        url = room.url("/x", host="localhost")
        with pytest.raises(urllib.error.URLError, match="CERTIFICATE"):
            urllib.request.urlopen(url, timeout=5)
        trusting = ssl.create_default_context(cafile=str(room.certificate))
        with urllib.request.urlopen(url, timeout=5, context=trusting) as answer:
            assert answer.read() == b"secret"


def test_misbehaviour_ends_with_the_paper() -> None:
    with PressRoom() as room:
        url = room.misbehave("/hang", "hang")
        with socket.create_connection(("127.0.0.1", room.port), timeout=5) as client:
            client.sendall(f"GET {urlsplit(url).path} HTTP/1.1\r\n\r\n".encode())
            client.settimeout(0.05)
            with pytest.raises(TimeoutError):
                client.recv(1)

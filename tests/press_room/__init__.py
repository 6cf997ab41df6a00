"""The press room: a real newspaper on loopback, with named misbehaviours, that remembers who asked what.

    with PressRoom() as room:
        room.feed("/rss.xml", [Piece("/a.html", "A title", "Its text.")], etag='"one"')
        room.page(Piece("/a.html", "A title", "Its text."))
        room.misbehave("/slow.xml", "drip")
        ...fetch room.url("/rss.xml")...
        assert [asked.path for asked in room.asked()] == ["/rss.xml", "/a.html"]
        assert room.asked("/rss.xml")[-1].headers["if-none-match"] == '"one"'

It runs on a thread of its own, on 127.0.0.1 and any other address asked for by `url(..., host=...)`: 127.0.0.2 and so
on are further hosts on the same port, `::1` is the IPv6 one. `PressRoom(tls=True)` speaks TLS with a certificate of its
own for localhost, which nobody trusts unless SSL_CERT_FILE is `room.certificate`. Routes may be added and changed at
any time; a route without a host serves on all of them. It knows nothing of press-monitor.
"""

from tests.press_room.pieces import Piece, html
from tests.press_room.server import Answer, Asked, PressRoom, Visit

__all__ = ["Answer", "Asked", "Piece", "PressRoom", "Visit", "html"]

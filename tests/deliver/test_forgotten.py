"""A digest that waits while something in it is forgotten: it is not sent, and the next one tells the rest of it."""

from __future__ import annotations

from datetime import timedelta
from email.policy import default
from pathlib import Path

from tests.deliver.mail_room import MailRoom
from tests.deliver.scene import NOW, Scene

MINUTE = timedelta(minutes=1)


def test_what_waits_is_not_sent_with_what_was_forgotten_and_is_made_anew_without_it(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.mail |= {"host": "127.0.0.1", "port": 9, "timeout": "2s"}  # nobody is there
    scene.write()
    scene.publish("Deputies visit NATO", url="https://courier.example/1")
    scene.publish("A general resigns", url="https://courier.example/2")
    assert scene.run("digest", "morning", "--send").returncode != 0

    forgotten = scene.run("forget", "https://courier.example/1", "--yes", now=NOW + MINUTE)
    assert forgotten.returncode == 0, forgotten.stderr
    assert "of it waits no longer: 1 message is not sent" in forgotten.stderr

    with MailRoom() as room:
        scene.mail |= {"host": room.host, "port": room.port}
        scene.write()
        later = NOW + timedelta(hours=1)
        assert scene.run("outbox", "--send", now=later).returncode == 0
        assert room.taken == []
        assert scene.run("digest", "morning", "--send", "--daily", now=later).returncode == 0
        ((_, message),) = room.taken
    page = message.as_string(policy=default)
    assert "A general resigns" in page
    assert "Deputies visit NATO" not in page

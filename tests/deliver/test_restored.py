"""A desk that is restored from its backup knows who was told what, and mails nothing twice."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

from tests.deliver.mail_room import MailRoom
from tests.deliver.scene import NOW, Scene


def test_a_desk_restored_from_its_backup_mails_nothing_twice(tmp_path: Path) -> None:
    with MailRoom() as room:
        scene = Scene(tmp_path)
        scene.mail |= {"host": room.host, "port": room.port}
        scene.write()
        scene.publish("Deputies visit NATO")
        assert scene.run("digest", "morning", "--send", "--daily").returncode == 0
        made = scene.run("backup", "monday.db")
        assert [line.partition(" ")[0] for line in made.stdout.splitlines()] == ["monday.db", "monday.private.db"]

        shutil.rmtree(scene.db.parent)
        scene.db.parent.mkdir()
        shutil.copy(tmp_path / "monday.db", scene.db)
        shutil.copy(tmp_path / "monday.private.db", scene.db.with_name("private.db"))
        later = NOW + timedelta(hours=1)
        assert scene.run("digest", "morning", "--send", "--daily", now=later).returncode == 0
        assert len(room.taken) == 1
        scene.publish("A general resigns", ago=-timedelta(minutes=30))
        assert scene.run("digest", "morning", "--send", now=later).returncode == 0
        _, (_, second) = room.taken
    assert "A general resigns" in str(second["Subject"])
    assert "Deputies visit NATO" not in second.as_string()

"""Scenes of several runs, set up once for many tests, may take their time on a machine that has much else to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deliver.mail_room import MailRoom
from tests.deliver.scene import Scene

HERE = Path(__file__).parent
PATIENCE = 600  # seconds


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.timeout(PATIENCE))


@pytest.fixture
def mail_room() -> Iterator[MailRoom]:
    with MailRoom() as opened:
        yield opened


@pytest.fixture
def scene(tmp_path: Path, mail_room: MailRoom) -> Scene:
    made = Scene(tmp_path)
    made.mail |= {"host": mail_room.host, "port": mail_room.port, "timeout": "5s"}
    made.write()
    made.publish("Deputies visit NATO")
    return made

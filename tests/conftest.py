"""What all tests share."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.desk import Desk
from tests.press_room import PressRoom

# Where the tests run in the background, a shell has had Ctrl-C ignored, and the programs under test would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

# No test asserts how fast a machine is.
settings.register_profile("desk", deadline=None)
settings.load_profile("desk")


@pytest.fixture
def room() -> Iterator[PressRoom]:
    with PressRoom() as opened:
        yield opened


@pytest.fixture
def desk(room: PressRoom, tmp_path: Path) -> Desk:
    return Desk(room, tmp_path)

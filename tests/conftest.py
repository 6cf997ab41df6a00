"""What all tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk import Desk
from tests.press_room import PressRoom


@pytest.fixture
def room() -> Iterator[PressRoom]:
    with PressRoom() as opened:
        yield opened


@pytest.fixture
def desk(room: PressRoom, tmp_path: Path) -> Desk:
    return Desk(room, tmp_path)

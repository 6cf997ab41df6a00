"""Scenes of several runs, set up once for many tests, may take their time on a machine that has much else to do."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent
PATIENCE = 600  # seconds


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.timeout(PATIENCE))

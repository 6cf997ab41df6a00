"""Arming faults: `desk.run("collect", **armed(kill("monitor.workflows.collect.desk:Desk.store")))`."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.desk import ROOT

Fault = Mapping[str, object]


def armed(*faults: Fault, **more: str) -> dict[str, Any]:
    """The environment in which the program meets these faults; see sitecustomize.py for what there is."""
    path = os.pathsep.join((str(Path(__file__).parent), str(ROOT)))
    return {"PYTHONPATH": path, "MONITOR_FAULT": json.dumps(faults), **more}


def kill(at: str, count: int = 1, when: str = "before") -> Fault:
    """The process is killed at the `count`-th call of a function."""
    return {"at": at, "do": "kill", "count": count, "when": when}


def fail(at: str, only: str) -> Fault:
    """A function raises what it never should when `only` is among its arguments."""
    return {"at": at, "do": "fail", "only": only}


def spin(at: str, only: str) -> Fault:
    """A function never comes back when `only` is among its arguments."""
    return {"at": at, "do": "spin", "only": only}

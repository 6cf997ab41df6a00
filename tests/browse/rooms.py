"""A reading room of the tests: the real program in a process of its own, asked by real HTTP."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


class Room:
    """A reading room in a process of its own."""

    def __init__(self, db: Path, *options: str, config: Path | None = None) -> None:
        where = ["--config", str(config or db.parent / "feeds.yaml"), "--db", str(db)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "monitor", *where, "browse", *(options or ("--port", "0"))],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip().rstrip("/")
        self.headers: dict[str, str] = {}

    def get(self, path: str, **headers: str) -> tuple[int, Message, str]:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        request = urllib.request.Request(self.address + path, headers={**self.headers, **headers})
        try:
            with opener.open(request, timeout=30) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read().decode()

    def page(self, path: str) -> str:
        status, _headers, text = self.get(path)
        assert status == 200, f"{path}: {status}"
        return text

    def rows(self, path: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = json.loads(self.page(path))["rows"]
        return rows

    def end(self, number: int = signal.SIGINT) -> tuple[int, str]:
        self.process.send_signal(number)
        _out, err = self.process.communicate(timeout=30)
        return self.process.returncode, err


@contextmanager
def opened(db: Path, *options: str, config: Path | None = None) -> Iterator[Room]:
    room = Room(db, *options, config=config)
    try:
        yield room
    finally:
        if room.process.poll() is None:
            room.end(signal.SIGTERM)

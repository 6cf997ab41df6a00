"""A desk of the tests: a press room to read, a feeds.yaml of its own, and the real program as a subprocess."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.press_room import PressRoom

ROOT = Path(__file__).parent.parent
WORDS = (
    "The two delegations met in the capital on Monday and agreed to continue the talks next month, the ministry said. "
    "A joint statement spoke of a frank exchange on border security, transport links and the return of the displaced."
)


@dataclass
class Desk:
    """Where a test's configuration and archive are; `collect` and friends run the real command line."""

    room: PressRoom
    folder: Path
    sources: list[dict[str, Any]] = field(default_factory=list)
    settings: dict[str, Any] = field(
        default_factory=lambda: {
            "contact": "desk@press.invalid",
            "private_networks": ["127.0.0.0/8", "::1/128"],
            "delay": "0s",
            "per_host": 4,
            "timeout": "5s",
            "workers": 1,  # each reads the gazetteer, which takes longer than the few pages of a test
        }
    )

    @property
    def config(self) -> Path:
        return self.folder / "feeds.yaml"

    @property
    def db(self) -> Path:
        return self.folder / "db" / "press.db"

    def source(self, name: str, *feeds: str | Mapping[str, Any], **more: Any) -> None:
        """Add a source with these feeds; addresses alone are of kind rss."""
        self.sources.append(
            {
                "id": name,
                "name": name.title(),
                "homepage": f"http://{name}.example/",
                "type": "newspaper",
                "languages": ["en"],
                "feeds": [{"url": one, "kind": "rss"} if isinstance(one, str) else dict(one) for one in feeds],
                **more,
            }
        )

    def write(self) -> None:
        self.config.write_text(
            yaml.safe_dump({"settings": self.settings, "sources": self.sources}, allow_unicode=True), encoding="utf-8"
        )

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "monitor", "--config", str(self.config), *arguments]

    def environment(self, **more: str) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(ROOT), **more}

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run `monitor ARGUMENTS` to its end."""
        if not self.config.exists():
            self.write()
        return subprocess.run(
            self.command(*arguments),
            cwd=self.folder,
            env=self.environment(**environment),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,  # a machine that has much else to do
        )

    def json(self, *arguments: str, code: int = 0, **environment: str) -> Any:
        """Run `monitor ARGUMENTS --json` and return its one JSON object."""
        done = self.run(*arguments, "--json", **environment)
        assert done.returncode == code, f"exit {done.returncode}: {done.stderr}{done.stdout}"
        return json.loads(done.stdout)

    def collect(self, *arguments: str, code: int = 0, **environment: str) -> Any:
        return self.json("collect", *arguments, code=code, **environment)

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the archive's file holds."""
        connection = sqlite3.connect(self.db)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

"""What the tests of the configuration share: load a text, or the problems that it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config import load
from monitor.errors import ConfigError, Problem
from monitor.model.settings import Config

SOURCE = """\
sources:
  - id: example-news
    name: Example News
    feeds:
      - url: https://news.example.org/rss
"""


def loaded(folder: Path, text: str) -> Config:
    path = folder / "feeds.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def problems(folder: Path, text: str | bytes) -> tuple[Problem, ...]:
    path = folder / "feeds.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ConfigError) as caught:
        load(path)
    return caught.value.problems


def problem(folder: Path, text: str | bytes) -> Problem:
    [only] = problems(folder, text)
    return only

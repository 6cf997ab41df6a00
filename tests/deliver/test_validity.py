"""The mail before the checker that the W3C runs: `VNU_JAR=vnu.jar pytest tests/deliver/test_validity.py`, with Java.

The checker is no dependency: where it is not at hand, test_render holds the page to what it found, by a parser of ours.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from monitor.deliver.frames import languages
from monitor.deliver.notice import notice
from monitor.deliver.render import render
from monitor.model.alert import Alert
from tests.deliver.reports import NOON, digest

JAR = os.environ.get("VNU_JAR", "")
ROOM = "https://room.desk.example/"
pytestmark = pytest.mark.skipif(not JAR or shutil.which("java") is None, reason="VNU_JAR names no checker")


def test_the_checker_finds_nothing(tmp_path: Path) -> None:
    for language in languages():
        (tmp_path / f"{language}.html").write_text(render(digest(40, language=language), ROOM).html, encoding="utf-8")
    (tmp_path / "long.html").write_text(render(digest(500, sections=10), ROOM).html, encoding="utf-8")
    (tmp_path / "one.html").write_text(render(digest(9, sections=1), ROOM).html, encoding="utf-8")
    (tmp_path / "empty.html").write_text(render(digest(reports=[]), ROOM).html, encoding="utf-8")
    alert = Alert(
        id=1, title="<b> & “x”", url="https://a.example/?a=1&b=2", source="A & B", language="ar", at=NOON, article_id=7
    )
    for number in (1, 30):
        _, _, html = notice([alert] * number, title="desk", archive_url=ROOM, timezone="Asia/Baku", language="en")
        (tmp_path / f"alert{number}.html").write_text(html, encoding="utf-8")
    done = subprocess.run(
        ["java", "-jar", JAR, "--format", "json", *sorted(map(str, tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    said = json.loads(done.stderr)["messages"]
    assert [(Path(one["url"]).name, one["message"]) for one in said] == []

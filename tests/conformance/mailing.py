"""What the tests of mail share: issues, a digest sent, and how its messages stand."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from typing import Any

from monitor.model.outbox import Issue
from monitor.store.private import open_private
from tests.deliver.scene import NOW, Scene

DAY = timedelta(days=1)


def issue(**said: Any) -> Issue:
    fields = {
        "list": "digest:morning", "since": NOW - DAY, "until": NOW, "made_at": NOW, "key": "k", "subject": "Morning",
        "language": "en", "plain": "text", "html": "<p>text</p>",
    }  # fmt: skip
    return Issue(**{**fields, **said})


def send(scene: Scene, *more: str, **environment: Any) -> subprocess.CompletedProcess[str]:
    return scene.run("digest", "morning", "--send", *more, **environment)


def state(scene: Scene) -> dict[str, str]:
    """How each message of the outbox stands, by recipient."""
    with open_private(scene.db, now=NOW) as private:
        return {row["address"]: row["state"] for row in private.rows("SELECT address, state FROM sends")}

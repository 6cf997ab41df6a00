"""A desk with a small archive of its own and a digest to send: what the tests of mail share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from monitor.model.article import Article
from monitor.model.run import Counts
from monitor.model.source import Source
from monitor.model.tag import Mention, Span, Tag
from monitor.model.verdict import New
from monitor.store import Archive, open_archive
from monitor.workflows.cluster import cluster

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # seven o'clock in Baku
HOUR = timedelta(hours=1)
TAGS = (
    Tag(slug="country:AZ", kind="country", label="Azerbaijan"),
    Tag(slug="country:AM", kind="country", label="Armenia"),
    Tag(slug="org:nato", kind="organisation", label="North Atlantic Treaty Organization"),
)
SOURCES = tuple(
    Source(
        id=name, name=title, homepage=f"https://{name}.example/", languages=(language,), owner=name, tier=tier,
        country="AZ",
    )
    for name, title, language, tier in (
        ("courier", "Caspian Courier", "en", 2), ("wire", "Kura Wire", "en", 1), ("vestnik", "Южный вестник", "ru", 2),
        ("sahifa", "صحيفة الخليج", "ar", 3),
    )
)  # fmt: skip


AZ_NATO = {"id": "az-nato", "name": "Azerbaijan and NATO", "countries": ["AZ"], "organisations": ["nato"]}
MORNING = {"name": "morning", "title": "Morning review", "watchlists": ["az-nato"]}


@dataclass
class Scene:
    """Where a test's desk is. `publish` adds an article as a collect would; `run` runs the real program."""

    folder: Path
    mail: dict[str, Any] = field(default_factory=lambda: {"from": "Press desk <press@desk.example>"})
    to: Sequence[str] = ("one@readers.example",)
    digest: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    _number: int = 0

    @property
    def config(self) -> Path:
        return self.folder / "feeds.yaml"

    @property
    def db(self) -> Path:
        return self.folder / "db" / "press.db"

    def write(self) -> None:
        """Write feeds.yaml as the fields say."""
        said = {
            "settings": {"timezone": "Asia/Baku", "archive_url": "https://room.desk.example/"},
            "sources": [
                {"id": one.id, "name": one.name, "tier": one.tier, "feeds": [{"url": f"{one.homepage}rss"}]}
                for one in SOURCES
            ],
            "watchlists": [{**AZ_NATO}],
            "digests": [{**MORNING, "to": list(self.to), **self.digest}],
            "mail": self.mail,
            **self.more,
        }  # fmt: skip
        self.config.write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), encoding="utf-8")

    def archive(self) -> Archive:
        """Open the archive, made where needed."""
        archive = open_archive(self.db, now=NOW)
        archive.mirror(SOURCES, (), now=NOW - timedelta(days=60))
        archive.sync_tags(TAGS)
        return archive

    def publish(
        self, title: str, *, source: str = "courier", ago: timedelta = HOUR, seen: timedelta | None = None,
        tags: Sequence[str] = ("country:AZ", "org:nato"), summary: str | None = None, **more: Any,
    ) -> int:  # fmt: skip
        """Add an article, published `ago` and seen so long ago; return its id."""
        self._number += 1
        url = f"https://{source}.example/{self._number}"
        made = Article(
            url=more.pop("url", url),
            url_key=url.removeprefix("https://"),
            keys=(url.removeprefix("https://"),),
            source=source,
            title=title,
            summary=f"What number {self._number} says in short." if summary is None else summary,
            body=more.pop("body", f"Paragraph {self._number} of a report, unlike the others {self._number * 7919}."),
            language=more.pop("language", next(one.languages[0] for one in SOURCES if one.id == source)),
            published_at=NOW - ago,
            dated_by="feed",
            sorted_at=NOW - ago,
            seen_at=NOW - (ago if seen is None else seen),
            words=20,
            content_hash=f"1:{title}:{self._number}",
        )
        made = replace(made, **more)
        with self.archive() as archive:
            run = archive.start_run("collect", now=made.seen_at, version="0", host="test")
            archive.finish_run(run, outcome="ok", counts=Counts(), now=made.seen_at)
            return archive.apply(New(article=made), tuple(map(_mention, tags)), run_id=run, tagger="test")

    def cluster(self) -> None:
        """Put articles into stories, as a collect does at its end."""
        with self.archive() as archive:
            cluster(archive)

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "monitor", "--config", str(self.config), *arguments]

    def environment(self, now: datetime | None = NOW, **more: str) -> dict[str, str]:
        frozen = {"MONITOR_NOW": now.isoformat()} if now else {}
        return {**os.environ, "PYTHONPATH": str(ROOT), **frozen, **more}

    def run(self, *arguments: str, now: datetime | None = NOW, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run `monitor ARGUMENTS` to its end."""
        return subprocess.run(
            self.command(*arguments), cwd=self.folder, env=self.environment(now, **environment), capture_output=True,
            text=True, check=False, timeout=100,
        )  # fmt: skip


def _mention(slug: str) -> Mention:
    tag = next(one for one in TAGS if one.slug == slug)
    span = Span(field="title", start=0, end=4, text=tag.label[:4], rule="name")
    return Mention(tag=tag, salience=0.8, hits=2, in_title=True, focus=True, spans=(span,))

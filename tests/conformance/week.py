"""A desk over days: the same configuration is collected at several moments, and what was asked then is kept apart."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.desk import Desk
from tests.press_room import Answer, Asked, PressRoom, Visit

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SYNDICATION = "http://purl.org/rss/1.0/modules/syndication/"


def moment(after: timedelta = timedelta()) -> dict[str, Any]:
    """The environment in which it is so long after Monday, ten o'clock UTC."""
    return {"MONITOR_NOW": (MONDAY + after).isoformat()}


def items(*titles: str, more: str = "", channel: str = "") -> str:
    """An RSS document of entries without links, so that no page is asked for."""
    body = "".join(
        f"<item><title>{title}</title><guid isPermaLink='false'>{title}</guid>{more}</item>" for title in titles
    )
    feed = f"<channel><title>T</title>{channel}{body}</channel>"
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:sy="{SYNDICATION}">{feed}</rss>'


def answer(body: str = "", status: int = 200, **headers: str) -> Answer:
    """An answer; `last_modified="..."` is the header Last-Modified."""
    rows = tuple((name.replace("_", "-").title(), value) for name, value in headers.items())
    return Answer(status=status, body=body.encode(), headers=(("Content-Type", "application/rss+xml"), *rows))


@dataclass
class Run:
    """What one collect reported, and what was asked during it."""

    report: Any
    code: int
    said: str
    requests: tuple[Asked, ...]

    def of(self, path: str, host: str | None = None) -> list[Asked]:
        """The requests for a path, whatever its query."""
        return [each for each in self.requests if each.path.partition("?")[0] == path and host in {None, each.host}]

    def kinds(self) -> dict[str, str]:
        """The class of each source's error."""
        return {error["source"]: error["kind"] for error in self.report["errors"]}


@dataclass
class Week:
    """A press room whose answers are scripted, the desk that reads it, and its runs."""

    room: PressRoom
    folder: Path
    settings: Mapping[str, Any] = field(default_factory=dict)
    runs: dict[str, Run] = field(default_factory=dict)
    waits: dict[str, timedelta] = field(default_factory=dict)  # noted by a test, by source
    noted: dict[str, Any] = field(default_factory=dict)  # whatever else it noted between the runs

    def __post_init__(self) -> None:
        self.desk = Desk(self.room, self.folder)
        self.desk.settings |= self.settings

    def script(self, name: str, *answers: Answer, host: int | None = None, query: str = "", **more: Any) -> str:
        """Add a source whose feed gives these answers, one a request, the last one from then on; returns its URL."""
        at = f"127.0.0.{host}" if host else None
        path = f"/{name}.xml"

        async def route(visit: Visit) -> None:
            await visit.send(answers[min(visit.times, len(answers)) - 1])

        self.room.route(path, route, host=at)
        url = self.room.url(path, host=at or "127.0.0.1") + query
        self.desk.source(name, url, **more)
        return url

    def collect(self, name: str, *arguments: str, after: timedelta = timedelta(), **environment: str) -> Run:
        """Collect so long after Monday, and keep the run under a name."""
        self.room.forget()
        self.desk.write()
        done = self.desk.run("collect", "--json", *arguments, **moment(after), **environment)
        assert done.stdout, done.stderr
        run = Run(json.loads(done.stdout), done.returncode, done.stderr, self.room.asked())
        self.runs[name] = run
        return run

    def titles(self, source: str) -> list[str]:
        """What the archive keeps of a source's entries, by GUID."""
        sql = "SELECT guid FROM entries e JOIN feeds f ON f.id = e.feed_id WHERE f.source = ? ORDER BY guid"
        return [guid for (guid,) in self.desk.rows(sql, source)]

    def state(self, source: str) -> dict[str, Any]:
        """What is known of a source's feed."""
        names: Sequence[str] = (
            "etag", "last_modified", "next_check_at", "hold_until", "failures", "outcome", "moved_to", "gone", "url",
        )  # fmt: skip
        [row] = self.desk.rows(f"SELECT {', '.join(names)} FROM feeds WHERE source = ?", source)
        return dict(zip(names, row, strict=True))

    def wait(self, source: str, since: timedelta = timedelta()) -> timedelta:
        """How long after a moment a source's feed is to be asked again."""
        return datetime.fromisoformat(self.state(source)["next_check_at"]) - (MONDAY + since)

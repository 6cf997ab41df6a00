"""The demo itself: serve the press room, collect it twice through the real program, tell what came of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

import monitor
from monitor.demo.pages import Edition
from monitor.demo.press import Channel, Outlet, outlets
from monitor.demo.room import PressRoom
from monitor.errors import CantCreate, MonitorError

MARK = "# Written by `monitor demo`; the next demo writes it anew.\n"
PATIENCE = 120  # seconds for one collect
LISTING = {
    "link": "a.headline",
    "card": "article.card",
    "title": "a.headline",
    "summary": "p.lead",
    "published": "time.when",
}
PLAIN_PAGE = {"title": "h1.ttl", "summary": "div.lead", "published": "div.date", "body": "div.text p"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour:
    """What the demo did: where the archive is, and what `collect --json` said of each edition."""

    config: Path
    db: Path
    outlets: int
    first: dict[str, Any]
    second: dict[str, Any]
    requests: int
    seconds: float


def tour(folder: Path, *, began: datetime, tell: Callable[[str], None]) -> Tour:
    """Collect the demo's press room, twice, into a new archive in `folder`, and return what came of it.

    Takes no network. Raises CantCreate where the folder can't be written or holds an archive that is not the demo's,
    and MonitorError where a collect fails.
    """
    started = time.monotonic()
    press = outlets()
    config, db = _emptied(folder)
    with PressRoom(press, began=began) as room:
        config.write_text(MARK + configuration(room.edition, press), "utf-8")
        tell(f"{len(press)} outlets stand at {room.edition.address}; collecting their first edition ...")
        first = _collect(config, db)
        room.turn_page()
        tell("the page is turned; collecting again ...")
        second = _collect(config, db)
        requests = len(room.asked)
    return Tour(
        config=config,
        db=db,
        outlets=len(press),
        first=first,
        second=second,
        requests=requests,
        seconds=time.monotonic() - started,
    )


def configuration(edition: Edition, press: tuple[Outlet, ...]) -> str:
    """Return the feeds.yaml with which an edition of the press room is collected."""
    settings = {
        "timezone": "Asia/Baku",
        "language": "en",
        "contact": "demo@press.invalid",
        "private_networks": ["127.0.0.0/8"],
    }
    return yaml.safe_dump(
        {
            "settings": {**settings, "delay": "0s", "per_host": 8},
            "sources": [_source(edition, outlet) for outlet in press],
            "watchlists": [
                {
                    "id": "az-nato",
                    "name": "Azerbaijan and NATO",
                    "countries": ["AZ"],
                    "organisations": ["nato", "nato-pa"],
                },
                {"id": "corridor", "name": "The corridor", "text": "corridor OR коридор OR koridor"},
            ],
            "digests": [
                {
                    "name": "caucasus",
                    "title": "South Caucasus press review",
                    "watchlists": ["az-nato", "corridor"],
                    "countries": ["AM", "GE"],
                    "organisations": ["osce"],
                    "to": "desk@press.invalid",
                }
            ],
            "mail": {"from": "press@press.invalid"},
        },
        allow_unicode=True,
        sort_keys=False,
    )


def _source(edition: Edition, outlet: Outlet) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": outlet.id,
        "name": outlet.name,
        "country": outlet.country,
        "languages": list(outlet.languages),
        "type": outlet.type,
        "owner": outlet.id,
        "tier": outlet.tier,
        "homepage": edition.home(outlet),
        "timezone": outlet.timezone,
        "feeds": [_feed(edition, outlet, channel) for channel in outlet.channels],
    }
    if outlet.dress == "plain":
        said["article"] = PLAIN_PAGE
    return said


def _feed(edition: Edition, outlet: Outlet, channel: Channel) -> dict[str, Any]:
    kind = channel.form if channel.form in {"sitemap", "listing"} else "rss"
    selectors = LISTING if kind == "listing" else {}
    return {"url": edition.home(outlet) + channel.path, "kind": kind, **selectors}


def _emptied(folder: Path) -> tuple[Path, Path]:
    """Make the folder, clear an earlier demo away, and return where configuration and archive go."""
    config, db = folder / "feeds.yaml", folder / "press.db"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ours = config.exists() and config.read_text("utf-8", "replace").startswith(MARK)
        if not ours and (config.exists() or db.exists()):
            raise CantCreate(f"{folder} holds files that no demo wrote; choose another folder with --dir")
        for left in (*folder.glob("press.db*"), *folder.glob("private.db*")):
            left.unlink()
        config.write_text(MARK, "utf-8")
    except OSError as error:
        raise CantCreate(f"the demo can't write {folder}: {error.strerror or error}") from error
    return config, db


def _collect(config: Path, db: Path) -> dict[str, Any]:
    """Run `monitor collect --all --json` as a user would, and return what it printed."""
    command = [sys.executable, "-m", "monitor", "--config", str(config), "--db", str(db), "collect", "--all", "--json"]
    root = str(Path(monitor.__file__).parents[1])  # a checkout is found also from another folder
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MONITOR_")}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    try:
        done = subprocess.run(  # noqa: S603  our own program
            command, capture_output=True, check=False, timeout=PATIENCE, env=environment, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired as error:
        raise MonitorError(f"the demo's collect did not end within {PATIENCE} s") from error
    with suppress(ValueError):
        said = json.loads(done.stdout)
        if done.returncode == 0 and isinstance(said, dict):
            return said
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["it said nothing"]
    raise MonitorError(f"the demo's collect ended with {done.returncode}: {lines[-1].removeprefix('monitor: ')}")

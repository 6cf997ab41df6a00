"""A general check-up of a desk: `monitor doctor`. It repairs nothing, and asks the network only when told to."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor import clock
from monitor.config import contact_notice, load
from monitor.errors import ConfigError, InputError, MonitorError, NewerSchema
from monitor.model.checkup import Finding, Manners
from monitor.model.settings import Config, Settings
from monitor.pool import Pool
from monitor.stages.due import HEALED
from monitor.stages.etiquette import manners, score
from monitor.stages.parse import parse
from monitor.store import Archive, Reading, at_work, open_reading
from monitor.store.database import sqlite_has
from monitor.workflows.check import READ, check
from monitor.workflows.delivery import delivery

MIB = 1024**2
SCARCE, TIGHT = 50 * MIB, 500 * MIB  # of free disk
LATE = timedelta(days=1)  # since the last collect that went well
AHEAD = timedelta(hours=1)
PROBED = 3  # sources asked with --network
LOG = timedelta(days=30)
_TINY = b"<rss version='2.0'><channel><title>t</title><item><title>one</title></item></channel></rss>"


def examine(config_path: Path, db: Path, *, network: bool = False) -> tuple[Finding, ...]:
    """Return how everything is that a desk stands on, in the order in which it is needed."""
    config, findings = _loaded(config_path)
    settings = config.settings if config else Settings()
    findings += [*_permissions(db), *_disk(db), *_sqlite(), *_workers(settings)]
    findings += _archive(db)
    if config is not None:
        findings += delivery(config, db)
    if network and config is not None:
        findings += _network(config)
    return tuple(findings)


def etiquette(config_path: Path, db: Path) -> tuple[tuple[Finding, ...], tuple[Manners, ...]]:
    """Return the score of our own log of the last 30 days: what it comes to, and each feed's part in it."""
    settings = load(config_path).settings if config_path.exists() else Settings()
    with open_reading(db) as reading:
        told = reading.told() if settings.retry_after == "host" else ()
        found = manners(reading.conversations(clock.now() - LOG), told, least=settings.every_min)
    return score(found), found


def _ok(name: str, message: str) -> Finding:
    return Finding(name=name, state="ok", message=message)


def _warning(name: str, message: str, advice: str) -> Finding:
    return Finding(name=name, state="warning", message=message, advice=advice)


def _problem(name: str, message: str, advice: str) -> Finding:
    return Finding(name=name, state="problem", message=message, advice=advice)


def _loaded(path: Path) -> tuple[Config | None, list[Finding]]:
    try:
        config = load(path)
    except ConfigError as error:
        return None, [_problem("configuration", str(one), "mend it there") for one in error.problems]
    return config, list(_configuration(config))


def _configuration(config: Config) -> Iterator[Finding]:
    if not config.sources:
        yield _warning(
            "configuration", "no source is switched on", "name some under `sources:`, or a pack under `include:`"
        )
    else:
        yield _ok("configuration", f"{config.path}: {len(config.sources)} sources, {len(config.feeds)} feeds")
    if contact_notice(config):
        yield _warning("contact", "publishers can't reach anybody", "set `contact:` under `settings:` in feeds.yaml")


def _permissions(db: Path) -> Iterator[Finding]:
    folder = next((each for each in db.parents if each.exists()), Path("/"))
    if not os.access(folder, os.W_OK | os.X_OK):
        yield _problem("permissions", f"{folder} may not be written", "let the user who runs `monitor` write there")
    elif db.exists() and not os.access(db, os.R_OK | os.W_OK):
        yield _problem("permissions", f"{db} may not be read and written", "let the user who runs `monitor` own it")
    else:
        yield _ok("permissions", f"{folder} may be written")
    private = db.with_name("private.db")
    if private.exists() and private.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        yield _warning("private", f"{private} can be read by others", f"chmod 600 {private}")


def _disk(db: Path) -> Iterator[Finding]:
    folder = next((each for each in db.parents if each.exists()), Path("/"))
    free, size = shutil.disk_usage(folder).free, db.stat().st_size if db.exists() else 0
    said = f"{free // MIB:,} MiB free, the archive takes {size // MIB:,} MiB"
    if free < SCARCE:
        yield _problem("disk", said, "make room: nothing can be kept on a full disk")
    elif free < max(TIGHT, size):  # a migration copies the archive first
        yield _warning("disk", said, "make room: a migration copies the archive before it changes it")
    else:
        yield _ok("disk", said)


def _sqlite() -> Iterator[Finding]:
    version, searches = sqlite_has()
    if searches:
        yield _ok("sqlite", f"SQLite {version} with full-text search")
    else:
        yield _problem("sqlite", f"SQLite {version} without FTS5", "use a Python whose SQLite has FTS5")


def _workers(settings: Settings) -> Iterator[Finding]:
    pool = Pool(workers=1, cpu_seconds=settings.cpu_seconds)
    try:
        read = pool.run_sync(parse, _TINY, url="http://localhost/")
    except MonitorError as error:
        yield _problem(
            "workers", f"a worker could not read a tiny feed: {error}", "are memory or processes limited here?"
        )
        return
    finally:
        pool.close()
    cores = os.cpu_count() or 1
    said = f"a worker reads; {settings.workers} on {cores} processors"
    if len(read) != 1 or settings.workers > 2 * cores:
        yield _warning("workers", said, "`workers:` in feeds.yaml is more than this machine can use")
    else:
        yield _ok("workers", said)


def _archive(db: Path) -> Iterator[Finding]:
    if not db.exists():
        yield _warning("archive", f"there is none at {db} yet", "run `monitor collect`")
        return
    try:
        with open_reading(db) as reading:
            yield _ok("archive", f"{reading.holdings().articles:,} articles in {db}")
            yield from _clock(reading)
            yield from _runs(reading, db)
            yield from _feeds(reading)
            yield from _holds(reading)
        yield from _integrity(db)
    except NewerSchema as error:
        yield _problem("archive", str(error), "install that version")
    except InputError as error:
        yield _problem("archive", str(error), "run `monitor migrate`, or give --db the right file")
    except MonitorError as error:
        yield _problem("archive", str(error), "restore it from a backup, if it stays so")


def _integrity(db: Path) -> Iterator[Finding]:
    with Archive.open(db, busy=timedelta(seconds=5)) as archive:
        flaws = archive.flaws()
    full_text = [flaw for flaw in flaws if flaw.startswith("articles_fts")]
    rest = [flaw for flaw in flaws if flaw not in full_text]
    if rest:
        yield _problem("integrity", "; ".join(rest[:3]), "restore the archive from a backup (`monitor backup`)")
    else:
        yield _ok("integrity", "pages, indexes and references are whole")
    if full_text:
        yield _problem("search", full_text[0], "run `monitor migrate`, which makes the index anew")
    else:
        yield _ok("search", "the full-text index matches the articles")


def _clock(reading: Reading) -> Iterator[Finding]:
    now, runs = clock.now(), reading.runs(1)
    if clock.FROZEN in os.environ:
        yield _warning(
            "clock", f"it stands still at {now:%Y-%m-%d %H:%M} UTC", f"unset {clock.FROZEN}: it is for tests"
        )
    elif runs and runs[0].started_at > now + AHEAD:
        yield _problem(
            "clock",
            f"a run began at {runs[0].started_at:%Y-%m-%d %H:%M} UTC, which is still to come",
            "set the clock (NTP)",
        )
    elif now < datetime(2026, 1, 1, tzinfo=UTC):
        yield _problem("clock", f"it says {now:%Y-%m-%d}", "set the clock (NTP)")
    else:
        yield _ok("clock", f"{now:%Y-%m-%d %H:%M} UTC")


def _runs(reading: Reading, db: Path) -> Iterator[Finding]:
    runs = [run for run in reading.runs(50) if run.verb == "collect"]
    busy = at_work(db)
    well = next((run for run in runs if run.outcome in {"ok", "partial"}), None)
    if busy:
        yield _ok("run", f"one is at work: {busy}")
    elif runs and runs[0].finished_at is None:
        yield _warning("run", f"run {runs[0].id} never ended", "it was killed: the next collect takes up what it left")
    if well is None:
        yield _warning("collect", "none ever went well", "run `monitor collect`, and look at what it says")
    elif clock.now() - well.started_at > LATE:
        yield _warning(
            "collect",
            f"the last that went well began {well.started_at:%Y-%m-%d %H:%M} UTC",
            "is cron or `monitor schedule` running?",
        )
    else:
        yield _ok("collect", f"the last one began {well.started_at:%Y-%m-%d %H:%M} UTC")


def _feeds(reading: Reading) -> Iterator[Finding]:
    states = [feed.state for feed in reading.health()]
    bad = {state: states.count(state) for state in ("gone", "broken", "failing", "silent") if state in states}
    if bad:
        said = ", ".join(f"{number} {state}" for state, number in bad.items())
        yield _warning("feeds", f"{said} of {len(states)}", "`monitor health --bad` says which and why")
    else:
        yield _ok("feeds", f"{len(states)} do well")


def _holds(reading: Reading) -> Iterator[Finding]:
    holds = reading.holds(now=clock.now(), longest=HEALED)
    if holds:
        said = ", ".join(f"{place} until {until:%Y-%m-%d %H:%M} UTC" for place, until in sorted(holds.items())[:3])
        yield _ok("holds", f"{len(holds)} hosts asked to be left alone: {said}")


def _network(config: Config) -> Iterator[Finding]:
    ids = tuple(source.id for source in config.sources[:PROBED])
    try:
        found = check(config, ids)
    except MonitorError as error:
        yield _problem("network", str(error), "mend that first")
        return
    read = [one for one in found if one.state in READ]
    if read:
        yield _ok("network", f"{len(read)} feeds of {', '.join(ids)} answer")
    else:
        why = "; ".join(f"{one.url}: {one.message or one.state}" for one in found[:2])
        said = f"nobody of {', '.join(ids)} could be read: {why}"
        yield _problem("network", said, "is there a network, a name server, a proxy?")

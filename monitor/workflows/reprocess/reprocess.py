"""The frame of `monitor reprocess`: the lock, the archive, the stages in their order, and the run that is recorded.

A stage is a module of this package with `run`, and its name in stages.py. It works in short transactions, each of which
leaves the archive as a later run can go on from.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from monitor import __version__, clock
from monitor.errors import MonitorError
from monitor.model.difference import Difference, Watch
from monitor.model.run import Counts, RunOutcome
from monitor.model.settings import Config
from monitor.store import Archive, open_archive, run_lock
from monitor.workflows.reprocess.stages import STAGES

Staged = Callable[[str, int, int], None]  # told the stage, and how many articles of how many are done


class Stage(Protocol):
    """What a module of this package offers."""

    def run(
        self,
        archive: Archive,
        config: Config,
        *,
        since: datetime | None,
        now: datetime,
        watch: Watch,
        everything: bool,
    ) -> Difference:
        """Read the articles from `since` on anew, those only that need it unless `everything`, and say what changed."""


def reprocess(
    config: Config,
    db: Path,
    stages: Sequence[str] = STAGES,
    *,
    since: datetime | None = None,
    everything: bool = False,
    watch: Staged | None = None,
) -> tuple[Difference, ...]:
    """Run these stages over the archive in their order, and return what each changed.

    What was done when it is interrupted stays done, and is not done again. Raises Locked while a collect is at work.
    """
    with run_lock(db), open_archive(db, now=clock.now()) as archive:
        now = clock.now()
        archive.close_stale_runs(now, verb="reprocess")
        run = archive.start_run("reprocess", now=now, version=__version__, host=platform.node())
        found: list[Difference] = []
        outcome: RunOutcome = "interrupted"
        error = None
        try:
            for name in (stage for stage in STAGES if stage in stages):
                stage = cast("Stage", import_module(f"{__package__}.{name}"))
                found.append(
                    stage.run(archive, config, since=since, now=now, watch=_watch(watch, name), everything=everything)
                )
            failed = [why for difference in found for why in difference.failed]
            outcome, error = ("partial" if failed else "ok"), next(iter(failed), None)
        except MonitorError as broken:
            outcome, error = "failed", str(broken)
            raise
        finally:
            archive.finish_run(run, outcome=outcome, counts=_counts(found), error=error, now=clock.now())
    return tuple(found)


def _watch(watch: Staged | None, stage: str) -> Watch:
    def told(done: int, total: int) -> None:
        if watch:
            watch(stage, done, total)

    return told


def _counts(found: Sequence[Difference]) -> Counts:
    return Counts(
        seen=sum(one.articles for one in found),
        revised=sum(one.changed for one in found),
        failed=sum(len(one.failed) for one in found),
    )

"""A digest sent: what waits goes first, then the issue of this window is committed, then it goes too."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from monitor import clock
from monitor.errors import ConfigError, Problem
from monitor.model.settings import Config, DigestPlan
from monitor.stages.daily import due
from monitor.store import open_reading
from monitor.store.private import open_private, private_path
from monitor.workflows.digest import MOMENT, Made, file, issue_of, make, recipients, slot_of, window_of
from monitor.workflows.outbox import Sent, mail_of, outbox, send_waiting


def send(
    config: Config,
    db: Path,
    plan: DigestPlan,
    *,
    since: datetime | None,
    until: datetime | None,
    daily: bool,
    patience: timedelta,
) -> tuple[Made | None, Sent, int]:
    """Make the issue of a digest's window and send it; return it, what became of its messages, and how many wait.

    With `daily` there is one issue for each day of the desk's calendar: where today's was made, only what waits is
    sent. Where another process is sending, that is waited for: two digests may be due at the same minute. Raises
    ConfigError where nobody is named, Locked where the other is not done within `patience`, and what opening raises.
    """
    mail = mail_of(config)
    addresses = recipients(config, plan)
    if not addresses:
        message = "expected somebody under `to`; there is nobody to send it to"
        raise ConfigError((Problem(file=str(config.path), line=0, key=f"digests[{plan.name}]", message=message),))
    name = f"digest:{plan.name}"
    with outbox(db, patience=patience) as private:
        now = clock.now()
        slot = slot_of(now, config.settings.timezone) if daily else None
        made: Made | None = None
        last = private.last_until(name)
        wanted = not private.made_for(name, slot) if slot else since is not None or last is None or last < now + MOMENT
        if wanted:
            with open_reading(db) as reading:
                window = window_of(private, plan, now=now, since=since, until=until, back=False)
                made = make(config, reading, private, plan, window)
            file(private, issue_of(made, now=now, slot=slot), addresses, mail=mail, keys=made.keys)
            private.prune(now)
        sent = send_waiting(config, private, name=name)
        waiting = sum(one.waiting for one in private.standings(since=now) if one.list == name)
    return made, sent, waiting


def still_due(config: Config, db: Path, *, now: datetime, missed: timedelta) -> tuple[DigestPlan, ...]:
    """Return the plans with recipients whose moment today has come, at most so long ago, and that were not made yet."""
    zone = ZoneInfo(config.settings.timezone)
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    since = max(now - missed, midnight - timedelta(seconds=1))
    plans = [plan for plan in due(config.digests, since=since, now=now, timezone=config.settings.timezone) if plan.to]
    if not plans or not private_path(db).exists():
        return tuple(plans)
    slot = slot_of(now, config.settings.timezone)
    with open_private(db, now=now) as private:
        return tuple(plan for plan in plans if not private.made_for(f"digest:{plan.name}", slot))

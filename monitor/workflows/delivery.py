"""Whether what a desk finds reaches those it is for: what `monitor doctor` says of mail, alerts and their database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from monitor import clock
from monitor.config import resolve
from monitor.errors import ConfigError, MonitorError
from monitor.model.checkup import Finding
from monitor.model.settings import Config, Secret
from monitor.store.private import Private, private_path

WEEK = timedelta(days=7)


def delivery(config: Config, db: Path) -> Iterator[Finding]:
    """Yield what there is to say; nothing where nobody is told anything. Nothing is sent, and no secret is shown."""
    if config.alerts or any(plan.to for plan in config.digests):
        yield from _mail(config)
        yield from _secrets(config)
        yield from _links(config)
    if private_path(db).exists():
        yield from _outbox(db)


def _mail(config: Config) -> Iterator[Finding]:
    mailed = [plan.to for plan in config.digests] + [plan.to for plan in config.alerts]
    if any(mailed) and config.mail is None:
        yield Finding(
            name="mail",
            state="problem",
            message="digests or alerts have recipients, and feeds.yaml does not say how mail leaves",
            advice="add `mail: {host: ..., from: ...}`",
        )


def _secrets(config: Config) -> Iterator[Finding]:
    """What is named by reference, and is not there: then nothing can be sent."""
    wanted: list[Secret | None] = [secret for plan in config.digests for secret in plan.to]
    wanted += [secret for plan in config.alerts for secret in (*plan.to, plan.url, plan.token)]
    wanted += [config.mail.user, config.mail.password] if config.mail else []
    missing = []
    for secret in dict.fromkeys(filter(None, wanted)):
        try:
            resolve(secret, os.environ, config.path.parent)
        except ConfigError:
            missing.append(secret.reference)
    if missing:
        yield Finding(
            name="secrets",
            state="warning",
            message=f"{', '.join(missing)} lead{'s' * (len(missing) == 1)} nowhere, as this command was called",
            advice="set them where digests are sent from: in the service, or in the crontab",
        )


def _links(config: Config) -> Iterator[Finding]:
    host = urlsplit(config.settings.archive_url).hostname or ""
    try:
        here = ip_address(host).is_loopback
    except ValueError:
        here = host == "localhost"
    if here:
        yield Finding(
            name="links",
            state="warning",
            message=f"mail leads to the archive at {config.settings.archive_url}, which only this machine can open",
            advice="set `archive_url:` under `settings:` to where readers find the reading room",
        )


def _outbox(db: Path) -> Iterator[Finding]:
    now = clock.now()
    try:
        with Private.open(private_path(db), read_only=True) as private:
            flaws = private.flaws()
            undelivered = private.undelivered(since=now - WEEK)
    except MonitorError as error:
        yield Finding(name="outbox", state="problem", message=str(error), advice="restore private.db from a backup")
        return
    if flaws:
        message = f"{private_path(db)}: {'; '.join(flaws[:3])}"
        yield Finding(name="outbox", state="problem", message=message, advice="restore it from a backup")
    elif undelivered:
        were = (
            "1 message of the last week was"
            if len(undelivered) == 1
            else f"{len(undelivered)} messages of the last week were"
        )
        message = f"{were} not delivered"
        yield Finding(name="outbox", state="warning", message=message, advice="`monitor health` says which and why")
    else:
        yield Finding(name="outbox", state="ok", message="all that was sent in the last week arrived")

"""Alerts: what watchlists find among the articles that just came in, told at once, each story once in each list."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from monitor import clock
from monitor.config import resolve
from monitor.crawl import gate
from monitor.deliver import hook
from monitor.deliver.message import message_id
from monitor.deliver.notice import notice
from monitor.errors import ConfigError, UnknownName
from monitor.model.alert import Alert
from monitor.model.digest import Asked, Item
from monitor.model.outbox import Issue
from monitor.model.settings import AlertPlan, Config, DigestPlan
from monitor.stages.compose import compose, headline
from monitor.stages.hush import bundles, is_quiet
from monitor.store import Reading, open_reading, review
from monitor.store.matching import Window
from monitor.store.private import Private
from monitor.text.nearest import nearest
from monitor.workflows.digest import hits_of, recipients
from monitor.workflows.outbox import Sent, mail_of, outbox, send_waiting

RECENT = timedelta(days=1)  # what came in before is no alert any more
AGAIN = timedelta(minutes=5)
AGAIN_AT_MOST = timedelta(hours=2)
MOST_TRIES = 12
TIMEOUT = 20.0  # seconds for a hook


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of one list: stories found now, messages sent, stories held back for later, and what went wrong."""

    name: str
    found: int = 0
    messages: int = 0
    held: int = 0
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a list would tell: its alerts, the keys that they speak for, and the article up to which was looked."""

    alerts: tuple[Alert, ...]
    keys: tuple[str, ...]
    article_id: int


def find(config: Config, reading: Reading, private: Private | None, plan: AlertPlan, *, now: datetime) -> Found:
    """Return what a list finds among the articles that came in since it last looked; nothing the first time.

    Backfill is never announced; neither is a story of which an article was told in this list before.
    """
    name = _list(plan)
    newest = review.newest_id(reading)
    after = private.looked(name) if private else None
    if after is None or newest < after:  # a new list, or an archive made anew: what is there is no news
        return Found(alerts=(), keys=(), article_id=newest)
    known = {one.id: one for one in config.watchlists}
    sections = tuple(Asked(kind="watchlist", watchlist=known[one]) for one in plan.watchlists)
    window = Window(since=now - RECENT, until=now + timedelta(seconds=1), after=after)
    reports = review.reports(reading, hits_of(reading, sections, window, copies=False, backfill=False))
    told = private.told(name, (report.key for report in reports)) if private else {}
    digest = compose(
        DigestPlan(name=plan.name, title=plan.name, watchlists=plan.watchlists, top=0),
        sections,
        reports,
        since=window.since,
        until=window.until,
        language=_language(config, plan),
        timezone=config.settings.timezone,
        told=told,
    )
    fresh = [item for item in digest.items if item.told_at is None]
    events = {item.lead.event for item in fresh}
    return Found(
        alerts=tuple(_alert(item, sections) for item in fresh),
        keys=tuple(sorted(report.key for report in reports if report.event in events)),
        article_id=newest,
    )


def rehearse(config: Config, db: Path, names: tuple[str, ...] = ()) -> dict[str, tuple[Alert, ...]]:
    """Return what each list would tell now; nothing is kept of it."""
    from monitor.store.private import open_private, private_path

    now = clock.now()
    if not private_path(db).exists():
        return {plan.name: () for plan in chosen(config, names)}
    with open_reading(db) as reading, open_private(db, now=now) as private:
        return {
            plan.name: (
                *private.waiting_alerts(_list(plan), now),
                *find(config, reading, private, plan, now=now).alerts,
            )
            for plan in chosen(config, names)
        }


def tell(config: Config, db: Path, names: tuple[str, ...] = ()) -> tuple[Told, ...]:
    """Find what is new for each list and tell it; what can't be told now waits, and is told at a later call.

    Raises Locked where another process is sending, and what opening raises.
    """
    plans = chosen(config, names)
    with outbox(db) as private:
        now = clock.now()
        found: dict[str, int] = {}
        with open_reading(db) as reading:
            for plan in plans:
                new = find(config, reading, private, plan, now=now)
                private.keep_found(_list(plan), new.alerts, keys=new.keys, article_id=new.article_id, now=now)
                found[plan.name] = len(new.alerts)
        told = tuple(_told(config, private, plan, found[plan.name], now) for plan in plans)
        private.prune(now)
    return told


def chosen(config: Config, names: tuple[str, ...]) -> tuple[AlertPlan, ...]:
    """Return the plans of these names, or all; raises UnknownName."""
    known = {plan.name: plan for plan in config.alerts}
    for name in names:
        if name not in known:
            raise UnknownName(f"there is no alert `{name}`{nearest(name, known)}")
    return tuple(known[name] for name in names) if names else config.alerts


def _told(config: Config, private: Private, plan: AlertPlan, found: int, now: datetime) -> Told:
    """Tell one list; where feeds.yaml does not say how, its stories wait, and the other lists are told all the same."""
    try:
        return _tell(config, private, plan, found, now)
    except ConfigError as error:
        waiting = private.waiting_alerts(_list(plan), now)
        private.mark(waiting, "waiting", now=now, error=str(error))
        return Told(name=plan.name, found=found, held=len(waiting), errors=(f"{plan.name}: {error}",))


def _tell(config: Config, private: Private, plan: AlertPlan, found: int, now: datetime) -> Told:
    name = _list(plan)
    waiting = private.waiting_alerts(name, now)
    quiet = is_quiet(now, plan.quiet, config.settings.timezone)
    room = 0 if quiet else plan.most - private.messages_sent(name, now)
    messages, errors = 0, []
    for bundle in bundles(waiting, bundle=plan.bundle, room=room):
        if plan.channel == "mail":
            _into_outbox(config, private, plan, bundle, now)
            messages += 1
        elif error := _post(config, private, plan, bundle, now):
            errors.append(error)
        else:
            messages += 1
    if plan.channel == "mail":
        sent: Sent = send_waiting(config, private, name=name)
        errors += [sent.down] if sent.down else []
    held = len(private.waiting_alerts(name, now + timedelta(days=365)))
    return Told(name=plan.name, found=found, messages=messages, held=held, errors=tuple(errors))


def _into_outbox(config: Config, private: Private, plan: AlertPlan, bundle: tuple[Alert, ...], now: datetime) -> None:
    """Make the mail of a bundle, committed together with what it tells: from there on the outbox answers for it."""
    mail, name = mail_of(config), _list(plan)
    subject, plain, html = notice(
        bundle,
        title=plan.name,
        archive_url=config.settings.archive_url,
        timezone=config.settings.timezone,
        language=_language(config, plan),
    )
    numbers = ",".join(str(one.id) for one in bundle)
    issue = Issue(
        list=name, since=now, until=now, made_at=now, subject=subject, language=_language(config, plan), plain=plain,
        html=html, key=hashlib.sha256(f"{name}\n{numbers}\n{now.isoformat()}".encode()).hexdigest()[:24],
    )  # fmt: skip
    addresses = recipients(config, plan)
    with private.transaction():
        readers = private.subscribe(name, addresses, now=now)
        messages = {address: message_id(issue.key, address, mail.sender) for address in readers}
        private.file(issue, messages, keys=(), next_at=now)
        private.mark(bundle, "sent", now=now)


def _post(config: Config, private: Private, plan: AlertPlan, bundle: tuple[Alert, ...], now: datetime) -> str:
    """Post a bundle to its hook; what went wrong, or nothing. Marked before: a crash must not tell it twice."""
    url, token = (resolve(one, os.environ, config.path.parent) if one else "" for one in (plan.url, plan.token))
    request = hook.call(
        plan,
        bundle,
        url=url,
        token=token,
        archive_url=config.settings.archive_url,
        timezone=config.settings.timezone,
        language=_language(config, plan),
    )
    networks = config.settings.private_networks
    reason = gate.check_url(request.url, networks)
    if reason:
        private.mark(bundle, "failed", now=now, error=reason)
        return f"{plan.name}: {reason}"
    private.mark(bundle, "sending", now=now)
    posted = hook.post(request, partial(gate.resolve, private_networks=networks), timeout=TIMEOUT)
    tries = max(one.tries for one in bundle)
    if posted.state == "sent":
        private.mark(bundle, "sent", now=now)
        return ""
    if posted.state == "unknown":
        private.mark(bundle, "sending", now=now, error=posted.error)
    elif posted.state == "later" and tries + 1 < MOST_TRIES:
        wait = max(min(AGAIN * 2 ** min(tries, 10), AGAIN_AT_MOST), timedelta(seconds=posted.after))
        private.mark(bundle, "waiting", now=now, error=posted.error, next_at=now + wait)
    else:
        private.mark(bundle, "failed", now=now, error=posted.error)
    return f"{plan.name}: {posted.error}"


def _alert(item: Item, sections: tuple[Asked, ...]) -> Alert:
    lead = item.lead
    met = {name for name, _ in lead.hits}
    return Alert(
        title=headline(lead),
        url=lead.url,
        source=lead.source_name,
        language=lead.language,
        at=lead.at,
        article_id=lead.id,
        excerpt=item.excerpt,
        watchlists=tuple(one.watchlist.name for one in sections if one.watchlist.id in met),
        tags=item.tags,
    )


def _language(config: Config, plan: AlertPlan) -> str:
    return plan.language or config.settings.language


def _list(plan: AlertPlan) -> str:
    return f"alert:{plan.name}"

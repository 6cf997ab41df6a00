"""A digest: what its watchlists matched in a window, composed; and its issue, committed before anything is sent."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from monitor.config import resolve
from monitor.deliver.message import message_id
from monitor.deliver.render import Rendered, render
from monitor.errors import ConfigError, InputError, Problem, UnknownName
from monitor.gazetteer import called, tags
from monitor.model.digest import Asked, Changes, Digest
from monitor.model.outbox import Issue
from monitor.model.settings import AlertPlan, Config, DigestPlan, Mail
from monitor.model.watchlist import Reason
from monitor.stages.compose import asked, compose
from monitor.stages.match import match
from monitor.stages.narrow import needs, wordy
from monitor.store import Reading, review
from monitor.store.matching import Window, chunks
from monitor.store.private import Private
from monitor.text.nearest import nearest

FIRST = timedelta(days=1)  # the window of a first digest
MOMENT = timedelta(seconds=1)  # windows end after the present second
LATE = timedelta(days=1)  # how far behind a window what was committed late is looked for
BACK = timedelta(days=30)  # for which a pair of tags must have been apart
HEADLINES = timedelta(days=7)  # for which changes of headlines are told
MOST_PAIRS, MOST_SURGES, MOST_EDITS = 5, 5, 8
_NORMAL = timedelta(days=28)
_ENOUGH = 3  # issues of which a normal day can be told

Hits = dict[int, tuple[tuple[str, tuple[Reason, ...]], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A digest with its mail, and the keys of all articles that it speaks for, shown or counted."""

    plan: DigestPlan
    digest: Digest
    rendered: Rendered
    keys: tuple[str, ...]


def named(config: Config, name: str) -> DigestPlan:
    """Return the plan of a digest; raises UnknownName, with the nearest names."""
    known = {plan.name: plan for plan in config.digests}
    if name not in known:
        raise UnknownName(
            f"there is no digest `{name}`" + (nearest(name, known) or f": feeds.yaml has {', '.join(known) or 'none'}")
        )
    return known[name]


def window_of(
    private: Private | None,
    plan: DigestPlan,
    *,
    now: datetime,
    since: datetime | None,
    until: datetime | None,
    back: bool = True,
) -> Window:
    """Return the window of a digest: what came in since the last one that was made, until now.

    With `back` it is what is *dated* from `since` on, or of the last day where none was made yet, backfill too, as
    though the monitor had always run: a new desk sees what it will get.
    """
    end = now + MOMENT
    end = min(until, end) if until else end
    last = private.last_until(_list(plan)) if private else None
    begin = since or last or end - FIRST
    if begin >= end:
        raise InputError("the window is empty: --since must be before --until, and before now")
    return Window(since=begin, until=end, by="dated" if back and (since or last is None) else "seen")


def make(config: Config, reading: Reading, private: Private | None, plan: DigestPlan, window: Window) -> Made:
    """Return the digest of a window. What earlier ones told is left out, except where somebody looks back."""
    language = plan.language or config.settings.language
    labels = {tag.slug: tag.label for tag in tags(config.names)}
    names = {slug: both for slug, both in called(language).items() if slug not in _own(config)}
    sections = asked(plan, config.watchlists, labels | {slug: full for slug, (full, _) in names.items()})
    back = window.by == "dated"
    before = private is not None and private.last_until(_list(plan)) is not None
    looked = replace(window, since=window.since - LATE) if before and not back else window
    hits = hits_of(reading, sections, looked, copies=True, backfill=back)
    told: dict[str, datetime] = {}
    if private is not None and not back:
        keys = review.keys(reading, hits)
        known = private.told(_list(plan), keys.values())
        # What came in before the window and was not told then was matched by nothing then, or committed late.
        hits = {one: why for one, why in hits.items() if keys[one] not in known}
    reports = review.reports(reading, hits)
    if private is not None and not back:
        told = private.told(_list(plan), (report.key for report in reports))
    digest = compose(
        plan,
        sections,
        reports,
        since=window.since,
        until=window.until,
        language=language,
        timezone=config.settings.timezone,
        told=told,
        usual=_usual(reading, private, plan, window),
        articles=review.arrived(reading, window),
        coverage=review.coverage(reading, window.since),
    )
    changes = _changes(reading, private, plan, digest, window)
    labels |= {slug: short for slug, (_, short) in names.items()}
    digest = replace(digest, dated=window.by == "dated", changes=changes, labels=_spoken(digest, changes, labels))
    stories = {item.lead.event for section in digest.sections for item in (*section.elsewhere, *section.more)}
    stories |= {item.lead.event for item in digest.items}
    spoken_of = tuple(sorted({report.key for report in reports if report.hits and report.event in stories}))
    return Made(plan=plan, digest=digest, rendered=render(digest, config.settings.archive_url), keys=spoken_of)


def hits_of(reading: Reading, sections: Sequence[Asked], window: Window, *, copies: bool, backfill: bool) -> Hits:
    """Return which articles of a window match which sections, and why."""
    wanted: dict[int, list[Asked]] = {}
    for one in sections:
        for article_id in reading.candidates(needs(one.watchlist), window, copies=copies, backfill=backfill):
            wanted.setdefault(article_id, []).append(one)
    bodies = any(wordy(one.watchlist) for one in sections)
    hits: Hits = {}
    for chunk in chunks(sorted(wanted)):
        for article_id, subject in reading.subjects(chunk, bodies=bodies).items():
            met = [
                (one.watchlist.id, why)
                for one in wanted[article_id]
                if (why := match(one.watchlist, subject)) is not None
            ]
            if met:
                hits[article_id] = tuple(met)
    return hits


def issue_of(made: Made, *, now: datetime, slot: str | None) -> Issue:
    """Return what is kept of a digest; its key is made of the list and its window, and of nothing that may change."""
    digest = made.digest
    name = _list(made.plan)
    key = hashlib.sha256(
        f"{name}\n{digest.since.isoformat()}\n{digest.until.isoformat()}\n{slot}".encode()
    ).hexdigest()[:24]
    figures: list[tuple[str, float]] = [(figure.kind, figure.value) for figure in digest.figures]
    figures += [(section.asked.watchlist.id, section.stories) for section in digest.sections]
    return Issue(
        list=name,
        since=digest.since,
        until=digest.until,
        slot=slot,
        made_at=now,
        key=key,
        subject=made.rendered.subject,
        language=digest.language,
        plain=made.rendered.plain,
        html=made.rendered.html,
        figures=tuple(figures),
    )


def file(private: Private, issue: Issue, recipients: Sequence[str], *, mail: Mail, keys: Sequence[str]) -> int:
    """Commit an issue with its messages; return how many there are. Who has unsubscribed gets none."""
    addresses = private.subscribe(issue.list, recipients, now=issue.made_at)
    messages = {address: message_id(issue.key, address, mail.sender) for address in addresses}
    private.file(issue, messages, keys=keys, next_at=issue.made_at)
    return len(messages)


def recipients(config: Config, plan: DigestPlan | AlertPlan) -> tuple[str, ...]:
    """Return the addresses of a list, each once; what a reference leads to may hold several, with commas or lines.

    Raises ConfigError where a reference leads nowhere, or to something that is no address.
    """
    found: list[str] = []
    for secret in plan.to:
        text = resolve(secret, os.environ, config.path.parent)
        parts = text.replace("\n", ",").split(",")
        found += [_checked(part.strip(), secret.reference) for part in parts if part.strip()]
    return tuple(dict.fromkeys(found))


def slot_of(now: datetime, timezone: str) -> str:
    """Return the day for which a digest is due: the local date, so that a day of 23 or 25 hours has one."""
    return now.astimezone(ZoneInfo(timezone)).date().isoformat()


def _checked(address: str, reference: str) -> str:
    from monitor.config.values import ADDRESS, Refused

    try:
        return ADDRESS.read(address)
    except Refused:
        place = reference if reference.startswith(("env:", "file:")) else ""
        message = f"expected mail addresses; got {'something else' if place else repr(address)}"
        raise ConfigError((Problem(file=place or "feeds.yaml", line=0, key="to", message=message),)) from None


def _list(plan: DigestPlan) -> str:
    return f"digest:{plan.name}"


def _own(config: Config) -> frozenset[str]:
    """The slugs of organisations that the desk has named itself."""
    return frozenset(f"org:{one.id}" for one in config.names.organisations)


def _usual(reading: Reading, private: Private | None, plan: DigestPlan, window: Window) -> dict[str, float]:
    """A normal day's numbers: of articles from the archive's counts, of the rest from the issues before this."""
    days = max(1.0, (window.until - window.since) / timedelta(days=1))
    found: dict[str, float] = {}
    articles = review.usual_articles(reading, window.since)
    if articles is not None:
        found["articles"] = articles * days
    issues = private.figures(_list(plan), window.since - _NORMAL) if private else ()
    if len(issues) >= _ENOUGH:
        names = {name for _, figures in issues for name in figures if name != "articles"}
        covered = sum(length for length, _ in issues)
        found |= {name: sum(figures.get(name, 0) for _, figures in issues) / covered * days for name in names}
    return found


def _changes(reading: Reading, private: Private | None, plan: DigestPlan, digest: Digest, window: Window) -> Changes:
    """What is new against the days before: pairs of tags, surges, changed headlines."""
    spoken = list(dict.fromkeys(slug for item in digest.items for slug in item.tags))
    pairs = dict.fromkeys(
        (one, other)
        for item in digest.items
        for number, one in enumerate(item.tags)
        for other in item.tags[number + 1 :]
        if item.owners > 1
    )
    keys = {report.key for item in digest.items for report in (item.lead, *item.others)}
    if private is not None:
        keys |= private.told_since(_list(plan), window.until - HEADLINES)
    return Changes(
        pairs=review.new_pairs(reading, list(pairs)[:40], window.since, back=BACK)[:MOST_PAIRS],
        surges=review.surges(reading, spoken[:40], window.since, window.until)[:MOST_SURGES],
        edits=review.edits(reading, keys, window.since, window.until)[:MOST_EDITS],
    )


def _spoken(digest: Digest, changes: Changes, labels: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The names of the tags that a digest speaks of, and of no others."""
    slugs = {slug for item in digest.items for slug in item.tags}
    slugs |= {slug for pair in changes.pairs for slug in pair} | {one.tag for one in changes.surges}
    slugs |= {one.asked.watchlist.id for one in digest.sections if one.asked.kind != "watchlist"}
    return tuple(sorted((slug, labels.get(slug, slug)) for slug in slugs))


def unsent(made: Made) -> Issue:
    """Return the issue of a digest that is only looked at."""
    return issue_of(made, now=made.digest.until, slot=None)


def folder_of(out: Path, made: Made) -> Path:
    """Return the name, without ending, of the files that a digest is written to."""
    zone = ZoneInfo(made.digest.timezone)
    return out / f"{made.plan.name}-{made.digest.until.astimezone(zone):%Y-%m-%d}"

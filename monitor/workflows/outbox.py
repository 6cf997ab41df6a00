"""The outbox: what waits is sent, one message at a time, and what became of each is committed before the next."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from monitor import clock
from monitor.config import resolve
from monitor.deliver.message import message
from monitor.deliver.post import Post, post
from monitor.errors import ConfigError, MailDown, Problem
from monitor.model.outbox import Issue, Letter
from monitor.model.settings import Config, Mail
from monitor.store import run_lock
from monitor.store.private import Private, open_private

AGAIN = timedelta(minutes=5)  # before the second try; doubled each time
AGAIN_AT_MOST = timedelta(hours=2)
GIVEN_UP = timedelta(days=3)
LOCK = "mail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What became of what waited; `down` says why nothing more could be sent."""

    sent: int = 0
    later: int = 0
    refused: int = 0
    failed: int = 0
    down: str = ""


@contextmanager
def outbox(db: Path, *, patience: timedelta = timedelta(0)) -> Iterator[Private]:
    """Open the private database of an archive to send from it, under a lock of its own: a collect never holds it.

    Raises Locked where another process is sending for longer than `patience`, and what open_private raises.
    """
    with run_lock(db, name=LOCK, patience=patience), open_private(db, now=clock.now()) as private:
        yield private


def mail_of(config: Config) -> Mail:
    """Return how mail leaves; raises ConfigError where feeds.yaml does not say."""
    if config.mail is None:
        message = "expected `mail: {host: ..., from: ...}`, so that it can be sent; there is none"
        raise ConfigError((Problem(file=str(config.path), line=0, key="mail", message=message),))
    return config.mail


def send_waiting(config: Config, private: Private, *, name: str | None = None) -> Sent:
    """Send what waits and may be tried now (of one list, or of all), and return what became of it.

    Raises ConfigError where the secrets of `mail:` lead nowhere. A server that can't be reached is no error here: all
    stays, and `down` says so.
    """
    letters = private.letters(clock.now(), name=name)
    if not letters:
        return Sent()
    mail = mail_of(config)
    user, password = (resolve(one, os.environ, config.path.parent) if one else "" for one in (mail.user, mail.password))
    tally = {"sent": 0, "waiting": 0, "refused": 0, "failed": 0}
    down = ""
    issue: Issue | None = None
    with post(mail, user=user, password=password) as way:
        for letter in letters:
            if issue is None or issue.id != letter.issue_id:
                issue = private.issue(letter.issue_id)
            if down:
                state = _settled(private, letter, "waiting", down)
            else:
                try:
                    state = _send(config, private, way, letter, issue, mail)
                except MailDown as error:
                    down = str(error)
                    state = _settled(private, letter, "waiting", down)
            tally[state] += 1
    return Sent(sent=tally["sent"], later=tally["waiting"], refused=tally["refused"], failed=tally["failed"], down=down)


def _send(config: Config, private: Private, way: Post, letter: Letter, issue: Issue, mail: Mail) -> str:
    """Send one message and commit what became of it; its state."""
    title, reply_to = _of_list(config, letter.list)
    try:
        made = message(
            issue, letter.address, letter.message_id, letter.token, mail=mail, title=title, reply_to=reply_to
        )
    except ValueError as error:
        return _settled(private, letter, "refused", str(error))
    posted = way.send(made)
    state = {"sent": "sent", "refused": "refused", "later": "waiting"}[posted.state]
    return _settled(private, letter, state, posted.error)


def _settled(private: Private, letter: Letter, state: str, error: str) -> str:
    """Commit a state; what waits is tried again after a while, and given up after three days."""
    now = clock.now()
    next_at: datetime | None = None
    if state == "waiting":
        next_at = now + min(AGAIN * 2 ** min(letter.tries, 10), AGAIN_AT_MOST)
        if now - letter.made_at > GIVEN_UP:
            state, next_at = "failed", None
    private.settle(letter, state, now=now, error=error or None, next_at=next_at)
    return state


def _of_list(config: Config, name: str) -> tuple[str, str]:
    """The title of a list, and where answers to it go."""
    kind, _, plan = name.partition(":")
    digest = next((one for one in config.digests if kind == "digest" and one.name == plan), None)
    return (digest.title, digest.reply_to) if digest else (plan, "")

"""How a desk wants its monitor to behave: the `settings`, `watchlists`, `digests` and `mail` of feeds.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Literal

from monitor.model.names import NO_NAMES, OwnNames
from monitor.model.source import Feed, Source
from monitor.model.watchlist import Watchlist


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A value that is kept out of sight: either the text itself or a reference (`env:NAME`, `file:PATH`)."""

    reference: str

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The `settings` of feeds.yaml. Sizes are in bytes."""

    timezone: str = "UTC"
    language: str = "en"
    contact: str | None = None
    private_networks: tuple[IPv4Network | IPv6Network, ...] = ()
    delay: timedelta = timedelta(seconds=1)  # between two requests to one host
    per_host: int = 1  # connections to one host
    concurrency: int = 16  # connections in all
    every: timedelta = timedelta(minutes=30)
    every_min: timedelta = timedelta(minutes=10)
    every_max: timedelta = timedelta(days=1)
    timeout: timedelta = timedelta(seconds=30)  # for one whole conversation
    deadline: timedelta = timedelta(minutes=25)  # for a run
    max_bytes: int = 16 * 1024 * 1024  # of one document, decompressed
    newest: int = 50  # entries whose pages are fetched when a feed is first added
    tries: int = 3  # of a page, before the entry's own words must do
    cpu_seconds: int = 10  # for one document
    workers: int = 2
    pages: timedelta = timedelta(days=30)  # for which raw pages are kept; 0: none is
    respect_robots: bool = True
    keep_text: timedelta = timedelta(days=400)  # after it an article's text goes; what is known of it stays
    retry_after: Literal["host", "feed"] = "host"  # who is left alone when a Retry-After asks for it
    refresh: timedelta = timedelta(days=7)  # after it a feed is asked without validators once
    archive_url: str = "http://127.0.0.1:8001/"
    map: bool = True  # whether the reading room draws one
    proxy: Secret | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPlan:
    """When which watchlists are mailed to whom. `days` are mon ... sun, `at` is HH:MM in the settings' time zone."""

    name: str
    title: str
    watchlists: tuple[str, ...]
    countries: tuple[str, ...] = ()  # further sections: what is about them
    organisations: tuple[str, ...] = ()
    at: str = "07:00"
    days: tuple[str, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    to: tuple[Secret, ...] = ()
    language: str = ""  # of the frame; the settings' where empty
    top: int = 3  # top stories
    reply_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """How mail leaves."""

    host: str = "localhost"
    port: int = 25
    sender: str = ""
    user: Secret | None = None
    password: Secret | None = None
    security: Literal["auto", "starttls", "tls", "none"] = "auto"
    timeout: timedelta = timedelta(seconds=30)
    sendmail: str = ""  # a program to hand mail to instead
    unsubscribe: str = ""  # an https address for one click
    unsubscribe_to: str = ""  # a mail address; the sender's where empty


Channel = Literal["mail", "slack", "mattermost", "teams", "telegram", "ntfy", "json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPlan:
    """Which watchlists are told at once, and where. `quiet` is HH:MM-HH:MM in the settings' time zone."""

    name: str
    watchlists: tuple[str, ...]
    channel: Channel = "mail"
    to: tuple[Secret, ...] = ()
    url: Secret | None = None
    token: Secret | None = None
    chat: str = ""
    quiet: str = ""
    most: int = 6  # messages an hour
    bundle: int = 3  # more stories than this come in one message
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A whole feeds.yaml, checked, with the packs that it includes."""

    path: Path
    settings: Settings
    sources: tuple[Source, ...]
    feeds: tuple[Feed, ...]
    watchlists: tuple[Watchlist, ...] = ()
    digests: tuple[DigestPlan, ...] = ()
    alerts: tuple[AlertPlan, ...] = ()
    mail: Mail | None = None
    names: OwnNames = NO_NAMES
    disabled: tuple[str, ...] = ()  # ids of sources that are switched off

"""How a desk wants its reading room: what the pages take from feeds.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from monitor.errors import UnknownName
from monitor.model.settings import Config
from monitor.model.watchlist import Watchlist
from monitor.text.nearest import nearest

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The desk that the room is laid out for. `hosts` are names, besides this machine's, that browsers may ask for."""

    zone: tzinfo = UTC
    shows_map: bool = True
    watchlists: tuple[Watchlist, ...] = ()
    hosts: frozenset[str] = frozenset()

    def day_of(self, moment: datetime) -> date:
        """Return the day that a moment falls on at the desk."""
        return moment.astimezone(self.zone).date()

    def begin(self, day: date) -> datetime:
        """Return when a day begins at the desk."""
        return datetime.combine(day, time(), tzinfo=self.zone).astimezone(UTC)

    def end(self, day: date) -> datetime:
        """Return when a day ends at the desk, which is when the next begins."""
        return self.begin(day + DAY)

    def watchlist(self, name: str) -> Watchlist:
        """Return the watchlist of an id; raises UnknownName."""
        known = {watchlist.id: watchlist for watchlist in self.watchlists}
        if name not in known:
            raise UnknownName(f"there is no watchlist `{name}`{nearest(name, known)}")
        return known[name]

    @property
    def zone_name(self) -> str:
        """The name of the time zone, for people: `Asia/Baku`."""
        return str(self.zone)


def desk_of(config: Config | None) -> Desk:
    """Return the desk of a feeds.yaml; a plain one in UTC where there is none."""
    if config is None:
        return Desk()
    return Desk(
        zone=ZoneInfo(config.settings.timezone),
        shows_map=config.settings.map,
        watchlists=config.watchlists,
        hosts=frozenset(filter(None, [urlsplit(config.settings.archive_url).hostname])),
    )

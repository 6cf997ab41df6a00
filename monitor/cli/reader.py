"""What every reading command begins with: the archive opened, the desk's time zone, the query put together."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from monitor.cli.context import Invocation
from monitor.cli.params import known_sources
from monitor.errors import ConfigError
from monitor.model.reading import Listed, Query
from monitor.model.story import StoryQuery

if TYPE_CHECKING:
    from monitor.model.settings import Config
    from monitor.store import Reading


@contextmanager
def reading(invocation: Invocation) -> Iterator[Reading]:
    """Open the archive for reading; raises what open_reading raises."""
    from monitor.store import open_reading

    with open_reading(invocation.db_path) as archive:
        yield archive


def desk_language(invocation: Invocation) -> str:
    """Return the language that the desk reads best; "" where feeds.yaml does not say it."""
    config = configured(invocation)
    return config.settings.language if config else ""


def desk_zone(invocation: Invocation) -> tzinfo:
    """Return the time zone of feeds.yaml; UTC where there is no such file, and with a word where it can't be used."""
    from monitor.config import load

    if not invocation.config_path.exists():
        return UTC
    try:
        return ZoneInfo(load(invocation.config_path).settings.timezone)
    except ConfigError as error:
        if not invocation.quiet:
            print(f"monitor: times are in UTC, for {error.problems[0]}", file=sys.stderr)
        return UTC


def configured(invocation: Invocation) -> Config | None:
    """The configuration; none, with a word, where it can't be used: an archive is to be read all the same."""
    from monitor.config import load

    if not invocation.config_path.exists():
        return None
    try:
        return load(invocation.config_path)
    except ConfigError as error:
        if not invocation.quiet:
            print(f"monitor: without what feeds.yaml says and in UTC, for {error.problems[0]}", file=sys.stderr)
        return None


def checked(archive: Reading, *, text: str = "", limit: int | None, **wanted: Any) -> Query:
    """Return the Query that `about_options` ask for; raises UnknownName for a source that is not there."""
    return Query(text=text, limit=limit, **_wanted(archive, wanted))


def story_query(archive: Reading, *, limit: int | None, independent: int, **wanted: Any) -> StoryQuery:
    """Return the StoryQuery that `story_options` ask for; raises UnknownName for a source that is not there."""
    return StoryQuery(limit=limit, independent=independent, **_wanted(archive, wanted))


def _wanted(archive: Reading, wanted: dict[str, Any]) -> dict[str, Any]:
    if wanted["sources"]:
        known_sources(wanted["sources"], (source.id for source in archive.sources()))
    lower = {name: tuple(value.lower() for value in wanted[name]) for name in ("organisations", "languages")}
    return {**wanted, **lower}


def nothing(invocation: Invocation, message: str) -> None:
    """Say on stderr that there is nothing to show, unless silence was asked for."""
    if not invocation.quiet:
        print(f"monitor: {message}", file=sys.stderr)


def show(
    invocation: Invocation, articles: Sequence[Listed], *, as_json: bool, as_csv: bool, raw: bool, without: str
) -> None:
    """Print articles in the form that `form_options` ask for; where there are none to look at, say `without`."""
    from monitor.cli.listing import print_csv, print_json, print_listed

    if as_json:
        print_json(articles)
    elif as_csv:
        print_csv(articles, raw=raw)
    elif articles:
        print_listed(articles, zone=desk_zone(invocation))
    else:
        nothing(invocation, without)

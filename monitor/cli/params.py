"""Options that several commands share, and what their values mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from difflib import get_close_matches
from typing import Any, TypeVar

import click

from monitor import clock
from monitor.errors import UnknownName

Function = TypeVar("Function", bound=Callable[..., Any])


def since(text: str) -> datetime:
    """Return the point in time that an option means: how long ago (`7d`, `12h`), a day or a time (ISO 8601)."""
    try:
        return moment(text, now=clock.now())
    except ValueError as error:
        raise click.BadParameter(
            f"{text!r} is neither a length of time such as 7d or 12h nor a day such as 2026-11-23"
        ) from error


def moment(text: str, *, now: datetime, zone: tzinfo = UTC) -> datetime:
    """Return when `text` means, in UTC: `7d` ago, or an ISO 8601 day or time, in `zone` where it names none.

    Raises ValueError for anything else.
    """
    from monitor.config.values import duration

    try:
        return now - duration(text)
    except ValueError:
        said = datetime.fromisoformat(text)
        return (said if said.tzinfo else said.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError as error:
        raise ValueError(text) from error


def country(text: str) -> str:
    """Return the code of a country, in capitals."""
    from monitor.config.codes import COUNTRIES, COUNTRY_HINTS

    code = text.upper()
    if code not in COUNTRIES:
        hint = f"; did you mean {COUNTRY_HINTS[code]}?" if code in COUNTRY_HINTS else ""
        raise click.BadParameter(f"{text!r} is no country: two letters of ISO 3166-1, such as AZ{hint}")
    return code


def about_options(function: Function) -> Function:
    """Options that say what articles are wanted: country, organisation, source, language, time, copies."""
    copies = click.option("--copies", is_flag=True, help="With the copies of articles that stand elsewhere.")
    return story_options(copies(function))


def story_options(function: Function) -> Function:
    """Options that say what an article of a wanted story is like: country, organisation, source, language, time."""
    for option in reversed(
        (
            click.option(
                "--country",
                "countries",
                type=country,
                metavar="CODE",
                multiple=True,
                help="About this country; repeatable.",
            ),
            click.option(
                "--org", "organisations", metavar="ID", multiple=True, help="About this organisation; repeatable."
            ),
            click.option("--any", "any_mention", is_flag=True, help="Mentioned at all is enough."),
            click.option("--source", "sources", metavar="ID", multiple=True, help="By this source; repeatable."),
            click.option("--language", "languages", metavar="CODE", multiple=True, help="In this language."),
            click.option("--since", type=since, metavar="TIME", help="From then on: 7d, 12h, 2026-11-20."),
            click.option("--until", type=since, metavar="TIME", help="Up to then."),
        )
    ):
        function = option(function)
    return function


def known_sources(wanted: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """Return the wanted source ids; raise UnknownName, naming the nearest ids, for one that is not known."""
    ids = sorted(known)
    for source in wanted:
        if source not in ids:
            nearest = get_close_matches(source, ids, n=3, cutoff=0.4)
            hint = f"did you mean {' or '.join(nearest)}?" if nearest else "`monitor sources list` names them all"
            raise UnknownName(f"there is no source `{source}`: {hint}")
    return tuple(wanted)


def how_many(function: Function) -> Function:
    """The option -n: at most so many articles."""
    return click.option(
        "-n", "limit", type=click.IntRange(min=0), default=20, show_default=True, help="At most so many."
    )(function)


def form_options(function: Function) -> Function:
    """The options --json, --csv and --raw."""
    for option in (
        click.option("--raw", is_flag=True, help="CSV cells as they are, also those that look like formulas."),
        click.option("--csv", "as_csv", is_flag=True, help="A CSV table."),
        click.option("--json", "as_json", is_flag=True, help="One JSON object."),
    ):
        function = option(function)
    return function


def length(text: str) -> timedelta:
    """Return a length of time."""
    from monitor.config.values import duration

    try:
        return duration(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is no length of time such as 10m or 1h") from error


def every(text: str) -> timedelta:
    """Return the length of time between two ticks, at least a minute."""
    said = length(text)
    if said < timedelta(minutes=1):
        raise click.BadParameter("at least 1m; `delay` and `every` in feeds.yaml say how often publishers are asked")
    return said


def every_option(function: Function) -> Function:
    """The option --every: the time between two ticks."""
    return click.option(
        "--every", type=every, metavar="TIME", help="Between two ticks [default: `min` of feeds.yaml, 10m]."
    )(function)

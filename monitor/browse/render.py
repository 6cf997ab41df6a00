"""Templates: one environment for all pages, with the filters by which times, links and languages are written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from functools import cache
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from monitor.browse.languages import language
from monitor.model.reading import Listed
from monitor.text.links import link
from monitor.text.plain import quoted as as_quoted

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "ku"})
START, END = "\x02", "\x03"  # around what was searched for


@cache
def environment() -> Environment:
    """All templates, with everything that they write escaped."""
    made = Environment(
        loader=PackageLoader("monitor.browse"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "moment": _moment,
        "clock": _clock,
        "day": day_text,
        "iso": _iso,
        "language": language,
        "link": link,
        "number": _number,
        "marked": marked,
        "query": urlencode,
        "quoted": quoted,
        "said_in": _said_in,
    }
    return made


def page(template: str, **context: Any) -> str:
    """Return a page as HTML; `context` must have `desk` and `now`."""
    return environment().get_template(template).render(**context)


def _zone(context: Context) -> tzinfo:
    zone = context["desk"].zone
    return zone if isinstance(zone, tzinfo) else UTC


@pass_context
def _moment(context: Context, moment: datetime | None) -> str:
    """`Mon 23 Nov, 14:05` at the desk; with the year where it is another one than today's."""
    if moment is None:
        return "never"
    local = moment.astimezone(_zone(context))
    year = f" {local.year}" if local.year != context["now"].astimezone(_zone(context)).year else ""
    return f"{local:%a} {local.day} {local:%b}{year}, {local:%H:%M}"


@pass_context
def _clock(context: Context, moment: datetime) -> str:
    """`14:05` where it is today at the desk, else `Sun 14:05` in the last week, else as a moment."""
    local, now = moment.astimezone(_zone(context)), context["now"].astimezone(_zone(context))
    days = (now.date() - local.date()).days
    if days == 0:
        return f"{local:%H:%M}"
    return f"{local:%a %H:%M}" if 0 < days < 7 else _moment(context, moment)  # noqa: PLR2004 - a week


def day_text(day: date) -> str:
    """Return a day in full: `Monday 23 November 2026`."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def _iso(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _number(value: int) -> str:
    return f"{value:,}"


def marked(snippet: str) -> Markup:
    """Return a snippet with what was searched for in <mark>."""
    parts = escape(snippet).replace(escape(START), Markup("<mark>")).replace(escape(END), Markup("</mark>"))
    opened, closed = parts.count("<mark>"), parts.count("</mark>")
    return parts if opened == closed else escape(snippet.replace(START, "").replace(END, ""))


def _said_in(code: str | None) -> Markup:
    """The attributes that say what language a text is in, and which way it runs."""
    if not code:
        return Markup('dir="auto"')
    return Markup('lang="{}" dir="{}"').format(code, "rtl" if code in RIGHT_TO_LEFT else "ltr")


def quoted(article: Listed, text: str, longest: int) -> str:
    """Return as much of a text as may be quoted of an article, and no more than is wanted."""
    return as_quoted(text, article.quote, longest)


def address(path: str, parameters: Mapping[str, Any]) -> str:
    """Return a path with its parameters, those that are empty left out."""
    said = [
        (name, value)
        for name, values in parameters.items()
        for value in (values if isinstance(values, tuple | list) else (values,))
        if value not in (None, "", False)
    ]
    return f"{path}?{urlencode(said)}" if said else path

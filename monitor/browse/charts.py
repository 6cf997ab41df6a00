"""Charts and the map as inline SVG, made here: no script draws them and nothing is fetched for them.

Each has a title and a description for those who can't see it; the numbers stand in a table beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from math import log

from markupsafe import Markup

from monitor.browse.atlas import HEIGHT, WIDTH, outlines
from monitor.model.survey import DayCount

SHADES = 5  # of the map
NARROW, WIDE = 340, 1180  # pixels across, of a side column and of a page
LABEL = 16  # pixels below a chart to the foot of its labels
BROAD = 8  # fewer bars are broader than what is written under them
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_numbers = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of a chart: `outer` is drawn behind `value` and contains it; `href` is where a click leads."""

    label: str
    value: int
    outer: int = 0
    href: str = ""
    marked: bool = False

    @property
    def height(self) -> int:
        """The whole of it."""
        return max(self.value, self.outer)


def _svg(title: str, description: str, width: float, height: float, body: Iterable[Markup], kind: str) -> Markup:
    """An SVG with its title and description, which screen readers are pointed to."""
    number = next(_numbers)
    return Markup(
        '<svg class="chart {kind}" viewBox="0 0 {width:g} {height:g}" role="{role}" '
        'aria-labelledby="chart{number}t chart{number}d"><title id="chart{number}t">{title}</title>'
        '<desc id="chart{number}d">{description}</desc>{body}</svg>'
    ).format(
        kind=kind,
        width=width,
        height=height,
        role="group" if "linked" in kind else "img",  # links in an image could not be reached
        number=number,
        title=title,
        description=description,
        body=Markup("").join(body),
    )


def columns(
    title: str, bars: Sequence[Bar], *, width: int = NARROW, height: int = 90, ticks: Iterable[int] = ()
) -> Markup:
    """Upright bars, one beside the other; under those at `ticks` stands their label."""
    most = max((bar.height for bar in bars), default=0) or 1
    step = width / max(1, len(bars))
    parts = [Markup('<line class="axis" x1="0" x2="{0}" y1="{1}" y2="{1}"/>').format(width, height)]
    shown = frozenset(ticks)
    for number, bar in enumerate(bars):
        at = number * step
        drawn = [
            Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(
                css, at + step * 0.1, height * (1 - value / most), step * 0.8, height * value / most
            )
            for css, value in (("outer", bar.outer), ("marked" if bar.marked else "bar", bar.value))
            if value
        ]
        said = Markup("<title>{}</title>").format(_said(bar))
        area = Markup('<rect class="area" x="{:.1f}" y="0" width="{:.1f}" height="{}"/>').format(at, step, height)
        group = Markup("").join((said, area, *drawn))
        if bar.href and bar.height:
            group = Markup('<a href="{}" aria-label="{}">{}</a>').format(bar.href, _said(bar), group)
        parts.append(Markup("<g>{}</g>").format(group))
        if number in shown:
            edge = len(bars) / 8 if len(bars) >= BROAD else 0  # a label at an edge is drawn in, if its bar is narrow
            anchor = "start" if number < edge else "end" if number > len(bars) - edge else "middle"
            parts.append(
                Markup('<text x="{:.1f}" y="{}" text-anchor="{}">{}</text>').format(
                    at + step / 2, height + LABEL, anchor, bar.label
                )
            )
    biggest = max(bars, key=lambda bar: bar.height, default=None)
    described = f"{len(bars)} bars; the highest is {_said(biggest)}." if biggest else "Nothing to show."
    linked = " linked" if any(bar.href and bar.height for bar in bars) else ""
    return _svg(title, described, width, height + LABEL + 4, parts, f"columns{linked}")


def _said(bar: Bar) -> str:
    more = f", {bar.outer:,} with those around it" if bar.outer > bar.value else ""
    return f"{bar.label}: {bar.value:,}{more}"


def by_day(
    title: str,
    counts: Iterable[DayCount],
    since: date,
    until: date,
    *,
    href: Callable[[date], str] | None = None,
    marked: date | None = None,
    width: int = WIDE,
    ticks: int = 6,
) -> Markup:
    """Articles a day, from `since` to `until`, with a lighter bar behind for those that only mention it."""
    found = {count.day: count for count in counts}
    days = [since + timedelta(days=number) for number in range((until - since).days + 1)]
    bars = [
        Bar(
            label=f"{WEEKDAYS[day.weekday()]} {day.day} {day:%b}",
            value=found[day].about if day in found else 0,
            outer=found[day].mentioned if day in found else 0,
            href=href(day) if href and day in found else "",
            marked=day == marked,
        )
        for day in days
    ]
    every = max(1, len(days) // ticks)
    return columns(title, bars, width=width, ticks=range(len(days) - 1, -1, -every))


def heat(title: str, counts: Mapping[tuple[int, int], int]) -> Markup:
    """When a week is busy: a square for each hour (0-23) of each weekday (0 is Monday)."""
    most = max(counts.values(), default=0) or 1
    parts = []
    for weekday, name in enumerate(WEEKDAYS):
        parts.append(Markup('<text x="0" y="{}">{}</text>').format(weekday * 20 + 15, name))
        for hour in range(24):
            number = counts.get((weekday, hour), 0)
            shade = _shade(number, most)
            parts.append(
                Markup(
                    '<rect class="shade{}" x="{}" y="{}" width="23" height="18" rx="2">'
                    "<title>{} {:02}:00: {}</title></rect>"
                ).format(shade, 44 + hour * 25, weekday * 20, name, hour, number)
            )
    parts += [Markup('<text x="{}" y="156">{:02}</text>').format(44 + hour * 25, hour) for hour in (0, 6, 12, 18)]
    (weekday, hour), number = max(counts.items(), key=lambda pair: pair[1], default=((0, 0), 0))
    said = f"The busiest hour is {WEEKDAYS[weekday]} {hour:02}:00, with {number:,}." if number else "Nothing to show."
    return _svg(title, said, 650, 162, parts, "heat")


def world(title: str, counts: Mapping[str, int], labels: Mapping[str, str]) -> Markup:
    """A map of the world, the countries shaded by their number of articles on a logarithmic scale."""
    most = max(counts.values(), default=0) or 1
    parts = []
    for outline in outlines():
        number = counts.get(outline.code, 0)
        path = Markup('<path class="shade{}" d="{}">').format(_shade(number, most), outline.path)
        said = Markup("<title>{}: {}</title>").format(labels.get(outline.code, outline.code), f"{number:,}")
        shape = Markup("{}{}</path>").format(path, said if number else "")
        if number:
            shape = Markup('<a href="/country/{}" aria-label="{}: {}" tabindex="-1">{}</a>').format(
                outline.code, labels.get(outline.code, outline.code), f"{number:,}", shape
            )
        parts.append(shape)
    drawn = {outline.code for outline in outlines()}
    first = sorted(counts, key=lambda code: -counts[code])[:3]
    named = ", ".join(f"{labels.get(code, code)} {counts[code]:,}" for code in first if code in drawn)
    described = f"{len(counts)} countries; the most: {named}." if named else "No country has an article."
    return _svg(title, described, WIDTH, HEIGHT, parts, "world linked")


def _shade(number: int, most: int) -> int:
    """0 for nothing, then 1 to SHADES on a logarithmic scale."""
    if not number:
        return 0
    return 1 + min(SHADES - 1, int(SHADES * log(number + 1) / log(most + 1) - 0.001))

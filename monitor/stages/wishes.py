"""How often a feed asks to be asked: RSS ttl, skipHours and skipDays, and the syndication module of RSS 1.0."""

from __future__ import annotations

from datetime import timedelta

from lxml import etree

from monitor.model.parsed import Wishes

_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS = 24
_LONGEST = timedelta(days=365)


def wishes(root: etree._Element) -> Wishes:
    """Return what a feed's channel asks for; what makes no sense is left out (hours and days are those of UTC)."""
    said: dict[str, etree._Element] = {}
    for parent in (root, *root):
        if not isinstance(parent.tag, str) or (parent is not root and _name(parent) != "channel"):
            continue
        for child in parent:
            if isinstance(child.tag, str):
                said.setdefault(_name(child), child)
    minutes = _number(said.get("ttl"))
    period = _PERIODS.get(_text(said.get("updateperiod")).lower())
    frequency = _number(said.get("updatefrequency")) or 1
    hours = {
        number % _HOURS
        for number in map(_number, _children(said, "skiphours"))
        if number is not None and number <= _HOURS
    }
    days = {_DAYS.index(day) for day in (_text(child).lower() for child in _children(said, "skipdays")) if day in _DAYS}
    return Wishes(
        ttl=min(timedelta(minutes=minutes), _LONGEST) if minutes else None,
        period=period / frequency if period else None,
        skip_hours=tuple(sorted(hours)) if len(hours) < _HOURS else (),  # a feed that asks never to be asked
        skip_days=tuple(sorted(days)) if len(days) < len(_DAYS) else (),
    )


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname.lower()


def _text(element: etree._Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def _number(element: etree._Element | None) -> int | None:
    said = _text(element)
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else None  # noqa: PLR2004 - digits: a year of minutes has six


def _children(said: dict[str, etree._Element], name: str) -> list[etree._Element]:
    parent = said.get(name)
    return [child for child in parent if isinstance(child.tag, str)] if parent is not None else []

"""Sources and their feeds: packs and feeds.yaml laid over each other, checked as a whole."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from monitor.config.check import Checked, Place, require
from monitor.config.keys import ARTICLE, FEED, LISTING_KEYS, SOURCE
from monitor.errors import Problem
from monitor.model.settings import Settings
from monitor.model.source import ArticleSelectors, Feed, ListingSelectors, Source
from monitor.text.domains import registrable_domain


def merge(packed: tuple[Checked, ...], own: tuple[Checked, ...], problems: list[Problem]) -> tuple[Checked, ...]:
    """Return one entry a source: its keys in feeds.yaml win over those of a pack; an id that is used twice is told."""
    sources: dict[str, Checked] = {}
    _gather(packed, sources, problems)
    mine: dict[str, Checked] = {}
    _gather(own, mine, problems)
    for name, checked in mine.items():
        base = sources.pop(name, Checked(checked.place))
        values, places = {**base.values, **checked.values}, {**base.places, **checked.places}
        mine[name] = replace(checked, values=values, places=places)
    return (*mine.values(), *sources.values())


def _gather(entries: tuple[Checked, ...], into: dict[str, Checked], problems: list[Problem]) -> None:
    for number, checked in enumerate(entries):
        name = checked.values.get("id")
        if name in into:
            place, first = checked.where("id"), into[name].where("id")
            problems.append(place.problem(f'the id "{name}" is taken; first at {_at(first, place)}'))
        if name is None or name in into:
            name = f" {number} {checked.place}"  # kept apart, so that its other faults are told as well
        into[name] = checked


def assemble(
    entries: tuple[Checked, ...], settings: Settings, problems: list[Problem]
) -> tuple[tuple[Source, ...], tuple[Feed, ...], tuple[str, ...]]:
    """Return the sources that are on, their feeds, and the ids of those that are switched off."""
    sources: list[Source] = []
    feeds: list[Feed] = []
    disabled: list[str] = []
    addresses: dict[str, Place] = {}
    for checked in entries:
        enabled = checked.values.get("enabled", True)
        if not enabled and "id" in checked.values:
            disabled.append(checked.values["id"])
            continue
        complete = require(checked, SOURCE, problems)
        own = _feeds(checked, settings, addresses, problems)
        _rights(checked, problems)
        if complete and own:
            sources.append(_source(checked, own, _layouts(checked, problems)))
            feeds.extend(own)
    return tuple(sources), tuple(feeds), tuple(disabled)


def _source(checked: Checked, feeds: tuple[Feed, ...], article: tuple[ArticleSelectors, ...]) -> Source:
    first = urlsplit(feeds[0].url)
    homepage = checked.values.get("homepage", f"{first.scheme}://{first.netloc}/")
    owner = checked.values.get("owner") or registrable_domain(homepage)
    source: Source = checked.noun(
        SOURCE,
        homepage=homepage,
        owner=owner,
        article=article,
    )
    return source


def _layouts(checked: Checked, problems: list[Problem]) -> tuple[ArticleSelectors, ...]:
    """Return the selectors of each layout; two that are for the same time are told."""
    versions: tuple[Checked, ...] = checked.values.get("article", ())
    until: dict[object, Place] = {}
    for version in versions:
        day, place = version.values.get("valid_until"), version.where("valid_until")
        unread = day is None and "valid_until" in version.places
        if unread or not version.readable:
            continue
        if day in until:
            message = f"is for the same time as the one at {_at(until[day], place)}; expected another `valid_until`"
            problems.append(place.problem(message))
        until.setdefault(day, place)
    return tuple(version.noun(ARTICLE) for version in versions)


def _feeds(
    checked: Checked, settings: Settings, addresses: dict[str, Place], problems: list[Problem]
) -> tuple[Feed, ...]:
    entries: tuple[Checked, ...] = checked.values.get("feeds", ())
    if not entries and "feeds" in checked.values:
        problems.append(checked.where("feeds").problem("expected at least one feed (enabled: false switches it off)"))
    found: list[Feed] = []
    for entry in entries:
        complete = require(entry, FEED, problems)
        if not _listing(entry, problems) or not complete:
            continue
        address, place = entry.values["url"], entry.where("url")
        first = addresses.setdefault(comparable(address), place)
        if first is not place:
            problems.append(place.problem(f"this address is already read; first at {_at(first, place)}"))
            continue
        found.append(_feed(entry, checked.values.get("id", ""), settings))
    return tuple(found)


def _feed(entry: Checked, source: str, settings: Settings) -> Feed:
    selectors = {name: entry.values[name] for name in LISTING_KEYS if name in entry.values}
    return Feed(
        source=source,
        url=entry.values["url"],
        kind=entry.values.get("kind", "auto"),
        every=entry.values.get("every", settings.every),
        listing=ListingSelectors(**selectors) if "link" in selectors else None,
    )


def _listing(entry: Checked, problems: list[Problem]) -> bool:
    before = len(problems)
    kind = entry.values.get("kind")
    if kind == "listing" and "link" not in entry.places:
        message = 'a listing needs "link", the CSS selector of the links to articles, such as "a[href*=\'/news/\']"'
        problems.append(entry.place.problem(message))
    unread = kind is None and "kind" in entry.places
    if kind != "listing" and not unread:
        problems.extend(
            entry.where(name).problem("is for listings; expected kind: listing beside it")
            for name in LISTING_KEYS
            if name in entry.places
        )
    return len(problems) == before


def _rights(checked: Checked, problems: list[Problem]) -> None:
    if checked.values.get("rights") == "licensed" and "rights_note" not in checked.values:
        message = 'licensed needs "rights_note": on what grounds full text is kept'
        problems.append(checked.where("rights").problem(message))


def comparable(url: str) -> str:
    """Return a feed's address as it is compared with others: its host in small letters, without a fragment."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.lower(), path=parts.path or "/", fragment="").geturl()


def _at(first: Place, place: Place) -> str:
    return f"line {first.line}" if first.file == place.file else f"{first.file}:{first.line}"

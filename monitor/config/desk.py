"""What the desk wants: settings, watchlists, digests and mail, with what they say of each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monitor.config.check import Checked, require
from monitor.config.keys import ALERT, CONDITION, DIGEST, MAIL, SETTINGS, WATCHLIST
from monitor.config.sections import written
from monitor.config.values import DAYS
from monitor.errors import Problem
from monitor.model.settings import AlertPlan, DigestPlan, Mail, Settings
from monitor.model.watchlist import Condition, Watchlist
from monitor.stages.narrow import asks
from monitor.text.nearest import nearest


def settings(checked: Checked | None, problems: list[Problem]) -> Settings:
    """Return the settings, with defaults for what is not said."""
    if checked is None:
        return Settings()
    found: Settings = checked.noun(SETTINGS)
    if not found.every_min <= found.every <= found.every_max:
        key = next(name for name in ("every", "min", "max") if name in checked.values)
        least, usual, most = written(found.every_min), written(found.every), written(found.every_max)
        message = f"expected min <= every <= max; got {least}, {usual}, {most}"
        problems.append(checked.where(key).problem(message))
    if found.timeout > found.deadline:
        message = f"expected at most the deadline of a run, {written(found.deadline)}; got {written(found.timeout)}"
        problems.append(checked.where("timeout").problem(message))
    return found


def watchlists(entries: tuple[Checked, ...], sources: frozenset[str], problems: list[Problem]) -> tuple[Watchlist, ...]:
    """Return the watchlists; `sources` are the ids of the sources that there are."""
    found: dict[str, Watchlist] = {}
    for checked in entries:
        whole = require(checked, WATCHLIST, problems)
        met = _condition(checked, sources, problems)
        if not whole or not _free(checked, "id", found, problems):
            continue
        name = checked.values["id"]
        found[name] = checked.noun(WATCHLIST, name=checked.values.get("name", name), **met)
        if not asks(found[name]) and not _told(checked, problems):
            message = (
                "expected at least one of countries, organisations and text (or languages, sources, tiers); "
                "a watchlist that only says what is not wanted finds all the rest"
            )
            problems.append(checked.place.problem(message))
    return tuple(found.values())


def _condition(
    checked: Checked, sources: frozenset[str], problems: list[Problem], *, any_mention: bool = False
) -> dict[str, Any]:
    """The fields of a condition that are not plain values; what is inside it means mentions as it does itself."""
    said = checked.values.get("mentions")
    any_mention = any_mention if said is None else said == "any"
    problems.extend(
        checked.where("sources").problem(f'expected the id of a source; got "{word}"{nearest(word, sources)}')
        for word in checked.values.get("sources", ())
        if word not in sources
    )
    inside: dict[str, tuple[Condition, ...]] = {}
    for key, field in (("all", "all"), ("any", "any"), ("not", "none")):
        parts: tuple[Checked, ...] = checked.values.get(key, ())
        problems.extend(
            part.place.problem("expected at least one key; a condition that asks for nothing decides nothing")
            for part in parts
            if not part.places and not _told(part, problems)
        )
        inside[field] = tuple(
            part.noun(CONDITION, **_condition(part, sources, problems, any_mention=any_mention)) for part in parts
        )
    return {"any_mention": any_mention, **inside}


def _told(checked: Checked, problems: list[Problem]) -> bool:
    """Whether something in a section could not be read, which has been told."""
    place = checked.place
    return any(problem.file == place.file and problem.key.startswith(place.path) for problem in problems)


def digests(entries: tuple[Checked, ...], known: frozenset[str], problems: list[Problem]) -> tuple[DigestPlan, ...]:
    """Return the digests; `known` are the ids of the watchlists, also of those that have faults of their own."""
    found: dict[str, DigestPlan] = {}
    for checked in entries:
        if not require(checked, DIGEST, problems) or not _free(checked, "name", found, problems):
            continue
        _watchlists_of(checked, known, problems)
        name = checked.values["name"]
        days = {day for part in checked.values.get("days", (DAYS,)) for day in part}
        found[name] = checked.noun(
            DIGEST,
            title=checked.values.get("title", name),
            days=tuple(day for day in DAYS if day in days),
        )
    return tuple(found.values())


def alerts(entries: tuple[Checked, ...], known: frozenset[str], problems: list[Problem]) -> tuple[AlertPlan, ...]:
    """Return the alerts; `known` as for digests."""
    found: dict[str, AlertPlan] = {}
    for checked in entries:
        if not require(checked, ALERT, problems) or not _free(checked, "name", found, problems):
            continue
        _watchlists_of(checked, known, problems)
        channel = checked.values.get("channel", "mail")
        needed = {"mail": ("to",), "telegram": ("token", "chat")}.get(channel, ("url",))
        problems.extend(
            checked.place.problem(f'the channel {channel} needs "{key}"')
            for key in needed
            if not checked.values.get(key) and key not in _wrong(checked)
        )
        found[checked.values["name"]] = checked.noun(ALERT)
    return tuple(found.values())


def mail(checked: Checked | None, problems: list[Problem]) -> Mail | None:
    """Return how mail leaves, None where feeds.yaml does not say."""
    if checked is None or not require(checked, MAIL, problems):
        return None
    found: Mail = checked.noun(MAIL)
    return found


def _watchlists_of(checked: Checked, known: frozenset[str], problems: list[Problem]) -> None:
    problems.extend(
        checked.where("watchlists").problem(f'expected the id of a watchlist; got "{word}"{nearest(word, known)}')
        for word in checked.values["watchlists"]
        if word not in known
    )
    if not checked.values["watchlists"]:
        problems.append(checked.where("watchlists").problem("expected at least one watchlist"))


def _free(checked: Checked, key: str, found: Mapping[str, object], problems: list[Problem]) -> bool:
    if checked.values[key] in found:
        problems.append(checked.where(key).problem(f'"{checked.values[key]}" is taken by one above it'))
        return False
    return True


def _wrong(checked: Checked) -> frozenset[str]:
    return frozenset(checked.places) - frozenset(checked.values)

"""What the desk wants: settings, watchlists, digests and mail, with what they say of each other."""

from __future__ import annotations

from monitor.config.check import Checked, require
from monitor.config.keys import DIGEST, MAIL, SETTINGS, WATCHLIST, written
from monitor.config.values import DAYS
from monitor.errors import Problem
from monitor.model.settings import DigestPlan, Mail, Settings, Watchlist
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


def watchlists(entries: tuple[Checked, ...], problems: list[Problem]) -> tuple[Watchlist, ...]:
    """Return the watchlists."""
    found: dict[str, Watchlist] = {}
    for checked in entries:
        if not require(checked, WATCHLIST, problems) or not _free(checked, "id", found, problems):
            continue
        if not any(checked.values.get(key) or key in _wrong(checked) for key in ("countries", "organisations", "text")):
            message = (
                "expected at least one of countries, organisations and text; a watchlist without them finds nothing"
            )
            problems.append(checked.place.problem(message))
        name = checked.values["id"]
        found[name] = checked.noun(
            WATCHLIST,
            name=checked.values.get("name", name),
            any_mention=checked.values.get("mentions") == "any",
        )
    return tuple(found.values())


def digests(entries: tuple[Checked, ...], known: frozenset[str], problems: list[Problem]) -> tuple[DigestPlan, ...]:
    """Return the digests; `known` are the ids of the watchlists, also of those that have faults of their own."""
    found: dict[str, DigestPlan] = {}
    for checked in entries:
        if not require(checked, DIGEST, problems) or not _free(checked, "name", found, problems):
            continue
        problems.extend(
            checked.where("watchlists").problem(f'expected the id of a watchlist; got "{word}"{nearest(word, known)}')
            for word in checked.values["watchlists"]
            if word not in known
        )
        if not checked.values["watchlists"]:
            problems.append(checked.where("watchlists").problem("expected at least one watchlist"))
        name = checked.values["name"]
        days = {day for part in checked.values.get("days", (DAYS,)) for day in part}
        found[name] = checked.noun(
            DIGEST,
            title=checked.values.get("title", name),
            days=tuple(day for day in DAYS if day in days),
        )
    return tuple(found.values())


def mail(checked: Checked | None, problems: list[Problem]) -> Mail | None:
    """Return how mail leaves, None where feeds.yaml does not say."""
    if checked is None or not require(checked, MAIL, problems):
        return None
    found: Mail = checked.noun(MAIL)
    return found


def _free(
    checked: Checked, key: str, found: dict[str, Watchlist] | dict[str, DigestPlan], problems: list[Problem]
) -> bool:
    if checked.values[key] in found:
        problems.append(checked.where(key).problem(f'"{checked.values[key]}" is taken by one above it'))
        return False
    return True


def _wrong(checked: Checked) -> frozenset[str]:
    return frozenset(checked.places) - frozenset(checked.values)

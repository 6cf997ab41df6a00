"""feeds.yaml: read, checked and turned into nouns. Every problem is told at once, with its file and line."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from monitor.config import desk, known, names, packs, sources
from monitor.config.check import Checked, Place, check
from monitor.config.keys import FILE
from monitor.config.secrets import resolve
from monitor.config.tree import Node, read
from monitor.errors import ConfigError, Problem
from monitor.model.settings import Config, Settings

__all__ = ["build", "contact_notice", "load", "proxy", "resolve"]


def load(path: Path) -> Config:
    """Return a checked configuration with the packs that it includes.

    Raises ConfigError with all problems, in the order of the files and lines.
    """
    return build(read(path), path)


def build(tree: Node, path: Path) -> Config:
    """Return the configuration that a tree says; `path` is where it was or will be. Raises ConfigError."""
    problems: list[Problem] = []
    place = Place(str(path), 1)
    if tree.empty:
        problems.append(place.problem("the file says nothing; `monitor init` writes one that does"))
    with known.besides(names.organisations(tree, path)):
        checked = check(tree, FILE, place, problems)
        own = names.own(checked.values.get("gazetteer"), path.parent, problems)
    settings: Settings = desk.settings(checked.values.get("settings"), problems)
    packed = packs.included(checked.values.get("include", ()), path.parent, checked.where("include"), problems)
    merged = sources.merge(packed, checked.values.get("sources", ()), problems)
    on, feeds, disabled = sources.assemble(merged, settings, problems)
    lists: tuple[Checked, ...] = checked.values.get("watchlists", ())
    named = frozenset(entry.values["id"] for entry in lists if "id" in entry.values)
    config = Config(
        path=path.absolute(),
        settings=settings,
        sources=on,
        feeds=feeds,
        disabled=disabled,
        names=own,
        watchlists=desk.watchlists(lists, frozenset({*(source.id for source in on), *disabled}), problems),
        digests=desk.digests(checked.values.get("digests", ()), named, problems),
        alerts=desk.alerts(checked.values.get("alerts", ()), named, problems),
        mail=desk.mail(checked.values.get("mail"), problems),
    )
    if problems:
        raise ConfigError(_ordered(problems, str(path)))
    return config


def _ordered(problems: list[Problem], first: str) -> tuple[Problem, ...]:
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda problem: (problem.file != first, problem.file, problem.line)))


def contact_notice(config: Config) -> str | None:
    """Return the line to say at each collect while publishers can't reach anybody; None once a contact is set."""
    if config.settings.contact:
        return None
    return (
        f"no contact is set, and publishers should be able to reach somebody: "
        f"add `contact: you@example.org` under `settings:` in {config.path.name}"
    )


def proxy(config: Config) -> str | None:
    """Return the proxy to use, resolved from the environment or a file; None for none. Raises ConfigError."""
    secret = config.settings.proxy
    if secret is None:
        return None
    address = resolve(secret, os.environ, config.path.parent)
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        message = "expected an http or https address there; got something else"
        raise ConfigError((Problem(file=secret.reference, line=0, key="settings.proxy", message=message),))
    return address

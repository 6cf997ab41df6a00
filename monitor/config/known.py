"""What the gazetteer knows by name: the countries and organisations that a desk may look for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from types import MappingProxyType

_own: ContextVar[Mapping[str, str]] = ContextVar("own organisations", default=MappingProxyType({}))


@contextmanager
def besides(own: Mapping[str, str]) -> Iterator[None]:
    """Know these organisations too, labels by id, while a configuration that defines them is checked."""
    token = _own.set(own)
    try:
        yield
    finally:
        _own.reset(token)


def organisations() -> dict[str, str]:
    """Return the names of the organisations that the tagger can find, by id."""
    return {**_labels("org:"), **_own.get()}


@cache
def countries() -> dict[str, str]:
    """Return the names of the countries, by code."""
    return _labels("country:")


def organisation_named(name: str) -> str | None:
    """Return the id of an organisation that somebody called by its name in English, in whatever case."""
    return _named(name, organisations())


def country_named(name: str) -> str | None:
    """Return the code of a country that somebody called by its name in English, in whatever case."""
    return _named(name, countries())


@cache
def _labels(kind: str) -> dict[str, str]:
    from monitor.gazetteer import tags

    return {tag.slug.removeprefix(kind): tag.label for tag in tags() if tag.slug.startswith(kind)}


def _named(name: str, labels: dict[str, str]) -> str | None:
    wanted = name.strip().casefold()
    return next((code for code, label in labels.items() if label.casefold() == wanted), None)

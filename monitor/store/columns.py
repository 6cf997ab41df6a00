"""How nouns stand in columns: times, lists, entries, spans and counts as text, and back.

What is read back is never trusted to be complete: a field that is missing or of another shape takes its default,
so that rows of earlier versions stay readable.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from monitor.model.article import Entry
from monitor.model.parsed import Wishes
from monitor.model.run import Counts
from monitor.model.source import Rhythm
from monitor.model.tag import Span

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

ENTRY_FORMAT = 1  # of the JSON of pending entries


def time_text(moment: datetime | None) -> str | None:
    """`2026-11-23T10:00:00Z`, or None. Fractions of a second are cut off."""
    return None if moment is None else _time(moment)


def time_of(text: str | None) -> datetime | None:
    """The aware UTC time that time_text wrote, or None."""
    return None if text is None else datetime.fromisoformat(text).astimezone(UTC)


def moment_of(text: str) -> datetime:
    """The aware UTC time of a column that always has one."""
    return datetime.fromisoformat(text).astimezone(UTC)


def list_text(values: Iterable[str | int]) -> str:
    """A JSON array; as one parameter it also serves `IN (SELECT value FROM json_each(?))`."""
    return _json(list(values))


def pairs_text(pairs: Iterable[tuple[str, str | None]]) -> str:
    """A JSON array of arrays of two."""
    return _json([list(pair) for pair in pairs])


def list_of(text: str) -> tuple[str, ...]:
    """The strings of a JSON array."""
    return _strings(json.loads(text))


def entry_text(entry: Entry) -> str:
    """An entry as a JSON object: only what it says, with the format's number under `v`."""
    said = ((name, getattr(entry, name)) for name in _ENTRY)  # asdict copies deeply, and takes ten times as long
    return _json({"v": ENTRY_FORMAT} | {name: value for name, value in said if value not in (None, "", ())})


def entry_of(text: str) -> Entry:
    """The entry that entry_text wrote, now or in an earlier version."""
    said = json.loads(text)
    known: dict[str, Any] = {name: said[name] for name in _TEXTS if isinstance(said.get(name), str)}
    known |= {name: _date(said.get(name)) for name in _TIMES}
    known |= {name: _strings(said.get(name)) for name in _LISTS}
    return Entry(**known)


def spans_text(spans: Iterable[Span]) -> str:
    """A JSON array of the evidence."""
    said = [{name: getattr(span, name) for name in _SPAN} for span in spans]
    return _json([span if span["alias"] else {k: v for k, v in span.items() if k != "alias"} for span in said])


def spans_of(text: str) -> tuple[Span, ...]:
    """The evidence that spans_text wrote."""
    return tuple(Span(**span) for span in json.loads(text))


def nouns_text(nouns: Iterable[DataclassInstance]) -> str:
    """A JSON array of flat nouns as objects."""
    return _json([{field.name: getattr(noun, field.name) for field in fields(noun)} for noun in nouns])


def counts_text(counts: Counts) -> str:
    """A JSON object of the counts."""
    return _json(asdict(counts))


def counts_of(text: str) -> Counts:
    """The counts that counts_text wrote; those that this version does not know are left out."""
    said = json.loads(text)
    return Counts(**{field.name: said[field.name] for field in fields(Counts) if isinstance(said.get(field.name), int)})


def wishes_text(wishes: Wishes) -> str | None:
    """A JSON object of what a feed asks for, lengths of time in seconds; None where it asks for nothing."""
    said = {name: value for name in _WISHES if (value := getattr(wishes, name))}
    plain = {name: value.total_seconds() if isinstance(value, timedelta) else value for name, value in said.items()}
    return _json(plain) if plain else None


def wishes_of(text: str | None) -> Wishes:
    """The wishes that wishes_text wrote."""
    said = json.loads(text) if text else {}
    lengths: dict[str, Any] = {name: timedelta(seconds=said[name]) for name in ("ttl", "period") if name in said}
    times: dict[str, Any] = {name: tuple(said[name]) for name in ("skip_hours", "skip_days") if name in said}
    return Wishes(**lengths, **times)


def rhythm_text(rhythm: Rhythm | None) -> str | None:
    """A JSON object of when a feed publishes; None where nothing is known of it."""
    if rhythm is None:
        return None
    weights = {name: [round(weight, 3) for weight in getattr(rhythm, name)] for name in ("hours", "days")}
    return _json({"heard_at": rhythm.heard_at, "exposure": round(rhythm.exposure, 4), **weights})


def rhythm_of(text: str | None) -> Rhythm | None:
    """The rhythm that rhythm_text wrote; None for what another version wrote."""
    said = json.loads(text) if text else {}
    heard_at, exposure = _date(said.get("heard_at")), said.get("exposure")
    hours, days = said.get("hours", ()), said.get("days", ())
    if heard_at is None or not isinstance(exposure, int | float) or (len(hours), len(days)) != (24, 7):
        return None
    return Rhythm(heard_at=heard_at, exposure=float(exposure), hours=tuple(hours), days=tuple(days))


_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
_TIMES = ("published", "updated")
_LISTS = ("authors", "categories")
_ENTRY = tuple(field.name for field in fields(Entry))
_TEXTS = frozenset(_ENTRY) - {*_TIMES, *_LISTS}
_WISHES = tuple(field.name for field in fields(Wishes))
_SPAN = tuple(field.name for field in fields(Span))


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _json(value: Mapping[str, Any] | list[Any]) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_time)
    return _NUL.sub(r"\1?", text) if "\\u0000" in text else text  # which SQLite would take for the text's end


def _strings(value: Any) -> tuple[str, ...]:
    return tuple(part for part in value if isinstance(part, str)) if isinstance(value, list) else ()


def _date(value: Any) -> datetime | None:
    try:
        return time_of(value)
    except (TypeError, ValueError):
        return None

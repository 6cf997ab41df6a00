"""Reservations of text and data mining by the TDM Reservation Protocol (W3C community group final report, 2024).

A publisher speaks in /.well-known/tdmrep.json, in HTTP headers and in meta elements; the later wins, and who says
nothing that can be understood says nothing.
"""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from monitor.model.fetch import Fetched
from monitor.model.rights import Reservation, Rule, TdmFile
from monitor.stages.freshness import fresh_for

WELL_KNOWN = "/.well-known/tdmrep.json"
MOST_RULES = 1000
_LONGEST = 2048  # characters of a location
_SHORTEST, _LONGEST_FRESH = timedelta(days=1), timedelta(days=7)  # between two askings
_AGAIN = timedelta(hours=6)  # after a failure that may pass
_SETTLED = frozenset({"ok", "not_found", "gone", "html", "empty", "blocked", "robots"})  # it says what it says
_WORDS = {"0": False, "1": True}


def read_file(document: bytes) -> tuple[Rule, ...]:
    """Return the rules of a tdmrep.json in their order; rules that can't be understood are left out, as is all else."""
    try:
        told = json.loads(document.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return ()
    rules = told if isinstance(told, list) else [told]
    return tuple(rule for each in rules[:MOST_RULES] if (rule := _rule(each)))


def origin_of(url: str) -> str:
    """Return the origin of an address: scheme, host and port, for which one tdmrep.json speaks."""
    parts = urlsplit(url)
    return f"{parts.scheme.lower()}://{parts.netloc.rpartition('@')[2].lower()}"


def asked(origin: str, fetched: Fetched, before: TdmFile | None, now: datetime) -> TdmFile:
    """Return an origin's file after it was asked for; what could not be had for a passing reason stays as it was."""
    rules, etag, last_modified = (before.rules, before.etag, before.last_modified) if before else ((), None, None)
    if fetched.outcome in _SETTLED:
        rules = read_file(fetched.body) if fetched.outcome == "ok" else ()
        etag, last_modified = fetched.headers.get("etag"), fetched.headers.get("last-modified")
    wait = _AGAIN
    if fetched.outcome in _SETTLED or fetched.outcome == "not_modified":
        wait = min(max(fresh_for(fetched.headers, now) or _SHORTEST, _SHORTEST), _LONGEST_FRESH)
    return TdmFile(
        origin=origin,
        rules=rules,
        asked_at=now,
        fresh_until=now + wait,
        outcome=fetched.outcome,
        etag=etag,
        last_modified=last_modified,
    )


def by_file(rules: tuple[Rule, ...], url: str) -> Reservation | None:
    """Return what the first rule that matches the address says; None where none does."""
    parts = urlsplit(url)
    path = _normal(parts.path or "/") + (f"?{_normal(parts.query)}" if parts.query else "")
    return next((rule.word for rule in rules if _pattern(rule.location).match(path)), None)


def said(reservation: str | None, policy: str | None = None) -> Reservation | None:
    """Return what a header or a meta element says; None for nothing, and for what is neither 0 nor 1."""
    reserved = _WORDS.get((reservation or "").strip())
    if reserved is None:
        return None
    return Reservation(reserved=reserved, policy=(policy or "").strip() or None if reserved else None)


def settled(*words: Reservation | None) -> Reservation | None:
    """Return the last word of several, in the order file, header, meta."""
    return next((word for word in reversed(words) if word is not None), None)


def _rule(told: Any) -> Rule | None:
    if not isinstance(told, dict):
        return None
    location, value, policy = told.get("location"), told.get("tdm-reservation"), told.get("tdm-policy")
    if not isinstance(location, str) or not location.strip() or len(location) > _LONGEST:
        return None
    word = said(str(value), policy if isinstance(policy, str) else None) if type(value) in {int, str} else None
    return Rule(location=location.strip(), word=word) if word is not None else None


@lru_cache(maxsize=4096)
def _pattern(location: str) -> re.Pattern[str]:
    """Return a location as a pattern: `*` stands for any characters, a `$` at the end for the end (RFC 9309, 2.2.3)."""
    ended = location.endswith("$")
    pieces = re.sub(r"\*+", "*", location.removesuffix("$")).split("*")
    return re.compile(".*?".join(re.escape(_normal(piece)) for piece in pieces) + (r"\Z" if ended else ""), re.DOTALL)


def _normal(path: str) -> str:
    """Return a path with its unreserved characters decoded and all others encoded in one way (RFC 3986, 6.2.2)."""
    kept = re.sub(
        r"%[0-9A-Fa-f]{2}",
        lambda code: text if re.fullmatch(r"[A-Za-z0-9._~-]", text := unquote(code[0])) else code[0].upper(),
        path,
    )
    return quote(kept, safe="%/:?#[]@!$&'()*+,;=~-._")

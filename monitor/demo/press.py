"""What the outlets of the demo have written: read from the files in outlets/, which were written for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from importlib.resources import files
from typing import Any, Literal

import yaml

Form = Literal["rss", "atom", "json", "sitemap", "listing"]
Flaw = Literal["", "careless", "broken", "missing"]
SHOWPIECE = "milli-majlis-delegation-nato-assembly"  # the piece whose tags the demo shows with their evidence
AGE = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A feed of an outlet; `careless`: malformed but legible, `broken`: illegible, `missing`: a 404."""

    path: str
    form: Form
    flaw: Flaw = ""
    full: bool = False  # carries the whole text
    only: tuple[str, ...] = ()  # slugs; empty for all


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a piece says; paragraphs are plain text."""

    title: str
    summary: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One article of an outlet, published `age` before the demo began; `edited` is what it says one edition later."""

    slug: str
    language: str
    byline: str
    age: timedelta
    edition: int
    wording: Wording
    edited: Wording | None = None

    def reads(self, edition: int) -> Wording:
        """What it says in an edition."""
        return self.edited if self.edited and edition > self.edition else self.wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A publisher of the demo; `dress` is how its pages are marked up."""

    id: str
    name: str
    country: str
    languages: tuple[str, ...]
    type: str
    tier: int
    timezone: str
    dress: Literal["json-ld", "open-graph", "microdata", "plain"]
    charset: str
    channels: tuple[Channel, ...]
    pieces: tuple[Piece, ...]

    def printed(self, edition: int) -> tuple[Piece, ...]:
        """Its pieces in an edition, newest first."""
        there = (piece for piece in self.pieces if piece.edition <= edition)
        return tuple(sorted(there, key=lambda piece: piece.age))


def outlets() -> tuple[Outlet, ...]:
    """Return the outlets of the demo, agencies first, with the wire copies of others filled in from them."""
    folder = files("monitor.demo") / "outlets"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    written = [
        yaml.load(path.read_text("utf-8"), Loader=loader)  # noqa: S506  a safe loader, in C where there is one
        for path in sorted(folder.iterdir(), key=lambda path: path.name)
        if path.name.endswith(".yaml")
    ]
    originals = {
        f"{outlet['id']}/{said['slug']}": _piece(said, outlet)
        for outlet in written
        for said in outlet["articles"]
        if "slug" in said
    }
    return tuple(_outlet(outlet, originals) for outlet in sorted(written, key=lambda outlet: int(outlet["tier"])))


def _outlet(said: dict[str, Any], originals: dict[str, Piece]) -> Outlet:
    pieces = [
        _copy(article, originals[article["copy_of"]])
        if "copy_of" in article
        else originals[f"{said['id']}/{article['slug']}"]
        for article in said["articles"]
    ]
    return Outlet(
        id=said["id"],
        name=said["name"],
        country=said["country"],
        languages=tuple(said["languages"]),
        type=said["type"],
        tier=said["tier"],
        timezone=said["timezone"],
        dress=said["dress"],
        charset=said.get("charset", "utf-8"),
        channels=tuple(Channel(**{**channel, "only": tuple(channel.get("only", ()))}) for channel in said["feeds"]),
        pieces=tuple(pieces),
    )


def _piece(said: dict[str, Any], outlet: dict[str, Any]) -> Piece:
    return Piece(
        slug=said["slug"],
        language=said.get("language", outlet["languages"][0]),
        byline=said["by"],
        age=_age(said["ago"]),
        edition=said.get("edition", 1),
        wording=_wording(said),
        edited=_wording(said["edited"]) if "edited" in said else None,
    )


def _copy(said: dict[str, Any], original: Piece) -> Piece:
    wording = replace(original.wording, title=said.get("title", original.wording.title))
    return replace(original, age=_age(said["ago"]), byline=said["by"], wording=wording)


def _wording(said: dict[str, Any]) -> Wording:
    paragraphs = tuple(part.strip() for part in said["body"].split("\n\n") if part.strip())
    return Wording(title=said["title"], summary=said["summary"], paragraphs=paragraphs)


def _age(said: str) -> timedelta:
    match = AGE.fullmatch(said)
    assert match, f"{said!r} is no age such as 2h30m"
    hours, minutes = (int(part or 0) for part in match.groups())
    return timedelta(hours=hours, minutes=minutes)

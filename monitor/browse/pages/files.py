"""Lists as files: CSV for a spreadsheet, JSON for programs, Atom for a feed reader."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.browse.pages.search import Asked
from monitor.browse.render import quoted
from monitor.model.reading import Listed
from monitor.text.atom import Announced, atom
from monitor.text.forms import json_text, write_csv

COLUMNS = (
    "id", "sorted_at", "source", "source_name", "title", "url", "language", "summary", "countries", "organisations",
    "words", "copies",
)  # fmt: skip
ROWS = 1_000
ENTRIES = 50
SUMMARY = 400  # characters of one
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
}
_MARKS = str.maketrans("", "", "\x02\x03")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a file is asked for: `root` is the room's address with a slash, `own` that of the file."""

    root: str
    own: str


def list_file(form: str, articles: Sequence[Listed], said: Asked, place: Place, now: datetime, *, raw: bool) -> str:
    """Return the articles as `csv`, `json` or `atom`; CSV puts what looks like a formula out of force unless raw."""
    if form == "csv":
        out = io.StringIO()
        write_csv(out, COLUMNS, [_row(article) for article in articles], raw=raw)
        return out.getvalue()
    if form == "json":
        rows = [_row(article) | {"snippet": article.snippet.translate(_MARKS)} for article in articles]
        return json_text({"search": said.parameters, "articles": rows}, indent=2) + "\n"
    return atom(
        id=place.own,
        title=f"Press monitor: {said.q or ' '.join((*said.country, *said.org, *said.source)) or 'latest'}",
        updated=max((article.sorted_at for article in articles), default=now),
        own=place.own,
        entries=[_entry(article, place) for article in articles],
    )


def _row(article: Listed) -> dict[str, object]:
    row: dict[str, object] = {name: getattr(article, name) for name in COLUMNS}
    return row | {"summary": quoted(article, article.summary, len(article.summary))}


def _entry(article: Listed, place: Place) -> Announced:
    countries = (f"country:{code}" for code in article.countries)
    organisations = (f"org:{code}" for code in article.organisations)
    return Announced(
        id=f"{place.root}article/{article.id}",
        title=article.title,
        url=article.url,
        updated=article.sorted_at,
        summary=quoted(article, article.summary, SUMMARY),
        author=article.source_name,
        language=article.language,
        categories=(*countries, *organisations),
        via=f"{place.root}article/{article.id}",
    )

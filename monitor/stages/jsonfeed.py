"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
import re
from typing import Any

from monitor.errors import ParseError
from monitor.model.article import Entry
from monitor.model.parsed import Parsed
from monitor.stages.said import Said

_VERSION = re.compile(r"jsonfeed\.org/version/", re.IGNORECASE)
_DEEPEST = 60


def read_json(text: str, said: Said) -> Parsed:
    """Return the entries of a JSON Feed; values of the wrong type are as if they were not there.

    Raises ParseError (parse_error) for what is no JSON, or JSON without entries.
    """
    feed = _loaded(text)
    listed = feed.get("items")
    if not isinstance(listed, list) or not (_VERSION.search(_text(feed.get("version"))) or _resembles(listed)):
        raise ParseError("parse_error", "JSON, but no JSON Feed")
    base = said.url(_text(feed.get("home_page_url")))
    warnings = []
    strays = sum(not isinstance(one, dict) for one in listed)
    if strays:
        warnings.append(f"{strays} entries that are none")
    kept = [one for one in listed if isinstance(one, dict)]
    language = said.language(_text(feed.get("language")))
    authors = _authors(feed)
    return Parsed(
        format="jsonfeed",
        title=said.title(_text(feed.get("title"))),
        language=language,
        entries=tuple(_entry(one, base, language, authors, said) for one in kept[: said.limit]),
        found=len(kept),
        warnings=(*warnings, *said.capped(len(kept)), *said.puzzled()),
    )


def _loaded(text: str) -> dict[str, Any]:
    try:
        feed = json.loads(text)
    except RecursionError:
        raise ParseError("parse_error", "JSON nested too deep") from None
    except ValueError as error:  # also of numbers with thousands of digits
        feed = _first_value(text)
        if feed is None:
            raise ParseError("parse_error", f"broken JSON: {str(error)[:80]}") from error
    if not isinstance(feed, dict):
        raise ParseError("parse_error", "JSON, but no JSON Feed")
    return feed


def _first_value(text: str) -> Any:
    """Return the JSON value that a text begins with where more follows it, None where it is broken."""
    try:
        return json.JSONDecoder(strict=False).raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None


def _resembles(listed: list[Any]) -> bool:
    """Tell whether a list is one of entries although no version says so."""
    return any(
        isinstance(one, dict)
        and ("id" in one or "url" in one)
        and ("content_html" in one or "content_text" in one or "title" in one)
        for one in listed
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _named(value: Any) -> str:
    """Return a text, or a number that serves as an id."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else _text(value)


def _authors(of: dict[str, Any]) -> tuple[str, ...]:
    listed = of.get("authors")
    each = listed if isinstance(listed, list) else [of.get("author")]
    return tuple(_text(one.get("name")) for one in each if isinstance(one, dict))


def _entry(one: dict[str, Any], base: str | None, language: str | None, authors: tuple[str, ...], said: Said) -> Entry:
    html, prose = _text(one.get("content_html")), _text(one.get("content_text"))
    summary, body = said.words(summary=_text(one.get("summary")), content=html or said.as_markup(prose))
    guid = _named(one.get("id"))
    published_raw, published = said.date(_named(one.get("date_published")))
    updated_raw, updated = said.date(_named(one.get("date_modified")))
    tags = one.get("tags")
    links = (one.get("url"), one.get("external_url"), guid if "://" in guid else None)
    return Entry(
        guid=said.guid(guid),
        url=next(filter(None, (said.url(_text(link), base) for link in links if link)), None),
        title=said.title(_text(one.get("title"))),
        summary=summary,
        body=body,
        published_raw=published_raw or updated_raw,
        published=published or (updated if not published_raw else None),
        updated=updated,
        authors=said.authors(_authors(one) or authors),
        categories=said.categories(tuple(map(_text, tags)) if isinstance(tags, list) else ()),
        language=said.language(_text(one.get("language"))) or language,
        image_url=next(filter(None, (said.url(_text(one.get(key)), base) for key in ("image", "banner_image"))), None),
    )

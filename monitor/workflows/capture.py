"""A golden page: a folder with a page as it came and what was read of it, to be checked once and held for ever."""

from __future__ import annotations

import gzip
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from monitor.errors import CantCreate
from monitor.model.source import ArticleSelectors
from monitor.workflows.page import Looked

PAGE, EXPECTED = "page.html.gz", "expected.json"
HEADERS = ("content-type", "x-robots-tag", "tdm-reservation", "tdm-policy")  # those that are read


def capture(looked: Looked, folder: Path, *, force: bool = False) -> Path:
    """Write a golden page and return its folder, `FOLDER/SOURCE/DAY`; the day is the article's, else that of the look.

    A folder that is there is kept unless `force`. Raises CantCreate.
    """
    day = looked.page.published or looked.read_at
    target = folder / (looked.source.id or looked.source.name.replace(":", "-")) / f"{day:%Y-%m-%d}"
    if (target / EXPECTED).exists() and not force:
        raise CantCreate(f"{target} is there already: --force writes it anew")
    try:
        target.mkdir(parents=True, exist_ok=True)
        (target / PAGE).write_bytes(gzip.compress(looked.fetched.body, mtime=0))
        text = json.dumps(golden(looked), ensure_ascii=False, indent=2)
        (target / EXPECTED).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise CantCreate(f"{target} can't be written: {error.strerror or error}") from error
    return target


def golden(looked: Looked) -> dict[str, Any]:
    """Return what the page was read with (`given`) and what was read (`expected`), as JSON says it."""
    page, source = looked.page, looked.source
    headers = {name: value for name, value in looked.fetched.headers.items() if name in HEADERS}
    given: dict[str, Any] = {
        "url": looked.fetched.final_url,
        "content_type": headers.pop("content-type", None),
        "headers": headers,
        "timezone": source.timezone,
        "languages": list(source.languages),
        "reference": looked.read_at.isoformat(),
        "selectors": [_selectors(layout) for layout in source.article],
    }
    return {
        "given": {name: value for name, value in given.items() if value},
        "expected": {
            "title": page.title,
            "summary": page.summary,
            "body": page.body.split("\n"),
            "authors": list(page.authors),
            "published": page.published.isoformat() if page.published else None,
            "language": page.language,
            "canonical_url": page.canonical_url,
            "image_url": page.image_url,
            "kind": page.kind,
            "paywalled": page.paywalled,
            "reserved": page.reserved,
        },
    }


def _selectors(layout: ArticleSelectors) -> dict[str, str]:
    return {
        name: value.isoformat() if name == "valid_until" else value
        for name, value in asdict(layout).items()
        if value is not None
    }


def to_check(looked: Looked) -> tuple[str, ...]:
    """Return what a person should look at before the page is held to be golden."""
    page = looked.page
    found = [f"title: is it the headline that a reader sees? {page.title!r}"]
    if not page.summary:
        found.append("summary: none was found; has the article a standfirst?")
    lines = page.body.splitlines()
    if lines:
        found.append(
            f"body: begins {lines[0][:70]!r}, ends {lines[-1][-70:]!r}; is anything missing, is any of it not its?"
        )
    else:
        found.append("body: none was found; does the page need a selector, or JavaScript?")
    found.append(f"authors: {', '.join(page.authors) or 'none'}")
    found.append(f"published: {page.published.isoformat() if page.published else 'none'}; is that not the last change?")
    if page.reserved:
        found.append(f"rights: the publisher reserves its text ({page.reserved}): don't keep the page")
    found.append("rights: a page of somebody else is for your own tests, not for publication")
    return tuple(found)

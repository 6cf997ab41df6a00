"""Golden pages, one test a field, so that a failure reads `caliber-az-ru/2026-06-25 :: title`."""

from __future__ import annotations

import gzip
import json
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from monitor.model.article import Page
from monitor.model.source import ArticleSelectors
from monitor.stages.extract import extract

PAGES = Path(__file__).parent.parent / "pages"
WHERE = sorted(str(path.parent.relative_to(PAGES)) for path in PAGES.glob("*/*/expected.json"))


@lru_cache
def golden(where: str) -> tuple[Page, dict[str, Any]]:
    said = json.loads((PAGES / where / "expected.json").read_text("utf-8"))
    given = dict(said["given"])
    given["selectors"] = tuple(map(layout, given.get("selectors", [])))
    given["languages"] = tuple(given.get("languages", ()))
    given["reference"] = datetime.fromisoformat(given["reference"])
    return extract(html_of(PAGES / where), **given), said["expected"]


def html_of(folder: Path) -> bytes:
    packed = folder / "page.html.gz"
    return gzip.decompress(packed.read_bytes()) if packed.exists() else (folder / "page.html").read_bytes()


def layout(said: dict[str, str]) -> ArticleSelectors:
    until = {"valid_until": date.fromisoformat(said["valid_until"])} if "valid_until" in said else {}
    return ArticleSelectors(**{**said, **until})  # type: ignore[arg-type]


def expectations() -> list[Any]:
    found: list[Any] = []
    for where in WHERE:
        fields = json.loads((PAGES / where / "expected.json").read_text("utf-8"))["expected"]
        found.extend(pytest.param(where, field, id=f"{where} :: {field}") for field in fields)
    return found


@pytest.mark.parametrize(("where", "field"), expectations())
def test_field(where: str, field: str) -> None:
    page, expected = golden(where)
    value: Any = getattr(page, field)
    if field == "body":
        value = value.split("\n")
    elif field == "published":
        value = value and value.isoformat()
    elif field == "authors":
        value = list(value)
    assert value == expected[field]

"""docs/schema.md says what the archive is, column by column."""

from __future__ import annotations

import re
from pathlib import Path

from docs.schema_page import schema_page
from monitor.store import Archive

PAGE = Path(__file__).parents[2] / "docs" / "schema.md"


def test_the_page_is_what_the_schema_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == schema_page(), "docs/schema.md is stale: run `make docs`"


def test_every_column_of_every_table_is_on_the_page(archive: Archive) -> None:
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", schema_page(), re.MULTILINE | re.DOTALL))
    tables = archive.rows("SELECT name FROM pragma_table_list WHERE type = 'table' AND name NOT GLOB '*sqlite_*'")
    assert len(tables) > 10
    for table in tables:
        for column in archive.rows("SELECT name FROM pragma_table_info(?)", (table["name"],)):
            assert f"\n| {column['name']} | " in sections[table["name"]], (table["name"], column["name"])

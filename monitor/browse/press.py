"""The archive as Datasette serves it: its tables are counted as far as a page can wait for."""

from __future__ import annotations

import sqlite3

from datasette.database import Database, QueryInterrupted

COUNTED = 10_000  # rows; of more it says that they are many
PATIENCE = 200  # milliseconds a table


class Press(Database):  # type: ignore[misc]  # Datasette has no types
    """A database of which a million rows are not counted for the page that lists its tables.

    SQLite counts a whole table in one step, which Datasette 0.65's limit of time does not interrupt. 1.0 counts as far
    as here by itself.
    """

    async def table_counts(self, limit: int = PATIENCE) -> dict[str, int | None]:
        """Rows by table; None for those that have very many."""
        if hasattr(self, "count_limit"):
            counted: dict[str, int | None] = await super().table_counts(limit)
            return counted
        return {table: await self._count(table) for table in await self.table_names()}

    async def _count(self, table: str) -> int | None:
        name = table.replace('"', '""')
        sql = f'SELECT count(*) FROM (SELECT 1 FROM "{name}" LIMIT {COUNTED + 1})'  # noqa: S608 - a table's own name
        try:
            rows = (await self.execute(sql, custom_time_limit=PATIENCE)).rows
        except (QueryInterrupted, sqlite3.DatabaseError):
            return None
        number: int = rows[0][0]
        return number if number <= COUNTED else None

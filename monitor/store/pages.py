"""db/pages.db: raw pages, compressed, for a while. Only `reprocess` and `monitor pages` read it; it is never served.

An outlet's pages are alike: each is compressed with an earlier one of its source as the dictionary (zstd, raw content,
RFC 8878), which halves them. A dictionary is a page too: it goes when one of its age goes, and when it is forgotten.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

import zstandard

from monitor.errors import NewerSchema, NotADatabase
from monitor.model.raw import PagesOf, RawPage
from monitor.store.columns import entry_of, entry_text, list_text, moment_of, time_text
from monitor.store.database import BUSY, Database, make_folder

NAME = "pages.db"
APPLICATION = 0x70726573  # "pres": a file of ours
VERSION = 1
LEVEL = 3  # 6 saves a seventh more and takes twice the time
LEVEL_OF_DICTIONARIES = 12
WINDOW = 22  # log2 of bytes: so far back a page's bytes are sought in its dictionary
LONGEST_DICTIONARY = 1 << 20  # bytes of a page that serve as one
RENEWED = timedelta(days=14)  # the age at which the next page becomes the dictionary: layouts change
REMEMBERED = 8  # dictionaries held in memory


class Pages(Database):
    """The open file, for one thread. Each method is one transaction."""

    def __init__(self, path: Path, connection: sqlite3.Connection, busy: timedelta = BUSY) -> None:
        super().__init__(path, connection, busy)
        self._dictionaries: dict[int, zstandard.ZstdCompressionDict] = {}

    @classmethod
    def open(cls, path: Path, *, busy: timedelta = BUSY, read_only: bool = False) -> Self:
        """Open the file, made where there is none. Raises NotADatabase, NewerSchema, and what Database raises."""
        make_folder(path)
        pages = super().open(path, busy=busy, read_only=read_only)
        try:
            pages.set_up(read_only=read_only)
        except BaseException:
            pages.close()
            raise
        return pages

    def set_up(self, *, read_only: bool) -> None:
        """Make the tables where there are none; called by `open`."""
        version = self.value("PRAGMA user_version")
        tables = self.value("SELECT count(*) FROM sqlite_master")
        if tables and self.value("PRAGMA application_id") != APPLICATION:
            raise NotADatabase(f"{self.path} is a database, but holds no raw pages: move it away")
        if version > VERSION:
            raise NewerSchema(f"{self.path} was written by a later press-monitor: install that version or newer")
        if read_only:
            return
        if not tables:
            self.write("PRAGMA auto_vacuum = incremental")
            self.write("PRAGMA application_id = 1886545267")  # APPLICATION
        self.value("PRAGMA journal_mode = wal")
        self.write("PRAGMA synchronous = normal")
        self.write("PRAGMA foreign_keys = on")
        if not tables:
            with self.transaction():
                for statement in _SCHEMA:
                    self.write(statement)
                self.write("PRAGMA user_version = 1")  # VERSION

    def keep(self, page: RawPage, *, again: bool = False) -> None:
        """Keep a page in place of the one that its article had; `again`, its first entry stays: it said more."""
        with self.transaction():
            dictionary = self._dictionary_for(page)
            columns = {
                "article_id": page.article_id,
                "source": page.source,
                "url": page.url,
                "final_url": page.final_url,
                "fetched_at": time_text(page.fetched_at),
                "status": page.status,
                "headers": json.dumps(dict(page.headers), ensure_ascii=False),
                "entry": entry_text(page.entry),
                "rules": page.rules,
                "again": int(again),
                "size": len(page.body),
                "dictionary": dictionary,
                "body": self._packed(page.body, dictionary),
            }
            self.write(_KEEP, columns)

    def reread(self, rules: Iterable[tuple[str, str]], *, since: datetime | None, everything: bool) -> tuple[int, ...]:
        """The articles whose page was last read by other rules than its source has now (pairs of source and rules)."""
        known = json.dumps(dict(rules))
        given = {"rules": known, "since": time_text(since) or "", "everything": int(everything)}
        return tuple(row["article_id"] for row in self.rows(_REREAD, given))

    def pages(self, article_ids: Sequence[int]) -> Iterator[RawPage]:
        """The pages of these articles that are kept, one after the other."""
        for article_id in article_ids:
            for row in self.rows("SELECT * FROM pages WHERE article_id = ?", (article_id,)):
                yield self._page(row)

    def ids(self, *, source: str | None = None, since: datetime | None = None) -> tuple[int, ...]:
        """The articles whose page is kept, the oldest first."""
        given = {"source": source, "since": time_text(since) or ""}
        return tuple(row["article_id"] for row in self.rows(_IDS, given))

    def read_by(self, article_ids: Sequence[int], rules: str) -> None:
        """Note with what these pages were last read."""
        self.write(_READ_BY, (rules, list_text(article_ids)))

    def holdings(self) -> tuple[PagesOf, ...]:
        """What is kept, by source."""
        return tuple(
            PagesOf(
                source=row["source"],
                pages=row["pages"],
                size=row["size"],
                kept=row["kept"],
                oldest_at=moment_of(row["oldest_at"]),
                newest_at=moment_of(row["newest_at"]),
            )
            for row in self.rows(_HOLDINGS)
        )

    def prune(self, before: datetime) -> int:
        """Delete what was fetched before, dictionaries too, and give the disk back; how many pages that were."""
        with self.transaction():
            deleted = self.write("DELETE FROM pages WHERE fetched_at < ?", (time_text(before),))
            stale = self.rows("SELECT id FROM dictionaries WHERE made_at < ?", (time_text(before),))
            self._release([row["id"] for row in stale])
            self.write(_UNUSED)
        self.rows("PRAGMA incremental_vacuum")
        return deleted

    def forget(self, article_ids: Sequence[int]) -> int:
        """Delete the pages of these articles, and what was made of them; how many pages that were."""
        wanted = (list_text(article_ids),)
        with self.transaction():
            made = self.rows(_DICTIONARIES_OF, wanted)
            deleted = self.write(_FORGET, wanted)
            self._release([row["id"] for row in made])
        self.rows("PRAGMA incremental_vacuum")
        return deleted

    def forget_source(self, source: str) -> int:
        """Delete all pages of a source; how many that were."""
        with self.transaction():
            deleted = self.write("DELETE FROM pages WHERE source = ?", (source,))
            self.write("DELETE FROM dictionaries WHERE source = ?", (source,))
            self._dictionaries.clear()
        self.rows("PRAGMA incremental_vacuum")
        return deleted

    def _release(self, dictionaries: Sequence[int]) -> None:
        """Delete dictionaries; the pages that were compressed with them are compressed without any."""
        for number in dictionaries:
            for row in self.rows("SELECT * FROM pages WHERE dictionary = ?", (number,)):
                body = self._unpacked(row)
                self.write(_REPACK, (None, self._packed(body, None), row["article_id"]))
            self.write("DELETE FROM dictionaries WHERE id = ?", (number,))
            self._dictionaries.pop(number, None)

    def _dictionary_for(self, page: RawPage) -> int:
        """The number of the dictionary to use for a page: its source's newest, or itself where that is old."""
        young = time_text(page.fetched_at - RENEWED)
        found = self.value(_CURRENT, (page.source, young))
        if found is not None:
            return int(found)
        packed = zstandard.ZstdCompressor(level=LEVEL_OF_DICTIONARIES).compress(page.body[:LONGEST_DICTIONARY])
        made = (page.source, page.article_id, time_text(page.fetched_at), packed)
        return int(self.value(_NEW_DICTIONARY, made))

    def _dictionary(self, number: int) -> zstandard.ZstdCompressionDict:
        if number not in self._dictionaries:
            packed = self.value("SELECT body FROM dictionaries WHERE id = ?", (number,))
            raw = zstandard.ZstdDecompressor().decompress(packed)
            while len(self._dictionaries) >= REMEMBERED:
                del self._dictionaries[next(iter(self._dictionaries))]
            self._dictionaries[number] = zstandard.ZstdCompressionDict(raw, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        return self._dictionaries[number]

    def _packed(self, body: bytes, dictionary: int | None) -> bytes:
        if dictionary is None:
            return zstandard.ZstdCompressor(level=LEVEL).compress(body)
        given = zstandard.ZstdCompressionParameters.from_level(LEVEL, window_log=WINDOW)
        packer = zstandard.ZstdCompressor(compression_params=given, dict_data=self._dictionary(dictionary))
        return packer.compress(body)

    def _unpacked(self, row: sqlite3.Row) -> bytes:
        number = row["dictionary"]
        known = None if number is None else self._dictionary(number)
        return zstandard.ZstdDecompressor(dict_data=known).decompress(row["body"], max_output_size=row["size"])

    def _page(self, row: sqlite3.Row) -> RawPage:
        return RawPage(
            article_id=row["article_id"],
            source=row["source"],
            url=row["url"],
            final_url=row["final_url"],
            fetched_at=moment_of(row["fetched_at"]),
            status=row["status"],
            headers=json.loads(row["headers"]),
            entry=entry_of(row["entry"]),
            rules=row["rules"],
            body=self._unpacked(row),
        )


def pages_beside(db: Path) -> Path:
    """Return where the raw pages of an archive are."""
    return db.with_name(NAME)


_SCHEMA = (
    """
    CREATE TABLE dictionaries (
        id         INTEGER PRIMARY KEY,
        source     TEXT NOT NULL,
        article_id INTEGER NOT NULL, -- whose page it is
        made_at    TEXT NOT NULL,    -- when that page was fetched
        body       BLOB NOT NULL     -- its first MiB, compressed
    ) STRICT
    """,
    "CREATE INDEX dictionaries_by_source ON dictionaries(source, made_at)",
    "CREATE INDEX dictionaries_by_article ON dictionaries(article_id)",
    """
    CREATE TABLE pages (
        article_id INTEGER PRIMARY KEY, -- articles.id of press.db
        source     TEXT NOT NULL,
        url        TEXT NOT NULL,       -- asked for
        final_url  TEXT NOT NULL,       -- that answered
        fetched_at TEXT NOT NULL,
        status     INTEGER NOT NULL,    -- of HTTP
        headers    TEXT NOT NULL,       -- a JSON object
        entry      TEXT NOT NULL,       -- what the feed said, as JSON
        rules      TEXT NOT NULL,       -- with what it was last read
        size       INTEGER NOT NULL,    -- bytes, decompressed
        dictionary INTEGER REFERENCES dictionaries(id),
        body       BLOB NOT NULL
    ) STRICT
    """,
    "CREATE INDEX pages_by_time ON pages(fetched_at)",
    "CREATE INDEX pages_by_source ON pages(source, fetched_at)",
    "CREATE INDEX pages_by_dictionary ON pages(dictionary)",
)
_KEEP = """
    INSERT INTO pages (
        article_id, source, url, final_url, fetched_at, status, headers, entry, rules, size, dictionary, body
    ) VALUES (
        :article_id, :source, :url, :final_url, :fetched_at, :status, :headers, :entry, :rules, :size, :dictionary,
        :body
    )
    ON CONFLICT (article_id) DO UPDATE SET
        source = excluded.source, url = excluded.url, final_url = excluded.final_url, fetched_at = excluded.fetched_at,
        status = excluded.status, headers = excluded.headers, rules = excluded.rules, size = excluded.size,
        entry = CASE WHEN :again THEN entry ELSE excluded.entry END, dictionary = excluded.dictionary,
        body = excluded.body
"""
_CURRENT = "SELECT id FROM dictionaries WHERE source = ? AND made_at >= ? ORDER BY made_at DESC, id DESC LIMIT 1"
_NEW_DICTIONARY = "INSERT INTO dictionaries (source, article_id, made_at, body) VALUES (?, ?, ?, ?) RETURNING id"
_REREAD = """
    SELECT article_id FROM pages
    WHERE fetched_at >= :since AND source IN (SELECT key FROM json_each(:rules))
          AND (:everything OR rules IS NOT json_extract(:rules, '$."' || source || '"'))
    ORDER BY article_id
"""
_IDS = """
    SELECT article_id FROM pages WHERE (:source IS NULL OR source = :source) AND fetched_at >= :since
    ORDER BY fetched_at, article_id
"""
_READ_BY = "UPDATE pages SET rules = ? WHERE article_id IN (SELECT value FROM json_each(?))"
_HOLDINGS = """
    SELECT p.source, count(*) AS pages, sum(p.size) AS size, min(p.fetched_at) AS oldest_at,
           max(p.fetched_at) AS newest_at, sum(length(p.body))
           + coalesce((SELECT sum(length(d.body)) FROM dictionaries d WHERE d.source = p.source), 0) AS kept
    FROM pages p GROUP BY p.source ORDER BY p.source
"""
_UNUSED = "DELETE FROM dictionaries WHERE id NOT IN (SELECT dictionary FROM pages WHERE dictionary IS NOT NULL)"
_DICTIONARIES_OF = "SELECT id FROM dictionaries WHERE article_id IN (SELECT value FROM json_each(?))"
_FORGET = "DELETE FROM pages WHERE article_id IN (SELECT value FROM json_each(?))"
_REPACK = "UPDATE pages SET dictionary = ?, body = ? WHERE article_id = ?"

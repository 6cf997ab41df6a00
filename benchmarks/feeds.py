"""Feeds of real life and worse: `python -m benchmarks.feeds --corpus DIR/manifest.jsonl [--out PRED.jsonl] [--json]`.

Rows name a file beside the manifest and its format, and say how many entries and dates feedparser and fastfeedparser
found in it. What is printed: on how many files we find at least as many as the better of the two, dates read of those
that are there, classes of error, CPU seconds, and by name every file that falls short.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from monitor.errors import ParseError
from monitor.model.parsed import Parsed
from monitor.stages.parse import parse

BUDGET = 5.0  # CPU seconds for any file
FEEDS = {"rss2", "rss1", "rss09x", "atom10", "atom03"}
# Refused on purpose, with the class of error that each must come to.
DELIBERATE = {"opml": "parse_error"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    row: dict[str, Any]
    parsed: Parsed | None
    error: str  # "" or "class: message"
    seconds: float  # of CPU

    @property
    def entries(self) -> int:
        return len(self.parsed) if self.parsed else 0

    @property
    def carried(self) -> int:
        """Entries that say a date."""
        return sum(bool(entry.published_raw) for entry in self.parsed or ())

    @property
    def dated(self) -> int:
        return sum(bool(entry.published or entry.updated) for entry in self.parsed or ())

    @property
    def wanted(self) -> int:
        """What the better of the two peers finds."""
        return max(self.row.get("feedparser_items") or 0, self.row.get("fastfeedparser_items") or 0)

    @property
    def short(self) -> str:
        """Why the file falls short, or nothing."""
        kind = self.row["format"]
        if self.seconds > BUDGET:
            return f"{self.seconds:.1f} CPU seconds"
        if self.error.startswith("crash"):
            return self.error
        if self.entries < self.wanted:
            return f"{self.entries} of {self.wanted} entries {self.error}"
        if kind == "news-sitemap" and self.parsed:
            bare = sum(not (entry.title and entry.published) for entry in self.parsed if entry.published_raw)
            return f"{bare} entries of a news sitemap without title or date" if bare else ""
        if kind in FEEDS | {"jsonfeed"} and self.error:
            return self.error
        return ""


def rows_of(corpus: Path) -> Iterator[dict[str, Any]]:
    with corpus.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def tried(corpus: Path, row: dict[str, Any], now: datetime) -> Outcome:
    document = (corpus.parent / row["file"]).read_bytes()
    url = row.get("source_url") or "https://news.example.org/feeds/feed.xml"
    parsed, error = None, ""
    began = time.process_time()
    try:
        parsed = parse(document, url=url, reference=now)
    except ParseError as refused:
        error = f"{refused.outcome}: {refused}"
    except Exception as crash:  # noqa: BLE001 - the point of the exercise
        error = f"crash: {type(crash).__name__}: {crash}"
    return Outcome(row, parsed, error, time.process_time() - began)


def figures(outcomes: list[Outcome]) -> dict[str, Any]:
    peered = [one for one in outcomes if one.row["format"] in FEEDS | {"jsonfeed"}]
    news = [entry for one in outcomes if one.row["format"] == "news-sitemap" for entry in one.parsed or ()]
    carried, dated = sum(one.carried for one in outcomes), sum(min(one.dated, one.carried) for one in outcomes)
    errors = Counter(one.error.partition(":")[0] for one in outcomes if one.error)
    return {
        "files": len(outcomes),
        "feeds": len(peered),
        "at_least_as_many": sum(one.entries >= one.wanted for one in peered),
        "entries": sum(one.entries for one in peered),
        "feedparser": sum(one.row.get("feedparser_items") or 0 for one in peered),
        "fastfeedparser": sum(one.row.get("fastfeedparser_items") or 0 for one in peered),
        "dates_carried": carried,
        "dates_read": dated,
        "date_share": round(dated / carried, 4) if carried else 1.0,
        "news_sitemap_entries": len(news),
        "news_sitemap_titles": sum(bool(entry.title) for entry in news),
        "news_sitemap_dates": sum(bool(entry.published) for entry in news),
        "sitemap_entries": sum(one.entries for one in outcomes if one.row["format"] in ("sitemap", "news-sitemap")),
        "index_children": sum(len(one.parsed.children) for one in outcomes if one.parsed),
        "errors": dict(sorted(errors.items())),
        "crashes": errors["crash"],
        "cpu_seconds": round(sum(one.seconds for one in outcomes), 2),
        "cpu_seconds_max": round(max((one.seconds for one in outcomes), default=0.0), 2),
    }


def predicted(one: Outcome) -> dict[str, Any]:
    parsed = one.parsed
    return {
        "id": one.row["file"],
        "format": parsed.format if parsed else None,
        "entries": one.entries,
        "dates": one.dated,
        "children": len(parsed.children) if parsed else 0,
        "error": one.error or None,
        "warnings": list(parsed.warnings) if parsed else [],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    now = datetime.now(UTC)
    outcomes = [tried(options.corpus, row, now) for row in rows_of(options.corpus)]
    if options.out:
        lines = (json.dumps(predicted(one), ensure_ascii=False) for one in outcomes)
        options.out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    found = figures(outcomes)
    for one in outcomes:
        refused = DELIBERATE.get(one.row["format"])
        if one.short:
            print(f"SHORT {one.row['file']}: {one.short}", file=sys.stderr)
        elif one.error and not one.error.startswith(refused or "-"):
            print(f"refused {one.row['file']}: {one.error}", file=sys.stderr)
        elif one.parsed and one.dated < one.carried:
            print(f"undated {one.row['file']}: {one.carried - one.dated} of {one.carried}", file=sys.stderr)
    if options.json:
        print(json.dumps(found))
        return
    print(
        f"{found['files']} files, {found['feeds']} feeds: at least the better peer's entries on "
        f"{found['at_least_as_many']}; {found['entries']} entries (feedparser {found['feedparser']}, fastfeedparser "
        f"{found['fastfeedparser']}); dates {found['dates_read']} of {found['dates_carried']}; news sitemaps "
        f"{found['news_sitemap_titles']} titles and {found['news_sitemap_dates']} dates on "
        f"{found['news_sitemap_entries']} entries; errors {found['errors']}; {found['cpu_seconds']} CPU s, at most "
        f"{found['cpu_seconds_max']} on one"
    )


if __name__ == "__main__":
    main()

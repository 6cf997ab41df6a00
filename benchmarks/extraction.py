"""How well and how fast pages are read: `python -m benchmarks.extraction --corpus MANIFEST [--out PRED] [--json]`.

The manifest has a page a line: {id, url, html_path, body or body_path, title?, authors?, published?, lang?,
has_summary?, entry_title?}, `html_path` relative to it, gzipped or not. `entry_title` is what the feed calls the
article; with --feed-titles the expected title stands for it, as most feeds say what the publisher calls the title. The
body is scored as the article-extraction-benchmark does (4-grams of words; the standfirst counts to the body in rows
with has_summary), title and authors by equality without case and punctuation, the date by its day. trafilatura reads
the same pages in the same run; cost is CPU time of this process.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from monitor.errors import ParseError
from monitor.stages.extract import extract

Row = dict[str, Any]
Reader = Callable[[bytes, Row], Row]


def ours(html: bytes, row: Row) -> Row:
    """Return what press-monitor reads of a page, as one row of predictions."""
    try:
        page = extract(
            html, url=row["url"], languages=tuple((row.get("lang") or [])[:1]), entry_title=row.get("entry_title") or ""
        )
    except ParseError as failure:
        return {"id": row["id"], "error": failure.outcome}
    return {
        "id": row["id"],
        "title": page.title,
        "summary": page.summary,
        "authors": list(page.authors),
        "published": page.published.isoformat() if page.published else None,
        "body": page.body,
    }


def theirs(html: bytes, row: Row) -> Row:
    """Return what trafilatura reads of a page as it comes, with metadata, for it is a page's facts that are wanted."""
    import trafilatura

    found: Any = trafilatura.bare_extraction(html, url=row["url"], with_metadata=True)
    if found is None:
        return {"id": row["id"]}
    names = [name for name in (found.author or "").split("; ") if name]
    return {"id": row["id"], "title": found.title, "authors": names, "published": found.date, "body": found.text}


def rows_of(manifest: Path) -> list[Row]:
    """Return the manifest's rows with their bodies."""
    rows: list[Row] = [json.loads(line) for line in manifest.read_text("utf-8").splitlines() if line.strip()]
    for row in rows:
        if row.get("body") is None and row.get("body_path"):
            row["body"] = (manifest.parent / row["body_path"]).read_text("utf-8")
    return rows


def html_of(manifest: Path, row: Row) -> bytes:
    """Return a page's bytes."""
    raw = (manifest.parent / row["html_path"]).read_bytes()
    return gzip.decompress(raw) if row["html_path"].endswith(".gz") else raw


def timed(reader: Reader, pages: Sequence[bytes], rows: Sequence[Row]) -> tuple[list[Row], float]:
    """Return the predictions and the pages per CPU second; the first page is read twice, for the imports."""
    reader(pages[0], rows[0])
    started = time.process_time()
    found = [reader(html, row) for html, row in zip(pages, rows, strict=True)]
    return found, len(pages) / max(time.process_time() - started, 1e-9)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return the 4-grams of a text's words, or all of its words where there are fewer."""
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)) if words)


def body_figures(rows: Sequence[Row], found: Sequence[Row]) -> dict[str, float]:
    """Return F1, precision and recall of the bodies: of mean precision and mean recall, as the benchmark has it."""
    precisions, recalls = [], []
    for row, prediction in zip(rows, found, strict=True):
        expected, got = shingles(row["body"]), shingles(with_summary(row, prediction))
        shared = sum((expected & got).values())
        if got:
            precisions.append(shared / sum(got.values()))
        if expected:
            recalls.append(shared / sum(expected.values()))
    precision, recall = mean(precisions), mean(recalls)
    return {"f1": 2 * precision * recall / ((precision + recall) or 1), "precision": precision, "recall": recall}


def with_summary(row: Row, prediction: Row) -> str:
    """Return the body of a prediction, with the standfirst where the row expects it."""
    body, summary = prediction.get("body") or "", prediction.get("summary") or ""
    return f"{summary}\n{body}" if row.get("has_summary") and summary[:60] not in body else body


def field_figures(rows: Sequence[Row], found: Sequence[Row]) -> dict[str, float]:
    """Return the shares of pages whose title, day and authors are right, of those where they are known."""
    pairs = list(zip(rows, found, strict=True))
    right = {
        "title": [loose(row["title"]) == loose(got.get("title")) for row, got in pairs if row.get("title")],
        "day": [same_day(row["published"], got.get("published")) for row, got in pairs if row.get("published")],
        "authors": [same_names(row["authors"], got.get("authors")) for row, got in pairs if row.get("authors")],
    }
    return {name: mean(answers) for name, answers in right.items() if answers}


def same_names(expected: Iterable[str], got: Iterable[str] | None) -> bool:
    """Tell whether two lists name the same authors."""
    return {loose(name) for name in expected} == {loose(name) for name in got or ()}


def same_day(expected: str, got: str | None) -> bool:
    """Tell whether two moments are of one day, in either's own time zone."""
    if not got:
        return False
    first, second = datetime.fromisoformat(expected), datetime.fromisoformat(got)
    if first.tzinfo and second.tzinfo:
        return (
            second.astimezone(first.tzinfo).date() == first.date()
            or second.date() == first.astimezone(second.tzinfo).date()
        )
    return first.date() == second.date()


def loose(text: str | None) -> str:
    """Return a text's letters and digits, case folded."""
    return re.sub(r"[\W_]+", "", (text or "").casefold())


def mean(values: Iterable[float]) -> float:
    """Return the mean, 0 of nothing."""
    given = list(map(float, values))
    return statistics.mean(given) if given else 0.0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="manifest.jsonl")
    parser.add_argument("--out", type=Path, help="write the predictions there, one JSON object a line")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--feed-titles", action="store_true", help="give the expected titles as the feed's")
    options = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)  # what trafilatura has to say of each page
    rows = rows_of(options.corpus)
    if options.feed_titles:
        rows = [{**row, "entry_title": row.get("entry_title") or row.get("title")} for row in rows]
    pages = [html_of(options.corpus, row) for row in rows]
    found, speed = timed(ours, pages, rows)
    other, other_speed = timed(theirs, pages, rows)
    if options.out:
        options.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found), "utf-8")
    figures = {
        "pages": len(rows),
        "sources": sorted({str(row.get("source")) for row in rows}),
        "press_monitor": {**body_figures(rows, found), **field_figures(rows, found), "pages_per_cpu_second": speed},
        "trafilatura": {**body_figures(rows, other), **field_figures(rows, other), "pages_per_cpu_second": other_speed},
        "ratio": speed / other_speed,
    }
    print(json.dumps(figures) if options.json else line_of(figures))
    return 0


def line_of(figures: dict[str, Any]) -> str:
    """Return the figures on one line, trafilatura's in parentheses."""
    mine, their = figures["press_monitor"], figures["trafilatura"]
    named = ("f1", "precision", "recall", "title", "day", "authors")
    shown = " ".join(f"{name} {mine[name]:.3f} ({their[name]:.3f})" for name in named if name in mine)
    speed = f"{mine['pages_per_cpu_second']:.1f} pages/CPU s, ratio {figures['ratio']:.2f}"
    return f"extraction: {figures['pages']} pages, {shown}, {speed}"


if __name__ == "__main__":
    sys.exit(main())

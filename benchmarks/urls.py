"""URL keys on pairs that are the same article, or are not: `python -m benchmarks.urls --corpus FILE.jsonl`.

Rows hold `id`, `input` and either `expected` (the same article) or `other` (another one). Rows with an `input` only
(or a `url`) are taken as different articles, one a row: every two that share a key count as a collision.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from monitor.text.urls import url_key


def rows_of(corpus: Path) -> Iterator[dict[str, Any]]:
    with corpus.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def key_of(url: str) -> str:
    try:
        return url_key(url)
    except ValueError as error:
        return f"refused: {error}"


def predicted(row: dict[str, Any]) -> dict[str, Any]:
    prediction = {"id": row["id"], "key": key_of(row.get("input") or row["url"])}
    other = row.get("expected") or row.get("other")
    if other:
        prediction["other_key"] = key_of(other)
    return prediction


def figures(rows: list[dict[str, Any]], predictions: list[dict[str, Any]]) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    alone: defaultdict[str, set[str]] = defaultdict(set)
    for row, prediction in zip(rows, predictions, strict=True):
        equal = prediction["key"] == prediction.get("other_key")
        if row.get("expected"):
            counts["same"] += 1
            counts["matched"] += equal
        elif row.get("other"):
            counts["different"] += 1
            counts["false"] += equal
        else:
            counts["alone"] += 1
            alone[prediction["key"]].add(row.get("input") or row["url"])
    shared = [urls for urls in alone.values() if len(urls) > 1]
    return {
        "rows": len(rows),
        "same": counts["same"],
        "matched": counts["matched"],
        "different": counts["different"],
        "false": counts["false"],
        "alone": counts["alone"],
        "collisions": len(shared),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="JSON lines: id, input, and expected or other")
    parser.add_argument("--out", type=Path, help="where the keys go, JSON lines")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    asked = parser.parse_args()
    rows = list(rows_of(asked.corpus))
    key_of("https://example.org/")  # reads the list of suffixes, once
    began = time.process_time()
    predictions = [predicted(row) for row in rows]
    spent = time.process_time() - began
    if asked.out:
        asked.out.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in predictions), "utf-8")
    for row, line in zip(rows, predictions, strict=True):
        wrong = row.get("expected") and line["key"] != line["other_key"]
        if wrong or (row.get("other") and line["key"] == line["other_key"]):
            print(f"wrong: {row['id']}: {line['key']} {line['other_key']}", file=sys.stderr)
    result = figures(rows, predictions)
    result["keys_per_second"] = round(sum(len(line) - 1 for line in predictions) / spent) if spent else 0
    print(json.dumps(result) if asked.json else "  ".join(f"{name} {value}" for name, value in result.items()))


if __name__ == "__main__":
    main()

"""Tags a labelled corpus: `python -m benchmarks.tagging --corpus FILE.jsonl[.gz]`.

Input rows hold id, title, body and perhaps dateline (put before the body), summary and lang. The figures are those of
tools/score_tags.py, over the labels of --universe (kind, our_id) where it is given; they stand last.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

from monitor.stages.tag import tag, tagger

FIELDS = (("countries", "country", "place"), ("organisations", "organisation", "org"))


def load(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSON-lines file."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in content.decode().splitlines() if line.strip()]


def universe(path: Path | None) -> dict[str, set[str]] | None:
    """Return the labels that count, by the scorer's kind of label."""
    if path is None:
        return None
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {kind: {row["our_id"] for row in rows if row["kind"] == kind} for _, _, kind in FIELDS}


def predict(row: dict[str, Any], *, focus: bool) -> dict[str, Any]:
    """Return the labels of a row as the scorer reads them."""
    dateline = row.get("dateline") or ""
    body = f"{dateline} {row.get('body') or ''}" if dateline else row.get("body") or ""
    found = tag(row.get("title") or "", body, summary=row.get("summary") or "", language=row.get("lang"))
    chosen = [mention for mention in found if mention.focus or not focus]
    return {"id": row["id"]} | {
        name: sorted(mention.tag.code for mention in chosen if mention.tag.kind == kind) for name, kind, _ in FIELDS
    }


def score(
    gold: list[dict[str, Any]], found: list[dict[str, Any]], allowed: dict[str, set[str]] | None
) -> dict[str, float]:
    """Return precision, recall and micro-F1 of both kinds, and the tags an article."""
    figures: dict[str, float] = {}
    for name, _, kind in FIELDS:
        counts: Counter[str] = Counter()
        for row, guess in zip(gold, found, strict=True):
            true, said = set(row.get(name) or ()), set(guess[name])
            said -= set(row.get(f"{name}_optional") or ()) - true
            if allowed is not None:
                true, said = true & allowed[kind], said & allowed[kind]
            counts.update(tp=len(true & said), fp=len(said - true), fn=len(true - said))
        tp, fp, fn = counts["tp"], counts["fp"], counts["fn"]
        figures[f"{name}_p"] = tp / (tp + fp) if tp + fp else 0.0
        figures[f"{name}_r"] = tp / (tp + fn) if tp + fn else 0.0
        figures[f"{name}_f1"] = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 1.0
        figures[f"{name}_an_article"] = (tp + fp) / len(gold) if gold else 0.0
    return figures


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--mentions", choices=("all", "focus"), default="all")
    parser.add_argument("--rule", choices=("plain",), default="plain", help="how focus is decided; nothing is learnt")
    parser.add_argument(
        "--folds", type=int, default=1, help="the plain rule learns nothing: any number gives the same figures"
    )
    parser.add_argument("--universe", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    started = time.perf_counter()
    tag("", "")
    ready = time.perf_counter() - started
    rows = load(options.corpus)
    started = time.process_time()
    found = [predict(row, focus=options.mentions == "focus") for row in rows]
    seconds = time.process_time() - started
    size = sum(len(f"{row.get('title')}{row.get('dateline') or ''}{row.get('body')}".encode()) for row in rows)
    if options.out:
        options.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found), encoding="utf-8")
    figures = score(rows, found, universe(options.universe)) | {
        "mb_a_second": size / 1e6 / max(seconds, 1e-9),
        "ready_seconds": ready,
    }
    if options.json:
        print(json.dumps({"tagger": tagger(), "articles": len(rows)} | figures))
    else:
        print(
            f"{tagger()} {len(rows)} articles: " + ", ".join(f"{name} {value:.4f}" for name, value in figures.items())
        )


if __name__ == "__main__":
    main()

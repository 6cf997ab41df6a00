"""Tags a labelled corpus: `python -m benchmarks.tagging --corpus FILE.jsonl[.gz]`.

Input rows hold id, title, body and perhaps dateline (put before the body), summary and lang. The figures are those of
tools/score_tags.py, over the labels of --universe (kind, our_id) where it is given; they stand last. The gazetteer's
`ready_seconds` are CPU seconds until an article can be tagged, `memory_mb` what the process takes when every name of it
has been taken apart, as texts in all scripts would have it.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import resource
import time
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks import learnt as learning
from benchmarks.learnt import Article
from monitor.gazetteer import default
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


def read(row: dict[str, Any]) -> Article:
    """Return the row's mentions, with what it is labelled with."""
    dateline = row.get("dateline") or ""
    body = f"{dateline} {row.get('body') or ''}" if dateline else row.get("body") or ""
    found = tag(row.get("title") or "", body, summary=row.get("summary") or "", language=row.get("lang"))
    return Article(mentions=found, length=len(body), focus=frozenset(row.get("countries") or ()))


def predict(row: dict[str, Any], article: Article, *, focus: bool, countries: set[str] | None = None) -> dict[str, Any]:
    """Return the labels of a row as the scorer reads them; `countries` are those in focus, where a rule was learnt."""
    chosen = [mention for mention in article.mentions if mention.focus or not focus]
    labels = {
        name: sorted(mention.tag.code for mention in chosen if mention.tag.kind == kind) for name, kind, _ in FIELDS
    }
    if countries is not None:
        labels["countries"] = sorted(countries)
    return {"id": row["id"]} | labels


def learnt(articles: list[Article], folds: int, allowed: dict[str, set[str]] | None) -> list[set[str]]:
    """Return the countries in focus of each article by a rule that was learnt from the other folds.

    Without folds the weights are those that were kept last.
    """
    known = allowed["place"] if allowed else None
    if folds < 2:
        weights = learning.load()
        return [learning.focus(weights, article) for article in articles]
    found: list[set[str]] = [set() for _ in articles]
    for fold in range(folds):
        weights = learning.learn([one for place, one in enumerate(articles) if place % folds != fold], known)
        for place in range(fold, len(articles), folds):
            found[place] = learning.focus(weights, articles[place])
    return found


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
    parser.add_argument(
        "--rule",
        choices=("plain", "learnt"),
        help="how focus is decided: plain is what ships and the default; with --folds learnt is, beside plain",
    )
    parser.add_argument(
        "--folds", type=int, default=1, help="learn from all folds but one and judge that one, each once"
    )
    parser.add_argument("--learn", action="store_true", help="keep the weights learnt from this corpus in learnt.json")
    parser.add_argument("--universe", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    started = time.process_time()
    tag("", "")
    ready = time.process_time() - started
    names: dict[str | None, list[str]] = {}
    for alias in default().aliases:
        for language in alias.languages or (None,):
            names.setdefault(language, []).append(alias.text)
    for language, said in names.items():
        for place in range(0, len(said), 100):
            tag("", " ".join(said[place : place + 100]), language=language)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # KiB on Linux
    rows = load(options.corpus)
    allowed = universe(options.universe)
    started = time.process_time()
    articles = [read(row) for row in rows]
    seconds = time.process_time() - started
    focus = options.mentions == "focus"
    found = [predict(row, article, focus=focus) for row, article in zip(rows, articles, strict=True)]
    figures = score(rows, found, allowed)
    if options.learn:
        learning.save(learning.learn(articles, allowed["place"] if allowed else None))
    if focus and (options.rule == "learnt" or (options.rule is None and options.folds > 1)):
        chosen = learnt(articles, options.folds, allowed)
        plain = {f"plain_{name}": value for name, value in figures.items() if name.startswith("countries")}
        found = [
            predict(*one, focus=True, countries=two)
            for one, two in zip(zip(rows, articles, strict=True), chosen, strict=True)
        ]
        figures = score(rows, found, allowed) | plain
    size = sum(len(f"{row.get('title')}{row.get('dateline') or ''}{row.get('body')}".encode()) for row in rows)
    if options.out:
        options.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found), encoding="utf-8")
    figures |= {
        "mb_a_second": size / 1e6 / max(seconds, 1e-9),
        "ready_seconds": ready,
        "memory_mb": memory,
    }
    if options.json:
        print(json.dumps({"tagger": tagger(), "articles": len(rows)} | figures))
    else:
        print(
            f"{tagger()} {len(rows)} articles: " + ", ".join(f"{name} {value:.4f}" for name, value in figures.items())
        )


if __name__ == "__main__":
    main()

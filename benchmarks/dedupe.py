"""Copies found in a stream of articles, or of pairs: `python -m benchmarks.dedupe --corpus FILE.jsonl | --pairs FILE`.

A corpus holds id, title, text, and if known host (or source) and cluster; its articles are judged in file order, each
against those before it, found by their signatures as the archive finds them, all within the window. Pairs hold id, a,
b, and if known a_title, b_title and label. Predictions are {id, cluster} or {id, score}.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from monitor.model.article import Article
from monitor.model.verdict import Known, Ruling
from monitor.stages.copies.likeness import likeness, text_of
from monitor.stages.copies.shelf import Shelf
from monitor.stages.copies.signature import signature
from monitor.text.hashing import content_hash
from monitor.text.words import count

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Stream:
    """Articles judged in their order, all within the window."""

    def __init__(self) -> None:
        self.shelf = Shelf()
        self.by_hash: defaultdict[str, list[Known]] = defaultdict(list)

    def clustered(self, number: int, row: dict[str, Any]) -> int:
        """The number of the article that represents this one."""
        article = article_of(number, row)
        sought = signature(article.text)
        copy = self.shelf.judged(article, sought, self.by_hash[article.content_hash], Ruling()).copy
        known = Known(
            id=number,
            url=article.url,
            url_key=article.url_key,
            source=article.source,
            title=article.title,
            content_hash=article.content_hash,
            words=article.words,
            published_at=None,
            seen_at=NOON,
            duplicate_of=copy.of.id if copy else None,
        )
        self.shelf.add(article, known, sought)
        self.by_hash[article.content_hash].append(known)
        return known.duplicate_of or number


def article_of(number: int, row: dict[str, Any]) -> Article:
    title, text = row.get("title") or "", row.get("text") or ""
    url = row.get("url") or f"https://example.org/{number}"
    return Article(
        url=url,
        url_key=url,
        keys=(url,),
        source=row.get("source") or row.get("host") or f"unknown {number}",
        title=title,
        body=text,
        sorted_at=NOON,
        seen_at=NOON,
        words=count(f"{title}\n{text}"),
        content_hash=content_hash(title, "", text),
    )


def rows_of(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def corpus(rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    stream = Stream()
    began = time.process_time()
    predictions = [{"id": row["id"], "cluster": stream.clustered(at, row)} for at, row in enumerate(rows, 1)]
    spent = (time.process_time() - began) * 1000 / max(1, len(rows))
    figures: dict[str, Any] = {"rows": len(rows), "ms_an_article": round(spent, 2)}
    if all("cluster" in row for row in rows):
        figures |= scored(rows, predictions)
    return predictions, figures


def scored(rows: list[dict[str, Any]], predictions: list[dict[str, Any]]) -> dict[str, Any]:
    """Pairs found against pairs that are, and how often an article that must stay apart was merged."""
    gold, found = Counter(row["cluster"] for row in rows), Counter(one["cluster"] for one in predictions)
    both = Counter((row["cluster"], one["cluster"]) for row, one in zip(rows, predictions, strict=True))
    hit, wanted, said = (sum(n * (n - 1) // 2 for n in counts.values()) for counts in (both, gold, found))
    precision, recall = hit / said if said else 1.0, hit / wanted if wanted else 1.0
    figures = {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / (precision + recall), 4) if precision + recall else 0.0,
        "false_pairs": said - hit,
    }
    kinds: dict[str, Counter[bool]] = defaultdict(Counter)
    for row, one in zip(rows, predictions, strict=True):
        if str(row.get("op", "")).startswith("NEG"):
            kinds[row["op"]][found[one["cluster"]] > 1] += 1
    return figures | {kind: round(counts[True] / counts.total(), 4) for kind, counts in sorted(kinds.items())}


def pairs(rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    predictions = []
    for row in rows:
        a, b = text_of(row.get("a_title") or "", row["a"]), text_of(row.get("b_title") or "", row["b"])
        predictions.append({"id": row["id"], "score": likeness(a, b).score})
    figures: dict[str, Any] = {"rows": len(rows)}
    if all("label" in row for row in rows):
        figures |= ranked([(one["score"], bool(row["label"])) for row, one in zip(rows, predictions, strict=True)])
    return predictions, figures


def ranked(scores: list[tuple[float, bool]]) -> dict[str, Any]:
    """Precision at the threshold of a copy, and at the first one that reaches a recall of .90."""
    wanted = sum(label for _, label in scores)
    said = [label for score, label in scores if score >= 0.5]
    reached = next(
        (cut for cut in sorted({s for s, _ in scores}, reverse=True) if hits(scores, cut) >= 0.9 * wanted), 0.0
    )
    return {
        "precision": round(sum(said) / len(said), 4) if said else 1.0,
        "recall": round(sum(said) / wanted, 4) if wanted else 1.0,
        "precision_at_90": round(hits(scores, reached) / sum(s >= reached for s, _ in scores), 4),
    }


def hits(scores: list[tuple[float, bool]], cut: float) -> int:
    return sum(label for score, label in scores if score >= cut)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="articles or pairs, JSON lines")
    parser.add_argument("--pairs", type=Path, help="the same; rows with a and b are pairs either way")
    parser.add_argument("--out", type=Path, help="where the predictions go, JSON lines")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    asked = parser.parse_args()
    if (asked.corpus is None) == (asked.pairs is None):
        parser.error("give either --corpus or --pairs")
    rows = rows_of(asked.corpus or asked.pairs)
    in_pairs = bool(rows) and {"a", "b"} <= rows[0].keys()
    predictions, figures = pairs(rows) if in_pairs else corpus(rows)
    if asked.out:
        asked.out.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in predictions), "utf-8")
    print(json.dumps(figures) if asked.json else "  ".join(f"{name} {value}" for name, value in figures.items()))


if __name__ == "__main__":
    main()

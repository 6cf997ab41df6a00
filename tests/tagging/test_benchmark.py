"""benchmarks.tagging: the figures, and the learnt rule beside the plain one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.learnt import Article, focus, learn
from monitor.stages.tag import tag
from tests.desk import ROOT
from tests.tagging.test_hard import MODERN


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lines = [line.split("\t") for line in MODERN.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = [
        {"id": str(number), "lang": cells[0], "countries": cells[1].split(), "organisations": cells[2].split(),
         "title": cells[4], "body": cells[5]}
        for number, cells in enumerate(lines)
    ]  # fmt: skip
    path = tmp_path_factory.mktemp("corpus") / "modern.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.slow
def test_with_folds_both_rules_are_reported(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "found.jsonl"
    command = [sys.executable, "-m", "benchmarks.tagging", "--corpus", str(corpus), "--mentions", "focus"]
    done = subprocess.run(
        [*command, "--folds", "5", "--out", str(out), "--json"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures["articles"] == len(out.read_text(encoding="utf-8").splitlines()) > 90
    assert figures["plain_countries_f1"] > 0.95
    assert 0.6 < figures["countries_f1"] <= 1


def test_what_is_learnt_is_applied_to_what_was_never_seen(corpus: Path) -> None:
    rows = [json.loads(line) for line in corpus.read_text(encoding="utf-8").splitlines()]
    articles = [
        Article(
            mentions=tag(row["title"], row["body"], language=row["lang"]),
            length=len(row["body"]),
            focus=frozenset(row["countries"]),
        )
        for row in rows
    ]
    weights = learn(articles)
    assert not any("AZ" in condition for condition in weights), "no country has weights of its own"
    title = "Iceland raises its main rate"
    seen = tag(title, "REYKJAVIK - Iceland raised its main rate. Icelandic banks had urged it. Norway did the same.")
    assert focus(weights, Article(mentions=seen, length=90)) == {"IS"}

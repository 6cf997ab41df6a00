"""Stories of a labelled corpus: `python -m benchmarks.stories --corpus FILE.jsonl`, or `--pairs FILE.jsonl`.

A corpus has rows with id and title, text or both, and perhaps url and lang; --out gets {id, cluster}. Each row is taken
for another outlet's. Pairs have rows with id, a, b, perhaps a_title, b_title and lang (`de-en`); --out gets {id,
score}, the probability that both are on one event. Both of a pair are taken for one outlet's: they are whole pages, and
what they have in the same words is mostly what an outlet writes on every page. The figures are those of
tools/score_dedup.py, where the rows have cluster or label.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from monitor.model.story import Told
from monitor.stages.clustering.groups import grouped
from monitor.stages.clustering.likeness import Vectors, likeness, probability, rarity, vectors
from monitor.stages.clustering.links import Links
from monitor.stages.clustering.terms import Terms, read
from monitor.stages.tag import tag
from monitor.text.language import detect
from monitor.text.slugs import slug_words

WHEN = datetime(2026, 1, 1, tzinfo=UTC)  # of all rows: the corpora say no times
LONGEST_TITLE = 200
Row = dict[str, Any]


def load(path: Path) -> list[Row]:
    """Return the rows of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def terms(number: int, title: str, text: str, *, url: str = "", language: str | None = None, source: str = "") -> Terms:
    """Return what is compared of a row, read as an article of the archive is."""
    title, text = title.strip(), text.strip()
    if not title:  # the first line, or as much of it as a title may be long
        title = text.partition("\n")[0][:LONGEST_TITLE]
        text = text[len(title) :]
    mentions = tag(title, text, language=language)
    told = Told(
        id=number,
        at=WHEN,
        language=language,
        title=title,
        text=text,
        slug=slug_words(url),
        source=source,
        tags=tuple((mention.tag.slug, mention.salience) for mention in mentions),
    )
    return read(told)


def languages_of(rows: Sequence[Row]) -> list[str | None]:
    """Return the language of each row: as it says, or detected, where the corpus's usual one is expected."""
    texts = [f"{row.get('title') or ''}\n{row.get('text') or ''}" for row in rows]
    seen = Counter(detect(text) for text in texts)
    usual = next((language for language, _ in seen.most_common() if language), None)
    expected = (usual,) if usual else ()
    return [row.get("lang") or detect(text, expected) or usual for row, text in zip(rows, texts, strict=True)]


def clusters(rows: Sequence[Row]) -> list[int]:
    """Return the story of each row."""
    window = [
        terms(
            number,
            row.get("title") or "",
            row.get("text") or "",
            url=row.get("url") or "",
            language=language,
            source=f"outlet {number}",
        )
        for number, (row, language) in enumerate(zip(rows, languages_of(rows), strict=True))
    ]
    links = Links(window, range(len(rows)), rarity(window))
    groups = grouped(window, range(len(rows)), {}, links)
    story = {article: number for number, group in enumerate(groups) for article in group}
    return [story[number] for number in range(len(rows))]


def sides(rows: Sequence[Row]) -> list[Vectors]:
    """Return what is compared of both articles of each pair, one after the other."""
    found = []
    for number, row in enumerate(rows):
        languages = str(row.get("lang") or "-").split("-")
        for side, language in zip("ab", languages, strict=False):
            found.append(terms(number, row.get(f"{side}_title") or "", row[side], language=language or None))
    rare = rarity(found)
    return [vectors(side, rare) for side in found]


def scores(rows: Sequence[Row]) -> list[float]:
    """Return for each pair the probability that both are on one event."""
    both = sides(rows)
    return [probability(likeness(one, other)) for one, other in zip(both[::2], both[1::2], strict=True)]


def b_cubed(gold: Sequence[Any], found: Sequence[int]) -> dict[str, float]:
    """Return the precision, recall and F1 of clusters by article (Bagga and Baldwin 1998)."""
    sizes, guesses, both = Counter(gold), Counter(found), Counter(zip(gold, found, strict=True))
    precision = sum(count**2 / guesses[pair[1]] for pair, count in both.items()) / len(gold)
    recall = sum(count**2 / sizes[pair[0]] for pair, count in both.items()) / len(gold)
    return {"b3_p": precision, "b3_r": recall, "b3_f1": 2 * precision * recall / (precision + recall)}


def pair_figures(rows: Sequence[Row], found: Sequence[float]) -> dict[str, float]:
    """Return the F1 of pairs, all together and by language, at a probability of one half."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row, score in zip(rows, found, strict=True):
        said, true = score >= 0.5, bool(row["label"])
        kind = ("fn", "tp")[said] if true else ("tn", "fp")[said]
        for name in ("all", _language(row)):
            counts[name][kind] += 1
    return {f"f1_{name}": _f1(count) for name, count in sorted(counts.items())}


def _language(row: Row) -> str:
    languages = str(row.get("lang") or "unknown").split("-")
    return languages[0] if len(set(languages)) == 1 else "-".join(languages)


def _f1(count: Counter[str]) -> float:
    found = 2 * count["tp"]
    return found / (found + count["fp"] + count["fn"]) if found else 0.0


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--pairs", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not options.corpus and not options.pairs:
        parser.error("--corpus FILE, --pairs FILE, or both")
    tag("", "")
    started = time.process_time()
    figures: dict[str, float] = {"rows": 0}
    answers: list[Row] = []
    if options.corpus:
        answers += _clustered(load(options.corpus), figures)
    if options.pairs:
        answers += _scored(load(options.pairs), figures)
    figures["ms_a_row"] = (time.process_time() - started) * 1000 / max(1, len(answers))
    if options.out:
        options.out.write_text("".join(json.dumps(answer) + "\n" for answer in answers), encoding="utf-8")
    if options.json:
        print(json.dumps(figures))
    else:
        print("stories: " + ", ".join(f"{name} {value:.4g}" for name, value in figures.items()))


def _clustered(rows: Sequence[Row], figures: dict[str, float]) -> list[Row]:
    found = clusters(rows)
    figures |= {"rows": figures["rows"] + len(rows), "clusters": len(set(found))}
    if rows and all("cluster" in row for row in rows):
        figures |= b_cubed([row["cluster"] for row in rows], found)
    return [{"id": row["id"], "cluster": story} for row, story in zip(rows, found, strict=True)]


def _scored(rows: Sequence[Row], figures: dict[str, float]) -> list[Row]:
    found = scores(rows)
    figures["rows"] += len(rows)
    if rows and all("label" in row for row in rows):
        figures |= pair_figures(rows, found)
    return [{"id": row["id"], "score": round(score, 4)} for row, score in zip(rows, found, strict=True)]


if __name__ == "__main__":
    main()

"""How right the focus of real articles is: `python -m benchmarks.focus --corpus FILE.jsonl`.

The labels of focus.tsv are our own: two readers, who had seen neither the program nor each other's labels, wrote down
for each article which countries and organisations it is about and which one may argue over. What both call its focus
must be found, what either allows may be, anything else must not. The kinds are foreign affairs, other articles with a
country (home affairs, business, sport), and articles on nothing of any country. The texts are other people's, and not
here: the corpus is a manifest of pages (`id`, `lang`, `title`, `body`) or of pairs of articles (`id`, `lang`, `a`,
`b`).
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monitor.stages.tag import tag, tagger

LABELS = Path(__file__).with_suffix(".tsv")
_HEADLINE = 160  # characters: a first line of no more is a title


@dataclass(frozen=True, slots=True)
class Text:
    """An article of a corpus: what it is known by in the labels, and what is read of it."""

    id: str
    language: str | None
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Labels:
    """What two readers say of an article: its kind, what must be its focus and what may be."""

    kind: str
    must: dict[str, frozenset[str]]
    may: dict[str, frozenset[str]]


def labels(path: Path = LABELS) -> dict[str, Labels]:
    """Return the labels of each article by its id."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return {
        row["id"]: Labels(
            kind=row["kind"],
            must={kind: frozenset(row[kind].split()) for kind in ("country", "organisation")},
            may={kind: frozenset(row[f"{kind}_may"].split()) for kind in ("country", "organisation")},
        )
        for row in rows
    }


def texts(path: Path) -> Iterator[Text]:
    """Yield the articles of a manifest of pages, or of pairs."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        if "a" not in row:
            languages = row.get("lang") or [None]
            yield Text(id=row["id"], language=languages[0], title=row.get("title") or "", body=row.get("body") or "")
            continue
        for side, language in zip("ab", (row["lang"].split("-") * 2)[:2], strict=True):
            text = row[side].strip()
            head, _, rest = text.partition("\n")
            titled = bool(rest) and len(head) < _HEADLINE
            yield Text(
                id=f"{row['id']}/{side}",
                language=language,
                title=head if titled else "",
                body=rest.strip() if titled else text,
            )


def measure(path: Path, known: dict[str, Labels]) -> dict[str, dict[str, float]]:
    """Return, by kind of article, how many there are, and which share is right, complete or has what is wrong."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts(path):
        if text.id in known:
            counts[known[text.id].kind].update(_judged(text, known[text.id]))
    return {
        kind: {"articles": count["articles"]}
        | {name: count[name] / count["articles"] for name in count if name != "articles"}
        for kind, count in sorted(counts.items())
    }


def _judged(text: Text, known: Labels) -> dict[str, float]:
    found = [mention.tag for mention in tag(text.title, text.body, language=text.language) if mention.focus]
    codes = {kind: {one.code for one in found if one.kind == kind} for kind in known.must}
    right = {kind: known.must[kind] <= codes[kind] <= known.must[kind] | known.may[kind] for kind in codes}
    return {
        "articles": 1,
        "countries_right": right["country"],
        "organisations_right": right["organisation"],
        "right": all(right.values()),
        "complete": known.must["country"] <= codes["country"],
        "wrong": not codes["country"] <= known.must["country"] | known.may["country"],
        "countries_an_article": len(codes["country"]),
        "tags_an_article": len(found),
    }


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = measure(options.corpus, labels())
    if options.json:
        print(json.dumps({"tagger": tagger()} | figures))
        return
    for kind, shares in figures.items():
        print(f"{kind}: " + ", ".join(f"{name} {value:.3g}" for name, value in shares.items()))


if __name__ == "__main__":
    main()

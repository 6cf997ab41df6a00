"""Write the packs from the stock beside this file: `python -m monitor.packs.generate`; with --check, only compare.

stock/sources.csv has one row a source, several languages, kinds and feeds in one cell with blanks between them.
`off` says why a source is not on by default, `desk` marks those of the repository's own feeds.yaml, which is written
here as well. Confidence is how well an address is attested; nothing of low confidence is on.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from monitor.model.watchlist import Watchlist
from monitor.text.domains import registrable_domain
from monitor.workflows.init import Answers, compose, scalar

FOLDER = Path(__file__).parent
STOCK = FOLDER / "stock"
ROOT = FOLDER.parent.parent
PACKS = {
    "caucasus": "Azerbaijan, Armenia and Georgia: agencies, papers, governments, and the regional press",
    "neighbours": "Turkiye, Russia, Ukraine, Belarus, Moldova and Iran, their exiles, and broadcasts to them",
    "central-asia": "Kazakhstan, Kyrgyzstan, Tajikistan and Uzbekistan",
    "middle-east": "Israel, the Gulf and the Arab world",
    "europe": "The European papers of record, and the press of Brussels",
    "institutions": "NATO, the European Union, the OSCE, the Council of Europe, the UN, Washington and London",
    "think-tanks": "Think-tanks, and the magazines of foreign policy and defence",
    "world": "World desks of agencies, broadcasters and papers, and Asia, Africa and the Americas",
}
CADENCE = {"agency": "20m", "institution": "1h", "think-tank": "3h"}
WATCHLISTS = (
    Watchlist(id="az-nato", name="Azerbaijan and NATO", countries=("AZ",), organisations=("nato", "nato-pa")),
    Watchlist(
        id="az-europe",
        name="Azerbaijan and Europe",
        countries=("AZ",),
        organisations=("eu", "european-parliament", "eeas", "osce", "coe", "pace"),
    ),
    Watchlist(id="south-caucasus", name="South Caucasus", countries=("AZ", "AM", "GE")),
)

Row = dict[str, str]
Selectors = dict[str, dict[str, Any]]


def rows() -> list[Row]:
    """Return the stock."""
    with (STOCK / "sources.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def selectors() -> Selectors:
    """Return what selectors.yaml says, by source."""
    found: Selectors = yaml.safe_load((STOCK / "selectors.yaml").read_text(encoding="utf-8"))
    return found


def source(row: Row, known: dict[str, Any]) -> Iterator[str]:
    """Give the lines of one source."""
    yield f"  - id: {row['id']}"
    yield f"    name: {scalar(row['name'])}"
    yield f"    country: {scalar(row['country'])}"
    yield f"    languages: [{', '.join(scalar(code) for code in row['languages'].split())}]"
    yield f"    timezone: {row['timezone']}"
    yield f"    type: {row['type']}"
    yield f"    tier: {row['tier']}"
    owner = row["owner"] or registrable_domain(row["homepage"])  # said here, so that no start has to look it up
    yield f"    owner: {scalar(owner)}"
    yield f"    homepage: {row['homepage']}"
    if row["off"]:
        yield f"    enabled: false # {row['off']}"
    yield "    feeds:"
    yield from feeds(row, known)
    if "article" in known:
        yield "    article:"
        yield from (f"      {name}: {json.dumps(selector)}" for name, selector in known["article"].items())


def feeds(row: Row, known: dict[str, Any]) -> Iterator[str]:
    """Give the lines of a source's feeds."""
    addresses, kinds = row["feeds"].split(), row["kinds"].split()
    every = known.get("every") or CADENCE.get(row["type"])
    for address, kind in zip(addresses, kinds * len(addresses) if len(kinds) == 1 else kinds, strict=True):
        yield f"      - url: {address}"
        yield f"        kind: {kind}"
        if kind == "listing":
            names = known.get("listing", {}).items()
            yield from (f"        {name}: {json.dumps(selector)}" for name, selector in names)
        if every:
            yield f"        every: {every}"


def pack(name: str) -> str:
    """Return the text of a pack."""
    known = selectors()
    lines = [
        "# Made by `python -m monitor.packs.generate` from stock/sources.csv and stock/selectors.yaml: change those.",
        f"about: {scalar(PACKS[name])}",
        "sources:",
    ]
    for row in rows():
        if row["pack"] == name:
            lines += source(row, known.get(row["id"], {}))
    return "\n".join(lines) + "\n"


def desk() -> str:
    """Return the text of the repository's feeds.yaml: what `monitor init` writes, with the desk's sources in it."""
    known = selectors()
    listed = [line for row in rows() if row["desk"] for line in source(row, known.get(row["id"], {}))]
    return compose(
        Answers(timezone="Asia/Baku", packs=()),
        sources="\n".join(listed),
        watchlists=WATCHLISTS,
        digest=("caucasus", "South Caucasus press review"),
    )


def main(arguments: list[str]) -> int:
    """Write what has changed, or with --check name it; 1 if --check found any."""
    texts = {FOLDER / f"{name}.yaml": pack(name) for name in PACKS}
    if (ROOT / "pyproject.toml").is_file():
        texts[ROOT / "feeds.yaml"] = desk()
    stale = [path for path, text in texts.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        if "--check" not in arguments:
            path.write_text(texts[path], encoding="utf-8")
        print(f"{path.name}: {'stale; run python -m monitor.packs.generate' if '--check' in arguments else 'written'}")
    return int(bool(stale) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

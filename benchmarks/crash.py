"""Whether anything is lost or doubled by a sudden death: `python -m benchmarks.crash [--corpus MANIFEST] [--kills 12]`.

The pages of a corpus are served from a local site and collected twice, undisturbed. Then, into another archive, so many
collects are killed (SIGKILL) at random moments, drawn over as long as the undisturbed one took, and two undisturbed
ones follow. The archives must hold the same addresses, titles, texts, times and tags. The clock of all runs stands
still, so that what is dated by its first sighting has the same time. Ends with 1 where the archives differ.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from benchmarks.collect import MADE_UP, Row, configuration, corpus, made_up, stands
from benchmarks.site import Site, rss

NOW = "2026-11-23T10:00:00Z"
ARTICLES = """
    SELECT url, source, title, summary, body, authors, published_at, sorted_at, language, countries, organisations
    FROM articles ORDER BY url
"""
TAGS = "SELECT a.url, m.tag, m.salience, m.focus, m.spans FROM mentions m JOIN articles a ON a.id = m.article_id"


def laid_out(site: Site, rows: Sequence[Row]) -> dict[str, tuple[str, str]]:
    """Write the pages and a feed an outlet; returns the feeds as `configuration` takes them."""
    outlets: dict[int, list[tuple[str, str]]] = {}
    for stand in stands(rows, 0):
        host = site.host(stand.outlet)
        site.write(host, stand.path, stand.body, "text/html")
        outlets.setdefault(stand.outlet, []).append((site.url(host, stand.path), stand.language))
    feeds: dict[str, tuple[str, str]] = {}
    for number, pages in outlets.items():
        host, path = site.host(number), f"/feeds/{number}.xml"
        links = [url for url, _ in pages]
        site.write(host, path, rss(f"Outlet {number}", site.url(host, "/"), links), "application/rss+xml")
        feeds[f"outlet-{number}"] = (site.url(host, path), pages[0][1])
    return feeds


def started(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """A collect in a process of its own, with the clock that stands still."""
    environment = {**os.environ, "MONITOR_NOW": NOW}
    return subprocess.Popen([sys.executable, "-m", *command], stdout=subprocess.DEVNULL, env=environment)


def undisturbed(command: Sequence[str]) -> float:
    """Collect twice, to the end; returns the seconds that the first took."""
    began = perf_counter()
    seconds = []
    for _ in range(2):
        code = started(command).wait()
        seconds.append(perf_counter() - began)
        if code:
            raise SystemExit(f"a collect that nobody disturbed ended with {code}")
    return seconds[0]


def disturbed(command: Sequence[str], kills: int, seconds: float, dice: Random) -> int:
    """Kill so many collects, each at a random moment; returns how many were at work when it came."""
    struck = 0
    for _ in range(kills):
        collect = started(command)
        try:
            collect.wait(dice.uniform(0.2, seconds))
        except subprocess.TimeoutExpired:
            collect.send_signal(signal.SIGKILL)
            struck += collect.wait() == -signal.SIGKILL
    return struck


def held(database: Path) -> dict[str, dict[Any, Any]]:
    """What an archive holds, by address."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as archive:
        archive.row_factory = sqlite3.Row
        articles = {row["url"]: dict(row) for row in archive.execute(ARTICLES)}
        tags = {(row["url"], row["tag"]): dict(row) for row in archive.execute(TAGS)}
        (sound,) = archive.execute("PRAGMA integrity_check").fetchone()
        pending = archive.execute("SELECT count(*) FROM entries WHERE pending IS NOT NULL AND skipped IS NULL")
        facts = {"integrity": {"check": sound}, "pending": {"entries": pending.fetchone()[0]}}
        return {"articles": articles, "tags": tags, **facts}


def differences(ours: Mapping[str, Mapping[Any, Any]], theirs: Mapping[str, Mapping[Any, Any]]) -> list[str]:
    """What one archive has otherwise than the other, a line each."""
    return [
        f"{kind}: {key}: {ours[kind].get(key)!r:.300} is not {theirs[kind].get(key)!r:.300}"
        for kind in theirs
        for key in sorted(ours[kind].keys() | theirs[kind].keys(), key=str)
        if ours[kind].get(key) != theirs[kind].get(key)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="a manifest.jsonl with html_path, url, publisher, lang")
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = corpus(options.corpus) if options.corpus else made_up(MADE_UP)
    with tempfile.TemporaryDirectory(prefix="crash-") as name, Site(Path(name)) as site:
        feeds = laid_out(site, rows)
        site.serve()
        folders = [Path(name) / "undisturbed", Path(name) / "disturbed"]
        for folder in folders:
            folder.mkdir()
        whole, broken = (configuration(folder, feeds) for folder in folders)
        seconds = undisturbed(whole)
        struck = disturbed(broken, options.kills, seconds, Random(options.seed))
        undisturbed(broken)
        expected, found = (held(folder / "press.db") for folder in folders)
    wrong = differences(found, expected)
    for line in wrong[:20]:
        print(line, file=sys.stderr)
    figures = {
        "kills": options.kills, "struck": struck, "seed": options.seed, "seconds": round(seconds, 1),
        "articles": len(expected["articles"]), "tags": len(expected["tags"]), "differences": len(wrong),
    }  # fmt: skip
    print(json.dumps(figures) if options.json else "  ".join(f"{name} {value:g}" for name, value in figures.items()))
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()

"""How long a digest of 500 stories takes from a large archive: `python -m benchmarks.digest [--articles N] [--json]`.

The archive of benchmarks.store is filled, the newest articles are put into stories of three, and a digest with ten
sections is made of a window that holds enough of them; so is one window of a watchlist with words. What matters is that
the time hardly grows with the archive: the same window is measured on a small one beside it, in processor time.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable
from datetime import timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from benchmarks.store import BATCH, END, Desk, begin, ingest, note, timed
from monitor.deliver.render import BUDGET
from monitor.model.settings import Config, DigestPlan, Settings
from monitor.model.watchlist import Watchlist
from monitor.stages.narrow import needs
from monitor.store import Archive, Reading, open_reading
from monitor.store.matching import Window
from monitor.workflows.digest import Made, make

STORIES = 500
SECTIONS = 10
SMALL = 5_000
A_DAY = timedelta(days=1)


def fill(path: Path, articles: int) -> None:
    """Make an archive whose last articles are dense enough for a window of days, in stories of three."""
    desk = Desk(articles, articles)
    made = desk.articles()
    with begin(path) as archive:
        for filled in range(0, articles, BATCH):
            ingest(archive, list(islice(made, min(BATCH, articles - filled))))
            note(f"{filled + BATCH} of {articles} articles")
        _tell_stories(archive, min(articles, 3 * STORIES))
        archive.write("PRAGMA wal_checkpoint(truncate)")


def _tell_stories(archive: Archive, newest: int) -> None:
    """Put the newest articles into stories, three by three, all seen within the last day."""
    last = archive.value("SELECT max(id) FROM articles")
    with archive.transaction():
        archive.write(
            "UPDATE articles SET seen_at = ?, story_id = NULL WHERE id > ?",
            ((END - timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M:%SZ"), last - newest),
        )
        archive.write(_STORIES, {"first": last - newest})
        archive.write(
            "UPDATE articles SET story_id = 1 + (id - :first - 1) / 3 WHERE id > :first", {"first": last - newest}
        )


_STORIES = """
    INSERT INTO stories (id, lead_id, first_seen_at, last_seen_at, articles, sources, independent, tier, weight,
                         standing, title)
    SELECT 1 + (id - :first - 1) / 3, min(id), min(sorted_at), max(sorted_at), 3, 3, 3, 2, 1.0, 1.0, title
    FROM articles WHERE id > :first GROUP BY (id - :first - 1) / 3
"""


def config(folder: Path) -> tuple[Config, DigestPlan]:
    """A desk with ten watchlists of eight countries each."""
    watchlists = tuple(
        Watchlist(
            id=f"w{one}", name=f"Section {one}", countries=tuple(f"{number:02}" for number in range(one, 80, SECTIONS))
        )
        for one in range(SECTIONS)
    )
    plan = DigestPlan(name="morning", title="Morning review", watchlists=tuple(one.id for one in watchlists))
    settings = Settings(timezone="Asia/Baku")
    return Config(path=folder / "feeds.yaml", settings=settings, sources=(), feeds=(), watchlists=watchlists), plan


def measured(path: Path) -> tuple[dict[str, Any], Made]:
    """Times in milliseconds, and the digest."""
    desk, plan = config(path.parent)
    window = Window(since=END - A_DAY, until=END)
    with open_reading(path) as reading:
        start = perf_counter()
        made = make(desk, reading, None, plan, window)
        first = (perf_counter() - start) * 1000
        figures: dict[str, float] = {
            "first_ms": round(first),
            "digest_ms": round(timed(lambda: make(desk, reading, None, plan, window), 3)),
        }
        figures["digest_cpu_ms"] = round(
            median(_cpu(lambda: make(desk, reading, None, plan, window)) for _ in range(5))
        )
        figures |= {f"candidates_{name}_ms": round(value, 1) for name, value in _candidates(reading).items()}
    return figures, made


def _cpu(call: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    began = process_time()
    call()
    return (process_time() - began) * 1000


def _candidates(reading: Reading) -> dict[str, float]:
    """What it takes to find the candidates of a watchlist in a day and in a month of the archive."""
    word = reading.value("SELECT title FROM articles ORDER BY id DESC LIMIT 1").split()[0]
    tags = Watchlist(id="w", name="w", countries=("07",), organisations=("60",))
    words = Watchlist(id="w", name="w", countries=("00",), text=word)
    day = Window(since=END - A_DAY, until=END)
    month = Window(since=END - 30 * A_DAY, until=END, by="dated")
    return {
        "day": timed(lambda: reading.candidates(needs(tags), day), 5),
        "day_words": timed(lambda: reading.candidates(needs(words), day), 5),
        "month": timed(lambda: reading.candidates(needs(tags), month), 5),
        "month_words": timed(lambda: reading.candidates(needs(words), month), 5),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000, help="how many the archive holds (default: 100000)")
    parser.add_argument("--keep", type=Path, help="a folder to leave the archive in, or to find it in")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = (options.keep or Path(folder)) / "digest.db"
        if not path.exists():
            fill(path, options.articles)
        small = Path(folder) / "small.db"
        fill(small, SMALL)
        figures, made = measured(path)
        beside, _ = measured(small)
    stories = len(made.digest.items)
    said = {
        "articles": options.articles,
        "stories": stories,
        "told": made.rendered.told,
        "bytes": len(made.rendered.html.encode()),
        "budget": BUDGET,
        **figures,
        "ratio": round(figures["digest_cpu_ms"] / max(1, beside["digest_cpu_ms"]), 2),
    }
    if options.json:
        print(json.dumps(said))
        return
    for name, value in said.items():
        print(f"{name:28} {value:>10}")
    print(
        f"digest: {stories} stories of {options.articles} articles in {figures['digest_ms']} ms, "
        f"{figures['digest_cpu_ms']} ms of processor time ({said['ratio']} times an archive of {SMALL}), "
        f"{said['bytes']} bytes, {made.rendered.told} told"
    )


if __name__ == "__main__":
    main()

"""How fast the reading room answers while a collect writes: `python -m benchmarks.room [--articles N] [--json]`.

An archive of N made-up articles in stories (or one kept from an earlier run, `--db`) is served by the real program. A
writer takes articles in all the while, ten a transaction, as a collect does. Each page is asked for so many times, each
time about something else; then a number of readers ask at once, and every answer that is none is counted as an error.
Times are milliseconds on this machine: by the clock, and (where /proc tells it) of the processor, which a busy machine
does not falsify.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter, sleep
from typing import Any
from urllib.parse import quote

from benchmarks import store
from monitor.gazetteer import tags
from monitor.model.article import Article
from monitor.model.tag import Mention
from monitor.model.verdict import New
from monitor.store import Archive, open_archive
from monitor.store.columns import time_text

FIRST = ("AZ", "US", "RU", "UA", "AM", "GE", "TR", "IR", "DE", "FR", "GB", "CN")  # the most frequent
ORGANISATIONS = ("nato", "eu", "un", "osce", "pace", "coe")
OPEN = 60  # stories that still grow
GROWS = 0.6  # the share of articles that join a story
READERS = 4
PAUSE = 0.05  # seconds between two transactions of the writer
Made = tuple[int, Article, tuple[Mention, ...]]


class Desk(store.Desk):
    """The store's made-up year, with real tags, and its texts put together of sentences made once."""

    def __init__(self, articles: int, a_year: int, seed: int = 7) -> None:
        super().__init__(articles, a_year, seed)
        self._sentences = {
            language: [super(Desk, self)._text(language, 25) for _ in range(8_000)] for language in store.ALPHABETS
        }

    def _text(self, language: str, words: int) -> str:
        if words < 25:
            return " ".join(self._dice.choice(self._sentences[language]).split()[:words])
        return "\n".join(self._dice.choices(self._sentences[language], k=words // 25))

    def word(self, rank: int) -> str:
        """An English word, the more frequent the smaller its rank."""
        return self._words["en"][rank]


def real_tags() -> None:
    """Let the generator speak of real countries and organisations, so that they have pages."""
    known = {tag.code: tag for tag in tags()}
    countries = [code for code in known if code.isupper() and code not in FIRST]
    organisations = [code for code in known if not code.isupper() and code not in ORGANISATIONS]
    chosen = (*FIRST, *countries[: 80 - len(FIRST)], *ORGANISATIONS, *organisations[: 120 - len(ORGANISATIONS)])
    store.TAGS = tuple(known[code] for code in chosen)


def fill(path: Path, desk: Desk, articles: int) -> None:
    """Make the archive: articles, most of them in a story with some of those around them."""
    made, dice, growing = desk.articles(), Random(3), list[list[Made]]()
    start = perf_counter()
    with store.begin(path) as archive:
        archive.write("PRAGMA synchronous = off")
        for done in range(0, articles, 5_000):
            with archive.transaction():
                for article, mentions in islice(made, min(5_000, articles - done)):
                    number = archive.apply(New(article=article), mentions, run_id=1, tagger="benchmark")
                    joins = growing and dice.random() < GROWS
                    story = growing[dice.randrange(len(growing))] if joins else []
                    story.append((number, article, mentions))
                    if not joins:
                        growing.append(story)
                    if len(growing) > OPEN:
                        tell(archive, growing.pop(0), dice)
            store.note(
                f"{done + 5_000} of {articles} articles, {(done + 5_000) / (perf_counter() - start):.0f} a second"
            )
        with archive.transaction():
            for story in growing:
                tell(archive, story, dice)


def tell(archive: Archive, story: Sequence[Made], dice: Random) -> None:
    """Put articles into one story, as clustering would leave it."""
    articles = [article for _, article, _ in story]
    first, last = (one(article.sorted_at for article in articles) for one in (min, max))
    focus = [mention.tag.code for _, _, mentions in story for mention in mentions if mention.focus]
    owners = len({article.source for article in articles})
    weight = owners * (1 + dice.random())
    made = archive.value(
        """INSERT INTO stories (lead_id, first_seen_at, last_seen_at, articles, sources, independent, tier, weight,
                                standing, title, languages, countries, organisations)
           VALUES (?, ?, ?, ?, ?, ?, 2, ?, ?, ?, ?, ?, ?) RETURNING id""",
        (
            story[0][0], time_text(first), time_text(last), len(story), owners, owners, weight,
            math.log2(weight) + last.timestamp() / 86400, articles[0].title,
            json.dumps(sorted({article.language or "" for article in articles})),
            json.dumps([code for code in dict.fromkeys(focus) if code.isupper()][:5]),
            json.dumps([code for code in dict.fromkeys(focus) if not code.isupper()][:5]),
        ),
    )  # fmt: skip
    ids = json.dumps([number for number, _, _ in story])
    archive.write("UPDATE articles SET story_id = ? WHERE id IN (SELECT value FROM json_each(?))", (made, ids))


class Writer(threading.Thread):
    """Takes articles in until it is stopped, as a collect does."""

    def __init__(self, path: Path, desk: Desk) -> None:
        super().__init__(daemon=True)
        self._path, self._made = path, desk.articles()
        self._over = threading.Event()
        self.written = 0
        self.failure: Exception | None = None

    def run(self) -> None:
        try:
            with open_archive(self._path, now=store.END) as archive:
                while not self._over.is_set():
                    store.ingest(archive, list(islice(self._made, 10)))
                    self.written += 10
                    sleep(PAUSE)
        except Exception as error:  # noqa: BLE001 - told when the thread is joined
            self.failure = error

    def stop(self) -> None:
        self._over.set()
        self.join()
        if self.failure:
            raise self.failure


def sought(words: str) -> str:
    return f"/search?q={quote(words)}"


def questions(desk: Desk, newest: int, stories: int, now: datetime) -> dict[str, Callable[[int], str]]:
    """What readers ask, each the nth time about something else."""
    codes = [tag.code for tag in store.TAGS if tag.kind == "country"]
    days = [now - timedelta(days=number) for number in range(180)]
    return {
        "front": lambda _: "/",
        "front_of_a_day": lambda n: f"/?date={days[3 + n * 7 % 170]:%Y-%m-%d}",
        "country": lambda n: f"/country/{codes[n % len(codes)]}",
        "organisation": lambda n: f"/organisation/{ORGANISATIONS[n % len(ORGANISATIONS)]}",
        "search": lambda n: sought(desk.word(200 + 37 * n)),
        "search_common": lambda n: sought(desk.word(n % 10)),
        "search_two_common": lambda n: sought(f"{desk.word(n % 10)} {desk.word(5 + n % 7)}"),
        "search_rare": lambda n: sought(desk.word(20_000 + 97 * n)),
        "search_phrase": lambda n: sought(f'"{desk.word(n % 10)} {desk.word(1 + n % 7)}"'),
        "search_prefix": lambda n: sought(f"{desk.word(n)[: 1 + n % 4]}*"),
        "search_but_not": lambda n: sought(f"{desk.word(n % 10)} OR {desk.word(30 + n)} -{desk.word(11 + n % 7)}"),
        "search_narrowed": lambda n: sought(desk.word(n % 20)) + f"&country={codes[n % len(codes)]}",
        "search_a_day": lambda n: sought(desk.word(n % 10)) + f"&day={days[n * 11 % 180]:%Y-%m-%d}",
        "search_a_day_of_a_country": lambda n: f"/search?day={days[n * 11 % 180]:%Y-%m-%d}&country={codes[n % 12]}",
        "search_long_ago": lambda n: sought(desk.word(n % 10)) + f"&until={days[90 + n % 80]:%Y-%m-%d}",
        "article": lambda n: f"/article/{newest - n * 9973 % newest}",
        "story": lambda n: f"/story/{1 + n * 997 % stories}",
        "source": lambda n: f"/source/source{n % 40}",
    }


def answered(address: str, path: str) -> tuple[float, str]:
    """Milliseconds, and what was wrong with the answer."""
    start = perf_counter()
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address + path, timeout=60) as answer:
            wrong = "" if answer.read() and answer.status == 200 else f"{path}: {answer.status}"
    except (OSError, urllib.error.HTTPError) as error:
        wrong = f"{path}: {error}"
    return (perf_counter() - start) * 1000, wrong


def processor_ms(pid: int) -> float:
    """Milliseconds of processor that a process has had, in steps of ten; 0 where there is no /proc."""
    try:
        said = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0.0
    user, system = said.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) * 1000 / os.sysconf("SC_CLK_TCK")


def percentile(times: Sequence[float]) -> float:
    """The time that 95 of 100 keep under."""
    return round(sorted(times)[math.ceil(0.95 * len(times)) - 1], 1)


def measure(path: Path, desk: Desk, *, times: int, reads: int) -> dict[str, Any]:
    """Serve the archive beside a writer, and ask."""
    with open_archive(path, now=store.END) as archive:
        articles, newest, now = archive.rows("SELECT count(*), max(id), max(sorted_at) FROM articles")[0]
        stories = archive.value("SELECT max(id) FROM stories")
    command = [sys.executable, "-m", "monitor", "-q", "--config", str(path.with_name("none.yaml")), "--db", str(path)]
    command += ["browse", "--port", "0"]
    environment = os.environ | {"MONITOR_NOW": now}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as room:
        assert room.stdout is not None
        address = room.stdout.readline().strip().rstrip("/")
        writer = Writer(path, Desk(0, articles, seed=11))
        writer.start()
        try:
            asked = questions(desk, newest, stories, datetime.fromisoformat(now))
            errors: list[str] = []
            pages: dict[str, dict[str, float]] = {}
            for name, question in asked.items():
                taken: list[float] = []
                worked: list[float] = []
                for number in range(times):
                    before = processor_ms(room.pid)
                    time, wrong = answered(address, question(number))
                    taken.append(time)
                    worked.append(processor_ms(room.pid) - before)
                    errors += [wrong] if wrong else []
                pages[name] = {
                    "median_ms": round(statistics.median(taken), 1),
                    "p95_ms": percentile(taken),
                    "median_cpu_ms": round(statistics.median(worked), 1),
                    "p95_cpu_ms": percentile(worked),
                }
                store.note(f"{name:26} {pages[name]}")
            paths = [question(number) for number in range(reads // len(asked)) for question in asked.values()]
            start = perf_counter()
            with ThreadPoolExecutor(READERS) as readers:
                errors += [wrong for _, wrong in readers.map(lambda one: answered(address, one), paths) if wrong]
            seconds = perf_counter() - start
        finally:
            writer.stop()
            room.terminate()
    return {
        "articles": articles,
        "written_meanwhile": writer.written,
        "pages": pages,
        "reads": len(paths) + times * len(asked),
        "reads_per_second": round(len(paths) / seconds, 1) if paths else 0,
        "errors": len(errors),
        "first_errors": errors[:5],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000, help="how many the archive holds (default: 20000)")
    parser.add_argument("--db", type=Path, help="an archive that an earlier run kept here, or is to be made and kept")
    parser.add_argument("--times", type=int, default=40, help="how often each page is asked for (default: 40)")
    parser.add_argument("--reads", type=int, default=2_000, help="reads at once, after that (default: 2000)")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    options = parser.parse_args()
    real_tags()
    desk = Desk(options.articles, options.articles)
    with tempfile.TemporaryDirectory() as folder:
        path = options.db or Path(folder) / "press.db"
        if not path.exists():
            fill(path, desk, options.articles)
        figures = measure(path, desk, times=options.times, reads=options.reads)
    if options.json:
        print(json.dumps(figures))
        return
    for wrong in figures["first_errors"]:
        print(wrong)
    for name, times in figures["pages"].items():
        print(
            f"{name:26} median {times['median_ms']:8.1f} ms   p95 {times['p95_ms']:8.1f} ms   "
            f"processor {times['median_cpu_ms']:6.1f} and {times['p95_cpu_ms']:6.1f} ms"
        )
    print(
        f"room: {figures['articles']} articles, {figures['written_meanwhile']} written meanwhile, "
        f"{figures['errors']} errors in {figures['reads']} reads"
    )


if __name__ == "__main__":
    main()

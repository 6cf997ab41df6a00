"""What an archive of N articles costs beside an empty one: `python -m benchmarks.store [--articles N] [--json]`.

An archive is filled with made-up articles on events (lengths, languages, sources and tags distributed as in a year of a
desk's reading), then 500 new ones are taken in as a collect does it, on it and on an empty one: read, signed, judged,
linked, saved, put into stories. What a run begins with (old days dropped, pieces of the full-text index put together)
is told by itself, and counted on both sides in `ingest_ratio_begun`; other articles are taken in before, uncounted,
because names are read and patterns made when they are first used. Then readers ask what they ask most. Times are
medians of one run on one machine: only their ratios mean something elsewhere. What is made once can be used again
(--db): the new articles are others.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from typing import Any

from monitor.gazetteer import tags
from monitor.model.article import Article, Entry
from monitor.model.copies import UNSIGNED, Signature
from monitor.model.fetch import Fetch
from monitor.model.filing import Filed
from monitor.model.reading import Query
from monitor.model.source import Feed, FeedState, Source
from monitor.model.tag import Mention, Span, Tag
from monitor.model.verdict import Verdict
from monitor.stages.copies.signature import signature
from monitor.stages.dedupe import judge
from monitor.store import Archive, Reading, open_archive, open_reading
from monitor.store.columns import moment_of
from monitor.store.copies import DAYS, day_of

BATCH, BATCHES = 500, 8  # an even number: in half of them the empty archive goes first
INDEXED_FROM = datetime(2026, 11, 18, tzinfo=UTC)  # what is older is dropped from the index before anybody asks
COPIES = 0.1  # of the articles, of one of the last 200 in another outlet
END = datetime(2026, 11, 23, 12, tzinfo=UTC)
ALPHABETS = {
    "en": "etaoinshrdlucmfwypvbgk",
    "ru": "оеаинтсрвлкмдпуяыьгзб",
    "az": "aəinlrdtsıyuvobmqkçşğ",
    "tr": "aeinrlıdkmytsubüşzgğ",
}
VOCABULARY = 40_000
SOURCES = 50
TAGS = tuple(
    [Tag(slug=f"country:{number:02}", kind="country", label=f"Country {number}") for number in range(80)]
    + [Tag(slug=f"org:{number}", kind="organisation", label=f"Organisation {number}") for number in range(120)]
)


class Desk:
    """A year of made-up articles, the same for the same seed; words and tags are as unequal as real ones (Zipf)."""

    def __init__(self, articles: int, a_year: int, seed: int = 7) -> None:
        self._dice = Random(seed)
        self._step = timedelta(days=365) / max(1, a_year)
        self._begin = END - self._step * articles
        self._words = {language: self._vocabulary(letters) for language, letters in ALPHABETS.items()}
        self._number = 0
        self._recent: deque[Article] = deque(maxlen=200)

    def _vocabulary(self, letters: str) -> list[str]:
        return ["".join(self._dice.choices(letters, k=self._dice.randint(3, 11))) for _ in range(VOCABULARY)]

    def _rank(self, size: int) -> int:
        return int(size ** self._dice.random()) - 1  # the logarithm of a rank is even: Zipf's law

    def _body(self, language: str, length: int) -> str:
        """Paragraphs of forty words, and one that is the language's own on every page."""
        paragraphs = [self._text(language, min(40, length - at)) for at in range(0, length, 40)]
        return "\n".join((*paragraphs, " ".join(self._words[language][:30])))

    def _copied(self, original: Article) -> str:
        """A text with a few words put in and a paragraph left out."""
        words = original.body.rpartition("\n")[0].split(" ")
        for _ in range(5):
            words.insert(self._dice.randrange(len(words)), "reportedly")
        return " ".join(words)

    def _text(self, language: str, words: int) -> str:
        vocabulary = self._words[language]
        return " ".join(vocabulary[self._rank(VOCABULARY)] for _ in range(words))

    def articles(self) -> Iterator[tuple[Article, tuple[Mention, ...]]]:
        """Articles without end, in the order in which they are published, with their mentions."""
        while True:
            self._number += 1
            language = self._dice.choice(tuple(ALPHABETS))
            length = min(3000, max(40, int(self._dice.lognormvariate(5.8, 0.7))))
            url = f"https://source{self._rank(SOURCES)}.example/{language}/{self._number}-{self._dice.random()}"
            body = self._body(language, length)
            if self._recent and self._dice.random() < COPIES:
                body = self._copied(self._dice.choice(self._recent))
            moment = (self._begin + self._step * self._number).replace(microsecond=0)
            made = Article(
                url=url,
                url_key=url.removeprefix("https://"),
                keys=(url.removeprefix("https://"),),
                source=url.split("/")[2].removesuffix(".example"),
                title=self._text(language, 9),
                summary=self._text(language, 25),
                body=body,
                language=language,
                published_at=moment,
                dated_by="feed",
                sorted_at=moment,
                seen_at=moment,
                words=length + 34,
                content_hash=f"{self._dice.getrandbits(128):032x}",
            )
            self._recent.append(made)
            yield made, self._mentions()

    def _mentions(self) -> tuple[Mention, ...]:
        tags = {TAGS[self._rank(80)] for _ in range(4)} | {TAGS[80 + self._rank(120)] for _ in range(2)}
        return tuple(
            Mention(
                tag=tag,
                salience=self._dice.random(),
                hits=3,
                in_title=False,
                focus=self._dice.random() < 0.4,
                spans=tuple(
                    Span(field="body", start=at, end=at + 9, text=tag.label, rule="name") for at in (9, 99, 999)
                ),
            )
            for tag in sorted(tags, key=lambda one: one.slug)
        )


def begin(path: Path) -> Archive:
    """An empty archive with its sources, a feed of each, and run 1."""
    archive = open_archive(path, now=END)
    sources = [
        Source(
            id=f"source{number}",
            name=f"Source {number}",
            homepage=f"https://source{number}.example/",
            owner=str(number),
        )
        for number in range(SOURCES)
    ]
    feeds = [Feed(source=source.id, url=f"{source.homepage}rss", kind="rss") for source in sources]
    archive.mirror(sources, feeds, now=END)
    archive.start_run("collect", now=END, version="0", host="benchmark")
    return archive


def judged(archive: Archive, made: Article, sought: Signature) -> Verdict:
    """What an article is, found and decided as a collect does it."""
    same, twins = archive.known_by_keys(made.keys), archive.known_by_hash(made.content_hash)
    return judge(made, same=same, twins=twins, near=archive.near(sought, made), ruling=archive.ruling(same))


def ingest(archive: Archive, batch: Sequence[tuple[Article, tuple[Mention, ...]]]) -> None:
    """Take articles in as a collect does: file the feed's entries, then for each page look up, judge, apply, settle."""
    filed = [
        Filed(
            entry=Entry(guid=made.url, url=made.url, title=made.title, summary=made.summary),
            entry_key=made.content_hash,
            entry_hash=made.content_hash,
            url_key=made.url_key,
            disposition="fetch",
        )
        for made, _ in batch
    ]
    archive.entries_known(1, [(one.entry_key, one.url_key) for one in filed])
    fetch = Fetch(run_id=1, feed_id=1, at=END, outcome="ok", status=200, entries=len(batch))
    archive.file_feed(1, state=FeedState(checked_at=END), fetch=fetch, filed=filed, now=END)
    for start in range(0, len(batch), 10):
        with archive.transaction():
            for made, mentions in batch[start : start + 10]:
                sought = signature(made.text) if made.seen_at > INDEXED_FROM else UNSIGNED
                verdict = judged(archive, made, sought)
                article_id = archive.apply(verdict, mentions, run_id=1, tagger="benchmark", signature=sought)
                archive.settle(1, made.content_hash, article_id, now=END)


def timed(ask: Callable[[], object], times: int) -> float:
    """The median of so many tries, in milliseconds."""
    taken = []
    for _ in range(times):
        start = perf_counter()
        ask()
        taken.append((perf_counter() - start) * 1000)
    return statistics.median(taken)


def asked(reading: Reading, desk: Desk, now: datetime) -> dict[str, Callable[[], object]]:
    """What readers ask most."""
    common, usual, rare = (desk._words["en"][rank] for rank in (0, 300, 20_000))  # noqa: SLF001 - its own vocabulary
    newest = reading.latest(Query(limit=1))[0].id
    week = now - timedelta(days=7)
    return {
        "latest": lambda: reading.latest(Query()),
        "country": lambda: reading.latest(Query(countries=("00",))),
        "country_rare": lambda: reading.latest(Query(countries=("79",))),
        "country_any": lambda: reading.latest(Query(countries=("00",), any_mention=True)),
        "country_and_org": lambda: reading.latest(Query(countries=("07",), organisations=("60",))),
        "countries_5": lambda: reading.latest(Query(countries=("00", "03", "09", "20", "40"))),
        "source_and_language": lambda: reading.latest(Query(sources=("source3",), languages=("az",))),
        "search_rare": lambda: reading.search(Query(text=rare)),
        "search_usual": lambda: reading.search(Query(text=usual)),
        "search_two": lambda: reading.search(Query(text=f"{common} {usual}")),
        "search_common": lambda: reading.search(Query(text=common)),
        "search_common_week": lambda: reading.search(Query(text=common, since=week)),
        "search_newest": lambda: reading.latest(Query(text=usual)),
        "show": lambda: reading.show(newest),
        "health": reading.health,
        "sources": reading.sources,
        "holdings": reading.holdings,
    }


def measure(path: Path, articles: int, a_year: int) -> dict[str, object]:
    """Fill (or go on with what was kept), take in, judge and ask; milliseconds, bytes and ratios."""
    from benchmarks import events  # which makes its articles by what is above

    full: list[events.Taken] = []
    empty: list[events.Taken] = []
    begun: dict[str, list[float]] = {"full": [], "empty": []}
    with events.opened(path, articles, a_year) as archive, tempfile.TemporaryDirectory() as folder:
        held = archive.value("SELECT count(*) FROM articles")
        begin_at = moment_of(archive.value("SELECT max(sorted_at) FROM articles"))
        desk = events.Desk(0, a_year, seed=held, begin=begin_at)
        made = (article for article, _ in desk.articles())
        begin_run(archive, begin_at)
        gc.freeze()  # the sentences that articles are made of are no part of what a collect holds
        with begin(Path(folder) / "first.db") as first:  # what a process does once: names read, patterns made
            first.sync_tags(tags())
            events.take_in(first, list(islice(made, BATCH)))
        for number in range(BATCHES):
            batch = list(islice(made, BATCH))
            with begin(Path(folder) / f"empty{number}.db") as other:
                other.sync_tags(tags())
                turns = (("empty", empty, other), ("full", full, archive))
                # Who goes second finds words in caches: each does in turn. Then the next run begins, with what is left.
                for name, taken, one in turns if number % 2 else reversed(turns):
                    taken.append(events.take_in(one, batch))
                    begun[name].append(begin_run(one, batch[-1].seen_at))
        verdicts = [verdict_ms(archive, events.read(article)[0]) for article in islice(made, BATCH)]
        index = indexed(archive, batch[-1].seen_at)
        archive.write("PRAGMA wal_checkpoint(truncate)")
    with open_reading(path) as reading:
        figures = {name: round(timed(ask, 5), 2) for name, ask in asked(reading, desk, batch[-1].seen_at).items()}
    return {
        "articles": held,
        "ingest_500_ms": {name: _medians(taken) for name, taken in (("empty", empty), ("full", full))},
        "run_begun_ms": {name: round(statistics.mean(each)) for name, each in begun.items()},
        "ingest_ratio": _ratio([(one.cpu, other.cpu) for one, other in zip(full, empty, strict=True)]),
        "ingest_ratio_begun": _ratio(
            [
                (one.cpu + first, other.cpu + second)
                for one, other, first, second in zip(full, empty, begun["full"], begun["empty"], strict=True)
            ]
        ),
        "ingest_ratio_clock": _ratio([(one.clock, other.clock) for one, other in zip(full, empty, strict=True)]),
        "verdict_ms": {
            "median": round(statistics.median(verdicts), 2),
            "mean": round(statistics.mean(verdicts), 2),
            "worst_of_20": round(statistics.quantiles(verdicts, n=20)[-1], 2),
        },
        "index": index,
        "bytes_an_article": round(path.stat().st_size / (held + BATCHES * BATCH)),
        "ms": figures,
    }


def _medians(taken: Sequence[Any]) -> dict[str, float]:
    names = ("read", "stored", "clustered", "cpu", "clock")
    return {name: statistics.median(getattr(one, name) for one in taken) for name in names}


def _ratio(pairs: Sequence[tuple[float, float]]) -> float:
    """The median of ratios, each of two batches: whoever goes first in one goes second in the other."""
    twos = zip(pairs[::2], pairs[1::2], strict=True)
    return round(statistics.median((one[0] + two[0]) / (one[1] + two[1]) for one, two in twos), 2)


def begin_run(archive: Archive, now: datetime) -> float:
    """Do what a collect begins with, and give the milliseconds of the processor that it took."""
    begun = process_time()
    archive.close_window(now)
    archive.merge_segments()
    return (process_time() - begun) * 1000


def verdict_ms(archive: Archive, made: Article) -> float:
    """The processor time that it takes to find what an article is like, and to decide what it is, once it is signed."""
    sought = signature(made.text)
    begun = process_time()
    verdict = judged(archive, made, sought)
    taken = (process_time() - begun) * 1000
    archive.apply(verdict, (), run_id=1, tagger="benchmark", signature=sought)  # so that the next may be a copy of it
    return taken


def indexed(archive: Archive, now: datetime) -> dict[str, float]:
    """What the index of the open window takes: in all, by article of it, and how many it has of older ones."""
    archive.close_window(now)
    tables = "'shelved', 'shingles', 'fresh_shingles', 'edge_lines'"
    taken = archive.value(f"SELECT sum(pgsize) FROM dbstat WHERE name IN ({tables})")
    inside = archive.value(
        "SELECT count(*) FROM articles WHERE sorted_at >= ?", ((now - timedelta(days=DAYS)).isoformat()[:10],)
    )
    older = archive.value(_OLDER, (day_of(now) - DAYS,))
    return {"articles": inside, "bytes_an_article": round(taken / max(1, inside)), "older_rows": older}


_OLDER = """
    SELECT count(*) FROM (SELECT article_id FROM shingles UNION ALL SELECT article_id FROM fresh_shingles)
    LEFT JOIN shelved USING (article_id) WHERE day IS NULL OR day < ?
"""


def note(line: str) -> None:
    """Tell how far it is, where somebody looks on."""
    if sys.stderr.isatty():
        print(line, end="\r", file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000, help="how many the archive holds (default: 20000)")
    parser.add_argument(
        "--a-year", type=int, help="how many come in a year (default: as many as it holds, in one year)"
    )
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    parser.add_argument("--db", type=Path, help="an archive that an earlier run kept here, or is to be made and kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.db or Path(folder) / "press.db"
        figures = measure(path, options.articles, options.a_year or options.articles)
    if options.json:
        print(json.dumps(figures))
        return
    asked_for = figures["ms"]
    assert isinstance(asked_for, dict)
    for name, value in asked_for.items():
        print(f"{name:22} {value:9.2f} ms")
    print(
        f"store: {figures['articles']} articles, 500 ingested in {figures['ingest_500_ms']} ms, "
        f"begun in {figures['run_begun_ms']} ms, "
        f"ratio {figures['ingest_ratio']} ({figures['ingest_ratio_begun']} with that), "
        f"search {asked_for['search_usual']} ms, front page {asked_for['latest']} ms, "
        f"{figures['bytes_an_article']} bytes an article, verdict {figures['verdict_ms']} ms, index {figures['index']}"
    )


if __name__ == "__main__":
    main()

"""Made-up events and the articles on them: what fills an archive for benchmarks.store, and what comes new.

An event has names of its own in each language, words that are told of it, a country or two; an article on it begins
with some of them, and goes on with what any article may say. How many articles are on an event is as unequal as in a
year of news: most have one or two, some have a hundred.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path
from random import Random
from time import perf_counter, process_time

from benchmarks import store
from benchmarks.room import tell
from monitor.gazetteer import tags
from monitor.model.article import Article
from monitor.model.tag import Mention, Span, Tag
from monitor.model.verdict import New
from monitor.stages.tag import tag
from monitor.store import Archive, open_archive
from monitor.text.hashing import content_hash
from monitor.text.language import detect
from monitor.workflows.cluster import cluster

ALONE = 0.35  # of the articles: nobody else tells of their event
GOING = 40  # events at a time
BEGINS = 0.1  # of the articles on events that others tell too: they are the first
LASTS = timedelta(days=2)
NAMES, WORDS = 8, 24  # of an event's own, and others that are told of it
SENTENCE = 25  # words
TOLD = 16  # of the event's own that each of the first three sentences has
SENTENCES = 8_000  # that were made once, of each language
WINDOW = timedelta(days=8)  # in which articles are signed, judged and put into stories as a collect does it
Made = tuple[Article, tuple[Mention, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What there is to tell: its words by language, the names first; the countries it is about; when it began."""

    words: dict[str, tuple[str, ...]]
    about: tuple[Tag, ...]
    since: float


class Desk(store.Desk):
    """The store's made-up year as articles on events, its texts put together of sentences made once."""

    def __init__(self, articles: int, a_year: int, *, seed: int = 7, begin: datetime | None = None) -> None:
        super().__init__(articles, a_year)  # the same languages for every seed
        self._begin = begin or self._begin
        self._stock = {
            language: [super(Desk, self)._text(language, SENTENCE).split() for _ in range(SENTENCES)]
            for language in store.ALPHABETS
        }
        self._dice = Random(seed)
        self._seed = seed
        self._known = [one for one in tags() if one.kind in ("country", "organisation")]
        self._events: deque[Event] = deque()

    def _event(self, at: float) -> Event:
        words = {
            language: (
                *("".join(self._dice.choices(letters, k=self._dice.randint(5, 10))).capitalize() for _ in range(NAMES)),
                *self._dice.choice(self._stock[language])[:WORDS],
            )
            for language, letters in self._dice.sample(tuple(store.ALPHABETS.items()), 2)
        }
        about = tuple(self._known[self._rank(len(self._known))] for _ in range(self._dice.randint(1, 2)))
        return Event(words=words, about=about, since=at)

    def _told(self, at: float) -> Event:
        """The event of the next article: one of its own, or one that is going on, the more probably the older it is."""
        while self._events and self._events[0].since < at - LASTS.total_seconds():
            self._events.popleft()
        if self._dice.random() < ALONE or not self._events:
            return self._event(at)
        if len(self._events) < GOING or self._dice.random() < BEGINS:
            self._events.append(self._event(at))
        return self._events[self._rank(len(self._events))]

    def _sentence(self, language: str, told: Sequence[str]) -> str:
        words = [*told, *self._dice.choice(self._stock[language])[: SENTENCE - len(told)]]
        self._dice.shuffle(words)
        return " ".join(words) + "."

    def _written(self, event: Event, language: str, length: int) -> tuple[str, str]:
        told, named = event.words[language], self._dice.choice(event.about).label
        title = " ".join((*self._dice.sample(told[:NAMES], 3), *self._dice.sample(told[NAMES:], 4), named))
        begins = [self._sentence(language, (*self._dice.sample(told, TOLD), named)) for _ in range(3)]
        rest = [self._sentence(language, ()) for _ in range(max(0, length // SENTENCE - 3))]
        return title, "\n".join((*begins, *rest))

    def articles(self) -> Iterator[Made]:
        while True:
            self._number += 1
            moment = (self._begin + self._step * self._number).replace(microsecond=0)
            length = min(3000, max(40, int(self._dice.lognormvariate(5.8, 0.7))))
            event = self._told(moment.timestamp())
            language = self._dice.choice(tuple(event.words))
            if self._recent and self._dice.random() < store.COPIES:
                original = self._dice.choice(self._recent)
                language, title, body = original.language or "en", original.title, self._edited(original.body)
            else:
                title, body = self._written(event, language, length)
            source = f"source{self._rank(store.SOURCES)}"
            url = f"https://{source}.example/{language}/{self._seed}-{self._number}"
            made = Article(
                url=url, url_key=url.removeprefix("https://"), keys=(url.removeprefix("https://"),), source=source,
                title=title, body=body, language=language, published_at=moment, dated_by="feed", sorted_at=moment,
                seen_at=moment, words=len(title.split()) + len(body.split()),
                content_hash=f"{self._dice.getrandbits(128):032x}",
            )  # fmt: skip
            self._recent.append(made)
            yield made, self._mentioned(event)

    def _edited(self, text: str) -> str:
        """A text with a few words put in and its last paragraph left out."""
        words = (text.rpartition("\n")[0] or text).split(" ")
        for _ in range(5):
            words.insert(self._dice.randrange(len(words)), "reportedly")
        return " ".join(words)

    def _mentioned(self, event: Event) -> tuple[Mention, ...]:
        chosen = {*event.about, *(self._known[self._rank(len(self._known))] for _ in range(3))}
        return tuple(
            Mention(
                tag=one, salience=self._dice.random(), hits=1, in_title=False, focus=one in event.about,
                spans=(Span(field="body", start=9, end=18, text=one.label, rule="name"),),
            )
            for one in sorted(chosen, key=lambda one: one.slug)
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds of the processor that taking articles in took, and by the clock."""

    read: int  # language, hash, mentions
    stored: int  # signed, judged, linked, saved
    clustered: int
    clock: int

    @property
    def cpu(self) -> int:
        return self.read + self.stored + self.clustered


def read(made: Article) -> Made:
    """An article as a worker gives it: its language, its hash and its mentions told from its text."""
    text = f"{made.title}\n{made.body}"
    read_as = replace(made, language=detect(text, (made.language or "",)) or made.language)
    mentions = tag(made.title, made.body, language=read_as.language)
    return replace(read_as, content_hash=content_hash(made.title, "", made.body)), mentions


def take_in(archive: Archive, batch: Sequence[Article]) -> Taken:
    """Do all that a collect does with articles once they are extracted, up to their stories; what it took."""
    begun = perf_counter()
    work = [process_time()]
    articles = [read(made) for made in batch]
    for step in (lambda: store.ingest(archive, articles), lambda: cluster(archive)):
        work.append(process_time())
        step()
    work.append(process_time())
    read_in, stored, clustered = (round((after - before) * 1000) for before, after in pairwise(work))
    return Taken(read_in, stored, clustered, round((perf_counter() - begun) * 1000))


def opened(path: Path, articles: int, a_year: int) -> Archive:
    """The archive that was kept at `path`, or a new one with so many articles, the newest taken in as a collect does.

    The older ones are only written, most of them in stories, as clustering would have left them.
    """
    if path.exists():
        return open_archive(path, now=store.END)
    archive = store.begin(path)
    archive.write("PRAGMA synchronous = off")
    archive.sync_tags(tags())
    made, dice = Desk(articles, a_year).articles(), Random(3)
    since_full = max(0, articles - round(a_year * (WINDOW / timedelta(days=365))))
    begun = perf_counter()
    growing: list[list[tuple[int, Article, tuple[Mention, ...]]]] = []
    for done in range(0, since_full, 5_000):
        with archive.transaction():
            for article, mentions in islice(made, min(5_000, since_full - done)):
                number = archive.apply(New(article=article), mentions, run_id=1, tagger="benchmark")
                joins = growing and dice.random() < 1 - ALONE
                story = growing[dice.randrange(len(growing))] if joins else []
                story.append((number, article, mentions))
                if not joins:
                    growing.append(story)
                if len(growing) > GOING:
                    tell(archive, growing.pop(0), dice)
        while archive.merge_segments():
            pass
        store.note(f"{done + 5_000} of {articles} articles, {(done + 5_000) / (perf_counter() - begun):.0f} a second")
    with archive.transaction():
        for story in growing:
            tell(archive, story, dice)
    for done in range(since_full, articles, store.BATCH):
        batch = [article for article, _ in islice(made, min(store.BATCH, articles - done))]
        store.begin_run(archive, batch[-1].seen_at)
        taken = take_in(archive, batch)
        store.note(f"{done + store.BATCH} of {articles} articles, the last taken in at {taken}")
    archive.write("PRAGMA synchronous = normal")
    return archive

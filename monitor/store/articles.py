"""Articles: what the archive knows of a text, and how a verdict on one is carried out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from monitor.model.article import Article
from monitor.model.copies import UNSIGNED, Signature
from monitor.model.edit import Edit
from monitor.model.tag import Mention, Tag
from monitor.model.verdict import Apart, Copy, Duplicate, Known, New, Revised, Seen, Verdict
from monitor.store.columns import list_text, time_text
from monitor.store.copies import explain, follow, is_open, shelve
from monitor.store.database import Database
from monitor.store.edits import note_edit
from monitor.store.known import KNOWN, known_of
from monitor.store.tagged import focus, mention


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What is noted with an article besides what it says: who read it, and when and how to ask for its page again."""

    run_id: int
    tagger: str
    page_etag: str | None
    page_last_modified: str | None
    recheck_at: datetime | None
    signature: Signature
    edit: Edit | None


def known_by_keys(archive: Database, keys: Sequence[str]) -> tuple[Known, ...]:
    """The articles that any of these url_keys belongs to, the oldest first."""
    return tuple(map(known_of, archive.rows(_KNOWN_BY_KEYS, (list_text(keys),))))


def known_by_hash(archive: Database, content_hash: str) -> tuple[Known, ...]:
    """The articles with this very text, the oldest first."""
    return tuple(map(known_of, archive.rows(_KNOWN_BY_HASH, (content_hash,))))


def apply(
    archive: Database,
    verdict: Verdict,
    mentions: Sequence[Mention],
    *,
    run_id: int,
    tagger: str,
    page_etag: str | None = None,
    page_last_modified: str | None = None,
    recheck_at: datetime | None = None,
    signature: Signature = UNSIGNED,
    edit: Edit | None = None,
) -> int:
    """Carry a verdict out, all or nothing, and give the id of the article it is about.

    New and Duplicate are added; Revised keeps the old text as a revision; Seen learns further keys, and the time of
    an article that had none. By its `signature` an article is found where copies are sought. A key that belongs to
    another article stays where it is. `recheck_at` is when the page is to be looked at again, None for never; Seen
    without one leaves an appointment that is still to come. `edit` is what was changed since the article was last read;
    of Seen, only its typography can be.
    """
    reading = _Reading(
        run_id=run_id,
        tagger=tagger,
        page_etag=page_etag,
        page_last_modified=page_last_modified,
        recheck_at=recheck_at,
        signature=signature,
        edit=edit,
    )
    with archive.transaction():
        match verdict:
            case New(article=article, apart=apart):
                article_id = _add(archive, article, None, mentions, reading)
                _shelve(archive, article_id, article, None, apart, reading)
            case Duplicate(article=article, copy=copy, apart=apart):
                article_id = _add(archive, article, copy, mentions, reading)
                _shelve(archive, article_id, article, copy, apart, reading)
            case Revised(article=article, of=of, copy=copy, apart=apart):
                article_id = _revise(archive, of.id, article, copy, mentions, reading)
                _shelve(archive, article_id, article, copy, apart, reading)
            case Seen(article=article, of=of):
                article_id = _see(archive, of.id, article, reading)
            case _:
                assert_never(verdict)
        keys = dict.fromkeys((article.url_key, *article.keys))
        archive.write_all(_LEARN_KEY, ((key, article_id) for key in keys))
        return article_id


def rechecked(
    archive: Database,
    article_id: int,
    *,
    recheck_at: datetime | None,
    etag: str | None = None,
    last_modified: str | None = None,
) -> None:
    """Record that the page was looked at again and said nothing new; `recheck_at` None: it need not be again."""
    archive.write(_RECHECKED, (time_text(recheck_at), etag, last_modified, article_id))


def sync_tags(archive: Database, tags: Sequence[Tag]) -> None:
    """Make the table of tags say what the gazetteer says; tags that it dropped stay while articles bear them."""
    with archive.transaction():
        archive.write_all(_SYNC_TAG, ((tag.slug, tag.kind, tag.label) for tag in tags))


def _add(archive: Database, article: Article, copy: Copy | None, mentions: Sequence[Mention], reading: _Reading) -> int:
    columns = _columns(article, copy, mentions, reading) | {
        "url": article.url,
        "url_key": article.url_key,
        "source": article.source,
        "backfill": int(article.backfill),
        "seen_at": time_text(article.seen_at),
        "run_id": reading.run_id,
    }
    article_id: int = archive.value(_ADD_ARTICLE, columns)
    mention(archive, article_id, str(columns["sorted_at"]), mentions, reading.tagger)
    return article_id


def _revise(
    archive: Database,
    article_id: int,
    article: Article,
    copy: Copy | None,
    mentions: Sequence[Mention],
    reading: _Reading,
) -> int:
    if article.reserved and not article.body:  # its publisher has come to reserve it: the earlier texts go too
        archive.write("DELETE FROM revisions WHERE article_id = ?", (article_id,))
    else:
        archive.write(_KEEP_REVISION, {"id": article_id, "now": time_text(article.seen_at)})
    columns = _columns(article, copy, mentions, reading)
    archive.write(_REVISE_ARTICLE, columns | {"id": article_id, "now": time_text(article.seen_at)})
    if reading.edit:
        note_edit(archive, article_id, reading.edit, now=article.seen_at)
    if copy is not None:  # its own copies become copies of what it now repeats: duplicates are never chained
        follow(archive, article_id, copy.of.id)
    _redate(archive, article_id, article)
    archive.write("DELETE FROM mentions WHERE article_id = ?", (article_id,))
    sorted_at = archive.value("SELECT sorted_at FROM articles WHERE id = ?", (article_id,))
    mention(archive, article_id, sorted_at, mentions, reading.tagger)
    return article_id


def _shelve(
    archive: Database,
    article_id: int,
    article: Article,
    copy: Copy | None,
    apart: Sequence[Apart],
    reading: _Reading,
) -> None:
    """Note why an article is a copy or none, and have it found by what comes later."""
    explain(archive, article_id, copy, apart, at=article.seen_at)
    if is_open(article):
        shelve(archive, article_id, article, reading.signature, copied=copy is not None)


def _see(archive: Database, article_id: int, article: Article, reading: _Reading) -> int:
    dated_by = archive.value("SELECT dated_by FROM articles WHERE id = ?", (article_id,))
    if dated_by == "sighting" and _redate(archive, article_id, article):
        archive.write(
            "UPDATE mentions SET sorted_at = ? WHERE article_id = ?", (time_text(article.sorted_at), article_id)
        )
    if reading.edit:  # its typography: the words are what they were, and all that was made of them stands
        now = time_text(article.seen_at)
        archive.write(_KEEP_REVISION, {"id": article_id, "now": now})
        archive.write(_RESET, (article.title, article.summary, article.body, article_id))
        note_edit(archive, article_id, reading.edit, now=article.seen_at)
    # A text found again where its page was due is a re-check; found elsewhere, it says nothing of the page.
    due = archive.value(_DUE, (time_text(article.seen_at), article_id))
    if due or reading.recheck_at is not None:
        rechecked(
            archive,
            article_id,
            recheck_at=reading.recheck_at,
            etag=reading.page_etag,
            last_modified=reading.page_last_modified,
        )
    return article_id


def _redate(archive: Database, article_id: int, article: Article) -> bool:
    """Whether the article got a time: one that is only the moment of this sighting never replaces another."""
    if article.dated_by == "sighting":
        return False
    columns = (
        time_text(article.published_at),
        article.published_raw,
        article.dated_by,
        time_text(article.sorted_at),
        article_id,
    )
    return bool(archive.write(_REDATE, columns))


def _columns(article: Article, copy: Copy | None, mentions: Sequence[Mention], reading: _Reading) -> dict[str, object]:
    """What both a new and a revised article write."""
    return {
        "title": article.title,
        "summary": article.summary,
        "body": article.body,
        "authors": list_text(article.authors),
        "language": article.language,
        "image_url": article.image_url,
        "published_at": time_text(article.published_at),
        "published_raw": article.published_raw,
        "dated_by": article.dated_by,
        "sorted_at": time_text(article.sorted_at),
        "kind": article.kind,
        "paywalled": int(article.paywalled),
        "reserved": article.reserved,
        "quote": article.quote,
        "words": article.words,
        "content_hash": article.content_hash,
        "extractor": article.extractor,
        "agency": article.agency,
        "countries": list_text(focus(mentions, "country")),
        "organisations": list_text(focus(mentions, "organisation")),
        "duplicate_of": copy.of.id if copy else None,
        "similarity": copy.score if copy else None,
        "page_etag": reading.page_etag,
        "page_last_modified": reading.page_last_modified,
        "recheck_at": time_text(reading.recheck_at),
    }


_KNOWN_BY_KEYS = f"""
    SELECT {KNOWN} FROM articles
    WHERE id IN (SELECT article_id FROM article_urls WHERE url_key IN (SELECT value FROM json_each(?)))
    ORDER BY seen_at, id
"""  # noqa: S608 - columns of ours
_KNOWN_BY_HASH = f"""
    SELECT {KNOWN} FROM articles
    WHERE content_hash = ? ORDER BY seen_at, id
"""  # noqa: S608 - columns of ours
_ADD_ARTICLE = """
    INSERT INTO articles (
        url, url_key, source, title, summary, body, authors, language, image_url, published_at, published_raw, dated_by,
        sorted_at, kind, paywalled, reserved, seen_at, words, content_hash, extractor, agency, countries, organisations,
        duplicate_of, similarity, run_id, page_etag, page_last_modified, recheck_at, backfill, quote
    ) VALUES (
        :url, :url_key, :source, :title, :summary, :body, :authors, :language, :image_url, :published_at,
        :published_raw, :dated_by, :sorted_at, :kind, :paywalled, :reserved, :seen_at, :words, :content_hash,
        :extractor, :agency, :countries, :organisations, :duplicate_of, :similarity, :run_id, :page_etag,
        :page_last_modified, :recheck_at, :backfill, :quote
    ) RETURNING id
"""
_KEEP_REVISION = """
    INSERT INTO revisions (article_id, number, replaced_at, title, summary, body)
    SELECT id, (SELECT coalesce(max(number), 0) + 1 FROM revisions WHERE article_id = :id), :now, title, summary, body
    FROM articles WHERE id = :id AND purged_at IS NULL
"""
_RESET = "UPDATE articles SET title = ?, summary = ?, body = ? WHERE id = ?"
_REVISE_ARTICLE = """
    UPDATE articles SET
        title = :title, summary = :summary, body = :body, authors = :authors, language = :language,
        image_url = :image_url, kind = :kind, paywalled = :paywalled, reserved = :reserved,
        quote = :quote, revised_at = :now, words = :words, content_hash = :content_hash, extractor = :extractor,
        agency = :agency, countries = :countries, organisations = :organisations, duplicate_of = :duplicate_of,
        similarity = :similarity, page_etag = :page_etag, page_last_modified = :page_last_modified,
        recheck_at = :recheck_at, checks = checks + 1, purged_at = NULL
    WHERE id = :id
"""
_REDATE = "UPDATE articles SET published_at = ?, published_raw = ?, dated_by = ?, sorted_at = ? WHERE id = ?"
_LEARN_KEY = "INSERT INTO article_urls (url_key, article_id) VALUES (?, ?) ON CONFLICT DO NOTHING"
_DUE = "SELECT recheck_at <= ? FROM articles WHERE id = ?"
_RECHECKED = """
    UPDATE articles SET recheck_at = ?, page_etag = ?, page_last_modified = ?, checks = checks + 1 WHERE id = ?
"""
_SYNC_TAG = """
    INSERT INTO tags (slug, kind, label) VALUES (?, ?, ?)
    ON CONFLICT (slug) DO UPDATE SET kind = excluded.kind, label = excluded.label
"""

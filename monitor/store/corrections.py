"""Corrections: an article made to say what its page says by the present rules. No revision: nobody edited it."""

from __future__ import annotations

from monitor.model.tag import Tagged
from monitor.store.columns import list_text, time_text
from monitor.store.database import Database
from monitor.store.tagged import retag

# What a page decides of an article besides its time; what is derived of these is written, and not told.
SAID = ("title", "summary", "body", "authors", "language", "image_url", "kind", "paywalled", "reserved", "quote")


def correct(archive: Database, article_id: int, tagged: Tagged) -> dict[str, tuple[object, object]]:
    """Write what an article's page says now, with its mentions; what each field that changed was and is, by name.

    The text before is not kept, and `revised_at` stays. Nothing is done where the archive has no such article at this
    address or has let its text go, and a time that was known stays where none is said any more.
    """
    article = tagged.article
    columns: dict[str, object] = {
        "title": article.title,
        "summary": article.summary,
        "body": article.body,
        "authors": list_text(article.authors),
        "language": article.language,
        "image_url": article.image_url,
        "kind": article.kind,
        "paywalled": int(article.paywalled),
        "reserved": article.reserved,
        "quote": article.quote,
        "words": article.words,
        "content_hash": article.content_hash,
        "extractor": article.extractor,
        "agency": article.agency,
    }
    with archive.transaction():
        row = archive.row(_KEPT, (article_id, article.url))
        if row is None:
            return {}
        changed = {name: (row[name], columns[name]) for name in SAID if row[name] != columns[name]}
        published = time_text(article.published_at)
        if article.dated_by != "sighting" and published != row["published_at"]:
            changed["published_at"] = (row["published_at"], published)
            times = (published, article.published_raw, article.dated_by, time_text(article.sorted_at), article_id)
            archive.write(_REDATE, times)
        if changed or row["extractor"] != article.extractor:
            archive.write(_CORRECT, columns | {"id": article_id})
        if changed:
            retag(archive, article_id, tagged.mentions, tagger=tagged.tagger)
        return changed


_KEPT = "SELECT * FROM articles WHERE id = ? AND url = ? AND purged_at IS NULL"
_CORRECT = """
    UPDATE articles SET
        title = :title, summary = :summary, body = :body, authors = :authors, language = :language,
        image_url = :image_url, kind = :kind, paywalled = :paywalled, reserved = :reserved, quote = :quote,
        words = :words, content_hash = :content_hash, extractor = :extractor, agency = :agency
    WHERE id = :id
"""
_REDATE = "UPDATE articles SET published_at = ?, published_raw = ?, dated_by = ?, sorted_at = ? WHERE id = ?"

"""Tagging articles again: which need it, what they say, and what replaces their mentions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from monitor.model.tag import Kept, Mention, TagKind
from monitor.store.columns import list_text, moment_of, spans_text, time_text
from monitor.store.database import Database


def to_tag(archive: Database, tagger: str, *, since: datetime | None, everything: bool) -> tuple[int, ...]:
    """The ids of the articles of that time on that another tagger read last; all of them with `everything`."""
    wanted = {"tagger": None if everything else tagger, "since": time_text(since) or ""}
    return tuple(row["id"] for row in archive.rows(_TO_TAG, wanted))


def kept(archive: Database, ids: Sequence[int]) -> tuple[Kept, ...]:
    """What these articles say and how they are tagged, in the order of their ids."""
    return tuple(
        Kept(
            id=row["id"],
            title=row["title"],
            summary=row["summary"],
            body=row["body"],
            language=row["language"],
            sorted_at=moment_of(row["sorted_at"]),
            tags=frozenset((row["tags"] or "").split()),
            focus=frozenset((row["focus"] or "").split()),
            bodiless=not row["body"] and bool(row["from_body"]),
        )
        for row in archive.rows(_KEPT, (list_text(ids),))
    )


def retag(archive: Database, article_id: int, mentions: Sequence[Mention] | None, *, tagger: str) -> None:
    """Replace an article's mentions and what it is about, and note the tagger; None: the mentions stay as they are."""
    with archive.transaction():
        if mentions is not None:
            archive.write("DELETE FROM mentions WHERE article_id = ?", (article_id,))
            countries, organisations = focus(mentions, "country"), focus(mentions, "organisation")
            archive.write(_ABOUT, (list_text(countries), list_text(organisations), article_id))
            sorted_at = archive.value("SELECT sorted_at FROM articles WHERE id = ?", (article_id,))
            mention(archive, article_id, sorted_at, mentions, tagger)
        archive.write(_TAGGED, (article_id, tagger))


def mention(archive: Database, article_id: int, sorted_at: str, mentions: Sequence[Mention], tagger: str) -> None:
    """Write the mentions of an article that has none, and who found them; a part of a transaction."""
    for one in mentions:
        tag = one.tag
        archive.write(_KNOW_TAG, (tag.slug, tag.kind, tag.label))
        columns = {
            "article": article_id,
            "tag": tag.slug,
            "sorted_at": sorted_at,
            "salience": one.salience,
            "hits": one.hits,
            "in_title": int(one.in_title),
            "focus": int(one.focus),
            "tagger": tagger,
            "spans": spans_text(one.spans),
            "score": one.score,
        }
        archive.write(_ADD_MENTION, columns)
    archive.write(_TAGGED, (article_id, tagger))


def focus(mentions: Sequence[Mention], kind: TagKind) -> list[str]:
    """The codes of what an article is about, the most salient first."""
    about = [mention for mention in mentions if mention.focus and mention.tag.kind == kind]
    return [mention.tag.code for mention in sorted(about, key=lambda one: (-one.salience, one.tag.slug))]


_TO_TAG = """
    SELECT a.id FROM articles a LEFT JOIN tagged t ON t.article_id = a.id
    WHERE (:tagger IS NULL OR t.tagger IS NOT :tagger) AND a.sorted_at >= :since ORDER BY a.id
"""
_KEPT = """
    SELECT id, title, summary, body, language, sorted_at,
           (SELECT group_concat(tag, ' ') FROM mentions WHERE article_id = a.id) AS tags,
           (SELECT group_concat(tag, ' ') FROM mentions WHERE article_id = a.id AND focus) AS focus,
           EXISTS (SELECT 1 FROM mentions, json_each(spans) AS span
                   WHERE article_id = a.id AND a.body = '' AND span.value ->> 'field' = 'body') AS from_body
    FROM articles a WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id
"""
_ABOUT = "UPDATE articles SET countries = ?, organisations = ? WHERE id = ?"
_TAGGED = """
    INSERT INTO tagged (article_id, tagger) VALUES (?, ?)
    ON CONFLICT (article_id) DO UPDATE SET tagger = excluded.tagger
"""
_KNOW_TAG = "INSERT INTO tags (slug, kind, label) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_ADD_MENTION = """
    INSERT INTO mentions (article_id, tag, sorted_at, salience, hits, in_title, focus, tagger, spans, score)
    VALUES (:article, :tag, :sorted_at, :salience, :hits, :in_title, :focus, :tagger, :spans, :score)
"""

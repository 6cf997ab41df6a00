"""Stories: what clustering reads, and how its outcome is written."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter

from monitor.errors import UnknownName
from monitor.model.story import Counted, Kept, Member, Outcome, Portrait, Told
from monitor.store.columns import list_of, list_text, moment_of, time_text
from monitor.store.database import Database
from monitor.text.slugs import slug_words


def untold(archive: Database, *, limit: int) -> tuple[tuple[int, datetime], ...]:
    """Articles that no story has, or whose text is another than was clustered, with their times; the newest first.

    Copies are left out: they belong where their original does.
    """
    rows = archive.rows(_UNTOLD, {"limit": limit})
    return tuple((row["id"], moment_of(row["sorted_at"])) for row in rows)


def times(archive: Database, since: datetime | None) -> tuple[tuple[int, datetime], ...]:
    """The articles from `since` on (None: all) with their times, the oldest first; no copies."""
    rows = archive.rows(_TIMES, (time_text(since) or "",))
    return tuple((row["id"], moment_of(row["sorted_at"])) for row in rows)


def told(archive: Database, since: datetime, until: datetime, *, recipe: str) -> tuple[Told | Kept, ...]:
    """The articles of a time, both ends included, as clustering reads them, in canonical order; no copies.

    Those whose terms were read by this recipe, are kept and still true come with these, and without their text.
    """
    asked = {"since": time_text(since), "until": time_text(until), "recipe": recipe}
    found: list[Told | Kept] = [Kept(moment_of(at), *rest) for at, *rest in archive.rows(_KEPT, asked)]
    found += map(_told, archive.rows(_NOT_KEPT, asked))
    return tuple(sorted(found, key=_CANONICALLY))


def told_near(
    archive: Database, since: datetime, until: datetime, ids: Sequence[int], *, most: int, recipe: str
) -> tuple[Told | Kept, ...]:
    """Those with these ids and at most so many others of a time, in canonical order, as `told` gives them.

    The others are those on the same countries and organisations, then the nearest in time.
    """
    span = {"since": time_text(since), "until": time_text(until)}
    asked = span | {"ids": list_text(ids), "most": most, "recipe": recipe}
    rows = archive.rows(_TOLD_NEAR, asked)
    return tuple(_told(row) if row["terms"] is None else _kept(row) for row in rows)


def told_more_than(archive: Database, articles: int, since: datetime, until: datetime) -> bool:
    """Whether more articles than so many are of a time, both ends included; copies count too."""
    asked = (time_text(since), time_text(until), articles + 1)
    found: int = archive.value(
        "SELECT count(*) FROM (SELECT 1 FROM articles WHERE sorted_at BETWEEN ? AND ? LIMIT ?)", asked
    )
    return found > articles


def homes(archive: Database, articles: Iterable[int]) -> dict[int, int]:
    """The story of each of these articles, of those that have one."""
    rows = archive.rows(_HOMES, (list_text(articles),))
    return {row["id"]: row["story_id"] for row in rows}


def told_of(archive: Database, story: int) -> tuple[Told, ...]:
    """The articles of a story as clustering reads them, in canonical order, with their text; no copies."""
    return tuple(_told(row) for row in archive.rows(_TOLD_OF, (story,)))


def keep_terms(archive: Database, read: Mapping[int, tuple[bytes, bytes]], *, recipe: str, since: datetime) -> None:
    """Keep what was read of these articles, their terms and links, and drop that of articles older than `since`."""
    with archive.transaction():
        rows = ((recipe, terms, links, article, time_text(since)) for article, (terms, links) in read.items())
        archive.write_all(_KEEP_TERMS, rows)
        archive.write("DELETE FROM story_terms WHERE sorted_at < ?", (time_text(since),))


def kept_rarity(archive: Database, recipe: str) -> Counted | None:
    """What was counted by these rules, if anything was."""
    row = archive.row("SELECT until, articles, counts, lengths FROM story_rarity WHERE recipe = ?", (recipe,))
    return Counted(moment_of(row["until"]), row["articles"], row["counts"], row["lengths"]) if row else None


def keep_rarity(archive: Database, recipe: str, counted: Counted) -> None:
    """Keep how often terms were counted, in place of what was kept before."""
    with archive.transaction():
        archive.write("DELETE FROM story_rarity")
        archive.write(
            "INSERT INTO story_rarity (recipe, until, articles, counts, lengths) VALUES (?, ?, ?, ?, ?)",
            (recipe, time_text(counted.until), counted.articles, counted.counts, counted.lengths),
        )


def newest(archive: Database, otherwise: datetime) -> datetime:
    """The time of the newest article; `otherwise` where there is none."""
    said = archive.value("SELECT max(sorted_at) FROM articles")
    return moment_of(said) if said else otherwise


def outside(archive: Database, stories: Iterable[int], inside: Iterable[int]) -> dict[int, int]:
    """How many articles these stories have besides those inside, for stories that have any; copies don't count."""
    rows = archive.rows(_OUTSIDE, (list_text(stories), list_text(inside)))
    return {row["story_id"]: row["articles"] for row in rows}


def apply_stories(archive: Database, outcome: Outcome, *, since: datetime) -> tuple[int, ...]:
    """Write where each article belongs, its copies with it, and give the ids of the stories that changed.

    Merged stories redirect from then on, at once to where their articles went in the end. What is told of the changed
    ones must be drawn anew: see `members` and `portray`. Copies from `since` on follow their originals.
    """
    changed: set[int] = set()
    made: dict[int, int] = {}
    with archive.transaction():
        before = homes(archive, (article for article, _ in outcome.stories))
        for article, story in outcome.stories:
            if story < 0 and story not in made:
                made[story] = archive.value(_MAKE, (article,))
            target = made.get(story, story)
            if before.get(article) != target:
                archive.write("UPDATE articles SET story_id = ? WHERE id = ?", (target, article))
                changed |= {target, before.get(article, target)}
        for story, into in outcome.merged:
            target = made.get(into, into)
            changed |= {target}
            archive.write("UPDATE articles SET story_id = ? WHERE story_id = ?", (target, story))
            _redirect(archive, story, target)
        asked = {"ids": list_text(article for article, _ in outcome.stories), "since": time_text(since)}
        changed |= _follow(archive, archive.rows(_COPIES_ELSEWHERE, asked))
    return tuple(sorted(changed))


def rejoin(archive: Database) -> tuple[int, ...]:
    """Bring every copy to the story of its original, and give the ids of the stories that changed.

    For when it was decided anew which articles are copies; what a collect decides is seen to by `apply_stories`.
    """
    with archive.transaction():
        return tuple(sorted(_follow(archive, archive.rows(_ALL_COPIES_ELSEWHERE))))


def _follow(archive: Database, elsewhere: Sequence[sqlite3.Row]) -> set[int]:
    """Bring copies to their originals' stories; one that had nothing else redirects to where its last copy went."""
    archive.write_all(
        "UPDATE articles SET story_id = ? WHERE id = ?", ((row["target"], row["id"]) for row in elsewhere)
    )
    for story, target in {row["story_id"]: row["target"] for row in elsewhere if row["story_id"]}.items():
        if archive.value("SELECT NOT EXISTS (SELECT 1 FROM articles WHERE story_id = ?)", (story,)):
            _redirect(archive, story, target)
    return {story for row in elsewhere for story in (row["target"], row["story_id"]) if story}


def _redirect(archive: Database, story: int, target: int) -> None:
    archive.write("UPDATE stories SET merged_into = ? WHERE id = ? OR merged_into = ?", (target, story, story))
    archive.write("UPDATE story_pins SET story_id = ? WHERE story_id = ?", (target, story))


def members(archive: Database, stories: Iterable[int]) -> dict[int, tuple[Member, ...]]:
    """The articles of each of these stories, as much of them as its portrait needs, in canonical order."""
    found: dict[int, list[Member]] = {}
    for row in archive.rows(_MEMBERS, (list_text(stories),)):
        found.setdefault(row["story_id"], []).append(_member(row))
    return {story: tuple(articles) for story, articles in found.items()}


def portray(archive: Database, portraits: Mapping[int, Portrait | None]) -> None:
    """Write what is told of each story; one without a portrait has no articles left, and goes, redirects and all."""
    with archive.transaction():
        for story, portrait in portraits.items():
            if portrait is None:
                archive.write("DELETE FROM stories WHERE id = ? AND merged_into IS NULL", (story,))
                continue
            archive.write(_PORTRAY, {"id": story, **_columns(portrait)})


def undrawn(archive: Database) -> tuple[int, ...]:
    """The stories of which an article was deleted since their portraits were drawn."""
    rows = archive.rows("SELECT id FROM stories WHERE lead_id IS NULL AND merged_into IS NULL ORDER BY id")
    return tuple(row["id"] for row in rows)


def pin(archive: Database, pins: Mapping[int, int], *, now: datetime) -> None:
    """Note that somebody put these articles into these stories by hand (article: story)."""
    with archive.transaction():
        archive.write_all(_PIN, ((article, story, time_text(now)) for article, story in pins.items()))


def make_story(archive: Database, article: int) -> int:
    """The id of a new story that has this article for its lead, and none of its articles yet."""
    made: int = archive.value(_MAKE, (article,))
    return made


def story_ids(archive: Database, story: int) -> tuple[int, tuple[int, ...]]:
    """The story that an id stands for today, and the articles that it has; raises UnknownName where there is none."""
    row = archive.row("SELECT coalesce(merged_into, id) AS id FROM stories WHERE id = ?", (story,))
    if row is None:
        raise UnknownName(f"there is no story {story}: `monitor stories` shows the ids")
    rows = archive.rows("SELECT id FROM articles WHERE story_id = ? ORDER BY sorted_at, id", (row["id"],))
    return row["id"], tuple(article["id"] for article in rows)


def forget_terms(archive: Database, since: datetime | None) -> None:
    """Let the articles from `since` on (None: all) be read and clustered anew."""
    archive.write("DELETE FROM story_terms WHERE sorted_at >= ?", (time_text(since) or "",))


def _kept(row: sqlite3.Row) -> Kept:
    return Kept(
        at=moment_of(row["sorted_at"]),
        key=row["url_key"],
        id=row["id"],
        language=row["language"],
        source=row["source"],
        pin=row["pin"],
        terms=row["terms"],
        links=row["links"],
    )


def _told(row: sqlite3.Row) -> Told:
    return Told(
        id=row["id"],
        at=moment_of(row["sorted_at"]),
        key=row["url_key"],
        language=row["language"],
        title=row["title"],
        text=row["text"],
        slug=slug_words(row["url"]),
        tags=tuple(sorted((tag, salience) for tag, salience in json.loads(row["tags"]))),
        source=row["source"],
        pin=row["pin"],
    )


def _member(row: sqlite3.Row) -> Member:
    return Member(
        id=row["id"],
        at=moment_of(row["sorted_at"]),
        title=row["title"],
        language=row["language"],
        owner=row["owner"],
        tier=row["tier"],
        words=row["words"],
        duplicate=row["duplicate_of"] is not None,
        countries=list_of(row["countries"]),
        organisations=list_of(row["organisations"]),
        salience=row["salience"] or 0.0,
    )


def _columns(portrait: Portrait) -> dict[str, object]:
    return {
        "lead": portrait.lead,
        "title": portrait.title,
        "first": time_text(portrait.first_seen_at),
        "last": time_text(portrait.last_seen_at),
        "articles": portrait.articles,
        "sources": portrait.sources,
        "independent": portrait.independent,
        "tier": portrait.tier,
        "weight": portrait.weight,
        "standing": portrait.standing,
        "languages": list_text(portrait.languages),
        "countries": list_text(portrait.countries),
        "organisations": list_text(portrait.organisations),
    }


_UNTOLD = """
    SELECT id, sorted_at FROM articles INDEXED BY articles_without_story
    WHERE story_id IS NULL AND duplicate_of IS NULL
    UNION
    SELECT a.id, a.sorted_at FROM story_terms t INDEXED BY story_terms_outdated CROSS JOIN articles a
    ON a.id = t.article_id WHERE t.recipe = '' AND a.duplicate_of IS NULL
    ORDER BY 2 DESC, 1 DESC LIMIT :limit
"""
_TIMES = "SELECT id, sorted_at FROM articles WHERE sorted_at >= ? AND duplicate_of IS NULL ORDER BY sorted_at, id"
_HOMES = "SELECT id, story_id FROM articles WHERE id IN (SELECT value FROM json_each(?)) AND story_id IS NOT NULL"
_KEPT = """
    SELECT t.sorted_at, t.url_key, t.article_id, t.language, t.source, p.story_id, t.terms, t.links
    FROM story_terms t LEFT JOIN story_pins p ON p.article_id = t.article_id
    WHERE t.sorted_at BETWEEN :since AND :until AND t.recipe = :recipe
"""
_TEXT = """
    substr(a.summary || char(10) || a.body, 1, 2000) AS text,
    (SELECT json_group_array(json_array(m.tag, m.salience)) FROM mentions m WHERE m.article_id = a.id) AS tags
"""
_READ_ANEW = f"""
    SELECT a.id, a.sorted_at, a.url_key, a.language, a.title, a.url, a.source, p.story_id AS pin, {_TEXT}
    FROM articles a LEFT JOIN story_pins p ON p.article_id = a.id
"""  # noqa: S608 - columns of ours
# Which articles are not kept is asked of indices alone: only these are looked up.
_NOT_KEPT = f"""
    WITH new(id) AS MATERIALIZED (
        SELECT id FROM articles INDEXED BY articles_by_time WHERE sorted_at BETWEEN :since AND :until
        AND NOT EXISTS (SELECT 1 FROM story_terms t WHERE t.article_id = articles.id AND t.recipe = :recipe))
    {_READ_ANEW} WHERE a.id IN (SELECT id FROM new) AND a.duplicate_of IS NULL
"""  # noqa: S608 - columns of ours
_CANONICAL, _CANONICALLY = "ORDER BY a.sorted_at, a.url_key", attrgetter("at", "key")
_TOLD_NEAR = f"""
    WITH given(id) AS (SELECT value FROM json_each(:ids)),
         subject(tag) AS (SELECT DISTINCT tag FROM mentions WHERE focus AND article_id IN (SELECT id FROM given)),
         span(since, until) AS (SELECT julianday(min(sorted_at)), julianday(max(sorted_at)) FROM articles
                                WHERE id IN (SELECT id FROM given)),
         others(id) AS (
             SELECT a.id FROM articles a CROSS JOIN span
             WHERE a.sorted_at BETWEEN :since AND :until AND a.duplicate_of IS NULL
             AND a.id NOT IN (SELECT id FROM given)
             ORDER BY EXISTS (SELECT 1 FROM mentions m WHERE m.article_id = a.id AND m.focus
                              AND m.tag IN (SELECT tag FROM subject)) DESC,
                      max(span.since - julianday(a.sorted_at), julianday(a.sorted_at) - span.until, 0), a.id
             LIMIT :most)
    SELECT a.id, a.sorted_at, a.url_key, a.language, a.title, a.url, a.source, p.story_id AS pin, t.terms, t.links,
           {_TEXT}
    FROM articles a LEFT JOIN story_pins p ON p.article_id = a.id
    LEFT JOIN story_terms t ON t.article_id = a.id AND t.recipe = :recipe
    WHERE a.id IN (SELECT id FROM given UNION ALL SELECT id FROM others) AND a.duplicate_of IS NULL
    {_CANONICAL}
"""  # noqa: S608 - columns of ours
_OUTSIDE = """
    SELECT story_id, count(*) AS articles FROM articles
    WHERE story_id IN (SELECT value FROM json_each(?)) AND id NOT IN (SELECT value FROM json_each(?))
    AND duplicate_of IS NULL GROUP BY story_id
"""
_TOLD_OF = f"{_READ_ANEW} WHERE a.story_id = ? AND a.duplicate_of IS NULL {_CANONICAL}"
_KEEP_TERMS = """
    INSERT INTO story_terms (article_id, sorted_at, url_key, source, language, recipe, terms, links)
    SELECT id, sorted_at, url_key, source, language, ?, ?, ? FROM articles WHERE id = ? AND sorted_at >= ?
    ON CONFLICT (article_id) DO UPDATE SET sorted_at = excluded.sorted_at, url_key = excluded.url_key,
        source = excluded.source, language = excluded.language, recipe = excluded.recipe, terms = excluded.terms,
        links = excluded.links
"""
_MAKE = """
    INSERT INTO stories (lead_id, first_seen_at, last_seen_at, articles, sources, independent, tier, weight, standing,
                         title)
    SELECT id, sorted_at, sorted_at, 0, 0, 0, 2, 0, 0, title FROM articles WHERE id = ? RETURNING id
"""
_COPIES_ELSEWHERE = """
    SELECT c.id, c.story_id, o.story_id AS target FROM articles c JOIN articles o ON o.id = c.duplicate_of
    WHERE c.id IN (
        SELECT id FROM articles WHERE duplicate_of IN (SELECT value FROM json_each(:ids))
        UNION SELECT id FROM articles WHERE duplicate_of IS NOT NULL AND sorted_at >= :since
        UNION SELECT id FROM articles INDEXED BY articles_without_story
        WHERE story_id IS NULL AND duplicate_of IS NOT NULL
        UNION SELECT article_id FROM story_terms INDEXED BY story_terms_outdated WHERE recipe = ''
    ) AND o.story_id IS NOT NULL AND c.story_id IS NOT o.story_id
"""
_ALL_COPIES_ELSEWHERE = """
    SELECT c.id, c.story_id, o.story_id AS target
    FROM articles c INDEXED BY articles_duplicates CROSS JOIN articles o ON o.id = c.duplicate_of
    WHERE c.duplicate_of IS NOT NULL AND o.story_id IS NOT NULL AND c.story_id IS NOT o.story_id
"""
_MEMBERS = """
    SELECT a.story_id, a.id, a.sorted_at, a.title, a.language, s.owner, s.tier, a.words, a.duplicate_of, a.countries,
           a.organisations, (SELECT max(m.salience) FROM mentions m WHERE m.article_id = a.id AND m.focus) AS salience
    FROM articles a JOIN sources s ON s.id = a.source
    WHERE a.story_id IN (SELECT value FROM json_each(?)) ORDER BY a.story_id, a.sorted_at, a.url_key
"""
_PORTRAY = """
    UPDATE stories SET lead_id = :lead, title = :title, first_seen_at = :first, last_seen_at = :last,
        articles = :articles, sources = :sources, independent = :independent, tier = :tier, weight = :weight,
        standing = :standing, languages = :languages, countries = :countries, organisations = :organisations
    WHERE id = :id
"""
_PIN = """
    INSERT INTO story_pins (article_id, story_id, pinned_at) VALUES (?, ?, ?)
    ON CONFLICT (article_id) DO UPDATE SET story_id = excluded.story_id, pinned_at = excluded.pinned_at
"""

"""What a verdict leaves in the archive."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest

from monitor.model.reading import Query
from monitor.model.tag import Tag
from monitor.model.verdict import Copy, Duplicate, New, Revised, Seen
from monitor.store import Archive, Reading
from tests.store.nouns import AM, AZ, HOUR, NATO, NOON, WIRE, add, article, known, mention


def test_a_new_article_is_kept_whole(archive: Archive, reading: Reading) -> None:
    made = article(
        "talks",
        title="Baku, NATO talk",
        summary="A standfirst.",
        body="First.\nSecond.",
        authors=("Press Service",),
        language="en",
        image_url="https://gazette.example/i.jpg",
        published_raw="Mon, 23 Nov 2026 12:00:00 +0000",
        kind="liveblog",
        paywalled=True,
        reserved="noarchive",
        words=7,
        extractor="trafilatura/2",
    )
    article_id = archive.apply(
        New(article=made),
        (mention(AZ, salience=0.9), mention(NATO), mention(AM, focus=False, salience=0.1)),
        run_id=1,
        tagger="test/1",
        page_etag='"e"',
        page_last_modified="Mon",
        recheck_at=NOON + HOUR,
    )
    shown = reading.show(article_id)
    assert shown.listed.title == made.title
    assert shown.listed.summary == made.summary
    assert shown.body == made.body
    assert shown.authors == made.authors
    assert shown.listed.language == "en"
    assert shown.image_url == made.image_url
    assert (shown.published_at, shown.published_raw, shown.dated_by) == (NOON, made.published_raw, "feed")
    assert (shown.listed.sorted_at, shown.seen_at, shown.revised_at) == (NOON, NOON + HOUR, None)
    assert (shown.kind, shown.paywalled, shown.reserved) == ("liveblog", True, "noarchive")
    assert (shown.listed.words, shown.extractor) == (7, "trafilatura/2")
    assert (shown.listed.countries, shown.listed.organisations) == (("AZ",), ("nato",))
    assert shown.mentions == (mention(AZ, salience=0.9), mention(NATO), mention(AM, focus=False, salience=0.1))
    assert archive.value("SELECT run_id FROM articles") == 1


def test_focus_tags_are_listed_the_most_salient_first(archive: Archive, reading: Reading) -> None:
    add(archive, article(), mention(AM, salience=0.4), mention(AZ, salience=0.9))
    assert reading.latest(Query())[0].countries == ("AZ", "AM")


def test_an_article_is_found_by_each_of_its_keys(archive: Archive) -> None:
    article_id = add(archive, article("a", keys=("gazette.example/a", "gazette.example/old", "gazette.example/amp")))
    for key in ("gazette.example/a", "gazette.example/old", "gazette.example/amp"):
        assert known(archive, key).id == article_id
    assert archive.known_by_keys(("gazette.example/other",)) == ()
    assert archive.known_by_keys(()) == ()


def test_its_own_key_is_learnt_even_where_it_is_not_among_its_keys(archive: Archive) -> None:
    article_id = add(archive, article("a", keys=()))
    assert known(archive, "gazette.example/a").id == article_id


def test_what_is_known_is_what_judging_needs(archive: Archive) -> None:
    made = article("a", words=5)
    article_id = add(archive, made)
    (found,) = archive.known_by_hash(made.content_hash)
    assert found == known(archive, made.url_key)
    assert (found.id, found.url, found.url_key, found.source) == (article_id, made.url, made.url_key, made.source)
    assert (found.title, found.content_hash, found.words) == (made.title, made.content_hash, 5)
    assert (found.published_at, found.seen_at, found.duplicate_of) == (NOON, NOON + HOUR, None)


def test_the_oldest_is_known_first(archive: Archive) -> None:
    late = add(archive, article("late", title="T", seen_at=NOON + 5 * HOUR))
    early = add(archive, article("early", title="T", seen_at=NOON))
    assert [one.id for one in archive.known_by_hash(article(title="T").content_hash)] == [early, late]
    assert [one.id for one in archive.known_by_keys(("gazette.example/late", "gazette.example/early"))] == [early, late]


def test_a_key_of_another_article_stays_where_it_is(archive: Archive) -> None:
    first = add(archive, article("a", keys=("gazette.example/shared",)))
    second = add(archive, article("b", keys=("gazette.example/shared",)))
    assert known(archive, "gazette.example/shared").id == first
    assert known(archive, "gazette.example/b").id == second


def test_a_duplicate_points_to_its_original(archive: Archive, reading: Reading) -> None:
    original = add(archive, article("a"), mention(AZ))
    copy = Copy(of=known(archive, "gazette.example/a"), score=0.97, why="hash")
    verdict = Duplicate(article=article(url="https://wire.example/a", source=WIRE.id), copy=copy)
    duplicate = archive.apply(verdict, (mention(AZ),), run_id=1, tagger="test/1")
    assert reading.show(duplicate).duplicate_of == original
    assert reading.show(duplicate).similarity == 0.97
    assert [one.id for one in reading.show(original).copies] == [duplicate]
    assert [(one.id, one.copies) for one in reading.latest(Query())] == [(original, 1)]
    assert {one.id for one in reading.latest(Query(copies=True))} == {original, duplicate}
    assert [one.id for one in reading.latest(Query(countries=("AZ",)))] == [original]
    assert [one.id for one in reading.latest(Query(countries=("AZ",), copies=True))] == [duplicate, original]
    assert known(archive, "wire.example/a").duplicate_of == original


def revise(archive: Archive, key: str, copy: Copy | None = None, *tags: Tag, **said: object) -> int:
    verdict = Revised(article=article(key, **said), of=known(archive, f"gazette.example/{key}"), copy=copy)
    return archive.apply(verdict, tuple(map(mention, tags)), run_id=1, tagger="test/2")


def test_a_revised_article_keeps_what_it_said(archive: Archive, reading: Reading) -> None:
    article_id = add(archive, article("a", title="Old", summary="os", body="ob"), mention(AM))
    for number, title in enumerate(("New", "Newer"), 2):
        assert revise(archive, "a", None, AZ, title=title, summary="s", body="b", seen_at=NOON + number * HOUR) == 1
    shown = reading.show(article_id)
    assert (shown.listed.title, shown.listed.summary, shown.body) == ("Newer", "s", "b")
    assert [(one.number, one.title, one.replaced_at) for one in shown.revisions] == [
        (1, "Old", NOON + 2 * HOUR),
        (2, "New", NOON + 3 * HOUR),
    ]
    assert (shown.revisions[0].summary, shown.revisions[0].body) == ("os", "ob")
    assert (shown.seen_at, shown.revised_at) == (NOON + HOUR, NOON + 3 * HOUR)
    assert [one.tag for one in shown.mentions] == [AZ], "the tags are of the text as it is"
    assert shown.listed.countries == ("AZ",)
    assert [one.id for one in reading.search(Query(text="newer"))] == [article_id]
    assert reading.search(Query(text="old")) == ()
    assert archive.known_by_hash(article(title="Old", summary="os", body="ob").content_hash) == ()
    assert archive.flaws() == ()


def test_a_revised_article_learns_keys_and_keeps_its_address(archive: Archive, reading: Reading) -> None:
    article_id = add(archive, article("a"))
    of = known(archive, "gazette.example/a")
    moved = article("b", title="New", keys=("gazette.example/b", "gazette.example/a"))
    archive.apply(Revised(article=moved, of=of), (), run_id=1, tagger="t")
    assert known(archive, "gazette.example/b").id == article_id
    assert reading.show(article_id).listed.url == "https://gazette.example/a"


def test_a_new_time_is_the_time_of_its_mentions_too(archive: Archive, reading: Reading) -> None:
    add(archive, article("other", published_at=NOON + HOUR, sorted_at=NOON + HOUR), mention(AZ))
    article_id = add(archive, article("a"), mention(AZ))
    later = NOON + 2 * HOUR
    revise(archive, "a", None, AZ, title="New", published_at=later, sorted_at=later, dated_by="page")
    assert reading.latest(Query(countries=("AZ",)))[0].id == article_id
    assert reading.show(article_id).listed.sorted_at == later
    assert reading.show(article_id).dated_by == "page"
    stray = "SELECT count(*) FROM mentions m JOIN articles a ON a.id = m.article_id WHERE m.sorted_at <> a.sorted_at"
    assert archive.value(stray) == 0


def test_a_time_is_not_lost_to_a_reading_without_one(archive: Archive, reading: Reading) -> None:
    article_id = add(archive, article("a"), mention(AZ))
    later = NOON + 9 * HOUR
    revise(archive, "a", None, AZ, title="New", published_at=None, sorted_at=later, dated_by="sighting", seen_at=later)
    shown = reading.show(article_id)
    assert (shown.published_at, shown.dated_by, shown.listed.sorted_at) == (NOON, "feed", NOON)
    assert archive.value("SELECT sorted_at FROM mentions") == "2026-11-23T12:00:00Z"


@pytest.mark.parametrize(("first", "expected"), [("sighting", NOON), ("feed", NOON + 3 * HOUR)])
def test_seen_again_gives_a_time_only_to_what_had_none(
    archive: Archive, reading: Reading, first: str, expected: object
) -> None:
    seen = NOON + 3 * HOUR
    article_id = add(archive, article("a", published_at=None, sorted_at=seen, dated_by=first), mention(AZ))
    again = article("a", dated_by="page", keys=("gazette.example/a", "gazette.example/amp/a"))
    verdict = Seen(article=again, of=known(archive, "gazette.example/a"))
    assert archive.apply(verdict, (), run_id=1, tagger="t") == article_id
    assert reading.show(article_id).listed.sorted_at == expected
    assert [one.id for one in reading.latest(Query(countries=("AZ",), until=NOON + HOUR))] == (
        [article_id] if expected == NOON else []
    )
    assert known(archive, "gazette.example/amp/a").id == article_id
    assert len(reading.show(article_id).mentions) == 1, "the tags of a known text stay"
    assert reading.show(article_id).revisions == ()


def test_seen_at_another_address_leaves_the_recheck_as_it_was(archive: Archive) -> None:
    made = article("a", seen_at=NOON)
    later = NOON + 2 * HOUR
    archive.apply(New(article=made), (), run_id=1, tagger="t", page_etag="e", page_last_modified="m", recheck_at=later)
    archive.apply(Seen(article=made, of=known(archive, made.url_key)), (), run_id=1, tagger="t")
    assert tuple(archive.rows(RECHECK)[0]) == ("2026-11-23T14:00:00Z", "e", "m", 0)


RECHECK = "SELECT recheck_at, page_etag, page_last_modified, checks FROM articles"


@pytest.mark.parametrize(("again", "expected"), [(NOON + 9 * HOUR, "2026-11-23T21:00:00Z"), (None, None)])
def test_seen_again_where_it_was_due_is_a_recheck(
    archive: Archive, again: datetime | None, expected: str | None
) -> None:
    made = article("a", seen_at=NOON)
    archive.apply(New(article=made), (), run_id=1, tagger="t", page_etag="e", page_last_modified="m", recheck_at=NOON)
    seen = Seen(article=made, of=known(archive, made.url_key))
    archive.apply(seen, (), run_id=1, tagger="t", page_etag="e2", recheck_at=again)
    assert tuple(archive.rows(RECHECK)[0]) == (expected, "e2", None, 1)


def test_a_revision_is_a_recheck_too(archive: Archive) -> None:
    add(archive, article("a"))
    revise(archive, "a", title="New")
    assert archive.value("SELECT checks FROM articles") == 1


def test_duplicates_are_never_chained(archive: Archive, reading: Reading) -> None:
    first, second, third = (add(archive, article(key)) for key in "abc")
    archive.write("UPDATE articles SET duplicate_of = ? WHERE id = ?", (second, third))
    copy = Copy(of=known(archive, "gazette.example/a"), score=1.0, why="hash")
    revise(archive, "b", copy, title="Title a")
    assert reading.show(second).duplicate_of == first
    assert reading.show(third).duplicate_of == first


def test_a_revised_article_that_repeats_nothing_any_more_is_no_duplicate(archive: Archive, reading: Reading) -> None:
    add(archive, article("a", title="T"))
    copy = Copy(of=known(archive, "gazette.example/a"), score=1.0, why="hash")
    duplicate = archive.apply(Duplicate(article=article("b", title="T"), copy=copy), (), run_id=1, tagger="t")
    revise(archive, "b", title="Their own words")
    assert reading.show(duplicate).duplicate_of is None
    assert reading.show(duplicate).similarity is None


def test_the_gazetteers_tags_are_mirrored(archive: Archive) -> None:
    archive.sync_tags((AZ, NATO))
    archive.sync_tags((Tag(slug="country:AZ", kind="country", label="Republic of Azerbaijan"), NATO))
    rows = archive.rows("SELECT slug, kind, label FROM tags ORDER BY slug")
    assert [tuple(row) for row in rows] == [
        ("country:AZ", "country", "Republic of Azerbaijan"),
        ("org:nato", "organisation", "NATO"),
    ]


def test_evidence_is_kept_as_the_contract_says(archive: Archive) -> None:
    add(archive, article(), mention(AZ))
    row = archive.row("SELECT * FROM mentions")
    assert row is not None
    assert (row["tag"], row["salience"], row["hits"], row["in_title"], row["focus"]) == ("country:AZ", 0.5, 1, 1, 1)
    assert row["tagger"] == "test/1"
    span = {"field": "title", "start": 0, "end": 4, "text": "Azer", "rule": "name"}
    assert json.loads(row["spans"]) == [span]


def test_half_a_surrogate_pair_loses_nothing_else(archive: Archive, reading: Reading) -> None:
    article_id = add(archive, article("a", title="Talks \ud83d in Baku", authors=("\udc00",)))
    assert reading.show(article_id).listed.title == "Talks ? in Baku"
    assert reading.search(Query(text="Baku \ud83d"))[0].id == article_id


def test_times_are_text_that_sorts(archive: Archive) -> None:
    baku = timezone(timedelta(hours=4))
    add(archive, article(seen_at=NOON + timedelta(microseconds=5), published_at=NOON.astimezone(baku)))
    row = archive.row("SELECT sorted_at, seen_at, published_at FROM articles")
    assert row is not None
    assert set(row) == {"2026-11-23T12:00:00Z"}

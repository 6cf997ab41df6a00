"""Which articles become one story in a real archive, who keeps which id, and what readers get of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from monitor.errors import InputError, UnknownName
from monitor.model.story import StoryQuery
from monitor.model.verdict import Copy, Duplicate, Revised
from monitor.stages.clustering import window
from monitor.stages.clustering.links import links_of
from monitor.stages.clustering.terms import read
from monitor.store import Archive, Reading, open_archive, open_reading
from monitor.workflows import cluster as rules
from monitor.workflows.cluster import Clustered, cluster, cluster_again
from monitor.workflows.pinning import merge, split
from monitor.workflows.reasons import why_together
from tests.store.nouns import AM, AZ, GAZETTE, GAZETTE_FEED, HOUR, NATO, NOON, WIRE, WIRE_FEED, add, known, mention
from tests.store.nouns import article as article_of

BRIDGE = (
    "A road bridge over the Tamar near Lodden fell into the river on Tuesday, and two lorry drivers are missing.",
    "Divers searched the Tamar on Wednesday for two lorry drivers who were on the Lodden bridge when it fell.",
    "The Lodden bridge over the Tamar had been inspected in May, the road agency said; two drivers are still missing.",
)
ELECTION = (
    "Voters in Vastria go to the polls on Sunday to choose between President Ilka Moren and the mayor Jon Thessen.",
    "Ilka Moren has won a second term as president of Vastria, beating Jon Thessen by nine points.",
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with shelf(tmp_path / "press.db") as archive:
        yield archive


def shelf(path: Path) -> Archive:
    archive = open_archive(path, now=NOON)
    archive.mirror((GAZETTE, WIRE), (GAZETTE_FEED, WIRE_FEED), now=NOON)
    archive.start_run("collect", now=NOON, version="0.1.0", host="desk")
    return archive


@dataclass(frozen=True)
class Piece:
    path: str
    body: str
    hours: int = 0
    source: str = "gazette-en"

    def article(self) -> Any:
        at = NOON + self.hours * HOUR
        return article_of(
            self.path, title=" ".join(self.body.split()[:9]), body=self.body, source=self.source, published_at=at,
            sorted_at=at, language="en", words=len(self.body.split()),
        )  # fmt: skip


PIECES = (
    *(Piece(f"b{number}", text, 10 * number, ("gazette-en", "wire")[number % 2]) for number, text in enumerate(BRIDGE)),
    *(
        Piece(f"e{number}", text, 8 * number, ("wire", "gazette-en")[number % 2])
        for number, text in enumerate(ELECTION)
    ),
)


def filled(archive: Archive, pieces: Sequence[Piece]) -> dict[str, int]:
    return {piece.path: add(archive, piece.article(), mention(AZ)) for piece in pieces}


def told(archive: Archive | Reading) -> set[frozenset[str]]:
    """The stories as sets of their articles' addresses."""
    listed = archive.stories(StoryQuery(limit=None))
    return {
        frozenset(article.listed.url.rsplit("/", 1)[1] for article in archive.story(one.id).articles) for one in listed
    }


def test_articles_on_one_event_are_one_story_and_on_another_are_another(archive: Archive) -> None:
    filled(archive, PIECES)
    assert cluster(archive).articles == 5
    assert told(archive) == {frozenset({"b0", "b1", "b2"}), frozenset({"e0", "e1"})}


def test_a_story_tells_its_lead_its_times_its_owners_and_its_weight(archive: Archive) -> None:
    filled(archive, PIECES)
    cluster(archive)
    bridge, election = sorted(archive.stories(StoryQuery()), key=lambda one: one.articles, reverse=True)
    assert (bridge.articles, bridge.sources, bridge.independent, bridge.tier) == (3, 2, 2, 1)
    assert (bridge.first_seen_at, bridge.last_seen_at) == (NOON, NOON + 20 * HOUR)
    assert (bridge.languages, bridge.countries) == (("en",), ("AZ",))
    assert election.title.startswith("Voters in Vastria")
    shown = archive.story(bridge.id)
    assert [article.listed.url[-2:] for article in shown.articles] == ["b0", "b1", "b2"]
    assert shown.first.listed.source == "gazette-en"
    assert [count for _, count in shown.timeline] == [2, 1]


@pytest.mark.parametrize("small", [rules.SMALL, 0])
def test_the_order_in_which_articles_come_makes_no_difference(
    tmp_path: Path, small: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "SMALL", small)
    ends = []
    for number, order in enumerate((PIECES, PIECES[::-1], (*PIECES[1::2], *PIECES[::2]))):
        with shelf(tmp_path / f"{number}.db") as archive:
            for piece in order:
                filled(archive, [piece])
                cluster(archive)
            ends.append(told(archive))
    assert ends[0] == ends[1] == ends[2]


def test_what_is_alike_is_worked_out_once_and_kept_while_a_story_is_open(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "SMALL", 0)
    ids = filled(archive, PIECES)
    cluster(archive)
    filled(archive, [Piece("late", BRIDGE[2] + " Trains are late.", 21)])
    reading = Mock(wraps=read)
    monkeypatch.setattr(window, "read", reading)
    cluster(archive)
    assert reading.call_count == 1
    assert frozenset({"b0", "b1", "b2", "late"}) in told(archive)
    links = links_of(archive.value("SELECT links FROM story_terms WHERE article_id = ?", (ids["b1"],)))
    assert ids["b0"] in links
    assert ids["e1"] not in links or links[ids["e1"]] < links[ids["b0"]]


def test_what_other_rules_read_is_read_anew_from_the_text(archive: Archive) -> None:
    filled(archive, PIECES[:2])
    cluster(archive)
    archive.write("UPDATE story_terms SET recipe = 'of old', terms = x'00'")
    filled(archive, PIECES[2:])
    cluster(archive)
    assert told(archive) == {frozenset({"b0", "b1", "b2"}), frozenset({"e0", "e1"})}


def test_an_article_that_comes_late_finds_the_story_of_its_time_where_many_came(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "SMALL", 3)
    filled(archive, (*PIECES[:2], *PIECES[3:]))
    filled(archive, [replace(piece, path=f"{piece.path}-now", hours=240 + piece.hours) for piece in PIECES[3:]])
    cluster(archive)
    before = told(archive)
    filled(archive, [PIECES[2]])
    cluster(archive)
    assert told(archive) == before - {frozenset({"b0", "b1"})} | {frozenset({"b0", "b1", "b2"})}
    assert archive.value("SELECT count(*) FROM story_terms") == 2, "nothing is kept of what is closed"


def test_a_story_keeps_its_id_when_it_grows_and_nothing_is_done_twice(archive: Archive) -> None:
    filled(archive, PIECES[:1])
    cluster(archive)
    (before,) = archive.stories(StoryQuery())
    filled(archive, PIECES[1:])
    cluster(archive)
    assert len(archive.story(before.id).articles) == 3
    assert cluster(archive) == Clustered()


def test_a_story_bears_the_headline_that_its_lead_has_now(archive: Archive) -> None:
    filled(archive, PIECES[:2])
    cluster(archive)
    (listed,) = archive.stories(StoryQuery())
    said = PIECES[1].article()
    assert listed.title == said.title
    edited = replace(said, title="Bridge near Lodden fell at dawn", content_hash="1:edited")
    run = archive.start_run("collect", now=NOON + HOUR, version="0.1.0", host="desk")
    archive.apply(Revised(article=edited, of=known(archive, said.url_key)), (), run_id=run, tagger="test/2")
    assert archive.story(listed.id).listed.title == "Bridge near Lodden fell at dawn"


def test_a_story_that_goes_into_another_redirects(archive: Archive) -> None:
    ids = filled(archive, [PIECES[0], PIECES[2]])
    cluster(archive)
    one = archive.stories(StoryQuery())[0]
    stray = archive.make_story(ids["b2"])
    archive.write("UPDATE articles SET story_id = ? WHERE id = ?", (stray, ids["b2"]))
    filled(archive, [PIECES[1]])
    cluster(archive)
    shown = archive.story(stray)
    assert (shown.asked, shown.listed.id, shown.merged) == (stray, one.id, (stray,))
    assert len(shown.articles) == 3
    assert [story.id for story in archive.stories(StoryQuery())] == [one.id]


def test_a_copy_belongs_where_its_original_does_and_confirms_nothing(archive: Archive) -> None:
    filled(archive, PIECES[:1])
    copied = replace(PIECES[0], path="c", source="wire", hours=1).article()
    archive.apply(
        Duplicate(article=copied, copy=Copy(of=known(archive, "gazette.example/b0"), score=1.0, why="same text")),
        (), run_id=1, tagger="test/1",
    )  # fmt: skip
    cluster(archive)
    (story,) = archive.stories(StoryQuery())
    assert (story.articles, story.sources, story.independent) == (2, 2, 1)
    assert archive.stories(StoryQuery(independent=2)) == ()


def test_an_article_that_is_rewritten_is_clustered_again(archive: Archive) -> None:
    filled(archive, PIECES)
    cluster(archive)
    rewritten = replace(PIECES[2], body=ELECTION[1] + " Turnout was high.").article()
    archive.apply(Revised(article=rewritten, of=known(archive, "gazette.example/b2")), (), run_id=1, tagger="test/1")
    cluster(archive)
    assert told(archive) == {frozenset({"b0", "b1"}), frozenset({"e0", "e1", "b2"})}


@pytest.mark.parametrize("changed", ["content_hash = 'x'", "sorted_at = '2026-11-23T13:00:00Z'", "language = 'de'"])
def test_what_is_kept_of_an_article_holds_until_the_article_is_another(archive: Archive, changed: str) -> None:
    ids = filled(archive, PIECES)
    cluster(archive)
    archive.write("UPDATE articles SET language = 'en', title = 'The same' WHERE id = ?", (ids["b0"],))
    assert archive.untold(limit=9) == ()
    archive.write(f"UPDATE articles SET {changed} WHERE id = ?", (ids["b0"],))
    assert [article for article, _ in archive.untold(limit=9)] == [ids["b0"]]
    assert cluster(archive).articles == 1
    assert archive.untold(limit=9) == ()


def test_what_turns_out_to_be_a_copy_is_compared_no_more_and_what_is_none_again_is(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "SMALL", 0)
    ids = filled(archive, PIECES)
    cluster(archive)
    archive.write("UPDATE articles SET duplicate_of = ? WHERE id = ?", (ids["e0"], ids["b2"]))
    filled(archive, [Piece("late", BRIDGE[2] + " Trains are late.", 21)])
    cluster(archive)
    assert told(archive) == {frozenset({"b0", "b1", "late"}), frozenset({"e0", "e1", "b2"})}
    archive.write("UPDATE articles SET duplicate_of = NULL WHERE id = ?", (ids["b2"],))
    cluster(archive)
    assert told(archive) == {frozenset({"b0", "b1", "b2", "late"}), frozenset({"e0", "e1"})}


def test_what_is_asked_of_stories_is_asked_of_one_of_their_articles(archive: Archive) -> None:
    add(archive, PIECES[0].article(), mention(AZ), mention(NATO, focus=False))
    add(archive, PIECES[1].article(), mention(AM))
    add(archive, PIECES[4].article(), mention(AM))
    cluster(archive)

    def found(**wanted: Any) -> int:
        return len(archive.stories(StoryQuery(**wanted)))

    assert found() == 2
    assert found(countries=("AM",)) == 2
    assert found(countries=("AZ",)) == 1
    assert found(countries=("AZ",), organisations=("nato",)) == 0
    assert found(countries=("AZ",), organisations=("nato",), any_mention=True) == 1
    assert found(sources=("wire",)) == 1
    assert found(since=NOON + 9 * HOUR) == 1
    assert found(until=NOON + 8 * HOUR) == 1
    assert found(countries=("AZ",), since=NOON + 9 * HOUR) == 0
    assert found(languages=("ru",)) == 0
    assert found(limit=1) == 1


def test_a_story_that_lost_its_lead_is_drawn_anew_and_one_without_articles_goes(archive: Archive) -> None:
    ids = filled(archive, PIECES)
    cluster(archive)
    archive.write("DELETE FROM articles WHERE id IN (?, ?, ?)", (ids["b0"], ids["e0"], ids["e1"]))
    assert told(archive) == {frozenset({"b1", "b2"})}
    cluster(archive)
    (story,) = archive.stories(StoryQuery())
    assert (story.articles, story.first_seen_at) == (2, NOON + 10 * HOUR)
    assert archive.value("SELECT count(*) FROM stories") == 1


def story_of(archive: Archive, article: int) -> int:
    story: int = archive.value("SELECT story_id FROM articles WHERE id = ?", (article,))
    return story


def test_what_is_split_by_hand_stays_apart_and_what_is_merged_together(tmp_path: Path) -> None:
    db = tmp_path / "press.db"
    with shelf(db) as archive:
        ids = filled(archive, PIECES[:4])
        cluster(archive)
        bridge, election = story_of(archive, ids["b0"]), story_of(archive, ids["e0"])
    made = split(db, bridge, [ids["b1"]])
    assert merge(db, [election, made]) == election
    with open_archive(db, now=NOON) as archive:
        filled(archive, PIECES[4:])
        cluster(archive)
        again = cluster_again(archive, since=None, everything=True, watch=lambda _done, _all: None)
        assert again.articles == 5
        assert told(archive) == {frozenset({"b0", "b2"}), frozenset({"e0", "e1", "b1"})}
        assert archive.story(made).listed.id == election, "and the merged one redirects"
        assert [one.listed.url[-2:] for one in archive.story(election).articles if one.pinned] == ["e0", "b1"]


def test_what_is_merged_by_hand_keeps_a_lead_in_the_language_of_the_desk(tmp_path: Path) -> None:
    db = tmp_path / "press.db"
    with shelf(db) as archive:
        ids = filled(archive, PIECES)
        archive.write("UPDATE articles SET language = 'tr' WHERE id = ?", (ids["e1"],))
        archive.write("UPDATE sources SET tier = 2")
        cluster(archive, language="tr")
        bridge, election = story_of(archive, ids["b0"]), story_of(archive, ids["e0"])
    merge(db, [bridge, election], language="tr")
    with open_archive(db, now=NOON) as archive:
        assert archive.story(bridge).listed.lead_id == ids["e1"]


def test_what_can_not_be_split_or_merged_is_told_and_changes_nothing(tmp_path: Path) -> None:
    db = tmp_path / "press.db"
    with shelf(db) as archive:
        ids = filled(archive, PIECES)
        cluster(archive)
        bridge, election = story_of(archive, ids["b0"]), story_of(archive, ids["e0"])
    with pytest.raises(UnknownName, match="there is no story 99"):
        merge(db, [bridge, 99])
    with pytest.raises(InputError, match="one story already"):
        merge(db, [bridge, bridge])
    with pytest.raises(InputError, match="not an article of story"):
        split(db, bridge, [ids["e0"]])
    with pytest.raises(InputError, match="leave one in it"):
        split(db, election, [ids["e0"], ids["e1"]])
    with open_archive(db, now=NOON) as archive:
        assert len(told(archive)) == 2
        assert archive.value("SELECT count(*) FROM story_pins") == 0


def test_clustering_again_changes_nothing_where_the_rules_are_the_same(archive: Archive) -> None:
    ids = filled(archive, PIECES)
    cluster(archive)
    before = {article: story_of(archive, article) for article in ids.values()}
    again = cluster_again(archive, since=None, everything=True, watch=lambda _done, _all: None)
    assert (again.articles, again.moved, again.made, again.merged) == (5, 0, 0, 0)
    assert {article: story_of(archive, article) for article in ids.values()} == before
    assert cluster_again(archive, since=None, everything=False, watch=lambda _done, _all: None) == Clustered()


def test_an_archive_of_more_days_than_are_open_is_clustered_again_where_many_came(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "SMALL", 3)
    filled(archive, (*PIECES, *(replace(piece, path=f"{piece.path}-on", hours=98 + piece.hours) for piece in PIECES)))
    cluster(archive)
    again = cluster_again(archive, since=None, everything=True, watch=lambda _done, _all: None)
    assert again.articles == 10
    assert archive.untold(limit=9) == ()


def test_why_the_articles_of_a_story_are_together(archive: Archive) -> None:
    ids = filled(archive, PIECES)
    cluster(archive)
    reasons = why_together(archive, story_of(archive, ids["b0"]))
    assert [reason.article for reason in reasons] == [ids["b0"], ids["b1"], ids["b2"]]
    assert all(reason.probability > 0.5 and "lodden" in " ".join(reason.shared).lower() for reason in reasons)


def test_readers_see_the_same_and_are_told_of_a_story_that_is_not_there(archive: Archive) -> None:
    filled(archive, PIECES)
    cluster(archive)
    with open_reading(archive.path) as reading:
        assert told(reading) == told(archive)
        for missing in (0, -1, 999, 2**70):
            with pytest.raises(UnknownName, match="there is no story"):
                reading.story(missing)


def test_what_is_read_of_articles_is_kept_only_while_their_stories_are_open(archive: Archive) -> None:
    filled(archive, PIECES)
    cluster(archive)
    assert archive.value("SELECT count(*) FROM story_terms") == 5
    late = Piece("late", "Quite another matter: the orchestra of Lodden plays in the harbour.", 24 * 8)
    filled(archive, [late])
    cluster(archive)
    assert archive.value("SELECT count(*) FROM story_terms") == 1
    assert timedelta(hours=late.hours) > timedelta(days=7)

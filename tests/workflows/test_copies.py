"""Copies and edits as a desk sees them: by the commands, over an archive that was filled as a collect fills it."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.config import load
from monitor.model.source import Feed, Source
from monitor.store import Archive, open_archive
from monitor.workflows.cluster import cluster
from monitor.workflows.reprocess.reprocess import reprocess
from monitor.workflows.seating import seat_first
from tests.store.nouns import HOUR, NOON
from tests.store.test_copies import TALKS, of, said, take_in

WIRE = Source(id="tass", name="TASS", homepage="https://tass.com/", type="agency", owner="tass")
DAILY = Source(id="daily", name="The Daily", homepage="https://daily.example/", owner="daily")
HERALD = Source(id="herald", name="The Herald", homepage="https://herald.example/", owner="herald")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "db" / "press.db"
    (tmp_path / "feeds.yaml").write_text("settings: {contact: a@example.org}\nsources: []\n")
    with open_archive(path, now=NOON) as archive:
        sources = (WIRE, DAILY, HERALD)
        feeds = [Feed(source=one.id, url=f"{one.homepage}rss", kind="rss") for one in sources]
        archive.mirror(sources, feeds, now=NOON)
        archive.start_run("collect", now=NOON, version="0", host="h")
    return path


def monitor(db: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program itself, over this archive."""
    command = [sys.executable, "-m", "monitor", "--config", str(db.parent.parent / "feeds.yaml"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def filled(archive: Archive) -> tuple[int, int, int]:
    """The Daily first, then the agency, which published before it, then the Herald with another figure."""
    daily = said("d", "(TASS) - " + TALKS, source="daily", published_at=NOON + HOUR, title="Talks go on", agency="tass")
    wire = said("w", TALKS, source="tass", published_at=NOON, title="Ministers meet", seen_at=NOON + 2 * HOUR)
    herald = said("h", TALKS.replace("14 villages", "19 villages"), source="herald", title="Border talks")
    return take_in(archive, daily)[1], take_in(archive, wire)[1], take_in(archive, herald)[1]


def test_the_agency_that_is_credited_had_it_first(db: Path) -> None:
    with open_archive(db, now=NOON) as archive:
        daily, wire, herald = filled(archive)
        assert (of(archive, wire), of(archive, herald)) == (daily, None)
    done = monitor(db, "copies", str(daily))
    assert done.returncode == 0, done.stderr
    out = done.stdout
    assert "First: TASS (certain: the others credit tass)" in out
    assert f"taken from {wire} (it says so)" in out
    assert "19 against 14" in out or "14 against 19" in out


def test_a_story_says_why_its_copies_are_copies_and_counts_in_words(db: Path) -> None:
    with open_archive(db, now=NOON) as archive:
        daily, wire, herald = filled(archive)
        cluster(archive)
        story = archive.value("SELECT story_id FROM articles WHERE id = ?", (daily,))
    why = monitor(db, "story", str(story), "--why").stdout
    assert f"{wire}: copy of {daily}, same passages" in why
    assert "(1 copy)" in why
    told = json.loads(monitor(db, "story", str(story), "--why", "--json").stdout)
    assert [(one["id"], one["duplicate_of"]) for one in told["copies"]] == [(wire, daily)]
    unknown = monitor(db, "edits", str(herald + 90))
    assert (unknown.returncode, unknown.stderr.startswith(f"monitor: there is no article {herald + 90}")) == (2, True)


def test_what_is_decided_by_hand_holds_when_all_is_judged_again(db: Path) -> None:
    with open_archive(db, now=NOON) as archive:
        daily, wire, herald = filled(archive)
        assert archive.rule_apart(wire, daily, now=NOON)
        assert archive.rule_copy(herald, daily, now=NOON) == daily
    config = load(db.parent.parent / "feeds.yaml")
    (difference,) = reprocess(config, db, ("dedupe",))
    assert (difference.articles, difference.changed) == (3, 0)
    with open_archive(db, now=NOON) as archive:
        assert (of(archive, wire), of(archive, herald)) == (None, daily)
        assert archive.forget_ruling(daily, wire)
        archive.forget_ruling(herald, daily)
    (difference,) = reprocess(config, db, ("dedupe",))
    assert [(one.what, one.gained, one.lost) for one in difference.changes] == [("copy", 1, 1)]
    with open_archive(db, now=NOON) as archive:
        assert (of(archive, wire), of(archive, herald)) == (daily, None)


def test_judging_again_finds_the_same_and_fills_the_index(db: Path) -> None:
    with open_archive(db, now=NOON) as archive:
        filled(archive)
        links = "SELECT article_id, of_id, score, rule, passages FROM copies"
        before = [tuple(row) for row in archive.rows(links)]
        archive.empty_window()
    (difference,) = reprocess(load(db.parent.parent / "feeds.yaml"), db, ("dedupe",), since=NOON - timedelta(days=1))
    assert (difference.articles, difference.changed, difference.failed) == (3, 0, ())
    with open_archive(db, now=NOON) as archive:
        assert [tuple(row) for row in archive.rows(links)] == before


@pytest.mark.parametrize("credited", ["(TASS) - ", ""])  # the same words, or a few more
def test_who_was_let_represent_a_text_does_so_when_all_is_judged_again(db: Path, credited: str) -> None:
    with open_archive(db, now=NOON) as archive:
        words = credited + TALKS
        daily = take_in(archive, said("d", words, source="daily", published_at=NOON + HOUR))[1]
        wire = take_in(archive, said("w", TALKS, source="tass", published_at=NOON))[1]
        herald = take_in(archive, said("h", words, source="herald", published_at=NOON + 2 * HOUR))[1]
        assert seat_first(archive, now=NOON) == 1
    (difference,) = reprocess(load(db.parent.parent / "feeds.yaml"), db, ("dedupe",))
    assert (difference.articles, difference.changed, difference.failed) == (3, 0, ())
    with open_archive(db, now=NOON) as archive:
        assert [of(archive, one) for one in (daily, wire, herald)] == [wire, None, wire]


def homes(archive: Archive) -> list[int | None]:
    """The story of each article."""
    return [row["story_id"] for row in archive.rows("SELECT story_id FROM articles ORDER BY id")]


def apart(archive: Archive, article_id: int) -> int:
    """Give an article a story of its own."""
    made = archive.make_story(article_id)
    archive.write("UPDATE articles SET story_id = ? WHERE id = ?", (made, article_id))
    return made


def test_a_copy_goes_to_the_story_of_its_original_whenever_that_is_decided(db: Path) -> None:
    with open_archive(db, now=NOON) as archive:
        daily, wire, herald = filled(archive)
        cluster(archive)
        first, second = homes(archive)[0], apart(archive, herald)
    assert monitor(db, "copies", str(herald), "--copy-of", str(daily)).returncode == 0
    with open_archive(db, now=NOON) as archive:
        assert homes(archive) == [first, first, first]
        told = archive.story(second).listed
        assert (told.id, told.articles) == (first, 3), "what was mailed of the other story leads there"
        second = apart(archive, wire)
    reprocess(load(db.parent.parent / "feeds.yaml"), db, ("dedupe",))
    with open_archive(db, now=NOON) as archive:
        assert homes(archive) == [first, first, first]
        assert archive.story(second).listed.id == first


def test_what_is_no_copy_any_more_finds_a_story_of_its_own(db: Path) -> None:
    with open_archive(db, now=NOON) as archive:
        daily, _, _ = filled(archive)
        quake = (
            "A quake shook three villages near Lodden at dawn; a school fell in, and nobody was hurt, rescuers said. "
            * 3
        )
        other = take_in(archive, said("q", quake, source="herald", title="Quake shakes villages near Lodden"))[1]
        cluster(archive)
        first, own = homes(archive)[0], homes(archive)[-1]
        assert first is not None
        before = archive.story(first).listed.articles
    assert own != first
    assert monitor(db, "copies", str(other), "--copy-of", str(daily)).returncode == 0
    assert monitor(db, "copies", str(other), "--undo", str(daily)).returncode == 0
    with open_archive(db, now=NOON) as archive:
        assert homes(archive)[-1] == first
    reprocess(load(db.parent.parent / "feeds.yaml"), db, ("dedupe",))
    with open_archive(db, now=NOON) as archive:
        assert homes(archive)[-1] is None
        assert archive.story(first).listed.articles == before
        cluster(archive)
        assert homes(archive)[-1] not in {None, first}


def test_json_tells_the_whole_circle(db: Path) -> None:
    with open_archive(db, now=NOON) as archive:
        daily, wire, _ = filled(archive)
    told: dict[str, Any] = json.loads(monitor(db, "copies", str(wire), "--json").stdout)
    assert [one["id"] for one in told["printings"]] == [daily, wire]
    assert told["printings"][1]["texts"][0].startswith("The foreign ministers")
    assert told["syndication"]["first"] == wire


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("copies", "99"), 2),
        (("copies", "1", "--copy-of", "1"), 65),
        (("copies", "1", "--undo", "2", "--copy-of", "3"), 2),
    ],
)
def test_bad_input_gets_one_line(db: Path, arguments: tuple[str, ...], code: int) -> None:
    with open_archive(db, now=NOON) as archive:
        filled(archive)
    done = monitor(db, *arguments)
    assert len(done.stderr.splitlines()) <= 3
    assert "Traceback" not in done.stderr
    assert done.returncode == code, done.stderr


def test_judging_again_goes_through_days_and_links_within_three_of_them(db: Path) -> None:
    with open_archive(db, now=NOON) as archive:
        for day in range(12):
            at = NOON + timedelta(days=day)
            body = f"Day {day // 2} of the talks. " + TALKS.replace("14 villages", f"{20 + day // 2} villages")
            made = said(str(day), body, source=("daily", "herald")[day % 2], sorted_at=at, seen_at=at, title=f"T{day}")
            take_in(archive, made)
        before = [row["duplicate_of"] for row in archive.rows("SELECT duplicate_of FROM articles ORDER BY id")]
        archive.write("UPDATE articles SET duplicate_of = NULL")
    assert before == [None, 1, None, 3, None, 5, None, 7, None, 9, None, 11]
    (difference,) = reprocess(load(db.parent.parent / "feeds.yaml"), db, ("dedupe",))
    assert [(one.what, one.gained) for one in difference.changes] == [("copy", 6)]
    with open_archive(db, now=NOON) as archive:
        assert [row["duplicate_of"] for row in archive.rows("SELECT duplicate_of FROM articles ORDER BY id")] == before

"""What readers find, in which order, and at what cost."""

from __future__ import annotations

import doctest
import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.errors import UnknownName
from monitor.model.reading import Listed, Query, Shown
from monitor.model.tag import Tag
from monitor.model.verdict import Copy, Duplicate
from monitor.store import Archive, Reading, fts, open_archive, open_reading
from monitor.store.fts import sought
from monitor.store.wanted import STREAMS
from tests.store.nouns import (
    AZ,
    GAZETTE,
    GAZETTE_FEED,
    HOUR,
    NATO,
    NOON,
    WIRE,
    WIRE_FEED,
    add,
    article,
    known,
    mention,
)

COUNTRIES = ("AZ", "AM", "GE", "TR")
ORGANISATIONS = ("nato", "osce", "un")
LANGUAGES = ("en", "ru", "az", None)
WORDS = ("summit", "talks", "border", "саммит", "görüş")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reading]:
    """Three hundred articles of two sources, some of the same second, some copies, with tags at random."""
    path = tmp_path_factory.mktemp("library") / "press.db"
    dice = random.Random(7)
    with open_archive(path, now=NOON) as archive:
        archive.mirror((GAZETTE, WIRE), (GAZETTE_FEED, WIRE_FEED), now=NOON)
        archive.start_run("collect", now=NOON, version="0.1.0", host="desk")
        with archive.transaction():
            for number in range(300):
                fill(archive, dice, number)
    with open_reading(path) as reading:
        yield reading


@pytest.fixture(scope="module")
def everything(library: Reading) -> list[Shown]:
    return list(library.export(Query(copies=True, limit=None)))


def fill(archive: Archive, dice: random.Random, number: int) -> None:
    moment = NOON + dice.randrange(100) * HOUR
    made = article(
        str(number),
        source=dice.choice((GAZETTE.id, WIRE.id)),
        title=" ".join(dice.sample(WORDS, 2)),
        body=f"number{number}",
        language=dice.choice(LANGUAGES),
        sorted_at=moment,
        published_at=moment,
    )
    tags = [Tag(slug=f"country:{code}", kind="country", label=code) for code in dice.sample(COUNTRIES, 2)]
    tags += [Tag(slug=f"org:{code}", kind="organisation", label=code) for code in dice.sample(ORGANISATIONS, 1)]
    mentions = [mention(tag, focus=dice.random() < 0.6) for tag in tags]
    if number and dice.random() < 0.2:
        original = next(one for one in archive.known_by_keys(("gazette.example/0",)))
        archive.apply(Duplicate(article=made, copy=Copy(of=original, score=1, why="t")), mentions, run_id=1, tagger="t")
    else:
        add(archive, made, *mentions)


def meets(shown: Shown, query: Query) -> bool:
    """What a query means, in plain words."""
    listed = shown.listed
    tags = {one.tag.slug for one in shown.mentions if one.focus or query.any_mention}
    return all(
        (
            query.copies or shown.duplicate_of is None,
            not query.sources or listed.source in query.sources,
            not query.languages or listed.language in query.languages,
            not query.countries or any(f"country:{code}" in tags for code in query.countries),
            not query.organisations or any(f"org:{code}" in tags for code in query.organisations),
            query.since is None or listed.sorted_at >= query.since,
            query.until is None or listed.sorted_at < query.until,
            not query.text or all(word in listed.title.split() for word in query.text.split()),
        )
    )


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=3).map(tuple)


moments = st.none() | st.integers(0, 100).map(lambda hours: NOON + hours * HOUR)
queries = st.builds(
    Query,
    text=st.sampled_from(("", "", "summit", "talks border", "саммит")),
    countries=some((*COUNTRIES, "FR")),
    organisations=some((*ORGANISATIONS, "eu")),
    any_mention=st.booleans(),
    sources=some((GAZETTE.id, WIRE.id, "nobody")),
    languages=some(("en", "ru", "az", "fr")),
    since=moments,
    until=moments,
    copies=st.booleans(),
    limit=st.none() | st.integers(0, 40),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(queries)
def test_a_list_holds_what_was_asked_for_the_newest_first(
    library: Reading, everything: list[Shown], query: Query
) -> None:
    wanted = [shown.listed for shown in everything if meets(shown, query)][: query.limit]
    assert [one.id for one in library.latest(query)] == [one.id for one in wanted]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(queries)
def test_a_search_and_an_export_hold_the_same_as_the_list(library: Reading, query: Query) -> None:
    listed = [one.id for one in library.latest(query)]
    assert [shown.listed.id for shown in library.export(query)] == listed
    if query.limit is None:
        assert sorted(one.id for one in library.search(query)) == sorted(listed)


@pytest.mark.parametrize("asked", [{}, {"countries": ("AZ",)}, {"sources": (GAZETTE.id,)}, {"text": "title"}])
def test_a_window_holds_its_first_moment_and_not_its_last(archive: Archive, reading: Reading, asked: Any) -> None:
    for hours in range(4):
        add(archive, article(str(hours), sorted_at=NOON + hours * HOUR), mention(AZ))
    window = Query(since=NOON + HOUR, until=NOON + 3 * HOUR, **asked)
    assert [one.title for one in reading.latest(window)] == ["Title 2", "Title 1"]


def test_everything_is_in_order_of_time_then_of_arrival(library: Reading) -> None:
    listed = library.latest(Query(copies=True, limit=None))
    assert len(listed) == 300
    assert list(listed) == sorted(listed, key=lambda one: (one.sorted_at, one.id), reverse=True)


def test_any_of_very_many_values_will_do(library: Reading) -> None:
    many = tuple(f"X{number}" for number in range(STREAMS + 5))
    very_many = tuple(f"X{number}" for number in range(1000))  # more than a compound SELECT may have
    few = Query(countries=("AZ",), limit=None)
    assert library.latest(Query(countries=("AZ", *many), limit=None)) == library.latest(few)
    sources = Query(sources=(GAZETTE.id, *very_many), limit=None)
    assert library.latest(sources) == library.latest(Query(sources=(GAZETTE.id,), limit=None))


@pytest.mark.parametrize("limit", [-5, 0])
def test_a_limit_of_nothing_gives_nothing(library: Reading, limit: int) -> None:
    assert library.latest(Query(limit=limit)) == ()


def test_a_huge_limit_is_no_limit(library: Reading) -> None:
    assert len(library.latest(Query(limit=10**30, copies=True))) == 300


def test_holdings_add_up(library: Reading, everything: list[Shown]) -> None:
    holdings = library.holdings()
    originals = [shown for shown in everything if shown.duplicate_of is None]
    assert holdings.articles == 300
    assert holdings.duplicates == 300 - len(originals)
    assert holdings.newest_at == everything[0].listed.sorted_at
    assert sum(number for _, number in holdings.languages) == len(originals)
    assert dict(holdings.languages)[""] == sum(shown.listed.language is None for shown in originals)
    assert dict(holdings.sources)[WIRE.id] == sum(shown.listed.source == WIRE.id for shown in originals)
    for code in COUNTRIES:
        assert dict(holdings.countries)[code] == sum(code in shown.listed.countries for shown in originals)
    for code in ORGANISATIONS:
        assert dict(holdings.organisations)[code] == sum(code in shown.listed.organisations for shown in originals)
    assert list(holdings.countries) == sorted(holdings.countries, key=lambda one: (-one[1], one[0]))


def test_there_is_no_such_article(reading: Reading) -> None:
    for number in (1, 0, -1, 2**63, 10**30):
        with pytest.raises(UnknownName, match=f"there is no article {number}"):
            reading.show(number)


def test_an_export_does_not_keep_the_writer_from_anything(archive: Archive) -> None:
    for number in range(450):
        add(archive, article(str(number), body="word " * 20))
    with open_reading(archive.path) as reading:
        shown = reading.export(Query(limit=None))
        first = next(shown)
        archive.write("DELETE FROM articles WHERE id = 1")
        assert archive.value("PRAGMA wal_checkpoint(truncate)") == 0, "it was not busy"
        assert len([first, *shown]) == 449


# Searching


@pytest.fixture
def desk(archive: Archive) -> Iterator[Reading]:
    add(archive, article("1", title="Baku hosts summit", body="Leaders met in Baku on Monday."))
    add(archive, article("2", title="Brüssels: talks", body="NATO and the South Caucasus. Baku was mentioned."))
    add(archive, article("3", title="Саммит НАТО", summary="Переговоры в Баку", body="Текст"))
    add(archive, article("4", title="Football", body="Baku won. The south of the Caucasus saw it."))
    with open_reading(archive.path) as reading:
        yield reading


def found(reading: Reading, text: str) -> list[int]:
    return sorted(one.id for one in reading.search(Query(text=text)))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("baku", [1, 2, 4]),
        ("BAKU summit", [1]),
        ("brussels", [2]),
        ("саммит", [3]),
        ("summit OR саммит", [1, 3]),
        ("summit | саммит", [1, 3]),
        ("baku summit OR nato", [1, 2]),
        ("baku AND nato", [2]),
        ("baku & nato", [2]),
        ('"south caucasus"', [2]),
        ('"caucasus south"', []),
        ('"south caucasus', [2]),
        ("baku -football", [1, 2]),
        ("baku NOT football", [1, 2]),
        ('baku -"south caucasus"', [1, 4]),
        ("-baku", [3]),
        ("NOT baku -саммит", []),
        ("foot*", [4]),
        ('"south cauc"*', [2]),
        ("foot", []),
        ("south-caucasus", [2]),
        ("title:baku", []),
        ("NEAR(baku summit)", []),
        ("^baku", [1, 2, 4]),
        ("OR baku", [1, 2, 4]),
        ("baku OR", [1, 2, 4]),
        ("baku AND", [1, 2, 4]),
        ("baku NOT", [1, 2, 4]),
        ("baku -", [1, 2, 4]),
        ('baku "', [1, 2, 4]),
        ("baku *", [1, 2, 4]),
        ("baku — summit", [1]),
        ("ba\0ku", []),
        ("baku\0summit", [1]),
        ("***", []),
        ('""', []),
        ("-", []),
        ("(", []),
        ("OR", []),
    ],
)
def test_what_a_search_finds(desk: Reading, text: str, ids: list[int]) -> None:
    assert found(desk, text) == ids
    assert sorted(one.id for one in desk.latest(Query(text=text))) == ids


def test_no_text_is_no_search(desk: Reading) -> None:
    assert found(desk, "  ") == [1, 2, 3, 4]


def test_a_word_in_the_title_counts_most(desk: Reading) -> None:
    assert desk.search(Query(text="baku"))[0].id == 1
    assert [one.id for one in desk.latest(Query(text="baku"))] == [4, 2, 1]


def test_snippets_show_where(desk: Reading) -> None:
    (one,) = desk.search(Query(text="caucasus NATO"))
    assert "\x02NATO\x03 and the South \x02Caucasus\x03" in one.snippet
    assert desk.latest(Query(text="caucasus NATO"))[0].snippet == one.snippet
    assert desk.latest(Query())[0].snippet == ""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(st.text(st.characters(), max_size=40) | st.text(st.sampled_from('ab"*-()^:{}+ \0|&ORANDT'), max_size=30))
def test_nothing_that_is_typed_gives_an_error(library: Reading, text: str) -> None:
    library.search(Query(text=text))
    library.latest(Query(text=text))
    list(library.export(Query(text=text, countries=(text,), sources=(text,), languages=(text,))))


def test_more_words_than_fts5_nests_give_no_error(library: Reading) -> None:
    library.search(Query(text=" OR ".join(["summit"] * 300)))
    library.search(Query(text=" ".join(["-summit"] * 300)))
    library.search(Query(text=" ".join(f"w{number}" for number in range(300))))


def test_all_terms_are_quoted() -> None:
    assert doctest.testmod(fts) == (0, 2)
    assert sought("a OR b -c").expression == '(("a" OR "b")) NOT ("c")'


def test_readers_see_what_was_committed_meanwhile(archive: Archive, reading: Reading) -> None:
    assert reading.latest(Query()) == ()
    with archive.transaction():
        add(archive, article("a"), mention(AZ), mention(NATO))
        assert reading.latest(Query()) == ()
    (one,) = reading.latest(Query())
    assert isinstance(one, Listed)
    assert one == Listed(
        id=1, sorted_at=NOON, source="gazette-en", source_name="The Gazette", title="Title a",
        url="https://gazette.example/a", language=None, summary="", countries=("AZ",), organisations=("nato",), words=0,
    )  # fmt: skip


def test_the_view_for_datasette_reads_as_the_list(library: Reading) -> None:
    rows = library.rows("SELECT id FROM latest LIMIT 20")
    assert [row["id"] for row in rows] == [one.id for one in library.latest(Query())]


def test_a_reader_needs_no_wal_beside_the_archive(archive: Archive) -> None:
    add(archive, article())
    archive.close()
    assert [file.name for file in archive.path.parent.iterdir()] == ["press.db"]
    with open_reading(archive.path) as reading:
        assert len(reading.latest(Query())) == 1


def test_a_reader_without_the_right_to_write_reads_beside_the_writer(
    archive: Archive, request: pytest.FixtureRequest
) -> None:
    add(archive, article())
    archive.path.parent.chmod(0o755)
    request.getfixturevalue("unprivileged")
    with open_reading(archive.path, busy=timedelta(0)) as reading:
        assert len(reading.latest(Query())) == 1


def test_a_reader_without_the_right_to_write_reads_a_backup(
    archive: Archive, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    add(archive, article())
    archive.backup(tmp_path / "backup.db")
    request.getfixturevalue("unprivileged")
    with open_reading(tmp_path / "backup.db") as reading:
        assert len(reading.latest(Query())) == 1


def test_what_is_known_stays_a_narrow_read(archive: Archive) -> None:
    add(archive, article("a", body="long " * 10_000))
    assert known(archive, "gazette.example/a").title == "Title a"

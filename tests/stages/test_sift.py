"""Entries: whatever their ids do, an article is fetched once, and again only when its entry changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.article import Entry
from monitor.model.filing import Disposition, EntryKnown, Filed
from monitor.stages.sift import keys, sift

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
AGES_AGO = datetime.min.replace(tzinfo=UTC)
AGES_AHEAD = datetime.max.replace(tzinfo=UTC)


def entry(
    number: int = 1,
    *,
    guid: str | None = "guid",
    title: str | None = None,
    url: str | None = "https://example.org/{}",
    hours: int | None = 0,
) -> Entry:
    return Entry(
        guid=guid.format(number) if guid else None,
        url=url.format(number) if url else None,
        title=f"Title {number}" if title is None else title,
        published=None if hours is None else NOON - timedelta(hours=hours),
    )


def filed(
    entries: Sequence[Entry],
    known: Sequence[EntryKnown] = (),
    *,
    first_add: bool = False,
    newest: int = 50,
    since: datetime | None = None,
) -> tuple[Filed, ...]:
    return sift(entries, {one.entry_key: one for one in known}, first_add=first_add, newest=newest, since=since)


def fates(
    entries: Sequence[Entry],
    known: Sequence[EntryKnown] = (),
    *,
    first_add: bool = False,
    newest: int = 50,
    since: datetime | None = None,
) -> list[str]:
    return [one.disposition for one in filed(entries, known, first_add=first_add, newest=newest, since=since)]


def known_as(
    one: Entry, *, article_id: int | None = None, pending: bool = False, skipped: str | None = None
) -> EntryKnown:
    (said,) = filed([one])
    return EntryKnown(
        entry_key=said.entry_key, entry_hash=said.entry_hash, article_id=article_id, pending=pending, skipped=skipped
    )


def test_unknown_entries_are_fetched() -> None:
    first, second = filed([entry(1, guid="a"), entry(2, guid="b")])
    assert (first.disposition, first.url_key, first.article_id) == ("fetch", "example.org/1", None)
    assert second.entry_key != first.entry_key


def test_r13_one_guid_under_several_links_is_several_articles() -> None:
    assert fates([entry(1), entry(2), entry(3)]) == ["fetch"] * 3


def test_r14_an_article_stays_one_though_its_guid_changes_at_every_fetch() -> None:
    before = entry(1, guid="a")
    now = entry(1, guid="b", url="http://www.example.org/{}/?utm_source=rss")
    assert keys(before)[0] != keys(now)[0]
    assert keys(before)[1] == keys(now)[1]
    seen_elsewhere = EntryKnown(entry_key=keys(now)[0], article_id=7)
    (again,) = filed([now], [seen_elsewhere])
    assert (again.disposition, again.article_id) == ("seen", 7)


def test_a_guid_that_only_looks_like_an_address_is_an_id() -> None:
    one, other = entry(url=None, guid="tag://x y/1"), entry(url=None, guid="tag://x y/2")
    assert keys(one) != keys(other)


def test_r14_a_guid_that_is_an_address_is_the_same_with_other_tracking() -> None:
    one = entry(guid="https://example.org/1?utm_source=a")
    other = entry(guid="http://www.example.org/1/?utm_source=b#top")
    assert keys(one) == keys(other)


@pytest.mark.parametrize(
    ("odd", "fate"),
    [
        (entry(guid=None), "fetch"),
        (entry(url=None), "unlinked"),
        (entry(url=None, guid=None), "unlinked"),
        (entry(url="https://example.org/"), "unlinked"),
        (entry(url="https://example.org/en/?utm_source=rss"), "unlinked"),
        (entry(url="javascript:alert(1)"), "unlinked"),
        (entry(url="https://user@example.org/{}"), "unlinked"),
        (entry(title=""), "fetch"),
        (Entry(), "unlinked"),
    ],
)
def test_r17_what_lacks_guid_link_or_title_is_kept(odd: Entry, fate: Disposition) -> None:
    assert fates([odd]) == [fate]


def test_entries_without_any_name_are_told_apart_by_their_words() -> None:
    assert len(filed([Entry(title="One"), Entry(title="Two"), Entry(title="One")])) == 2


def test_an_entry_that_repeats_in_a_feed_counts_once() -> None:
    assert len(filed([entry(1), entry(1), entry(1, guid="other")])) == 1


def test_of_entries_at_one_address_only_the_first_can_be_told_by_it() -> None:
    ticker = [entry(guid="a", title="One", url="https://example.org/live"),
              entry(guid="b", title="Two", url="https://example.org/live")]  # fmt: skip
    assert fates(ticker) == ["fetch", "unlinked"]


def test_what_did_not_change_is_seen() -> None:
    assert fates([entry()], [known_as(entry(), article_id=7)]) == ["seen"]


def test_a_new_date_is_no_change() -> None:
    assert fates([entry(hours=0)], [known_as(entry(hours=5), article_id=7)]) == ["seen"]


def test_changed_words_are_fetched_again() -> None:
    (again,) = filed([entry(title="Corrected")], [known_as(entry(), article_id=7)])
    assert (again.disposition, again.article_id) == ("fetch", 7)


def test_pending_entries_stay_pending() -> None:
    assert fates([entry()], [known_as(entry(), pending=True)]) == ["fetch"]
    assert fates([entry(hours=99)], [known_as(entry(), pending=True)], since=NOON) == ["fetch"]


@pytest.mark.parametrize("skipped", ["backfill", "old"])
def test_what_was_skipped_stays_skipped(skipped: str) -> None:
    assert fates([entry(title="Edited")], [known_as(entry(), skipped=skipped)]) == [skipped]


def test_what_was_given_up_is_not_asked_for_again() -> None:
    assert fates([entry(title="Edited")], [known_as(entry())]) == ["seen"]


def test_what_was_skipped_and_came_by_another_feed_is_seen() -> None:
    assert fates([entry()], [known_as(entry(), skipped="backfill", article_id=7)]) == ["seen"]


def test_since_leaves_older_entries_alone() -> None:
    entries = [entry(1, hours=1), entry(2, hours=49), entry(3, hours=None)]
    assert fates(entries, since=NOON - timedelta(days=2)) == ["fetch", "old", "fetch"]


def test_a_first_add_fetches_the_newest() -> None:
    entries = [entry(1, hours=30), entry(2, hours=1), entry(3, hours=20), entry(4, hours=2)]
    assert fates(entries, first_add=True, newest=2) == ["backfill", "fetch", "backfill", "fetch"]
    assert fates(entries, first_add=False, newest=2) == ["fetch"] * 4


def test_a_first_add_without_dates_goes_by_the_feeds_order() -> None:
    entries = [entry(number, hours=None) for number in range(4)]
    assert fates(entries, first_add=True, newest=2) == ["fetch", "fetch", "backfill", "backfill"]


def test_on_a_first_add_what_is_known_or_unlinked_takes_no_place() -> None:
    entries = [entry(1), entry(2, url=None, guid="x"), entry(3, hours=1), entry(4, hours=2)]
    known = [EntryKnown(entry_key=keys(entries[0])[0], article_id=7)]
    assert fates(entries, known, first_add=True, newest=1) == ["seen", "unlinked", "fetch", "backfill"]


ENTRIES = st.lists(
    st.builds(
        Entry,
        guid=st.sampled_from([None, "", "a", "https://example.org/1", "https://example.org/1?utm_source=a"]),
        url=st.sampled_from(
            [None, "", "https://example.org", "https://example.org/1", "https://www.example.org/1/", "x:y"]
        ),
        title=st.sampled_from(["", "One", "one!", "Two"]),
        published=st.sampled_from([None, NOON, NOON.replace(tzinfo=None), AGES_AGO, AGES_AHEAD]),
    ),
    max_size=12,
)


@given(ENTRIES, st.booleans(), st.integers(0, 3), st.sampled_from([None, NOON]))
def test_any_feed_is_sifted_and_then_known(
    entries: list[Entry], first_add: bool, newest: int, since: datetime | None
) -> None:
    first = filed(entries, first_add=first_add, newest=newest, since=since)
    assert len({one.entry_key for one in first}) == len(first)
    linked = [one.url_key for one in first if one.disposition != "unlinked"]
    assert len(set(linked)) == len(linked)
    if first_add:
        assert sum(one.disposition == "fetch" for one in first) <= newest
    known = [
        EntryKnown(
            entry_key=one.entry_key,
            entry_hash=one.entry_hash,
            article_id=1 if one.disposition == "fetch" else None,
            skipped=None if one.disposition == "fetch" else one.disposition,
        )
        for one in first
    ]
    again = filed(entries, known, newest=newest)
    assert not any(one.disposition == "fetch" for one in again)

"""Words: counted in any script, compared beyond typography; fingerprints see what a reader would."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.article import Entry
from monitor.text.hashing import body_hash, content_hash, entry_hash, entry_key
from monitor.text.words import count, words

TALKS = ("Talks resume in Baku", "The ministers met.", "They agreed on 1,500 troops.\nThe next round is on 5 May.")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("— … !", 0),
        ("NATO's chief visits Baku", 4),
        ("North–South corridor", 3),
        ("Генсек НАТО прибыл в Баку", 5),
        ("نخست وزیر می‌خواهد", 3),
        ("북한이 미사일을 발사했다", 3),
        ("नाटो महासचिव बाकू पहुंचे", 4),
        ("北约秘书长访问巴库", 5),
        ("NATO 秘书长 visits 巴库", 5),
        ("ประเทศไทยและอาเซียน", 4),
    ],
)
def test_words_are_counted_in_any_script(text: str, number: int) -> None:
    assert count(text) == number


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Talks” – resumed…", '"talks" - Resumed...'),
        ("don’t", "don't"),
        ("1,500 troops", "1.500 troops"),
        ("1\u00a0500  troops\n", "1 500 troops"),
        ("ﬁnal co\u00adoperation", "final cooperation"),
        ("N\u200bATO", "NATO"),
        ("Cafe\u0301", "Café"),
        ("北约 峰会", "北约峰会"),
        ("(NATO)", "NATO"),
    ],
)
def test_typography_makes_no_other_words(one: str, other: str) -> None:
    assert words(one) == words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("15 troops", "1.5 troops"),
        ("15 troops", "16 troops"),
        ("$5", "€5"),
        ("5%", "5"),
        ("-5 degrees", "5 degrees"),
        ("killed", "injured"),
        ("北约峰会", "北约峰金"),
        ("की", "का"),
        ("Şamaxı", "Samaxi"),
        ("not guilty", "guilty"),
    ],
)
def test_another_word_or_number_is_another_text(one: str, other: str) -> None:
    assert words(one) != words(other)


def test_a_fingerprint_names_its_recipe() -> None:
    assert re.fullmatch(r"1:[0-9a-f]{32}", content_hash(*TALKS))


def test_typography_and_the_place_of_the_standfirst_make_no_revision() -> None:
    title, summary, body = TALKS
    assert content_hash(title.upper(), summary, body.replace("\n", "  ")) == content_hash(*TALKS)
    assert content_hash(title, "", f"{summary}\n{body}") == content_hash(*TALKS)


@pytest.mark.parametrize(("old", "new"), [("1,500", "1,600"), ("agreed", "disagreed"), ("5 May", "6 May")])
def test_a_changed_word_or_number_makes_one(old: str, new: str) -> None:
    title, summary, body = TALKS
    assert content_hash(title, summary, body.replace(old, new)) != content_hash(*TALKS)


@given(st.text(max_size=50), st.text(max_size=50), st.text(max_size=50))
def test_any_text_has_a_fingerprint(title: str, summary: str, body: str) -> None:
    assert content_hash(title, summary, body) == content_hash(f" {title} ", summary, f"{body}\n")


@given(st.text(max_size=60))
def test_folding_words_twice_changes_nothing(text: str) -> None:
    folded = words(text)
    assert words(" ".join(folded)) == folded
    assert count(text) >= 0


def test_an_entry_is_known_by_its_words_not_by_what_changes_at_every_fetch() -> None:
    entry = Entry(guid="1", url="https://example.org/a", title="Talks resume", summary="In Baku. 12 comments")
    later = Entry(guid="2", url="https://example.org/a?x=1", title="Talks resume", summary="In Baku. 1,345 comments")
    assert entry_hash(entry) == entry_hash(later)
    assert entry_hash(entry) != entry_hash(Entry(title="Talks resume", summary="In Vienna. 12 comments"))
    assert entry_hash(Entry(title="12 killed")) != entry_hash(Entry(title="13 killed"))
    assert entry_hash(Entry(title="Просмотров: 345")) == entry_hash(Entry(title="Просмотров: 346"))


def test_neither_guid_nor_address_alone_names_an_entry() -> None:
    names = {entry_key(guid, address) for guid in (None, "a", "b") for address in (None, "a", "b")}
    assert len(names) == 9
    assert entry_key("a", "b") == entry_key("a", "b")


def test_documents_are_compared_by_their_bytes() -> None:
    assert body_hash(b"<rss/>") == body_hash(b"<rss/>") != body_hash(b"<rss />")

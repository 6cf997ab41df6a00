"""What an article is to the archive: one address is one article, one text has one original."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.model.article import Article
from monitor.model.verdict import Duplicate, Known, Near, New, Revised, Seen
from monitor.stages.dedupe import WINDOW, compared, judge
from monitor.text.hashing import content_hash
from monitor.text.words import count

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
WIRE = "The ministers agreed to meet again in May. " * 6


def article(
    key: str = "example.org/1",
    title: str = "Talks resume",
    body: str = WIRE,
    *,
    extractor: str = "page",
    keys: tuple[str, ...] = (),
) -> Article:
    return Article(
        url=f"https://{key}",
        url_key=key,
        keys=(key, *keys),
        source="example",
        title=title,
        body=body,
        sorted_at=NOON,
        seen_at=NOON,
        words=count(f"{title}\n{body}"),
        content_hash=content_hash(title, "", body),
        extractor=extractor,
    )


def known(
    number: int, of: Article, *, minutes: int = 0, duplicate_of: int | None = None, key: str | None = None
) -> Known:
    return Known(
        id=number,
        url=of.url,
        url_key=key or of.url_key,
        source=of.source,
        title=of.title,
        content_hash=of.content_hash,
        words=of.words,
        published_at=None,
        seen_at=NOON + timedelta(minutes=minutes),
        duplicate_of=duplicate_of,
    )


def test_what_the_archive_has_not_is_new() -> None:
    assert judge(article(), same=(), twins=()) == New(article=article())


def test_the_same_words_at_the_same_address_were_seen() -> None:
    before = known(7, article(body=WIRE.upper()))
    assert judge(article(), same=[before], twins=[before]) == Seen(article=article(), of=before)


def test_other_words_at_the_same_address_are_a_revision() -> None:
    before = known(7, article(body=WIRE.replace("May", "June")))
    assert judge(article(), same=[before], twins=()) == Revised(article=article(), of=before)


def test_the_article_with_its_own_key_is_it_though_an_older_one_shares_an_alias() -> None:
    older, own = known(1, article(), key="example.org/old"), known(2, article())
    assert judge(article(), same=[older, own], twins=[older, own]) == Seen(article=article(), of=own)
    verdict = judge(article(keys=("example.org/old",)), same=[older], twins=[older])
    assert verdict == Seen(article=article(keys=("example.org/old",)), of=older)


def test_the_same_text_elsewhere_is_a_copy_of_the_oldest() -> None:
    first, second = known(9, article("a.org/1"), minutes=-9), known(3, article("b.org/1"))
    verdict = judge(article(), same=(), twins=[second, first])
    assert isinstance(verdict, Duplicate)
    assert (verdict.copy.of, verdict.copy.score, verdict.copy.why) == (first, 1.0, "same text")


def test_a_copy_is_of_the_original_never_of_a_copy() -> None:
    original, copy = known(1, article("a.org/1")), known(2, article("b.org/1"), minutes=-5, duplicate_of=1)
    verdict = judge(article(), same=(), twins=[copy, original])
    assert isinstance(verdict, Duplicate)
    assert verdict.copy.of == original
    assert judge(article(), same=(), twins=[copy]) == New(article=article())


def test_the_representative_counts_though_its_own_words_changed_since() -> None:
    original = known(1, article("a.org/1", body="Other words by now. " * 10))
    copy = known(2, article("b.org/1"), duplicate_of=1)
    verdict = judge(article(), same=(), twins=[copy, original])
    assert isinstance(verdict, Duplicate)
    assert verdict.copy.of == original


def test_stubs_are_never_copies() -> None:
    stub = article(body="Updates follow.")
    assert isinstance(judge(stub, same=(), twins=[known(1, replace(stub, url_key="a.org/1"))]), New)


OPENING = (
    "The foreign ministers of both countries signed the protocol on the opening of the border crossing at Sadakhlo "
    "after four hours of talks, and the first lorries are expected there before the end of the week. "
)
REACTION = (
    "Hauliers in the region welcomed the decision and said that the detour through the mountains had cost them three "
    "days a trip. Farmers hope to sell their apples in time, and the mayor has promised a market hall and a new road. "
)


def near(number: int, body: str, *, duplicate_of: int | None = None, hours: float = 0, source: str = "") -> Near:
    of = known(number, article(f"near.example/{number}", body=body), duplicate_of=duplicate_of)
    return Near(
        known=replace(of, source=source or f"s{number}"), text=f"\n{body}", sorted_at=NOON - timedelta(hours=hours)
    )


def test_a_copy_of_a_copy_is_linked_to_the_original_where_no_fact_is_at_odds_with_it() -> None:
    tail = article(body=REACTION * 2)
    whole = near(2, OPENING + REACTION * 2, duplicate_of=1)
    assert compared(tail, (), [whole]).copy is None, "where the original is not at hand"
    found = compared(tail, (), [near(1, OPENING + "The talks will go on in spring, both said."), whole]).copy
    assert found is not None
    assert (found.of.id, found.via and found.via.id) == (1, 2)
    other = near(1, OPENING + REACTION.replace("three days", "nine days") * 2)
    assert compared(tail, (), [other, whole]).copy is None, "the original tells another figure"


def test_the_original_that_is_most_alike_is_the_one_and_what_differs_in_a_fact_is_named() -> None:
    mine = article(body=OPENING + REACTION)
    partly = near(3, OPENING + REACTION[:130] + "Nobody else was available for comment on this, the agency adds. " * 2)
    other = near(4, (OPENING + REACTION).replace("four hours", "six hours"))
    found = compared(mine, (), [other, partly, near(5, OPENING + REACTION)])
    assert found.copy is not None
    assert found.copy.of.id == 5
    assert [(one.of.id, [(two.here, two.there) for two in one.differences]) for one in found.apart] == [
        (4, [("four", "six")])
    ]


def test_a_text_is_a_copy_within_three_days() -> None:
    mine = article(body=OPENING + REACTION)
    assert compared(mine, (), [near(1, mine.body, hours=72)]).copy is not None
    assert compared(mine, (), [near(1, mine.body, hours=72.1)]).copy is None
    assert timedelta(hours=72) == WINDOW


def test_a_revision_can_become_a_copy_but_not_of_itself() -> None:
    before = known(7, article(body="Something else. " * 20))
    elsewhere = known(3, article("a.org/1"))
    verdict = judge(article(), same=[before], twins=[before, elsewhere])
    assert isinstance(verdict, Revised)
    assert verdict.copy is not None
    assert verdict.copy.of == elsewhere
    alone = judge(article(), same=[before], twins=[before])
    assert isinstance(alone, Revised)
    assert alone.copy is None


def test_a_feeds_stub_does_not_replace_the_page_that_was_read() -> None:
    full = known(7, article())
    stub = article(body="The ministers agreed.", extractor="feed")
    assert isinstance(judge(stub, same=[full], twins=()), Seen)
    edited = article(body=WIRE.replace("May", "June"), extractor="feed")
    assert isinstance(judge(edited, same=[full], twins=()), Revised)


TEXTS = [WIRE, WIRE.replace("May", "June"), "Updates follow."]


@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(TEXTS)), max_size=25))
def test_an_address_is_new_once_and_copies_never_chain(readings: list[tuple[int, str]]) -> None:
    archive: dict[str, Known] = {}
    for number, (place, body) in enumerate(readings, start=1):
        read = article(f"{place}.org/1", body=body)
        same = [archive[read.url_key]] if read.url_key in archive else []
        twins = [one for one in archive.values() if one.content_hash == read.content_hash]
        twins += [one for one in archive.values() if one.id in {twin.duplicate_of for twin in twins}]
        verdict = judge(read, same=same, twins=twins)
        assert isinstance(verdict, New | Duplicate) == (not same)
        match verdict:
            case New():
                archive[read.url_key] = known(number, read, minutes=number)
            case Duplicate(copy=copy):
                assert copy.of.duplicate_of is None
                archive[read.url_key] = known(number, read, minutes=number, duplicate_of=copy.of.id)
            case Revised(of=of, copy=copy):
                assert of.content_hash != read.content_hash
                assert copy is None or (copy.of.id != of.id and copy.of.duplicate_of is None)
            case Seen(of=of):
                assert of.url_key == read.url_key

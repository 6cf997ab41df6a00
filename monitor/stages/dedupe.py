"""New, revised, a copy, or seen before: what an article is to the archive. Deciding only; the archive applies it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from monitor.model.article import Article
from monitor.model.copies import Likeness
from monitor.model.verdict import Apart, Copy, Duplicate, Known, Near, New, Revised, Ruling, Seen, Verdict
from monitor.stages.copies.likeness import Text, likeness, text_of
from monitor.text.hashing import line_hash

WINDOW = timedelta(hours=72)  # in which a text is copied; later, the same words tell another day
SAME_TEXT = "same text"
BY_HAND = "by hand"
_FEWEST_WORDS = 25  # below which two equal texts may well be two articles: stubs, tickers, one-line bulletins
_CLEAR = 0.9  # score of a copy with which nothing else need be compared
_cut = lru_cache(maxsize=128)(text_of)  # a report that everybody prints is compared again and again
_NO_RULING = Ruling()
_MUCH = 0.2  # score of an article that is kept apart, from which on somebody may ask why
_MOST_APART = 3


def judge(
    article: Article,
    *,
    same: Sequence[Known],
    twins: Sequence[Known],
    near: Sequence[Near] = (),
    ruling: Ruling = _NO_RULING,
) -> Verdict:
    """Return what an article is to the archive: New, Duplicate, Revised or Seen.

    `same` are the articles known under any of its keys, oldest first; the one that has its own key is it, else the
    oldest. `twins` are articles with the same content hash, in any order, `near` those that share parts of its text,
    the likeliest first; with them must come the representatives of those that are duplicates themselves, as a copy is
    always of a representative and never of a copy. `ruling` is what was decided by hand of the article that it is.
    """
    if not same:
        found = compared(article, twins, near)
        if found.copy:
            return Duplicate(article=article, copy=found.copy, apart=found.apart)
        return New(article=article, apart=found.apart)
    of = next((known for known in same if known.url_key == article.url_key), same[0])
    if of.content_hash == article.content_hash or _is_poorer(article, of):
        return Seen(article=article, of=of)
    ours = {known.id for known in same} | ruling.apart
    found = compared(
        article,
        [twin for twin in twins if twin.id not in ours and twin.duplicate_of not in ours],
        [one for one in near if one.known.id not in ours and one.known.duplicate_of not in ours],
    )
    copy = Copy(of=ruling.copy_of, score=1.0, why=BY_HAND) if ruling.copy_of else found.copy
    return Revised(article=article, of=of, copy=copy, apart=found.apart)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Whose copy an article is, if any, and what is much like it and kept apart, the most alike first."""

    copy: Copy | None = None
    apart: tuple[Apart, ...] = ()


def compared(article: Article, twins: Sequence[Known], near: Sequence[Near]) -> Compared:
    """Return what became of comparing an article with all that is like it."""
    copy = copied(article, twins)
    if copy:
        return Compared(copy=copy)
    in_time = [one for one in near if abs(one.sorted_at - article.sorted_at) <= WINDOW]
    if not in_time:
        return Compared()
    ours = next((one.boilerplate for one in in_time if one.known.source == article.source), frozenset())
    text = text_of(article.title, without(article.text, ours))
    alike: dict[int, Likeness] = {}
    for one in in_time:
        alike[one.known.id] = found = _alike(article, text, one)
        if found.score >= _CLEAR and one.known.duplicate_of is None:
            break
    copies = sorted(_copies(in_time, alike), key=lambda copy: (-copy.score, _age(copy.of)))
    apart = sorted(
        (
            Apart(of=one.known, score=like.score, why=like.rule, differences=like.differences)
            for one in in_time
            if one.known.duplicate_of is None
            and (like := alike.get(one.known.id))
            and not like.is_copy
            and (like.is_contrary or like.score >= _MUCH)
        ),
        key=lambda one: (-one.score, one.of.id),
    )
    return Compared(copy=next(iter(copies), None), apart=tuple(apart[:_MOST_APART]))


def copied(article: Article, twins: Sequence[Known]) -> Copy | None:
    """Return whose text an article repeats word by word, if any."""
    if article.words < _FEWEST_WORDS:
        return None
    by_id = {twin.id: twin for twin in twins}
    leads = [by_id.get(twin.duplicate_of) if twin.duplicate_of else twin for twin in twins]
    originals = [lead for lead in leads if lead and lead.duplicate_of is None]
    if not originals:
        return None
    return Copy(of=min(originals, key=_age), score=1.0, why=SAME_TEXT)


def without(text: str, boilerplate: frozenset[int]) -> str:
    """Return a text with blanks for the lines that are the outlet's own, so that offsets stay what they are."""
    if not boilerplate:
        return text
    return "\n".join(" " * len(line) if line_hash(line) in boilerplate else line for line in text.split("\n"))


def _alike(article: Article, text: Text, one: Near) -> Likeness:
    other = _cut(one.known.title, without(one.text, one.boilerplate))
    return likeness(text, other, same_source=one.known.source == article.source)


def _copies(near: Sequence[Near], alike: dict[int, Likeness]) -> Iterator[Copy]:
    """Give whose copy it may be: a representative; or, by way of a copy of it, one with which no fact is at odds."""
    by_id = {one.known.id: one.known for one in near}
    for one in near:
        known, like = one.known, alike.get(one.known.id)
        if like is None or not like.is_copy:
            continue
        if known.duplicate_of is None:
            yield Copy(of=known, score=like.score, why=like.rule, passages=like.passages)
            continue
        lead = by_id.get(known.duplicate_of)
        if lead is None or lead.id not in alike:
            continue
        if not alike[lead.id].is_copy and not alike[lead.id].differences:
            yield Copy(of=lead, score=like.score, why=like.rule, via=known, passages=like.passages)


def _age(known: Known) -> tuple[float, int]:
    return known.seen_at.timestamp(), known.id


def _is_poorer(article: Article, of: Known) -> bool:
    """Say whether this is only the feed's stub of an article whose page was read before."""
    return article.extractor == "feed" and article.words * 2 <= of.words

"""New, revised, a copy, or seen before: what an article is to the archive. Deciding only; the archive applies it."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.model.article import Article
from monitor.model.verdict import Copy, Duplicate, Known, New, Revised, Seen, Verdict

_FEWEST_WORDS = 25  # below which two equal texts may well be two articles: stubs, tickers, one-line bulletins
SAME_TEXT = "same text"


def judge(article: Article, *, same: Sequence[Known], twins: Sequence[Known]) -> Verdict:
    """Return what an article is to the archive: New, Duplicate, Revised or Seen.

    `same` are the articles known under any of its keys, oldest first; the one that has its own key is it, else the
    oldest. `twins` are articles with the same content hash, in any order; with them must come the representatives of
    those that are duplicates themselves, as a copy is always of a representative and never of a copy.
    """
    if not same:
        copy = copied(article, twins)
        return Duplicate(article=article, copy=copy) if copy else New(article=article)
    of = next((known for known in same if known.url_key == article.url_key), same[0])
    if of.content_hash == article.content_hash or _is_poorer(article, of):
        return Seen(article=article, of=of)
    ours = {known.id for known in same}
    return Revised(article=article, of=of, copy=copied(article, [twin for twin in twins if twin.id not in ours]))


def copied(article: Article, twins: Sequence[Known]) -> Copy | None:
    """Return whose text an article repeats, if any; `why` names the rule that says so."""
    if article.words < _FEWEST_WORDS:
        return None
    by_id = {twin.id: twin for twin in twins}
    leads = [by_id.get(twin.duplicate_of) if twin.duplicate_of else twin for twin in twins]
    originals = [lead for lead in leads if lead and lead.duplicate_of is None]
    if not originals:
        return None
    return Copy(of=min(originals, key=_age), score=1.0, why=SAME_TEXT)


def _age(known: Known) -> tuple[float, int]:
    return known.seen_at.timestamp(), known.id


def _is_poorer(article: Article, of: Known) -> bool:
    """Say whether this is only the feed's stub of an article whose page was read before."""
    return article.extractor == "feed" and article.words * 2 <= of.words

"""Whether an article is what a watchlist looks for, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from monitor.model.watchlist import Condition, Noted, Reason, Subject, Watchlist
from monitor.text.plain import clip
from monitor.text.wording import Term, Token, found, tokens, wording

AROUND = 40  # characters shown on each side of what was found
_SAID = 30  # characters of it shown at most


@dataclass(slots=True)
class _Reading:
    """An article being matched: its words are cut up once, when the first watchlist asks for words."""

    subject: Subject
    _fields: list[tuple[str, tuple[Token, ...]]] = field(default_factory=list)

    @property
    def fields(self) -> list[tuple[str, tuple[Token, ...]]]:
        """Title, summary and body, each with its words; a phrase never runs from one into the other."""
        if not self._fields:
            texts = (self.subject.title, self.subject.summary, self.subject.body)
            self._fields = [(text, tokens(text)) for text in texts]
        return self._fields


def match(watchlist: Watchlist, subject: Subject) -> tuple[Reason, ...] | None:
    """Return why an article matches, in the order of the watchlist's keys; None where it does not.

    How many sources tell its story (`min_sources`) is a matter of the story, and not looked at.
    """
    return _met(watchlist, _Reading(subject))


def match_all(watchlists: Sequence[Watchlist], subject: Subject) -> dict[str, tuple[Reason, ...]]:
    """Return, by the watchlist's id, why an article matches each that it matches."""
    reading = _Reading(subject)
    met = ((watchlist.id, _met(watchlist, reading)) for watchlist in watchlists)
    return {name: reasons for name, reasons in met if reasons is not None}


def _met(condition: Condition, reading: _Reading) -> tuple[Reason, ...] | None:
    """All that is cheap to look at comes first; words last."""
    subject = reading.subject
    reasons: list[Reason] = []
    for wanted, kind in ((condition.countries, "country"), (condition.organisations, "org")):
        if wanted:
            mentions = _mentioned(wanted, kind, subject.mentions, any_mention=condition.any_mention)
            if not mentions:
                return None
            reasons += mentions
    for values, value, reason in (
        (condition.languages, subject.language, Reason(kind="language", value=subject.language or "")),
        (condition.sources, subject.source, Reason(kind="source", value=subject.source)),
        (condition.tiers, subject.tier, Reason(kind="tier", value=str(subject.tier))),
    ):
        if values:
            if value not in values:
                return None
            reasons.append(reason)
    inside = _inside(condition, reading)
    words = _worded(condition.text, reading) if inside is not None and condition.text else []
    return None if inside is None or words is None else (*reasons, *words, *inside)


def _inside(condition: Condition, reading: _Reading) -> list[Reason] | None:
    """Why the conditions inside one are met, or None."""
    reasons: list[Reason] = []
    for part in condition.all:
        why = _met(part, reading)
        if why is None:
            return None
        reasons += why
    if condition.any:
        met = [why for part in condition.any if (why := _met(part, reading)) is not None]
        if not met:
            return None
        reasons += (reason for why in met for reason in why)
    if any(_met(part, reading) is not None for part in condition.none):
        return None
    return reasons


def _mentioned(wanted: tuple[str, ...], kind: str, mentions: Sequence[Noted], *, any_mention: bool) -> list[Reason]:
    slugs = {f"{kind}:{code}" for code in wanted}
    return [
        Reason(
            kind="country" if kind == "country" else "organisation",
            value=mention.tag.partition(":")[2],
            evidence=_evidence(mention),
        )
        for mention in mentions
        if mention.tag in slugs and (mention.focus or any_mention)
    ]


def _evidence(mention: Noted) -> str:
    where = "in the title" if mention.in_title else "in the text"
    times = f"{mention.hits} times, " if mention.hits > 1 else ""
    role = "focus" if mention.focus else "mentioned"
    said = f': "{clip(mention.evidence, _SAID)}"' if mention.evidence else ""
    return f"{role}, {times}{where}{said}"


def _worded(text: str, reading: _Reading) -> list[Reason] | None:
    """Why the words asked for are there, or None. A term may stand in one field and the next in another."""
    asked = wording(text)
    if not asked.wanted and not asked.unwanted:
        return None  # only punctuation: nothing is found, not everything
    if any(_placed(term, reading) is not None for term in asked.unwanted):
        return None
    reasons: list[Reason] = []
    for group in asked.wanted:
        places = ((term, place) for term in group if (place := _placed(term, reading)) is not None)
        first = next(places, None)
        if first is None:
            return None
        reasons.append(Reason(kind="text", value=first[0].said, evidence=first[1]))
    return reasons


def _placed(term: Term, reading: _Reading) -> str | None:
    """The words around the first place of a term, or None."""
    for text, words in reading.fields:
        place = found(term, text, words)
        if place is not None:
            return _around(text, *place)
    return None


def _around(text: str, start: int, end: int) -> str:
    before = text[:start].rpartition("\n")[2]
    after = text[end:].partition("\n")[0]
    if len(before) > AROUND:
        before = "…" + before[-AROUND:].partition(" ")[2]
    if len(after) > AROUND:
        after = after[:AROUND].rpartition(" ")[0] + "…"
    return f"{before}{text[start:end]}{after}".strip()

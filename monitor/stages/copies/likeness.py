"""Whether one text is a copy of another: much of the shorter stands in the longer, its lead too, and no fact differs.

Containment finds copies that were cut, embedded or lightly edited; the lead keeps follow-ups apart, which repeat the
background; the facts keep apart what one template told on two days. Merging two events is worse than missing a copy.
"""

from __future__ import annotations

from dataclasses import dataclass

from monitor.model.copies import Difference, Likeness, Passage, Rule
from monitor.stages.copies.alignment import Alignment, align, align_in_order
from monitor.stages.copies.facts import (
    Conflict,
    alike,
    conflicts,
    few_changes,
    frequent_names,
    misspelt,
    names,
    same_number,
)
from monitor.text.tokens import Tokens, tokens

COVERED = 0.46  # of the shorter text that must stand in the longer
LEAD = 0.45  # of the one lead that must stand in the other text
_LEAD_TOKENS = 40
_OWN_HEADER = 15  # tokens of an outlet's own above a text: where, when, by whom
_HEAD_TOKENS = 60  # that are laid side by side once more, whatever else the texts share
_FEWEST_TOKENS = 12
_NEEDED = ((25, 0.8), (60, 0.6))  # of texts shorter than so many tokens, more must be shared
_TABLE = 0.15  # of a text that are numbers: a table, a bulletin
_TABLE_AGREED = 0.9
_SHORT = 60  # tokens
_SHORT_AGREED = 0.75
_TITLES = 0.3  # of the shorter title, that the other has too: tables of one mould differ by it
_AGREED = 0.5  # of the numbers of other texts, if they are not too few
_FEW = 2
_LEAD_SURE = 0.75  # of a lead that is shared: the less it is, the more of the text must be
_LEAD_WEIGHT = 0.35
_OWN_COVERED = 0.6  # of two texts of one outlet
_NAMES = 0.5  # of the shorter text's that the longer must have, between their shared passages
_FEWEST_NAMES = 3
_MOST_NAMES = 12  # of each text, that are looked at for another spelling
_LONGEST = 40_000  # characters of a text that are compared: what follows is no news
_MOST_PASSAGES = 12
_LONG_PASSAGE = 5  # tokens


@dataclass(frozen=True, slots=True)
class Text:
    """A title and a text, cut into tokens once for all comparisons."""

    title: Tokens
    body: Tokens


def text_of(title: str, text: str) -> Text:
    """Return a title and a text as they are compared: of a very long one, its beginning."""
    return Text(tokens(title), tokens(text[:_LONGEST]))


def likeness(a: Text, b: Text, *, same_source: bool = False) -> Likeness:
    """Return how alike two texts are, with the rule that decided; symmetric but for whose passages are whose.

    `same_source` asks for more: an outlet repeats its own templates.
    """
    shortest = min(len(a.body), len(b.body))
    if shortest < _FEWEST_TOKENS:
        return Likeness(score=0.0, rule="too short")
    laid = align(a.body, b.body)
    covered = laid.covered / shortest
    if covered < COVERED / 2:
        return Likeness(score=round(0.5 * covered / COVERED, 3), rule="too little shared")
    shared = _Shared(a, b, laid)
    score, rule = _decided(a, b, laid, shared, same_source=same_source)
    clashes = _clashes(a, b, laid)
    if clashes:
        figures = sum(kind != "name" for kind, _, _ in clashes)
        doubt = 1 + figures / 2 + (len(clashes) - figures) / 4
        score, rule = 0.49 * covered * shared.numbers / doubt, "another fact"
    differences = tuple(Difference(kind=kind, here=here, there=there) for kind, here, there in clashes)
    return Likeness(score=round(score, 3), rule=rule, passages=_passages(a, b, laid), differences=differences)


class _Shared:
    """How much of the shorter text the longer one has: words, and numbers and names where they share passages."""

    def __init__(self, a: Text, b: Text, laid: Alignment) -> None:
        first = len(a.body) <= len(b.body)
        self.shorter, longer = (a.body, b.body) if first else (b.body, a.body)
        self.size = len(self.shorter)
        self.covered = min(1.0, laid.covered / self.size)
        ours = laid.span(first=first)
        there = {*longer.folded}
        head = range(_OWN_HEADER, min(_HEAD_TOKENS, self.size))
        numbers = {self.shorter.folded[at] for at in {*ours, *head} if self.shorter.folded[at][0].isdigit()}
        figures = [token for token in there if token[0].isdigit()]
        self.figures = len(numbers)
        met = sum(one in there or any(same_number(one, other) for other in figures) for one in numbers)
        self.numbers = met / len(numbers) if numbers else 1.0
        wanted = names(self.shorter, ours)
        often, also = frequent_names(a.body), frequent_names(b.body)
        self.strangers = bool(often and also) and not (_met(often, b.body) or _met(also, a.body))
        self.is_table = self.figures > _TABLE * self.size
        self.names = len(wanted & there) / len(wanted) if len(wanted) >= _FEWEST_NAMES else 1.0


def _met(wanted: set[str], cut: Tokens) -> bool:
    """Say whether a text has one of these names, in this spelling or one much like it."""
    if wanted & {*cut.folded}:
        return True
    theirs = sorted(frequent_names(cut))[:_MOST_NAMES]
    return any(alike(one, other) for one in sorted(wanted)[:_MOST_NAMES] for other in theirs)


def _decided(a: Text, b: Text, laid: Alignment, shared: _Shared, *, same_source: bool) -> tuple[float, Rule]:
    lead = _lead(a, b, laid)
    needed = max(COVERED, COVERED + (_LEAD_SURE - lead) * _LEAD_WEIGHT)
    needed = max(needed, next((share for size, share in _NEEDED if shared.size < size), 0.0))
    refused = 0.45 * shared.covered
    if shared.covered < needed:
        return min(refused, 0.5 * shared.covered / needed), "too little shared"
    if lead < LEAD:
        return refused, "another lead"
    if shared.numbers < _agreement(shared):
        return refused * shared.numbers, "other figures"
    if (
        shared.names < _NAMES
        or shared.strangers
        or (shared.is_table and shared.size < _SHORT and _titles(a, b) < _TITLES)
    ):
        return refused, "other names"
    if same_source:
        titles = {*_numbers(a.title)} == {*_numbers(b.title)}
        if shared.covered < _OWN_COVERED or shared.numbers < 1 or not titles:
            return refused, "same outlet, other figures"
    return 0.5 + 0.5 * (shared.covered - needed) / (1 - needed), "same passages"


def _agreement(shared: _Shared) -> float:
    """Return what share of the shorter text's numbers the longer one must have."""
    if shared.is_table:
        return _TABLE_AGREED
    if shared.size < _SHORT:
        return _SHORT_AGREED
    return _AGREED if shared.figures >= _FEW else 0.0


def _titles(a: Text, b: Text) -> float:
    """Return how much of the shorter title's words the other one has; 1 where there is none."""
    one, other = {*a.title.folded}, {*b.title.folded}
    return len(one & other) / min(len(one), len(other)) if one and other else 1.0


def _lead(a: Text, b: Text, laid: Alignment) -> float:
    """Return how much of a lead stands in the other text: of the better of the two."""
    size_a, size_b = min(_LEAD_TOKENS, len(a.body)), min(_LEAD_TOKENS, len(b.body))
    shared_a = sum(max(0, min(run.a + run.size, size_a) - run.a) for run in laid.runs)
    shared_b = sum(max(0, min(run.b + run.size, size_b) - run.b) for run in laid.runs)
    return max(shared_a / size_a, shared_b / size_b)


def _clashes(a: Text, b: Text, laid: Alignment) -> list[tuple[str, str, str]]:
    """Return the facts that differ: in the text, in its head by itself, in the title (there, figures only)."""
    alone = few_changes(laid)
    found = conflicts(a.body, b.body, laid, alone=alone)
    clashes = [_told(a.body, b.body, one) for one in found]
    if found and misspelt(a.body, b.body, laid, found):
        clashes = []
    head_a, head_b = a.body.part(0, _HEAD_TOKENS), b.body.part(0, _HEAD_TOKENS)
    heads = conflicts(head_a, head_b, align_in_order(head_a, head_b), alone=alone) if clashes or not found else ()
    clashes += [told for one in heads if (told := _told(head_a, head_b, one)) not in clashes]
    titles = conflicts(a.title, b.title, align_in_order(a.title, b.title))
    clashes += [_told(a.title, b.title, one) for one in titles if one.kind != "name"]
    return clashes


def _told(a: Tokens, b: Tokens, conflict: Conflict) -> tuple[str, str, str]:
    return conflict.kind, a.written(conflict.a), b.written(conflict.b)


def _numbers(cut: Tokens) -> list[str]:
    return [token for token in cut.folded if token[0].isdigit()]


def _passages(a: Text, b: Text, laid: Alignment) -> tuple[Passage, ...]:
    longest = sorted((run for run in laid.runs if run.size >= _LONG_PASSAGE), key=lambda run: -run.size)
    chosen = sorted(longest[:_MOST_PASSAGES], key=lambda run: run.a)
    return tuple(
        Passage(
            start=a.body.starts[run.a],
            end=a.body.ends[run.a + run.size - 1],
            of_start=b.body.starts[run.b],
            of_end=b.body.ends[run.b + run.size - 1],
        )
        for run in chosen
    )

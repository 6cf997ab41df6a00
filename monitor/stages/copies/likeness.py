"""Whether one text is a copy of another: much of the shorter stands in the longer, its lead too, and no fact differs.

Containment finds copies that were cut, embedded or lightly edited; the lead keeps follow-ups apart, which repeat the
background; the facts keep apart what one template told on two days. Merging two events is worse than missing a copy.
"""

from __future__ import annotations

from dataclasses import dataclass

from monitor.model.copies import Difference, Likeness, Passage, Rule
from monitor.stages.copies.alignment import Alignment, align, align_in_order
from monitor.stages.copies.facts import Conflict, conflicts, misspelt, names, same_number
from monitor.text.tokens import Tokens, tokens

COVERED = 0.42  # of the shorter text that must stand in the longer
LEAD = 0.45  # of the one lead that must stand in the other text
_LEAD_TOKENS = 40
_HEAD_TOKENS = 60  # that are laid side by side once more, whatever else the texts share
_FEWEST_TOKENS = 12
_NEEDED = ((25, 0.8), (60, 0.6))  # of texts shorter than so many tokens, more must be shared
_OWN_HEADER = 15  # tokens of an outlet's own above a text: where, when, by whom
_TABLE = 0.15  # of a text that are numbers: a table, a bulletin
_TABLE_AGREED = 0.9
_OWN_COVERED = 0.6  # of two texts of one outlet
_NAMES = 0.5  # of the shorter text's that the longer must have, between their shared passages
_FEWEST_NAMES = 3
_MOST_PASSAGES = 12
_LONG_PASSAGE = 5  # tokens


@dataclass(frozen=True, slots=True)
class Text:
    """A title and a text, cut into tokens once for all comparisons."""

    title: Tokens
    body: Tokens


def text_of(title: str, text: str) -> Text:
    """Return a title and a text as they are compared."""
    return Text(tokens(title), tokens(text))


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
    agreed = _agreement(a.body, b.body)
    score, rule = _decided(a, b, laid, covered=covered, agreed=agreed, same_source=same_source)
    clashes = _clashes(a, b, laid)
    if clashes:
        score, rule = 0.49 * covered * agreed / (1 + len(clashes) / 2), "another fact"
    differences = tuple(Difference(kind=kind, here=here, there=there) for kind, here, there in clashes)
    return Likeness(score=round(score, 3), rule=rule, passages=_passages(a, b, laid), differences=differences)


def _decided(
    a: Text, b: Text, laid: Alignment, *, covered: float, agreed: float, same_source: bool
) -> tuple[float, Rule]:
    shortest = min(len(a.body), len(b.body))
    needed = next((share for size, share in _NEEDED if shortest < size), COVERED)
    refused = 0.45 * min(1.0, covered)
    if covered < needed:
        return min(refused, 0.5 * covered / needed), "too little shared"
    if _lead(a, b, laid) < LEAD:
        return refused, "another lead"
    numbers = _numbers(a.body if len(a.body) == shortest else b.body)
    if len(numbers) > _TABLE * shortest and agreed < _TABLE_AGREED:
        return refused * agreed, "other figures"
    between = _between(a.body, b.body, laid)
    if _names_met(*between) < _NAMES:
        return refused, "other names"
    if same_source:
        titles = {*_numbers(a.title)} == {*_numbers(b.title)}
        if covered < _OWN_COVERED or not titles or _agreement(*between) < 1:
            return refused, "same outlet, other figures"
    return 0.5 + 0.5 * (min(1.0, covered) - needed) / (1 - needed), "same passages"


def _between(a: Tokens, b: Tokens, laid: Alignment) -> tuple[Tokens, Tokens]:
    """Return both texts from their first shared passage to their last: without headers and footers."""
    first, last = laid.runs[0], laid.runs[-1]
    ends = min(run.b for run in laid.runs), max(run.b + run.size for run in laid.runs)
    return a.part(max(first.a, _OWN_HEADER), last.a + last.size), b.part(max(ends[0], _OWN_HEADER), ends[1])


def _lead(a: Text, b: Text, laid: Alignment) -> float:
    """Return how much of a lead stands in the other text: of the better of the two."""
    size_a, size_b = min(_LEAD_TOKENS, len(a.body)), min(_LEAD_TOKENS, len(b.body))
    shared_a = sum(max(0, min(run.a + run.size, size_a) - run.a) for run in laid.runs)
    shared_b = sum(max(0, min(run.b + run.size, size_b) - run.b) for run in laid.runs)
    return max(shared_a / size_a, shared_b / size_b)


def _clashes(a: Text, b: Text, laid: Alignment) -> list[tuple[str, str, str]]:
    """Return the facts that differ: in the text, in its head by itself, in the title (there, figures only)."""
    found = conflicts(a.body, b.body, laid)
    clashes = [_told(a.body, b.body, one) for one in found]
    if found and misspelt(a.body, b.body, laid, found):
        clashes = []
    head_a, head_b = a.body.part(0, _HEAD_TOKENS), b.body.part(0, _HEAD_TOKENS)
    heads = conflicts(head_a, head_b, align_in_order(head_a, head_b)) if clashes or not found else ()
    clashes += [told for one in heads if (told := _told(head_a, head_b, one)) not in clashes]
    titles = conflicts(a.title, b.title, align_in_order(a.title, b.title))
    clashes += [_told(a.title, b.title, one) for one in titles if one.kind != "name"]
    return clashes


def _told(a: Tokens, b: Tokens, conflict: Conflict) -> tuple[str, str, str]:
    return conflict.kind, a.written(conflict.a), b.written(conflict.b)


def _numbers(cut: Tokens) -> list[str]:
    return [token for token in cut.folded if token[0].isdigit()]


def _agreement(a: Tokens, b: Tokens) -> float:
    """Return the share of the shorter text's numbers that the longer one has too."""
    shorter, longer = (a, b) if len(a) <= len(b) else (b, a)
    wanted, there = set(_numbers(shorter)), set(_numbers(longer))
    if not wanted:
        return 1.0
    met = sum(number in there or any(same_number(number, other) for other in there) for number in wanted)
    return met / len(wanted)


def _names_met(a: Tokens, b: Tokens) -> float:
    """Return the share of the shorter text's names that the longer one has too; 1 where there are hardly any."""
    shorter, longer = (a, b) if len(a) <= len(b) else (b, a)
    wanted = names(shorter)
    return len(wanted & {*longer.folded}) / len(wanted) if len(wanted) >= _FEWEST_NAMES else 1.0


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

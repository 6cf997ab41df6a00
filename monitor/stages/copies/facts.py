"""Where two texts that are laid side by side state different facts: a number, a day, a name that is another.

A rewritten sentence loses facts or gains some; a template filled in anew has another one in the same place. So only
what answers each other counts: words of both texts between the same two shared passages.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from monitor.stages.copies.alignment import Alignment, Gap
from monitor.stages.copies.figures import is_negation, stated
from monitor.text.tokens import Tokens

_ALIKE = 0.75  # of two spellings of one name: transliterations, typing errors, endings
_DATELINE = re.compile(r"[^\n]{0,80}?\s[-–—]+\s|[^\n]{0,80}?[–—]")
_HEADER = 30  # tokens: where "Updated 21:26" stands
_ROUNDED = 2  # digits that a rounded number keeps at least
_FORMS = frozenset(
    "mr mrs ms dr prof sir president minister premier prime chancellor secretary general senator king prince "
    "inc corp ltd llc plc co gmbh ag ао оао ооо зао mmc qsc asc şti господин президент министр премьер bay bayan "
    "sayın cənab xanım prezident nazir herr frau monsieur madame señor señora".split()
)
_THROUGHOUT = 2  # times
_ALONE = 2  # changes in all of a text
_TERSE = 3  # words between two shared passages, among which a negation denies these and no sentence of its own
_SHORT_WORD = 5  # letters
_ENDING = 3  # letters
_NEAR = 1  # edits between two spellings of one word
_FEWEST_ERRORS = 3  # words misspelt, and as many as facts that differ: then these are errors too
_ENDS = frozenset(".!?:;«»“”\"'()[]|•")  # what stands before a word that may be capitalised for its place alone
_WRAPPED = 45  # characters: a line so long that ends amid a sentence was broken for its width
_GEORGIAN = {chr(letter) for letter in range(0x10D0, 0x1100)}  # its capitals are for headings only
_FEWEST_LETTERS = 4  # of a name at the head of a sentence that stands nowhere else


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two facts that contradict each other: token `a` of the one text and `b` of the other."""

    kind: str  # number, magnitude, weekday, month, unit, ...; name
    a: int
    b: int


def few_changes(alignment: Alignment) -> bool:
    """Say whether so little is another that nobody rewrote a text: then it was changed for what it says."""
    return len(alignment.gaps) <= _ALONE


def conflicts(a: Tokens, b: Tokens, alignment: Alignment, *, alone: bool = False) -> tuple[Conflict, ...]:
    """Return the facts in which two texts differ in the same place, in the order of the first.

    `alone` says that the two texts differ in hardly anything else.

    What says only when a text was published is no fact: "BAKU, June 12 -", "Updated 21:26". One name alone, far from
    the head, may be a form of address for another.
    """
    found = [one for gap in alignment.gaps for one in _in_gap(a, b, gap)]
    told = [one for one in found if one.kind == "name"]
    far = len(told) == 1 and told[0].a > _HEADER and told[0].b > _HEADER
    if far and a.folded[told[0].a] in _FORMS and b.folded[told[0].b] in _FORMS:
        found.remove(told[0])
    found += _replaced(a, b, alignment, alone=alone)
    if alone:
        found += [one for gap in alignment.gaps if (one := _denied(a, b, gap))]
    return tuple(one for one in found if not (_is_header(a, one.a) and _is_header(b, one.b)))


def _replaced(a: Tokens, b: Tokens, alignment: Alignment, *, alone: bool) -> list[Conflict]:
    """Return where one word stands for another, in scripts without capitals: throughout, or as the only change.

    There a name is known by its coming again; and a text that is printed word by word but for one was changed for it.
    """
    places: defaultdict[tuple[tuple[str, ...], tuple[str, ...]], list[Gap]] = defaultdict(list)
    for gap in alignment.gaps:
        old, new = a.folded[gap.a : gap.a_end], b.folded[gap.b : gap.b_end]
        if old and new and _is_caseless(old[0] + new[0]) and not alike("".join(old), "".join(new)):
            places[old, new].append(gap)
    return [Conflict("name", gaps[0].a, gaps[0].b) for gaps in places.values() if alone or len(gaps) >= _THROUGHOUT]


def _denied(a: Tokens, b: Tokens, gap: Gap) -> Conflict | None:
    """Return the negation that one of two texts has between two shared passages, where the other has none."""
    denied = [
        next((at for at in range(start, end) if is_negation(cut.folded[at])), None)
        for cut, start, end in ((a, gap.a, gap.a_end), (b, gap.b, gap.b_end))
    ]
    if (denied[0] is None) == (denied[1] is None) or max(gap.a_end - gap.a, gap.b_end - gap.b) > _TERSE:
        return None
    first, second = (at if at is not None else start for at, start in zip(denied, (gap.a, gap.b), strict=True))
    return Conflict("negation", first, second)


def _is_caseless(text: str) -> bool:
    return text.isalpha() and (text.upper() == text.lower() or text[0] in _GEORGIAN)


def misspelt(a: Tokens, b: Tokens, alignment: Alignment, found: Sequence[Conflict]) -> bool:
    """Say whether the facts that differ may be errors of typing or scanning, of which the words are full too.

    Endings are no errors: a text rewritten in an inflected language has many of them.
    """
    if not all({*a.folded[one.a]} & {*b.folded[one.b]} for one in found):
        return False
    errors = sum(
        any(_is_error(a.folded[at], b.folded[there]) for there in range(gap.b, gap.b_end))
        for gap in alignment.gaps
        for at in range(gap.a, gap.a_end)
    )
    return errors >= max(_FEWEST_ERRORS, len(found))


def names(cut: Tokens, among: Sequence[int]) -> set[str]:
    """Return those of these tokens that are capitalised where no sentence begins."""
    text = cut.text
    return {
        cut.folded[at]
        for at in among
        if text[cut.starts[at]].isupper() and cut.ends[at] - cut.starts[at] > 1 and not _leads(cut, at)
    }


def frequent_names(cut: Tokens) -> set[str]:
    """Return the tokens that are capitalised more than once and never small: whom a text is about."""
    counts: Counter[str] = Counter()
    small: set[str] = set()
    for at, token in enumerate(cut.folded):
        first = cut.text[cut.starts[at]]
        if first.isupper() and len(token) > 1:
            counts[token] += 1
        elif first.islower():
            small.add(token)
    return {token for token, count in counts.items() if count > 1 and token not in small}


def same_number(one: str, other: str) -> bool:
    """Say whether two numbers are one, as far as the rounder of them says: 12.1 (million) and 12,141,000.

    >>> same_number("12141000", "12.1"), same_number("12.1", "12.2"), same_number("3.0", "3")
    (True, False, True)
    """
    parts = (one.partition(".")[2], other.partition(".")[2])
    if bool(parts[0]) == bool(parts[1]) and len(parts[0]) == len(parts[1]):
        return one == other or _value(one) == _value(other) is not None
    digits = sorted((re.sub(r"\D", "", text).strip("0") for text in (one, other)), key=len)
    if not digits[0]:
        return not digits[1]
    if digits[0] == digits[1]:
        return _value(one) in {_value(other), None}
    if len(digits[0]) < _ROUNDED or not ("." in one or "." in other):
        return False
    return digits[1].startswith(digits[0]) or str(round(int(digits[1]), len(digits[0]) - len(digits[1]))).startswith(
        digits[0]
    )


def _value(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _is_header(cut: Tokens, at: int) -> bool:
    """Say whether a token says when or where a text was published: in a dateline, or a time of day near the head."""
    if at >= _HEADER:
        return False
    if ":" in cut.folded[at]:
        return True
    near = (stated(token) for token in cut.folded[max(0, at - 1) : at + 2])
    return cut.ends[at] <= end_of_dateline(cut.text) and any(fact and fact[0] == "month" for fact in near)


def end_of_dateline(text: str) -> int:
    """Return where what stands before the first sentence ends, by its dash: `BAKU, June 12 (Wire) - `; 0 without one.

    >>> end_of_dateline("BAKU, June 12 (Wire) - The"), end_of_dateline("Talks resume on Tuesday")
    (23, 0)
    """
    found = _DATELINE.match(text)
    return found.end() if found else 0


def _is_error(one: str, other: str) -> bool:
    """Say whether two words are one with a letter wrong, at most two apart, and not only at the end."""
    if one == other or min(len(one), len(other)) < _SHORT_WORD or abs(len(one) - len(other)) > 2 * _NEAR:
        return False
    if one.isdigit() or other.isdigit():
        return False
    ending = max(len(one), len(other)) - _ENDING
    if one[:ending] == other[:ending]:
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return max(len(one), len(other)) - sum(block.size for block in matcher.get_matching_blocks()) <= 2 * _NEAR


def _in_gap(a: Tokens, b: Tokens, gap: Gap) -> Iterator[Conflict]:
    there_a, there_b = set(a.folded[gap.a : gap.a_end]), set(b.folded[gap.b : gap.b_end])
    only_a = [at for at in range(gap.a, gap.a_end) if a.folded[at] not in there_b]
    only_b = [at for at in range(gap.b, gap.b_end) if b.folded[at] not in there_a]
    if not only_a or not only_b:
        return
    yield from _figures(a, only_a, b, only_b)
    yield from _names(a, only_a, b, only_b)


def _figures(a: Tokens, only_a: Sequence[int], b: Tokens, only_b: Sequence[int]) -> Iterator[Conflict]:
    said_a = {at: fact for at in only_a if (fact := stated(a.folded[at]))}
    said_b = {at: fact for at in only_b if (fact := stated(b.folded[at]))}
    met = {there for there, other in said_b.items() if any(_agree(fact, other) for fact in said_a.values())}
    for at, fact in said_a.items():
        if any(_agree(fact, said_b[there]) for there in met):
            continue
        answers = [there for there, other in said_b.items() if other[0] == fact[0] and there not in met]
        if answers:
            yield Conflict(fact[0], at, answers[0])


def _agree(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return one == other or (one[0] == "number" and same_number(one[1], other[1]))


def _names(a: Tokens, only_a: Sequence[int], b: Tokens, only_b: Sequence[int]) -> Iterator[Conflict]:
    names_a = [at for at in only_a if _is_name(a, at)]
    names_b = [at for at in only_b if _is_name(b, at)]
    if len(only_a) == len(only_b) == 1 and bool(names_a) != bool(names_b):
        may_be = _may_be_name(a, b, only_a[0]) and _may_be_name(b, a, only_b[0])
        names_a, names_b = (list(only_a), list(only_b)) if may_be else ([], [])
    for at, other in zip(names_a, names_b, strict=False):
        said, other_said = stated(a.folded[at]), stated(b.folded[other])
        if said and other_said and said[0] == other_said[0]:  # two months are figures, and judged as such
            continue
        if not any(alike(a.folded[at], b.folded[there]) for there in only_b) and not any(
            alike(a.folded[there], b.folded[other]) for there in only_a
        ):
            yield Conflict("name", at, other)


def _is_name(cut: Tokens, at: int) -> bool:
    """Say whether a token is capitalised, and not only for standing at the head of a sentence."""
    if not cut.text[cut.starts[at]].isupper() or cut.ends[at] - cut.starts[at] < 2:  # noqa: PLR2004 - an initial is no name
        return False
    if not _leads(cut, at):
        return True
    token = cut.folded[at]
    if _goes_on(cut, at) and _may_be_name(cut, cut, at):
        return True
    return any(
        folded == token and other != at and cut.text[cut.starts[other]].isupper() and not _leads(cut, other)
        for other, folded in enumerate(cut.folded)
    )


def _goes_on(cut: Tokens, at: int) -> bool:
    """Say whether the next word is capitalised too, with but a space between: "Barclays Bank said"."""
    after = at + 1
    return after < len(cut) and cut.text[cut.ends[at] : cut.starts[after]] == " " and _is_capital(cut, after)


def _may_be_name(cut: Tokens, other: Tokens, at: int) -> bool:
    """Say whether a word is capitalised, not short, and small in neither text; BREAKING, UPDATE are labels."""
    token = cut.folded[at]
    return (
        _is_capital(cut, at)
        and not cut.written(at).isupper()
        and len(token) >= _FEWEST_LETTERS
        and token not in _FORMS
        and not any(
            folded == token and text.text[text.starts[there]].islower()
            for text in (cut, other)
            for there, folded in enumerate(text.folded)
        )
    )


def _is_capital(cut: Tokens, at: int) -> bool:
    return cut.text[cut.starts[at]].isupper()


def _leads(cut: Tokens, at: int) -> bool:
    """Say whether a sentence may begin here; not where a line was only broken for its width."""
    if at == 0:
        return True
    between = cut.text[cut.ends[at - 1] : cut.starts[at]]
    if any(mark in _ENDS for mark in between):
        return True
    end = cut.ends[at - 1]
    return "\n" in between and (between.count("\n") > 1 or end - cut.text.rfind("\n", 0, end) <= _WRAPPED)


def alike(one: str, other: str) -> bool:
    """Say whether two names may be spellings of one: transliterations, typing errors, endings."""
    if one[:3] == other[:3] or one.startswith(other) or other.startswith(one):
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE

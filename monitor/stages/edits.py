"""What was changed between two texts of one article: which words, how many, and whether it matters.

Words are compared beyond their typography (see monitor.text.words), so that new quotation marks are no edit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from monitor.model.article import Revision
from monitor.model.edit import Edit, EditKind, Piece
from monitor.model.tag import TextField
from monitor.stages.copies.figures import stated
from monitor.text.tokens import Tokens, tokens

_MOST_PIECES = 40
_LONGEST_PIECE = 300  # characters
_REWRITTEN = 0.5  # of the text's words
_LONG = 500  # tokens of a field
_LONGEST_COMPARED = 3_000  # tokens of a field, in the middle between what is equal at both ends
# What publishers call it, at the head of a title or of a line of its own.
_CORRECTION = re.compile(
    r"(?:^|\n)\W{0,3}(?:correct(?:ion|ed)|clarification|corrects|editor.s note|исправлен\w*|уточнени\w*|поправка|"
    r"виправлен\w*|уточненн\w*|düzəliş|dəqiqləşdirmə|düzeltme|korrektur|berichtigung|richtigstellung|rectificatif|"
    r"correction|corrección|fe de errores|rectificación|correzione|rettifica|correção|تصحيح|تصویب|اصلاحیه|შესწორება|"
    r"ուղղում|更正|訂正)\b",
    re.IGNORECASE,
)


def edit(before: Revision, after: Revision) -> Edit:
    """Return how one text of an article became the next."""
    pieces: list[Piece] = []
    size = total = 0
    figures = False
    kept = True  # whether nothing was taken out
    for field, old, new in _fields(before, after):
        a, b = tokens(old), tokens(new)
        total += max(len(a), len(b))
        for start, end, there, there_end in _changes(a, b):
            size += end - start + there_end - there
            kept = kept and end == start
            figures = figures or _states(a, start, end, b, there, there_end)
            pieces.append(Piece(field=field, before=_piece(a, start, end), after=_piece(b, there, there_end)))
    headline = any(piece.field == "title" for piece in pieces)
    return Edit(
        kind=_kind(size=size, total=total, kept=kept, figures=figures),
        size=size,
        headline=headline,
        corrected=_says_so(after) and not _says_so(before),
        pieces=tuple(pieces[:_MOST_PIECES]),
    )


def _fields(before: Revision, after: Revision) -> Iterator[tuple[TextField, str, str]]:
    yield "title", before.title, after.title
    yield "summary", before.summary, after.summary
    yield "body", before.body, after.body


def _changes(a: Tokens, b: Tokens) -> Iterator[tuple[int, int, int, int]]:
    """Yield where tokens [start, end) of the one became [there, there_end) of the other."""
    head = 0
    while head < min(len(a), len(b)) and a.folded[head] == b.folded[head]:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and a.folded[-1 - tail] == b.folded[-1 - tail]:
        tail += 1
    old, new = a.folded[head : len(a) - tail], b.folded[head : len(b) - tail]
    if not old and not new:
        return
    if max(len(old), len(new)) > _LONGEST_COMPARED:
        yield head, len(a) - tail, head, len(b) - tail
        return
    long = max(len(old), len(new)) > _LONG  # what stands everywhere then aligns nothing, and costs nothing
    for what, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=long).get_opcodes():
        if what != "equal":
            yield head + i, head + i_end, head + j, head + j_end


def _states(a: Tokens, start: int, end: int, b: Tokens, there: int, there_end: int) -> bool:
    """Say whether a figure or a name took the place of another."""
    old = {fact for token in a.folded[start:end] if (fact := stated(token))}
    new = {fact for token in b.folded[there:there_end] if (fact := stated(token))}
    if old and new and old != new:
        return True
    return _named(a, start, end) and _named(b, there, there_end)


def _named(cut: Tokens, start: int, end: int) -> bool:
    return any(cut.text[cut.starts[at]].isupper() and at > 0 for at in range(start, end))


def _piece(cut: Tokens, start: int, end: int) -> str:
    if start == end:
        return ""
    text = cut.text[cut.starts[start] : cut.ends[end - 1]]
    return text if len(text) <= _LONGEST_PIECE else text[: _LONGEST_PIECE - 1] + "…"


def _kind(*, size: int, total: int, kept: bool, figures: bool) -> EditKind:
    if not size:
        return "typography"
    if kept:
        return "addition"
    if size > 2 * _REWRITTEN * total:
        return "rewrite"
    return "facts" if figures else "wording"


def _says_so(text: Revision) -> bool:
    return any(_CORRECTION.search(part) for part in (text.title, text.summary, text.body))

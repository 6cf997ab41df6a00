"""An article's text with its mentions marked: each leads to its country or organisation and says why it counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from monitor.model.tag import Mention, Span, TextField

RULES = {
    "name": "its name",
    "city": "a city of it",
    "capital": "its capital",
    "town": "a town of it",
    "demonym": "the adjective of its name",
    "leader": "somebody who leads it",
    "metonym": "what stands for it",
    "organisation": "its name",
    "acronym": "its acronym",
    "abbreviation": "its abbreviation",
    "compound": "a word made with its name",
    "historic": "an older name of it",
    "region": "a region of it",
    "implied": "it goes with an organisation that is named",
    "currency": "its currency",
    "venue": "only where an organisation that is named sits or meets",
}
VENUE = "venue"


@dataclass(frozen=True, slots=True)
class _Mark:
    """A piece of text, and what it is evidence of: an organisation and its country may stand in the same words."""

    start: int
    end: int
    evidence: tuple[tuple[Mention, Span], ...]


def path_of(slug: str) -> str:
    """Return the page of a tag: `country:AZ` has /country/AZ."""
    kind, _, code = slug.partition(":")
    return f"/country/{code}" if kind == "country" else f"/organisation/{code}"


def marked_text(text: str, field: TextField, mentions: Iterable[Mention]) -> tuple[Markup, ...]:
    """Return a field's paragraphs with its mentions marked; where two overlap in part, the longer one is."""
    found: dict[tuple[int, int], list[tuple[Mention, Span]]] = {}
    for mention in mentions:
        for span in mention.spans:
            if span.field == field and 0 <= span.start < span.end <= len(text):
                found.setdefault((span.start, span.end), []).append((mention, span))
    marks = _apart(_Mark(*place, tuple(sorted(evidence, key=_directness))) for place, evidence in found.items())
    return tuple(_paragraphs(text, marks))


def is_venue(mention: Mention) -> bool:
    """Whether all that an article says of a country is where an organisation sits."""
    return bool(mention.spans) and all(span.rule == VENUE for span in mention.spans)


def _directness(evidence: tuple[Mention, Span]) -> tuple[bool, bool]:
    """What is named comes before what goes with it, and what is in focus before what is only mentioned."""
    mention, span = evidence
    return span.rule == "implied", not mention.focus


def _apart(marks: Iterable[_Mark]) -> list[_Mark]:
    """Marks in the order of the text, none over another."""
    kept: list[_Mark] = []
    for mark in sorted(marks, key=lambda one: (one.start, -one.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def _paragraphs(text: str, marks: Sequence[_Mark]) -> Iterator[Markup]:
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        if line.strip():
            inside = [mark for mark in marks if mark.start >= at and mark.end <= end]
            yield _line(text, at, end, inside)
        at = end + 1


def _line(text: str, start: int, end: int, marks: Sequence[_Mark]) -> Markup:
    parts: list[Markup] = []
    at = start
    for mark in marks:
        parts += [escape(text[at : mark.start]), _link(text[mark.start : mark.end], mark)]
        at = mark.end
    return Markup("").join([*parts, escape(text[at:end])])


def _link(said: str, mark: _Mark) -> Markup:
    mention, span = mark.evidence[0]
    focus = " focus" if any(mention.focus for mention, _ in mark.evidence) else ""
    kind = f"{mention.tag.kind} {VENUE}" if span.rule == VENUE else f"{mention.tag.kind}{focus}"
    reasons = " · ".join(why(mention, span) for mention, span in mark.evidence)
    return Markup('<a class="mention {}" href="{}" data-why="{}">{}</a>').format(
        kind, path_of(mention.tag.slug), reasons, said
    )


def why(mention: Mention, span: Span) -> str:
    """Return in words why a piece of text counts for a tag."""
    rule = RULES.get(span.rule, span.rule)
    alias = f", listed as {span.alias}" if span.alias and span.alias != span.text else ""
    role = "in focus" if mention.focus else "mentioned"
    return f"{mention.tag.label}: {rule} ({span.rule}{alias}); {role}, salience {mention.salience:.2f}"

"""A text with its names marked, and why each tag counts."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from monitor.cli.lines import plain, printable
from monitor.cli.tables import Cell, Column, print_table
from monitor.model.tag import Mention, Role, TextField

_STYLES = {"country": "green", "organisation": "cyan"}
_ROLES: dict[Role, str] = {
    "foremost": "focus: the foremost of its kind",
    "share": "focus: nearly half as much as the foremost, or more",
    "title": "focus: in the title, and the text again",
    "lead": "focus: in the first paragraph",
    "often": "focus: in sentence after sentence",
    "dateline": "focus: reported from there",
    "venue": "- a venue",
    "late": "- named late and seldom",
    "bureau": "- only where it was reported from",
    "aside": "- beside an organisation that the text is on",
    "passing": "- named in passing",
    "national": "- a state's own: its country counts",
}


def tags_object(mentions: Sequence[Mention], tagger: str) -> dict[str, Any]:
    """Return the mentions as JSON says them: by slug, the evidence with its places in title and body."""
    said = [{**plain(one), "tag": one.tag.slug, "label": one.tag.label, "kind": one.tag.kind} for one in mentions]
    focus = {kind: [one.tag.code for one in mentions if one.focus and one.tag.kind == kind] for kind in _STYLES}
    return {
        "tagger": tagger,
        "countries": focus["country"],
        "organisations": focus["organisation"],
        "mentions": said,
    }


def print_tags(title: str, body: str, mentions: Sequence[Mention], *, explain: bool) -> None:
    """Print the tags, the most salient first; with `explain` the marked text before, and why each is what it is."""
    if explain:
        for field, text in (("title", title), ("body", body)):
            if text:
                _print_marked(text, list(_marks(mentions, field)))  # type: ignore[arg-type]
                print()
    columns = [
        Column(title="Tag"),
        Column(title="Name", wide=True),
        Column(title="Focus"),
        Column(title="Salience", right=True),
        Column(title="Score", right=True),
    ]
    if explain:
        columns += [Column(title="Hits", right=True), Column(title="Why", wide=True)]
    print_table(columns, [_row(mention, explain=explain) for mention in mentions])


def _row(mention: Mention, *, explain: bool) -> tuple[str | int | Cell, ...]:
    style = _STYLES[mention.tag.kind] if mention.focus else "dim"
    focus = "focus" if mention.focus else "-"
    row: tuple[str | int | Cell, ...] = (
        Cell(text=mention.tag.slug, style=style),
        mention.tag.label,
        _ROLES.get(mention.role, focus) if explain else focus,
        f"{mention.salience:.2f}",
        f"{mention.score:g}",
    )
    return (*row, mention.hits, _why(mention)) if explain else row


def _why(mention: Mention) -> str:
    """Each rule with the aliases it found, and how often: `name Azerbaijan x8; demonym Azerbaijani x3`."""
    found = Counter((span.rule, span.alias, span.field) for span in mention.spans)
    return "; ".join(
        f"{rule} {alias}{' in the title' if field == 'title' else ''}{f' x{times}' if times > 1 else ''}"
        for (rule, alias, field), times in found.most_common()
    )


def _marks(mentions: Sequence[Mention], field: TextField) -> Iterator[tuple[int, int, str, str]]:
    """Yield (start, end, codes, style) for each place that is evidence, in text order."""
    found: dict[tuple[int, int], list[Mention]] = {}
    venues = set()
    for mention in mentions:
        for span in mention.spans:
            if span.field == field:
                found.setdefault((span.start, span.end), []).append(mention)
                if span.rule == "venue":
                    venues.add((span.start, span.end))
    for (start, end), named in sorted(found.items()):
        codes = " ".join(mention.tag.code for mention in named) + (" venue" if (start, end) in venues else "")
        style = "dim" if (start, end) in venues else _STYLES[named[0].tag.kind]
        yield start, end, codes, style


def _print_marked(text: str, marks: list[tuple[int, int, str, str]]) -> None:
    """Print a text with its names in colours on a terminal, in brackets elsewhere: `[Baku|AZ]`."""
    if not sys.stdout.isatty():
        pieces, place = [], 0
        for start, end, codes, _ in marks:
            pieces += [text[place:start], f"[{text[start:end]}|{codes}]"]
            place = end
        marked = "".join((*pieces, text[place:]))
        print("\n".join(printable(line) for line in marked.splitlines()))
        return
    from rich.console import Console
    from rich.text import Text

    shown, place = Text(), 0
    for start, end, codes, style in marks:
        shown.append(_safe(text[place:start]))
        shown.append(printable(text[start:end]), style=f"bold {style}")
        shown.append(f" {codes}", style=f"{style} italic")
        place = end
    shown.append(_safe(text[place:]))
    Console(highlight=False, markup=False, emoji=False).print(shown)


def _safe(text: str) -> str:
    """A piece of a text without what a terminal would obey; line breaks and the spaces at its ends stay."""
    lines = text.split("\n")
    return "\n".join(
        f"{' ' * line[:1].isspace()}{printable(line)}{' ' * (line[-1:].isspace() and bool(line.strip()))}"
        for line in lines
    )

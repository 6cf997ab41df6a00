"""The page of an article: its text with the evidence in it, where each of its fields comes from, and its relations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.browse.desk import Desk
from monitor.browse.languages import language
from monitor.browse.pages.citation import bibtex, clipping, in_words, ris
from monitor.browse.pages.marking import is_venue, marked_text
from monitor.browse.render import page
from monitor.errors import UnknownName
from monitor.model.article import Revision
from monitor.model.copies import Circle
from monitor.model.edit import EditListed
from monitor.model.reading import Shown
from monitor.model.story import StoryArticle, StoryShown
from monitor.store import Reading
from monitor.text.rewording import Change, reworded

DATED_BY = {
    "feed": "as the feed says",
    "page": "as the page says",
    "url": "as its address says",
    "sighting": "when it was first seen: nothing says when it was published",
}
RESERVED = {
    "noarchive": "its page asks that no copy be kept (noarchive)",
    "tdm-meta": "its page reserves text and data mining",
    "tdm-header": "its server reserves text and data mining",
    "tdm-file": "its publisher reserves text and data mining",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One change of an article: which of its fields, when, how they were reworded, and what kind of change that is."""

    replaced_at: datetime
    kind: str
    corrected: bool
    fields: tuple[tuple[str, tuple[tuple[Change, str], ...]], ...]


def article_page(reading: Reading, desk: Desk, now: datetime, article_id: int) -> str:
    """Return the page of an article; raises UnknownName where there is none."""
    shown = reading.show(article_id)
    story = _story(reading, article_id)
    place = [one.listed.id for one in story.articles].index(article_id) if story else 0
    original = reading.listed([shown.duplicate_of]) if shown.duplicate_of else ()
    return page(
        "article.html",
        desk=desk,
        now=now,
        title=shown.listed.title,
        article=shown,
        headline=marked_text(shown.listed.title, "title", shown.mentions),
        standfirst=marked_text(shown.listed.summary, "summary", shown.mentions),
        paragraphs=marked_text(shown.body, "body", shown.mentions),
        venues={mention.tag.slug for mention in shown.mentions if is_venue(mention)},
        story=story,
        before=story.articles[place - 1].listed if story and place else None,
        after=story.articles[place + 1].listed if story and place + 1 < len(story.articles) else None,
        around=_around(story, place),
        original=original[0] if original else None,
        edits=_edits(reading, shown),
        circle=_circle(reading, article_id),
        provenance=_provenance(shown),
        reserved=RESERVED.get(shown.reserved or "", shown.reserved),
        citation=in_words(shown, desk.zone, now),
        clipping=clipping(shown, desk.zone),
    )


def article_file(reading: Reading, desk: Desk, article_id: int, form: str) -> str:
    """Return an article as `bib`, `ris` or `txt`; raises UnknownName where there is none."""
    writers = {"bib": bibtex, "ris": ris, "txt": clipping}
    return writers[form](reading.show(article_id), desk.zone)


def _story(reading: Reading, article_id: int) -> StoryShown | None:
    (fact,) = reading.facts_of([article_id])
    try:
        return reading.story(fact.story) if fact.story else None
    except UnknownName:  # it was clustered anew a moment ago
        return None


def _around(story: StoryShown | None, place: int) -> tuple[StoryArticle, ...]:
    """The story's articles near this one: all of a small story, a stretch of a large one."""
    if story is None:
        return ()
    start = max(0, min(place - 6, len(story.articles) - 14))
    return story.articles[start : start + 14]


def _circle(reading: Reading, article_id: int) -> Circle | None:
    """Who else prints the text, and what is like it and kept apart; None where nothing is."""
    circle = reading.circle(article_id)
    return circle if len(circle.printings) > 1 or circle.apart else None


def _edits(reading: Reading, shown: Shown) -> tuple[Edit, ...]:
    """How each text became the next, the newest change first."""
    if not shown.revisions:
        return ()
    judged = {one.number: one for one in reading.edits(article_id=shown.listed.id, typography=True, limit=None)}
    texts = [(one.title, one.summary, one.body) for one in shown.revisions]
    texts.append((shown.listed.title, shown.listed.summary, shown.body))
    found = []
    for number, revision in enumerate(shown.revisions):
        found.append(_edit(revision, texts[number], texts[number + 1], judged.get(revision.number)))
    return tuple(reversed(found))


def _edit(revision: Revision, old: tuple[str, ...], new: tuple[str, ...], judged: EditListed | None) -> Edit:
    fields = zip(("Headline", "Standfirst", "Text"), old, new, strict=True)
    changed = tuple((name, reworded(before, after)) for name, before, after in fields if before != after)
    return Edit(
        replaced_at=revision.replaced_at,
        fields=changed,
        kind=f"{judged.edit.kind}, {judged.edit.size:,} words" if judged else "",
        corrected=bool(judged and judged.edit.corrected),
    )


def _provenance(shown: Shown) -> tuple[tuple[str, str, str], ...]:
    """Each field, what it says, and on whose word."""
    published = DATED_BY.get(shown.dated_by, shown.dated_by)
    if shown.published_raw:
        published += f", in the words “{shown.published_raw}”"
    body = "the feed alone" if shown.extractor == "feed" else f"the page, by {shown.extractor}"
    return (
        ("Published", "time", published),
        ("Text", f"{shown.listed.words:,} words", body),
        ("Authors", ", ".join(shown.authors) or "none named", ""),
        ("Language", language(shown.listed.language), ""),
        ("Address", shown.listed.url, "what is fetched and shown"),
    )

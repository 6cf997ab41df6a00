"""Why a page was read as it was: for each field what won, and what else stood on the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from lxml.etree import _Element as Element

from monitor.model.article import Page
from monitor.model.source import ArticleSelectors
from monitor.stages.extract import SELECTOR, offered_dates
from monitor.stages.extraction import authors, body, lines, pagedates, selected, summaries, titles
from monitor.stages.extraction.blocks import Block
from monitor.stages.extraction.facts import Facts, gather
from monitor.text.dates import read as read_date
from monitor.text.html import parse
from monitor.text.plain import clip, plain

MOST = 12  # candidates of one field that are told
FIRST = 100  # characters of a text by which it is known
WEIGHED = "the weightiest of what the page offers: JSON-LD headline and h1 before og:title, meta and title elements"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What stood at one place of the page; `note` says what became of it."""

    rung: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How one field was read: the value, the rung that won, the rule in words, and what was offered."""

    field: str
    value: str
    rung: str
    why: str
    candidates: tuple[Candidate, ...] = ()


def explain(
    html: bytes,
    page: Page,
    *,
    content_type: str | None = None,
    selectors: Sequence[ArticleSelectors] = (),
    timezone: str = "UTC",
    languages: tuple[str, ...] = (),
    entry_title: str = "",
    reference: datetime | None = None,
) -> tuple[Account, ...]:
    """Return how each field of a page came about; the arguments are those with which `extract` read it."""
    markup = parse(html, content_type=content_type, languages=languages)
    if markup.tree is None:
        return ()
    facts = gather(markup, page.url)
    dates = partial(pagedates.read, timezone=timezone, languages=languages, reference=reference)
    layout = selected.fitting(facts, selectors, dates)
    rungs = dict(page.provenance)
    moment = page.published.isoformat() if page.published else ""
    return (
        _account("title", page.title, rungs, _title_rule(rungs, entry_title), _titles(facts)),
        _account("summary", page.summary, rungs, _summary_rule(rungs), _summaries(facts)),
        _account("body", page.body, rungs, *_body(facts, page, rungs)),
        _account("authors", ", ".join(page.authors), rungs, "the first place that names persons", _authors(facts)),
        _account(
            "published",
            moment,
            rungs,
            "the first plausible moment; a day alone gives way to a moment on it",
            _dates(offered_dates(facts, layout), timezone, languages, reference),
        ),
        _account("language", page.language or "", rungs, "what the page declares", ()),
        _account("image_url", page.image_url or "", rungs, "the first that is an address", ()),
        _account("canonical_url", page.canonical_url or "", {}, "link rel=canonical of the head", ()),
        _account(
            "kind", page.kind, rungs, "a live blog by its own word or its updates, others where text is short", ()
        ),
        _account("paywalled", str(page.paywalled), {}, "isAccessibleForFree, or the content tier told to networks", ()),
        _account("reserved", page.reserved or "", {}, "robots directives and the TDM Reservation Protocol", ()),
    )


def _account(field: str, value: str, rungs: dict[str, str], why: str, candidates: Iterable[Candidate]) -> Account:
    rung = rungs.get(field, "")
    rule = "the source's selector found it" if rung == SELECTOR else why
    return Account(field=field, value=value, rung=rung, why=rule, candidates=tuple(candidates)[:MOST])


def _title_rule(rungs: dict[str, str], entry_title: str) -> str:
    if not rungs.get("title"):
        return "the page offers no title"
    return f"{WEIGHED}; what is like the feed's title goes before" if entry_title else WEIGHED


def _titles(facts: Facts) -> Iterator[Candidate]:
    offered = [(rung, title) for rung, title in titles.candidates(facts) if title]
    for rung, title in offered:
        same = (titles.WEIGHTS[place] for place, other in offered if titles.loose(other) == titles.loose(title))
        yield Candidate(rung=rung, value=title, note=f"weight {sum(same):.2f}")


def _summary_rule(rungs: dict[str, str]) -> str:
    if rungs.get("summary") == "html":
        return "shown near the title: by its class, or because it says what the description says"
    if rungs.get("summary"):
        return "not shown, but there is hardly a text beside it"
    return "no standfirst is shown; a description that is not shown is none"


def _summaries(facts: Facts) -> Iterator[Candidate]:
    for rung, text in summaries.descriptions(facts):
        yield Candidate(rung=rung, value=clip(text, FIRST))


def _authors(facts: Facts) -> Iterator[Candidate]:
    said = ("json-ld", authors.from_node(facts.article, facts.nodes))
    for rung, names in (said, *authors.offered(facts)):
        for name in names:
            kept = list(authors.cleaned((name,)))
            yield Candidate(rung=rung, value=clip(plain(name), FIRST), note="" if kept else "no name")


def _dates(
    offered: Iterable[tuple[str, str]], timezone: str, languages: tuple[str, ...], reference: datetime | None
) -> Iterator[Candidate]:
    for rung, raw in offered:
        dated = read_date(raw, timezone=timezone, languages=languages, reference=reference)
        if dated is None:
            note = "no date"
        elif not pagedates.plausible(dated.moment, reference):
            note = "not plausible"
        else:
            note = dated.moment.isoformat() if dated.precise else f"the day of {dated.moment:%Y-%m-%d}"
        yield Candidate(rung=rung, value=clip(raw, FIRST), note=note)


def _body(facts: Facts, page: Page, rungs: dict[str, str]) -> tuple[str, list[Candidate]]:
    """Return the rule and what was left out of the body, the largest pieces first."""
    if rungs.get("body") == SELECTOR:
        return "", []
    choice = body.choose(facts.tree)
    kept = {id(block) for block in body.text_of(choice, page.title)}
    inside = [block for block in choice.blocks if body.is_in(block, choice.holder)]
    around: Counter[str] = Counter()
    left: list[Candidate] = []
    for block in choice.blocks:
        if not block.kept:
            names = [naming.word for element, naming in block.around if element in choice.surroundings]
            around[names[0] if names else ""] += len(block.text)
        elif id(block) not in kept and any(block is one for one in inside):
            left.append(Candidate(rung="line", value=clip(block.text, FIRST), note=_left_out(block, page)))
    named = [
        Candidate(rung="surroundings", value=word, note=f"{length} characters") for word, length in around.most_common()
    ]
    rule = f"the best balance of prose is in {path_of(choice.holder)}: {len(kept)} of its {len(inside)} blocks are text"
    return rule, [*named[: MOST // 2], *left[: MOST - min(len(named), MOST // 2)]]


def _left_out(block: Block, page: Page) -> str:
    """Return by which rule a block within the article's element is no line of it, as far as it is told alone."""
    if titles.loose(block.text) == titles.loose(page.title):
        return "repeats the title"
    if lines.is_link(block):
        return "leads elsewhere"
    if lines.is_appeal(block):
        return "an appeal, or whose the picture is"
    if lines.is_label(block, tagged=True):
        return "a label"
    if titles.loose(block.text) in titles.loose(page.summary):
        return "the standfirst"
    return "stands beside the core of the text"


def path_of(element: Element) -> str:
    """Return an element and what it stands in as a selector that a reader knows, the outer ones first."""
    parts = [_selector(one) for one in (element, *element.iterancestors()) if str(one.tag) not in {"html", "body"}]
    return " > ".join(reversed(parts[:4])) or "body"


def _selector(element: Element) -> str:
    classes = "".join(f".{name}" for name in (element.get("class") or "").split()[:2])
    identity = f"#{element.get('id')}" if element.get("id") and not classes else ""
    return f"{element.tag}{identity}{classes}"

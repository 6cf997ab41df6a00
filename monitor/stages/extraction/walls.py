"""Pages that stand in an article's place: bot walls, blocked addresses, consent walls, error pages served with 200.

A page that says when its article was published is believed to have one; of the others, those that say little are
looked at, and the words of walls must make up the title, or much of the little text.
"""

from __future__ import annotations

from monitor.errors import Outcome, ParseError
from monitor.stages.extraction.facts import Facts, text_of
from monitor.stages.extraction.jsonld import ARTICLE_TYPES, types
from monitor.stages.extraction.titles import head_title, heading
from monitor.stages.extraction.wallwords import (
    BLOCKED_TEXT,
    BLOCKED_TITLE,
    CHALLENGE,
    CONSENT,
    CONSENT_WORD,
    MISSING,
    MISSING_TEXT,
    SCRIPTED,
)

BRIEF = 1500  # characters of body: a wall says little
LEAST = 400  # characters of body beyond which a page is an article whatever it mentions
SCANT = 60  # characters of body below which nothing was said
LONGEST_CONSENT = 6000  # characters: consent walls name their purposes and partners
CONSENT_WORDS, CONSENT_SHARE = 5, 0.03  # of a text, from which it is about consent and nothing else
ELEMENTS = 300  # looked at for a challenge's own


def check(facts: Facts, body: str) -> None:
    """Return for an article's page.

    Raises ParseError: `blocked` for a wall against robots, for a region, or for consent, `html` for an error page,
    `empty` for one that shows nothing without JavaScript.
    """
    if dated(facts):
        return
    if outcome := wall(facts, body):
        raise ParseError(outcome[0], f"{facts.url}: {outcome[1]}")


def wall(facts: Facts, body: str) -> tuple[Outcome, str] | None:
    """Return the outcome and what it is that stands in the article's place; None where an article does."""
    if len(body) <= BRIEF:
        titles = (head_title(facts), heading(facts))
        text = text_of(facts.tree)[: BRIEF * 4] if len(body) <= LEAST else ""
        little = text if len(text) < BRIEF else ""
        if any(BLOCKED_TITLE.search(title) for title in titles) or (
            text and (BLOCKED_TEXT.search(little) or (little and challenged(facts)))
        ):
            return "blocked", "a wall against robots stands in the article's place"
        if any(MISSING.search(title) for title in titles) or MISSING_TEXT.search(little):
            return "html", "an error page stands in the article's place"
        if text and len(text) < BRIEF * 3 and CONSENT.search(body or text) and not facts.meta("og:title"):
            return "blocked", "a consent wall stands in the article's place"
        shell = SCRIPTED.search(little) if body else len(text) < SCANT or SCRIPTED.search(text)
        if shell and len(body) < SCANT and not described(facts):
            return "empty", "the page shows no text without JavaScript"
    if len(body) <= LONGEST_CONSENT and about_consent(facts, body) and "article" not in facts.meta("og:type").lower():
        return "blocked", "a consent wall stands in the article's place"
    return None


def dated(facts: Facts) -> bool:
    """Tell whether the page says when its article was published, as walls do not."""
    return bool(facts.article.get("datePublished") or facts.meta("article:published_time"))


def described(facts: Facts) -> bool:
    """Tell whether the page describes an article to others although it shows none."""
    named = types(facts.article) & ARTICLE_TYPES and facts.article.get("headline")
    return bool(named or (facts.meta("og:title") and facts.meta("og:description", "description")))


def about_consent(facts: Facts, body: str) -> bool:
    """Tell whether a text is about consent, cookies and partners and hardly about anything else."""
    said = sum(1 for _ in CONSENT_WORD.finditer(body))
    if said < CONSENT_WORDS or said < CONSENT_SHARE * len(body.split()):
        return False
    return any(CONSENT.search(text) for text in (body[:BRIEF], head_title(facts), heading(facts)))


def challenged(facts: Facts) -> bool:
    """Tell whether a challenge's own elements are on the page."""
    looked_at = zip(range(ELEMENTS), facts.tree.iter("div", "form", "iframe", "input"), strict=False)
    return any(
        CHALLENGE.search(element.get(name) or "")
        for _, element in looked_at
        for name in ("id", "class", "action", "src")
    )

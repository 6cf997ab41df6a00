"""A learnt rule for focus, to measure the plain one against: logistic regression over conditions and their pairs.

Each candidate country of an article is described by coarse conditions (its share of the score, its rank, where it
stands, which rules found it, how many others there are) and by every pair of them. Each article is learnt from twice:
as it is, and with its title and dateline left out at random, so that the weights don't rest on one agency's form.
No country has weights of its own. Gradient descent with a step for each weight (Duchi, Hazan and Singer, JMLR 2011),
averaged over the rounds (Polyak and Juditsky, 1992).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from monitor.model.tag import Mention, Span
from monitor.stages.tagging.salience import score

WEIGHTS = Path(__file__).with_name("learnt.json")
LIKELY = 0.46  # of being in focus: enough
FOREMOST = 0.28  # enough for the likeliest where no other is likely
_ROUNDS = 8
_SETTLED = 2  # rounds after which the weights of each are kept, to be averaged
_STEP = 0.02
_DECAY = 1e-3
_DROPPED = 0.3  # of titles, and of datelines, in the second reading
_MOST = 30.0  # of a sum that exp() is asked for
_FIELDS = ("title", "summary", "body")
_SURE = frozenset({"name", "leader", "compound"})
_LEAD, _FIRST, _LATE = 300, 120, 1000  # characters from the body's start

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Article:
    """What is known of an article: its countries' mentions, how long its body is, which of them are its focus."""

    mentions: tuple[Mention, ...]
    length: int
    focus: frozenset[str] = frozenset()


def learn(articles: Sequence[Article], known: Iterable[str] | None = None) -> dict[str, float]:
    """Return weights for conditions; only the `known` countries, those that are ever labelled, teach anything."""
    dice = Random(1)
    allowed = None if known is None else frozenset(known)
    examples = [
        (conditions, code in article.focus)
        for article in articles
        for again in (False, True)
        for code, conditions in _candidates(
            article, title=not again or dice.random() > _DROPPED, dateline=not again or dice.random() > _DROPPED
        )
        if allowed is None or code in allowed
    ]
    weights: dict[str, float] = {}
    squares: dict[str, float] = {}
    totals: dict[str, float] = {}
    for number in range(_ROUNDS):
        dice.shuffle(examples)
        for conditions, true in examples:
            error = _likelihood(weights, conditions) - true
            for condition in conditions:
                weight = weights.get(condition, 0.0)
                gradient = error + _DECAY * weight
                squares[condition] = squares.get(condition, 1.0) + gradient * gradient
                weights[condition] = weight - _STEP * gradient / math.sqrt(squares[condition])
        if number >= _SETTLED:
            for condition, weight in weights.items():
                totals[condition] = totals.get(condition, 0.0) + weight
    return {condition: total / (_ROUNDS - _SETTLED) for condition, total in totals.items()}


def focus(weights: Weights, article: Article) -> set[str]:
    """Return the countries that an article is about."""
    likely = {code: _likelihood(weights, conditions) for code, conditions in _candidates(article)}
    chosen = {code for code, likelihood in likely.items() if likelihood >= LIKELY}
    if not chosen and likely:
        chosen = {max(likely, key=lambda code: likely[code])}
        chosen = {code for code in chosen if likely[code] >= FOREMOST}
    return chosen


def load() -> dict[str, float]:
    """Return the weights that were learnt last."""
    weights: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return weights


def save(weights: Weights) -> None:
    """Keep weights."""
    rounded = {condition: round(weight, 3) for condition, weight in sorted(weights.items())}
    WEIGHTS.write_text(json.dumps(rounded, indent=0) + "\n", encoding="utf-8")


def _likelihood(weights: Weights, conditions: Sequence[str]) -> float:
    total = sum(weights.get(condition, 0.0) for condition in conditions)
    return 1 / (1 + math.exp(-max(-_MOST, min(_MOST, total))))


def _candidates(article: Article, *, title: bool = True, dateline: bool = True) -> Iterator[tuple[str, list[str]]]:
    """Yield each country with its conditions, as if title and dateline were there or not."""
    found = {
        mention.tag.code: spans
        for mention in article.mentions
        if mention.tag.kind == "country"
        and (
            spans := [
                span
                for span in mention.spans
                if (title or span.field != "title") and (dateline or span.rule != "dateline")
            ]
        )
    }
    scores = {code: score(spans) for code, spans in found.items()}
    named = sorted(found, key=lambda code: _begins(found[code]))
    dated = any(span.rule == "dateline" for spans in found.values() for span in spans)
    titled = any(span.field == "title" for spans in found.values() for span in spans)
    for code, spans in found.items():
        single = [
            *_of_scores(scores[code], scores.values()),
            *_of_spans(spans, dated=dated, titled=titled),
            *_of_text(spans),
            f"named {min(named.index(code), 4)}",
            f"countries {min(len(found), 6)}",
            f"length {min(article.length // 600, 4)}",
        ]
        yield code, single + [f"{one} & {other}" for place, one in enumerate(single) for other in single[place + 1 :]]


def _of_scores(own: float, scores: Iterable[float]) -> Iterator[str]:
    scores = list(scores)
    top, total = max(scores) or 1.0, sum(scores) or 1.0
    yield "top" if own == top else f"of the top {min(int(10 * own / top), 9)}"
    yield f"of all {min(int(8 * own / total), 7)}"
    yield f"score {min(int(own), 8)}"


def _begins(spans: Sequence[Span]) -> tuple[int, int]:
    """Return where a country is named first, the dateline apart, after those that are named nowhere else."""
    return min(
        ((_FIELDS.index(span.field), span.start) for span in spans if span.rule not in {"dateline", "venue"}),
        default=(len(_FIELDS), 0),
    )


def _of_text(spans: Sequence[Span]) -> Iterator[str]:
    """Yield how often, how widely and how surely a country is named, title and dateline apart."""
    body = [span for span in spans if span.field != "title" and span.rule not in {"dateline", "venue"}]
    yield f"in the text {min(len(body), 5)}"
    yield f"early {min(sum(span.start < _LEAD for span in body), 3)}"
    yield f"spread {len({span.start // _LEAD for span in body}) if len(body) < 4 else 4}"
    yield f"sure {min(sum(span.rule in _SURE for span in body), 3)}"


def _of_spans(spans: Sequence[Span], *, dated: bool, titled: bool) -> Iterator[str]:
    rules = {span.rule for span in spans}
    in_title = any(span.field == "title" for span in spans)
    begins = min((span.start for span in spans if span.field != "title"), default=_LATE + 1)
    yield f"hits {min(len(spans), 6)}"
    told = {
        "title": in_title,
        "another in the title": titled and not in_title,
        "dateline": "dateline" in rules,
        "another in the dateline": dated and "dateline" not in rules,
        "lead": begins < _LEAD,
        "first words": begins < _FIRST,
        "late": begins > _LATE,
        "name": "name" in rules,
        "only by others": rules <= {"implied", "metonym", "leader"},
        **{f"only {rule}": rules == {rule} for rule in ("capital", "city", "currency", "venue", "demonym", "region")},
    }
    yield from (condition for condition, holds in told.items() if holds)

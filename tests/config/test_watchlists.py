"""The language of watchlists in feeds.yaml: what it means, and every mistake with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.model.watchlist import Condition
from tests.config.loading import SOURCE, loaded, problem


def test_conditions_stand_inside_each_other(tmp_path: Path) -> None:
    text = SOURCE + (
        "watchlists:\n"
        "  - id: w\n"
        "    mentions: any\n"
        "    countries: AZ\n"
        "    tiers: [1, 2]\n"
        "    sources: [example-news]\n"
        "    any:\n"
        "      - {text: corridor}\n"
        "      - {all: [{organisations: nato, mentions: focus}, {languages: [ru]}]}\n"
        "    not: {text: '\"wildlife corridor\"'}\n"
        "    min_sources: 3\n"
    )
    [watchlist] = loaded(tmp_path, text).watchlists
    assert watchlist.countries == ("AZ",)
    assert watchlist.tiers == (1, 2)
    assert watchlist.min_sources == 3
    assert watchlist.any_mention
    assert watchlist.any == (
        Condition(text="corridor", any_mention=True),
        Condition(
            any_mention=True,
            all=(Condition(organisations=("nato",)), Condition(languages=("ru",), any_mention=True)),
        ),
    )
    assert watchlist.none == (Condition(text='"wildlife corridor"', any_mention=True),)


@pytest.mark.parametrize(
    ("said", "line", "key", "message"),
    [
        ("{id: a, not: {text: x}}", 2, "watchlists[a]", "only says what is not wanted"),
        ("{id: a, text: '\"peace'}", 2, "watchlists[a].text", "a quotation mark is not closed"),
        ("{id: a, text: '\"peace treaty\"~near'}", 2, "watchlists[a].text", "~ takes a number of words"),
        ("{id: a, text: 'peace OR'}", 2, "watchlists[a].text", "OR stands between two words"),
        ("{id: a, text: '!?'}", 2, "watchlists[a].text", "there is no word in it"),
        ("{id: a, sources: [exampel-news]}", 2, "watchlists[a].sources", "did you mean 'example-news'?"),
        ("{id: a, tiers: [4]}", 2, "watchlists[a].tiers", "from 1 to 3"),
        ("{id: a, text: x, min_sources: 0}", 2, "watchlists[a].min_sources", "from 1 to 20"),
        ("{id: a, text: x, any: [{}]}", 2, "watchlists[a].any[1]", "at least one key"),
        ("{id: a, any: [{countrys: AZ}]}", 2, "watchlists[a].any[1].countrys", "did you mean 'countries'?"),
        (
            "{id: a, all: [{any: [{all: [{any: [{text: x}]}]}]}]}",
            2,
            "watchlists[a].all[1].any[1].all[1].any",
            "unknown",
        ),
        ("{id: a, any: AZ}", 2, "watchlists[a].any", "expected a list"),
        (
            "\n    id: a\n    text: x\n    not:\n      - text: y\n      - organisations: [natto]",
            7,
            "",
            "did you mean 'nato'",
        ),
    ],
)
def test_every_mistake_has_its_line(tmp_path: Path, said: str, line: int, key: str, message: str) -> None:
    found = problem(tmp_path, f"watchlists:\n  - {said}\n{SOURCE}")
    assert message in found.message
    assert found.line == line
    assert key in found.key


@pytest.mark.parametrize(
    ("said", "key", "message"),
    [
        ("alerts: [{name: a, watchlists: [w]}]", "alerts[a]", 'the channel mail needs "to"'),
        ("alerts: [{name: a, watchlists: [w], channel: slack}]", "alerts[a]", 'the channel slack needs "url"'),
        (
            "alerts: [{name: a, watchlists: [v], to: a@b.example}]",
            "alerts[a].watchlists",
            'the id of a watchlist; got "v"',
        ),
        ("alerts: [{name: a, watchlists: [w], to: a@b.example, quiet: 22-7}]", "alerts[a].quiet", "22:00-07:00"),
        ("digests: [{name: d, watchlists: [w], language: ja}]", "digests[d].language", "digests are written in en"),
        ("mail: {from: a@b.example, unsubscribe: 'http://x.example/u'}", "mail.unsubscribe", "https"),
        ("mail: {from: a@b.example, security: ssl}", "mail.security", "one of auto, starttls, tls, none"),
    ],
)
def test_digests_alerts_and_mail(tmp_path: Path, said: str, key: str, message: str) -> None:
    found = problem(tmp_path, f"watchlists: [{{id: w, text: x}}]\n{said}\n{SOURCE}")
    assert message in found.message
    assert found.key == key

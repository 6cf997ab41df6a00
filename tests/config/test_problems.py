"""What is told of a feeds.yaml that can't be used: where, what was expected, what it said."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config import load
from monitor.errors import ConfigError
from tests.config.loading import SOURCE, loaded, problem, problems

FEED = "    feeds:\n      - url: https://news.example.org/rss\n"


@pytest.mark.parametrize(
    ("text", "line", "key", "message"),
    [
        ("settings: {timezone: Baku}", 1, "settings.timezone", "did you mean 'Asia/Baku'?"),
        ("settings: {timezone: UTC+4}", 1, "settings.timezone", 'got "UTC+4"'),
        ("settings: {timezone: ../../etc/passwd}", 1, "settings.timezone", "IANA"),
        ("settings:\n  every: 30", 2, "settings.every", "s, m, h, d or w?"),
        ("settings: {every: 0m}", 1, "settings.every", "more than nothing"),
        ("settings: {every: 5m}", 1, "settings.every", "min <= every <= max; got 10m, 5m, 1d"),
        ("settings: {min: 1h}", 1, "settings.min", "got 1h, 30m, 1d"),
        ("settings: {timeout: 1h}", 1, "settings.timeout", "at most the deadline of a run, 25m; got 1h"),
        ("settings: {delay: soon}", 1, "settings.delay", "a length of time"),
        ("settings: {per_host: 0}", 1, "settings.per_host", "from 1 to 16"),
        ("settings: {max_bytes: 1KiB}", 1, "settings.max_bytes", "between 64KiB and 1GiB"),
        ("settings: {respect_robots: maybe}", 1, "settings.respect_robots", "true or false"),
        ("settings: {private_networks: [10.0.0.1/8]}", 1, "settings.private_networks", "did you mean '10.0.0.0/8'?"),
        ("settings: {language: english}", 1, "settings.language", "ISO 639"),
        ("settings: {language: en-GB}", 1, "settings.language", "did you mean 'en'?"),
        ("settings: {contact: nobody}", 1, "settings.contact", "a mail address"),
        ("settings: {archive_url: localhost:8001}", 1, "settings.archive_url", "http"),
        ("settings: []", 1, "settings", "got a list"),
        ("settings: {every: [30m]}", 1, "settings.every", "got a list"),
        ("sources: {id: a}", 1, "sources", "expected a list"),
        ("sources: [a]", 1, "sources[1]", 'got "a"'),
        (
            "- a\n- b",
            1,
            "",
            "expected keys (settings, include, sources, watchlists, digests, alerts, mail, gazetteer); got a list",
        ),
        ("settings: {timezone: UTC, timezone: UTC}", 1, "settings.timezone", "is given twice; first at line 1"),
        ("settigns: {}", 1, "settigns", "unknown key; did you mean 'settings'?"),
        ("xyz: {}", 1, "xyz", "unknown key; expected one of settings, include"),
        ("include: [causacus]", 1, "include", "did you mean 'caucasus'?"),
        ("include: [nowhere.yaml]", 1, "include", "there is no file"),
        ("watchlists: [{id: a}]", 1, "watchlists[a]", "at least one of countries, organisations and text"),
        ("watchlists: [{id: a, countries: []}]", 1, "watchlists[a]", "at least one of"),
        ("watchlists: [{id: a, countries: [UK]}]", 1, "watchlists[a].countries", "did you mean 'GB'?"),
        ("watchlists: [{id: a, text: x}, {id: a, text: y}]", 1, "watchlists[a].id", "taken"),
        ("digests: [{name: d, watchlists: []}]", 1, "digests[d].watchlists", "at least one watchlist"),
        ("mail: {from: desk}", 1, "mail.from", "a mail address"),
        ('mail: {from: "a@b.example\\nBcc: c@d.example"}', 1, "mail.from", "without line breaks"),
        ("mail: {host: x}", 1, "mail", 'expected the key "from"'),
    ],
)
def test_what_is_wrong_is_told_with_its_line_key_and_what_was_expected(
    tmp_path: Path, text: str, line: int, key: str, message: str
) -> None:
    found = problem(tmp_path, text)
    assert (found.line, found.key) == (line, key)
    assert message in found.message


@pytest.mark.parametrize(
    ("text", "key", "message"),
    [
        ("    languages: [en, ua]\n", "languages", "did you mean 'uk'?"),
        ("    country: Azerbaijan\n", "country", "did you mean 'AZ'?"),
        ("    tier: 4\n", "tier", "from 1 to 3"),
        ("    type: blog\n", "type", "agency"),
        ("    type: agancy\n", "type", "did you mean 'agency'?"),
        ("    rights: licensed\n", "rights", "rights_note"),
        ("    owner: Example News Ltd\n", "owner", "without blanks"),
        ("    homepage: example.org\n", "homepage", "did you mean 'https://example.org'?"),
        ("    timezone: asia/baku\n", "timezone", "did you mean 'Asia/Baku'?"),
        ("    feed: x\n", "feed", "did you mean 'feeds'?"),
        ('    article: {body: "p::text"}\n', "article.body", "without ::text"),
        ('    article: {body: "div["}\n', "article.body", "a CSS selector"),
        ('    article: {body: "' + ":is(" * 90 + '"}\n', "article.body", "a CSS selector"),
        ('    article: [{body: "div["}]\n', "article[1].body", "a CSS selector"),
        ("    article: [{body: p}, {body: p, valid_until: June}]\n", "article[2].valid_until", "2026-06-30"),
        ("    article: [{body: p}, {body: b}]\n", "article[2]", "another `valid_until`"),
        ("    article: p\n", "article", "expected a list"),
    ],
)
def test_what_is_wrong_with_a_source_is_told_under_its_id(tmp_path: Path, text: str, key: str, message: str) -> None:
    found = problem(tmp_path, SOURCE + text)
    assert (found.line, found.key) == (6, f"sources[example-news].{key}")
    assert message in found.message


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("ftp://example.org/", "http"),
        ("file:///etc/passwd", "http"),
        ("//example.org/rss", "http"),
        ("example.org/rss", "did you mean 'https://example.org/rss'?"),
        ("https:///rss", "with a host"),
        ("https://a..b/", "with a host"),
        ("https://[::1/", "http"),
        ("https://example.org:99999/", "http"),
        ("https://example.org/a b", "without blanks"),
        ("https://example.org\\@evil.example/", "backslashes"),
        ("https://example.org/\u202e", "control characters"),
        ("https://example.org/" + "a" * 2048, "at most 2048"),
    ],
)
def test_an_address_that_can_not_be_asked_is_refused(tmp_path: Path, url: str, hint: str) -> None:
    found = problem(tmp_path, f"sources: [{{id: a, name: A, feeds: [{{url: '{url}'}}]}}]")
    assert found.key == "sources[a].feeds[1].url"
    assert hint in found.message


@pytest.mark.parametrize(
    "url",
    ["https://пример.рф/новости", "http://127.0.0.1:8000/rss", "http://[::1]:8000/", "https://a.example/?q=a&b=%20;c"],
)
def test_unusual_addresses_are_taken(tmp_path: Path, url: str) -> None:
    assert loaded(tmp_path, f"sources: [{{id: a, name: A, feeds: [{{url: '{url}'}}]}}]").feeds[0].url == url


def test_what_a_source_lacks_is_told(tmp_path: Path) -> None:
    found = problems(tmp_path, "sources:\n  - country: AZ\n")
    assert [one.message.split(" (")[0] for one in found] == [
        f'expected the key "{key}"' for key in ("id", "name", "feeds")
    ]
    assert "at least one feed" in problem(tmp_path, "sources: [{id: a, name: A, feeds: []}]").message
    assert problem(tmp_path, "sources: [{id: a, name: , feeds: [{url: https://a.example/}]}]").message.endswith(
        "got nothing"
    )


def test_two_sources_of_one_id_are_told_with_both_lines(tmp_path: Path) -> None:
    found = problem(tmp_path, SOURCE + "  - {id: example-news, name: X, feeds: [{url: https://x.example/}]}\n")
    assert (found.line, found.key) == (6, "sources[example-news].id")
    assert found.message == 'the id "example-news" is taken; first at line 2'


def test_an_address_that_two_sources_read_is_told_with_both_lines(tmp_path: Path) -> None:
    text = SOURCE + "  - id: copy\n    name: Copy\n    feeds: [{url: 'https://NEWS.example.org/rss#top'}]\n"
    found = problem(tmp_path, text)
    assert (found.line, found.message) == (8, "this address is already read; first at line 5")
    assert loaded(tmp_path, text + "    enabled: false\n").feeds[0].source == "example-news"


def test_a_listing_needs_its_links_and_only_a_listing_has_them(tmp_path: Path) -> None:
    assert '"link"' in problem(tmp_path, SOURCE + "        kind: listing\n").message
    found = problem(tmp_path, SOURCE + '        link: "a"\n')
    assert (found.line, found.key) == (6, "sources[example-news].feeds[1].link")
    assert "kind: listing" in found.message
    assert problem(tmp_path, SOURCE + '        kind: listin\n        link: "a"\n').key.endswith("kind")


def test_a_selector_that_became_a_comment_is_told(tmp_path: Path) -> None:
    found = problem(tmp_path, SOURCE + "        kind: listing\n        link: #main a\n        card: div\n")
    assert (found.line, found.key) == (7, "sources[example-news].feeds[1].link")
    assert "what begins with # stands in quotes" in found.message


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("nto", "did you mean 'nato'"),
        ("NATO", "did you mean 'nato'?"),
        ("European Union", "did you mean 'eu'?"),
        ("x" * 70, "by its id"),
    ],
)
def test_watchlists_name_organisations_that_the_tagger_finds(tmp_path: Path, word: str, hint: str) -> None:
    found = problem(tmp_path, f"watchlists: [{{id: a, organisations: [nato, {word}]}}]")
    assert found.key == "watchlists[a].organisations"
    assert hint in found.message


def test_digests_name_watchlists_that_exist(tmp_path: Path) -> None:
    text = "watchlists: [{id: az-nato, text: x}]\ndigests: [{name: d, watchlists: [az-nat]}]"
    found = problem(tmp_path, text)
    assert found.message == "expected the id of a watchlist; got \"az-nat\"; did you mean 'az-nato'?"


def test_a_digest_is_not_blamed_for_the_faults_of_its_watchlist(tmp_path: Path) -> None:
    text = "watchlists: [{id: az-nato, countries: [XX]}]\ndigests: [{name: d, watchlists: [az-nato]}]"
    assert problem(tmp_path, text).key == "watchlists[az-nato].countries"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("settings:\n  timezone: [UTC\n", 3, "column 1: not YAML"),
        ("settings: 'UTC\n", 2, "not YAML"),
        ("a: b: c", 1, 'column 5: not YAML: a second ": " in one value'),
        ("a: 'x\nb: 1\n", 3, "a quotation mark is not closed (what it belongs to begins at line 1)"),
        ("sources:\n  - id: x\n   name: y", 3, "this line is not indented like those beside it"),
        ("a: @x", 1, "a value can't begin with this character"),
        ("a: {x: 1", 2, "keys in { } are not closed"),
        ("settings:\n\ttimezone: UTC\n", 2, "expected blanks to indent with; got a tab"),
        ("a: *nowhere", 1, "*nowhere"),
        ("a: &a [*a]", 1, "*a"),
        ("? [a]\n: b", 1, "expected a word as key"),
        ("a: 1\n---\nb: 2", 2, "expected one document"),
        ("a: \x07", 1, "control character"),
        ("a: 1\nb: \x00", 2, "control character"),
        ("a: !!python/name:os.system x", 1, "the tag tag:yaml.org,2002:python/name:os.system"),
        ("a: !secret x", 1, "the tag !secret"),
        ("a:" + " [" * 30 + "]" * 30, 1, "levels of nesting"),
    ],
)
def test_what_is_no_yaml_is_told_in_one_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    found = problem(tmp_path, text)
    assert found.line == line
    assert message in found.message
    assert "\n" not in str(found)


def test_a_file_that_can_not_be_read_is_told_in_one_line(tmp_path: Path) -> None:
    missing = tmp_path / "missing.yaml"
    with pytest.raises(ConfigError, match="monitor init") as caught:
        load(missing)
    assert caught.value.exit_code == 78
    assert str(caught.value).startswith(f"{missing}: ")
    with pytest.raises(ConfigError, match="can't be read: Is a directory"):
        load(tmp_path)
    assert problem(tmp_path, "a: 1\nb: Bak\xfc\n".encode("latin-1")).line == 2
    assert "UTF-8" in problem(tmp_path, "a: 1".encode("utf-16")).message


def test_bombs_end_early(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    assert "aliases counted" in problem(tmp_path, "\n".join(lines)).message
    assert "levels of nesting" in problem(tmp_path, "[" * 200_000).message
    assert "this file is larger" in problem(tmp_path, b"#" * (3 * 1024 * 1024)).message


def test_long_and_strange_values_are_shown_short_and_on_one_line(tmp_path: Path) -> None:
    found = problem(tmp_path, 'settings: {timezone: "' + "x" * 5000 + '"}')
    assert len(str(found)) < 300
    assert "\n" not in str(problem(tmp_path, 'settings: {timezone: "a\\nb\\e[31m"}'))
    assert len(str(problem(tmp_path, "y" * 500 + ": 1"))) < 300

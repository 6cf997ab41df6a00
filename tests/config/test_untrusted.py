"""A configuration is text: whatever it says, it is read, and nothing it names is run."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.config import build, keys, load, tree, values
from monitor.config.keys import FILE, SECTIONS
from monitor.config.sections import Many, Nested, Section
from monitor.config.values import Kind
from monitor.errors import ConfigError
from monitor.model.settings import Config
from tests.config.loading import SOURCE, problem, problems

HERE = Path("feeds.yaml")
WORDS = st.sampled_from(
    [key.name for section in SECTIONS for key in section.keys] + ["<<", "", "~", "a", "env:X", "30m", "AZ"]
)
SCALARS = st.one_of(WORDS, st.text(max_size=12), st.integers().map(str), st.just("https://a.example/rss"))
TREES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(st.tuples(WORDS, inner), max_size=6).map(dict),
    ),
    max_leaves=25,
)


JUNK = st.sampled_from(["~", "", "x y", "../x", "[", "-1", "no", "NO", "ftp://a.example", "env:", "a\u0000b"])
EXAMPLES = {
    values.URL: ["https://a.example/rss", "https://b.example/", "https://A.example/rss"],
    values.SELECTOR: ["a[href]", "div:is(", "~"],
    values.IDENTIFIER: ["a", "b-c"],
    values.COUNTRY: ["AZ", "NO"],
    values.LANGUAGE: ["az", "no"],
    values.TIMEZONE: ["Asia/Baku", "Baku"],
    values.POSITIVE: ["1m", "30m", "9d"],
}


def one(kind: Kind[Any]) -> st.SearchStrategy[str]:
    """Values of a kind, mostly right ones."""
    words = re.findall(r"[a-z-]+", kind.expected.removeprefix("one of ")) if "one of" in kind.expected else ["1", "a"]
    right = st.sampled_from(EXAMPLES.get(kind, words))
    return st.one_of(right, right, right, JUNK)


def sections(section: Section) -> st.SearchStrategy[object]:
    """Sections with the keys that they may have, and values that are right, wrong or nothing at all."""
    known: dict[str, st.SearchStrategy[object]] = {}
    for key in section.keys:
        if isinstance(key.takes, Nested):
            inner = sections(key.takes.section)
            known[key.name] = st.lists(inner, min_size=1, max_size=3) if key.takes.many else inner
        elif isinstance(key.takes, Many):
            known[key.name] = st.lists(one(key.takes.kind), max_size=2)
        else:
            known[key.name] = one(key.takes)
    required = {key.name: known[key.name] for key in section.keys if key.required}
    optional = {name: value for name, value in known.items() if name not in required}
    whole = st.fixed_dictionaries(required, optional=optional)
    return st.one_of(whole, whole, st.fixed_dictionaries({}, optional=known), JUNK)


def flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flow(key)}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    if value == "~":
        return "~"
    return "'" + str(value).replace("'", "''") + "'"


def outcome(text: str) -> Config | ConfigError:
    try:
        return build(tree.parse(text, label="feeds.yaml"), HERE)
    except ConfigError as error:
        return error


def told(outcome: Config | ConfigError) -> bool:
    """Whether it is a configuration, or problems of one line each."""
    return isinstance(outcome, Config) or (
        bool(outcome.problems) and all("\n" not in str(one) for one in outcome.problems)
    )


@given(TREES)
@settings(max_examples=150)
def test_any_tree_is_a_configuration_or_a_list_of_problems(value: object) -> None:
    assert told(outcome(flow(value)))


AROUND: dict[str, tuple[Section, Callable[[object], object]]] = {
    "feeds.yaml": (FILE, lambda inner: inner),
    "settings": (keys.SETTINGS, lambda inner: {"settings": inner}),
    "sources": (keys.SOURCE, lambda inner: {"sources": [inner]}),
    "feeds": (keys.FEED, lambda inner: {"sources": [{"id": "a", "name": "A", "feeds": [inner]}]}),
    "watchlists": (keys.WATCHLIST, lambda inner: {"watchlists": [inner]}),
    "digests": (keys.DIGEST, lambda inner: {"digests": [inner], "watchlists": [{"id": "a", "text": "x"}]}),
    "mail": (keys.MAIL, lambda inner: {"mail": inner}),
}


@pytest.mark.parametrize("name", AROUND)
@given(data=st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_use_of_the_keys_is_a_configuration_or_a_list_of_problems(name: str, data: st.DataObject) -> None:
    section, around = AROUND[name]
    assert told(outcome(flow(around(data.draw(sections(section))))))


@given(st.text(max_size=80))
@settings(max_examples=150)
def test_any_text_is_a_configuration_or_a_list_of_problems(text: str) -> None:
    assert told(outcome(text))


@given(st.binary(max_size=60))
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_file_is_a_configuration_or_a_list_of_problems(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_bytes(data)
    with contextlib.suppress(ConfigError):
        load(path)


@given(st.integers(0, len(SOURCE)), st.text(alphabet="\t\n :-[]{}#&*!|>'\"%@`,?~a0\\", max_size=4))
@settings(max_examples=150)
def test_a_slip_of_the_keyboard_never_ends_in_a_traceback(place: int, slip: str) -> None:
    assert told(outcome(SOURCE[:place] + slip + SOURCE[place:]))


@pytest.mark.parametrize(
    "name", ["../../x", "a/b", "..", "a\\b", "/etc/passwd", "a b", "A", "a--b", "-a", "", "é", "a" * 65]
)
def test_s33_a_source_id_is_never_a_path(tmp_path: Path, name: str) -> None:
    found = problem(tmp_path, f"sources: [{{id: '{name}', name: A, feeds: [{{url: https://a.example/}}]}}]")
    assert found.key.endswith(".id")
    assert "small letters, digits and single hyphens" in found.message


@pytest.mark.parametrize(
    "tag",
    [
        "!!python/object/apply:os.system [touch ran]",
        "!!python/name:os.system",
        "!!python/module:antigravity",
        "!!binary eA==",
    ],
)
def test_s33_tags_make_nothing(tmp_path: Path, tag: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "expected plain values" in problem(tmp_path, f"settings: {tag}").message
    assert not (tmp_path / "ran").exists()


def test_s34_nothing_that_a_configuration_names_is_imported(tmp_path: Path) -> None:
    (tmp_path / "trap.py").write_text("raise SystemExit('imported')\n")
    text = "include: [trap, trap.py, trap.yaml]\n"
    text += "sources: [{id: trap, name: trap, type: trap, feeds: [{url: trap, kind: trap}]}]\n"
    (tmp_path / "trap.yaml").write_text("sources: !!python/module:trap\n")
    assert len(problems(tmp_path, text)) == 6
    script = f"""
import sys
from pathlib import Path
from monitor.config import load
from monitor.errors import ConfigError
try:
    load(Path({str(tmp_path / "feeds.yaml")!r}))
except ConfigError:
    print("trap" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"

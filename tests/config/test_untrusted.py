"""A configuration is text: whatever it says, it is read, and nothing it names is run."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.config import build, load, tree
from monitor.config.keys import SECTIONS
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


def flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flow(key)}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
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
@settings(max_examples=300, deadline=None)
def test_any_tree_is_a_configuration_or_a_list_of_problems(value: object) -> None:
    assert told(outcome(flow(value)))


@given(st.text(max_size=80))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_configuration_or_a_list_of_problems(text: str) -> None:
    assert told(outcome(text))


@given(st.binary(max_size=60))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_file_is_a_configuration_or_a_list_of_problems(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_bytes(data)
    with contextlib.suppress(ConfigError):
        load(path)


@given(st.integers(0, len(SOURCE)), st.text(alphabet="\t\n :-[]{}#&*!|>'\"%@`,?~a0\\", max_size=4))
@settings(max_examples=300, deadline=None)
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

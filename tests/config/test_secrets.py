"""Secrets stay where they are until they are used, and never come out on the way."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.config import load, proxy, resolve
from monitor.errors import ConfigError
from monitor.model.settings import Secret
from monitor.text.redact import redact
from tests.config.loading import SOURCE, loaded, problem


def test_a_reference_to_the_environment_is_resolved_on_use(tmp_path: Path) -> None:
    assert resolve(Secret(reference="env:WORD"), {"WORD": "s3cret"}, tmp_path) == "s3cret"


@pytest.mark.parametrize("environ", [{}, {"WORD": ""}, {"WORD": "  "}])
def test_an_unset_variable_is_named(tmp_path: Path, environ: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match="env:WORD: the environment has no WORD"):
        resolve(Secret(reference="env:WORD"), environ, tmp_path)


def test_a_reference_to_a_file_is_relative_to_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "word").write_text("s3cret\n")
    assert resolve(Secret(reference="file:word"), {}, tmp_path) == "s3cret"
    assert resolve(Secret(reference=f"file:{tmp_path / 'word'}"), {}, Path("/nowhere")) == "s3cret"


def test_a_file_that_says_nothing_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    (tmp_path / "large").write_bytes(b"x" * 70_000)
    for name, message in (
        ("empty", "is empty"),
        ("missing", "No such file"),
        ("binary", "UTF-8"),
        ("large", "at most 64 KiB"),
        (".", "Is a directory"),
    ):
        with pytest.raises(ConfigError, match=message):
            resolve(Secret(reference=f"file:{name}"), {}, tmp_path)


def test_a_value_without_reference_stands_for_itself(tmp_path: Path) -> None:
    assert resolve(Secret(reference="desk@example.org"), {}, tmp_path) == "desk@example.org"


def test_a_proxy_comes_from_the_settings_and_nowhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://elsewhere.example:3128")
    assert proxy(loaded(tmp_path, SOURCE)) is None
    assert proxy(loaded(tmp_path, "settings: {proxy: 'http://proxy.example:3128'}")) == "http://proxy.example:3128"
    config = loaded(tmp_path, "settings: {proxy: 'env:DESK_PROXY'}")
    monkeypatch.setenv("DESK_PROXY", "http://desk:s3cret@proxy.example:3128")
    assert proxy(config) == "http://desk:s3cret@proxy.example:3128"
    monkeypatch.setenv("DESK_PROXY", "desk:s3cret")
    with pytest.raises(ConfigError, match="env:DESK_PROXY") as caught:
        proxy(config)
    assert "s3cret" not in str(caught.value)


def test_s32_a_password_stands_only_in_the_environment_or_a_file(tmp_path: Path) -> None:
    found = problem(tmp_path, "mail: {from: a@b.example, password: hunter2}")
    assert "env:NAME or file:PATH" in found.message
    assert "hunter2" not in str(found)


@pytest.mark.parametrize(
    "text",
    [
        "sources: [{id: a, name: A, feeds: [{url: 'https://desk:s3cret@feeds.example/rss'}]}]",
        "settings: {proxy: 'http://desk:s3cret@proxy.example:3128'}",
        "settings: {archive_url: 'http://desk:s3cret@archive.example/'}",
        "settings: {contact: 'http://desk:s3cret@archive.example/'}",
        "settings: {timezone: 'http://desk:s3cret@archive.example/'}",
    ],
)
def test_s32_passwords_in_addresses_are_refused_and_not_repeated(tmp_path: Path, text: str) -> None:
    assert "s3cret" not in str(problem(tmp_path, text))


def test_s32_a_loaded_configuration_shows_no_secret(tmp_path: Path) -> None:
    text = "settings: {proxy: 'env:DESK_PROXY'}\nmail: {from: a@b.example, user: desk-user, password: 'file:word'}\n"
    (tmp_path / "word").write_text("s3cret")
    config = load(loaded(tmp_path, text).path)
    shown = repr(config) + str(config.mail) + json.dumps(str(replace(config.settings)))
    assert "s3cret" not in shown
    assert "desk-user" not in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://desk:s3cret@a.example/x?y=1", "https://…@a.example/x?y=1"),
        ("no route to socks5://u:p%40ss@proxy:1080 (2)", "no route to socks5://…@proxy:1080 (2)"),
        ("HTTP://u@a.example and https://v:w@b.example", "HTTP://…@a.example and https://…@b.example"),
        ("https://u:p@ss@a.example/", "https://…@a.example/"),
        ("https://a.example/@handle and press@example.org", "https://a.example/@handle and press@example.org"),
        ("https://a.example/?mail=x@y.example", "https://a.example/?mail=x@y.example"),
    ],
)
def test_s32_userinfo_is_taken_out_of_addresses(text: str, shown: str) -> None:
    assert redact(text) == shown

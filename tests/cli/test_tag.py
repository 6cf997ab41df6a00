"""`monitor tag`, from the real program."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from monitor.__main__ import run as monitor
from tests.config.loading import SOURCE
from tests.config.test_names import OWN

TEXT = "Talks in Vienna\nThe OSCE met Georgia's envoy from Tbilisi. Armenia sent nobody.\n"


class Program:
    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys, self._monkeypatch = capsys, monkeypatch

    def __call__(self, *arguments: str, stdin: str | bytes = "", code: int = 0) -> str:
        fed = stdin if isinstance(stdin, bytes) else stdin.encode()
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(fed), encoding="utf-8"))
        assert monitor(["tag", *arguments]) == code
        told = self._capsys.readouterr()
        self.stderr = told.err
        return told.out

    def json(self, *arguments: str, stdin: str = "") -> Any:
        return json.loads(self(*arguments, "--json", stdin=stdin))


@pytest.fixture
def program(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Program:
    monkeypatch.chdir(tmp_path)
    return Program(capsys, monkeypatch)


def test_a_text_is_tagged(program: Program) -> None:
    said = program.json("Baku and Yerevan signed a treaty")
    assert said["countries"] == ["AM", "AZ"]
    assert said["tagger"].startswith("gazetteer/")
    [armenia, _] = said["mentions"]
    assert (armenia["tag"], armenia["label"], armenia["focus"]) == ("country:AM", "Armenia", True)
    [span] = armenia["spans"]
    assert (span["start"], span["end"], span["text"], span["rule"]) == (9, 16, "Yerevan", "capital")


def test_explain_marks_the_names_and_says_why_each_counts(program: Program) -> None:
    told = program("--explain", "-", stdin=TEXT)
    title, _, body = told.splitlines()[:3]
    assert title == "Talks in [Vienna|AT venue]"
    assert body == "The [OSCE|osce] met [Georgia|GE]'s envoy from [Tbilisi|GE]. [Armenia|AM] sent nobody."
    rows = {line.split()[0]: line for line in told.splitlines() if ":" in line[:12]}
    assert "venue Vienna in the title" in rows["country:AT"]
    assert "name Georgia" in rows["country:GE"]
    assert "capital Tbilisi" in rows["country:GE"]
    assert "acronym OSCE" in rows["org:osce"]


def test_explain_says_why_each_tag_is_in_focus_or_not(program: Program) -> None:
    text = (
        "Gas for Europe\nBAKU, November 23 - The parliament of Moldova has met. Moldova and Romania will buy gas. "
        "Moldova waits. Romania agrees. The Venice Commission was told in Vienna, where the OSCE sits. Italy is silent."
    )
    rows = {line.split()[0]: line for line in program("--explain", "-", stdin=text).splitlines() if line}
    assert "focus: the foremost of its kind" in rows["country:MD"]
    assert "focus: nearly half as much as the foremost, or more" in rows["country:RO"]
    assert "- a venue" in rows["country:AT"]
    assert "- named in passing" in rows["country:IT"]
    assert "- a state's own: its country counts" in rows["org:moldovan-parliament"]


def test_what_a_terminal_would_obey_is_not_printed(program: Program) -> None:
    assert "\x1b" not in program("--explain", "Baku\x1b[2J said", stdin="")


def test_nothing_found_is_said_on_stderr(program: Program) -> None:
    assert program("Nobody spoke") == ""
    assert "no country and no organisation" in program.stderr


def test_what_is_no_text_is_refused(program: Program) -> None:
    program("-", stdin=b"\xff\xfe\x00", code=65)
    assert "not UTF-8" in program.stderr


def test_what_is_no_language_is_refused(program: Program) -> None:
    program("--language", "klingon", "Baku", code=2)
    assert "such as en, az or pt-BR, and not 'klingon'" in program.stderr
    program("--language", "ua", "Baku", code=2)
    assert "did you mean 'uk'?" in program.stderr
    assert "Azerbaijan" in program("--language", "pt_BR", "Baku disse")


def test_all_names_of_a_tag_can_be_seen(program: Program) -> None:
    said = program.json("--aliases", "nato")
    assert (said["tag"], said["label"]) == ("org:nato", "North Atlantic Treaty Organization")
    assert {"NATO", "ОТАН", "НАТО", "北约"} - {alias["text"] for alias in said["aliases"]} == {"ОТАН"}
    told = program("--aliases", "GE")
    assert "Georgia" in told
    assert "for what the rest of the article speaks for" in told
    program("--aliases", "natoo", code=2)
    assert "did you mean 'nato'" in program.stderr


def test_names_of_ones_own_count_and_override(program: Program) -> None:
    Path("feeds.yaml").write_text(SOURCE + OWN, encoding="utf-8")
    said = program.json("The Land of Fire hosts the CDI; Turkey was served.")
    assert {mention["tag"] for mention in said["mentions"]} == {"country:AZ", "org:caspian-desk"}
    assert "+own." in said["tagger"]
    [own, *_] = program.json("--aliases", "caspian-desk")["aliases"]
    assert own["own"]
    assert program.json("--aliases", "caspian-desk")["parent"] == "org:osce"


def test_a_name_of_ones_own_is_beyond_doubt(program: Program) -> None:
    text = "The governor of Georgia flew to Atlanta."
    assert program.json(text)["countries"] == ["US"]
    own = "gazetteer: {aliases: [{tag: GE, names: Georgia}]}\n"
    Path("feeds.yaml").write_text(SOURCE + own, encoding="utf-8")
    assert "GE" in program.json(text)["countries"]

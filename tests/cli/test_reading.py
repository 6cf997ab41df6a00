"""What a reader gets from latest, search, show, sources, health and export, from the real program."""

import csv
import io
import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from monitor.__main__ import run as monitor
from tests.cli.test_frame import run as program
from tests.shelf import FORMULA, NOW, fill


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, int]]:
    folder = tmp_path_factory.mktemp("desk")
    return folder / "db/press.db", fill(folder / "db/press.db")


class Desk:
    """Calls the program on the archive as a user of the command line would, in this process."""

    def __init__(self, db: Path, ids: Mapping[str, int], capsys: pytest.CaptureFixture[str]) -> None:
        self.db, self.ids, self._capsys = db, ids, capsys

    def __call__(self, *arguments: str, code: int = 0) -> str:
        assert monitor(["--db", str(self.db), *arguments]) == code
        told = self._capsys.readouterr()
        self.stderr = told.err
        return told.out

    def json(self, *arguments: str) -> Any:
        return json.loads(self(*arguments, "--json"))


@pytest.fixture
def desk(
    shelf: tuple[Path, Mapping[str, int]],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Desk:
    monkeypatch.setenv("MONITOR_NOW", NOW.isoformat())
    monkeypatch.chdir(tmp_path)
    return Desk(*shelf, capsys)


def titles(said: Any) -> list[str]:
    return [article["title"][:12] for article in said["articles"]]


def test_latest_lists_the_newest_first_and_copies_only_when_asked(desk: Desk) -> None:
    newest = desk.json("latest")
    assert [article["id"] for article in newest["articles"]] == [
        desk.ids[word] for word in ("nato", "border", "brussels", "hostile", "formula", "old")
    ]
    assert newest["articles"][1]["copies"] == 1
    assert newest["articles"][0] | {"summary": "", "snippet": ""} == {
        "id": desk.ids["nato"],
        "sorted_at": "2026-11-23T07:00:00Z",
        "source": "caspian-courier",
        "source_name": "Caspian Courier",
        "title": "NATO assembly receives Milli Majlis deputies",
        "url": "https://caspian-courier.example/1",
        "language": "en",
        "summary": "",
        "countries": ["AZ"],
        "organisations": ["nato"],
        "words": 12,
        "copies": 0,
        "snippet": "",
    }
    assert desk.ids["copy"] in [article["id"] for article in desk.json("latest", "--copies")["articles"]]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--country", "AZ"], ["nato", "border", "brussels"]),
        (["--country", "az", "--country", "GE"], ["nato", "border", "brussels", "hostile", "old"]),
        (["--country", "AZ", "--org", "NATO"], ["nato"]),
        (["--org", "nato", "--any"], ["nato", "old"]),
        (["--country", "AM"], ["border"]),
        (["--country", "AM", "--any"], ["nato", "border"]),
        (["--source", "kura-wire"], ["border", "hostile", "formula"]),
        (["--language", "ru"], ["brussels"]),
        (["--since", "1d"], ["nato", "border"]),
        (["--since", "2026-11-22", "--until", "2026-11-23"], ["brussels"]),
        (["-n", "1"], ["nato"]),
    ],
)
def test_what_is_wanted_is_what_is_listed(desk: Desk, options: list[str], words: list[str]) -> None:
    assert [article["id"] for article in desk.json("latest", *options)["articles"]] == [
        desk.ids[word] for word in words
    ]


def test_search_finds_words_in_any_accent_and_the_best_first(desk: Desk) -> None:
    assert titles(desk.json("search", "commissions")) == ["Border commi"]
    assert titles(desk.json("search", "брюссель")) == ["Баку и Брюсс"]
    assert titles(desk.json("search", "corridor", "winter", "--country", "GE")) == ["The corridor"]
    assert desk.json("search", "nothinglikethis")["articles"] == []


@pytest.mark.parametrize("text", ["NEAR(", '"unbalanced', "nato AND", "title:", "*", "a -", "(((", "--"])
def test_no_search_is_an_error_whatever_is_typed(desk: Desk, text: str) -> None:
    desk("search", "--", text)


def test_an_empty_list_says_so_on_stderr_and_nothing_with_q(desk: Desk) -> None:
    assert desk("search", "nothinglikethis") == ""
    assert desk.stderr == "monitor: no article matches 'nothinglikethis'\n"
    assert desk("-q", "latest", "--country", "FR") == ""
    assert desk.stderr == ""


def test_piped_tables_are_plain_aligned_lines(desk: Desk) -> None:
    lines = desk("latest").splitlines()
    assert len(lines) == 7
    assert lines[0].split() == ["ID", "TIME", "SOURCE", "ABOUT", "COPIES", "TITLE"]
    starts = {line.index(title) for line, title in ((lines[0], "TITLE"), (lines[1], "NATO as"), (lines[3], "Баку и"))}
    assert len(starts) == 1
    assert not any(character in "".join(lines) for character in "│┃─━|\x1b")


@pytest.mark.parametrize("command", [["latest"], ["show", "hostile"], ["sources", "list"], ["health"]])
def test_hostile_words_can_not_harm_a_terminal(desk: Desk, command: list[str]) -> None:
    said = desk(*(str(desk.ids.get(word, word)) for word in command))
    assert not set(said) & set("\x1b\x07\x08\r\u202e\x9b")


def on_a_terminal(desk: Desk, *arguments: str, columns: int = 120) -> str:
    """What the program writes when stdout is a terminal (a pseudo-terminal made by script(1))."""
    command = " ".join(["python", "-m", "monitor", "--db", str(desk.db), *arguments])
    told = subprocess.run(
        ["script", "-qec", f"stty cols {columns}; exec {command}", "/dev/null"],
        capture_output=True,
        check=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
        env=terminal_environment(),
    )
    return told.stdout.decode()


def terminal_environment() -> dict[str, str]:
    import os
    import sys

    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    root = str(Path(__file__).parents[2])
    inherited = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
    return inherited | {"TERM": "xterm-256color", "PATH": path, "PYTHONPATH": root, "MONITOR_NOW": NOW.isoformat()}


def test_on_a_terminal_markup_in_titles_is_text_and_escapes_are_ours_alone(desk: Desk) -> None:
    said = on_a_terminal(desk, "latest")
    assert "[red]a review[/red]" in said
    assert "[31m[bold]Red[0m alert</script>" in said  # the words without the escape that made them commands
    assert "\x1b[31m" not in said
    assert "\x07" not in said
    assert "\x1b]8;" in said  # titles open in the browser


def test_show_tells_text_dates_tags_with_evidence_edits_copies_and_feeds(desk: Desk) -> None:
    said = desk("show", str(desk.ids["nato"]))
    for part in (
        "NATO assembly receives Milli Majlis deputies",
        "2026-11-23 07:00 (as the feed says, in its words 'Mon, 23 Nov 2026')",
        "A corrected paragraph.",
        'focus    0.90  org:nato  NATO: "NATO" (title, name) and 1 more',
        "mention  0.20  country:AM",
        "EARLIER TEXTS",
        "- The first paragraph of number 1.",
        "https://courier.example/feed.xml",
    ):
        assert part in said
    assert "- The second paragraph." not in said
    border = desk("show", str(desk.ids["border"]))
    assert "COPIES ELSEWHERE" in border
    assert f"monitor show {desk.ids['border']}" in desk("show", str(desk.ids["copy"]))


def test_show_as_json_is_one_flat_object(desk: Desk) -> None:
    said = desk.json("show", str(desk.ids["nato"]))
    assert (said["id"], said["dated_by"], said["published_at"]) == (desk.ids["nato"], "feed", "2026-11-23T07:00:00Z")
    nato = next(mention for mention in said["mentions"] if mention["tag"] == "org:nato")
    assert "role" not in nato  # known only where a text is tagged
    assert nato["focus"] is True
    assert nato["spans"][0] == {"field": "title", "start": 0, "end": 4, "text": "NATO", "rule": "name", "alias": ""}
    assert said["revisions"][0]["body"].startswith("The first paragraph")
    assert "snippet" not in said


def test_times_are_the_desks(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").write_text("settings: {timezone: Asia/Baku}\nsources: []\n")
    assert "2026-11-23 11:00" in desk("latest")
    (tmp_path / "feeds.yaml").write_text("settings: {timezone: Asia/Bakoo}\n")
    assert "2026-11-23 07:00" in desk("latest")
    assert desk.stderr.startswith("monitor: times are in UTC, for ")


def test_sources_and_health(desk: Desk) -> None:
    assert [source["id"] for source in desk.json("sources", "list")["sources"]] == [
        "caspian-courier",
        "kura-wire",
        "quiet-quarterly",
        "yuzhny-vestnik",
    ]
    assert "Южный вестник" in desk("sources", "list")
    health = desk.json("health")
    states = {feed["source"]: feed["state"] for feed in health["feeds"]}
    assert states == {
        "caspian-courier": "ok",
        "kura-wire": "ok",
        "quiet-quarterly": "silent",
        "yuzhny-vestnik": "broken",
    }
    assert health["runs"][0]["outcome"] == "partial"
    told = desk("health", "--bad").splitlines()
    assert [line.split()[0] for line in told] == ["STATE", "broken", "silent"]
    assert "404 Not Found" in told[1]


def test_sources_are_listed_from_feeds_yaml_before_any_collect(desk: Desk, tmp_path: Path) -> None:
    desk.db, shelf = tmp_path / "db/press.db", desk.db
    feeds = [{"url": "https://new.example/rss"}, {"url": "https://new.example/world"}]
    source = {"id": "a-new-one", "name": "A new one", "homepage": "https://new.example/", "feeds": feeds}
    (tmp_path / "feeds.yaml").write_text(json.dumps({"sources": [source]}), encoding="utf-8")
    (new,) = desk.json("sources", "list")["sources"]
    assert (new["id"], new["feeds"], new["articles"], new["newest_at"], new["new"]) == ("a-new-one", 2, 0, None, True)
    assert "A new one (new)" in desk("sources", "list")
    assert not desk.db.exists(), "to list makes no archive"

    desk.db = shelf
    listed = desk.json("sources", "list")["sources"]
    assert listed[0]["id"] == "a-new-one", "beside those that the archive knows"
    assert [one["new"] for one in listed] == [True] + [False] * (len(listed) - 1)

    (tmp_path / "feeds.yaml").write_text("sources: 3\n", encoding="utf-8")
    assert len(desk.json("sources", "list")["sources"]) == len(listed) - 1, "an archive is read all the same"
    desk.db = tmp_path / "db/press.db"
    desk("sources", "list", code=78)
    assert "feeds.yaml:1" in desk.stderr


def test_csv_is_safe_for_spreadsheets_and_raw_for_machines(desk: Desk) -> None:  # S28
    def title(*options: str) -> str:
        rows = csv.DictReader(io.StringIO(desk("export", "--format", "csv", *options), newline=""))
        return next(row["title"] for row in rows if row["id"] == str(desk.ids["formula"]))

    assert title() == f"'{FORMULA}"
    assert title("--raw") == FORMULA
    listed = list(csv.DictReader(io.StringIO(desk("latest", "--csv"), newline="")))
    assert [row["title"] for row in listed if row["id"] == str(desk.ids["formula"])] == [f"'{FORMULA}"]
    assert listed[0]["countries"] == "AZ"


def test_csv_is_rfc_4180(desk: Desk) -> None:
    said = program("--db", str(desk.db), "export", "--format", "csv", MONITOR_NOW=NOW.isoformat())
    assert said.returncode == 0
    raw = subprocess.run(
        ["python", "-m", "monitor", "--db", str(desk.db), "export"],
        capture_output=True,
        check=True,
        env=terminal_environment(),
    ).stdout
    assert raw.count(b"\r\n") == 7
    assert raw.endswith(b"\r\n")
    assert raw.startswith(b"id,sorted_at,source,")


def test_export_as_json_is_one_object_and_as_nl_one_a_line(desk: Desk) -> None:
    whole = json.loads(desk("export", "--format", "json"))
    lines = [json.loads(line) for line in desk("export", "--format", "nl").splitlines()]
    assert whole == {"articles": lines}
    assert [article["id"] for article in lines][:2] == [desk.ids["nato"], desk.ids["border"]]
    assert lines[1]["copies"][0]["source"] == "caspian-courier"
    assert json.loads(desk("export", "--format", "json", "--country", "FR")) == {"articles": []}
    assert len(desk("export", "--format", "nl", "--org", "nato", "--since", "7d").splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["latest", "--source", "kura-wirre"], "there is no source `kura-wirre`: did you mean kura-wire?"),
        (["latest", "--country", "UK"], "did you mean GB?"),
        (["latest", "--since", "yesterdayish"], "neither a length of time"),
        (["latest", "--since", "99999999999d"], "neither a length of time"),
        (["show", "99999"], "there is no article 99999"),
        (["search", "  "], "there is nothing to search for"),
    ],
)
def test_what_is_not_there_is_exit_2_with_a_hint(desk: Desk, arguments: list[str], said: str) -> None:
    assert desk(*arguments, code=2) == ""
    assert said in desk.stderr
    assert desk.stderr.count("\n") == 1


def test_no_archive_and_no_database_are_told_in_one_line(desk: Desk, tmp_path: Path) -> None:
    desk.db = tmp_path / "none.db"
    desk("latest", code=65)
    assert "run `monitor collect` first" in desk.stderr
    desk.db = tmp_path / "notes.db"
    desk.db.write_text("no database at all, but a text that is long enough to be taken for something " * 20)
    for command in (["latest"], ["search", "x"], ["show", "1"], ["health"], ["sources", "list"], ["export"]):
        desk(*command, code=65)
        assert desk.stderr.count("\n") == 1

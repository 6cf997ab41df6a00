"""`monitor init`: a feeds.yaml that loads, from flags or from a conversation."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from monitor.cli.init import command
from monitor.config import contact_notice, load
from monitor.errors import CantCreate

PROGRAM = [sys.executable, "-c", "from monitor.cli.init import command; command()"]
ROOT = Path(__file__).parent.parent.parent
ALL_FLAGS = [
    *("--contact", "press@example.org", "--timezone", "Asia/Baku", "--language", "az"),
    *("--country", "AZ", "--country", "am", "--organisation", "nato", "--organisation", "nato-pa"),
    *("--pack", "caucasus", "--pack", "think-tanks"),
]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MONITOR_CONFIG", raising=False)
    monkeypatch.setenv("TZ", "Europe/Brussels")


def init(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


def program(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command as a program, without a terminal."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [*PROGRAM, *arguments],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_flags_say_everything_and_nothing_is_asked(tmp_path: Path) -> None:
    done = program(*ALL_FLAGS, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "Next: monitor collect"
    config = load(tmp_path / "feeds.yaml")
    assert (config.settings.contact, config.settings.timezone, config.settings.language) == (
        "press@example.org",
        "Asia/Baku",
        "az",
    )
    [watchlist] = config.watchlists
    assert (watchlist.countries, watchlist.organisations) == (("AZ", "AM"), ("nato", "nato-pa"))
    assert config.digests[0].watchlists == (watchlist.id,)
    assert {"caliber-az-en", "jamestown"} <= {source.id for source in config.sources}
    assert contact_notice(config) is None


def test_yes_takes_the_defaults(tmp_path: Path) -> None:
    result = init("--yes")
    assert result.exit_code == 0, result.output
    assert "No contact is set yet" in result.output
    config = load(tmp_path / "feeds.yaml")
    assert config.settings.timezone == "Europe/Brussels"
    assert {"caliber-az-en", "nato"} <= {source.id for source in config.sources}
    assert (config.watchlists, config.digests) == ((), ())


def test_without_a_contact_each_collect_can_say_how_to_set_it(tmp_path: Path) -> None:
    init("--yes")
    notice = contact_notice(load(tmp_path / "feeds.yaml"))
    assert notice is not None
    assert "contact:" in notice
    assert "feeds.yaml" in notice
    assert "\n" not in notice


def test_without_a_terminal_the_missing_flags_are_named(tmp_path: Path) -> None:
    done = program("--contact", "press@example.org", folder=tmp_path)
    assert done.returncode == 2
    assert "--timezone, --language, --country, --organisation, --pack, or --yes" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--timezone", "Baku"], "did you mean 'Asia/Baku'?"),
        (["--contact", "nobody"], "a mail address"),
        (["--language", "ua"], "did you mean 'uk'?"),
        (["--country", "Azerbaijan"], "ISO 3166-1"),
        (["--organisation", "N.A.T.O."], "an organisation of the gazetteer"),
        (["--pack", "causacus"], "did you mean 'caucasus'?"),
    ],
)
def test_what_a_flag_can_not_mean_is_told_as_in_feeds_yaml(tmp_path: Path, arguments: list[str], message: str) -> None:
    result = init("--yes", *arguments)
    assert result.exit_code == 2
    assert arguments[0] in result.output
    assert message in " ".join(result.output.split())
    assert not list(tmp_path.iterdir())


def test_none_means_none(tmp_path: Path) -> None:
    assert init("--yes", "--pack", "none", "--country", "none").exit_code == 0
    assert load(tmp_path / "feeds.yaml").sources == ()


@pytest.mark.parametrize("wanted", [["--country", "AZ"], ["--organisation", "nato", "--organisation", "nato-pa"]])
def test_alerts_and_mail_are_proposed_in_comments_that_load_when_they_are_taken_up(
    tmp_path: Path, wanted: list[str]
) -> None:
    assert init("--yes", "--pack", "none", *wanted).exit_code == 0
    path = tmp_path / "feeds.yaml"
    before, alerts = path.read_text(encoding="utf-8").split("# alerts:")
    path.write_text(f"{before}alerts:{alerts.replace('#  - {', '  - {').replace('# mail:', 'mail:')}", encoding="utf-8")
    config = load(path)
    assert [(alert.channel, alert.watchlists) for alert in config.alerts] == [
        ("mail", (config.watchlists[0].id,)),
        ("slack", (config.watchlists[0].id,)),
    ]
    assert config.mail is not None


def test_an_existing_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_text("mine: all\n")
    result = init("--yes")
    assert isinstance(result.exception, CantCreate)
    assert "--force" in str(result.exception)
    assert path.read_text() == "mine: all\n"
    assert init("--yes", "--force").exit_code == 0
    assert load(path).sources


def test_another_file_can_be_written(tmp_path: Path) -> None:
    result = init("--yes", "--output", "desk.yaml")
    assert "Next: monitor --config desk.yaml collect" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["desk.yaml"]


def test_the_environment_may_name_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_CONFIG", str(tmp_path / "named.yaml"))
    assert init("--yes").exit_code == 0
    assert load(tmp_path / "named.yaml").sources


def test_what_can_not_be_written_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    result = init("--yes", "--output", "missing/feeds.yaml")
    assert isinstance(result.exception, CantCreate)
    assert result.exception.exit_code == 73
    assert str(result.exception) == "missing/feeds.yaml can't be written: No such file or directory"
    (tmp_path / "file").write_text("")
    assert isinstance(init("--yes", "--output", "file/feeds.yaml").exception, CantCreate)


def test_what_was_there_stays_whole_when_it_can_not_be_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "feeds.yaml"
    folder.mkdir()
    assert isinstance(init("--yes", "--force").exception, CantCreate)
    assert [path.name for path in tmp_path.iterdir()] == ["feeds.yaml"]


def test_the_file_is_for_people_and_for_any_yaml_reader(tmp_path: Path) -> None:
    init(
        "--yes",
        "--country",
        "NO",
        "--language",
        "no",
        "--organisation",
        "osce",
        "--contact",
        "https://desk.example/#us",
    )
    text = (tmp_path / "feeds.yaml").read_text()
    assert text.count("#") > 20
    plain = yaml.safe_load(text)
    assert plain["settings"]["language"] == "no"
    assert plain["settings"]["contact"] == "https://desk.example/#us"
    assert plain["watchlists"] == [
        {
            "id": "no-osce",
            "name": "Norway and Organization for Security and Co-operation in Europe",
            "countries": ["NO"],
            "organisations": ["osce"],
        }
    ]


class Conversation:
    """The program on a terminal of its own; `answers` are typed one after the other as it asks."""

    def __init__(self, folder: Path, answers: list[str]) -> None:
        self.text = ""
        self._answers = list(answers)
        main, terminal = pty.openpty()
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        child = subprocess.Popen(PROGRAM, cwd=folder, env=environment, stdin=terminal, stdout=terminal, stderr=terminal)
        os.close(terminal)
        try:
            self._listen(main)
            self.code = child.wait(timeout=30)
        finally:
            child.kill()
            child.wait()
            os.close(main)

    def _listen(self, main: int) -> None:
        until = time.monotonic() + 60
        said = 0
        while time.monotonic() < until:
            if not select.select([main], [], [], 1)[0]:
                continue
            try:
                data = os.read(main, 4096)
            except OSError:  # the program has closed its end
                return
            if not data:
                return
            self.text += data.decode(errors="replace")
            if self._answers and self.text[said:].rstrip(" ").endswith(":"):
                said = len(self.text)
                os.write(main, self._answers.pop(0).encode() + b"\n")


def test_it_asks_and_checks_each_answer_as_it_is_given(tmp_path: Path) -> None:
    talk = Conversation(tmp_path, ["press@", "press@example.org", "Baku", "Asia/Baku", "", "az, ge", "nato osce", ""])
    assert talk.code == 0, talk.text
    assert "Contact for publishers" in talk.text
    assert "did you mean 'Asia/Baku'?" in talk.text
    config = load(tmp_path / "feeds.yaml")
    assert (config.settings.contact, config.settings.timezone) == ("press@example.org", "Asia/Baku")
    assert config.watchlists[0].countries == ("AZ", "GE")
    assert config.watchlists[0].organisations == ("nato", "osce")
    assert "caliber-az-en" in {source.id for source in config.sources}

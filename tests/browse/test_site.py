"""The static copy: pages that are whole without a server, and lead nowhere outside."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html

from tests.browse.hostile import fill_with_mischief
from tests.shelf import NOW

DATE = NOW.date().isoformat()


def export(db: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "monitor", "--config", str(db.with_name("feeds.yaml")), "--db", str(db), "export"]
    return subprocess.run([*command, *options], capture_output=True, text=True, check=False, timeout=100)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("desk") / "press.db"
    fill_with_mischief(path)
    return path


def test_every_link_of_the_copy_leads_to_a_file_of_it_or_to_an_original(db: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    done = export(db, "--site", str(site), "--day", DATE)
    assert (done.returncode, done.stdout.strip()) == (0, str(site / "index.html"))
    pages = sorted(site.rglob("*.html"))
    assert {page.relative_to(site).parts[0] for page in pages} >= {"index.html", "article", "country", "source"}
    for page in pages:
        tree = html.fromstring(page.read_text("utf-8"))
        assert not list(tree.iter("script", "form", "iframe"))
        for element in tree.iter("a", "link"):
            href = element.get("href", "").partition("#")[0]
            if href and not href.startswith(("http://", "https://", "mailto:")):
                assert (page.parent / href).resolve().is_relative_to(site)
                assert (page.parent / href).is_file(), (page, href)


def test_a_folder_that_holds_something_is_left_alone(db: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept", "utf-8")
    done = export(db, "--site", str(tmp_path))
    assert done.returncode == 73
    assert "is not empty" in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("options", "code", "word"),
    [
        (["--site", "SITE", "--watch", "nobody"], 2, "no watchlist"),
        (["--site", "SITE", "--day", "yesterday"], 2, "no day"),
        (["--day", "2026-11-23"], 2, "go with --site"),
    ],
)
def test_what_makes_no_sense_is_told_in_a_line(
    db: Path, tmp_path: Path, options: list[str], code: int, word: str
) -> None:
    done = export(db, *(str(tmp_path / "site") if option == "SITE" else option for option in options))
    assert done.returncode == code
    assert word in done.stderr
    assert "Traceback" not in done.stderr


def test_export_as_atom_is_a_feed(db: Path) -> None:
    from xml.etree import ElementTree as ET

    done = export(db, "--format", "atom", "--country", "GE")
    feed = ET.fromstring(done.stdout)
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) > 30

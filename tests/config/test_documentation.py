"""docs/configuration.md says what the checker does."""

from __future__ import annotations

import re
from pathlib import Path

from docs.configuration import page
from monitor.config.keys import SECTIONS
from monitor.errors import Problem
from monitor.model.settings import Settings
from tests.config.loading import loaded, problems

PAGE = Path(__file__).parent.parent.parent / "docs" / "configuration.md"


def test_the_page_is_the_one_that_the_table_of_keys_makes() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make docs`"


def test_every_key_is_documented() -> None:
    text = page()
    for section in SECTIONS:
        if section.noun is not None:
            assert all(f"| `{key.name}` |" in text for key in section.keys), section.name


def test_every_setting_can_be_said() -> None:
    settings = next(section for section in SECTIONS if section.name == "settings")
    assert {key.target for key in settings.keys} == set(Settings.__dataclass_fields__)


def test_the_problems_shown_are_those_that_are_told(tmp_path: Path) -> None:
    shown = re.findall(r"^    feeds\.yaml:\d+: (.*)$", page(), re.MULTILINE)
    text = (
        "settings: {delay: 1}\nsources: [{id: example-news, name: X, feeds: [{url: https://a.example/, knd: rss}]}]\n"
    )
    told = [Problem(file="", line=0, key=one.key, message=one.message) for one in problems(tmp_path, text)]
    assert shown == [str(one).removeprefix(": ") for one in told]


def test_the_example_of_packs_works(tmp_path: Path) -> None:
    [example] = re.findall(r"^    include: .*\n(?:    .*\n)+", page(), re.MULTILINE)
    config = loaded(tmp_path, re.sub(r"^    ", "", example, flags=re.MULTILINE))
    assert "armenian-weekly" in config.disabled
    assert next(source.tier for source in config.sources if source.id == "haqqin") == 2

"""Names of one's own in feeds.yaml, and in files that it names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from monitor.model.names import Off, OwnAlias, OwnOrganisation
from tests.config.loading import SOURCE, loaded, problem, problems

OWN = """\
gazetteer:
  organisations:
    - id: caspian-desk
      name: Caspian Desk Institute
      names: [CDI, Institut caspien]
      parent: osce
      country: AZ
  aliases:
    - {tag: AZ, names: Land of Fire, languages: en, kind: metonym}
    - {tag: caspian-desk, names: [Xəzər İnstitutu], languages: [az]}
  off:
    - name: Turkey
      languages: [en]
"""


def test_names_are_read(tmp_path: Path) -> None:
    names = loaded(tmp_path, SOURCE + OWN).names
    assert names.organisations == (
        OwnOrganisation(
            id="caspian-desk",
            name="Caspian Desk Institute",
            names=("CDI", "Institut caspien"),
            parent="osce",
            country="AZ",
        ),
    )
    assert names.aliases[0] == OwnAlias(tag="AZ", names=("Land of Fire",), languages=("en",), kind="metonym")
    assert names.off == (Off(name="Turkey", languages=("en",)),)


def test_an_organisation_of_ones_own_can_be_watched(tmp_path: Path) -> None:
    config = loaded(tmp_path, SOURCE + OWN + "watchlists: [{id: desk, organisations: [caspian-desk, nato]}]\n")
    assert config.watchlists[0].organisations == ("caspian-desk", "nato")


def test_names_may_stand_in_files(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text("aliases:\n  - {tag: nato, names: [the Alliance]}\n", encoding="utf-8")
    names = loaded(tmp_path, SOURCE + "gazetteer: {include: [ours.yaml]}\n").names
    assert names.aliases == (OwnAlias(tag="nato", names=("the Alliance",)),)


@pytest.mark.parametrize(
    ("line", "key", "said"),
    [
        ("  aliases: [{tag: nto, names: x}]", "aliases[1].tag", "did you mean 'nato'"),
        ("  aliases: [{tag: Azerbaijan, names: x}]", "aliases[1].tag", "did you mean 'AZ'?"),
        ("  aliases: [{tag: AZ}]", "aliases[1]", 'expected the key "names"'),
        ('  aliases: [{tag: AZ, names: "--"}]', "aliases[1].names", "with letters in it"),
        ("  aliases: [{tag: AZ, names: x, languages: english}]", "aliases[1].languages", "as in ISO 639"),
        ("  off: [{name: Turkie}]", "off[Turkie].name", "it has no such"),
        ("  organisations: [{id: a, name: A b, country: XX}]", "organisations[a].country", "as in ISO 3166-1"),
        ("  organisations: [{id: a, name: A b, parent: zz}]", "organisations[a].parent", "by its id"),
        ("  include: nowhere.yaml", "include", "there is no file"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, line: str, key: str, said: str) -> None:
    found = problem(tmp_path, f"{SOURCE}gazetteer:\n{line}\n")
    assert (found.line, found.key) == (7, f"gazetteer.{key}")
    assert said in found.message


def test_what_is_wrong_in_a_file_is_told_with_that_file(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text("off:\n  - {name: NATO}\n  - {nmae: EU}\n", encoding="utf-8")
    found = problems(tmp_path, SOURCE + "gazetteer: {include: [ours.yaml]}\n")
    assert {(Path(one.file).name, one.line) for one in found} == {("ours.yaml", 3)}


def test_an_id_that_is_given_twice_is_told(tmp_path: Path) -> None:
    text = "gazetteer:\n  organisations:\n    - {id: a, name: One}\n    - {id: a, name: Two}\n"
    found = problem(tmp_path, SOURCE + text)
    assert (found.line, found.key) == (9, "gazetteer.organisations[a].id")
    assert "given twice" in found.message


@pytest.mark.parametrize("page", ["tagging.md", "configuration.md"])
def test_the_examples_of_the_documentation_work(tmp_path: Path, page: str) -> None:
    text = (Path(__file__).parents[2] / "docs" / page).read_text(encoding="utf-8")
    [example] = re.findall(r"^    gazetteer:\n(?:      .*\n)+", text, re.MULTILINE)
    names = loaded(tmp_path, SOURCE + re.sub(r"^    ", "", example, flags=re.MULTILINE)).names
    assert names.organisations
    assert names.aliases
    assert names.off

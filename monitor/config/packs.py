"""Packs: sources that are shipped with the program (by name) or kept in a file of one's own (by path)."""

from __future__ import annotations

from pathlib import Path

from monitor.config.check import Checked, Place, check
from monitor.config.keys import PACK
from monitor.config.tree import read
from monitor.config.values import quoted
from monitor.errors import ConfigError, Problem
from monitor.text.nearest import nearest

FOLDER = Path(__file__).parent.parent / "packs"


def names() -> tuple[str, ...]:
    """Return the names of the shipped packs, in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def about(name: str) -> str:
    """Return what a shipped pack says of itself."""
    return str(load(FOLDER / f"{name}.yaml", []).values.get("about", ""))


def included(wanted: tuple[str, ...], base: Path, where: Place, problems: list[Problem]) -> tuple[Checked, ...]:
    """Return the sources of the packs that a configuration in folder `base` includes, in its order."""
    found: list[Checked] = []
    for name in wanted:
        path = _path(name, base)
        if path is None:
            known = ", ".join(names())
            message = (
                f"expected a pack ({known}) or the path of a .yaml file; got {quoted(name)}{nearest(name, names())}"
            )
            problems.append(where.problem(message))
            continue
        if not path.is_file():
            problems.append(where.problem(f"there is no file {path}"))
            continue
        try:
            found.extend(load(path, problems).values.get("sources", ()))
        except ConfigError as error:
            problems.extend(error.problems)
    return tuple(found)


def load(path: Path, problems: list[Problem]) -> Checked:
    """Return a pack's keys; raises ConfigError where the file is no YAML, else tells `problems`."""
    return check(read(path), PACK, Place(str(path), 1), problems)


def _path(name: str, base: Path) -> Path | None:
    if name.endswith((".yaml", ".yml")):
        return base / Path(name).expanduser()
    return FOLDER / f"{name}.yaml" if name in names() else None

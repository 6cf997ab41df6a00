"""Run the quality benchmarks and compare their figures with the floors: `python -m benchmarks.floors --corpora DIR`."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).with_suffix(".toml")


def main(arguments: list[str] | None = None) -> int:
    """Print each figure beside its floor; 1 if any is on the wrong side of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="the folder with pages/, feeds/, tagging/, dedup/")
    parser.add_argument("--only", help="one benchmark, by name")
    options = parser.parse_args(arguments)
    fallen = 0
    for floor in tomllib.loads(FLOORS.read_text("utf-8"))["floor"]:
        if options.only in {None, floor["run"][0]}:
            figures = measured(floor["run"], options.corpora)
            for line, holds in compared(floor, figures):
                fallen += not holds
                print(f"{'holds ' if holds else 'FALLEN'} {' '.join(floor['run'][:2]).strip()}: {line}", flush=True)
    print(f"{fallen} figures below their floors")
    return int(fallen > 0)


def measured(run: list[str], corpora: Path) -> dict[str, Any]:
    """The figures of one benchmark, as it prints them."""
    name, corpus, *options = run  # some make up their own: then it is empty
    options = [str(corpora / option) if (corpora / option).is_file() else option for option in options]
    read = ["--corpus", str(corpora / corpus)] if corpus else []
    command = [sys.executable, "-m", f"benchmarks.{name}", *read, *options, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(run)}: {done.stderr.strip() or done.stdout.strip()}")
    figures: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def compared(floor: dict[str, Any], figures: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """Each figure with its floor or ceiling in words, and whether it holds."""
    for word, sign in (("at_least", 1), ("at_most", -1)):
        for name, bound in floor.get(word, {}).items():
            value: Any = figures
            for part in name.split("."):
                value = value[part]
            yield f"{name} {value:.4g}, {word.replace('_', ' ')} {bound:g}", sign * value >= sign * bound


if __name__ == "__main__":
    sys.exit(main())

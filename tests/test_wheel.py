"""What is installed from the wheel is whole: it carries its data and runs outside the checkout."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment with the wheel in it; the dependencies are lent by ours, so that no network is needed."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    environment = folder / "environment"
    venv.create(environment, with_pip=True)
    python = environment / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel], check=True)
    [packages] = environment.glob("lib/*/site-packages")
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib"))
    return environment


def run(installed: Path, folder: Path, *arguments: str) -> str:
    command = [installed / "bin" / "monitor", *arguments]
    done = subprocess.run(list(map(str, command)), cwd=folder, capture_output=True, text=True, check=False, timeout=100)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_says_its_version_outside_the_checkout(installed: Path, tmp_path: Path):
    assert run(installed, tmp_path, "--version").startswith("press-monitor ")
    where = subprocess.run(
        [installed / "bin" / "python", "-c", "import monitor; print(monitor.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert where.stdout.startswith(str(installed))


@pytest.mark.slow
def test_the_wheel_carries_packs_gazetteer_templates_and_demo(installed: Path, tmp_path: Path):
    run(installed, tmp_path, "init", "--yes", "--pack", "caucasus")
    assert "caliber.az/en/" in run(installed, tmp_path, "collect", "--dry-run", "--json")
    run(installed, tmp_path, "demo", "--dir", str(tmp_path / "demo"))
    found = run(installed, tmp_path, "--db", str(tmp_path / "demo" / "press.db"), "latest", "--country", "AZ", "--json")
    assert "AZ" in found

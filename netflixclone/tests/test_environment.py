"""scripts/environment, which make goes through: quick when nothing changed, clear when Python is too old."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

SCRIPT = settings.BASE_DIR / "scripts" / "environment"
MAKES_VENV = '[ "$1" != venv ] || (mkdir -p .venv/bin && ln -s "$REAL" .venv/bin/python)'


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "scripts").mkdir()
    shutil.copy(SCRIPT, tmp_path / "scripts")
    (tmp_path / "requirements.txt").write_text("one==1\n")
    programs = tmp_path / "programs"
    programs.mkdir()
    # Stands where uv would, and notes what it is asked: nothing here is to be downloaded.
    write_program(
        programs / "uv",
        f'echo "$@" >>"$(dirname "$0")/asked"\n{MAKES_VENV}',
    )
    return tmp_path


def write_program(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def environment(checkout: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    path = f"{checkout / 'programs'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["sh", str(checkout / "scripts" / "environment"), "requirements.txt"],
        env={"PATH": path, "HOME": str(checkout), "REAL": sys.executable, "PYTHON": sys.executable, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def asked(checkout: Path) -> list[str]:
    log = checkout / "programs" / "asked"
    return [line for line in log.read_text().splitlines() if line != "--version"] if log.exists() else []


def test_the_first_time_makes_the_environment_and_installs_by_hash(checkout):
    ended = environment(checkout)
    assert ended.returncode == 0, ended.stderr
    make, install = asked(checkout)
    assert make.startswith("venv ") and "--no-python-downloads" in make
    assert install.startswith("pip install ") and "--require-hashes -r requirements.txt" in install


def test_the_second_time_does_nothing(checkout):
    environment(checkout)
    before = asked(checkout)
    ended = environment(checkout)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    assert asked(checkout) == before


def test_a_changed_lock_installs_again_into_the_same_environment(checkout):
    environment(checkout)
    (checkout / "requirements.txt").write_text("one==2\n")
    environment(checkout)
    assert [line.split()[0] for line in asked(checkout)] == ["venv", "pip", "pip"]


def test_an_install_that_failed_is_tried_again(checkout):
    write_program(
        checkout / "programs" / "uv",
        f'[ "$1" != pip ] || exit 1\n{MAKES_VENV}',
    )
    assert environment(checkout).returncode == 1
    assert environment(checkout).returncode == 1


def test_a_python_that_is_too_old_is_told_plainly(checkout):
    write_program(checkout / "programs" / "python3", '[ "$1" != --version ] || { echo Python 3.9.2; exit 0; }\nexit 1')
    ended = environment(checkout, PYTHON="python3")
    assert ended.returncode == 1
    assert "Notflix needs Python 3.11 or newer; what is here: Python 3.9.2" in ended.stderr
    assert not (checkout / ".venv").exists()

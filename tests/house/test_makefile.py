import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="make is not installed: apt-get install make")


@pytest.fixture
def make(tmp_path):
    """`make` in a fresh clone that holds nothing but the Makefile."""
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, tmp_path)

    # The suite itself may run under make: what that says to its children is not for this one.
    env = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}

    def run(*arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(["make", *arguments], cwd=tmp_path, env=env, capture_output=True, text=True)

    return run


def test_make_alone_lists_the_chores(make):
    chores = {line.split()[1] for line in make().stdout.splitlines()}
    assert chores >= {"run", "test", "lint", "e2e", "bench", "format"}


def test_without_python_one_sentence_says_what_to_install(make):
    done = make("run", "PYTHON=/nonexistent/python")
    assert done.returncode
    assert done.stdout == (
        "Python 3.11 or newer is needed: apt-get install python3 python3-venv, "
        "or say where it is with PYTHON=/path/to/python3.11\n"
    )


def test_without_venv_one_sentence_says_what_to_install(make, tmp_path):
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\n')
    python.chmod(0o755)
    assert make("test", f"PYTHON={python}").stdout == "Python's venv module is missing: apt-get install python3-venv\n"

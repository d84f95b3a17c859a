"""The migrated database that tests copy is made anew whenever a migration might do something else."""

from pathlib import Path

import pytest

from tests.migrated import version


@pytest.fixture
def root(tmp_path) -> Path:
    (tmp_path / "requirements.txt").write_text("django\n")
    (tmp_path / "complaints" / "migrations").mkdir(parents=True)
    (tmp_path / "complaints" / "migrations" / "0001_initial.py").write_text("operations = []\n")
    return tmp_path


@pytest.mark.parametrize("path", ["complaints/migrations/0001_initial.py", "complaints/lists.csv", "requirements.txt"])
def test_whatever_a_migration_might_use_makes_another_database(root, path):
    before = version(root)
    with (root / path).open("a") as file:
        file.write("# another line\n")
    assert version(root) != before


def test_a_file_that_moved_makes_another_database(root):
    before = version(root)
    (root / "complaints/migrations/0001_initial.py").rename(root / "complaints/migrations/0001_first.py")
    assert version(root) != before


def test_what_python_and_gettext_compile_is_no_change(root):
    before = version(root)
    (root / "complaints" / "__pycache__").mkdir()
    (root / "complaints" / "__pycache__" / "rows.cpython-311.pyc").write_bytes(b"0")
    (root / "complaints" / "django.mo").write_bytes(b"0")
    assert version(root) == before

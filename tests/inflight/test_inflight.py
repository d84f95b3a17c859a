"""What every release left in flight: today's code loads it, migrates it and ends each of its cases (issue 6 §8)."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from casework.engine import invariants
from casework.engine.models import Case
from casework.engine.record import verify
from tests.house.elsewhere import empty_installation

from .finish import unfinished

DATA = Path(__file__).parents[1] / "data"
RELEASES = sorted(DATA.glob(f"*.{connection.vendor}.tar.xz"))
# With which the archives' links, codes and search words were made (make.py).
SECRET_KEY = "in-flight"


def test_there_is_one_of_each_engine_for_each_release():
    names = sorted(path.name.rsplit(".", 3)[0] for path in DATA.glob("*.tar.xz"))
    assert names == sorted([path.name.rsplit(".", 3)[0] for path in RELEASES] * 2) != []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("packed", RELEASES, ids=lambda path: path.name)
def test_every_case_of_a_release_comes_to_its_end(packed, tmp_path, settings):
    settings.SECRET_KEY = SECRET_KEY
    archive = tmp_path / packed.stem
    archive.write_bytes(lzma.decompress(packed.read_bytes()))
    (tmp_path / "elsewhere").mkdir()
    with empty_installation(tmp_path / "elsewhere"):
        call_command("restore", str(archive), verbosity=0)
        assert Case.objects.opened().count() > 30
        assert list(unfinished()) == []
        assert list(verify(Case.objects.all())) == []
        assert list(invariants.violations()) == []
        assert not Case.objects.opened().exists()

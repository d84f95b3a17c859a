"""What the vault has taken is on the disk, whenever the plug is pulled after it said so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from casework.engine.attachments import vault


@pytest.fixture
def root(tmp_path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


def test_the_file_and_every_folder_that_leads_to_it_are_synced(root, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(Path(os.readlink(f"/proc/self/fd/{handle}"))))
    vault.put_bytes("sealed/ab/one.jpg", b"one")
    assert synced == [root / "sealed/ab/one.jpg", root / "sealed/ab", root / "sealed", root]


def test_a_name_that_is_taken_is_refused_and_what_is_there_stays(root):
    vault.put_bytes("sealed/one.jpg", b"one")
    with pytest.raises(FileExistsError):
        vault.put_bytes("sealed/one.jpg", b"two")
    assert vault.read("sealed/one.jpg") == b"one"

"""The one file that a backup is: what is not whole, or not ours, is refused by name."""

import io
import subprocess
import tarfile

import pytest

from casework.house import archive
from casework.house.archive import BackupFault, Manifest

MANIFEST = Manifest("0.1", "2026-11-28T03:30:00+08:00", "sqlite", ["engine.0001"], {"engine_case": 1}, 2, "mark")


@pytest.fixture
def whole(tmp_path):
    """An archive of a database and two files."""
    path = tmp_path / "whole.tar"
    with path.open("xb") as target, archive.writing(target) as writer:
        for name in ("database", "files/sealed/a", "files/shown/a/1.jpg"):
            writer.add(name, io.BytesIO(name.encode() * 5000), len(name) * 5000, 0)
        writer.finish(MANIFEST, 0)
    return path


def with_member(whole, member: tarfile.TarInfo, content: bytes = b""):
    with tarfile.open(whole, "a") as tar:
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
    return whole


def test_what_is_whole_says_of_what_it_is_a_copy(whole):
    manifest, identity = archive.verify(whole)
    assert manifest == MANIFEST
    assert archive.verify(whole)[1] == identity


def test_it_can_be_checked_where_there_is_no_casework(whole, tmp_path):
    subprocess.run(["tar", "-xf", whole], cwd=tmp_path, check=True)
    assert subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True).returncode == 0


def test_one_changed_byte_names_the_member_it_is_in(whole):
    content = whole.read_bytes()
    whole.write_bytes(content.replace(b"files/sealed/afiles", b"files/sealed/bfiles", 1))
    with pytest.raises(BackupFault, match=r"damaged: files/sealed/a is not what was backed up"):
        archive.verify(whole)


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.95])
def test_one_that_was_cut_short_is_refused(whole, kept):
    content = whole.read_bytes()
    whole.write_bytes(content[: int(len(content.rstrip(b"\0")) * kept)])
    with pytest.raises(BackupFault, match="damaged"):
        archive.verify(whole)


def test_what_is_no_archive_at_all_is_refused(tmp_path):
    (tmp_path / "letter.tar").write_text("Dear casework, " * 200)
    with pytest.raises(BackupFault, match="no backup"):
        archive.verify(tmp_path / "letter.tar")


@pytest.mark.parametrize(
    "name", ["files/../../etc/passwd", "/etc/passwd", "files//etc/passwd", "files/a/.", "files/..\\a", "casework.env"]
)
def test_a_name_that_leads_anywhere_else_is_refused(whole, name):
    with pytest.raises(BackupFault, match="holds"):
        archive.verify(with_member(whole, tarfile.TarInfo(name), b"root"))


def test_a_link_is_refused(whole):
    link = tarfile.TarInfo("files/sealed/b")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with pytest.raises(BackupFault, match="holds"):
        archive.verify(with_member(whole, link))


def test_nothing_can_be_put_in_afterwards(whole):
    with pytest.raises(BackupFault, match="goes on after its end, with files/sealed/b"):
        archive.verify(with_member(whole, tarfile.TarInfo("files/sealed/b"), b"more"))

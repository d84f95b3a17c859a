"""What was backed up is there again elsewhere, all of it, and nothing is ever overwritten."""

import fcntl
import os
import threading
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from casework.engine import triggers
from casework.engine.attachments import vault
from casework.engine.models import Attachment, Case
from casework.house import backup, databases, restore
from casework.parties.models import Unit
from tests.engine.world import Line, make_file, make_world

from .elsewhere import empty_installation

pytestmark = pytest.mark.django_db(transaction=True)
on_postgresql = pytest.mark.skipif("connection.vendor == 'sqlite'", reason="is about PostgreSQL's own programs")


def run(name, *args, **options):
    out = StringIO()
    call_command(name, *args, stdout=out, stderr=out, **options)
    return out.getvalue()


@pytest.fixture(autouse=True)
def _own_files(tmp_path, settings):
    (tmp_path / "elsewhere").mkdir()
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def elsewhere(tmp_path, transactional_db):
    return lambda: empty_installation(tmp_path / "elsewhere")


@pytest.fixture
def line():
    """A complaint with a photo of the remedy."""
    return Line(make_world()).to_verified()


@pytest.fixture
def archive(line, tmp_path):
    path = tmp_path / "backup.tar"
    run("backup", path)
    return path


def photo(line) -> Attachment:
    return Attachment.objects.get(case=line.pk)


def test_cases_record_and_files_are_there_again(line, archive, elsewhere):
    number, bytes_of = line.case.number, {name: vault.read(name) for name in vault.names()}
    with elsewhere():
        said = run("restore", archive)
        assert "The record of 1 cases is whole." in said
        assert "Every file of every case is the one that was handed in." in said
        assert Case.objects.get().number == number
        assert {name: vault.read(name) for name in vault.names()} == bytes_of
        assert triggers.missing() == []
        Line.do(line, "confirm_received", "complainant")
        assert "whole" in run("verify_record")
    assert line.case.state != "closed"


def test_what_comes_while_it_is_made_waits_for_nothing_and_harms_nothing(line, elsewhere, tmp_path, monkeypatch):
    before, begun, done = line.case.state, threading.Event(), threading.Event()

    def half_done():
        with transaction.atomic():
            Unit.objects.update(name="half done")
            begun.set()
            done.wait(30)
        connection.close()

    def add(*args):
        monkeypatch.undo()
        done.set()
        writer.join()
        make_file(line)
        line.do("confirm_received", "complainant")
        return backup._add(*args)

    writer = threading.Thread(target=half_done)
    writer.start()
    begun.wait(30)
    monkeypatch.setattr(backup, "_add", add)
    run("backup", tmp_path / "backup.tar")
    with elsewhere():
        run("restore", tmp_path / "backup.tar")
        assert Case.objects.get().state == before
        assert not Unit.objects.filter(name="half done").exists()


def test_a_file_that_is_removed_while_it_is_made_is_no_fault(line, tmp_path, monkeypatch):
    there = list(vault.names())
    monkeypatch.setattr(vault, "names", lambda: iter(["sealed/swept", *there]))
    assert f"{len(there)} files" in run("backup", tmp_path / "backup.tar")


def test_a_file_that_is_lost_is_named_and_the_rest_is_kept(line, elsewhere, tmp_path):
    default_storage.delete(photo(line).original)
    with pytest.raises(CommandError, match=f"missing in the store:\n{photo(line).original}"):
        run("backup", tmp_path / "backup.tar")
    with elsewhere():
        assert "1 files were gone already" in run("restore", tmp_path / "backup.tar")


def test_nobody_else_can_read_it_and_nothing_is_overwritten(archive, tmp_path):
    assert archive.stat().st_mode & 0o777 == 0o600
    before = archive.read_bytes()
    with pytest.raises(CommandError, match="overwrites nothing"):
        run("backup", archive)
    assert archive.read_bytes() == before
    assert not list(tmp_path.glob(".casework-*"))


def test_a_folder_keeps_the_newest_and_nothing_that_was_left_half_written(tmp_path):
    (tmp_path / f"{backup.UNFINISHED}killed").mkdir()
    for day in ("20261126", "20261127"):
        (tmp_path / f"casework-{day}-033000.tar").touch()
    (tmp_path / "casework-letter.tar").touch()
    assert "casework-20261126-033000.tar: older, deleted" in run("backup", tmp_path, keep=2)
    names = sorted(path.name for path in tmp_path.iterdir() if path.is_file() or path.name.startswith("."))
    assert names[0] == "casework-20261127-033000.tar"
    assert names[2:] == ["casework-letter.tar"]


def test_two_at_once_do_not_write_into_one_folder(tmp_path):
    handle = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(CommandError, match="Another backup is being written"):
        run("backup", tmp_path)
    os.close(handle)


def test_a_damaged_one_touches_nothing(archive, elsewhere):
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 1
    archive.write_bytes(content)
    with elsewhere():
        with pytest.raises(CommandError, match="damaged"):
            run("restore", archive)
        assert databases.is_empty()
        assert not list(vault.names())


def test_a_restore_overwrites_neither_a_database_nor_files(archive, elsewhere):
    with pytest.raises(CommandError, match="database is not empty"):
        run("restore", archive)
    with elsewhere():
        vault.write("sealed/other", ContentFile(b"other"))
        with pytest.raises(CommandError, match="files is not empty"):
            run("restore", archive)


def test_an_interrupted_restore_is_run_again(line, archive, elsewhere, tmp_path, monkeypatch):
    def interrupted(source):
        vault.drop("sealed")
        name = next(name for name in vault.names("shown"))
        default_storage.delete(name)
        vault.write(name, ContentFile(b"half of it"))
        raise KeyboardInterrupt

    line.do("confirm_received", "complainant")
    run("backup", tmp_path / "other.tar")
    with elsewhere():
        with monkeypatch.context() as patch:
            patch.setattr(databases, "load", interrupted)
            with pytest.raises(KeyboardInterrupt):
                run("restore", archive)
        with pytest.raises(CommandError, match="restore of another backup was begun"):
            run("restore", tmp_path / "other.tar")
        with pytest.raises(CommandError, match="restore was begun here and not finished"):
            run("backup", tmp_path / "third.tar")
        with monkeypatch.context() as patch:
            patch.setattr(restore, "_prove", lambda *_: interrupted(None))
            with pytest.raises(KeyboardInterrupt):
                run("restore", archive)
        assert "Restored." in run("restore", archive)
        assert not default_storage.exists(backup.RESTORING)


def test_newer_codes_backup_and_another_databases_are_refused(elsewhere, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(backup, "applied", lambda ask: ["engine.0999_from_tomorrow"])
        run("backup", tmp_path / "newer.tar")
    run("backup", tmp_path / "backup.tar")
    with elsewhere():
        with pytest.raises(CommandError, match=r"newer code.*engine\.0999_from_tomorrow"):
            run("restore", tmp_path / "newer.tar")
        monkeypatch.setattr(connection, "vendor", "oracle")
        with pytest.raises(CommandError, match=r"an? oracle one"):
            run("restore", tmp_path / "backup.tar")


@pytest.mark.parametrize("known", [True, False])
def test_another_secret_key_is_noticed(archive, elsewhere, settings, known):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 10, [settings.SECRET_KEY] if known else []
    with elsewhere():
        assert ("SECRET_KEY is not the one" in run("restore", archive)) is not known


@on_postgresql
def test_without_pg_dump_one_sentence_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CommandError, match="pg_dump is not installed: apt-get install postgresql-client"):
        run("backup", tmp_path / "backup.tar")
    assert not list(tmp_path.glob("*.tar"))


@on_postgresql
def test_the_password_is_no_argument_and_what_pg_dump_refuses_is_said(tmp_path, monkeypatch):
    old = tmp_path / "pg_dump"
    old.write_text('#!/bin/sh\necho "$PGPASSWORD $*, aborting because of server version mismatch" >&2; exit 1')
    old.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "geheim")
    with pytest.raises(CommandError, match="postgresql-client-NN") as refused:
        run("backup", tmp_path / "backup.tar")
    assert str(refused.value).count("geheim") == 1

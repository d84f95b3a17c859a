"""A backup put into an empty installation, and the proof that all of it is there (docs/operations.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from casework.engine.attachments import audit, vault

from . import archive, databases
from .archive import BackupFault, Manifest
from .backup import RESTORING, row_counts

_OF = f"{RESTORING}/archive"
_ROWS_ARE_IN = f"{RESTORING}/rows-are-in"
# A chunk of a stored file that is compared with the archive's.
CHUNK = 1024 * 1024

Say = Callable[[str], None]


def restore(path: Path, say: Say) -> Manifest:
    """Check the whole archive, then put it in: the files, the database, what newer code migrates; then prove it.

    Touches nothing unless database and file store are empty. The database comes last and whole, so a restore that was
    interrupted can be run again, with the same archive. Raises BackupFault.
    """
    manifest, identity = archive.verify(path)
    say(f"{path}: whole, of {manifest.made_at}, casework {manifest.version} on {manifest.engine}")
    _refuse_what_does_not_fit(manifest)
    _begin(identity)
    with TemporaryDirectory(prefix="casework-restore-", dir=settings.VAR_DIR) as folder:
        copy = Path(folder) / "database"
        say(f"{_put_files(path, copy)} files are in the store")
        if databases.is_empty():
            databases.load(copy)
    _compare_rows(manifest)
    say(f"{sum(manifest.rows.values())} rows are in the database")
    _prove(manifest, say)
    vault.drop(RESTORING)
    return manifest


def _refuse_what_does_not_fit(manifest: Manifest) -> None:
    if manifest.engine != connection.vendor:
        raise BackupFault(
            f"The backup is of a {manifest.engine} database and DATABASE_URL names a {connection.vendor} one: a backup "
            "goes back into the kind of database that it came from."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := sorted(set(manifest.migrations) - known):
        raise BackupFault(
            f"The backup was made by newer code, casework {manifest.version} (unknown here: {', '.join(unknown[:3])}): "
            "restore it with that code."
        )


def _begin(identity: str) -> None:
    """Leave the mark that a restore is under way; refuse where something is that it did not bring."""
    if default_storage.exists(_OF):
        if vault.read(_OF).decode() != identity:
            raise BackupFault("A restore of another backup was begun here: finish that one, or begin empty.")
        return
    if not databases.is_empty():
        raise BackupFault(
            "The database is not empty, and a restore overwrites nothing: move it away, or make a new one."
        )
    if next(vault.names(), None):
        raise BackupFault(f"{settings.MEDIA_ROOT} is not empty, and a restore overwrites nothing: move it away first.")
    vault.write(_OF, ContentFile(identity))


def _put_files(path: Path, copy: Path) -> int:
    """Every file into the store, and the database's copy to `copy`; how many files."""
    count = 0
    with archive.members(path) as found:
        for name, content in found:
            if name == archive.DATABASE:
                with copy.open("xb") as file:
                    file.writelines(_chunks(content))
            elif name.startswith(archive.FILES):
                _put(name.removeprefix(archive.FILES), content)
                count += 1
    return count


def _put(name: str, content: IO[bytes]) -> None:
    """One that the interrupted run before this one wrote is kept, unless it was interrupted over it."""
    if default_storage.exists(name):
        with default_storage.open(name) as there:
            if all(chunk == there.read(len(chunk)) for chunk in _chunks(content)) and not there.read(1):
                return
        content.seek(0)
        default_storage.delete(name)
    vault.write(name, File(content))


def _chunks(content: IO[bytes]) -> Iterator[bytes]:
    while chunk := content.read(CHUNK):
        yield chunk


def _compare_rows(manifest: Manifest) -> None:
    """As many rows as were backed up; once, for migrations may change them afterwards."""
    if default_storage.exists(_ROWS_ARE_IN):
        return
    with connection.cursor() as cursor:
        found = row_counts(lambda sql: iter(cursor.execute(sql).fetchall()))
    if wrong := [table for table, count in manifest.rows.items() if found.get(table) != count]:
        raise BackupFault(f"Not as many rows as were backed up: {', '.join(wrong)}. Begin again, empty.")
    vault.write(_ROWS_ARE_IN, ContentFile(""))


def _prove(manifest: Manifest, say: Say) -> None:
    """Bring the tables to this code, which also puts the record's triggers back; then what must hold, one by one."""
    call_command("migrate", interactive=False, verbosity=0)
    for command in ("verify_record", "check_invariants"):
        said = StringIO()
        call_command(command, stdout=said)
        say(said.getvalue().strip())
    if faults := list(audit.faults(besides=manifest.absent)):
        raise BackupFault("\n".join([*faults, f"{len(faults)} faults among the files"]))
    say("Every file of every case is the one that was handed in.")

"""Everything that must not be lost, as one file (docs/operations.md)."""

from __future__ import annotations

import fcntl
import os
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile, mkdtemp

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from casework.engine.attachments import vault
from casework.engine.models import Attachment

from . import archive, databases
from .archive import BackupFault, Manifest

NAME = "casework-%Y%m%d-%H%M%S.tar"
PATTERN = "casework-????????-??????.tar"
UNFINISHED = ".casework-backup-"
# In the store while a restore is not finished: of which archive it is, and that its rows are in.
RESTORING = "restoring"


@dataclass(frozen=True)
class Made:
    """A finished, verified backup. `lost`: files of cases that nobody removed and that the store does not have."""

    path: Path
    manifest: Manifest
    lost: list[str]


def make(target: Path) -> Made:
    """Write a backup to the file `target`, or into the folder `target` under a name made of the time; read it again.

    Nothing appears under the final name before it is whole. Raises BackupFault, with nothing left behind.
    """
    now = timezone.localtime()
    path = target / now.strftime(NAME) if target.is_dir() else target
    if default_storage.exists(RESTORING):
        raise BackupFault("A restore was begun here and not finished: run it again first.")
    with _alone_in(path.parent) as folder:
        if path.exists():
            raise BackupFault(f"{path} is there already, and a backup overwrites nothing.")
        written, copy = folder / "archive", folder / "database"
        with written.open("xb") as file:
            os.fchmod(file.fileno(), 0o600)
            with archive.writing(file) as writer:
                _write(writer, copy, now)
            file.flush()
            os.fsync(file.fileno())
        manifest, _identity = archive.verify(written)
        written.rename(path)
        vault.sync(path.parent)
    return Made(path, manifest, _lost(manifest.absent))


def prune(folder: Path, keep: int) -> list[Path]:
    """Delete all but the newest `keep` backups that have the name we give; which ones those were."""
    old = sorted(folder.glob(PATTERN))[:-keep]
    for path in old:
        path.unlink()
    return old


@contextmanager
def _alone_in(parent: Path) -> Iterator[Path]:
    """A folder on the same disk for what is not finished, gone afterwards; what a killed run left is gone before."""
    handle = os.open(parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupFault(f"Another backup is being written into {parent}.") from None
        for left in parent.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left)
        folder = Path(mkdtemp(prefix=UNFINISHED, dir=parent))
        try:
            yield folder
        finally:
            shutil.rmtree(folder)
    finally:
        os.close(handle)


def _write(writer: archive.Writer, copy: Path, now: datetime) -> None:
    """The database first: a file that no row names is harmless, a row without its file is not."""
    with TemporaryFile("w+", encoding="utf-8") as originals:
        with databases.copied(copy) as ask:
            rows, migrations = row_counts(ask), applied(ask)
            originals.writelines(f"{name}\n" for (name,) in ask(_bound_files()))
        with copy.open("rb") as content:
            writer.add(archive.DATABASE, content, copy.stat().st_size, now.timestamp())
        copy.unlink()
        files = sum(_add(writer, name, now) for name in vault.names())
        originals.seek(0)
        absent = [name for line in originals if not default_storage.exists(name := line.strip())]
    manifest = Manifest(
        version=product_version(),
        made_at=now.isoformat(timespec="seconds"),
        engine=connection.vendor,
        migrations=migrations,
        rows=rows,
        files=files,
        key=key_mark(settings.SECRET_KEY),
        absent=absent,
    )
    writer.finish(manifest, now.timestamp())


def _add(writer: archive.Writer, name: str, now: datetime) -> bool:
    """False if the file was removed since its folder was listed: what sweeps and erasure remove is no fault."""
    try:
        with default_storage.open(name) as content:
            writer.add(archive.FILES + name, content, content.size, now.timestamp())
    except FileNotFoundError:
        return False
    return True


def _bound_files() -> str:
    return f"SELECT original FROM {Attachment._meta.db_table} WHERE state = '{Attachment.State.BOUND}'"


def _lost(absent: list[str]) -> list[str]:
    """Of the files that were not there, those whose rows still say that they are."""
    return [name for name in absent if Attachment.objects.filter(original=name, state=Attachment.State.BOUND).exists()]


# --- what an archive is compared with ---------------------------------------------------------------------------------
def row_counts(ask: databases.Ask) -> dict[str, int]:
    tables = sorted(connection.introspection.django_table_names(only_existing=True))
    return {table: next(iter(ask(f'SELECT COUNT(*) FROM "{table}"')))[0] for table in tables}


def applied(ask: databases.Ask) -> list[str]:
    """The migrations that made the tables what they are."""
    return sorted(f"{app}.{name}" for app, name in ask("SELECT app, name FROM django_migrations"))


def product_version() -> str:
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["project"]["version"]


def key_mark(secret: str) -> str:
    """By which a SECRET_KEY is known again. It tells nothing of the key itself."""
    return salted_hmac("casework.house.backup", "key", secret, algorithm="sha256").hexdigest()[:16]

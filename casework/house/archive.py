"""One backup as one file: a plain tar of the database, the files, `manifest.json` and `SHA256SUMS` over them all.

Written and read as a stream: however many files there are, memory stays flat. `tar -xf` and `sha256sum -c SHA256SUMS`
read it where there is no casework.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

FORMAT = 1
DATABASE, FILES, MANIFEST, SUMS = "database", "files/", "manifest.json", "SHA256SUMS"
# A manifest names what was absent and counts rows: beyond this it is something else.
MANIFEST_BYTES = 64 * 1024 * 1024


class BackupFault(Exception):
    """Why a backup cannot be made or restored and what to do about it, in a sentence or two."""


@dataclass(frozen=True)
class Manifest:
    """What the archive says about itself. `absent`: files that its rows name and the store no longer had."""

    version: str
    made_at: str
    engine: str
    migrations: list[str]
    rows: dict[str, int]
    files: int
    key: str
    absent: list[str] = field(default_factory=list)
    format: int = FORMAT


class Writer:
    """Adds members to a new archive, each with its hash."""

    def __init__(self, tar: tarfile.TarFile, sums: IO[bytes]) -> None:
        self._tar, self._sums = tar, sums

    def add(self, name: str, content: IO[bytes], size: int, made_at: float) -> None:
        """Exactly `size` bytes of `content`. Raises OSError if there are fewer."""
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = size, 0o600, int(made_at)
        hashed = _Hashed(content)
        self._tar.addfile(member, hashed)
        self._tar.members = []  # tarfile would remember each member until the end
        self._sums.write(_sum_line(hashed.digest.hexdigest(), name))

    def finish(self, manifest: Manifest, made_at: float) -> None:
        said = json.dumps(asdict(manifest), indent=1).encode()
        self.add(MANIFEST, io.BytesIO(said), len(said), made_at)
        size = self._sums.tell()
        self._sums.seek(0)
        self.add(SUMS, self._sums, size, made_at)


@contextmanager
def writing(target: IO[bytes]) -> Iterator[Writer]:
    """An archive into an empty file; whole once `finish` was called."""
    with tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT) as tar, TemporaryFile() as sums:
        yield Writer(tar, sums)


class _Hashed:
    """A file that is hashed as it is read."""

    def __init__(self, content: IO[bytes]) -> None:
        self.content, self.digest = content, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.content.read(size)
        self.digest.update(data)
        return data


def _sum_line(digest: str, name: str) -> bytes:
    """As `sha256sum` writes it."""
    return f"{digest}  {name}\n".encode()


@contextmanager
def members(path: Path) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """What is in the archive, one after the other, each to be read before the next. Raises BackupFault."""
    try:
        with tarfile.open(path, "r:") as tar:
            yield _each(tar)
    except tarfile.TarError as error:
        raise BackupFault(f"{path} is no backup, or a damaged one: {error}.") from error


def _each(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    while (member := tar.next()) is not None:
        tar.members = []
        if not member.isreg() or not _is_ours(member.name):
            raise BackupFault(f"{tar.name} holds {member.name!r}, which no backup does. Nothing was touched.")
        yield member.name, tar.extractfile(member)


def _is_ours(name: str) -> bool:
    """The few names a backup has; below `files/` nothing that could lead out of the store."""
    if not name.startswith(FILES):
        return name in (DATABASE, MANIFEST, SUMS)
    parts = name.removeprefix(FILES).split("/")
    return not any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts)


def verify(path: Path) -> tuple[Manifest, str]:
    """Read every byte and compare it with the sums: what the archive says of itself, and the hash of its sums, by which
    it is known again. Raises BackupFault."""
    manifest, identity = None, ""
    with TemporaryFile() as computed, members(path) as found:
        for name, content in found:
            if identity:
                raise BackupFault(f"{path} goes on after its end, with {name}. Nothing was touched.")
            if name == SUMS:
                identity = _compare(path, computed, content)
                continue
            hashed = _Hashed(content)
            said = hashed.read(MANIFEST_BYTES) if name == MANIFEST else b""
            while hashed.read(1024 * 1024):
                pass
            computed.write(_sum_line(hashed.digest.hexdigest(), name))
            manifest = said or manifest
    if not identity or manifest is None:
        raise BackupFault(f"{path} ends too early: it was cut short, or damaged. Nothing was touched.")
    return _manifest(path, manifest), identity


def _compare(path: Path, computed: IO[bytes], said: IO[bytes]) -> str:
    computed.seek(0)
    whole = hashlib.sha256()
    for found, wanted in zip_longest(computed, said):
        if found != wanted:
            name = (found or wanted).decode(errors="replace").strip().partition("  ")[2]
            raise BackupFault(f"{path} is damaged: {name} is not what was backed up. Nothing was touched.")
        whole.update(found)
    computed.seek(0, io.SEEK_END)
    return whole.hexdigest()


def _manifest(path: Path, said: bytes) -> Manifest:
    facts = json.loads(said)
    if facts["format"] != FORMAT:
        raise BackupFault(f"{path} was made by casework {facts['version']}: restore it with that version's code.")
    return Manifest(**facts)

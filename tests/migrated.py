"""A database that every migration has run on, made once and copied from then on: by each worker of the unit suite, and
by the templates of the stories. The migrations take a quarter of a minute, a copy takes none.

It is a file beside pytest's own cache, or a database on a PostgreSQL server, named after what stands in the rooms:
whoever changes anything that a migration might use gets a new one, and the one before it goes. `python -m
tests.migrated` makes the one of DATABASE_URL ahead of a run.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

from casework.house.first_run import ROOT

# The rooms, whose migrations call what stands in them, and the words they say.
ROOMS = ("casework", "complaints", "inspections", "blacklist", "notifications", "locale")
FOLDER = ROOT / ".pytest_cache"
NAME = "casework_migrated_"
LOCK = int.from_bytes(hashlib.sha256(NAME.encode()).digest()[:4])
# What the test run says to itself, and the database must not hear.
NOT_SAID = {"DJANGO_SETTINGS_MODULE", "REDIS_PREFIX"}


def is_server(url: str) -> bool:
    """Whether the database's URL names a server, not a file."""
    return url.startswith(("postgres", "pgsql"))


def beside(url: str, name: str) -> str:
    """The URL of another database on the same server."""
    return f"{url.rpartition('/')[0]}/{name}"


def database(near: str) -> str:
    """The URL of the migrated database: on the server that the URL `near` names, else a file. It is made if it is not
    there. To be copied, never connected to."""
    return beside(near, _on_server(near)) if is_server(near) else f"sqlite:///{_file()}"


def begin_as_a_copy(connection: Any) -> None:
    """The test database of the connection will be a copy of the migrated one; Django then runs what migrations it finds
    missing, and adds the tables of what has none."""
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = _on_server(os.environ["DATABASE_URL"])
        return
    migrated, make = _file(), connection.creation._create_test_db

    def copied(*args: Any, **options: Any) -> str:
        name = make(*args, **options)
        if not Path(name).exists():
            shutil.copyfile(migrated, name)
        return name

    connection.creation._create_test_db = copied


def fold_wal(path: Path) -> None:
    """Everything into the one file, so that copying it copies all."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def version(root: Path = ROOT) -> str:
    """What tells one migrated database from another: sixteen hexadecimal digits."""
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(_files(root)):
        digest.update(f"{path.relative_to(root)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _files(root: Path) -> Iterator[Path]:
    yield root / "requirements.txt"
    for room in ROOMS:
        for folder, _folders, names in os.walk(root / room):
            yield from (Path(folder, name) for name in names if not name.endswith((".mo", ".pyc")))


def _file() -> Path:
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{NAME}{version()}.sqlite3"
    with _alone():
        if not path.exists():
            for old in FOLDER.glob(f"{NAME}*.sqlite3*"):
                old.unlink()
            under_way = path.with_suffix(".sqlite3.new")
            _migrate(f"sqlite:///{under_way}")
            fold_wal(under_way)
            under_way.rename(path)
    return path


@contextmanager
def _alone() -> Iterator[None]:
    """One process makes the file; the others wait and find it made."""
    with (FOLDER / f"{NAME}lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _on_server(url: str) -> str:
    name = f"{NAME}{version()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        rows = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [NAME])
        there = {row[0] for row in rows}
        if name not in there:
            for old in there:
                with suppress(psycopg.errors.ObjectInUse):  # another checkout is about to copy it
                    server.execute(f'DROP DATABASE "{old}"')
            server.execute(f'CREATE DATABASE "{name}_new"')
            _migrate(beside(url, f"{name}_new"))
            server.execute(f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')
    return name


def _migrate(url: str) -> None:
    env = {name: text for name, text in os.environ.items() if name not in NOT_SAID} | {"DATABASE_URL": url}
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=ROOT, env=env, check=True)


if __name__ == "__main__":
    database(os.environ.get("DATABASE_URL", ""))

"""A consistent copy of the running database as one file, and such a file put into an empty database."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient

from .archive import BackupFault

# Runs one statement on the copied data and gives its rows.
Ask = Callable[[str], Iterator[tuple[Any, ...]]]


@contextmanager
def copied(into: Path) -> Iterator[Ask]:
    """Write a copy of the database as it is at one moment, while others go on writing. Within the block, what is given
    answers from that same moment. Raises BackupFault."""
    with _copied_sqlite(into) if connection.vendor == "sqlite" else _copied_postgresql(into) as ask:
        yield ask


def load(source: Path) -> None:
    """Put a copy into the database, which is empty: all of it or, whatever interrupts, nothing. Raises BackupFault."""
    if connection.vendor == "sqlite":
        connection.close()
        with closing(sqlite3.connect(source)) as copy, closing(_sqlite()) as target:
            copy.backup(target)
        return
    args, env = _postgresql()
    flags = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    _run(["pg_restore", *flags, *args[:-1], "--dbname", args[-1], str(source)], env)


def is_empty() -> bool:
    return not connection.introspection.table_names()


# --- SQLite -----------------------------------------------------------------------------------------------------------
@contextmanager
def _copied_sqlite(into: Path) -> Iterator[Ask]:
    with closing(_sqlite()) as source, closing(sqlite3.connect(into)) as copy:
        # In one step, which reads one moment and under WAL keeps nobody from writing.
        source.backup(copy)
        if (said := copy.execute("PRAGMA quick_check").fetchone()) != ("ok",):
            raise BackupFault(f"The database file is damaged: {said[0]}. Keep it, and restore the last backup.")
        yield copy.execute
        # One file, whole without a log beside it.
        copy.execute("PRAGMA journal_mode=DELETE")


def _sqlite() -> sqlite3.Connection:
    return sqlite3.connect(connection.settings_dict["NAME"], timeout=20)


# --- PostgreSQL -------------------------------------------------------------------------------------------------------
@contextmanager
def _copied_postgresql(into: Path) -> Iterator[Ask]:
    args, env = _postgresql()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        flags = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        _run(["pg_dump", *flags, f"--file={into}", *args], env)

        def ask(sql: str) -> Iterator[tuple[Any, ...]]:
            with connection.chunked_cursor() as rows:
                rows.execute(sql)
                yield from rows

        yield ask


def _postgresql() -> tuple[list[str], dict[str, str]]:
    """Where the database is, as PostgreSQL's programs take it: arguments, the last of them the database's name, and an
    environment that holds the password, which other users of the machine could read among arguments."""
    args, env = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    return args[1:], os.environ | (env or {})


def _run(command: list[str], env: dict[str, str]) -> None:
    program = command[0]
    try:
        done = subprocess.run(command, env=env, capture_output=True, text=True, errors="replace")
    except FileNotFoundError:
        raise BackupFault(f"{program} is not installed: apt-get install postgresql-client.") from None
    if done.returncode:
        advice = ""
        if "version" in done.stderr:
            advice = f" {program} must be at least as new as the server: apt-get install postgresql-client-NN."
        raise BackupFault(f"{program} says: {done.stderr.strip()[-2000:]}{advice}")

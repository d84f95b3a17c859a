"""An empty installation beside the one that the tests run on: a new database, a new file store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.test import override_settings


@contextmanager
def empty_installation(folder: Path) -> Iterator[None]:
    """Within the block, everything happens there."""
    here = connection.settings_dict["NAME"]
    there = str(folder / "elsewhere.sqlite3")
    if connection.vendor == "postgresql":
        there = f"{here}_elsewhere"
        _postgresql(f'DROP DATABASE IF EXISTS "{there}"', f'CREATE DATABASE "{there}"')
    connection.close()
    connection.settings_dict["NAME"] = there
    try:
        with override_settings(MEDIA_ROOT=folder / "files", VAR_DIR=folder):
            yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = here
        if connection.vendor == "postgresql":
            _postgresql(f'DROP DATABASE "{there}" WITH (FORCE)')


def _postgresql(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
